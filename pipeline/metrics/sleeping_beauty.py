"""Beauty coefficient: how long a document slept before it was taken up, and how steeply it rose."""

from typing import Any

import numpy as np
import pandas as pd

from pipeline.graph.citation import within_corpus

NAME = "sleeping_beauty"
OF = "document"
TYPE = "number"
UNIT = None
MISSING = "no citation received from a dated, later document of the corpus"
RESTS_ON = "links"

DAYS_A_YEAR = 365.25


def compute(citations: pd.DataFrame, documents: pd.DataFrame) -> "pd.Series[Any]":
    """Sum how far each year's citations stay below the line from the first year's to the peak's.

    With ``c(t)`` citations in the t-th year after posting and the peak (the earliest, if there are several) at ``m``,
    the sum over t = 0 .. m of ((c(m) - c(0)) / m * t + c(0) - c(t)) / max(1, c(t)).

    Parameters
    ----------
    citations : pd.DataFrame
        Table ``citations``; ``citation_age_days`` tells the year. Backward citations are left out.
    documents : pd.DataFrame
        Table ``documents``.

    Returns
    -------
    pd.Series
        Shape (documents cited by a later one,), indexed by document_id; 0 where the peak is the first year or growth
        is straight, higher the longer the sleep and the steeper the rise, negative where it came up early.

    References
    ----------
    .. [1] Ke, Q., Ferrara, E., Radicchi, F. & Flammini, A. (2015). Defining and identifying sleeping beauties in
       science. PNAS 112(24), 7426-7431. doi:10.1073/pnas.1424329112

    Examples
    --------
    One citation at once, none for two years, then five: the line runs 1, 7/3, 11/3, 5.

    >>> citations = pd.DataFrame({"citing_id": list("bcdefg"), "cited_id": "a", "backward": False,
    ...                           "citation_age_days": [9, 1200, 1201, 1202, 1203, 1204]})
    >>> compute(citations, pd.DataFrame({"document_id": list("abcdefg")})).round(3).to_dict()
    {'a': 6.0}
    """
    inside = within_corpus(citations, documents)
    inside = inside[inside["citation_age_days"].notna() & ~inside["backward"].astype(bool)]
    year = (inside["citation_age_days"].astype("float64") // DAYS_A_YEAR).astype("int64")
    values = {cited: _beauty(np.bincount(years)) for cited, years in year.groupby(inside["cited_id"])}
    return pd.Series(values, dtype="float64", name=NAME).rename_axis("document_id")


def _beauty(per_year: "np.ndarray[Any, Any]") -> float:
    peak = int(per_year.argmax())
    if peak == 0:
        return 0.0
    c = per_year[: peak + 1]
    line = (c[peak] - c[0]) / peak * np.arange(peak + 1) + c[0]
    return float(((line - c) / np.maximum(c, 1)).sum())
