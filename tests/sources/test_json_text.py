"""JSON from outside: what it may hold that no file can."""

from pipeline.sources import _json


def test_half_a_character_anywhere_is_shown_as_a_sign_that_files_can_hold() -> None:
    data = b'{"a\\ud800": ["b\\udc00", {"c": "\\ud83e\\udde0"}], "n": 1.5}'

    assert _json.loads(data, "here") == {"a\ufffd": ["b\ufffd", {"c": "\U0001f9e0"}], "n": 1.5}
    assert _json.loads(data, "here", keep_halves=True)["a\ud800"][0] == "b\udc00"
