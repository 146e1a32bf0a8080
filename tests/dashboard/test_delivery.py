"""Scripts are compressed once; pages, which change with the build, every time."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_compress import flask_compress

from dashboard import delivery, scripts

COMPRESSED = {"Accept-Encoding": "br"}


@pytest.fixture
def pages() -> Iterator[str]:
    """What the server answers, a new text every time."""
    return (f"page {number} " * 200 for number in range(10))


@pytest.fixture
def client(pages: Iterator[str]) -> FlaskClient:
    server = Flask(__name__, static_folder=str(scripts.ASSETS), static_url_path="/assets")
    delivery.register(server)
    server.add_url_rule("/works", view_func=lambda: next(pages))
    return server.test_client()


def test_our_own_script_is_compressed_once_for_all_visitors(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scripts.asset("atlas.js")
    first = client.get(path, headers=COMPRESSED)
    monkeypatch.setattr(flask_compress, "_compress_data", lambda *_: pytest.fail("compressed again"))
    monkeypatch.setattr(flask_compress, "_compress_chunks", lambda *_: pytest.fail("compressed again"))
    second = client.get(path, headers=COMPRESSED)

    assert first.headers["Content-Encoding"] == "br"
    assert second.data == first.data
    assert "immutable" in second.headers["Cache-Control"]


@pytest.mark.parametrize("query", ["", "?q=/assets/", "?q=/_dash-component-suites/"])
def test_a_page_is_never_kept_whatever_its_address_holds(client: FlaskClient, query: str) -> None:
    first, second = (client.get(f"/works{query}", headers=COMPRESSED).data for _ in range(2))

    assert first != second


def test_many_addresses_of_one_file_do_not_fill_the_memory() -> None:
    kept = delivery._Scripts()
    for number in range(2 * delivery.MOST):
        kept.set(f"br;/assets/atlas.js?m={number}", b"x")

    assert kept.get("br;/assets/atlas.js?m=0") == b"x"
    assert kept.get(f"br;/assets/atlas.js?m={delivery.MOST}") is None
