"""After a fault the page says so in words, and the next choice brings whole charts again."""

from typing import Any

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.components import panels
from dashboard.pages import terminology
from pipeline.settings import Settings
from tests.dashboard.test_new_build import ask, stored

PATH = "/terminology"
TAB = {"tabs": "table", "chart": "terminology-trend"}


@pytest.fixture
def app(published: Settings) -> Dash:
    return create_app(published)


@pytest.fixture
def state(app: Dash) -> dict[str, Any]:
    layout = app.server.test_client().get(f"/_dash-layout?pathname={PATH}&search=&scheme=light").get_json()
    return {"route": stored(layout, "route"), "shown": stored(layout, "shown")}


def broken(*_: object) -> None:
    raise RuntimeError("the secret reason")


def test_after_a_choice_that_failed_every_other_is_shown_whole(
    app: Dash, state: dict[str, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(terminology, "layout", broken)
        failed = ask(app, "body.children", {**state, "control": {"grain": "year"}})
    assert "This could not be shown" in str(failed["sideUpdate"]["body"])
    assert "the secret reason" in caplog.text
    now = {**state, "shown": failed["sideUpdate"]["shown"]["data"]}

    for chosen in ({"grain": "year"}, {}):
        reply = ask(app, "body.children", {**now, "control": chosen})
        assert "terminology-trend" in str(reply["response"]["body"]["children"])
        assert reply["sideUpdate"]["shown"]["data"]["path"] == PATH


def test_a_tab_that_fails_or_whose_chart_is_gone_says_so(
    app: Dash, state: dict[str, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def said(**tab: Any) -> str:
        return str(ask(app, '"panel"', {**TAB, **state, **tab})["response"])

    assert "not on the page any more" in said(chart="terminology-none-such")
    assert "not on the page any more" in said(route={**state["route"], "pathname": "/nowhere"})
    assert "plain-table" in said()
    monkeypatch.setattr(panels, "table_of", broken)
    assert "This could not be shown" in said()
    assert "the secret reason" in caplog.text
