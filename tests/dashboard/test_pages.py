"""The contract of a page, held for every page of the folder."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any

import orjson
import pytest
from dash.development.base_component import Component

from dashboard import routing, url_state
from dashboard.app import create_app, load_pages
from dashboard.components.chart_card import furnish
from dashboard.components.controls import controls
from dashboard.content import Content
from dashboard.data_access import Build, Store
from dashboard.figures import middle
from dashboard.markup import TEXT
from dashboard.narrowing import NO_CONTROL
from dashboard.rendering import Route, render
from dashboard.routing import Place
from dashboard.url_state import View
from pipeline import periods, tables
from pipeline.schema import TABLES
from pipeline.settings import Settings
from tests.dashboard import toy

PAGES = load_pages()
EMPTY = {name: tables.empty(name) for name in toy.HELD}
EMPTY["document_metrics"] = toy.measures(EMPTY["documents"])
EMPTY["author_metrics"] = toy.author_metrics(EMPTY["documents"])
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)


def place_of(page: ModuleType, build: Build) -> Place:
    """The page, and what its path would say: its first sample."""
    about = routing.subject(page.parameters(build))
    return Place(page, {about.name: page.samples(build)[0]} if about else {})


def default_view(page: ModuleType, build: Build) -> View:
    return url_state.accept(page.parameters(build), place_of(page, build).given)


def rendered(page: ModuleType, build: Build, search: str = "", scheme: str = "light") -> Component:
    return render(place_of(page, build), build, Route("", search, scheme)).component


def content_of(page: ModuleType, build: Build) -> Content:
    content: Content = page.layout(build, default_view(page, build))
    return content


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build whose tables hold no row."""
    settings = toy.publish(tmp_path_factory.mktemp("bare"), **EMPTY)
    current = Store(settings, toy.HELD).current()
    assert current is not None
    return current


def components(node: Any) -> Iterator[Component]:
    if isinstance(node, Component):
        yield node
        for name in node._prop_names:
            if name in ("children", "label"):
                yield from components(getattr(node, name, None))
    elif isinstance(node, (list, tuple)):
        for one in node:
            yield from components(one)


def text_of(node: Any) -> str:
    """The words of the components, those that are sent as HTML text included."""
    return " ".join(word for one in components(node) for word in _words(one))


def _words(node: Component) -> Iterator[str]:
    children = getattr(node, "children", None)
    yield from (part for part in (children if isinstance(children, list) else [children]) if isinstance(part, str))
    if text := getattr(node, TEXT, ""):
        yield " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def test_names_addresses_and_places_are_unique_and_the_overview_is_at_the_root() -> None:
    for attribute in ("NAME", "PATH", "LABEL", "TITLE", "ORDER"):
        values = [getattr(page, attribute) for page in PAGES]
        assert len(set(values)) == len(values), attribute
    assert next(page for page in PAGES if not routing.has_subject(page)).PATH == "/"
    assert {page.NAME for page in PAGES} >= {"overview", "spread", "terminology", "works"}


@each_page
def test_the_heading_is_a_question_and_the_tables_are_described(page: ModuleType) -> None:
    assert page.TITLE.endswith("?")
    assert set(page.TABLES) <= set(TABLES)


@each_page
def test_a_page_answers_in_one_sentence_and_shows_something(page: ModuleType, build: Build) -> None:
    content = content_of(page, build)

    assert content.answer.endswith(".")
    assert re.search(r"\d", content.answer)
    assert not all(chart.table.empty for chart in content.charts)


@each_page
def test_every_column_that_is_shown_is_explained(page: ModuleType, build: Build) -> None:
    for chart in content_of(page, build).charts:
        described = {column.name for column in TABLES[chart.source].columns} | set(chart.explained)
        assert set(chart.table.columns) <= described, chart.name


