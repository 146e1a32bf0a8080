"""The furniture of every chart: title, unit, as-of line, the table behind it, downloads, and how it is computed."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import elements, words
from dashboard.advice import here
from dashboard.bibliography import FORMATS
from dashboard.components.panels import table_of
from dashboard.components.states import nothing
from dashboard.components.text import named, sentence
from dashboard.content import Behind, Chart, part_id
from dashboard.data_access import Build
from dashboard.figures import partial_notes
from dashboard.margins import roomy
from dashboard.markup import TEXT, Written, element, markup, whole, written
from dashboard.painting import painted
from dashboard.palette import themed
from pipeline.settings import Settings

MIDDLES = 150
"""Charts of a build that are kept as furnished; as many as parts of pages, see :mod:`dashboard.data_access`."""
Middle = tuple[str, Mapping[str, tuple[str, Any]]]
TAB, MAIN = "data-tab", "main"
"""The property that says which tab of a card is open, and the tab that is open first."""


@dataclass(frozen=True)
class Card:
    """A chart with its furniture, in parts that can be renewed where they stand.

    ``shape`` names the chart and is equal where the same parts stand; ``parts`` are ids, properties and values. A chart that is
    renewed in place does not flash, and the reader's tab stays open.
    """

    chart: Chart
    key: str
    shape: str
    parts: Mapping[str, tuple[str, Any]]

    def part_id(self, part: str) -> dict[str, str]:
        """Return the id of a part."""
        return part_id(part, self.key)


def furnish(chart: Chart, page: str, search: str, data: Build, scheme: str) -> Card:
    """Give a chart its furniture.

    ``search`` is the view as it stands in the address, so that the downloads hold exactly what is shown.
    """
    key = f"{page}-{chart.name}"
    shape, middle = data.once(_middles)(chart, scheme)
    # What no callback changes within is one property: components would listen to every change of the page.
    foot = str(_foot(chart, page, key, search, data))
    parts = {"head": (TEXT, markup(_head(chart, key, data.settings), ids=True)), **middle, "foot": (TEXT, foot)}
    return Card(chart, key, f"{chart.name}:{shape}", parts)


def _middles(data: Build) -> Callable[[Chart, str], Middle]:
    """Return what gives the middle of a chart; one that stands in many views of a build is furnished once, and goes with the build."""
    return functools.lru_cache(maxsize=MIDDLES)(functools.partial(_middle, data.settings))


def _middle(settings: Settings, chart: Chart, scheme: str) -> Middle:
    """Return the shape and the main part of a chart."""
    if chart.table.empty:
        return "empty", {"main": (TEXT, written(nothing(here(chart.empty, settings), chart.none)))}
    if chart.renewed:
        return "live", chart.renewed
    if chart.figure is None:
        # A component without children counts as false, so `or` would not do.
        body = table_of(chart) if chart.body is None else chart.body
        text = whole(body)
        return ("list", {"main": ("children", body)}) if text is None else ("text", {"main": (TEXT, text)})
    figure = themed(roomy(painted(chart.figure) if chart.painted else chart.figure), scheme)
    return "scrolled" if chart.least_width else "figure", {"graph": ("figure", figure)}


def chart_card(card: Card) -> Component:
    """Return the component of a furnished chart; ``data-tab`` is the tab that is open, see ``assets/tabs.js``."""
    return html.Section(
        inside(card),
        id=card.part_id("tabs"),
        className="card card-wide" if card.chart.wide else "card",
        **_props({"aria-labelledby": f"{card.key}-title", TAB: MAIN, **elements.SILENT}),
    )


def inside(card: Card) -> list[Component]:
    """Return what stands in the card of a furnished chart; an empty one has no tabs."""
    middle = [_part(card, "main")] if card.chart.table.empty else _tabs(card)
    return [_part(card, "head"), *middle, _part(card, "foot", className="card-foot")]


def _part(card: Card, name: str, **more: Any) -> Component:
    prop, value = card.parts[name]
    part: Component = html.Div(id=card.part_id(name), **_props({prop: value, **more, **elements.SILENT}))
    return part


def _head(chart: Chart, key: str, settings: Settings) -> list[Component]:
    badge = [html.Span("provisional", className="badge")] if chart.provisional else []
    return [
        html.Div([html.H2(chart.title, id=f"{key}-title"), *badge], className="card-head"),
        html.P(sentence(here(chart.subtitle, settings)), className="subtitle"),
    ]


def _figure(card: Card) -> Component:
    graph = elements.Chart(
        card.part_id("graph"), card.key, card.parts["graph"][1], card.chart.height, card.chart.least_width
    )
    name = f"{card.key}-figure"
    marked: dict[str, Any] = {"data-painted": "yes"} if card.chart.painted else {}
    if card.chart.least_width:
        marked |= {"className": "scrolled", "tabIndex": 0, "role": "region", **named(f"Chart: {card.chart.title}")}
    else:
        marked |= {"aria-labelledby": f"{card.key}-title"}
    named_figure: Component = html.Figure(
        [*_zooms(card.chart, name), graph], id=name, **_props({**marked, **elements.SILENT})
    )
    return named_figure


def _zooms(chart: Chart, figure: str) -> list[Component]:
    if not chart.painted:
        return []
    buttons = [
        html.Button(
            sign, type="button", title=said, **_props({"data-zoom": way, "data-figure": figure, "aria-label": said})
        )
        for way, sign, said in (
            ("in", "+", "Closer"),
            ("out", "−", "Further away"),
            ("whole", "whole", "The whole of it"),
        )
    ]
    return [html.Div(buttons, className="zooms", role="group", **_props({"aria-label": "Zoom"}))]


def _tabs(card: Card) -> list[Component]:
    """Return the tabs of a chart and their panels; the second panel is filled when its tab is opened, for most readers open none."""
    names = {MAIN: "Chart", "table": "Table"} if "graph" in card.parts else {MAIN: "List"}
    names["about"] = "How is this computed?"
    tabs = [
        html.Button(
            label,
            type="button",
            role="tab",
            tabIndex=0 if name == MAIN else -1,
            **_props({"data-opens": name, "aria-selected": "true" if name == MAIN else "false"}),
        )
        for name, label in names.items()
    ]
    panel = _props({"role": "tabpanel", "aria-labelledby": f"{card.key}-title"})
    main = {**panel, "className": "tab-main"}
    return [
        html.Div(role="tablist", className="tab-list", **_props({TEXT: markup(tabs), **named("What to see of it")})),
        _part(card, "main", **main) if "main" in card.parts else html.Div(_drawn(card), **main),
        html.Div("Loading…", id=card.part_id("panel"), className="tab-more", **panel, **elements.SILENT),
    ]


def _drawn(card: Card) -> Component:
    return _figure(card) if card.chart.body is None else card.chart.body


def _foot(chart: Chart, page: str, key: str, search: str, data: Build) -> Written:
    """Return the foot of a card as HTML text: every choice makes those of all cards anew."""
    behind = [] if chart.documents is None else [_behind(chart.documents)]
    more = [element("a", chart.link[0], href=chart.link[1], className="more")] if chart.link else []
    said = [*chart.notes, *([] if chart.figure is None else partial_notes(chart.figure))]
    notes = [element("li", sentence(here(note, data.settings))) for note in said]
    return written(
        element("ul", notes, className="notes") if notes else None,
        element("p", " · ".join([f"Data as of {data.as_of}", *behind]), className="as-of"),
        element(
            "div", [*more, *([] if chart.table.empty else _downloads(chart, page, key, search))], className="downloads"
        ),
    )


def _behind(counted: int | Behind) -> str:
    """Say how much is behind what is drawn, and how much more is known where nothing is."""
    of = counted if isinstance(counted, Behind) else Behind(counted)
    more = f", {of.hidden:,} more in periods not drawn" if of.hidden else ""
    return f"{words.count(of.drawn, of.one, of.many)} behind it{more}"


def _downloads(chart: Chart, page: str, key: str, search: str) -> list[Written]:
    address = f"/csv/{page}/{chart.name}.csv"
    excel = f"{address}{search}{'&' if search else '?'}for=excel"
    links = [
        element("a", "CSV", href=address + search, title="Exactly what is shown, as CSV"),
        element("a", "CSV for Excel", href=excel, title="The same, safe to open in a spreadsheet"),
    ]
    if chart.references:
        links += [
            element("a", label, href=f"/csv/{page}/{chart.name}.{ending}{search}", title=f"Every document as {label}")
            for ending, (label, _, _) in FORMATS.items()
        ]
    if chart.figure is not None:
        links += [
            element(
                "button",
                kind.upper(),
                type="button",
                title=f"The chart as {kind.upper()} picture",
                **{"data-image": kind, "data-figure": f"{key}-figure"},
            )
            for kind in ("png", "svg")
        ]
    return links


def _props(names: dict[str, Any]) -> dict[str, Any]:
    """Return properties whose names are no Python names, typed so that any component takes them."""
    return names
