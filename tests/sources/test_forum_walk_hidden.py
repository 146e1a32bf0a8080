"""Walks through a forum that hides whole pages of posts, or has more of one second than it gives."""

import datetime
from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.settings import Settings
from pipeline.sources import _forum_questions as questions
from pipeline.sources import forum_api
from pipeline.sources._outcome import SourceOutcome
from tests.loopback_forum import LoopbackForum, a_comment, a_post, post_id
from tests.sources.forum_runs import documents, ids, run

NOON = datetime.datetime(2018, 1, 1, 12, tzinfo=datetime.UTC)
RIGHT = -1
FIRST_RUN = 1600000000


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Walk through all posts, four a page, up to an offset of twelve."""
    monkeypatch.setattr(questions, "WINDOW_PAGE", 4)
    monkeypatch.setattr(questions, "PAGE", 4)
    monkeypatch.setattr(questions, "LAST_OFFSET", 12)
    return scoped(settings, scope="forum")


def scoped(settings: Settings, *, scope: str, comments: str = "none") -> Settings:
    chosen = {"scope": scope, "generations": 0, "comments": comments}
    return settings.model_copy(update={"gather": settings.gather.model_copy(update=chosen)})


def posts(*hours: int) -> list[dict[str, Any]]:
    """Return a post for each of the hours after noon; posts of one hour share its second."""
    moments = (NOON + datetime.timedelta(hours=hour) for hour in hours)
    return [
        a_post(number, postedAt=f"{moment:%Y-%m-%dT%H:%M:%S}.{number:03d}Z") for number, moment in enumerate(moments, 1)
    ]


def hide(forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch, hidden: set[int], total: int | None = RIGHT) -> None:
    """Leave posts out of a page after it was cut, as the forum does; ``total``: what it says of how many there are."""
    right, unseen = forum.graphql, {post_id(number) for number in hidden}

    def shortened(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == "PostWindow":
            assert request["variables"]["offset"] <= questions.LAST_OFFSET, "the forum refuses a larger one"
            page = answer["data"]["posts"]
            page["results"] = [row for row in page["results"] if row["_id"] not in unseen]
            if total != RIGHT:
                page["totalCount"] = total
        return code, answer

    monkeypatch.setattr(forum, "graphql", shortened)


def windows(forum: LoopbackForum) -> list[tuple[str, int]]:
    asked = [question["variables"] for question in forum.questions() if "Window" in question["operationName"]]
    return [(one["after"][:19], one["offset"]) for one in asked]


def later(settings: Settings, archive: Archive, monkeypatch: pytest.MonkeyPatch, days: int) -> SourceOutcome:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(FIRST_RUN + days * 86400))
    return run(settings, archive)


@pytest.mark.parametrize(
    "hidden", [{1, 2, 3, 4}, set(range(6, 14)), set(range(5, 13)), {18, 19, 20}, set(range(1, 13))]
)
def test_a_page_of_hidden_posts_is_not_the_end_while_the_forum_counts_more_behind_it(
    settings: Settings,
    archive: Archive,
    forum: LoopbackForum,
    monkeypatch: pytest.MonkeyPatch,
    hidden: set[int],
) -> None:
    forum.posts = posts(*range(1, 21))
    hide(forum, monkeypatch, hidden)
    outcome = run(settings, archive)

    assert set(documents(archive)) == ids(*set(range(2, 21)) - hidden, 1), "the root post is asked for by its id, too"
    assert outcome.missing == ()
    assert len(windows(forum)) < 15
    forum.asked.clear()
    assert run(settings, archive).requests == 0


@pytest.mark.parametrize("total", [None, 0, 4])
def test_where_nothing_is_counted_behind_a_page_of_hidden_posts_the_walk_ends(
    settings: Settings,
    archive: Archive,
    forum: LoopbackForum,
    monkeypatch: pytest.MonkeyPatch,
    total: int | None,
) -> None:
    forum.posts = posts(*range(1, 9))
    hide(forum, monkeypatch, {5, 6, 7, 8}, total)
    outcome = run(settings, archive)

    assert set(documents(archive)) == ids(1, 2, 3, 4)
    assert outcome.missing == ()
    assert len(windows(forum)) == 2


def test_more_hidden_posts_than_offsets_allow_are_named_and_asked_for_again_when_the_answer_is_old(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum.posts = posts(*range(1, 31))
    told = (
        "posts of the forum from 2018-01-01 on were left out: they are behind the first 16 from there, and the forum "
    )
    expected = (told + "gives no more",)
    with monkeypatch.context() as hiding:
        hide(forum, hiding, set(range(3, 25)))
        assert later(settings, archive, monkeypatch, 0).missing == expected
        assert windows(forum)[-4:] == [("2018-01-01T14:00:00", offset) for offset in (0, 4, 8, 12)]
        assert forum_api.census(archive, af=False) is None, "the posts of that day are not all asked for"

        forum.asked.clear()
        again = later(settings, archive, monkeypatch, 1)
        assert (again.missing, windows(forum)) == (expected, []), "told by every run, asked for by none too early"

        assert later(settings, archive, monkeypatch, 30).missing == expected
        assert len(windows(forum)) == 4
        forum.asked.clear()
        assert later(settings, archive, monkeypatch, 31).missing == expected
        assert windows(forum) == []

    assert later(settings, archive, monkeypatch, 60).missing == ()
    assert set(documents(archive)) == ids(*range(1, 31))
    assert windows(forum)[0] == ("2018-01-01T14:00:00", 0)


def test_a_forum_that_counts_posts_without_end_is_asked_a_bounded_number_of_times(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum.posts = posts(*range(1, 9))
    hide(forum, monkeypatch, set(), 10**9)
    outcome = run(settings, archive)

    assert set(documents(archive)) == ids(*range(1, 9))
    assert len(outcome.missing) == 1
    assert len(windows(forum)) == 7, "three pages with posts, and up to the last offset behind the last of them"


def test_a_forum_that_always_gives_the_same_page_is_asked_a_bounded_number_of_times(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum.posts = posts(*range(1, 21))
    right = forum.graphql

    def same(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        assert len(windows(forum)) < 30, "no end"
        given = request["variables"] | {"after": questions.BEGINNING, "offset": 0}
        return right(request | {"variables": given} if request["operationName"] == "PostWindow" else request)

    monkeypatch.setattr(forum, "graphql", same)
    outcome = run(settings, archive)

    assert set(documents(archive)) == ids(1, 2, 3, 4)
    assert outcome.missing[-1].startswith("posts of the forum from 2018-01-01 on were left out: ")
    assert len(windows(forum)) == 9, "the page, four offsets of its last second, and four of the next one"


def test_a_walk_that_once_took_a_page_of_hidden_posts_for_its_end_is_taken_up_there(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum.posts = posts(*range(1, 21))
    hide(forum, monkeypatch, set(range(5, 14)))
    with monkeypatch.context() as before:
        before.setattr("pipeline.sources._forum_archived.Archived.behind", lambda *_: 0)
        assert later(settings, archive, monkeypatch, 0).missing == ()
        assert later(settings, archive, monkeypatch, 30).missing == ()
    assert set(documents(archive)) == ids(1, 2, 3, 4)
    forum.asked.clear()

    assert later(settings, archive, monkeypatch, 30).missing == ()
    assert set(documents(archive)) == ids(*{*range(1, 5), *range(14, 21)})
    assert windows(forum)[0] == ("2018-01-01T16:00:00", 4)
    assert forum_api.census(archive, af=False) == ("2018-01-01", "2020-10-13")


@pytest.mark.parametrize(("total", "number"), [(RIGHT, "3"), (None, "some")])
def test_more_posts_of_one_second_than_the_forum_gives_are_named_and_the_walk_goes_on_with_the_next_second(
    settings: Settings,
    archive: Archive,
    forum: LoopbackForum,
    monkeypatch: pytest.MonkeyPatch,
    total: int | None,
    number: str,
) -> None:
    forum.posts = posts(1, 24, *[25] * 19, *range(48, 54))
    hide(forum, monkeypatch, {24}, total)
    told = f"{number} posts of the forum of 2018-01-02T13:00:00Z were left out: the forum gives no more than the first "
    expected = (told + "16 of one second",)

    assert run(settings, archive).missing == expected
    assert set(documents(archive)) == ids(*{*range(1, 19), *range(22, 28)} - {24})
    assert ("2018-01-02T13:00:01", 0) in windows(forum)
    assert forum_api.census(archive, af=False) == ("2018-01-01", "2018-01-02")
    forum.asked.clear()
    again = run(settings, archive)
    assert (again.missing, again.requests) == (expected, 0), "it is still so, and costs nothing to tell"


def test_as_many_posts_of_one_second_as_the_forum_gives_are_whole(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum.posts = posts(*[25] * 16, *range(48, 54))
    hide(forum, monkeypatch, set())

    assert run(settings, archive).missing == ()
    assert set(documents(archive)) == ids(*range(1, 23))


def test_a_walk_that_once_ended_within_a_second_goes_on_with_the_next_one(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum.posts = posts(*[25] * 20, *range(48, 54))
    hide(forum, monkeypatch, set())

    def stopped(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return (200, {"data": None}) if "13:00:01" in request["variables"].get("after", "") else right(request)

    right = forum.graphql
    with monkeypatch.context() as stopping:
        stopping.setattr(forum, "graphql", stopped)
        later(settings, archive, monkeypatch, 0)
    assert len(documents(archive)) == 16

    (told,) = later(settings, archive, monkeypatch, 1).missing
    assert told.startswith("some posts of the forum of 2018-01-02T13:00:00Z were left out"), "each run counts its own"
    assert set(documents(archive)) == ids(*{*range(1, 17), *range(21, 27)})


def test_comments_of_one_second_that_the_forum_does_not_give_are_named(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.comments = [a_comment(number, 7, postedAt="2020-02-01T10:00:00.500Z") for number in range(1, 19)]
    forum.comments.append(a_comment(19, 7, postedAt="2020-02-01T10:00:01.500Z"))
    outcome = run(scoped(settings, scope="pingbacks", comments="all"), archive)

    assert outcome.missing == (
        "2 comments of 2020-02-01T10:00:00Z were left out: the forum gives no more than the first 16 of one second",
    )
    assert len([one for one in documents(archive) if "comment" in one]) == 17
