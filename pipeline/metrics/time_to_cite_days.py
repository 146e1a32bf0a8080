"""Days from the root work to a document's citation of it."""

from collections.abc import Set as AbstractSet
from typing import Any

import pandas as pd

from pipeline.graph.adoption import adopters
from pipeline.moments import days_after, earliest

NAME = "time_to_cite_days"
OF = "document"
TYPE = "number"
UNIT = "days"
MISSING = "does not cite the root work, or is dated before it, or has no date"
RESTS_ON = "links_to_root"


def compute(citations: pd.DataFrame, documents: pd.DataFrame, root_ids: AbstractSet[str]) -> "pd.Series[Any]":
    """Measure how long after the root work a document that cites it was posted.

    Parameters
    ----------
    citations : pd.DataFrame
        Table ``citations``, a row a pair.
    documents : pd.DataFrame
        Table ``documents``.
    root_ids : set of str
        Documents of the root work; its date is that of the earliest.

    Returns
    -------
    pd.Series
        Shape (documents that cite the root work,), indexed by document_id, in days from 0; missing where the document
        has no date. The root work's own documents, and documents dated before it that cite it after an edit, are
        left out.

    Notes
    -----
    A document may have been edited to cite the root work long after it was posted; the record does not tell.
    A date known to the day or year counts from its start.

    References
    ----------
    .. [1] Glanzel, W. & Schoepflin, U. (1995). A bibliometric study on ageing and reception processes of scientific
       literature. Journal of Information Science 21(1), 37-53. doi:10.1177/016555159502100104

    Examples
    --------
    >>> documents = pd.DataFrame({"document_id": ["r", "x"], "posted_at": ["2019-05-31", "2019-06-02T12:00:00Z"]})
    >>> citations = pd.DataFrame({"citing_id": ["x"], "cited_id": ["r"]})
    >>> compute(citations, documents, {"r"}).to_dict()
    {'x': 2.5}
    """
    since = earliest(documents.loc[documents["document_id"].isin(root_ids), "posted_at"])
    citing = adopters(citations, documents, root_ids).set_index("document_id")["posted_at"]
    if since is None:
        return pd.Series(pd.NA, index=citing.index, dtype="Float64", name=NAME)
    return days_after(citing, since).clip(lower=0).rename(NAME)
