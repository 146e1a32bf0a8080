"""Lines over several periods together, where a reader asks for it; the raw values stay beside them."""

import pandas as pd

COLUMN = "smoothed"
PARTS = {
    "share_of_documents": ("documents", "documents_total"),
    "per_1000_words": ("occurrences", "words_total"),
    "documents": ("documents", None),
}
"""Numerator and denominator of each value; without a denominator it is a mean over the periods."""


def smoothed(table: pd.DataFrame, value: str, each_side: int, by: str = "term") -> "pd.Series[float]":
    """Return a value over each period and ``each_side`` neighbours on both sides, pooled: the sum of the parts over the sum of wholes.

    Empty where one of the periods lies beyond the series, is not covered, or is partial: a gap is shown, not smoothed away.
    This is what ``atlas export term_trends --smooth`` gives.

    Parameters
    ----------
    table : pd.DataFrame
        Rows of trends, each series in order of time, with ``covered`` and ``partial``.
    value : str
        A key of :data:`PARTS`.
    by : str
        Column that tells the series apart.
    """
    part, whole = PARTS[value]
    usable = table["covered"].fillna(False).astype(bool) & ~table["partial"].fillna(False).astype(bool)
    window = 2 * each_side + 1
    wholes = pd.Series(1.0, index=table.index) if whole is None else table[whole].astype("float64")
    sums = [
        values.where(usable).groupby(table[by], sort=False).rolling(window, center=True, min_periods=window).sum()
        for values in (table[part].astype("float64"), wholes)
    ]
    above, below = (one.reset_index(level=0, drop=True).reindex(table.index) for one in sums)
    factor = 1000 if value == "per_1000_words" else 1
    return (factor * above / below.where(below > 0)).astype("Float64")
