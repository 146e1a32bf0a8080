"""The whole view in the address: what is written is read again, and what cannot be read is named."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import url_state
from dashboard.spans import Whole
from dashboard.url_state import Choice, Many, Switch, Text, View

TERMS = ("mesa-optimizer", "inner alignment", "schemer / scheming", "family:core", "a&b=c", "+x", "50% %41")
PARAMETERS = (
    Many("terms", "Terms", {"": {name: name for name in TERMS}}, ("mesa-optimizer",), limit=3),
    Choice("scale", "Scale", {"share": "Share", "documents": "Documents"}, "share"),
    Whole("smooth", "Smoothing", 0, 0, 6),
    Switch("once", "Once"),
    Text("q", "Search", limit=20),
)


@given(
    st.lists(st.sampled_from(TERMS), unique=True, max_size=3),
    st.sampled_from(["share", "documents"]),
    st.integers(0, 6),
    st.booleans(),
    st.text(max_size=20),
)
def test_a_view_that_is_written_is_read_again(terms: list[str], scale: str, smooth: int, once: bool, q: str) -> None:
    view = url_state.accept(PARAMETERS, {"terms": terms, "scale": scale, "smooth": smooth, "once": once, "q": q})
    address = url_state.write(PARAMETERS, view)

    assert not view.notes
    assert url_state.read(PARAMETERS, address) == view
    assert address.isascii()


def test_an_address_is_readable() -> None:
    view = url_state.accept(PARAMETERS, {"terms": ["mesa-optimizer", "inner alignment"], "smooth": 3})

    assert url_state.write(PARAMETERS, view) == "?terms=mesa-optimizer~inner+alignment&smooth=3"


def test_the_default_view_has_a_bare_address() -> None:
    assert url_state.write(PARAMETERS, url_state.read(PARAMETERS, "")) == ""


@pytest.mark.parametrize(
    ("search", "named"),
    [
        ("?terms=nobody", "terms: 'nobody' not known"),
        ("?terms=mesa-optimizer~inner+alignment~%2Bx~family:core", "terms: 4 chosen, at most 3"),
        ("?scale=loud", "scale: 'loud' is none of share, documents"),
        ("?smooth=7", "smooth: '7' is no whole number from 0 to 6"),
        ("?once=perhaps", "once: 'perhaps' is neither yes nor no"),
        ("?q=" + "a" * 21, "q: 21 characters, at most 20"),
        ("?colour=red", "colour: this page has no such setting"),
        ("?%ff%fe=1", "this page has no such setting"),
        ("?q=" + "a" * 5_000, "longer than 4000 characters"),
        ("?" + "&".join(f"a{n}=1" for n in range(60)), "more than 50 settings"),
    ],
)
def test_what_cannot_be_read_becomes_the_default_and_is_named(search: str, named: str) -> None:
    view = url_state.read(PARAMETERS, search)

    assert view.values == url_state.defaults(PARAMETERS)
    assert len(view.notes) == 1
    assert named in view.notes[0]


def test_one_wrong_setting_leaves_the_others_standing() -> None:
    view = url_state.read(PARAMETERS, "?scale=loud&once=yes")

    assert view["once"] is True
    assert view["scale"] == "share"
    assert view.notes == ("scale: 'loud' is none of share, documents; shown instead: share",)


HOSTILE: list[Any] = [
    None, "", "\x00", "../../etc/passwd", "<script>", "(a+)+$", "A" * 100_000, -1, 10**30, 1e308, [], ["x"] * 10_000, {},
    {"a": {"b": {}}}, True, "\ud800", "9999-99-99", "__proto__", ["__class__"], [[]], [None, None], float("nan"), ["2016", {}],
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:20])
def test_any_value_gives_a_usable_view_that_can_be_sent(value: Any) -> None:
    view = url_state.accept(PARAMETERS, {parameter.name: value for parameter in PARAMETERS})

    assert isinstance(view, View)
    json.dumps([view.values, view.notes]).encode("utf-8")
    assert url_state.read(PARAMETERS, url_state.write(PARAMETERS, view)).values == view.values
    assert all(len(note) < 300 for note in view.notes)
