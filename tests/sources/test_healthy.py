"""What a healthy run brings, and what is said where one does not."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.errors import SchemaChanged
from pipeline.records import DocumentRecord, QuarantinedRecord, Record
from pipeline.sources._healthy import NOT_GIVEN, Fields, Rows, refuse_renamed, shrunk, too_many

FIELDS = Fields(frozenset({"_id", "postedAt"}), frozenset({"_id", "postedAt", "title"}))


def bad(what: str = "site post", why: str = "postedAt: found 3, wanted a date") -> QuarantinedRecord:
    return QuarantinedRecord(what, "somewhere #1", why)


def good() -> DocumentRecord:
    return DocumentRecord(
        document_id="forum:x", kind="post", origin="site", retrieved_at="2020-01-01T00:00:00Z", where="#1"
    )


def rows(made: list[Record]) -> Rows:
    counted = Rows()
    counted.add(made)
    return counted


def test_a_field_that_every_row_has_under_another_name_is_a_changed_schema() -> None:
    renamed: list[Any] = [{"_id": "a", "published": 1}, {"_id": "b", "published": 2, "other": 3}, None]

    with pytest.raises(SchemaChanged) as told:
        refuse_renamed(renamed, FIELDS, "ItemList", "the site")
    assert str(told.value) == (
        "the site's schema changed: postedAt is missing from every row of ItemList, and published is new; update this "
        "program, or import a saved page or a dump"
    )


def is_changed(found: list[Any]) -> bool:
    try:
        refuse_renamed(found, FIELDS, "ItemList")
    except SchemaChanged:
        return True
    return False


@pytest.mark.parametrize(
    "found",
    [
        [],
        [None],
        [{"_id": "a"}],
        [{"_id": "a", "published": 1}, {"_id": "b", "postedAt": 2}],
        [{"_id": "a", "published": 1}, {"_id": "b", "other": 2}],
        [{"_id": "a", "title": "t"}],
    ],
)
def test_a_row_that_lacks_a_field_is_no_changed_schema(found: list[Any]) -> None:
    assert not is_changed(found)
    assert is_changed([{"_id": "a", "published": 1}])


def test_a_field_of_a_part_of_each_row_is_named_with_the_part() -> None:
    fields = Fields(FIELDS.required, FIELDS.known, "post")
    rows_with_parts = [{"post": None}, {"post": {"_id": "a", "published": 1}}]

    with pytest.raises(SchemaChanged, match="postedAt is missing from post of every row of ItemList"):
        refuse_renamed(rows_with_parts, fields, "ItemList")


@pytest.mark.parametrize(
    ("unusable", "of", "told"),
    [(3, 4, False), (4, 4, True), (4, 80, False), (5, 80, True), (5, 100, False), (6, 100, True), (0, 0, False)],
)
def test_more_rows_of_no_use_than_a_few_and_a_twentieth_are_told(unusable: int, of: int, *, told: bool) -> None:
    assert bool(too_many(unusable, of)) == told


@pytest.mark.parametrize(("unusable", "of", "told"), [(1, 1, True), (1, 2, False), (2, 3, True), (3, 6, False)])
def test_of_a_handful_of_rows_more_than_half_are_too_many(unusable: int, of: int, *, told: bool) -> None:
    counted = rows([*[bad()] * unusable, *[good()] * (of - unusable)])

    assert (counted.came, counted.unusable) == (of, unusable)
    assert bool(counted.gaps()) == told


@pytest.mark.parametrize(
    "other",
    [lambda: bad(what="site post, kept"), lambda: bad(what="site field, kept"), lambda: bad(why=NOT_GIVEN + "gone")],
)
def test_a_row_that_is_kept_or_was_not_given_is_not_one_of_no_use(other: Callable[[], Record]) -> None:
    counted = rows([other(), good()])

    assert (counted.came, counted.unusable, counted.gaps()) == (1, 0, [])


def test_a_list_is_held_up_below_four_fifths_of_what_was_known_unless_that_is_accepted() -> None:
    assert shrunk("the list", 10, 8, accepted=False) == []
    assert shrunk("the list", 0, 0, accepted=False) == []
    assert shrunk("the list", 10, 7, accepted=True) == []
    assert shrunk("the list", 10, 7, accepted=False, few=3) == []
    assert shrunk("the list", 10, 6, accepted=False, few=3) != []
    assert shrunk("the list", 10, 7, accepted=False) == [
        "the list has shrunk from 10 to 7 items; what was known is kept, and --accept-shrink says that this is right"
    ]
