"""Lists of documents, authors and terms: the title or name opens the page, outside text stays text, what is not known is a dash."""

from collections.abc import Callable, Container, Mapping
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from dashboard import opening, words
from dashboard.components.cells import cell, is_number, link, look
from dashboard.components.cells import column as cells_of
from dashboard.components.frame import table_frame
from dashboard.facts import records
from dashboard.labels import is_blank
from dashboard.markup import Written, element

ROWS = 100
DAY = len("2019-05-31")
_SUBJECTS: dict[Callable[[str], str], str] = {
    opening.document: "document",
    opening.author: "author",
    opening.term: "term",
}


Opener = Callable[[Mapping[str, Any]], str | None]
"""What gives the address of what a number of a row counts; None where none can say it."""


def listing(
    table: pd.DataFrame,
    caption: str,
    columns: Mapping[str, str],
    id_column: str = "document_id",
    name_column: str = "title",
    opens: Callable[[str], str] = opening.document,
    titles: Mapping[str, str] | None = None,
    behind: Mapping[str, Opener] | None = None,
    known: Container[str] | None = None,
) -> Component:
    """Return the first hundred rows of ``table`` as a list.

    What ``name_column`` says is the first cell, and opens the page of what ``id_column`` names; ``columns`` are the others,
    with what each is called; an id among them is shown as what ``titles`` has for it. ``behind`` gives, for a column of numbers, the
    address of what a row counts there: a number above 0 opens it. Where ``known`` are given, what is not among them is named and has no
    page to open. A column that says nothing, since every row
    is empty or 0 there, is left out and named below.
    """
    shown = table.head(ROWS)
    empty, zero = _saying_nothing(table, columns)
    columns = {name: label for name, label in columns.items() if name not in (*empty, *zero)}
    stands = {name: look(shown[name]) for name in columns}
    heads = [
        element("th", _SUBJECTS[opens], scope="col"),
        *(element("th", label, scope="col", **stands[name]) for name, label in columns.items()),
    ]
    ids = shown[id_column].tolist()
    names = shown[name_column].tolist() if name_column in shown else [None] * len(shown)
    first = [
        element("td", _first(name, one, opens) if known is None or one in known else element("bdi", one))
        for name, one in zip(names, map(str, ids), strict=True)
    ]
    others = [
        _counts(shown, name, stands[name], behind[name])
        if behind and name in behind
        else _column(shown[name], stands[name], titles or {})
        for name in columns
    ]
    rows = [element("tr", cells) for cells in zip(first, *others, strict=True)]
    more = len(table) - len(shown)
    inside = [element("thead", element("tr", heads)), element("tbody", rows)]
    parts: list[Any] = [element("table", inside, className="plain-table")]
    said = [
        f"{more:,} more rows stand in the CSV." if more else "",
        f"Left out, since no row has a value: {words.listing([*empty.values()])}." if empty else "",
        f"Left out, since it is 0 in every row: {words.listing([*zero.values()])}." if zero else "",
    ]
    parts += [element("p", text, className="as-of") for text in said if text]
    return table_frame(caption, parts, len(shown))


def _saying_nothing(table: pd.DataFrame, columns: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the columns in which every row is empty, and those in which every row is 0; one row alone says something."""
    if len(table) < 2:
        return {}, {}
    empty = {name: label for name, label in columns.items() if table[name].isna().all()}
    counted = [name for name in columns if name not in empty and is_number(table[name])]
    return empty, {name: columns[name] for name in counted if (table[name] == 0).fillna(False).all()}


def _first(name: Any, own_id: str, opens: Callable[[str], str]) -> Written:
    return link(name if isinstance(name, str) and not is_blank(name) else own_id, opens(own_id))


def _counts(shown: pd.DataFrame, name: str, stands: Mapping[str, Any], behind: Opener) -> list[Written]:
    """Return the cells of a column of numbers, each a link to what it counts; 0 and what is not known are none."""
    cells = []
    for row, known in zip(records(shown), shown[name].notna().tolist(), strict=True):
        address = behind(row) if known and row[name] > 0 else None
        cells.append(element("td", link(cell(row[name]), address) if address else cell(row[name]), **stands))
    return cells


def _column(column: "pd.Series[Any]", stands: Mapping[str, Any], titles: Mapping[str, str]) -> list[Written]:
    values: list[Any] = column.tolist()
    name = str(column.name)
    if name.endswith("_at"):
        return [element("td", value[:DAY] if isinstance(value, str) else "–", className="nowrap") for value in values]
    if is_number(column):
        return [element("td", cell(value), **stands) for value in values]
    shown = cells_of(name, values, titles)
    return [element("td", one if isinstance(one, Written) else element("bdi", one), **stands) for one in shown]
