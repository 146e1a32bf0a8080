"""Every point, bar, node and cell opens what stands behind it, or its card says that it does not."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from dashboard import routing, url_state
from dashboard.app import load_pages
from dashboard.content import Chart
from dashboard.data_access import Build
from dashboard.pages import works

PAGES = load_pages()
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)


def charts(page: ModuleType, build: Build) -> Iterator[Chart]:
    """The charts of a page by default, and with each choice of each parameter."""
    parameters = page.parameters(build)
    about = routing.subject(parameters)
    given = {about.name: page.samples(build)[0]} if about else {}
    choices = [{}, *({one.name: value} for one in parameters for value in getattr(one, "options", None) or {})]
    for choice in choices:
        yield from page.layout(build, url_state.accept(parameters, {**given, **choice})).charts


def flat(values: Any) -> Iterator[Any]:
    for one in values if values is not None else ():
        if isinstance(one, (list, tuple)):
            yield from flat(one)
        else:
            yield one


def addresses(trace: dict[str, Any]) -> list[str]:
    """What the marks of a trace open; the flows of a Sankey are its links."""
    held = trace["link"] if trace["type"] == "sankey" else trace
    return [one for one in flat(held.get("customdata")) if one]


def marks(trace: dict[str, Any]) -> bool:
    """Whether a trace shows something that a reader can point at."""
    values = trace["link"]["value"] if trace["type"] == "sankey" else trace.get("z", trace["y"])
    return trace.get("hoverinfo") != "skip" and any(one for one in flat(values))


@each_page
def test_every_mark_opens_something_or_its_card_says_why_not(page: ModuleType, build: Build) -> None:
    for chart in charts(page, build):
        if chart.figure is None or chart.table.empty:
            continue
        says = " ".join([chart.subtitle, *chart.notes])
        for trace in filter(marks, chart.figure["data"]):
            assert addresses(trace) or "open nothing" in says, (chart.name, trace["name"])


@each_page
def test_what_a_mark_or_a_row_opens_is_there(page: ModuleType, build: Build) -> None:
    for chart in charts(page, build):
        traces = chart.figure["data"] if chart.figure else []
        found = {*(one for trace in traces for one in addresses(trace)[:3]), *list(filter(None, chart.opens))[:3]}
        for address in sorted(found):
            path, _, search = address.partition("?")
            place = routing.find(PAGES, path)
            assert place is not None, address
            assert routing.is_known(place.page.parameters(build), place), address
            if place.page is works:
                assert not url_state.read(works.parameters(build), search).notes, address


@each_page
def test_the_rows_of_a_chart_whose_marks_open_something_open_something_too(page: ModuleType, build: Build) -> None:
    for chart in charts(page, build):
        if chart.figure is None or chart.table.empty:
            continue
        if any(addresses(trace) for trace in filter(marks, chart.figure["data"])):
            assert any(chart.opens), chart.name


@each_page
def test_the_rows_of_a_table_that_open_something_are_all_of_its_rows(page: ModuleType, build: Build) -> None:
    for chart in charts(page, build):
        assert len(chart.opens) in (0, len(chart.table)), chart.name


@each_page
def test_every_card_with_a_figure_says_how_many_documents_stand_behind_it(page: ModuleType, build: Build) -> None:
    for chart in charts(page, build):
        if chart.figure is not None and not chart.table.empty:
            assert chart.documents is not None, chart.name
