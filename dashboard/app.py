"""Puts pages, furniture and addresses together into one application.

There are four callbacks whatever the number of pages: an address becomes a page, a choice becomes a new view of that page,
a new build is noticed, and (in the browser) a view becomes an address. Pages are pure functions and hold none.
"""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import downloads, security, url_state
from dashboard.components import states
from dashboard.components.chart_card import chart_card
from dashboard.components.controls import controls
from dashboard.components.shell import shell
from dashboard.components.text import sentence
from dashboard.content import Content, KeyFigure
from dashboard.data_access import Build, Store
from dashboard.palette import SCHEMES
from dashboard.url_state import View
from pipeline import registry
from pipeline.settings import Settings

log = logging.getLogger(__name__)

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


@dataclass(frozen=True)
class Route:
    """Where a reader is: the page, the view as written in the address, and the colour scheme."""

    pathname: str
    search: str
    scheme: str

    @classmethod
    def read(cls, data: Any) -> "Route":
        """Return the route that a browser gives; what is missing or unusable is that of the overview."""
        given = data if isinstance(data, Mapping) else {}
        pathname, search, scheme = (given.get(key) for key in ("pathname", "search", "scheme"))
        return cls(
            pathname if isinstance(pathname, str) else "/",
            search if isinstance(search, str) else "",
            scheme if scheme in SCHEMES else SCHEMES[0],
        )


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

    @app.callback(
        Output("page", "children"), Output("heading", "data"), Output("colophon", "children"), Input("route", "data")
    )
    def show_page(data: Any) -> tuple[Any, dict[str, str], Any]:
        route = Route.read(data)
        page = by_path.get(route.pathname.rstrip("/") or "/")
        if page is None:
            return states.unknown_page(), {"title": "No such page", "page": ""}, None
        build = store.current()
        return render(page, build, route), {"title": page.TITLE, "page": page.PATH}, colophon(build, store.problem)

    @app.callback(
        Output("answer", "children"),
        Output("body", "children"),
        Output("view", "data"),
        Input({"type": "control", "name": ALL}, "value"),
        Input({"type": "switch", "name": ALL}, "checked"),
        State({"type": "control", "name": ALL}, "id"),
        State({"type": "switch", "name": ALL}, "id"),
        State("route", "data"),
        prevent_initial_call=True,
    )
    def show_view(values: Any, checked: Any, value_ids: Any, checked_ids: Any, data: Any) -> tuple[Any, Any, Any]:
        route = Route.read(data)
        page, build = by_path.get(route.pathname.rstrip("/") or "/"), store.current()
        if page is None or build is None or build.lacks(page.TABLES):
            return no_update, no_update, no_update
        parameters = page.parameters(build)
        view = url_state.accept(parameters, {**_given(value_ids, values), **_given(checked_ids, checked)})
        answer, body = render_view(page, build, view, route.scheme)
        return answer, body, url_state.write(parameters, view)

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
    app.clientside_callback(ClientsideFunction("atlas", "remember"), Input("view", "data"), prevent_initial_call=True)
    app.clientside_callback(ClientsideFunction("atlas", "arrived"), Input("heading", "data"), prevent_initial_call=True)
    app.clientside_callback(
        ClientsideFunction("atlas", "menu"),
        Output("shell", "navbar"),
        Output("burger", "opened"),
        Input("burger", "opened"),
        Input("route", "data"),
        State("shell", "navbar"),
        prevent_initial_call=True,
    )


def render(page: ModuleType, build: Build | None, route: Route) -> Component:
    """Return a whole page: question, answer, controls, charts."""
    if build is None:
        return states.no_data()
    heading = html.H1(page.TITLE)
    if missing := build.lacks(page.TABLES):
        return html.Div([heading, states.lacking(missing)])
    parameters = page.parameters(build)
    view = url_state.read(parameters, route.search)
    answer, body = render_view(page, build, view, route.scheme)
    return html.Div(
        [
            heading,
            html.Div(answer, id="answer"),
            controls(parameters, view),
            dcc.Loading(
                html.Div(body, id="body"),
                delay_show=300,
                overlay_style={"visibility": "visible", "opacity": 0.5},
                custom_spinner=html.P("Computing…", className="computing", role="status"),
            ),
        ]
    )


def render_view(page: ModuleType, build: Build, view: View, scheme: str) -> tuple[list[Any], list[Any]]:
    """Return the first lines and the charts of a page for one view; a fault of ours is logged and said, not hidden."""
    search = url_state.write(page.parameters(build), view)
    try:
        content: Content = page.layout(build, view)
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("page %s, view %s, reference %s", page.NAME, search, reference)
        return [], [states.failed(reference)]
    cards = [chart_card(chart, page.NAME, search, build.as_of, scheme) for chart in content.charts]
    first = [html.P(sentence(content.answer), className="answer"), states.notes(view.notes)]
    cautions = [html.Li(sentence(text)) for text in content.cautions]
    return (
        [*first, html.Ul(cautions, className="cautions") if cautions else None],
        [_key_figures(content.key_figures), html.Div(cards, className=f"cards cards-{content.columns}")],
    )


def colophon(build: Build | None, problem: str) -> list[Any]:
    """Return the lines at the foot of every page: which data these are, and what is wrong with newer ones."""
    if build is None:
        return [html.P(sentence(problem), className="colophon")] if problem else []
    documents = len(build.table("documents"))
    line = f"Data as of {build.as_of} · {documents:,} documents · build {build.key} · all from this machine, nothing is fetched"
    newer = html.P(
        sentence(f"A newer build could not be read, so the last good one is shown: {problem}"), className="notice"
    )
    return [newer if problem else None, html.P(line, className="colophon")]


def _key_figures(figures: Any) -> Component | None:
    shown: list[KeyFigure] = list(figures)
    if not shown:
        return None
    pairs = [html.Div([html.Dt(figure.label), html.Dd(figure.number)]) for figure in shown]
    return html.Dl(pairs, className="key-figures")


def _given(ids: Any, values: Any) -> dict[str, Any]:
    """Return control values by parameter name, from whatever a browser sent."""
    if not isinstance(ids, list) or not isinstance(values, list):
        return {}
    named = [(one.get("name"), value) for one, value in zip(ids, values, strict=False) if isinstance(one, Mapping)]
    return {name: value for name, value in named if isinstance(name, str)}


def _key(store: Store) -> str:
    build = store.current()
    return build.key if build is not None else ""
