"""From a route to a page: the question, the answer, controls, charts with their furniture."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import url_state
from dashboard.components import states
from dashboard.components.chart_card import Card, chart_card, furnish
from dashboard.components.controls import controls
from dashboard.components.text import sentence
from dashboard.content import Content, KeyFigure
from dashboard.data_access import Build
from dashboard.palette import SCHEMES
from dashboard.url_state import View

log = logging.getLogger(__name__)


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


@dataclass(frozen=True)
class Drawn:
    """One view of a page, drawn."""

    first: Sequence[Any]
    figures: Component | None
    cards: Sequence[Card]
    columns: int

    @property
    def shape(self) -> str:
        """What stands there; a view of the same shape can take its place part by part."""
        return " ".join(card.shape for card in self.cards)

    @property
    def renewable(self) -> bool:
        """Whether every part can be renewed where it stands."""
        return not any(card.chart.live for card in self.cards)

    def body(self) -> list[Any]:
        """Return the components below the controls."""
        return [
            self.figures,
            html.Div([chart_card(card) for card in self.cards], className=f"cards cards-{self.columns}"),
        ]


def render(page: ModuleType, build: Build | None, route: Route) -> Component:
    """Return a whole page: question, answer, controls, charts."""
    if build is None:
        return states.no_data()
    heading = html.H1(page.TITLE)
    if missing := build.lacks(page.TABLES):
        return html.Div([heading, states.lacking(missing)])
    parameters = page.parameters(build)
    view = url_state.read(parameters, route.search)
    drawn = draw(page, build, view, route.scheme)
    return html.Div(
        [
            heading,
            html.Div([states.notes(view.notes), *drawn.first], id="answer"),
            controls(parameters, view),
            html.Div(drawn.body(), id="body"),
        ]
    )


def draw(page: ModuleType, build: Build, view: View, scheme: str) -> Drawn:
    """Return one view of a page, drawn; a fault of ours is logged whole and said in words, not hidden."""
    search = url_state.write(page.parameters(build), view)
    try:
        return build.lately((page.NAME, search, scheme), lambda: _draw(page, build, view, search, scheme))
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("page %s, view %s, reference %s", page.NAME, search, reference)
        return Drawn((), states.failed(reference), (), 1)


def _draw(page: ModuleType, build: Build, view: View, search: str, scheme: str) -> Drawn:
    content: Content = page.layout(build, view)
    cautions = [html.Li(sentence(text)) for text in content.cautions]
    first = [html.P(sentence(content.answer), className="answer")]
    return Drawn(
        [*first, html.Ul(cautions, className="cautions")] if cautions else first,
        _key_figures(content.key_figures),
        [furnish(chart, page.NAME, search, build.as_of, scheme) for chart in content.charts],
        content.columns,
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
