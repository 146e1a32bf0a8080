"""Parts of pages are made anew where, and only where, something that they looked at has changed."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboard.parts import Parts
from dashboard.url_state import View

Data = dict[str, int]


def label(data: Data, view: View) -> str:
    """Look at a second name only for some values of the first, as a page does."""
    if view["kind"] == "none":
        return "nothing"
    return f"{view['kind']} {data[view['grain']]}"


def view(kind: str, grain: str, years: tuple[int, int] = (1, 2)) -> View:
    return View({"kind": kind, "grain": grain, "years": years})


DATA = {"year": 1, "month": 12}
VIEWS = st.builds(view, st.sampled_from(["none", "post", "comment"]), st.sampled_from(sorted(DATA)), st.just((1, 2)))


@given(st.lists(VIEWS, max_size=30), st.integers(1, 4))
def test_a_part_is_what_its_function_gives_whatever_was_asked_for_before(views: list[View], limit: int) -> None:
    parts = Parts(limit)

    assert [parts.get(label, DATA, one) for one in views] == [label(DATA, one) for one in views]


def test_a_part_is_made_anew_only_where_it_looked() -> None:
    made: list[str] = []
    parts = Parts(limit=10)

    def noted(data: Data, one: View) -> str:
        made.append(one["kind"])
        return label(data, one)

    for one in (view("none", "year"), view("none", "month"), view("post", "year"), view("post", "year", (3, 4))):
        parts.get(noted, DATA, one)
    assert made == ["none", "post"]
    parts.get(noted, DATA, view("post", "month"))
    assert made == ["none", "post", "post"]


def test_a_part_within_a_part_counts_as_looked_at_even_where_it_was_kept() -> None:
    parts = Parts(limit=10)

    def outer(data: Data, one: View) -> Any:
        return parts.get(label, data, one).upper()

    parts.get(label, DATA, view("post", "year"))
    assert parts.get(outer, DATA, view("post", "year")) == "POST 1"
    assert parts.get(outer, DATA, view("post", "month")) == "POST 12"


def test_a_part_that_looks_at_everything_is_kept_for_that_view_alone() -> None:
    parts = Parts(limit=10)

    def whole(_data: Data, one: View) -> Any:
        return dict(one.values)

    assert parts.get(whole, DATA, view("post", "year"))["years"] == (1, 2)
    assert parts.get(whole, DATA, view("post", "year", (3, 4)))["years"] == (3, 4)


def test_the_parts_asked_for_last_are_kept() -> None:
    made: list[str] = []
    parts = Parts(limit=2)

    def noted(_data: Data, one: View) -> None:
        made.append(one["grain"])

    for grain in ("a", "b", "a", "c", "a", "b"):
        parts.get(noted, DATA, view("post", grain))
    assert made == ["a", "b", "c", "b"]
