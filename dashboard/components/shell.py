"""What stands around every page: heading, menu, choice of colours, what the data are.

The frame is HTML of the first reply and stays as it is; what changes with the address is the layout, within it.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import elements
from dashboard.markup import markup
from dashboard.routing import has_subject

FRAME = """<a href="#main" class="skip">Skip to the page</a>
        <header class="header"><div class="header-row">
            <button id="burger" type="button" aria-label="Menu" aria-expanded="false" aria-controls="menu">☰</button>
            <a href="/" class="brand">RLO Atlas</a>
            <form id="search-form" role="search">
                <label for="search" class="hidden">Search titles and authors</label>
                <input id="search" type="search" placeholder="Search titles and authors  /" maxlength="100" autocomplete="off">
            </form>
            <button id="keys-button" type="button" title="Keys" aria-label="Show the keys">?</button>
        </div></header>
        <div id="menu">
            <nav aria-label="Pages">@menu</nav>
            <label for="scheme">Colours</label>
            <select id="scheme" autocomplete="off">
                <option value="auto">As the system</option><option value="light">Light</option><option value="dark">Dark</option>
            </select>
        </div>
        <dialog id="keys" aria-label="Keys">
            <h2>Keys</h2>
            <dl>
                <dt><kbd>/</kbd></dt><dd>search titles and authors</dd>
                <dt><kbd>?</kbd></dt><dd>show these keys</dd>
                <dt><kbd>Esc</kbd></dt><dd>close what is open, leave a field, leave the focus of the network</dd>
            </dl>
            <p>Tab and the arrow keys lead through controls, tabs and tables; every chart has a table whose rows open what stands behind them.</p>
            <p>A choice changes the address in place, so Back leads to the page before, not to the choice before.</p>
            <button id="keys-close" type="button">Close</button>
        </dialog>
        <p id="word" role="status"></p>"""
"""What stands around the page; ``@menu`` is where :func:`menu` stands. ``assets/frame.js`` is its behaviour; what is
under way stands in ``word``, see ``assets/replies.js``."""


def menu(pages: Sequence[ModuleType], path: str) -> str:
    """Return the list of pages as HTML; the page at ``path`` is marked."""
    links = [
        html.Li(html.A(page.LABEL, href=page.PATH, className="menu-link", **_current(path == page.PATH)))
        for page in pages
        if not has_subject(page)
    ]
    return markup(html.Ul(links, className="menu"))


def layout(
    build: str,
    route: dict[str, str] | None = None,
    shown: dict[str, str] | None = None,
    page: Component | None = None,
    colophon: Any = None,
) -> Component:
    """Return what stands within the frame; ``build`` is the key of the build that is shown first.

    ``page`` stands in it from the start, at the address that ``route`` names; without it, the browser asks for one.
    """
    whole: Component = html.Div(
        [
            elements.Store("route", route),
            elements.Store("build", build),
            elements.Store("shown", shown),
            elements.Renewed("renewed"),
            elements.Tick("tick", 3_000),
            html.Div(
                html.P("Loading…", role="status") if page is None else page,
                id="page",
                className="page",
                **elements.SILENT,
            ),
            html.Div(colophon, id="colophon", **elements.SILENT),
        ]
    )
    return whole


def _current(is_here: bool) -> dict[str, Any]:
    return {"aria-current": "page"} if is_here else {}
