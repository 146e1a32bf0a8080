"""Share of the citations received that come from the document's own authors."""

from typing import Any

import pandas as pd

from pipeline.graph.citation import within_corpus

NAME = "self_citation_share"
OF = "document"
TYPE = "number"
UNIT = None
MISSING = "no citation received from a document of known author"
RESTS_ON = "links"


def compute(citations: pd.DataFrame, documents: pd.DataFrame) -> "pd.Series[Any]":
    """Divide the citations received from a document's own authors by all it received.

    Parameters
    ----------
    citations : pd.DataFrame
        Table ``citations``; ``self_citation`` is true where both ends share an author, missing where an author is
        not known.
    documents : pd.DataFrame
        Table ``documents``.

    Returns
    -------
    pd.Series
        Shape (documents cited by a document of known author,), indexed by document_id; in [0, 1]. Pairs whose authors
        are not known count in neither part.

    References
    ----------
    .. [1] Aksnes, D. W. (2003). A macro study of self-citation. Scientometrics 56(2), 235-246.
       doi:10.1023/A:1021919228368

    Examples
    --------
    >>> citations = pd.DataFrame({"citing_id": ["b", "c", "d"], "cited_id": ["a", "a", "a"],
    ...                           "self_citation": pd.array([True, False, None], dtype="boolean")})
    >>> compute(citations, pd.DataFrame({"document_id": ["a", "b", "c", "d"]})).to_dict()
    {'a': 0.5}
    """
    inside = within_corpus(citations, documents)
    inside = inside[inside["self_citation"].notna()]
    own = inside["self_citation"].astype("Float64")
    return own.groupby(inside["cited_id"]).mean().rename_axis("document_id").rename(NAME)
