"""Works narrowed to exactly some documents: an id that is not known is named in a note, and the others are shown."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import opening, url_state
from dashboard.data_access import Build, Store
from dashboard.narrowing import Several
from dashboard.pages import works
from dashboard.pages._works_table import fitting
from dashboard.pages._works_table import works as every
from tests.dashboard import toy

ONE, TWO = (f"forum:{number:017d}" for number in (1, 2))


@pytest.mark.parametrize(
    ("ids", "note", "shown"),
    [
        (f"{ONE}~{TWO}", (), 2),
        (f"{ONE}~nobody~{TWO}", ("ids: 'nobody' not known; shown without",), 2),
        (f"a~b~c~d~e~{ONE}", ("ids: 'a', 'b', 'c' and 2 more not known; shown without",), 1),
    ],
)
def test_what_is_known_of_several_ids_is_shown_and_the_rest_named(
    build: Build, ids: str, note: tuple[str, ...], shown: int
) -> None:
    view = url_state.read(works.parameters(build), f"?kind=any&ids={ids}")

    assert view.notes == note
    assert len(fitting(build, view)) == shown


def test_ids_that_hold_the_sign_between_ids_are_named_in_an_address_all_the_same(tmp_path: Path) -> None:
    strange = ["web:a.org/~ann", "web:a.org/%7Eann", "web:a.org/b~", "~web:c", "web:a.org/b%25%7Ed"]
    posts = toy.documents()
    posts.loc[[11, 12, 13, 14, 15], "document_id"] = strange
    current = Store(toy.publish(tmp_path, documents=posts, recounted=False), toy.HELD).current()
    assert current is not None

    for named in (strange, strange[:1], strange[1:2], [strange[2], ONE], [ONE, strange[3]]):
        view = url_state.read(works.parameters(current), urlsplit(opening.works(ids=named)).query)
        found = every(current)["document_id"].take(fitting(current, view))
        assert (sorted(found), view.notes) == (sorted(named), ())
        assert url_state.write(works.parameters(current), view) == "?" + urlsplit(opening.works(ids=named)).query


@given(st.lists(st.text(alphabet="~%7Ee25a:", min_size=1)))
def test_several_values_come_apart_as_they_were_joined(values: list[str]) -> None:
    assert url_state.apart(url_state.joined(values)) == values


@pytest.mark.parametrize(("number", "said"), [(1, "B"), (3, "B; c~d; A"), (5, "B; c~d; A and 2 more")])
def test_the_first_of_several_values_are_called_by_their_names(number: int, said: str) -> None:
    known = Several("ids", "Exactly", {"a": "A", "b": "B", "c~d": "c~d"})

    assert known.called(url_state.joined(["b", "c~d", "a", "b", "a"][:number])) == said


def test_where_no_id_is_known_the_list_is_whole_and_a_note_says_why(build: Build) -> None:
    view = url_state.read(works.parameters(build), "?kind=any&ids=nobody")

    assert view.notes == ("ids: 'nobody' not known; shown instead: nothing",)
    assert len(fitting(build, view)) == len(build.table("documents"))


def test_the_address_of_what_is_shown_no_longer_names_what_is_not_known(build: Build) -> None:
    parameters = works.parameters(build)
    view = url_state.read(parameters, f"?kind=any&ids={ONE}~nobody")

    assert url_state.write(parameters, view) == f"?kind=any&ids={ONE}"
