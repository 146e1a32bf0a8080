"""Reads and writes tables as `schema` describes them: Parquet between stages, CSV for people.

A frame enters a file only through :func:`conform`, which fixes columns, types and row order, so that the
same rows always become the same bytes. Tables are written into a folder that is published whole, after :func:`sync`;
a single file appears whole or not at all (:func:`replacing`).
"""

import contextlib
import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pandas.api.extensions import ExtensionArray, ExtensionDtype

from pipeline.errors import StoreUnusable
from pipeline.schema import TABLES, Column, Table

_TEXT = pd.StringDtype(na_value=np.nan)
_DTYPES: dict[str, ExtensionDtype] = {
    "string": _TEXT,
    "datetime": _TEXT,
    "date": _TEXT,
    "integer": pd.Int64Dtype(),
    "number": pd.Float64Dtype(),
    "boolean": pd.BooleanDtype(),
}
"""``count`` is left out: a column of Python integers of any size."""
_NO_CELLS: dict[str, Any] = {name: dtype.empty(0) for name, dtype in _DTYPES.items()} | {
    "count": np.empty(0, dtype=object)
}
"""Columns of tables without rows; of a small corpus every other table is one."""
_FROM_ARROW: dict[pa.DataType, ExtensionDtype] = {pa.array(dtype.empty(0)).type: dtype for dtype in _DTYPES.values()}
_BLANK = pa.scalar("", pa.large_string())
_SYNCED_AT_ONCE = 16
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BEFORE_FORMULA = " \u00a0\n\u200b\u200c\u200d\u2060\ufeff"
"""What a spreadsheet may skip before a formula."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def empty(name: str, extra: Sequence[Column] = ()) -> pd.DataFrame:
    """Return the named table without rows, with its columns and types; ``extra`` are those that an open table adds."""
    return _without_rows((*TABLES[name].columns, *extra))


def conform(frame: pd.DataFrame, name: str, extra: Sequence[Column] = (), *, omit: Sequence[str] = ()) -> pd.DataFrame:
    """Return ``frame`` with the columns, types and row order of the named table.

    Parameters
    ----------
    frame : pd.DataFrame
        At least the table's columns; ``extra`` describes those that an open table adds.
    name : str
        A table of :data:`pipeline.schema.TABLES`.
    omit : sequence of str
        Columns that a later stage adds.

    Raises
    ------
    ValueError
        If a column is missing or unknown, a key repeats, or a cell that may not be empty is.
    """
    table = TABLES[name]
    columns = [column for column in (*table.columns, *extra) if column.name not in omit]
    names = [column.name for column in columns]
    if unlike := set(names) ^ set(frame.columns):
        raise ValueError(f"table {name}: expected the columns {names}, found a difference in {sorted(unlike)}")
    if frame.empty:
        return _without_rows(columns)
    typed = {column.name: _typed(frame[column.name], column, name) for column in columns}
    if len(frame) == 1:
        return pd.DataFrame(typed)
    sorted_by = list(dict.fromkeys((*table.row_order, *table.key)))
    cells = pa.table({column: pa.array(typed[column]) for column in sorted_by})
    if cells.group_by(list(table.key), use_threads=False).aggregate([]).num_rows < len(frame):
        rows = pd.DataFrame({column: typed[column] for column in table.key})
        repeated = rows[rows.duplicated()].iloc[0].to_dict()
        raise ValueError(f"table {name}: the key {list(table.key)} repeats, first at {repeated}")
    # Stable, missing values last; text by code points, as Python sorts it.
    order = pc.sort_indices(cells, sort_keys=[(column, "ascending") for column in sorted_by]).to_numpy()
    if (order[1:] < order[:-1]).any():
        typed = {column: values.take(order) for column, values in typed.items()}
    return pd.DataFrame(typed)


def _without_rows(columns: Iterable[Column]) -> pd.DataFrame:
    return pd.DataFrame({column.name: _NO_CELLS[column.type] for column in columns})


def _typed(values: "pd.Series[Any]", column: Column, table: str) -> ExtensionArray:
    """Return the values of a column in its type; most are so already, since a build conforms a table more than once."""
    typed: ExtensionArray
    if column.type == "count":
        typed = _python_objects(values).array
    else:
        dtype = _DTYPES[column.type]
        typed = values.array if values.dtype == dtype else values.array.astype(dtype)
        if dtype == _TEXT and pc.index(pa.array(typed), _BLANK).as_py() >= 0:
            typed = pd.Series(typed).replace("", None).array
    if column.missing is None and (unknown := np.asarray(typed.isna())).any():
        raise ValueError(
            f"table {table}: column {column.name!r} may not be empty, but is in row {int(unknown.argmax())}"
        )
    return typed


def _python_objects(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the values as they are in Python, None where they are missing."""
    return values.astype(object).where(values.notna(), None)


