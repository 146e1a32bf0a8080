"""Which period, venue and coverage a document counts under; shared by every table over time."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.coverage import COVERED_SHARE
from pipeline.periods import GRAINS, between, end
from pipeline.tables import arrow_text

_EXACT_TO = {"year": 4, "quarter": 7, "month": 7}
_MONTHS = pa.array([f"{month:02d}" for month in range(1, 13)], pa.large_string())
_TEXT: Any = pd.StringDtype(na_value=np.nan)
_NOTHING = pa.scalar("", pa.large_string())
_QUARTERS = pa.array([f"-Q{(month + 2) // 3}" for month in range(1, 13)], pa.large_string())


def period_labels(posted_at: pd.Series, grain: str) -> pd.Series:
    """Return the period of each moment, missing where the moment is not known that exactly.

    >>> period_labels(pd.Series(["2019-05-31T22:10:00Z", "1998", None]), "quarter").tolist()
    ['2019-Q2', nan, nan]
    """
    labels = _labels(arrow_text(posted_at), grain)
    return pd.Series(_TEXT.__from_arrow__(labels), posted_at.index, name=posted_at.name)


def _labels(moments: pa.Array, grain: str) -> pa.Array:
    # Arrow's own functions: pandas takes ten times as long around them, and a build of few posts asks for this most.
    known = pc.if_else(pc.greater_equal(pc.utf8_length(moments), _EXACT_TO[grain]), moments, None)
    if grain != "quarter":
        return pc.utf8_slice_codeunits(known, 0, _EXACT_TO[grain])
    months = pc.index_in(pc.utf8_slice_codeunits(known, 5, 7), _MONTHS)
    return pc.binary_join_element_wise(pc.utf8_slice_codeunits(known, 0, 4), _QUARTERS.take(months), _NOTHING)


def by_grain(documents: pd.DataFrame) -> pd.DataFrame:
    """Return each document once a grain, with columns ``grain`` and ``period``; undated ones are left out."""
    moments = arrow_text(documents["posted_at"])
    labels = {grain: _labels(moments, grain) for grain in GRAINS}
    rows = [pc.is_valid(found).to_numpy(zero_copy_only=False).nonzero()[0] for found in labels.values()]
    table = documents.take(np.concatenate(rows)).reset_index(drop=True)
    table["grain"] = pd.array(np.repeat(GRAINS, [len(found) for found in rows]), dtype="str")
    table["period"] = _TEXT.__from_arrow__(pa.chunked_array([found.drop_null() for found in labels.values()]))
    return table


def with_sum(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows twice: under their own value of ``column``, and under ``all``.

    >>> with_sum(pd.DataFrame({"venue": ["af", "lw"]}), "venue")["venue"].tolist()
    ['af', 'lw', 'all', 'all']
    """
    return pd.concat([rows, rows.assign(**{column: "all"})], ignore_index=True)


def without_gaps(keys: pd.DataFrame) -> pd.DataFrame:
    """Return every series of ``keys`` with all periods between its first and its last.

    Parameters
    ----------
    keys : pd.DataFrame
        A column ``period``; the others name the series, ``grain`` among them. Rows may repeat.

    Returns
    -------
    pd.DataFrame
        The same columns, a row per series and period, in order of series and period.

    Examples
    --------
    >>> without_gaps(pd.DataFrame({"venue": ["lw", "af", "lw"], "period": ["2018", "2017", "2016"]})).to_numpy().tolist()
    [['af', '2017'], ['lw', '2016'], ['lw', '2017'], ['lw', '2018']]
    """
    series = [column for column in keys.columns if column != "period"]
    grouped = keys.groupby(series, observed=True, dropna=False)["period"]
    first, last = grouped.min(), grouped.max()
    spans = list(zip(first, last, strict=True))
    steps = {span: between(*span) for span in set(spans)}
    periods = [steps[span] for span in spans]
    filled = first.index.to_frame(index=False).take(np.repeat(np.arange(len(spans)), [len(found) for found in periods]))
    filled = filled.reset_index(drop=True)
    filled["period"] = pd.Series([label for found in periods for label in found], dtype="str")
    return filled[list(keys.columns)]


def rows_of(keys: pd.DataFrame, table: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return, per row of ``keys``, the number of the row of ``table`` with the same values; -1 where there is none.

    >>> table = pd.DataFrame({"grain": "year", "period": ["2018", "2019"], "x": 0})
    >>> rows_of(pd.DataFrame({"grain": "year", "period": ["2019", "2018", "2019"]}), table).tolist()
    [1, 0, 1]
    """
    places = pd.MultiIndex.from_frame(table[keys.columns]).get_indexer(pd.MultiIndex.from_frame(keys))
    return places.astype(np.int64)


def is_partial(labels: Iterable[str], as_of: str) -> list[bool]:
    """Return, per period, whether the data end (``as_of``) before the period does.

    >>> is_partial(["2025-Q2", "2025-Q3"], "2025-08-30T12:00:00Z")
    [False, True]
    """
    labels = list(labels)
    ends_later = {label: as_of < end(label) for label in set(labels)}
    return [ends_later[label] for label in labels]


def is_covered(with_field: pd.Series, known: pd.Series) -> pd.Series:
    """Return, per row, whether enough of the known documents have the field; where none is known, not.

    >>> is_covered(pd.Series([9, 8, 0]), pd.Series([10, 10, 0])).tolist()
    [True, False, False]
    """
    return (known > 0) & (with_field >= COVERED_SHARE * known)
