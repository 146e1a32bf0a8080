"""Adopters: the documents that cite the root work, and were posted after it."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.graph.citation import is_among
from pipeline.moments import earliest, is_before


def adopters(citations: pd.DataFrame, documents: pd.DataFrame, root_ids: AbstractSet[str]) -> pd.DataFrame:
    """Return the rows of ``documents`` that cite the root work.

    The root work's own documents are none of them. Nor are documents dated before it: they were edited later, and
    their date says nothing of when they took the idea up.

    Examples
    --------
    >>> documents = pd.DataFrame({"document_id": ["old", "r", "x"], "posted_at": ["2018", "2019-05-31", "2020"]})
    >>> citations = pd.DataFrame({"citing_id": ["old", "x"], "cited_id": ["r", "r"]})
    >>> adopters(citations, documents, {"r"})["document_id"].tolist()
    ['x']
    """
    citing = set(citations["citing_id"][is_among(citations["cited_id"], root_ids)])
    since = earliest(documents["posted_at"][is_among(documents["document_id"], root_ids)])
    is_adopter = is_among(documents["document_id"], citing - root_ids) & ~is_before(documents["posted_at"], since)
    return documents[is_adopter].reset_index(drop=True)
