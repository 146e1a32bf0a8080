"""From a route to a page: the question, the answer, controls, charts with their furniture."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import routing, url_state
from dashboard.advice import here
from dashboard.components import states
from dashboard.components.chart_card import MAIN, TAB, Card, chart_card, furnish, inside
from dashboard.components.controls import controls
from dashboard.components.text import sentence
from dashboard.conditions import Conditions
from dashboard.content import Content, KeyFigure
from dashboard.data_access import Build
from dashboard.elements import SILENT
from dashboard.narrowing import Day, Filter, Subject
from dashboard.palette import SCHEMES
from dashboard.routing import Place
from dashboard.url_state import Parameter, View

LIVE: dict[str, Any] = {"aria-live": "polite"}
"""What a choice changes in the answer is read out, and that alone; a page that comes whole is not, as it is there from the start."""


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
        """What stands there: the cards, and what parts each has."""
        return " ".join(card.shape for card in self.cards)

    def has_cards_of(self, shape: str) -> bool:
        """Say whether a view of that shape has the same cards, so that this one can take its place card by card."""
        return [one.partition(":")[0] for one in shape.split()] == [card.chart.name for card in self.cards]

    def changes(self, shape: str, stands: "Drawn | None") -> Iterator[tuple[Card, str, str, Any]]:
        """Yield what takes the place of a view with the same cards: card, part, property and value of each part that is another.

        Where it is not known what stands there, all of them; a card that had other parts comes whole. A part that is not sent
        costs a browser nothing.
        """
        before = {card.key: card.parts for card in stands.cards} if stands else {}
        shapes = shape.split()
        for card in self.cards:
            if card.shape not in shapes:
                yield card, "tabs", "children", inside(card)
                yield card, "tabs", TAB, MAIN
                continue
            for part, (prop, value) in card.parts.items():
                _, old = before.get(card.key, {}).get(part, ("", None))
                # A chart that is the same was furnished once; to compare figures of thousands of points would cost more.
                if not (old is value or (part != "graph" and old == value)):
                    yield card, part, prop, value

    def body(self) -> list[Any]:
        """Return the components below the controls."""
        return [
            self.figures,
            html.Div([chart_card(card) for card in self.cards], className=f"cards cards-{self.columns}"),
        ]


@dataclass(frozen=True)
class Rendered:
    """A page as it stands: what to show, the part of it that answers its question, what the window is called, where it is.

    ``status`` is what a program is told: 200, 404 where the address names nothing, 500 where a fault of ours stands.
    """

    component: Component
    first: Sequence[Component]
    title: str
    path: str = ""
    search: str = ""
    shape: str = ""
    status: int = 200


def render(place: Place, build: Build | None, route: Route, ingest: str = "make ingest", problem: str = "") -> Rendered:
    """Return a whole page: question, answer, controls, charts; in words where one of them is not to be had.

    ``ingest`` is the command that fills the data folder before there is a build; ``problem`` says why one that is there cannot be read.
    """
    page = place.page
    if build is None:
        return _said(states.not_read(problem) if problem else states.no_data(ingest), page.TITLE)
    if missing := build.lacks(page.TABLES):
        return _said(
            html.Div([html.H1(page.TITLE), states.lacking(missing, build.settings.command("build"))]), page.TITLE
        )
    parameters = build.once(page.parameters)
    about = routing.subject(parameters)
    if about is not None and not routing.is_known(parameters, place):
        return _unknown_subject(page, build, about, place.given.get(about.name, ""))
    view = url_state.read(parameters, route.search, place.given)
    drawn = draw(page, build, view, route.scheme)
    title = title_of(page, build, view)
    first = [html.H1(title), html.Div([states.notes(view.notes), *drawn.first], id="answer", **LIVE, **SILENT)]
    body = html.Div([*first, controls(parameters, view, route.scheme), html.Div(drawn.body(), id="body", **SILENT)])
    return Rendered(body, first, title, routing.path(page, view), routing.search(parameters, view), drawn.shape)


def cards_of(place: Place, build: Build, route: Route) -> Sequence[Card]:
    """Return the cards of a page as it stands; none where the page has none to show."""
    if build.lacks(place.page.TABLES):
        return ()
    parameters = build.once(place.page.parameters)
    if not routing.is_known(parameters, place):
        return ()
    view = url_state.read(parameters, route.search, place.given)
    return draw(place.page, build, view, route.scheme).cards


def title_of(page: ModuleType, build: Build, view: View) -> str:
    """Return a page's heading, which may depend on what the page is about."""
    return str(page.title(build, view)) if hasattr(page, "title") else str(page.TITLE)


