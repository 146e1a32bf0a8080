"""Components as HTML text, for the part of a page that stands in the first reply, before any script has run."""

from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

_NAMES = {"className": "class", "htmlFor": "for"}
_KEPT = ("className", "href", "dir", "role")
"""Ids are left out: the same parts come again with theirs."""
_WITHOUT_END = frozenset({"br", "hr", "img", "input", "wbr"})


def markup(node: Any) -> str:
    """Return what stands there as HTML; all text is escaped. A component that only a script can draw leaves its children.

    >>> markup(html.P(["<b> & ", html.Code("make")], className="answer"))
    '<p class="answer">&lt;b&gt; &amp; <code>make</code></p>'
    """
    if node is None or isinstance(node, bool):
        return ""
    if isinstance(node, (list, tuple)):
        return "".join(map(markup, node))
    if not isinstance(node, Component):
        return escape(str(node))
    inside = markup(getattr(node, "children", None))
    tag = _tag(node)
    if not tag:
        return inside
    given = [(name, getattr(node, name, None)) for name in (*_KEPT, *_aria(node))]
    written = "".join(f' {_NAMES.get(name, name)}="{escape(str(value))}"' for name, value in given if value is not None)
    return f"<{tag}{written}>" if tag in _WITHOUT_END else f"<{tag}{written}>{inside}</{tag}>"


def _tag(node: Component) -> str:
    """Return the HTML element that a component is; empty for one that draws itself."""
    name = type(node).__name__
    if type(node) is getattr(html, name, None):
        return name.lower()
    return "a" if name == "Anchor" else ""


def _aria(node: Component) -> list[str]:
    return sorted(name for name in vars(node) if name.startswith("aria-") and name != "aria-labelledby")
