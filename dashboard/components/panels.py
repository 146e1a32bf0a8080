"""What stands behind a chart's other tabs, made when a reader opens them: its table, and how it is computed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.components import cells
from dashboard.components.text import named, sentence
from dashboard.content import Chart
from pipeline.schema import TABLES

ROWS = 250


def table_of(chart: Chart) -> Component:
    """Return what a chart shows as a table."""
    return data_table(chart.table, chart.title, chart.opens)


def computed(chart: Chart) -> Component:
    """Explain every column of what is shown, from the schema."""
    table = TABLES[chart.source]
    known = {column.name: column for column in table.columns}
    rows: list[Component] = []
    for name in chart.table.columns:
        column = known.get(name)
        if column is None:
            text = chart.explained.get(name, "")
        else:
            unit = f" Unit: {column.unit}." if column.unit else ""
            empty = f" Empty: {column.missing}." if column.missing else ""
            text = f"{column.description}.{unit}{empty}"
        rows += [html.Dt(html.Code(name)), html.Dd(sentence(text))]
    summary = html.P(sentence(f"Table `{table.name}`: {table.description} A row is {table.row}."))
    return html.Div([summary, html.Dl(rows)], className="computed")


PANELS: Mapping[str, Callable[[Chart], Component]] = {"table": table_of, "about": computed}
"""What each tab shows, by its name."""


def data_table(frame: pd.DataFrame, caption: str, opens: Sequence[str | None] = ()) -> Component:
    """Return a frame as a table, at most 250 rows of it; text is shown letter for letter, and ids are links.

    ``opens`` are addresses of what stands behind each row, as many as rows, or none.
    """
    shown = frame.head(ROWS)
    more = len(frame) - len(shown)
    columns = {name.replace("_", " "): cells.column(name, shown[name].tolist()) for name in shown.columns}
    if opens:
        columns["behind it"] = [html.A("open", href=one) if one else "–" for one in opens[:ROWS]]
    return html.Div(
        [
            _rows_of(columns),
            html.P(f"{more:,} more rows stand in the CSV.", className="as-of") if more > 0 else None,
        ],
        className="table-wrap",
        tabIndex=0,
        role="region",
        **named(f"Table: {caption}"),
    )


def _rows_of(columns: Mapping[str, list[Any]]) -> Component:
    """Return columns as a table. Mantine's ``data`` is a third as long to send, but takes plain values alone."""
    rows = list(zip(*columns.values(), strict=True))
    look: dict[str, Any] = {"striped": True, "stickyHeader": True, "tabularNums": True}
    table: Component
    if any(isinstance(value, (Component, list)) for row in rows for value in row):
        head = dmc.TableThead(dmc.TableTr([dmc.TableTh(name) for name in columns]))
        body = dmc.TableTbody([dmc.TableTr([dmc.TableTd(value) for value in row]) for row in rows])
        table = dmc.Table([head, body], **look)
    else:
        table = dmc.Table(data={"head": list(columns), "body": [list(row) for row in rows]}, **look)
    return table
