"""What a table stands in: it scrolls where the screen is narrower than the table, also by keys, and has a name."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.text import named


def table_frame(caption: str, parts: Sequence[Any] | Component) -> Component:
    """Return tables, and what belongs to them, in a frame that screen readers call by ``caption``."""
    framed: Component = html.Div(parts, className="table-wrap", tabIndex=0, role="region", **named(f"Table: {caption}"))
    return framed
