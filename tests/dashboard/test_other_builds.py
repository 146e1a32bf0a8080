"""Every page over builds that are not the bundled one: an imported network, one without dates or root, a single post."""

import json
import re
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard import routing, url_state
from dashboard.advice import here
from dashboard.app import create_app, load_pages, tables_of
from dashboard.components.panels import PANELS
from dashboard.data_access import Build, Store, studied
from dashboard.markup import markup
from dashboard.rendering import Route, cards_of, render
from dashboard.routing import Place
from pipeline import cli
from pipeline.settings import load

PAGES = load_pages()
EDGES = "citing_id,cited_id\nb,a\nc,a\nc,b\nd,b\ne,c\ne,d\nf,a\n"
DOCS = (
    "document_id,title,posted_at\na,A seed of all,1990\nb,On growth,1994-05\nc,On rain,1998\nd,On leaves,2001-02-03\n"
    "e,On trees,2005\nf,On roots,2006\n"
)
LINK = "https://www.lesswrong.com/posts/FkgsxrGf3QxhfLWHG/risks-from-learned-optimization-introduction"
POST = {
    "_id": "AAAAAAAAAAAAAAAAA",
    "title": "A single post",
    "slug": "a-single-post",
    "pageUrl": "https://www.lesswrong.com/posts/AAAAAAAAAAAAAAAAA/a-single-post",
    "postedAt": "2020-02-03T04:05:06.000Z",
    "baseScore": 3,
    "af": True,
    "htmlBody": f'<p>It reads <a href="{LINK}">the introduction</a>.</p>',
    "user": {"_id": "uuuuuuuuuuuuuuuuu", "slug": "ann", "displayName": "Ann"},
}
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)


def run(*words: str) -> None:
    assert cli.main([*words]) == 0


def read(folder: Path) -> Build:
    current = Store(load(data_dir=folder), tables_of(PAGES)).current()
    assert current is not None
    return current


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Six dated papers and their root."""
    folder = tmp_path_factory.mktemp("network")
    (folder / "edges.csv").write_text(EDGES)
    (folder / "docs.csv").write_text(DOCS)
    files = (str(folder / "edges.csv"), "--documents", str(folder / "docs.csv"), "--root", "a")
    run("import", "edges", *files, "--data-dir", str(folder / "data"))
    run("build", "--data-dir", str(folder / "data"))
    return read(folder / "data")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """One citation between documents of which nothing else is known, and no root."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "edges.csv").write_text("citing_id,cited_id\nb,a\n")
    run("import", "edges", str(folder / "edges.csv"), "--data-dir", str(folder / "data"))
    run("build", "--data-dir", str(folder / "data"))
    return read(folder / "data")


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """One post, from a dump, without the bundled facts."""
    folder = tmp_path_factory.mktemp("single")
    (folder / "dump.json").write_text(json.dumps({"data": {"posts": {"results": [POST]}}}))
    run("import", "dump", str(folder / "dump.json"), "--data-dir", str(folder / "data"))
    run("build", "--no-snapshot", "--data-dir", str(folder / "data"))
    return read(folder / "data")


