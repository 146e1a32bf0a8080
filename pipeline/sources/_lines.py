"""A page as the lines that a reader sees: one a paragraph, heading, list item or table cell, with what it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString

from pipeline.sources import _html

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt", "figcaption", "figure"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav", "ol", "p", "pre", "section"}
    | {"summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_SILENT = frozenset({"head", "noscript", "script", "style", "svg", "template", "title"})
_CLIMB = 40
"""Most elements that a line may be wrapped in; deeper ones are no pages that anybody reads."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line and the element it stands in; ``level`` is a heading's, 0 for all else."""

    text: str
    tag: str
    level: int = 0


def lines_in(page: BeautifulSoup | Tag) -> Iterator[Line]:
    """Yield the lines of a page in order; scripts and styles are not among them, empty lines neither."""
    held: list[str] = []
    block: Tag | None = None
    for part in page.descendants:
        if isinstance(part, Tag) and part.name == "br":
            yield from _line(held, block)
            held = []
        if not isinstance(part, NavigableString) or isinstance(part, Comment):
            continue
        around, silent = _block_around(part)
        if silent:
            continue
        if around is not block:
            yield from _line(held, block)
            held, block = [], around
        held.append(part)
    yield from _line(held, block)


def lines_of_text(text: str) -> Iterator[Line]:
    """Yield the lines of a page that was saved as text."""
    for row in text.splitlines():
        if shown := _html.line(row):
            yield Line(shown, "p")


def _line(held: list[str], block: Tag | None) -> Iterator[Line]:
    name = block.name if block is not None else "p"
    level = int(name[1]) if len(name) == 2 and name[0] == "h" and name[1].isdigit() else 0
    whole = "".join(held)
    for row in whole.splitlines() if name == "pre" else [whole]:
        if text := _html.line(row):
            yield Line(text, name, level)


def _block_around(text: NavigableString) -> tuple[Tag | None, bool]:
    """Return the block that a text stands in, and whether it is never shown."""
    around = text.parent
    for _ in range(_CLIMB):
        if around is None or around.name in _SILENT:
            return None, around is not None
        if around.name in _BLOCKS:
            return around, False
        around = around.parent
    return None, False