def _unknown_subject(page: ModuleType, build: Build, about: Subject, wanted: str) -> Rendered:
    """Say that nothing of that name is known, and name what is like it."""
    names = routing.near(about, wanted) if wanted else page.samples(build)
    links = [(about.labels.get(name, "") or name, routing.path(page, View({about.name: name}))) for name in names]
    return _said(
        states.unknown_subject(about.label, wanted, links), f"{about.label}: not known", 404 if wanted else 200
    )


def _said(words: Component, title: str, status: int = 200) -> Rendered:
    """Return a page that is nothing but words."""
    return Rendered(words, (words,), title, status=status)


def draw(page: ModuleType, build: Build, view: View, scheme: str) -> Drawn:
    """Return one view of a page, drawn."""
    parameters = build.once(page.parameters)
    return build.lately(_key(page, parameters, view, scheme), lambda: _draw(page, build, parameters, view, scheme))


def drawn_lately(page: ModuleType, build: Build, view: View, scheme: str) -> Drawn | None:
    """Return one view of a page as this process drew it, if it is still kept."""
    drawn: Drawn | None = build.made_lately(_key(page, build.once(page.parameters), view, scheme))
    return drawn


def _key(page: ModuleType, parameters: Sequence[Parameter], view: View, scheme: str) -> tuple[str, str, str]:
    return page.NAME, url_state.write(parameters, view), scheme


def _draw(page: ModuleType, build: Build, parameters: Sequence[Parameter], view: View, scheme: str) -> Drawn:
    content: Content = page.layout(build, view)
    cautions = [html.Li(sentence(here(text, build.settings))) for text in content.cautions]
    first = [
        *_narrowed(page, parameters, view),
        html.P(sentence(here(content.answer, build.settings)), className="answer"),
    ]
    search = url_state.write(parameters, view)
    return Drawn(
        [*first, html.Ul(cautions, className="cautions")] if cautions else first,
        _key_figures(content.key_figures),
        [furnish(chart, page.NAME, search, build, scheme) for chart in content.charts],
        content.columns,
    )


def _narrowed(page: ModuleType, parameters: Sequence[Parameter], view: View) -> list[Component]:
    """Return what a link, or the head of a column, narrowed the page to, each with a link that takes it away."""
    shown = []
    for parameter in parameters:
        if isinstance(parameter, (Filter, Day, Conditions)) and view[parameter.name] != parameter.default:
            without = View({**view.values, parameter.name: parameter.default})
            address = routing.path(page, view) + routing.search(parameters, without)
            shown.append((parameter.label, parameter.called(view[parameter.name]), address))
    return [states.narrowed(shown)] if shown else []


def colophon(build: Build | None, problem: str) -> list[Any]:
    """Return the lines at the foot of every page: which data these are, and what is wrong with newer ones."""
    if build is None:  # The page itself says why.
        return []
    documents = len(build.table("documents"))
    line = f"Data as of {build.as_of} · {documents:,} documents of any kind · build {build.record.get('build', build.key)} · all from this machine, nothing is fetched"
    newer = html.P(
        sentence(f"A newer build could not be read, so the last good one is shown: {problem}"), className="notice"
    )
    return [newer if problem else None, html.P(line, className="colophon")]


def _key_figures(figures: Any) -> Component | None:
    shown: list[KeyFigure] = list(figures)
    if not shown:
        return None
    pairs = [
        html.Div(
            [
                html.Dt(figure.label),
                html.Dd(html.A(figure.number, href=figure.address) if figure.address else figure.number),
            ]
        )
        for figure in shown
    ]
    return html.Dl(pairs, className="key-figures")