def text_of(component: Any) -> str:
    """What a reader reads of a component."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup(component))).split())


def place_of(page: ModuleType, build: Build) -> Place:
    """The page, of its first sample where it is about one thing."""
    about, samples = routing.subject(page.parameters(build)), []
    if about is not None:
        samples = page.samples(build)
    return Place(page, {about.name: samples[0]} if about is not None and samples else {})


def said(page: ModuleType, build: Build) -> str:
    """All that a page says: its question and answer, its cards and figures, and the tables behind them."""
    place, route = place_of(page, build), Route("", "", "light")
    parts = [text_of(render(place, build, route).component)]
    for card in cards_of(place, build, route):
        parts += [text_of(PANELS["table"](card.chart, build)), card.chart.title, str(card.chart.figure)]
        parts += [text_of(part) for _, part in card.parts.values() if isinstance(part, (Component, list))]
    return " ".join(parts)


@each_page
@pytest.mark.parametrize("which", ["network", "bare", "single"])
def test_a_page_over_another_build_answers_without_a_fault(
    page: ModuleType, which: str, request: pytest.FixtureRequest
) -> None:
    build: Build = request.getfixturevalue(which)
    place = place_of(page, build)
    text = said(page, build)
    answer = render(place, build, Route("", "", "light")).first

    assert "could not be shown" not in text
    assert not re.search(r"\bnan\b|\bNaT\b|<NA>", text_of([*answer]))


@each_page
def test_a_page_over_an_imported_network_is_of_that_network_alone(page: ModuleType, network: Build) -> None:
    first = render(place_of(page, network), network, Route("", "", "light")).first

    # The lexicon says of its words where they come from, over whatever documents they are sought.
    if page.NAME != "terminology":
        assert not re.search(r"Risks from Learned|make ingest|atlas ingest", said(page, network))
    assert not re.search(
        r"\bforum\b|\bRLO\b|\bposts?\b|0 of 0", text_of([*first]).replace("one post", ""), re.IGNORECASE
    )


def test_an_imported_network_is_told_in_papers_and_under_the_title_of_its_root(network: Build) -> None:
    overview, spread, works, data, document = (
        said(next(page for page in PAGES if name == page.NAME), network)
        for name in ("overview", "spread", "works", "data", "document")
    )

    assert "the ideas of “ A seed of all ” spread through the imported network" in overview
    assert "So far 3 papers" in overview
    assert "What share of all papers cites the work" in spread
    assert "6 of all 6 known documents fit" in works
    assert "root work A seed of all" in data
    assert "gives the citations of 6 of them" in data
    assert "it cites 0 documents, is cited by 3" in document


def test_what_a_network_draws_opens_the_documents_that_it_counts(network: Build) -> None:
    page = next(page for page in PAGES if page.NAME == "spread")
    share = next(
        card.chart for card in cards_of(Place(page, {}), network, Route("", "", "light")) if card.chart.name == "share"
    )
    works = next(page for page in PAGES if page.NAME == "works")
    for row, address in zip(share.table.to_dict("records"), share.opens, strict=True):
        assert address is not None
        view = url_state.read(works.parameters(network), address.partition("?")[2])
        assert len(works.layout(network, view).charts[0].table) == row["citing_documents"]


def test_a_network_gives_all_references_of_its_documents(network: Build) -> None:
    given = network.table("document_metrics").set_index("document_id")["local_references"]

    assert given.to_dict() == {"doc:a": 0, "doc:b": 1, "doc:c": 2, "doc:d": 1, "doc:e": 2, "doc:f": 1}


def test_a_network_without_a_root_says_how_to_name_one(bare: Build) -> None:
    assert "No root work was named" in said(next(page for page in PAGES if page.NAME == "overview"), bare)


@each_page
def test_every_command_of_a_page_is_for_the_folder_that_it_shows(page: ModuleType, single: Build) -> None:
    # What the dictionary says of a table is the same for every folder.
    shown = (
        "" if page.NAME == "data" else markup(render(place_of(page, single), single, Route("", "", "light")).component)
    )
    shown += markup([*render(place_of(page, single), single, Route("", "", "light")).first])
    commands = re.findall(r"<code>((?:make|atlas) [^<]*)", shown)
    folder = str(single.settings.data_dir)

    assert all(command.endswith(f" --data-dir {folder}") for command in commands)
    if page.NAME in ("overview", "spread", "network", "authors", "data"):
        assert commands


def test_before_a_build_pages_and_files_name_the_command_of_their_folder(tmp_path: Path) -> None:
    client = create_app(load(data_dir=tmp_path)).server.test_client()
    for address in ("/", "/csv/works/documents.csv", "/tables/documents.csv"):
        assert f"atlas ingest --data-dir {tmp_path}" in client.get(address).get_data(as_text=True)


def test_sentences_over_the_usual_folder_stand_as_they_are_written() -> None:
    for text in ("Run `make ingest`.", "To learn more, run `atlas ingest --scope forum` where it can be reached."):
        assert here(text, load(data_dir=None, environ={})) == text


def test_a_title_that_looks_like_a_command_stays_as_it_is(tmp_path: Path) -> None:
    text = "Not so \u2068`atlas build`\u2069."

    assert here(text, load(data_dir=tmp_path)) == text


def test_a_build_of_another_root_stands_over_the_configuration() -> None:
    settings = load(environ={})
    record = {
        "root": "embedded",
        "root_title": "Embedded Agency",
        "root_authors": ["Abram", "Scott"],
        "contests": [{"name": "one", "variants": ["new", "old"]}],
        "census": {"all": {"start": "2016-01-01", "end": "2025-08-29"}},
    }
    found = studied(settings, record)

    assert (found.root_work.title, found.root_work.authors) == ("Embedded Agency", ("Abram", "Scott"))
    assert {name: contest.variants for name, contest in found.contests.items()} == {"one": ("new", "old")}
    assert studied(settings, {"root": "embedded", "root_title": "Embedded Agency"}).contests == {}
    assert studied(settings, {"root": settings.root, "root_title": "R"}).contests == settings.contests
    assert studied(settings, {}) == settings
