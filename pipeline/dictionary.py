"""Describes every table for people (``data/README.md``) and for programs (``data/datapackage.json``).

Both are made from :mod:`pipeline.schema` and the metrics' own declarations, so they cannot say anything else than
the tables do; a test compares the committed files with what this module writes.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline import __version__, exports
from pipeline.schema import TABLES, Column, Table
from pipeline.settings import PROJECT
from pipeline.tables import describe, replacing

PROFILES = "https://datapackage.org/profiles/2.0"
_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
_MOMENT = r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}Z)?)?)?"
# Dates keep the precision they were given (`1998`), which the standard's own date types do not allow.
_FIELD_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "count": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "datetime": {"type": "string", "constraints": {"pattern": _MOMENT}},
    "date": {"type": "string", "constraints": {"pattern": _DATE}},
}
_TYPE_NAMES = {"count": "integer of any size", "datetime": "moment"}

_OPENING = """\
# The tables

Written by `make dictionary` from `pipeline/schema` and from the metrics; a test fails where it is out of date.
`datapackage.json` says the same for programs (Data Package 2.0).

`make ingest` writes the tables to `data/exports/`, each as CSV and as Parquet. CSV: UTF-8 without BOM, LF, RFC 4180,
a fixed order of columns and rows, `true` and `false`, an empty cell for what is unknown, and beside every share its
numerator and denominator. Text that a spreadsheet would run as a formula stands as it is; `atlas export TABLE --excel`
guards it. A *moment* is ISO 8601 in UTC (`2019-05-31T22:10:00Z`), a *date* its first part; both are as exact as
their source, so `1998` alone is possible. Columns of type *integer of any size* are plain digits in CSV and text in
Parquet. Read Parquet with `pd.read_parquet(FILE, dtype_backend="numpy_nullable")`: without the second part pandas makes
fractions of whole numbers, and objects of flags, in a column with empty cells. A citation runs from the citing to the cited document.

| table | a row is | what it holds |
|---|---|---|
"""
_INNER = """\
# Tables of the stages

Not published, but kept beside the build (`data/current/`) and, where they hold no sentences, in `data/snapshot/`.
"""


def readme() -> str:
    """Return the data dictionary as Markdown."""
    public = [table for table in TABLES.values() if table.stage == "public"]
    inner = [table for table in TABLES.values() if table.stage != "public"]
    listed = "".join(
        f"| [`{table.name}`](#{table.name}csv) | {table.row} | {_cell(table.description)} |\n" for table in public
    )
    sections = [_section(table, f"`{table.name}.csv`") for table in public]
    return "\n".join([_OPENING + listed, *sections, _INNER, *(_section(table, f"`{table.name}`") for table in inner)])


def datapackage() -> dict[str, Any]:
    """Return the description of the published tables as a Data Package 2.0 descriptor."""
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "rlo-atlas",
        "title": "RLO Atlas",
        "description": (
            'How the ideas of "Risks from Learned Optimization" (Hubinger et al., 2019) spread, and how their words '
            "changed. Facts about posts and papers; no sentences of theirs. `make ingest` writes the files named here."
        ),
        "version": __version__,
        "keywords": ["citation analysis", "history of ideas", "AI safety", "mesa-optimization"],
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0; attribution in data/snapshot/README.md",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "contributors": [{"title": "The RLO Atlas contributors", "roles": ["author"]}],
        "resources": [_resource(table) for table in TABLES.values() if table.stage == "public"],
    }


def write(folder: Path | None = None) -> list[Path]:
    """Write both files into ``folder`` (default: the project's ``data``) and return their paths."""
    folder = folder or PROJECT / "data"
    texts = {
        "README.md": readme(),
        "datapackage.json": json.dumps(datapackage(), indent=2, ensure_ascii=False) + "\n",
    }
    for name, text in texts.items():
        with replacing(folder / name) as file:
            file.write(text.encode("utf-8"))
    return [folder / name for name in texts]


def _columns(table: Table) -> list[Column]:
    return describe(table, exports.extra_columns(table.name))


def _section(table: Table, heading: str) -> str:
    rows = "".join(
        f"| `{column.name}` | {_TYPE_NAMES.get(column.type, column.type)} | {column.unit or ''} "
        f"| {_cell(column.description)} | {_cell(column.missing or 'never empty')} |\n"
        for column in _columns(table)
    )
    order = "" if table.row_order == table.key else f" Sorted by {_names(table.row_order)}."
    return (
        f"## {heading}\n\nA row is {table.row}. {table.description}\n\nKey: {_names(table.key)}.{order}\n\n"
        f"| column | type | unit | meaning | an empty cell means |\n|---|---|---|---|---|\n{rows}"
    )


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": f"exports/{table.name}.csv",
        "title": f"A row is {table.row}",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [_field(column) for column in _columns(table)],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    kind = _FIELD_TYPES[column.type]
    meaning = column.description if column.missing is None else f"{column.description}; empty: {column.missing}"
    constraints = {**kind.get("constraints", {}), "required": column.missing is None}
    field = {"name": column.name, **kind, "description": meaning, "constraints": constraints}
    return field if column.unit is None else {**field, "unit": column.unit}


def _names(names: Sequence[str] | Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    """Return text for a cell of a Markdown table, where a bar would end the cell."""
    return text.replace("|", r"\|")
