"""The furniture of every chart: title, unit, as-of line, the table behind it, downloads, and how it is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import words
from dashboard.components import cells
from dashboard.components.states import nothing
from dashboard.components.text import named, sentence
from dashboard.content import Chart, Figure
from dashboard.palette import themed
from pipeline.schema import TABLES

ROWS = 250


@dataclass(frozen=True)
class Card:
    """A chart with its furniture, in parts that can be renewed where they stand.

    ``shape`` is equal where the same parts stand; ``parts`` are ids, properties and values. A chart that is renewed in place
    does not flash, and the reader's tab stays open.
    """

    chart: Chart
    key: str
    shape: str
    parts: Mapping[str, tuple[str, Any]]

    def part_id(self, part: str) -> dict[str, str]:
        """Return the id of a part."""
        return {"type": part, "chart": self.key}


def furnish(chart: Chart, page: str, search: str, as_of: str, scheme: str) -> Card:
    """Give a chart its furniture.

    ``search`` is the view as it stands in the address, so that the downloads hold exactly what is shown.
    """
    key = f"{page}-{chart.name}"
    middle: dict[str, tuple[str, Any]]
    if chart.table.empty:
        shape, middle = "empty", {"main": ("children", nothing(chart.empty))}
    elif chart.figure is None:
        # A component without children counts as false, so `or` would not do.
        body = data_table(chart.table, chart.title, chart.opens) if chart.body is None else chart.body
        shape, middle = "live" if chart.live else "plain", {"main": ("children", body)}
    else:
        figure, table = themed(chart.figure, scheme), data_table(chart.table, chart.title, chart.opens)
        shape, middle = f"figure-{chart.height}", {"graph": ("figure", figure), "table": ("children", table)}
    foot = _foot(chart, page, key, search, as_of, chart.table.empty)
    parts = {"head": ("children", _head(chart, key)), **middle, "foot": ("children", foot)}
    return Card(chart, key, f"{chart.name}:{shape}", parts)


def chart_card(card: Card) -> Component:
    """Return the component of a furnished chart."""
    children = {part: value for part, (prop, value) in card.parts.items() if prop == "children"}
    middle = (
        _tabs(card, card.parts["graph"][1], children["table"])
        if "graph" in card.parts
        else html.Div(children["main"], id=card.part_id("main"))
    )
    return html.Section(
        [
            html.Div(children["head"], id=card.part_id("head")),
            middle,
            html.Div(children["foot"], id=card.part_id("foot"), className="card-foot"),
        ],
        className="card card-wide" if card.chart.wide else "card",
        **_props({"aria-labelledby": f"{card.key}-title"}),
    )


def _head(chart: Chart, key: str) -> list[Component]:
    badge = [html.Span("provisional", className="badge")] if chart.provisional else []
    return [
        html.Div([html.H2(chart.title, id=f"{key}-title"), *badge], className="card-head"),
        html.P(sentence(chart.subtitle), className="subtitle"),
    ]


def _tabs(card: Card, figure: Figure, table: Component) -> Component:
    graph = dcc.Graph(
        id=card.part_id("graph"),
        figure=figure,
        config={"displayModeBar": False, "responsive": True},
        style={"height": f"{card.chart.height}px"},
        responsive=True,
    )
    named_figure = html.Figure(graph, id=f"{card.key}-figure", **_props({"aria-labelledby": f"{card.key}-title"}))
    tabs: Component = dmc.Tabs(
        [
            dmc.TabsList([dmc.TabsTab("Chart", value="chart"), dmc.TabsTab("Table", value="table")]),
            dmc.TabsPanel(named_figure, value="chart"),
            dmc.TabsPanel(html.Div(table, id=card.part_id("table")), value="table"),
        ],
        id=card.part_id("tabs"),
        value="chart",
        persistence=True,
        persistence_type="session",
        className="tabs",
    )
    return tabs


def _foot(chart: Chart, page: str, key: str, search: str, as_of: str, empty: bool) -> list[Component]:
    behind = [] if chart.documents is None else [f"{words.count(chart.documents, 'document')} behind it"]
    more = [dmc.Anchor(chart.link[0], href=chart.link[1], className="more")] if chart.link else []
    notes = [html.Ul([html.Li(sentence(note)) for note in chart.notes], className="notes")] if chart.notes else []
    return [
        *notes,
        html.P(" · ".join([f"Data as of {as_of}", *behind]), className="as-of"),
        html.Div([*more, *([] if empty else _downloads(chart, page, key, search))], className="downloads"),
        _computed(chart),
    ]


def _downloads(chart: Chart, page: str, key: str, search: str) -> list[Component]:
    address = f"/csv/{page}/{chart.name}.csv"
    excel = f"{address}{search}{'&' if search else '?'}for=excel"
    links: list[Component] = [
        html.A("CSV", href=address + search, title="Exactly what is shown, as CSV"),
        html.A("CSV for Excel", href=excel, title="The same, safe to open in a spreadsheet"),
    ]
    if chart.figure is not None:
        links += [
            html.Button(
                kind.upper(),
                type="button",
                title=f"The chart as {kind.upper()} picture",
                **_props({"data-image": kind, "data-figure": f"{key}-figure"}),
            )
            for kind in ("png", "svg")
        ]
    return links


def _computed(chart: Chart) -> Component:
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
    return html.Details(
        [
            html.Summary("How is this computed?"),
            html.P(sentence(f"Table `{table.name}`: {table.description} A row is {table.row}.")),
            html.Dl(rows),
        ]
    )


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
            dmc.Table(
                data={"head": list(columns), "body": [list(row) for row in zip(*columns.values(), strict=True)]},
                striped=True,
                stickyHeader=True,
                tabularNums=True,
            ),
            html.P(f"{more:,} more rows stand in the CSV.", className="as-of") if more > 0 else None,
        ],
        className="table-wrap",
        tabIndex=0,
        role="region",
        **named(f"Table: {caption}"),
    )


def _props(names: dict[str, Any]) -> dict[str, Any]:
    """Return properties whose names are no Python names, typed so that any component takes them."""
    return names
