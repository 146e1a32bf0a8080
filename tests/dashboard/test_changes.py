"""A choice sends those parts of the charts that it changes, and all of them where it is not known what stands there."""

import json
from typing import Any

import pytest
from dash import Dash

from dashboard.app import create_app
from tests.dashboard import toy
from tests.dashboard.test_new_build import ask, stored

PATH = "/terminology"


@pytest.fixture
def app(tmp_path: Any) -> Dash:
    return create_app(toy.publish(tmp_path))


def given(app: Dash, scheme: str = "light") -> dict[str, Any]:
    """What a browser holds in which the page stands as it first comes."""
    layout = app.server.test_client().get(f"/_dash-layout?pathname={PATH}&search=&scheme={scheme}").get_json()
    return {"route": stored(layout, "route"), "shown": stored(layout, "shown")}


def sent(app: Dash, state: dict[str, Any], **control: Any) -> set[tuple[str, str]]:
    """Return the kind and the chart of each part that a choice sends."""
    reply = ask(app, "body.children", {**state, "control": control})
    assert reply["response"]["answer"]["children"]
    changed = reply["sideUpdate"]
    together = {(kind, chart) for chart, parts in changed["renewed"]["cards"].items() for kind in parts}
    parts = (json.loads(name) for name in changed if name not in ("shown", "renewed"))
    return together | {(part["type"], part["chart"]) for part in parts}


def test_a_chart_that_a_choice_leaves_as_it_is_is_not_sent_but_the_address_of_its_csv_is(app: Dash) -> None:
    parts = sent(app, given(app), scale="documents")

    assert {("graph", "terminology-trend"), ("head", "terminology-trend")} <= parts
    assert not parts & {(kind, f"terminology-{name}") for name in ("voices", "topics") for kind in ("head", "graph")}
    assert {("foot", f"terminology-{name}") for name in ("trend", "voices", "topics", "meanings")} <= parts


def test_every_part_is_sent_where_the_view_that_stands_was_not_drawn_here(app: Dash) -> None:
    state = given(app)
    elsewhere = {**state["shown"], "search": "?smooth=3"}
    nowhere = {**state["shown"], "path": "/nowhere"}

    for shown in (elsewhere, nowhere):
        parts = sent(app, {**state, "shown": shown}, scale="documents")
        assert {(kind, f"terminology-{name}") for name in ("trend", "voices") for kind in ("head", "graph")} <= parts


def test_what_stands_in_other_colours_is_sent_anew(app: Dash) -> None:
    state = given(app)
    parts = sent(app, {**state, "route": {**state["route"], "scheme": "dark"}}, scale="documents")

    assert ("graph", "terminology-voices") in parts
