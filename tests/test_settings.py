"""The configuration: what no request can be made of is refused before any work, and what is secret is not repeated."""

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.settings import PROJECT, Gather, Given, load

ATLAS = """\
root = 'rlo'
[works.rlo]
title = 'T'
documents = [{ id = 'forum:x' }]
[gather]
"""


@pytest.mark.parametrize(
    "address",
    [
        "https://[x", "https://exa..mple.invalid", f"https://{'a' * 64}.invalid", "https://x.invalid:99999",
        "https://x.invalid:port", "https://x.invalid:0", "https://:443", "https://[::1", "ftp://x.invalid",
    ],
)  # fmt: skip
def test_an_address_that_no_request_can_go_to_is_a_mistake_of_the_configuration(address: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--site: expected an http or https address, found"):
        load(environ={}, options=[Given("--site", ("gather", "sites", "forum"), address)])
    written = tmp_path / "atlas.toml"
    written.write_text(f"{ATLAS}pages = ['{address}/page']\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"line 6: .*expected an http or https address without a #"):
        load(written, {})


@pytest.mark.parametrize("address", ["http://127.0.0.1:8901", "http://[::1]:80", "https://www.lesswrong.com/x"])
def test_an_address_that_requests_go_to_is_taken(address: str) -> None:
    settings = load(environ={}, options=[Given("--site", ("gather", "sites", "forum"), address)])

    assert settings.gather.sites["forum"] == address


@pytest.mark.parametrize(
    "line",
    [
        'keys = { openalex = "SECRET\\nKEY" }', 'keys = { openalex = "SECRET\u00e9" }', "keys = { openalex = 5318008 }",
        'keys = "SECRET"', 'keys = ["SECRET"]', 'extra_header = "SECRET"', 'extra_header = "X: SECRET\u2028 SECRET"',
        'extra_header = "X: SECRET\\r\\nY: z"', 'extra_header = "Bad Name: SECRET"', "extra_header = 5318008",
    ],
)  # fmt: skip
def test_a_key_that_no_header_can_hold_is_refused_and_never_shown(line: str, tmp_path: Path) -> None:
    written = tmp_path / "atlas.toml"
    written.write_text(f"{ATLAS}{line}\n", encoding="utf-8")

    with pytest.raises(UsageError, match=r"line 6: gather\.(keys|extra_header)") as raised:
        load(written, {})
    assert not any(secret in f"{raised.value} {raised.value.__cause__}" for secret in ("SECRET", "5318008"))


def test_a_key_of_the_environment_that_no_header_can_hold_is_refused_and_never_shown() -> None:
    with pytest.raises(UsageError, match=r"^ATLAS_GATHER__KEYS__OPENALEX: expected a key of letters") as raised:
        load(environ={"ATLAS_GATHER__KEYS__OPENALEX": "SECRET\u00e9"})
    assert "SECRET" not in str(raised.value)


def test_blanks_around_a_key_are_none_of_it_and_no_key_is_in_what_is_shown_of_the_settings() -> None:
    settings = load(
        environ={"ATLAS_GATHER__KEYS__OPENALEX": " SECRET\n", "ATLAS_GATHER__EXTRA_HEADER": "X-Access:  SECRET "}
    )

    assert settings.gather.keys == {"openalex": "SECRET"}
    assert settings.gather.extra_header == "X-Access:SECRET"
    assert "SECRET" not in repr(settings)


def test_every_setting_of_gathering_stands_in_the_configuration_that_comes_with_the_program() -> None:
    written = (PROJECT / "atlas.toml").read_text(encoding="utf-8")
    assert [
        name for name in Gather.model_fields if f"{name} = " not in written and f"[gather.{name}]" not in written
    ] == []
