"""What stands around every page: heading, menu, choice of colours, what the data are."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.text import named
from dashboard.routing import has_subject


def shell(
    pages: Sequence[ModuleType],
    build: str,
    route: dict[str, str] | None = None,
    shown: dict[str, str] | None = None,
    page: Component | None = None,
    colophon: Any = None,
) -> Component:
    """Return the frame of the application; ``build`` is the key of the build that is shown first.

    ``page`` stands in it from the start, at the address that ``route`` names; without it, the browser asks for one.
    """
    frame: Component = dmc.MantineProvider(
        [
            dcc.Store(id="route", data=route),
            dcc.Store(id="build", data=build),
            dcc.Store(id="shown", data=shown),
            dcc.Interval(id="tick", interval=3_000),
            html.A("Skip to the page", href="#main", className="skip"),
            _keys(),
            dmc.AppShell(
                [
                    dmc.AppShellHeader(_header(), className="header"),
                    dmc.AppShellNavbar(_menu(pages), p="md", id="menu"),
                    dmc.AppShellMain(
                        html.Div(
                            [
                                html.Div(
                                    html.P("Loading…", role="status") if page is None else page,
                                    id="page",
                                    className="page",
                                ),
                                html.Div(colophon, id="colophon"),
                            ],
                            id="main",
                            tabIndex=-1,
                        )
                    ),
                ],
                id="shell",
                header={"height": 56},
                navbar={"width": 216, "breakpoint": "md", "collapsed": {"mobile": True}},
                padding="md",
            ),
        ],
        id="theme",
        defaultColorScheme="auto",
        **({"forceColorScheme": route["scheme"]} if route else {}),
        theme={"primaryColor": "blue", "primaryShade": {"light": 8, "dark": 4}, "respectReducedMotion": True},
    )
    return frame


KEYS = {
    "/": "search titles and authors",
    "?": "show these keys",
    "Esc": "close what is open, leave a field, leave the focus of the network",
}


def _keys() -> Component:
    """Return the list of keys, shown by `?`; the browser closes it by Esc and gives the focus back."""
    rows = [part for key, what in KEYS.items() for part in (html.Dt(html.Kbd(key)), html.Dd(what))]
    dialog: Component = html.Dialog(
        [
            html.H2("Keys"),
            html.Dl(rows),
            html.P(
                "Tab and the arrow keys lead through controls, tabs and tables; every chart has a table whose rows open what stands behind them."
            ),
            html.P(
                "A choice changes the address in place, so Back leads to the page before, not to the choice before."
            ),
            html.Button("Close", id="keys-close", type="button"),
        ],
        id="keys",
        **named("Keys"),
    )
    return dialog


def _header() -> Component:
    return html.Div(
        [
            dmc.Burger(id="burger", opened=False, hiddenFrom="md", size="sm", **named("Menu")),
            dmc.Anchor("RLO Atlas", href="/", className="brand", underline="never"),
            html.Form(
                [
                    html.Label("Search titles and authors", htmlFor="search", className="hidden"),
                    dcc.Input(id="search", type="search", placeholder="Search titles and authors  /", maxLength=100),
                ],
                id="search-form",
                role="search",
            ),
            html.Button("?", id="keys-button", type="button", title="Keys", **named("Show the keys")),
        ],
        className="header-row",
    )


def _menu(pages: Sequence[ModuleType]) -> list[Component]:
    links = [
        html.Li(
            dmc.Anchor(page.LABEL, href=page.PATH, className="menu-link", underline="never"),
            id={"type": "menu", "page": page.NAME},
        )
        for page in pages
        if not has_subject(page)
    ]
    return [
        html.Nav(html.Ul(links, className="menu"), **named("Pages")),
        dmc.Select(
            id="scheme",
            label="Colours",
            data=[
                {"value": "auto", "label": "As the system"},
                {"value": "light", "label": "Light"},
                {"value": "dark", "label": "Dark"},
            ],
            value="auto",
            allowDeselect=False,
            persistence=True,
            persistence_type="local",
            size="xs",
            className="scheme",
        ),
    ]
