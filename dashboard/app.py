"""Puts pages, furniture and addresses together into one application.

There are four callbacks whatever the number of pages: an address becomes a page, a choice becomes a new view of that page,
a new build is noticed, and (in the browser) a view becomes an address. Pages are pure functions and hold none.
"""

import logging
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, no_update, set_props

from dashboard import downloads, security, url_state
from dashboard.components import states
from dashboard.components.shell import shell
from dashboard.data_access import Store
from dashboard.rendering import Route, colophon, draw, render
from pipeline import registry
from pipeline.settings import Settings

log = logging.getLogger(__name__)

Shown = dict[str, str]

_INDEX = """<!DOCTYPE html>
<html lang="en">
    <head>
        {%metas%}
        <meta name="color-scheme" content="light dark">
        <title>{%title%}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
        {%css%}
    </head>
    <body>
        <noscript>This page needs JavaScript. Every table is also a CSV file in the exports folder.</noscript>
        {%app_entry%}
        <footer>{%config%}{%scripts%}{%renderer%}</footer>
    </body>
</html>"""


def load_pages() -> list[ModuleType]:
    """Return the pages of the folder, in the order of the menu."""
    return sorted(registry.plugins("dashboard.pages").values(), key=lambda page: (page.ORDER, page.NAME))


def create_app(settings: Settings, hosts: tuple[str, ...] = ()) -> Dash:
    """Return the application over the exports that ``settings`` names.

    Parameters
    ----------
    settings : Settings
        Only ``exports``, the root work and the contests are looked at.
    hosts : tuple of str
        Host names to answer to besides this machine's own.
    """
    pages = load_pages()
    store = Store(settings, {table for page in pages for table in page.TABLES})
    app = Dash(
        __name__,
        title="RLO Atlas",
        update_title="",
        index_string=_INDEX,
        serve_locally=True,
        compress=True,
        suppress_callback_exceptions=True,
        add_log_handler=False,
        enable_mcp=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = lambda: shell(pages, _key(store))
    _register(app, pages, store)
    for page in pages:
        if hasattr(page, "register"):
            page.register(app, store)
    downloads.register(app.server, pages, store)
    security.harden(app, hosts)
    return app


def _register(app: Dash, pages: list[ModuleType], store: Store) -> None:
    by_path = {page.PATH: page for page in pages}

    def page_of(route: Route) -> ModuleType | None:
        return by_path.get(route.pathname.rstrip("/") or "/")

    @app.callback(
        Output("page", "children"), Output("shown", "data"), Output("colophon", "children"), Input("route", "data")
    )
    def show_page(data: Any) -> tuple[Any, Shown, Any]:
        route, build = Route.read(data), store.current()
        page = page_of(route)
        if page is None:
            return states.unknown_page(), _shown(None, "", "", "address"), None
        if build is None or build.lacks(page.TABLES):
            return render(page, build, route), _shown(page, "", "", "address"), colophon(build, store.problem)
        view = url_state.read(page.parameters(build), route.search)
        shown = _shown(
            page, url_state.write(page.parameters(build), view), draw(page, build, view, route.scheme).shape, "address"
        )
        return render(page, build, route), shown, colophon(build, store.problem)

    @app.callback(
        Output("answer", "children"),
        Output("body", "children"),
        Output("shown", "data", allow_duplicate=True),
        Input({"type": "control", "name": ALL}, "value"),
        Input({"type": "switch", "name": ALL}, "checked"),
        State({"type": "control", "name": ALL}, "id"),
        State({"type": "switch", "name": ALL}, "id"),
        State("route", "data"),
        State("shown", "data"),
        prevent_initial_call=True,
    )
    def show_view(values: Any, checked: Any, value_ids: Any, checked_ids: Any, data: Any, shown: Any) -> Any:
        route, build = Route.read(data), store.current()
        page = page_of(route)
        if page is None or build is None or build.lacks(page.TABLES):
            return no_update, no_update, no_update
        parameters = page.parameters(build)
        view = url_state.accept(parameters, {**_given(value_ids, values), **_given(checked_ids, checked)})
        search = url_state.write(parameters, view)
        before = shown if isinstance(shown, Mapping) else {}
        # Controls also report themselves when a page arrives: then nothing was chosen, and its notes must stay.
        if (before.get("page"), before.get("search")) == (page.PATH, search):
            return no_update, no_update, no_update
        drawn = draw(page, build, view, route.scheme)
        answer, now = [states.notes(view.notes), *drawn.first], _shown(page, search, drawn.shape, "choice")
        if not drawn.renewable or before.get("shape") != drawn.shape:
            return answer, drawn.body(), now
        for card in drawn.cards:
            for part, (prop, value) in card.parts.items():
                set_props(card.part_id(part), {prop: value})
        return answer, no_update, now

    @app.callback(Output("build", "data"), Input("tick", "n_intervals"), State("build", "data"))
    def notice_build(_ticks: Any, shown: Any) -> Any:
        store.current()
        key = _key(store)
        return no_update if key == shown else key

    _register_browser(app)


def _register_browser(app: Any) -> None:
    """Register what happens in the browser; the functions stand in ``assets/atlas.js``."""
    app.clientside_callback(
        ClientsideFunction("atlas", "route"), Output("route", "data"), Input("build", "data"), Input("scheme", "value")
    )
    app.clientside_callback(
        ClientsideFunction("atlas", "scheme"), Output("theme", "forceColorScheme"), Input("route", "data")
    )
    app.clientside_callback(ClientsideFunction("atlas", "shown"), Input("shown", "data"), prevent_initial_call=True)
    app.clientside_callback(
        ClientsideFunction("atlas", "menu"),
        Output("shell", "navbar"),
        Output("burger", "opened"),
        Input("burger", "opened"),
        Input("route", "data"),
        State("shell", "navbar"),
        prevent_initial_call=True,
    )


def _shown(page: ModuleType | None, search: str, shape: str, by: str) -> Shown:
    """Return what the browser is told: what stands there, and whether an address or a choice brought it."""
    title, path = (page.TITLE, page.PATH) if page else ("No such page", "")
    return {"title": title, "page": path, "search": search, "shape": shape, "by": by}


def _given(ids: Any, values: Any) -> dict[str, Any]:
    """Return control values by parameter name, from whatever a browser sent."""
    if not isinstance(ids, list) or not isinstance(values, list):
        return {}
    named = [(one.get("name"), value) for one, value in zip(ids, values, strict=False) if isinstance(one, Mapping)]
    return {name: value for name, value in named if isinstance(name, str)}


def _key(store: Store) -> str:
    build = store.current()
    return build.key if build is not None else ""
