"""Citations received by a link in running text or in a footnote."""

from typing import Any

import pandas as pd

from pipeline.graph.choice import choose_citations
from pipeline.graph.citation import within_corpus

NAME = "substantive_citations"
OF = "document"
TYPE = "integer"
UNIT = "citations"
MISSING = "never empty"
RESTS_ON = "links"


def compute(citations: pd.DataFrame, documents: pd.DataFrame) -> "pd.Series[Any]":
    """Count the posts and pages of the corpus that cite each document in their text or in a footnote.

    Parameters
    ----------
    citations, documents : pd.DataFrame
        Tables of those names; the number of links of each kind tells.

    Returns
    -------
    pd.Series
        Shape (number of documents,), indexed by document_id, in citations. Never missing. Links in lists, quotations,
        code and comments do not count, nor do links to a copy of the same work, nor citations whose kind is not known
        because only a list of pingbacks names them.

    References
    ----------
    .. [1] Zhu, X., Turney, P., Lemire, D. & Vellino, A. (2015). Measuring academic influence: not all citations are
       equal. JASIST 66(2), 408-427. doi:10.1002/asi.23179

    Examples
    --------
    >>> kinds = {"n_body": [1, 0], "n_footnote": 0, "n_quote": 0, "n_list": [0, 1], "n_code": 0, "n_comment": 0}
    >>> citations = pd.DataFrame({"citing_id": ["b", "c"], "cited_id": ["a", "a"], "n_links": 1, **kinds,
    ...                           "n_crosspost": 0, "evidence": "body"})
    >>> compute(citations, pd.DataFrame({"document_id": ["a", "b", "c"]})).to_dict()
    {'a': 1, 'b': 0, 'c': 0}
    """
    inside = within_corpus(choose_citations(citations, documents, links="substantive"), documents)
    received = inside.groupby("cited_id").size().rename_axis("document_id").rename(NAME)
    received.index = received.index.astype(object)
    return received.reindex(documents["document_id"].astype(object)).fillna(0).astype("Int64")
