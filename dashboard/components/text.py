"""Text on a page: ours may name commands in backticks, theirs is shown letter for letter and keeps its own direction."""

import re
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.labels import is_blank
from pipeline.schema import TABLES

_OUTSIDE = re.compile("\u2068([^\u2066-\u2069]*)\u2069")
_COMMAND = re.compile(r"`([^`]+)`")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)")
_COLUMN = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
_COLUMNS = {*TABLES, *(column.name for table in TABLES.values() for column in table.columns)}


def sentence(text: str) -> list[Any]:
    """Return our own sentence with its commands set as code; no line ends within a day, as browsers would have it.

    What :func:`dashboard.words.outside` marked in it is shown letter for letter, and keeps its own direction.
    """
    found: list[Any] = []
    for place, part in enumerate(_OUTSIDE.split(text)):
        found += [theirs(part)] if place % 2 else _ours(part)
    return found


def _ours(text: str) -> list[Any]:
    found: list[Any] = []
    for place, part in enumerate(_COMMAND.split(text.replace(" %", "\u00a0%"))):
        found += [html.Code(part)] if place % 2 else _days(part)
    return found


def _days(text: str) -> list[Any]:
    parts = _DAY.split(text)
    return [html.Span(part, className="nowrap") if place % 2 else part for place, part in enumerate(parts) if part]


def described(text: str) -> list[Any]:
    """Return what the schema or a function says of itself; the tables and columns that it names are set as code, too."""
    parts = text.split("`")
    parts[::2] = [
        _COLUMN.sub(lambda found: f"`{found[0]}`" if found[0] in _COLUMNS else found[0], part) for part in parts[::2]
    ]
    return sentence("`".join(parts))


def theirs(text: str | None, missing: str = "not known") -> Component:
    """Return outside text, isolated so that its direction does not turn the text around it."""
    return html.Bdi(text) if text and not is_blank(text) else html.Span(missing, className="missing")


def named(label: str) -> dict[str, Any]:
    """Return the property that gives a part of the page its name for screen readers."""
    return {"aria-label": label}


def inside_link(text: str, address: str) -> Component:
    """Return a link to another page of the application; ``assets/opening.js`` follows it without loading anew."""
    return html.A(html.Bdi(text), href=address)


def outside_link(text: str | None, url: str | None) -> Component:
    """Return a link that leaves the machine when a reader clicks it; only https addresses become links."""
    if not url or not url.startswith("https://"):
        return theirs(text)
    return html.A(theirs(text, missing=url), href=url, target="_blank", rel="noopener noreferrer")
