"""What stands behind a chart's other tabs, made when a reader opens them: its table, and how it is computed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.components import cells
from dashboard.components.computed import computed
from dashboard.components.frame import table_frame
from dashboard.content import Chart
from dashboard.data_access import Build
from dashboard.facts import titles
from dashboard.labels import spoken
from dashboard.markup import Written, element, plain

ROWS, MOST = 250, 1_500
"""Rows of a table that stand open, and those that it has at all; the others are folded, so many at a time."""


def table_of(chart: Chart, known: Mapping[str, str] | None = None) -> Component:
    """Return what a chart shows as a table; documents are called by ``known``, titles by id, or by their ids."""
    return data_table(chart.table.drop(columns=[*chart.unseen]), chart.title, chart.opens, known)


PANELS: Mapping[str, Callable[[Chart, Build], Component]] = {
    "table": lambda chart, data: plain(table_of(chart, data.once(_titles))),
    "about": lambda chart, data: plain(computed(chart, data)),
}
"""What each tab shows, by its name."""


def data_table(
    frame: pd.DataFrame,
    caption: str,
    opens: Sequence[str | None] = (),
    known: Mapping[str, str] | None = None,
    at_first: int = ROWS,
    behind: Mapping[str, Sequence[str]] | None = None,
) -> Component:
    """Return a frame as a table; text is shown letter for letter, and ids are links.

    ``opens`` are addresses of what stands behind each row, as many as rows, or none; ``behind`` those of what the cells of a column
    count. The name of a column stands behind its head.
    Rows beyond the first 250, or ``at_first``, are folded, 250 at a time, behind a line that opens with a click or a key; beyond 1,500 the CSV has
    them.
    """
    shown = frame.head(MOST)
    more = len(frame) - len(shown)
    columns = [
        (name, cells.look(shown[name]), cells.column(name, shown[name].tolist(), known)) for name in shown.columns
    ]
    columns = [
        (name, look, [*map(cells.link, said, behind[name])] if behind and name in behind else said)
        for name, look, said in columns
    ]
    if opens:
        columns.append(("behind it", {}, [element("a", "open", href=one) if one else "–" for one in opens[:MOST]]))
    return table_frame(
        caption,
        [
            _rows_of(columns, 0, at_first),
            *(_folded(columns, start, len(shown)) for start in range(at_first, len(shown), ROWS)),
            html.P(f"{more:,} more rows stand in the CSV.", className="as-of") if more > 0 else None,
        ],
    )


def _titles(data: Build) -> dict[str, str]:
    return titles(data.table("documents"))


def _folded(columns: Sequence[tuple[str, dict[str, Any], list[Any]]], start: int, rows: int) -> Written:
    """Return the rows of a table from ``start`` behind a line that says which they are."""
    said = f"rows {start + 1:,} to {min(start + ROWS, rows):,}"
    return element("details", [element("summary", said), _rows_of(columns, start, ROWS)])


def _rows_of(columns: Sequence[tuple[str, dict[str, Any], list[Any]]], start: int, rows: int) -> Written:
    """Return a table of columns, so many rows from ``start``: their names, how their cells stand, and the cells."""
    heads = [element("th", spoken(name), scope="col", title=name, **look) for name, look, _ in columns]
    cells = [[element("td", value, **look) for value in values[start : start + rows]] for _, look, values in columns]
    body = [element("tr", row) for row in zip(*cells, strict=True)]
    parts = [element("thead", element("tr", heads)), element("tbody", body)]
    return element("table", parts, className="plain-table every-column")