def arrow_text(values: "pd.Series[Any]") -> pa.Array:
    """Return a column as Arrow's text, for functions of Arrow: around those of pandas many times their time is spent."""
    return pa.array((values if isinstance(values.dtype, pd.StringDtype) else values.astype("str")).array)


def counts_as_text(values: "pd.Series[Any]") -> "pd.Series[str]":
    """Return whole numbers of any size as the text of their digits, which no type of Parquet could hold otherwise."""
    return pd.Series([None if value is None else str(value) for value in values], values.index, dtype=_TEXT)


def write_parquet(frame: pd.DataFrame, name: str, folder: Path, extra: Sequence[Column] = ()) -> Path:
    """Conform a frame, write it to ``folder/<name>.parquet`` and return the path. ``count`` columns become text."""
    return write_conformed(conform(frame, name, extra), name, folder, extra)


def write_conformed(frame: pd.DataFrame, name: str, folder: Path, extra: Sequence[Column] = ()) -> Path:
    """Write a frame as :func:`conform` gave it, as :func:`write_parquet` does; a build has conformed all that it writes."""
    return _write_cells(_cells(frame, name, extra), folder / f"{name}.parquet")


def write_published(frame: pd.DataFrame, name: str, folder: Path, extra: Sequence[Column] = ()) -> None:
    """Write a frame as :func:`conform` gave it to ``folder/<name>.csv`` and ``folder/<name>.parquet``."""
    cells = _cells(frame, name, extra)
    with _unpublished(folder / f"{name}.csv") as file:
        file.write(_csv(cells.column_names, [_plain(column) for column in cells.columns]).encode())
    _write_cells(cells, folder / f"{name}.parquet")


def _cells(frame: pd.DataFrame, name: str, extra: Sequence[Column]) -> pa.Table:
    """Return a conformed frame in Arrow's types, its counts as text."""
    counts = {column.name for column in (*TABLES[name].columns, *extra) if column.type == "count"}
    return pa.table(
        {
            column: pa.array((counts_as_text(values) if column in counts else values).array)
            for column, values in frame.items()
        }
    )


def _write_cells(cells: pa.Table, path: Path) -> Path:
    with _unpublished(path) as file:
        pq.write_table(cells, file, compression="zstd")
    return path


def read_parquet(
    name: str, folder: Path, columns: list[str] | None = None, equal: tuple[str, str] | None = None
) -> pd.DataFrame:
    """Read a table that :func:`write_parquet` wrote; ``count`` columns are Python integers again.

    ``equal`` is a column and the value that rows must have there.

    Raises
    ------
    StoreUnusable
        If the file cannot be read, or was made by a version of this program whose table had other columns.
    """
    path = folder / f"{name}.parquet"
    try:
        filters = None if equal is None else [(equal[0], "=", equal[1])]
        cells = pq.read_table(path, columns=columns, filters=filters)
    except (OSError, pa.ArrowException) as error:
        raise StoreUnusable(f"cannot read the table {path}: {error}; run `atlas build` to make it again") from error
    if lacking := [column for column in columns or TABLES[name].names if column not in cells.column_names]:
        raise StoreUnusable(
            f"the table {path} was made by another version of atlas: it lacks {', '.join(lacking)}; run `atlas build` to "
            "make it again"
        )
    frame: pd.DataFrame = cells.to_pandas(types_mapper=_FROM_ARROW.get)
    for column in TABLES[name].columns:
        if column.type == "count" and column.name in frame.columns:
            frame[column.name] = _counts(frame[column.name])
    return frame


