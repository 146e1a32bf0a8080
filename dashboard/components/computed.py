"""The card "How is this computed?": what every column means, and what the functions behind it say of themselves."""

import re
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.components.text import described, named, outside_link
from dashboard.content import Chart
from dashboard.data_access import Build
from dashboard.facts import records
from pipeline.schema import TABLES as DESCRIBED

TABLES = ("methods", "metric_caveats")
"""What the card reads; an older build that lacks them still tells what the columns mean."""

_DOI = re.compile(r"\bdoi:(10\.\S+)")
_JOINED = " | "


def computed(chart: Chart, data: Build) -> Component:
    """Explain what is shown: its table, every column, and the functions that computed it, with their sources."""
    table = DESCRIBED[chart.source]
    rows_of = [html.P(described(f"Table `{table.name}`: {table.description} A row is {table.row}."))]
    # What shows no column of the table is not of it: it is told in its own words alone.
    own = chart.method and not {*table.names} & {*chart.table.columns}
    opening = [] if own else rows_of
    opening += [html.P(described(chart.method))] if chart.method else []
    return html.Div(
        [*opening, html.Dl(_columns(chart)), *([] if own else _methods(chart, data))],
        className="computed",
        tabIndex=0,
        role="region",
        **named(f"How it is computed: {chart.title}"),
    )


def _columns(chart: Chart) -> list[Component]:
    known = {column.name: column for column in DESCRIBED[chart.source].columns}
    rows: list[Component] = []
    for name in chart.table.columns:
        column = known.get(name)
        if name in chart.explained or column is None:
            text = chart.explained.get(name, "")
        else:
            unit = f" Unit: {column.unit}." if column.unit else ""
            empty = f" Empty: {column.missing}." if column.missing else ""
            text = f"{column.description}.{unit}{empty}"
        rows += [html.Dt(html.Code(name)), html.Dd(described(text))]
    return rows


def _methods(chart: Chart, data: Build) -> list[Component]:
    """Return what the functions say: first those of the metrics shown, then those of the tables."""
    if data.lacks(TABLES):
        return []
    methods, caveats = data.table("methods"), data.once(_caveats)
    shown = {chart.source, *chart.rests_on}
    of_tables = methods[methods["table"].isin(shown) & methods["column"].isna()]
    of_metrics = methods[methods["column"].isin({*chart.table.columns, *chart.rests_on})]
    return [_method(row, caveats) for row in records(pd.concat([of_metrics, of_tables]))]


def _method(row: dict[str, Any], caveats: dict[str, dict[str, Any]]) -> Component:
    said = {name: row[name] if isinstance(row[name], str) else "" for name in ("definition", "returns", "notes")}
    labels = {"definition": "", "returns": "It gives: ", "notes": "To keep in mind: "}
    metric = row["column"] if isinstance(row["column"], str) else ""
    return html.Div(
        [
            html.H3(described(row["summary"].rstrip("."))),
            *(html.P([html.Em(labels[name]), *described(text)]) for name, text in said.items() if text),
            _caveat(caveats[metric]) if metric in caveats else None,
            html.P([html.Em("After: "), *_sources(row["source"])]) if isinstance(row["source"], str) else None,
            html.P(html.Code(row["function"]), className="as-of"),
        ],
        className="method",
    )


def _caveat(row: dict[str, Any]) -> Component:
    badge: list[Any] = [html.Span("provisional", className="badge"), " "] if row["provisional"] else []
    filled = f" It has a value for {row['with_value']:,} of {words.count(row['out_of'], row['of'])}."
    return html.P([html.Em("What it rests on: "), *badge, row["note"] + filled])


def _sources(joined: str) -> list[Any]:
    """Return references with their DOIs as links, one after the other."""
    parts: list[Any] = []
    for source in joined.split(_JOINED):
        text, *doi = _DOI.split(source, maxsplit=1)
        parts += [
            text,
            *([outside_link(f"doi:{doi[0].rstrip('.')}", f"https://doi.org/{doi[0].rstrip('.')}")] if doi else []),
            " ",
        ]
    return parts[:-1]


def _caveats(data: Build) -> dict[str, dict[str, Any]]:
    return {row["metric"]: row for row in records(data.table("metric_caveats"))}
