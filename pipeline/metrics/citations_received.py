"""Citations that the author's documents received."""

from typing import Any

import pandas as pd

from pipeline.graph.citation import within_corpus

NAME = "citations_received"
OF = "author"
TYPE = "integer"
UNIT = "citations"
MISSING = "never empty"
RESTS_ON = "links"


def compute(
    citations: pd.DataFrame, documents: pd.DataFrame, authorship: pd.DataFrame, authors: pd.DataFrame
) -> "pd.Series[Any]":
    """Count the citations from documents of the corpus to each author's documents.

    Parameters
    ----------
    citations, documents, authorship, authors : pd.DataFrame
        Tables of those names; a citation is a pair, whatever the number of links behind it.

    Returns
    -------
    pd.Series
        Shape (number of authors,), indexed by author_id, in citations. Never missing. Each coauthor counts a
        citation in full; those from the author's own documents are included.

    References
    ----------
    .. [1] Garfield, E. (1972). Citation analysis as a tool in journal evaluation. Science 178(4060), 471-479.
       doi:10.1126/science.178.4060.471

    Examples
    --------
    >>> citations = pd.DataFrame({"citing_id": ["x", "y"], "cited_id": ["r", "r"]})
    >>> documents = pd.DataFrame({"document_id": ["r", "x", "y"]})
    >>> authorship = pd.DataFrame({"document_id": ["x", "r"], "author_id": ["ann", "bob"]})
    >>> compute(citations, documents, authorship, pd.DataFrame({"author_id": ["ann", "bob"]})).to_dict()
    {'ann': 0, 'bob': 2}
    """
    received = within_corpus(citations, documents).groupby("cited_id").size()
    per_document = authorship["document_id"].map(received).fillna(0)
    total = per_document.groupby(authorship["author_id"]).sum()
    return total.reindex(authors["author_id"]).fillna(0).astype("Int64").rename(NAME)
