"""Periods of time: half-open, UTC, named so that text order is time order."""

import re

GRAINS = ("year", "quarter", "month")
_MONTH = re.compile(r"\d{4}-\d{2}")


def period(moment: str, grain: str) -> str | None:
    """Return the period that an ISO moment falls in, or None if it is not known that exactly.

    >>> [period("2019-05-31T22:10:00Z", grain) for grain in ("year", "quarter", "month", "day")]
    ['2019', '2019-Q2', '2019-05', '2019-05-31']
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
    if grain == "day":
        return moment[:10] if len(moment) >= 10 else None
    raise ValueError(f"grain: expected year, quarter, month or day, found {grain!r}")


def between(first: str, last: str) -> list[str]:
    """Return every period from ``first`` to ``last``, both included; their grain is read off them.

    >>> between("2018-Q4", "2019-Q2")
    ['2018-Q4', '2019-Q1', '2019-Q2']
    >>> between("2018-11", "2019-01")
    ['2018-11', '2018-12', '2019-01']
    """
    per_year = 4 if "Q" in first else 12 if "-" in first else 1
    return [_label(n, per_year) for n in range(_number(first, per_year), _number(last, per_year) + 1)]


def start(label: str) -> str:
    """Return the first day of a period.

    >>> [start(label) for label in ("2019", "2019-Q2", "2019-06")]
    ['2019-01-01', '2019-04-01', '2019-06-01']
    """
    if "Q" in label:
        return f"{label[:4]}-{int(label[6]) * 3 - 2:02d}-01"
    return label + "-01-01" if len(label) == 4 else label + "-01"


def end(label: str) -> str:
    """Return the first day after a period.

    >>> [end(label) for label in ("2019", "2019-Q4", "2019-12")]
    ['2020-01-01', '2020-01-01', '2020-01-01']
    """
    per_year = 4 if "Q" in label else 12 if "-" in label else 1
    return start(_label(_number(label, per_year) + 1, per_year))


def _number(label: str, per_year: int) -> int:
    part = 1 if per_year == 1 else int(label[6:]) if per_year == 4 else int(label[5:])
    return int(label[:4]) * per_year + part - 1


def _label(number: int, per_year: int) -> str:
    year, part = divmod(number, per_year)
    return {1: f"{year:04d}", 4: f"{year:04d}-Q{part + 1}", 12: f"{year:04d}-{part + 1:02d}"}[per_year]
