"""Works narrowed to exactly some documents: an id that is not known is named in a note, and the others are shown."""

import pytest

from dashboard import url_state
from dashboard.data_access import Build
from dashboard.pages import works
from dashboard.pages._works_table import fitting

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


def test_where_no_id_is_known_the_list_is_whole_and_a_note_says_why(build: Build) -> None:
    view = url_state.read(works.parameters(build), "?kind=any&ids=nobody")

    assert view.notes == ("ids: 'nobody' not known; shown instead: nothing",)
    assert len(fitting(build, view)) == len(build.table("documents"))


def test_the_address_of_what_is_shown_no_longer_names_what_is_not_known(build: Build) -> None:
    parameters = works.parameters(build)
    view = url_state.read(parameters, f"?kind=any&ids={ONE}~nobody")

    assert url_state.write(parameters, view) == f"?kind=any&ids={ONE}"
