"""A part of a published table, and the formats it can be had in: the same for the command line and the dashboard."""

import io
import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import IO

import pandas as pd

from pipeline import registry, trends
from pipeline.errors import UsageError, clean
from pipeline.periods import A_DATE, FINE_GRAINS, GRAINS, end, is_date, period, start
from pipeline.schema import TABLES
from pipeline.settings import Census
from pipeline.tables import counts_as_text, csv_text, read_parquet, replacing

FORMATS = ("csv", "parquet", "jsonl")
_NAMES = ("term", "topic")
_DATES = ("period", "posted_at")


@dataclass(frozen=True, slots=True)
class Query:
    """Which rows of which table: ``start`` and ``end`` are periods or days, both included.

    Each of ``terms`` is a name, or several joined by commas; see :func:`names_in`.
    """

    table: str
    grain: str | None = None
    start: str | None = None
    end: str | None = None
    terms: tuple[str, ...] = ()
    venue: str | None = None
    field: str | None = None
    by: str | None = None
    smooth: int | None = None


def select_from(build: Path, as_of: str, censuses: Mapping[str, Census], query: Query) -> pd.DataFrame:
    """Return what a query asks of a build: rows of a published table, or trends made on request."""
    grain = registry.choose(query.grain, (*GRAINS, *FINE_GRAINS), "grain") if query.grain else None
    by = registry.choose(query.by, trends.GROUPS, "group") if query.by else "venue"
    if not trends.is_asked_for(query.table, grain, by, query.smooth):
        return select(build / "exports", query)
    fine = grain if grain in FINE_GRAINS else None
    table = trends.trends(query.table, build, as_of, censuses, fine=fine, by=by)
    if grain:
        table = table[table["grain"] == grain].reset_index(drop=True)
    if query.smooth is not None:
        table = trends.smoothed(table, query.smooth)
    return _rows(table, query, grain)


def select(folder: Path, query: Query) -> pd.DataFrame:
    """Return the rows of a published table that a query asks for, in published order.

    Raises
    ------
    UsageError
        For an unknown table, grain, term, venue or field, a range that ends before it starts, or a filter that the
        table has no column for. A valid range, or values that share no row, give an empty table.
    """
    name = registry.choose(query.table, [table.name for table in TABLES.values() if table.stage == "public"], "table")
    grain = registry.choose(query.grain, GRAINS, "grain") if query.grain else None
    return _rows(read_parquet(name, folder), query, grain)


def _rows(frame: pd.DataFrame, query: Query, grain: str | None) -> pd.DataFrame:
    name = query.table
    wanted: dict[str, Sequence[str]] = {}
    if query.terms:
        column = _first(frame, name, _NAMES, "--terms")
        wanted[column] = names_in(query.terms, set(frame[column].dropna()))
    for column, value in (("venue", query.venue), ("field", query.field)):
        if value:
            _needs(frame, name, column, f"--{column}")
            wanted[column] = (value,)
    # Each is looked for in the whole table: a venue without a row of the term is no unknown venue.
    chosen = {
        column: [registry.choose(value, frame[column].dropna().unique(), f"{column} in {name}") for value in values]
        for column, values in wanted.items()
    }
    if grain:
        _needs(frame, name, "grain", "--grain")
        frame = frame[frame["grain"] == grain]
    for column, values in chosen.items():
        frame = frame[frame[column].isin(values)]
    if query.start or query.end:
        frame = within(frame, name, query.start, query.end)
    return frame.reset_index(drop=True)


def names_in(given: Sequence[str], known: AbstractSet[str]) -> list[str]:
    """Return the names that are given: a known one whole, commas and all, others taken apart at their commas.

    Where known names hold commas, one of whose parts none is known stays whole, too: it is one name that is misspelt.

    >>> names_in(["owl,jay", "look, humanity", "raven"], {"owl", "jay", "look, humanity"})
    ['owl', 'jay', 'look, humanity', 'raven']
    >>> names_in(["lock, humanity"], {"owl", "look, humanity"}), names_in(["owll, humanity"], {"owl"})
    (['lock, humanity'], ['owll', 'humanity'])
    """
    with_commas = any("," in name for name in known)
    names: list[str] = []
    for text in given:
        parts = [part.strip() for part in text.split(",")]
        whole = text in known or (with_commas and known.isdisjoint(parts))
        names += [text.strip()] if whole else parts
    return names


