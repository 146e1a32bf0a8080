"""Conditions on columns: what an address and the grid may say, what fits, and what is refused."""

import json

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard import url_state
from dashboard.conditions import NUMBER, TEXT, Condition, Conditions, fits, grid_model
from dashboard.data_access import Build
from dashboard.pages.works import layout, parameters
from dashboard.url_state import Rejected

WHERE = Conditions("where", "Columns", {"title": False, "karma": True})
NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(lambda number: float(f"{number:.15g}"))


def said(search: str) -> str:
    view = url_state.read([WHERE], search)
    assert not view.notes
    return WHERE.called(view["where"])


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("?where=karma:min:50~title:has:mesa", "title contains “mesa”, karma at least 50"),
        ("?where=karma:between:-1..2.5", "karma from -1 to 2.5"),
        ("?where=title:unknown", "title is not known"),
        ("?where=title:is:a:b%257Ec", "title is “a:b~c”"),
        ("?where=", ""),
    ],
)
def test_an_address_says_what_holds(search: str, words: str) -> None:
    assert said(search) == words


@example("0   0", 0.0)
@given(st.text(max_size=40), NUMBERS)
def test_what_is_written_reads_the_same(text: str, number: float) -> None:
    model = {"title": {"type": "contains", "filter": text}, "karma": {"type": "equals", "filter": number}}
    try:
        chosen = WHERE.accept(json.dumps(model))
    except Rejected:
        return

    assert WHERE.accept(WHERE.write(chosen)) == chosen
    assert WHERE.accept(json.dumps(grid_model(chosen, WHERE.numeric))) == chosen
    assert url_state.read([WHERE], url_state.write([WHERE], url_state.View({"where": chosen})))["where"] == chosen


@pytest.mark.parametrize(
    "value",
    [
        "karma",
        "nobody:has:x",
        "karma:has:5",
        "karma:min:five",
        "karma:min:nan",
        "karma:between:1",
        "karma:between:5..1",
        "title:has:" + "x" * 101,
        "title:has:",
        "title:has:" + "x" * 3_000,
        "{",
        '{"karma": 5}',
        '{"karma": {"type": ["equals"], "filter": 1}}',
        '{"karma": {"type": "equals", "filter": 1e999}}',
        '{"__proto__": {"type": "equals", "filter": 1}}',
        '{"a":' * 350,
        5,
        None,
    ],
)
def test_what_cannot_hold_is_refused_by_name(value: object) -> None:
    with pytest.raises(Rejected):
        WHERE.accept(value)


def test_an_unknown_value_fits_no_condition_but_unknown() -> None:
    titles, karma = pd.Series(["Mesa", "other", None], dtype="str"), pd.Series([5, 0, None], dtype="Int64")
    values = {"has": "ESA", "lacks": "esa", "is": "mesa", "begins": "me"}

    assert {way: fits(titles, Condition("title", way, values[way]), False).tolist() for way in TEXT} == {
        "has": [True, False, False],
        "lacks": [False, True, False],
        "is": [True, False, False],
        "begins": [True, False, False],
    }
    spans = {"min": "5", "max": "0", "between": "0..4", "is": "0"}
    assert {way: fits(karma, Condition("karma", way, spans[way]), True).tolist() for way in NUMBER} == {
        "min": [True, False, False],
        "max": [False, True, False],
        "between": [False, True, False],
        "is": [False, True, False],
    }
    assert fits(karma, Condition("karma", "unknown"), True).tolist() == [False, False, True]
    assert fits(titles, Condition("title", "known"), False).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("where", "titles"),
    [
        ("title:begins:post+number+1~posted_at:has:2020-1", ["Post number 13", "Post number 12"]),
        ("local_citations:min:11", ["A Toy Work"]),
        ("title:is:post+number+12", ["Post number 12"]),
    ],
)
def test_the_file_holds_what_the_columns_are_narrowed_to(build: Build, where: str, titles: list[str]) -> None:
    view = url_state.read(parameters(build), f"?columns=title&where={where}")
    assert not view.notes
    table = layout(build, view).charts[0].table

    assert table["title"].tolist() == titles
    assert {one.column for one in view["where"]} <= set(table.columns)
