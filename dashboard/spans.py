"""Kinds of parameters that are numbers: a span of months, a whole number, smoothing."""

import re
from dataclasses import dataclass
from typing import Any

from dashboard.url_state import Rejected, shown

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Months:
    """A span of months, both included: ``2019-01..2025-08``; its control counts months since the year 0."""

    name: str
    label: str
    default: tuple[str, str]
    help: str = ""

    def accept(self, value: Any) -> tuple[str, str]:
        parts = value.split("..") if isinstance(value, str) else value
        if not isinstance(parts, (list, tuple)) or len(parts) != 2:
            raise Rejected(f"{shown(value)} is not a span such as {self.write(self.default)}")
        first, last = (_month(part) for part in parts)
        low, high = self.default
        if not first or not last:
            raise Rejected(f"{shown(value)} is not a span such as {self.write(self.default)}")
        if not low <= first <= last <= high:
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


def smoothing(name: str = "smooth", high: int = 6) -> Whole:
    """Return the choice of how many periods on each side a line is averaged over; 0, the default, leaves it as it is."""
    return Whole(name, "Smoothing", 0, 0, high, "periods averaged on each side; 0 shows the numbers as they are")


def _month(value: Any) -> str:
    """Return a month that an address or a slider gives; empty where it is none."""
    if type(value) is int and 0 < value // 12 < 10_000:
        return f"{value // 12:04}-{value % 12 + 1:02}"
    return value if isinstance(value, str) and _MONTH.fullmatch(value) else ""
