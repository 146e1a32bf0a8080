"""Periods of time: half-open, UTC, named so that text order is time order."""

import functools
import re
from datetime import date, timedelta

GRAINS = ("year", "quarter", "month")
"""Grains of the published tables."""
FINE_GRAINS = ("week", "day")
"""Grains to be had on request. Weeks are ISO 8601's: they begin on Monday, and belong to the year of their Thursday."""

A_DATE = "a date such as 2019, 2019-Q2, 2019-06, 2019-W23 or 2019-06-30"
"""What :func:`is_date` asks for, in words."""

KEPT = 10_000
"""Labels whose bounds are remembered: tables and figures ask for the same ones over and over."""

_LABEL = re.compile(r"\d{4}(-Q[1-4]|-W\d{2}|-(0[1-9]|1[0-2])(-\d{2})?)?", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}")


def period(moment: str, grain: str) -> str | None:
    """Return the period that an ISO moment falls in, or None if it is not known that exactly.

    >>> [period("2019-05-31T22:10:00Z", grain) for grain in ("year", "quarter", "month", "day")]
    ['2019', '2019-Q2', '2019-05', '2019-05-31']
    >>> [period(moment, "week") for moment in ("2019-06-03", "2018-12-31", "2021-01-03")]
    ['2019-W23', '2019-W01', '2020-W53']
    >>> period("1998", "month") is None
    True
    """
    if grain == "year":
        return moment[:4] if len(moment) >= 4 else None
    if not _MONTH.match(moment):
        return None
    if grain == "month":
        return moment[:7]
    if grain == "quarter":
        return f"{moment[:4]}-Q{(int(moment[5:7]) + 2) // 3}"
    if grain in FINE_GRAINS and len(moment) < len("2019-05-31"):
        return None
    if grain == "day":
        return moment[:10]
    if grain == "week":
        return _week(date.fromisoformat(moment[:10]))
    raise ValueError(f"grain: expected year, quarter, month, week or day, found {grain!r}")


def is_date(text: str) -> bool:
    """Return whether a text names a period that there is.

    >>> [is_date(text) for text in ("2019", "2019-Q2", "2019-W52", "2020-02-29")]
    [True, True, True, True]
    >>> [is_date(text) for text in ("0000", "2019-Q5", "2019-W53", "2019-02-30", "last week")]
    [False, False, False, False, False]
    """
    try:
        return _LABEL.fullmatch(text) is not None and bool(date.fromisoformat(start(text)))
    except ValueError:
        return False


def between(first: str, last: str) -> list[str]:
    """Return every period from ``first`` to ``last``, both included; their grain is read off them.

    >>> between("2018-Q4", "2019-Q2")
    ['2018-Q4', '2019-Q1', '2019-Q2']
    >>> between("2018-11", "2019-01")
    ['2018-11', '2018-12', '2019-01']
    >>> between("2020-W52", "2021-W01"), between("2020-02-28", "2020-03-01")
    (['2020-W52', '2020-W53', '2021-W01'], ['2020-02-28', '2020-02-29', '2020-03-01'])
    """
    if days := _days(first):
        opening, closing = date.fromisoformat(start(first)), date.fromisoformat(start(last))
        every = (opening + timedelta(days=n) for n in range(0, (closing - opening).days + 1, days))
        return [_week(day) if days > 1 else day.isoformat() for day in every]
    per_year = 4 if "Q" in first else 12 if "-" in first else 1
    return [_label(n, per_year) for n in range(_number(first, per_year), _number(last, per_year) + 1)]


@functools.lru_cache(maxsize=KEPT)
def start(label: str) -> str:
    """Return the first day of a period.

    >>> [start(label) for label in ("2019", "2019-Q2", "2019-06", "2019-W23", "2019-06-07")]
    ['2019-01-01', '2019-04-01', '2019-06-01', '2019-06-03', '2019-06-07']
    """
    if days := _days(label):
        return label if days == 1 else date.fromisocalendar(int(label[:4]), int(label[6:]), 1).isoformat()
    if "Q" in label:
        return f"{label[:4]}-{int(label[6]) * 3 - 2:02d}-01"
    return label + "-01-01" if len(label) == 4 else label + "-01"


@functools.lru_cache(maxsize=KEPT)
def end(label: str) -> str:
    """Return the first day after a period.

    >>> [end(label) for label in ("2019", "2019-Q4", "2019-12", "2020-W53", "2019-12-31")]
    ['2020-01-01', '2020-01-01', '2020-01-01', '2021-01-04', '2020-01-01']
    """
    if days := _days(label):
        return (date.fromisoformat(start(label)) + timedelta(days=days)).isoformat()
    per_year = 4 if "Q" in label else 12 if "-" in label else 1
    return start(_label(_number(label, per_year) + 1, per_year))


def _days(label: str) -> int:
    """Return how many days a week or a day has; 0 for longer periods, which are counted in months."""
    return 7 if "W" in label else 1 if len(label) == len("2019-05-31") else 0


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _number(label: str, per_year: int) -> int:
    part = 1 if per_year == 1 else int(label[6:]) if per_year == 4 else int(label[5:])
    return int(label[:4]) * per_year + part - 1


def _label(number: int, per_year: int) -> str:
    year, part = divmod(number, per_year)
    return {1: f"{year:04d}", 4: f"{year:04d}-Q{part + 1}", 12: f"{year:04d}-{part + 1:02d}"}[per_year]
