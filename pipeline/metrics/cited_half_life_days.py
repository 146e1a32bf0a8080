"""Cited half-life: median age of the citations a document received."""

from typing import Any

import pandas as pd

from pipeline.graph.citation import within_corpus

NAME = "cited_half_life_days"
OF = "document"
TYPE = "number"
UNIT = "days"
MISSING = "no citation received from a dated, later document of the corpus"
RESTS_ON = "links"


def compute(citations: pd.DataFrame, documents: pd.DataFrame) -> "pd.Series[Any]":
    """Find the age by which half the citations a document received had come.

    The median of ``citation_age_days`` over the citations received from later documents of the corpus.

    Parameters
    ----------
    citations : pd.DataFrame
        Table ``citations``, a row a pair. Backward citations, and those without an age, are left out.
    documents : pd.DataFrame
        Table ``documents``.

    Returns
    -------
    pd.Series
        Shape (documents cited by a later one,), indexed by document_id, in days from 0.

    Notes
    -----
    Attention that still lasts is cut off at the data's end, so recent documents seem short-lived.

    References
    ----------
    .. [1] Burton, R. E. & Kebler, R. W. (1960). The "half-life" of some scientific and technical literatures. American
       Documentation 11(1), 18-22. doi:10.1002/asi.5090110105

    Examples
    --------
    >>> citations = pd.DataFrame({"citing_id": ["b", "c"], "cited_id": ["a", "a"], "backward": False,
    ...                           "citation_age_days": [10.0, 30.0]})
    >>> compute(citations, pd.DataFrame({"document_id": ["a", "b", "c"]})).to_dict()
    {'a': 20.0}
    """
    inside = within_corpus(citations, documents)
    inside = inside[inside["citation_age_days"].notna() & ~inside["backward"].astype(bool)]
    ages = inside["citation_age_days"].astype("Float64")
    return ages.groupby(inside["cited_id"]).median().rename_axis("document_id").rename(NAME)
