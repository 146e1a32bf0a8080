"""Conditions on the columns of a table, as the filters in the heads of a grid set them: ``?where=karma:min:50~title:has:mesa``.

A value that is not known fits no condition but ``unknown``.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.labels import spoken
from dashboard.url_state import SEPARATOR, Rejected, encodable, escaped, shown
from pipeline.errors import clean

TEXT = {"has": "contains", "lacks": "notContains", "is": "equals", "begins": "startsWith"}
NUMBER = {"min": "greaterThanOrEqual", "max": "lessThanOrEqual", "between": "inRange", "is": "equals"}
KNOWN = {"known": "notBlank", "unknown": "blank"}
"""Ways to compare, and what the grid calls them."""
SAID = {
    "has": "contains",
    "lacks": "does not contain",
    "is": "is",
    "begins": "begins with",
    "min": "at least",
    "max": "at most",
    "between": "from",
    "known": "is known",
    "unknown": "is not known",
}
LONGEST = 2_000
LONGEST_VALUE = 100


@dataclass(frozen=True, slots=True)
class Condition:
    """What one column must fit; ``value`` is text as it stands in the address, ``0.5..2`` for a span, empty for (un)known."""

    column: str
    way: str
    value: str = ""

    @property
    def numbers(self) -> list[float]:
        """The value as one number, or the two of a span."""
        return [float(part) for part in self.value.split("..")]


@dataclass(frozen=True, slots=True)
class Conditions:
    """At most one condition a column; ``numeric`` says of each column that may have one whether it holds numbers."""

    name: str
    label: str
    numeric: Mapping[str, bool]
    default: tuple[Condition, ...] = ()
    help: str = ""

    def accept(self, value: Any) -> tuple[Condition, ...]:
        if not isinstance(value, str):
            raise Rejected(f"{shown(value)} is not text")
        if len(value) > LONGEST:
            raise Rejected(f"{len(value)} characters, at most {LONGEST} are read")
        given = _of_grid(value) if value.startswith("{") else _of_address(value)
        checked = {column: self._checked(column, way, text) for column, way, text in given}
        return tuple(checked[column] for column in self.numeric if column in checked)

    def write(self, value: tuple[Condition, ...]) -> str:
        parts = [
            f"{one.column}:{one.way}" + (f":{escaped(one.value)}" if one.way not in KNOWN else "") for one in value
        ]
        return SEPARATOR.join(parts)

    def called(self, value: tuple[Condition, ...]) -> str:
        """Return what holds in words."""
        return ", ".join(self._said(one) for one in value)

    def _checked(self, column: str, way: str, text: str) -> Condition:
        if column not in self.numeric:
            raise Rejected(f"{shown(column)} is no column")
        numeric = self.numeric[column]
        if way in KNOWN:
            return Condition(column, way)
        if way not in (NUMBER if numeric else TEXT):
            raise Rejected(f"{column}: {shown(way)} is none of {', '.join([*(NUMBER if numeric else TEXT), *KNOWN])}")
        return Condition(column, way, _numbers(column, way, text) if numeric else _text(column, text))

    def _said(self, one: Condition) -> str:
        name = f"{spoken(one.column)} {SAID[one.way]}"
        if one.way in KNOWN:
            return name
        return f"{name} {one.value.replace('..', ' to ')}" if self.numeric[one.column] else f"{name} “{one.value}”"


def grid_model(conditions: Sequence[Condition], numeric: Mapping[str, bool]) -> dict[str, Any]:
    """Return conditions as the grid's filters hold them."""
    model: dict[str, Any] = {}
    for one in conditions:
        ways = (NUMBER if numeric[one.column] else TEXT) | KNOWN
        model[one.column] = {"filterType": "number" if numeric[one.column] else "text", "type": ways[one.way]}
        if one.way in KNOWN:
            continue
        if numeric[one.column]:
            model[one.column] |= dict(zip(("filter", "filterTo"), one.numbers, strict=False))
        else:
            model[one.column]["filter"] = one.value
    return model


def fits(values: "pd.Series[Any]", one: Condition, numeric: bool) -> npt.NDArray[np.bool_]:
    """Say which values of a column fit a condition; text is compared letter for letter, but for case."""
    known = values.notna().to_numpy(dtype=bool)
    if one.way in KNOWN:
        return known if one.way == "known" else ~known
    if numeric:
        numbers = values.to_numpy(dtype="float64", na_value=np.nan)
        low, high = one.numbers[0], one.numbers[-1]
        low, high = {"min": (low, math.inf), "max": (-math.inf, high)}.get(one.way, (low, high))
        return np.asarray((numbers >= low) & (numbers <= high))
    texts, wanted = values.astype("str").str.casefold(), one.value.casefold()
    compared = {
        "has": lambda: texts.str.contains(wanted, regex=False),
        "lacks": lambda: ~texts.str.contains(wanted, regex=False).fillna(True).astype(bool),
        "is": lambda: texts == wanted,
        "begins": lambda: texts.str.startswith(wanted),
    }[one.way]()
    return np.asarray(known & compared.fillna(False).to_numpy(dtype=bool))


def _of_address(value: str) -> list[tuple[str, str, str]]:
    """Return column, way and value of each part of an address."""
    parts = [part.split(":", 2) for part in value.split(SEPARATOR) if part]
    if any(len(part) < 2 for part in parts):
        raise Rejected(f"{shown(value)} is not like karma:min:50")
    return [(part[0], part[1], unquote(part[2]) if len(part) > 2 else "") for part in parts]


def _of_grid(value: str) -> list[tuple[str, str, str]]:
    """Return column, way and value of each filter of the grid, which sends them as JSON."""
    try:
        model = json.loads(value)
    except (ValueError, RecursionError):
        raise Rejected(f"{shown(value)} is not JSON") from None
    ways = {name: way for way, name in (TEXT | NUMBER | KNOWN).items()}
    found: list[tuple[str, str, str]] = []
    for column, one in model.items():
        if not isinstance(one, dict) or not isinstance(one.get("type"), str):
            raise Rejected(f"{shown(one)} is no filter")
        given = [str(one[name]) for name in ("filter", "filterTo") if one.get(name) is not None]
        found.append((column, ways.get(str(one["type"]), str(one["type"])), "..".join(given)))
    return found


def _numbers(column: str, way: str, text: str) -> str:
    """Return one number or a span, written shortly."""
    parts = text.split("..")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        raise Rejected(f"{column}: {shown(text)} is not a number") from None
    if len(parts) != (2 if way == "between" else 1) or not all(map(math.isfinite, numbers)):
        raise Rejected(f"{column}: {shown(text)} is not {'a span such as 1..5' if way == 'between' else 'a number'}")
    if numbers[0] > numbers[-1]:
        raise Rejected(f"{column}: {shown(text)} runs backward: its end is before its start")
    return "..".join(f"{number:.15g}" for number in numbers)


def _text(column: str, text: str) -> str:
    flat = clean(encodable(text), limit=LONGEST).strip()
    if not flat or len(flat) > LONGEST_VALUE:
        raise Rejected(f"{column}: {len(flat)} characters, from 1 to {LONGEST_VALUE} are read")
    return flat
