"""What a table stands in: it scrolls where the screen is narrower than the table, also by keys, and has a name."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.text import named

TALL = 20
"""Rows with which a table is higher than its frame, also where letters are small."""


def table_frame(caption: str, parts: Sequence[Any] | Component, rows: int = 0) -> Component:
    """Return tables, and what belongs to them, in a frame that screen readers call by ``caption``.

    A browser lays a table with ``rows`` enough to fill its frame out only when it comes near the view.
    """
    look = "table-wrap tall" if rows >= TALL else "table-wrap"
    framed: Component = html.Div(parts, className=look, tabIndex=0, role="region", **named(f"Table: {caption}"))
    return framed
