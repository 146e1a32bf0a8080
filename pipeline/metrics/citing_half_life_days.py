"""Citing half-life: median age of what a document cites."""

from typing import Any

import pandas as pd

NAME = "citing_half_life_days"
OF = "document"
TYPE = "number"
UNIT = "days"
MISSING = "cites nothing older whose date is known"
RESTS_ON = "links"


def compute(citations: pd.DataFrame) -> "pd.Series[Any]":
    """Find the age that half of a document's references exceed.

    The median of ``citation_age_days`` over the citations given, those of documents beyond the corpus included where
    their date is known.

    Parameters
    ----------
    citations : pd.DataFrame
        Table ``citations``, a row a pair. Backward citations, and those without an age, are left out.

    Returns
    -------
    pd.Series
        Shape (documents that cite an older, dated one,), indexed by document_id, in days from 0.

    Notes
    -----
    Large where a document goes back to the roots, small where it answers last week's post.

    References
    ----------
    .. [1] Burton, R. E. & Kebler, R. W. (1960). The "half-life" of some scientific and technical literatures. American
       Documentation 11(1), 18-22. doi:10.1002/asi.5090110105

    Examples
    --------
    >>> citations = pd.DataFrame({"citing_id": ["b", "c"], "cited_id": ["a", "a"], "backward": False,
    ...                           "citation_age_days": [10.0, 30.0]})
    >>> compute(citations).to_dict()
    {'b': 10.0, 'c': 30.0}
    """
    inside = citations
    inside = inside[inside["citation_age_days"].notna() & ~inside["backward"].astype(bool)]
    ages = inside["citation_age_days"].astype("Float64")
    return ages.groupby(inside["citing_id"]).median().rename_axis("document_id").rename(NAME)
