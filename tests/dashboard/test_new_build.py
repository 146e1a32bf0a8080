"""A choice or a tab on a page from an older build brings the whole page anew, never a part of it."""

import json
from typing import Any

import pytest
from dash import Dash

from dashboard.app import create_app
from tests.dashboard import toy

PATH, SEARCH = "/terminology", "?grain=year"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    return create_app(toy.publish(tmp_path_factory.mktemp("renewed")))


@pytest.fixture(scope="module")
def layout(app: Dash) -> Any:
    """The first layout, as a browser gets it."""
    client = app.server.test_client()
    return client.get(f"/_dash-layout?pathname={PATH}&search=&scheme=dark").get_json()


def stored(layout: Any, name: str) -> Any:
    return next(one["props"]["data"] for one in layout["props"]["children"] if one["props"].get("id") == name)


def ask(app: Dash, part: str, given: dict[str, Any]) -> Any:
    """Return the reply of the callback with ``part`` in its output; ``given`` are values by the id or by a part of it."""
    output = next(name for name in app.callback_map if part in name)
    callback = app.callback_map[output]

    def one(spec: dict[str, Any]) -> Any:
        found = next((value for name, value in given.items() if name in spec["id"]), None)
        if not spec["id"].startswith("{"):
            return {"id": spec["id"], "property": spec["property"], "value": found}
        identity = json.loads(spec["id"])
        kind, wild = next((key, value) for key, value in identity.items() if key != "type")
        if wild == ["ALL"]:
            named = found if isinstance(found, dict) else {}
            values = [
                {"id": {**identity, kind: name}, "property": spec["property"], "value": value}
                for name, value in named.items()
            ]
            if spec["property"] == "id":
                return [{**each, "value": each["id"]} for each in values]
            return values
        own = {**identity, kind: given["chart"]}
        return {"id": own, "property": spec["property"], "value": own if spec["property"] == "id" else found}

    several = output.startswith("..")
    names = output[2:-2].split("...") if several else [output]
    outputs = []
    for name in names:
        identity, _, prop = name.rpartition(".")
        whole = json.loads(identity) if identity.startswith("{") else identity
        if isinstance(whole, dict):
            whole = {key: given["chart"] if isinstance(value, list) else value for key, value in whole.items()}
        outputs.append({"id": whole, "property": prop})
    body = {
        "output": output,
        "outputs": outputs if several else outputs[0],
        "inputs": [one(spec) for spec in callback["inputs"]],
        "state": [one(spec) for spec in callback["state"]],
        "changedPropIds": [],
    }
    reply = app.server.test_client().post("/_dash-update-component", json=body)
    assert reply.status_code in (200, 204), reply.get_data(as_text=True)
    return reply.get_json() or {}


@pytest.fixture
def choice(layout: Any) -> dict[str, Any]:
    return {"route": stored(layout, "route"), "shown": stored(layout, "shown"), "control": {"grain": "year"}}


def older(choice: dict[str, Any]) -> dict[str, Any]:
    """A browser that asked for the newest build, and was answered by a process that had not read it yet."""
    return {**choice, "shown": {**choice["shown"], "build": "an older one"}}


def test_a_choice_on_the_build_that_stands_renews_the_charts(app: Dash, choice: dict[str, Any]) -> None:
    reply = ask(app, "body.children", choice)

    assert reply["response"]["answer"]["children"]
    assert "route" not in reply.get("sideUpdate", {})


def test_a_choice_while_a_link_to_another_page_is_under_way_leaves_the_link(app: Dash, choice: dict[str, Any]) -> None:
    route = {**choice["route"], "pathname": "/spread"}

    assert not ask(app, "body.children", {**choice, "route": route}).get("response")


def test_a_choice_on_an_older_build_keeps_the_choice_and_renews_the_page(app: Dash, choice: dict[str, Any]) -> None:
    current = choice["route"]["build"]
    reply = ask(app, "body.children", older(choice))

    assert not reply["response"]
    assert reply["sideUpdate"]["route"]["data"] == {
        "pathname": PATH,
        "search": SEARCH,
        "scheme": "dark",
        "build": current,
        "by": "choice",
    }


@pytest.mark.parametrize("by", ["choice", None])
def test_the_address_follows_only_where_a_choice_renewed_the_page(app: Dash, choice: dict[str, Any], by: Any) -> None:
    reply = ask(app, "page.children", {"route": {**choice["route"], "search": SEARCH, "by": by}})

    assert reply["response"]["shown"]["data"]["by"] == (by or "address")
    assert reply["response"]["shown"]["data"]["search"] == SEARCH


def test_a_tab_opened_on_an_older_build_renews_the_page(app: Dash, layout: Any) -> None:
    route, shown = stored(layout, "route"), stored(layout, "shown")
    reply = ask(app, '"panel"', older({"tabs": "table", "chart": "none-such", "route": route, "shown": shown}))

    assert reply["sideUpdate"]["route"]["data"]["build"] == route["build"]
    assert not reply.get("response")


def test_a_page_tells_which_build_it_was_drawn_from_not_which_was_asked_for(app: Dash, choice: dict[str, Any]) -> None:
    reply = ask(app, "page.children", {"route": {**choice["route"], "build": "a newer one"}})

    assert reply["response"]["shown"]["data"]["build"] == choice["shown"]["build"]


def test_the_clock_renews_a_page_from_an_older_build_though_its_build_was_noticed_before(
    app: Dash, choice: dict[str, Any]
) -> None:
    key = choice["shown"]["build"]
    noticed = {"build": key, "tick": 7}

    assert ask(app, "build.data", {**noticed, **older(choice)})["response"]["build"]["data"] == key
    assert not ask(app, "build.data", {**noticed, "shown": choice["shown"]})["response"]


def test_rows_of_a_newer_build_never_stand_under_the_count_of_an_older_one(app: Dash) -> None:
    layout = app.server.test_client().get("/_dash-layout?pathname=/works&search=&scheme=dark").get_json()
    route, key = stored(layout, "route"), stored(layout, "shown")["build"]

    def asked(view: str) -> Any:
        block = {"grid": {"startRow": 0}, "view": view, "chart": "works-documents", "route": route}
        return ask(app, "getRowsResponse", block)

    assert f"'data-view': '{key}'" in str(layout)
    assert "rowCount" in str(asked(key)["response"])
    assert asked(f"{key}?q=number+12")["response"] != asked(key)["response"]
    older = asked("0123456789ab?kind=any")
    assert "rowCount" not in str(older)
    assert (older["sideUpdate"]["route"]["data"]["search"], older["sideUpdate"]["route"]["data"]["build"]) == (
        "?kind=any",
        key,
    )
