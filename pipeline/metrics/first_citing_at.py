"""When the author first cited the root work."""

from collections.abc import Set as AbstractSet
from typing import Any

import pandas as pd

from pipeline.graph.adoption import adopters

NAME = "first_citing_at"
OF = "author"
TYPE = "datetime"
UNIT = None
MISSING = "no citing document is known, or none has a date"
RESTS_ON = "links_to_root"


def compute(
    citations: pd.DataFrame, documents: pd.DataFrame, authorship: pd.DataFrame, root_ids: AbstractSet[str]
) -> "pd.Series[Any]":
    """Date each author's first document that cites the root work.

    Parameters
    ----------
    citations, documents, authorship : pd.DataFrame
        Tables of those names.
    root_ids : set of str
        Documents of the root work.

    Returns
    -------
    pd.Series
        Shape (authors who cite the root work in a dated document,), indexed by author_id; ISO text in UTC, as exact as
        the document's date is known.

    Notes
    -----
    The document's date, not that of the edit that may have added the citation.

    References
    ----------
    .. [1] Rogers, E. M. (2003). Diffusion of Innovations, 5th ed. Free Press. ISBN 978-0743222099

    Examples
    --------
    >>> documents = pd.DataFrame({"document_id": ["r", "x", "y"], "posted_at": ["2019", "2020-02", "2021-03"]})
    >>> citations = pd.DataFrame({"citing_id": ["x", "y"], "cited_id": ["r", "r"]})
    >>> authorship = pd.DataFrame({"document_id": ["x", "y", "r"], "author_id": ["ann", "ann", "bob"]})
    >>> compute(citations, documents, authorship, {"r"}).to_dict()
    {'ann': '2020-02'}
    """
    citing = adopters(citations, documents, root_ids)[["document_id", "posted_at"]].dropna()
    return authorship.merge(citing, on="document_id").groupby("author_id")["posted_at"].min().rename(NAME)
