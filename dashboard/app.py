"""Puts pages, furniture and addresses together into one application.

The server answers four callbacks whatever the number of pages: an address becomes a page, a choice becomes a new view of that page,
a tab is filled when it is opened, a new build is noticed. Three more run in the browser: an address becomes a route, a route sets the
colours, a view becomes an address. Pages are pure functions; one that asks for data by itself adds its own, see ``register`` in
:mod:`dashboard.pages`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import ModuleType
from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Input, Output, State, no_update, set_props
from flask import has_request_context, request

from dashboard import delivery, downloads, exports, routing, scripts, security, url_state, warming
from dashboard.components import computed, states
from dashboard.components.chart_card import TAB
from dashboard.components.panels import PANELS
from dashboard.components.shell import layout
from dashboard.data_access import Store
from dashboard.first_reply import Application
from dashboard.narrowing import NO_CONTROL
from dashboard.palette import SCHEMES
from dashboard.rendering import Route, cards_of, draw, drawn_lately, title_of
from dashboard.renewal import is_older, renew, renew_cards, stands_from
from dashboard.standing import Shown, Standing, logged, shown, stand
from dashboard.url_state import Parameter
from pipeline import registry
from pipeline.settings import Settings


def load_pages() -> list[ModuleType]:
    """Return the pages of the folder, in the order of the menu."""
    return sorted(registry.plugins("dashboard.pages").values(), key=lambda page: (page.ORDER, page.NAME))


def tables_of(pages: Sequence[ModuleType]) -> set[str]:
    """Return the tables that the pages, and the cards of their charts, are made from."""
    return {*computed.TABLES, *(table for page in pages for table in page.TABLES)}


def create_app(settings: Settings, hosts: tuple[str, ...] = (), warm: bool = False) -> Application:
    """Return the application over the exports that ``settings`` names.

    Parameters
    ----------
    settings : Settings
        Only ``exports``, the root work and the contests are looked at.
    hosts : tuple of str
        Host names to answer to besides this machine's own.
    warm : bool
        Whether to draw the first page now, so that its first reader does not wait for it; ``warm_up`` of the application draws
        the others.
    """
    pages = load_pages()
    store = Store(settings, tables_of(pages))
    scripts.choose()
    app = Application(
        __name__,
        title="RLO Atlas",
        update_title="",
        assets_ignore=scripts.IGNORED,
        serve_locally=True,
        suppress_callback_exceptions=True,
        add_log_handler=False,
        enable_mcp=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.server.url_map.merge_slashes = False  # Ids of web pages hold double slashes.
    delivery.register(app.server)
    app.menu, app.standing = pages, lambda route: stand(pages, store, route)
    app.warm_up = lambda: warming.warm(pages, store)
    app.builds = lambda: warming.renewed(store)
    app.layout = lambda: _layout(pages, store)
    _register(app, pages, store)
    for page in pages:
        if hasattr(page, "register"):
            page.register(app, store)
    downloads.register(app.server, pages, store)
    exports.register(app.server, store)
    security.harden(app, hosts)
    if warm:
        for scheme in SCHEMES:
            stand(pages, store, Route("/", "", scheme))
    return app


def _layout(pages: list[ModuleType], store: Store) -> Any:
    """Return what stands at the address that ``assets/early.js`` sends along; without one, an empty page."""
    if not has_request_context() or "pathname" not in request.args:
        return layout(_key(store))
    page = stand(pages, store, Route.read(request.args))
    build = page.shown["build"]
    return layout(build, {**asdict(page.route), "build": build}, page.shown, page.component, page.colophon)


def _register(app: Application, pages: list[ModuleType], store: Store) -> None:
    @app.callback(
        Output("page", "children"),
        Output("shown", "data"),
        Output("colophon", "children"),
        Input("route", "data"),
        prevent_initial_call=True,
    )
    def show_page(data: Any) -> tuple[Any, Shown, Any]:
        page: Standing = stand(pages, store, Route.read(data))
        by = "choice" if isinstance(data, Mapping) and data.get("by") == "choice" else page.shown["by"]
        return page.component, {**page.shown, "by": by}, page.colophon

    @app.callback(
        Output("answer", "children"),
        Output("body", "children"),
        Input({"type": "control", "name": ALL}, "value"),
        Input({"type": "switch", "name": ALL}, "checked"),
        State({"type": "control", "name": ALL}, "id"),
        State({"type": "switch", "name": ALL}, "id"),
        State("route", "data"),
        State("shown", "data"),
        State({"type": "tabs", "chart": ALL}, TAB),
        State({"type": "tabs", "chart": ALL}, "id"),
        prevent_initial_call=True,
        on_error=_fault,
    )
    def show_view(
        values: Any, checked: Any, value_ids: Any, checked_ids: Any, data: Any, standing: Any, tabs: Any, tab_ids: Any
    ) -> Any:
        route, build = Route.read(data), store.current()
        place = routing.find(pages, route.pathname)
        if place is None or build is None or build.lacks(place.page.TABLES):
            return no_update, no_update
        page, parameters = place.page, build.once(place.page.parameters)
        before = standing if isinstance(standing, Mapping) else {}
        # A link to another page may be under way while controls of this one still stand there: the link holds.
        last_place = routing.find(pages, str(before.get("path", route.pathname)))
        if last_place is not None and last_place.page is not page:
            return no_update, no_update
        if not routing.is_known(parameters, place):
            return no_update, no_update
        chosen = {**_given(value_ids, values), **_given(checked_ids, checked)}
        view = url_state.accept(parameters, {**_kept(parameters, route.search), **place.given, **chosen})
        path, search = routing.path(page, view), routing.search(parameters, view)
        # What is chosen may be what stands there already: then its notes must stay.
        if (before.get("path"), before.get("search")) == (path, search):
            return no_update, no_update
        if is_older(standing, data, build):
            renew(Route(path, search, route.scheme), build)
            return no_update, no_update
        drawn = draw(page, build, view, route.scheme)
        # Were this an output, Dash would ask for the view of every page that arrives: its controls are then new, and an output is not.
        set_props("shown", {"data": shown(title_of(page, build, view), path, search, drawn.shape, "choice", build.key)})
        answer = [states.notes(view.notes), *drawn.first]
        shape = str(before.get("shape", ""))
        if not drawn.has_cards_of(shape):
            return answer, drawn.body()
        last = url_state.read(parameters, str(before.get("search", "")), place.given)
        renew_cards(drawn, shape, drawn_lately(page, build, last, route.scheme) if before.get("path") == path else None)
        opened = _given(tab_ids, tabs, "chart")
        for card in drawn.cards:
            if opened.get(card.key) in PANELS and card.shape in shape.split():
                set_props(card.part_id("panel"), {"children": PANELS[opened[card.key]](card.chart, build)})
        return answer, no_update

    @app.callback(
        Output({"type": "panel", "chart": MATCH}, "children"),
        Input({"type": "tabs", "chart": MATCH}, TAB),
        State({"type": "tabs", "chart": MATCH}, "id"),
        State("route", "data"),
        State("shown", "data"),
        prevent_initial_call=True,
        on_error=lambda error: states.failed(logged(error)),
    )
    def open_tab(tab: Any, identity: Any, data: Any, standing: Any) -> Any:
        route, build = Route.read(data), store.current()
        place = routing.find(pages, route.pathname)
        now = standing.get("search") if isinstance(standing, Mapping) else None
        chart = identity.get("chart") if isinstance(identity, Mapping) else None
        if tab not in tuple(PANELS):
            return no_update
        if place is None or build is None or not isinstance(now, str):
            return states.gone()
        here = Route(route.pathname, now, route.scheme)
        if is_older(standing, data, build):
            renew(here, build)
            return no_update
        found = [card.chart for card in cards_of(place, build, here) if card.key == chart]
        return PANELS[tab](found[0], build) if found else states.gone()

    @app.callback(
        Output("build", "data"),
        Input("tick", "n_intervals"),
        State("build", "data"),
        State("shown", "data"),
        prevent_initial_call=True,
    )
    def notice_build(_ticks: Any, noticed: Any, standing: Any) -> Any:
        # Two processes may see a new build at different times: what one of them draws may be older than what the other told of.
        key = _key(store)
        return no_update if key == stands_from(standing, noticed) else key

    _register_browser(app)


def _register_browser(app: Any) -> None:
    """Register what happens in the browser; the functions stand in ``assets/atlas.js``."""
    app.clientside_callback(
        ClientsideFunction("atlas", "route"),
        Output("route", "data"),
        Input("build", "data"),
        State("route", "data"),
        State("shown", "data"),
    )
    app.clientside_callback(ClientsideFunction("atlas", "scheme"), Input("route", "data"))
    app.clientside_callback(ClientsideFunction("atlas", "shown"), Input("shown", "data"))


def _fault(error: Exception) -> None:
    """Say in words, in place of the charts, that a choice failed; the fault is logged whole.

    Of the view that stood there nothing is left: any next one is shown whole, the last one, too.
    """
    set_props("body", {"children": states.failed(logged(error))})
    set_props("shown", {"data": None})


def _kept(parameters: Sequence[Parameter], search: str) -> dict[str, str]:
    """Return what an address says of parameters that have no control: no choice changes them."""
    given, _ = url_state.pairs(search)
    names = {parameter.name for parameter in parameters if isinstance(parameter, NO_CONTROL)}
    return {name: value for name, value in given.items() if name in names}


def _given(ids: Any, values: Any, key: str = "name") -> dict[str, Any]:
    """Return values by the name in their ids, from whatever a browser sent."""
    if not isinstance(ids, list) or not isinstance(values, list):
        return {}
    named = [(one.get(key), value) for one, value in zip(ids, values, strict=False) if isinstance(one, Mapping)]
    return {name: value for name, value in named if isinstance(name, str)}


def _key(store: Store) -> str:
    build = store.current()
    return build.key if build is not None else ""
