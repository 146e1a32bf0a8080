"""Documents that cite the root work."""

from collections.abc import Set as AbstractSet
from typing import Any

import pandas as pd

from pipeline.graph.adoption import adopters

NAME = "citing_documents"
OF = "author"
TYPE = "integer"
UNIT = "documents"
MISSING = "never empty"
RESTS_ON = "links_to_root"


def compute(
    citations: pd.DataFrame,
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    authors: pd.DataFrame,
    root_ids: AbstractSet[str],
) -> "pd.Series[Any]":
    """Count the documents of each author that cite the root work.

    Parameters
    ----------
    citations, documents, authorship, authors : pd.DataFrame
        Tables of those names.
    root_ids : set of str
        Documents of the root work.

    Returns
    -------
    pd.Series
        Shape (number of authors,), indexed by author_id, in documents. Never missing: 0 means none is known. The root
        work's own documents and documents dated before it do not count.

    References
    ----------
    .. [1] Rogers, E. M. (2003). Diffusion of Innovations, 5th ed. Free Press. ISBN 978-0743222099

    Examples
    --------
    >>> documents = pd.DataFrame({"document_id": ["r", "x", "y"], "posted_at": ["2019", "2020-02", "2021-03"]})
    >>> citations = pd.DataFrame({"citing_id": ["x", "y"], "cited_id": ["r", "r"]})
    >>> authorship = pd.DataFrame({"document_id": ["x", "y", "r"], "author_id": ["ann", "ann", "bob"]})
    >>> compute(citations, documents, authorship, pd.DataFrame({"author_id": ["ann", "bob"]}), {"r"}).to_dict()
    {'ann': 2, 'bob': 0}
    """
    citing = set(adopters(citations, documents, root_ids)["document_id"])
    counted = authorship[authorship["document_id"].isin(citing)].groupby("author_id").size()
    return counted.reindex(authors["author_id"]).fillna(0).astype("Int64").rename(NAME)
