"""Components as HTML text: for the first reply, before any page script has run, and for content that no callback changes.

In the browser every component listens to every change of the page, and one that comes later than the page reports itself
to all the others: a table of a thousand cells would cost seconds at each choice. As text it is one component.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.elements import Chart

TEXT = "data-markup"
"""The property that ``assets/markup.js`` fills an element from."""
_NAMES = {"className": "class", "tabIndex": "tabindex"}
_KEPT = frozenset({"className", "dir", "href", "rel", "role", "scope", "tabIndex", "target", "title", "type"})
_NO_PROPS = frozenset(vars(html.Div()))
"""What a component holds beside its properties."""
_LEFT_OUT = ("aria-labelledby", TEXT)
"""A label may stand in a part whose ids are left out; text that is to be filled in is filled in."""
_WITHOUT_END = frozenset({"br", "hr", "img", "input", "wbr"})


class Written(str):
    """HTML text whose parts are escaped already; only this module makes it."""

    __slots__ = ()


def element(tag: str, inside: Any = None, **props: Any) -> Written:
    """Return an element as HTML text: what :func:`markup` says of a component, for tables of a thousand cells, in a tenth of the time.

    Properties are called as those of components. It stands within what :func:`plain` turns into text.

    >>> element("td", element("a", "<b>", href="/works?a=1&b=2"), className="number")
    '<td class="number"><a href="/works?a=1&amp;b=2">&lt;b&gt;</a></td>'
    """
    return Written(_element(tag, markup(inside), props))


def written(*nodes: Any) -> Written:
    """Return nodes as HTML text, one after the other."""
    return Written(markup(nodes))


def markup(node: Any, ids: bool = False) -> str:
    """Return what stands there as HTML; all text is escaped. A component that only a script can draw leaves its children.

    Ids are left out unless they are asked for: in the first reply the same parts come again with theirs. A chart leaves the place in
    which ``assets/draw.js`` draws it.

    >>> markup(html.P(["<b> & ", html.Code("make")], className="answer"))
    '<p class="answer">&lt;b&gt; &amp; <code>make</code></p>'
    """
    if isinstance(node, str):
        return node if isinstance(node, Written) else escape(node)
    if node is None or isinstance(node, bool):
        return ""
    if isinstance(node, (list, tuple)):
        return "".join([markup(one, ids) for one in node])
    if not isinstance(node, Component):
        return escape(str(node))
    props = vars(node)  # Asking a component for a property that it lacks is slow.
    inside, tag = props.get(TEXT) or markup(props.get("children"), ids), _tag(node)
    if isinstance(node, Chart):
        style = f"height:{props['height']}px;min-width:{props['least_width']}px"
        return f'<div data-chart="{escape(props["name"])}" style="{style}"></div>'
    return _element(tag, inside, props, ids) if tag else inside


def plain(node: Any) -> Any:
    """Return what stands there as one component, if all of it can be said as HTML text; else as it is.

    ``assets/markup.js`` fills it in the browser before it is painted.
    """
    text: dict[str, Any] = {TEXT: whole(node)}
    return node if text[TEXT] is None else html.Div(className="markup", **text)


def whole(node: Any) -> Written | None:
    """Return a component as HTML text; None where that would leave some of it out."""
    return written(node) if isinstance(node, Component) and _is_plain(node) else None


def _element(tag: str, inside: str, props: Mapping[str, Any], ids: bool = False) -> str:
    given = [name for name, value in props.items() if value is not None and (_is_said(name) or (ids and name == "id"))]
    if len(given) > 1:
        given.sort(key=_order)
    said = "".join([f' {_NAMES.get(name, name)}="{escape(str(props[name]))}"' for name in given])
    return f"<{tag}{said}>" if tag in _WITHOUT_END else f"<{tag}{said}>{inside}</{tag}>"


def _is_said(name: str) -> bool:
    """Say whether a property is written; some tell screen readers, and our scripts, what the element is."""
    return name in _KEPT or (name.startswith(("aria-", "data-")) and name not in _LEFT_OUT)


def _order(name: str) -> tuple[bool, bool, str]:
    return name != "id", name not in _KEPT, name


def _is_plain(node: Any) -> bool:
    """Say whether :func:`markup` leaves nothing out of a node, and of what stands within it."""
    if isinstance(node, (list, tuple)):
        return all(map(_is_plain, node))
    if not isinstance(node, Component):
        return True
    return bool(_tag(node)) and all(
        _is_plain(value) if name == "children" else name in _NO_PROPS or _is_written(name, value)
        for name, value in vars(node).items()
    )


def _is_written(name: str, value: Any) -> bool:
    return value is None or (isinstance(value, str | int) and _is_said(name))


def _tag(node: Component) -> str:
    """Return the HTML element that a component is; empty for one that draws itself."""
    kind = type(node)
    name = kind.__name__
    return name.lower() if kind is getattr(html, name, None) else ""
