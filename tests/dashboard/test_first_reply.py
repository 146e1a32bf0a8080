"""The first reply says already what the page says."""

import json
import re
from html import unescape
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
from dash import html
from flask.testing import FlaskClient

from dashboard import routing, scripts
from dashboard.advice import here
from dashboard.app import create_app, load_pages
from dashboard.data_access import Build
from dashboard.markup import markup
from dashboard.url_state import accept
from pipeline.settings import Settings
from tests.dashboard import toy

PAGES = load_pages()
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)


@pytest.fixture(scope="module")
def client(published: Settings) -> FlaskClient:
    return create_app(published).server.test_client()


def address(page: ModuleType, build: Build) -> str:
    about = routing.subject(page.parameters(build))
    view = accept(page.parameters(build), {about.name: page.samples(build)[0]} if about else {})
    return routing.path(page, view)


def words_of(text: str) -> str:
    """What a reader without scripts reads."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", text)).split())


@each_page
def test_the_first_reply_holds_question_and_answer(client: FlaskClient, build: Build, page: ModuleType) -> None:
    reply = client.get(address(page, build)).get_data(as_text=True)
    frame = reply[reply.index("<header") : reply.index('<div id="react-entry-point">')]
    parameters = page.parameters(build)
    about = routing.subject(parameters)
    view = accept(parameters, {about.name: page.samples(build)[0]} if about else {})
    answer = (
        here(page.layout(build, view).answer, build.settings)
        .translate({ord(one): None for one in "`\u2068\u2069"})
        .replace("\u00a0", " ")
    )

    assert frame.count("<h1>") == 1
    assert " ".join(answer.split()) in words_of(frame)
    assert f">{PAGES[1].LABEL}</a>" in frame
    assert "<script" not in frame


@each_page
def test_a_page_stands_whole_in_the_first_reply_where_no_script_of_a_control_is_needed(
    client: FlaskClient, build: Build, page: ModuleType
) -> None:
    reply = client.get(address(page, build)).get_data(as_text=True)
    first = reply[reply.index('<div id="first"') : reply.index('<div id="react-entry-point">')]
    parameters = page.parameters(build)
    about = routing.subject(parameters)
    content = page.layout(build, accept(parameters, {about.name: page.samples(build)[0]} if about else {}))
    whole = "Loading the rest" not in first

    assert whole == (page.NAME in {"overview", "document", "author"})
    assert [chart.title in unescape(first) for chart in content.charts] == [whole] * len(content.charts)
    assert first.count("<div data-chart=") == whole * sum(
        chart.figure is not None and not chart.table.empty for chart in content.charts
    )
    assert "data-markup" not in first


def test_outside_text_stays_text_in_the_first_reply(client: FlaskClient) -> None:
    reply = client.get("/doc/forum:00000000000000001").get_data(as_text=True)

    assert toy.HOSTILE in unescape(reply)
    assert toy.HOSTILE not in reply
    assert "<img" not in reply


@pytest.mark.parametrize("name", ["{%scripts%}", "{%config%}", "{%title%}", "@needed", "@menu", "@early", "@first"])
def test_an_address_that_names_a_part_of_the_reply_does_not_bring_it(client: FlaskClient, name: str) -> None:
    reply = client.get(f"/term/{quote(name)}").get_data(as_text=True)

    assert f"<bdi>{name}</bdi>" in reply
    assert reply.count("<script") == client.get("/term/x").get_data(as_text=True).count("<script")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/term/nothing%20like%20it", 404),
        ("/doc/", 200),  # Names none, and offers some.
        ("/%00", 404),
        ("/doc/%F0%9F%98%80%25", 404),
        ("/term/report%20word", 200),
    ],
)
def test_an_address_without_a_page_is_answered_in_words_and_with_404(
    client: FlaskClient, path: str, status: int
) -> None:
    reply = client.get(path)

    assert reply.status_code == status
    assert "<h1>" in reply.get_data(as_text=True)


def test_a_page_that_fails_leaves_the_menu_and_names_the_reference(
    published: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from dashboard.pages import spread

    def broken(*_: object) -> None:
        raise RuntimeError("the secret reason")

    monkeypatch.setattr(spread, "layout", broken)
    client = create_app(published).server.test_client()
    for path, status in (("/spread", 500), ("/_dash-layout?pathname=/spread&search=&scheme=dark", 200)):
        answered = client.get(path)
        reply = answered.get_data(as_text=True).replace(r"\u002f", "/")
        assert answered.status_code == status
        assert "This could not be shown" in reply
        assert "the secret reason" not in reply
    assert 'href="/terminology"' in client.get("/spread").get_data(as_text=True)
    assert "the secret reason" in caplog.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_layout_of_an_address_holds_its_page_and_one_build(client: FlaskClient, scheme: str) -> None:
    layout = client.get(f"/_dash-layout?pathname=/terminology&search=%3Fgrain%3Dyear&scheme={scheme}").get_json()
    stores = {one["props"]["id"]: one["props"].get("data") for one in layout["props"]["children"][:3]}

    assert stores["route"] == {
        "pathname": "/terminology",
        "search": "?grain=year",
        "scheme": scheme,
        "build": stores["build"],
    }
    assert stores["shown"]["search"] == "?grain=year"
    assert f"'scheme': '{scheme}'}}, 'type': 'Themed'" in str(layout)


def test_a_layout_without_an_address_is_an_empty_page(client: FlaskClient) -> None:
    layout = client.get("/_dash-layout").get_json()

    assert str(layout).count("Loading…") == 1
    assert "'h1'" not in str(layout).lower()


@pytest.mark.parametrize(
    ("path", "waits"),
    [("/", []), ("/spread", ["atlas_controls"]), ("/works", ["atlas_controls", "dash_ag_grid"])],
)
def test_only_a_page_with_a_grid_or_with_controls_waits_for_their_script(
    client: FlaskClient, path: str, waits: list[str]
) -> None:
    reply = client.get(path).get_data(as_text=True)

    loaded = re.findall(r'<script src="([^"]+)"', reply)
    assert [name for name, source in scripts.APART.items() if source in loaded] == waits
    apart = re.search('data-apart="([^"]+)"', reply)
    assert apart is not None
    assert json.loads(unescape(apart[1])) == scripts.APART
    assert all(client.get(scripts.APART[one]).status_code == 200 for one in waits)


def test_scripts_are_kept_by_browsers_under_names_that_change_with_them(client: FlaskClient) -> None:
    for path in re.findall(r'<script src="([^"]+)"', client.get("/works").get_data(as_text=True)):
        reply = client.get(path)
        assert reply.status_code == 200, path
        assert "immutable" in reply.headers["Cache-Control"], path


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (None, ""),
        ("<&>\"'", "&lt;&amp;&gt;&quot;&#x27;"),
        ([html.P("a"), None, 5], "<p>a</p>5"),
        (html.A("x", href='/a"b', id="one"), '<a href="/a&quot;b">x</a>'),
        (html.P(["a", html.Br(), "b"], className="c"), '<p class="c">a<br>b</p>'),
    ],
)
def test_components_become_text(part: Any, text: str) -> None:
    assert markup(part) == text