def _counts(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return counts as Python integers, exact at any size, and ``None`` for a missing one: pandas would make floats of both."""
    return pd.Series([None if pd.isna(value) else int(value) for value in values], values.index, dtype=object)


def csv_text(frame: pd.DataFrame, excel: bool = False) -> str:
    """Return a frame as CSV text: LF, ``true``/``false``, empty for unknown, shortest exact numbers.

    ``excel`` puts an apostrophe before text that a spreadsheet would run as a formula. Control characters become U+FFFD.
    """
    return _csv(frame.columns, [_shown(values, excel) for _, values in frame.items()])


def _csv(names: Iterable[str], columns: Iterable[list[Any]]) -> str:
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows(zip(*columns, strict=True))
    return _CONTROL.sub("\ufffd", lines.getvalue())


class _Lines(io.StringIO):
    """Lines that end in a line feed alone: the writer quotes a cell with a return only where lines end in one, too."""

    def write(self, line: str) -> int:
        return super().write(line[:-2] + "\n")


def _shown(values: "pd.Series[Any]", excel: bool) -> list[Any]:
    """Return the cells of a column as the writer of CSV takes them; text is guarded wherever it stands."""
    if values.dtype == object:
        cells = _python_objects(values).tolist()
    else:
        cells = _plain(pa.array(values.array, from_pandas=True))
    if excel:
        return [guard_formula(cell) if isinstance(cell, str) else cell for cell in cells]
    return cells


def _plain(values: pa.Array) -> list[Any]:
    """Return the cells of a column as CSV shows them."""
    cells: list[Any] = values.to_pylist()
    if pa.types.is_boolean(values.type):
        return [cell if cell is None else str(cell).lower() for cell in cells]
    return cells


def guard_formula(text: str) -> str:
    """Return ``text`` so that no spreadsheet runs it.

    >>> guard_formula('=HYPERLINK("x")'), guard_formula(" @cmd"), guard_formula("plain")
    ('\\'=HYPERLINK("x")', "' @cmd", 'plain')
    """
    return "'" + text if text.lstrip(_BEFORE_FORMULA).startswith(_FORMULA) or text.startswith(_FORMULA) else text


def read_csv(name: str, path: Path) -> pd.DataFrame:
    """Read a CSV of the named table, with its types; ``.gz`` is allowed."""
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    for column in TABLES[name].columns:
        if column.name not in frame.columns:
            raise StoreUnusable(
                f"{path}: expected the column {column.name!r} of table {name}, found {list(frame.columns)}"
            )
        if column.type == "boolean":
            frame[column.name] = frame[column.name].map({"true": True, "false": False}).astype("boolean")
        elif column.type == "count":
            frame[column.name] = _counts(frame[column.name])
        else:
            frame[column.name] = frame[column.name].astype(_DTYPES[column.type])
    return frame


@contextlib.contextmanager
def _unpublished(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing in a folder that nobody reads until it is published whole, after :func:`sync`.

    Raises
    ------
    StoreUnusable
        If the folder cannot be written to or the disk is full.
    """
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            yield file
    except OSError as error:
        raise _cannot_write(path, error) from error


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a file beside ``path`` for writing; on success sync it and rename it over ``path``.

    Raises
    ------
    StoreUnusable
        If the folder cannot be written to or the disk is full; ``path`` is then as it was.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _cannot_write(path: Path, error: OSError) -> StoreUnusable:
    return StoreUnusable(f"cannot write {path}: {error.strerror or error}; free space, or write to another folder")


def sync(paths: Iterable[Path]) -> None:
    """Wait until files and folders are on the disk.

    They are asked for together, so that the file system writes them in a few turns; one by one, each would wait for its own.
    """
    with ThreadPoolExecutor(_SYNCED_AT_ONCE) as asking:
        list(asking.map(_sync, paths))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def describe(table: Table, extra: Sequence[Column] = ()) -> list[Column]:
    """Return the columns of a table in published order, those of its plug-ins included."""
    return [*table.columns, *extra]