@each_page
def test_every_chart_has_a_name_of_its_own_and_its_empty_state_says_what_to_do(page: ModuleType, build: Build) -> None:
    charts = content_of(page, build).charts

    assert len({chart.name for chart in charts}) == len(charts)
    assert all(re.fullmatch(r"[a-z0-9-]+", chart.name) for chart in charts)
    assert all(chart.empty.endswith(".") for chart in charts)


@each_page
@pytest.mark.parametrize("chosen", [{}, {"grain": "year"}, {"spellings": "yes"}], ids=str)
def test_wherever_a_period_that_is_not_over_is_drawn_its_card_says_how_it_is_marked(
    page: ModuleType, build: Build, chosen: dict[str, str]
) -> None:
    own = {parameter.name for parameter in page.parameters(build)}
    given = {name: value for name, value in chosen.items() if name in own}
    for chart in page.layout(
        build, url_state.accept(page.parameters(build), place_of(page, build).given | given)
    ).charts:
        if chart.figure is None or "partial" not in chart.table:
            continue
        late = chart.table[chart.table["partial"].fillna(False).astype(bool)]
        labels = late["period_to" if "period_to" in late else "period"]
        days = {day for label in labels for day in (label, periods.start(label), middle(label))}
        drawn = any(
            day in days and value is not None
            for trace in chart.figure["data"]
            if trace.get("mode") != "lines"
            for day, value in zip(trace.get("x", ()), trace.get("y", ()), strict=False)
        )
        said = "the data end before that period does" in str(
            furnish(chart, page.NAME, "", build, "light").parts["foot"]
        )
        assert said == drawn, chart.name


@each_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_drawn_whole_and_can_be_sent(page: ModuleType, build: Build, scheme: str) -> None:
    drawn = rendered(page, build, "", scheme)
    ids = [str(one.id) for one in components(drawn) if getattr(one, "id", None) is not None]

    assert "could not be shown" not in text_of(drawn)
    assert len(set(ids)) == len(ids)
    assert len(orjson.dumps(drawn, default=lambda one: one.to_plotly_json())) < 300_000


@each_page
def test_a_build_without_a_row_gives_words_and_no_fault(page: ModuleType, bare: Build) -> None:
    if routing.has_subject(page):
        drawn = render(Place(page, {}), bare, Route("", "", "light")).component
        assert "none is named" in text_of(drawn)
        return
    content = content_of(page, bare)
    drawn = rendered(page, bare)

    assert content.answer.endswith(".")
    assert "could not be shown" not in text_of(drawn)
    assert "No data." in text_of(drawn)


@each_page
def test_before_the_first_build_the_page_names_the_command(page: ModuleType) -> None:
    drawn = render(Place(page, {}), None, Route("", "", "light")).component

    assert "make ingest" in [getattr(one, "children", None) for one in components(drawn)]


@each_page
def test_a_table_that_is_missing_is_named_with_the_command_that_makes_it(page: ModuleType, tmp_path: Path) -> None:
    settings = toy.publish(tmp_path)
    needed = next(table for table in page.TABLES if table != "documents")
    (settings.exports / f"{needed}.parquet").unlink()
    drawn = render(Place(page, {}), Store(settings, page.TABLES).current(), Route("", "", "light")).component

    assert f"lack {needed}" in text_of(drawn)
    assert settings.command("build") in [getattr(one, "children", None) for one in components(drawn)]


@each_page
def test_every_parameter_has_a_labelled_control(page: ModuleType, build: Build) -> None:
    parameters = page.parameters(build)
    form = controls(parameters, default_view(page, build), "light")
    named = {one.id["name"] for one in components(form) if isinstance(getattr(one, "id", None), dict)}

    assert named == {parameter.name for parameter in parameters if not isinstance(parameter, NO_CONTROL)}
    assert all(parameter.label for parameter in parameters)
    assert len({parameter.name for parameter in parameters}) == len(parameters)


