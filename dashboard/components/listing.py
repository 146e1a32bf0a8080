"""Lists of documents: the title opens the document's page, outside text stays text, what is not known is a dash."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import opening
from dashboard.components.cells import cell, column
from dashboard.components.text import named
from dashboard.facts import records

ROWS = 100
DAY = len("2019-05-31")


def listing(table: pd.DataFrame, caption: str, columns: Mapping[str, str], id_column: str = "document_id") -> Component:
    """Return the first hundred rows of ``table`` as a list.

    ``id_column`` and ``title`` make the first cell; ``columns`` are the others, with what each is called.
    """
    shown = table.head(ROWS)
    heads = [html.Th("document", scope="col"), *(_head(shown, name, label) for name, label in columns.items())]
    first = [_title(row.get("title"), str(row[id_column])) for row in records(shown)]
    others = [_column(shown, name) for name in columns]
    rows = [html.Tr([html.Td(one), *cells]) for one, *cells in zip(first, *others, strict=True)]
    more = len(table) - len(shown)
    parts: list[Component] = [html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="plain-table")]
    if more:
        parts.append(html.P(f"{more:,} more rows stand in the CSV.", className="as-of"))
    return html.Div(parts, className="table-wrap", tabIndex=0, role="region", **named(f"Table: {caption}"))


def _title(title: Any, document_id: str) -> Component:
    text = title if isinstance(title, str) and title.strip() else document_id
    return html.A(html.Bdi(text), href=opening.document(document_id))


def _head(table: pd.DataFrame, name: str, label: str) -> Component:
    return html.Th(label, scope="col", className="number" if _is_number(table, name) else "")


def _column(table: pd.DataFrame, name: str) -> list[Component]:
    values: list[Any] = table[name].tolist()
    if name.endswith("_at"):
        return [html.Td(value[:DAY] if isinstance(value, str) else "–", className="nowrap") for value in values]
    if _is_number(table, name):
        return [html.Td(cell(value), className="number") for value in values]
    return [html.Td(html.Bdi(value) if isinstance(value, str) else value) for value in column(name, values)]


def _is_number(table: pd.DataFrame, name: str) -> bool:
    return pd.api.types.is_numeric_dtype(table[name]) and not pd.api.types.is_bool_dtype(table[name])