def write(frame: pd.DataFrame, file: IO[bytes], form: str, *, excel: bool = False) -> None:
    """Write selected rows to an open binary file as ``csv``, ``parquet`` or ``jsonl``.

    As in the tables published, Parquet holds whole numbers of any size as text.
    """
    if form == "csv":
        file.write(csv_text(frame, excel).encode("utf-8-sig" if excel else "utf-8"))
    elif form == "parquet":
        buffer = io.BytesIO()
        counts = {str(name): counts_as_text(values) for name, values in frame.items() if values.dtype == object}
        frame.assign(**counts).to_parquet(buffer, index=False)
        file.write(buffer.getvalue())
    else:
        file.write(_json_lines(frame).encode("utf-8"))


def _json_lines(frame: pd.DataFrame) -> str:
    """Return an object a row, with every number as exact as in the CSV (pandas rounds to ten places)."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)


def save(frame: pd.DataFrame, path: Path, form: str, *, excel: bool = False) -> None:
    """Write selected rows to ``path``, whole or not at all."""
    with replacing(path) as file:
        write(frame, file, form, excel=excel)


def _needs(frame: pd.DataFrame, table: str, column: str, option: str) -> None:
    if column not in frame.columns:
        raise UsageError(f"{option}: table {table} has no column {column!r}; leave the option out")


def _first(frame: pd.DataFrame, table: str, columns: tuple[str, ...], option: str) -> str:
    for column in columns:
        if column in frame.columns:
            return column
    raise UsageError(f"{option}: table {table} has none of the columns {', '.join(columns)}; leave the option out")


def within(frame: pd.DataFrame, table: str, first: str | None, final: str | None) -> pd.DataFrame:
    """Return the rows of a frame between two periods or days, both included."""
    for option, label in (("--from", first), ("--to", final)):
        if label and not is_date(label):
            raise UsageError(f"{option}: expected {A_DATE}, found {clean(label)!r}")
    if first and final and _first_day(first) > _last_day(final):
        raise UsageError(f"--from {first} is after --to {final}; swap them")
    column = _first(frame, table, _DATES, "--from/--to")
    if column == "posted_at":
        keep = frame[column].notna()
        if first:
            keep &= frame[column] >= _first_day(first)
        if final:
            keep &= frame[column].str[:10] <= _last_day(final)
        return frame[keep.astype(bool)]
    keep = pd.Series(True, index=frame.index)
    for grain, rows in frame.groupby("grain"):
        if first:
            keep.loc[rows.index] &= rows["period"] >= _period_of(first, str(grain), last=False)
        if final:
            keep.loc[rows.index] &= rows["period"] <= _period_of(final, str(grain), last=True)
    return frame[keep]


def years(frame: pd.DataFrame) -> tuple[str, str] | None:
    """Return the first and the last year of a frame's rows; None if no row has a date, or the table none.

    >>> years(pd.DataFrame({"period": ["2019-Q4", "2019", "2021-01"]})), years(pd.DataFrame({"period": []}))
    (('2019', '2021'), None)
    """
    dates = next((frame[column].dropna() for column in _DATES if column in frame.columns), pd.Series(dtype="str"))
    return (min(dates)[:4], max(dates)[:4]) if len(dates) else None


def _period_of(label: str, grain: str, *, last: bool) -> str:
    """Return the period of a grain that a date falls in; a coarser date names its first or its last one.

    >>> [_period_of("2019", grain, last=True) for grain in ("year", "quarter", "month")]
    ['2019', '2019-Q4', '2019-12']
    >>> _period_of("2019-06-30", "quarter", last=False), _period_of("2019-Q2", "month", last=False)
    ('2019-Q2', '2019-04')
    """
    return period(_last_day(label) if last else _first_day(label), grain) or label


def _first_day(label: str) -> str:
    return label if len(label) == 10 else start(label)


def _last_day(label: str) -> str:
    return label if len(label) == 10 else (date.fromisoformat(end(label)) - timedelta(days=1)).isoformat()
