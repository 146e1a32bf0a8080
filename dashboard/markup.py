"""Components as HTML text: for the first reply, before any page script has run, and for content that no callback changes.

In the browser every component listens to every change of the page, and one that comes later than the page reports itself
to all the others: a table of a thousand cells would cost seconds at each choice. As text it is one component.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.elements import Chart

TEXT = "data-markup"
"""The property that ``assets/markup.js`` fills an element from."""
_NAMES = {"className": "class", "tabIndex": "tabindex"}
_KEPT = ("className", "dir", "href", "rel", "role", "scope", "tabIndex", "target", "title", "type")
_NO_PROPS = frozenset(vars(html.Div()))
"""What a component holds beside its properties."""
_LEFT_OUT = ("aria-labelledby", TEXT)
"""A label may stand in a part whose ids are left out; text that is to be filled in is filled in."""
_WITHOUT_END = frozenset({"br", "hr", "img", "input", "wbr"})


def markup(node: Any, ids: bool = False) -> str:
    """Return what stands there as HTML; all text is escaped. A component that only a script can draw leaves its children.

    Ids are left out unless they are asked for: in the first reply the same parts come again with theirs. A chart leaves the place in
    which ``assets/draw.js`` draws it.

    >>> markup(html.P(["<b> & ", html.Code("make")], className="answer"))
    '<p class="answer">&lt;b&gt; &amp; <code>make</code></p>'
    """
    if node is None or isinstance(node, bool):
        return ""
    if isinstance(node, (list, tuple)):
        return "".join(markup(one, ids) for one in node)
    if not isinstance(node, Component):
        return escape(str(node))
    props = vars(node)  # Asking a component for a property that it lacks is slow.
    inside = props.get(TEXT) or markup(props.get("children"), ids)
    if isinstance(node, Chart):
        style = f"height:{props['height']}px;min-width:{props['least_width']}px"
        return f'<div data-chart="{escape(props["name"])}" style="{style}"></div>'
    tag = _tag(node)
    if not tag:
        return inside
    given = [(name, props.get(name)) for name in (*(("id",) if ids else ()), *_KEPT, *_named(node))]
    written = "".join(f' {_NAMES.get(name, name)}="{escape(str(value))}"' for name, value in given if value is not None)
    return f"<{tag}{written}>" if tag in _WITHOUT_END else f"<{tag}{written}>{inside}</{tag}>"


def plain(node: Any) -> Any:
    """Return what stands there as one component, if all of it can be said as HTML text; else as it is.

    ``assets/markup.js`` fills it in the browser before it is painted.
    """
    if not isinstance(node, Component) or not all(map(_is_plain, _parts(node))):
        return node
    written: dict[str, Any] = {"data-markup": markup(node)}
    return html.Div(className="markup", **written)


def _parts(node: Any) -> Iterator[Any]:
    """Yield a node and all that stands within it."""
    yield node
    inside = getattr(node, "children", None) if isinstance(node, Component) else node
    if isinstance(inside, (list, tuple)):
        for part in inside:
            yield from _parts(part)
    elif isinstance(inside, Component):
        yield from _parts(inside)


def _is_plain(node: Any) -> bool:
    """Say whether :func:`markup` leaves nothing out of a node, what stands within it aside."""
    if not isinstance(node, Component):
        return True
    said = {*_KEPT, *_named(node)}
    return type(node) is getattr(html, type(node).__name__, None) and all(
        name in _NO_PROPS or name == "children" or value is None or (name in said and isinstance(value, str | int))
        for name, value in vars(node).items()
    )


def _tag(node: Component) -> str:
    """Return the HTML element that a component is; empty for one that draws itself."""
    name = type(node).__name__
    return name.lower() if type(node) is getattr(html, name, None) else ""


def _named(node: Component) -> list[str]:
    """Return the properties that tell screen readers, and our scripts, what the element is."""
    return sorted(name for name in vars(node) if name.startswith(("aria-", "data-")) and name not in _LEFT_OUT)
