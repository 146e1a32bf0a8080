"""What the application refuses, and what it tells browsers to refuse."""

import json
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.rendering import Route
from dashboard.security import LARGEST_BODY
from pipeline.settings import Settings

UPDATE = "/_dash-update-component"
HOSTILE: list[Any] = [
    None, "", "\x00", "../../etc/passwd", "<script>alert(1)</script>", "(a+)+$", "A" * 100_000, -1, 10**30, 1e308, [],
    ["x"] * 10_000, {}, {"a": {"b": {}}}, True, "=cmd|' /C calc'!A0", "\ud800", "9999-99-99", "__proto__", {"points": "x"},
    {"pathname": 5, "search": [], "scheme": {}}, {"pathname": "/terminology", "search": "?terms=\ud800"},
]  # fmt: skip


@pytest.fixture(scope="module")
def app(published: Settings) -> Dash:
    return create_app(published)


@pytest.fixture(scope="module")
def client(app: Dash) -> FlaskClient:
    return app.server.test_client()


def request_for(app: Dash, part: str, value: Any = None) -> dict[str, Any]:
    """Return a well-formed request for the callback whose output contains ``part``, with ``value`` for every input."""
    output = next(name for name in app.callback_map if part in name)
    callback = app.callback_map[output]

    def one(spec: dict[str, Any]) -> Any:
        if not spec["id"].startswith("{"):
            return {"id": spec["id"], "property": spec["property"], "value": value}
        identity = json.loads(spec["id"])
        wild = ["ALL"] in identity.values()
        given = {
            "id": {key: "x" if isinstance(part, list) else part for key, part in identity.items()},
            "property": spec["property"],
            "value": value,
        }
        return [given] if wild else given

    names = output[2:-2].split("...") if output.startswith("..") else [output]
    outputs = [
        {"id": json.loads(i) if i.startswith("{") else i, "property": p}
        for i, _, p in (name.rpartition(".") for name in names)
    ]
    return {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": [one(spec) for spec in callback["inputs"]],
        "state": [one(spec) for spec in callback["state"]],
        "changedPropIds": [],
    }


CALLBACKS = ("page.children", "body.children", "panel", "build.data", "getRowsResponse")


@pytest.mark.parametrize(
    "address", ["/", "/terminology", "/nowhere", "/_dash-layout", "/csv/works/documents.csv", "/assets/atlas.css"]
)
def test_every_answer_carries_the_protections(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers

    assert "'unsafe-eval'" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_scripts_come_from_here_or_are_named_by_hash(client: FlaskClient) -> None:
    policy = dict(part.strip().split(" ", 1) for part in client.get("/").headers["Content-Security-Policy"].split(";"))
    sources = policy["script-src"].split()

    assert sources[0] == "'self'"
    assert all(source.startswith("'sha256-") for source in sources[1:])
    assert "unsafe" not in policy["script-src"]


def test_the_page_names_its_language_and_loads_nothing_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)

    assert '<html lang="en">' in page
    assert "https://" not in page
    assert "http://" not in page


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8050", 200),
        ("localhost", 200),
        ("[::1]:8050", 200),
        ("evil.example:8050", 400),
        ("127.0.0.1.evil.example", 400),
        ("", 400),
    ],
)
def test_only_this_machine_s_own_names_are_answered(client: FlaskClient, host: str, status: int) -> None:
    assert client.get("/", headers={"Host": host}).status_code == status


def test_a_host_that_was_asked_for_is_answered(published: Settings) -> None:
    client = create_app(published, hosts=("atlas.example",)).server.test_client()

    assert client.get("/", headers={"Host": "atlas.example:8050"}).status_code == 200


def test_debug_is_off(app: Dash) -> None:
    assert app.server.debug is False
    assert "_reload-hash" not in app.server.test_client().get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"42",
        b"null",
        b"{}",
        b"[]",
        b"[" * 50_000,
        b'{"output":"x.y"}',
        b'{"output":"\xff\xfe"}',
        b'{"output":["page"]}',
    ],
    ids=lambda body: body[:12],
)
def test_a_body_that_is_no_request_is_refused(client: FlaskClient, body: bytes) -> None:
    assert client.post(UPDATE, data=body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("part", CALLBACKS)
@pytest.mark.parametrize("missing", ["inputs", "outputs", "output"])
def test_a_request_that_lacks_a_part_is_refused(app: Dash, client: FlaskClient, part: str, missing: str) -> None:
    body = request_for(app, part)
    del body[missing]

    assert client.post(UPDATE, json=body).status_code == 400


@pytest.mark.parametrize("part", CALLBACKS)
@pytest.mark.parametrize("entry", [None, 5, "x", [], {}, {"id": 5, "property": "data"}, {"id": "route"}], ids=repr)
def test_a_malformed_entry_never_reaches_a_callback(app: Dash, client: FlaskClient, part: str, entry: Any) -> None:
    body = request_for(app, part)
    body["inputs"] = [entry] * len(body["inputs"])
    wanted = {200, 204, 400} if entry == [] else {400}

    assert client.post(UPDATE, json=body).status_code in wanted


@pytest.mark.parametrize("part", CALLBACKS)
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:20])
def test_any_value_is_answered(app: Dash, client: FlaskClient, part: str, value: Any) -> None:
    reply = client.post(UPDATE, json=request_for(app, part, value))

    assert reply.status_code in (200, 204)
    assert "Traceback" not in reply.get_data(as_text=True)


def test_a_body_over_the_limit_is_refused(client: FlaskClient) -> None:
    body = b'{"output":"' + b"A" * LARGEST_BODY + b'"}'

    assert client.post(UPDATE, data=body, content_type="application/json").status_code == 413


@pytest.mark.parametrize(
    "address",
    [
        "/assets/../app.py",
        "/assets/..%2f..%2fetc%2fpasswd",
        "/_dash-component-suites/dash/../../etc/passwd",
        "/_dash-component-suites/nothing/here.js",
        "/_dash-component-suites/dash/nothing.js",
        "/assets/%00",
    ],
)
def test_paths_that_lead_out_are_refused(client: FlaskClient, address: str) -> None:
    reply = client.get(address)

    assert reply.status_code in (400, 404) or b'id="react-entry-point"' in reply.data
    assert b"root:" not in reply.data


def test_a_fault_of_ours_is_logged_and_shown_by_reference_only(
    published: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from dashboard.pages import overview

    def broken(*_: object) -> None:
        raise RuntimeError("the secret reason")

    monkeypatch.setattr(overview, "layout", broken)
    app = create_app(published)
    reply = app.server.test_client().post(
        UPDATE, json=request_for(app, "page.children", {"pathname": "/", "search": "", "scheme": "light"})
    )

    assert reply.status_code == 200
    assert "the secret reason" not in reply.get_data(as_text=True)
    assert "the secret reason" in caplog.text
    assert "reference" in caplog.text


def test_a_route_that_makes_no_sense_is_that_of_the_overview() -> None:
    assert Route.read({"pathname": 5, "search": None, "scheme": "purple"}) == Route("/", "", "light")
