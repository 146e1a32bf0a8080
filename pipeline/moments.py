"""Comparing moments that are known to different precision: ``2019-05-31T22:10:00Z``, ``2019-05-31``, ``1998``."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.tables import arrow_text

DAY = pd.Timedelta(days=1)
_AFTER_DIGITS, _NOTHING = (pa.scalar(text, pa.large_string()) for text in ("~", ""))


def earliest(moments: Iterable[Any]) -> str | None:
    """Return the earliest of the known moments, the most exact of those that may be the same; None if none is known.

    >>> earliest(["2019-06-04T00:10:05Z", "2019-05-31", "2019-05-31T23:44:53Z", None])
    '2019-05-31T23:44:53Z'
    """
    known = sorted(str(moment) for moment in moments if not pd.isna(moment))
    if not known:
        return None
    same = [moment for moment in known if moment.startswith(known[0])]
    return min(same, key=lambda moment: (-len(moment), moment))


def is_before(moments: "pd.Series[Any]", moment: str | None) -> "pd.Series[bool]":
    """Return, per moment, whether it lies before ``moment`` as far as both are known; unknown ones do not.

    >>> is_before(pd.Series(["2019-05-30T08:00:00Z", "2019-05-31", "2019", None]), "2019-05-31T23:44:53Z").tolist()
    [True, False, False, False]
    """
    if moment is None:
        return pd.Series(False, index=moments.index)
    # A moment that begins like `moment` but is known less exactly is not before it.
    ends = pc.binary_join_element_wise(arrow_text(moments), _AFTER_DIGITS, _NOTHING)
    return pd.Series(pc.less(ends, moment).fill_null(False).to_numpy(zero_copy_only=False), index=moments.index)


def days_after(moments: "pd.Series[Any]", moment: str) -> "pd.Series[Any]":
    """Return the days from ``moment`` to each moment, from the start of what is known; missing where not known.

    >>> days_after(pd.Series(["2019-06-01T12:00:00Z", "2020", None]), "2019-06-01").tolist()
    [0.5, 214.0, <NA>]
    """
    passed = pd.to_datetime(moments, format="ISO8601", utc=True) - pd.to_datetime(moment, format="ISO8601", utc=True)
    return (passed / DAY).astype("Float64").mask(moments.isna())
