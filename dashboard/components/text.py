"""Text on a page: ours may name commands in backticks, theirs is shown letter for letter and keeps its own direction."""

import re
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.labels import is_blank

_COMMAND = re.compile(r"`([^`]+)`")


def sentence(text: str) -> list[Any]:
    """Return our own sentence with its commands set as code."""
    parts = _COMMAND.split(text.replace(" %", "\u00a0%"))
    return [html.Code(part) if place % 2 else part for place, part in enumerate(parts) if part]


def theirs(text: str | None, missing: str = "not known") -> Component:
    """Return outside text, isolated so that its direction does not turn the text around it."""
    return html.Bdi(text) if text and not is_blank(text) else html.Span(missing, className="missing")


def named(label: str) -> dict[str, Any]:
    """Return the property that gives a part of the page its name for screen readers."""
    return {"aria-label": label}


def inside_link(text: str, address: str) -> Component:
    """Return a link to another page of the application; ``assets/atlas.js`` follows it without loading anew."""
    return html.A(html.Bdi(text), href=address)


def outside_link(text: str | None, url: str | None) -> Component:
    """Return a link that leaves the machine when a reader clicks it; only https addresses become links."""
    if not url or not url.startswith("https://"):
        return theirs(text)
    return html.A(theirs(text, missing=url), href=url, target="_blank", rel="noopener noreferrer")