@each_page
def test_every_choice_of_every_parameter_is_drawn(page: ModuleType, build: Build) -> None:
    for parameter in page.parameters(build):
        for value in getattr(parameter, "options", None) or {}:
            given = {**place_of(page, build).given, parameter.name: value}
            view = url_state.accept(page.parameters(build), given)
            assert not view.notes
            assert page.layout(build, view).answer


@each_page
def test_wrong_settings_are_named_on_the_page(page: ModuleType, build: Build) -> None:
    drawn = rendered(page, build, "?years=5..4&nonsense=1")

    assert "nonsense: this page has no such setting" in text_of(drawn)


@each_page
def test_no_figure_holds_a_point_that_the_coverage_rule_excludes(page: ModuleType, build: Build) -> None:
    """Every point of a chart over covered and uncovered periods stands in a covered one, or in what does not need bodies."""
    for chart in content_of(page, build).charts:
        if chart.figure is None or not {"covered", "documents_with_links"} <= set(chart.table.columns):
            continue
        for trace in chart.figure["data"]:
            if trace["name"] in ("all posts known", "at least") or trace["type"] == "heatmap":
                continue
            drawn = [x for x, y in zip(trace["x"], trace["y"], strict=True) if y is not None]
            assert drawn
            assert max(drawn) < "2020-10-01", (chart.name, trace["name"])


@each_page
def test_the_csv_is_exactly_the_table_that_is_shown(page: ModuleType, build: Build, published: Settings) -> None:
    client = create_app(published).server.test_client()
    for chart in content_of(page, build).charts:
        reply = client.get(f"/csv/{page.NAME}/{chart.name}.csv", query_string=place_of(page, build).given)
        rows = list(csv.reader(io.StringIO(reply.get_data(as_text=True), newline="")))
        assert reply.status_code == 200
        assert rows[0] == list(chart.table.columns)
        assert len(rows) - 1 == len(chart.table)
        assert reply.get_data(as_text=True) == tables.csv_text(chart.table)
        assert f'filename="{page.NAME}-{chart.name}.csv"' in reply.headers["Content-Disposition"]


def test_a_csv_follows_the_view_and_its_spreadsheet_form_is_guarded(published: Settings) -> None:
    client = create_app(published).server.test_client()
    plain = client.get("/csv/works/documents.csv?q=sum").get_data(as_text=True)
    guarded = client.get("/csv/works/documents.csv?q=sum&for=excel").get_data()

    assert '"=1+1, a sum"' in plain
    assert len(plain.splitlines()) == 2
    assert guarded.startswith(b"\xef\xbb\xbf")
    assert '"\'=1+1, a sum"' in guarded.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/csv/works/nothing.csv", 404, "no chart of the page works “nothing”; there are: documents."),
        ("/csv/nowhere/documents.csv", 404, "no page “nowhere”; there are: author, "),
        ("/csv/works/documents.html", 404, "no form “html”; there are: csv, bib, ris, json."),
        ("/csv/spread/fit.bib", 404, "Ask for its CSV."),
        ("/csv/works/..%2f..%2fetc%2fpasswd.csv", 404, "expected /csv/<page>/<chart>.csv."),
        ("/csv/works/documents.csv?kind=nonsense", 400, "Mend that part, or leave it out."),
        ("/csv/term/meaning.csv", 400, "Add ?name=... to it."),
        ("/csv/works/documents.csv?q=a&q=b", 400, "'q' is given more than once"),
    ],
)
def test_a_download_that_does_not_exist_is_refused_in_words(
    published: Settings, address: str, status: int, said: str
) -> None:
    reply = create_app(published).server.test_client().get(address)

    assert reply.status_code == status
    assert said in reply.get_data(as_text=True)
    assert reply.mimetype == "text/plain"


def test_outside_text_is_never_markup(build: Build) -> None:
    for page in PAGES:
        drawn = rendered(page, build)
        kinds = {type(one).__name__ for one in components(drawn)}
        assert not kinds & {"Markdown", "DangerouslySetInnerHTML", "Iframe", "RichTextEditor"}
