"""Walks whose pages hold rows that are at fault: what a walk passed over is asked for, and nothing is said of it before."""

from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.settings import Settings
from pipeline.sources import forum_api
from pipeline.sources._healthy import Rows
from tests.loopback_forum import LoopbackForum, a_post, post_id
from tests.sources.forum_runs import documents, ids, run

pytestmark = pytest.mark.usefixtures("first_day")


@pytest.fixture
def settings(settings: Settings, forum: LoopbackForum) -> Settings:
    """Walk through a root post and 149 more, one an hour: four pages and the one that ends them."""
    hours = (f"2020-02-{hour // 24 + 1:02d}T{hour % 24:02d}:00:00.500Z" for hour in range(149))
    forum.posts = [a_post(1), *(a_post(number, postedAt=at) for number, at in enumerate(hours, 2))]
    gather = settings.gather.model_copy(update={"scope": "forum", "comments": "none"})
    return settings.model_copy(update={"gather": gather})


@pytest.mark.parametrize(
    ("number", "wrong"), [(30, "2087-01-01T00:00:00.000Z"), (50, "2087-01-01T00:00:00.000Z"), (30, "2020-08-01T00:00:00.000Z")]
)  # fmt: skip
def test_a_wrong_date_within_a_page_does_not_make_a_walk_pass_over_what_lies_between(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch, number: int, wrong: str
) -> None:
    right = forum._row

    def dated(row: dict[str, Any], named: set[str]) -> dict[str, Any]:
        return right(row, named) | ({"postedAt": wrong} if row["_id"] == post_id(number) else {})

    monkeypatch.setattr(forum, "_row", dated)
    assert run(settings, archive).missing == ()
    assert documents(archive).keys() == ids(*range(1, 151))
    assert forum_api.census(archive, af=False) == ("2020-01-01", "2020-09-13")


@pytest.mark.parametrize("fault", ["a null for each row", "a title that is a number"])
def test_a_page_of_no_use_within_a_walk_is_asked_for_again_and_ends_the_census_until_it_comes(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    right, pages = forum.graphql, []

    def spoilt(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == "PostWindow":
            pages.append(request)
        if request["operationName"] == "PostWindow" and len(pages) in (2, 6):
            rows = answer["data"]["posts"]["results"]
            answer["data"]["posts"]["results"] = [None if "null" in fault else row | {"title": 5} for row in rows]
        return code, answer

    monkeypatch.setattr(forum, "graphql", spoilt)
    assert run(settings, archive).missing[-1].startswith("more rows than the 5% of a healthy run")
    assert (len(pages), forum_api.census(archive, af=False)) == (5, ("2020-01-01", "2020-02-03"))
    later(1)
    assert run(settings, archive).missing[-1].startswith("more rows than the 5% of a healthy run"), "it is so still"
    later(2)
    assert run(settings, archive).missing == ()
    assert [one["variables"] for one in pages[5:]] == [pages[1]["variables"]] * 2, "that page, and no other"
    assert documents(archive).keys() == ids(*range(1, 151))
    assert all("body" in one for one in documents(archive).values())
    assert forum_api.census(archive, af=False) == ("2020-01-01", "2020-09-13")
    later(3)
    assert run(settings, archive).requests == 0


def test_the_last_post_of_a_walk_whose_row_is_always_at_fault_is_asked_for_once_more_and_does_not_hold_the_census_back(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    forum.posts[-1]["title"] = 5
    run(settings, archive)
    later(1)
    run(settings, archive)
    assert [one["operationName"] for one in forum.questions()] == ["PostWindow"]
    later(2)
    assert run(settings, archive).requests == 0
    assert forum_api.census(archive, af=False) == ("2020-01-01", "2020-09-14")


@pytest.mark.parametrize("times", [1, 9])
def test_a_page_of_which_a_part_cannot_be_used_is_asked_for_once_more(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    right, pages = forum.graphql, []

    def in_part(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == "PostWindow":
            pages.append(request["variables"])
            if pages[-1] in pages[1:2] and pages.count(pages[1]) <= times:
                answer["data"]["posts"]["results"][:4] = [None] * 4
        return code, answer

    monkeypatch.setattr(forum, "graphql", in_part)
    assert run(settings, archive).missing == (), "four of 150 rows"
    assert forum_api.census(archive, af=False) == ("2020-01-01", "2020-02-03")
    later(1)
    run(settings, archive)
    assert [one["variables"] for one in forum.questions()] == [pages[1]]
    assert (documents(archive).keys() == ids(*range(1, 151))) == (times == 1)
    later(2)
    assert run(settings, archive).requests == 0


def test_a_first_page_that_stays_of_no_use_is_asked_for_by_itself_and_not_the_walk_from_there(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = forum._row
    bad = {post_id(number) for number in range(1, 51)}
    with monkeypatch.context() as at_fault:
        at_fault.setattr(
            forum, "_row", lambda row, named: right(row, named) | ({"title": 5} if row["_id"] in bad else {})
        )
        run(settings, archive)
        for day in (1, 2):
            later(day)
            assert run(settings, archive).missing[-1].startswith("more rows than the 5% of a healthy run")
            asked = [one["variables"] for one in forum.questions() if one["operationName"] == "PostWindow"]
            assert [one["after"] for one in asked] == ["1970-01-01T00:00:00.000Z"]
            assert forum_api.census(archive, af=False) is None
    later(3)
    assert run(settings, archive).missing == ()
    assert forum_api.census(archive, af=False) == ("2020-01-01", "2020-09-13")
    later(4)
    assert run(settings, archive).requests == 0


def test_a_run_that_is_stopped_while_it_judges_an_answer_has_not_got_it(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for post in forum.posts:
        post["title"] = 5

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(Rows, "add", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(settings, archive)
    for post in forum.posts:
        post["title"] = "A title"
    later(1)

    assert run(settings, archive).missing == ()
    assert documents(archive).keys() == ids(*range(1, 151))
