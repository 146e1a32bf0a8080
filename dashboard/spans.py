"""Kinds of parameters that are numbers: a span of months, a whole number, smoothing; and which dates lie within a span."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.opening import last_day
from dashboard.url_state import Rejected, shown
from pipeline import periods

_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Months:
    """A span of months, both included: ``2019-01..2025-08``; its control counts months since the year 0.

    ``2019..2025`` are whole years, as far as there are months.
    """

    name: str
    label: str
    default: tuple[str, str]
    help: str = ""

    def accept(self, value: Any) -> tuple[str, str]:
        parts = value.split("..") if isinstance(value, str) else value
        if not isinstance(parts, (list, tuple)) or len(parts) != 2:
            raise Rejected(f"{shown(value)} is not a span such as {self.write(self.default)}")
        low, high = self.default
        first, last = (_month(part) for part in _of_years(parts, low, high))
        if not first or not last:
            raise Rejected(f"{shown(value)} is not a span such as {self.write(self.default)}")
        if first > last:
            raise Rejected(f"{shown(value)} runs backward: its end is before its start")
        if not (low <= first and last <= high):
            raise Rejected(f"{shown(value)} does not lie within {self.write(self.default)}")
        return first, last

    def write(self, value: tuple[str, str]) -> str:
        return f"{value[0]}..{value[1]}"

    @staticmethod
    def number(month: str) -> int:
        """Return a month as a slider counts it.

        >>> Months.number("2019-01"), Months.number("0001-01")
        (24228, 12)
        """
        return 12 * int(month[:4]) + int(month[5:]) - 1


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from ``low`` to ``high``, both included."""

    name: str
    label: str
    default: int
    low: int
    high: int
    help: str = ""

    def accept(self, value: Any) -> int:
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            value = int(value)
        if type(value) is not int or not self.low <= value <= self.high:
            raise Rejected(f"{shown(value)} is no whole number from {self.low} to {self.high}")
        return value

    def write(self, value: int) -> str:
        return str(value)


def months_of(dates: "pd.Series[str]") -> tuple[str, str]:
    """Return the January of the first year of some dates, and their last month; a date may be a year alone.

    >>> months_of(pd.Series(["2019-03-31T12:00:00Z", "2021", None])), months_of(pd.Series(["2019-03-31", "2019-02"]))
    (('2019-01', '2021-12'), ('2019-01', '2019-03'))
    """
    known = dates.dropna()
    return (f"{known.min()[:4]}-01", (known.str[:7] + "-12").str[:7].max()) if len(known) else ("2000-01", "2000-12")


def in_months(dates: "pd.Series[str]", span: tuple[str, str]) -> "pd.Series[bool]":
    """Say which dates lie within a span of months, both included; one known to the year only must lie in it whole.

    >>> in_months(pd.Series(["2019-03-31T12:00:00Z", "2019", "2019-02", None]), ("2019-01", "2019-03")).tolist()
    [True, False, True, False]
    """
    return in_days(dates, periods.start(span[0]), last_day(span[1]))


def smoothing(name: str = "smooth", high: int = 6) -> Whole:
    """Return the choice of how many periods on each side a line is averaged over; 0, the default, leaves it as it is."""
    return Whole(name, "Smoothing", 0, 0, high, "periods averaged on each side; 0 shows the numbers as they are")


def in_days(dates: "pd.Series[str]", first: str, last: str) -> "pd.Series[bool]":
    """Say which dates lie within two days, both included; one known to the year or month only must lie in them whole.

    >>> in_days(pd.Series(["2019-03-31T12:00:00Z", "2019", "2019-02", None]), "2019-01-01", "2019-03-31").tolist()
    [True, False, True, False]
    """
    first, last = first or "0000-01-01", last or "9999-12-31"
    day = dates.str[:10]
    length = day.str.len()
    within = (day >= first) & (day <= last) & (length == 10)
    for width, opening, closing in ((7, "-01", "-31"), (4, "-01-01", "-12-31")):
        within |= (length == width) & (day + opening >= first) & (day + closing <= _to_the_end(last))
    return within.fillna(False).astype(bool)


def _to_the_end(day: str) -> str:
    """Return a day as the 31st where it ends its month, so that whole months compare as text.

    >>> _to_the_end("2019-02-28"), _to_the_end("2019-02-27")
    ('2019-02-31', '2019-02-27')
    """
    ends = (date.fromisoformat(day) + timedelta(days=1)).day == 1 if day < "9999-12-31" else True
    return f"{day[:7]}-31" if ends else day


def _of_years(parts: Sequence[Any], low: str, high: str) -> Sequence[Any]:
    """Return the first and the last month of two years; what is no year stays as it is.

    >>> _of_years(["2019", "2025"], "2016-01", "2025-08"), _of_years(["2019-02", "2025-08"], "2016-01", "2025-08")
    (['2019-01', '2025-08'], ['2019-02', '2025-08'])
    """
    if not all(isinstance(part, str) and _YEAR.fullmatch(part) for part in parts):
        return parts
    first, last = f"{parts[0]}-01", f"{parts[1]}-12"
    return [low if parts[0] == low[:4] else first, high if parts[1] == high[:4] else last]


def _month(value: Any) -> str:
    """Return a month that an address or a slider gives; empty where it is none."""
    if type(value) is int and 0 < value // 12 < 10_000:
        return f"{value // 12:04}-{value % 12 + 1:02}"
    return value if isinstance(value, str) and _MONTH.fullmatch(value) else ""
