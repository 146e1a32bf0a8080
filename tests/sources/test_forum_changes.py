"""What has changed since: asked for in as many parts as it takes, and what a part that does not come costs."""

import datetime
from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.settings import Settings
from pipeline.sources import _forum_questions as questions
from tests.loopback_forum import LoopbackForum, a_comment, a_post, post_id
from tests.sources.conftest import DAY, START
from tests.sources.forum_runs import documents, run

pytestmark = pytest.mark.usefixtures("first_day")

ANEW = "everything that is due was asked for again"


def on_day(day: float) -> str:
    return datetime.datetime.fromtimestamp(START + day * DAY, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.500Z")


def elsewhere(forum: LoopbackForum, number: int, first: float, last: float) -> None:
    """Let comments come under a post that nobody asks about, evenly over some days."""
    forum.comments += [
        a_comment(1, 500) | {"_id": f"Many{one:013d}", "postedAt": on_day(first + (last - first) * one / number)}
        for one in range(number)
    ]


def names(forum: LoopbackForum) -> list[str]:
    return [one["operationName"] for one in forum.questions()]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A forum that gives no more than 20 rows a page, and none behind the first 220."""
    monkeypatch.setattr(questions, "LISTED_PAGE", 20)
    monkeypatch.setattr(questions, "LAST_OFFSET", 200)


@pytest.mark.usefixtures("small")
def test_more_changes_than_one_list_gives_are_asked_for_in_parts(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    forum.comments = [a_comment(1, 1)]
    run(settings, archive)
    elsewhere(forum, 400, 1, 29)
    forum.comments.append(a_comment(2, 1, postedAt=on_day(28)))
    later(30)
    outcome = run(settings, archive)

    assert (outcome.missing, outcome.notes) == ((), ())
    assert "forum-comment:Note0000000000002" in documents(archive)
    assert names(forum).count("Comments") == 2, "the one list on which a new comment stands"
    assert names(forum).count("CommentChanges") < 400 / 20 * 1.5
    later(31)
    assert run(settings, archive).requests == 0, "every part counts as asked for"


@pytest.mark.usefixtures("small")
def test_changes_behind_the_first_page_are_asked_for(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    forum.comments = [a_comment(1, 1)]
    run(settings, archive)
    elsewhere(forum, 30, 1, 20)
    forum.comments.append(a_comment(2, 1, postedAt=on_day(28)))
    later(30)
    run(settings, archive)
    offsets = [one["variables"]["offset"] for one in forum.questions() if one["operationName"] == "CommentChanges"]

    assert offsets == [0, 20]
    assert "forum-comment:Note0000000000002" in documents(archive)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("given", "pages"), [(14, 1), (15, 2)])
def test_a_page_that_is_three_quarters_full_may_not_be_the_last(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, given: int, pages: int
) -> None:
    forum.comments = [a_comment(1, 1)]
    run(settings, archive)
    elsewhere(forum, given, 1, 20)
    later(30)
    run(settings, archive)

    assert names(forum).count("CommentChanges") == pages


@pytest.mark.usefixtures("small")
def test_more_changes_in_a_second_than_the_forum_gives_are_told_of(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    forum.comments = [a_comment(1, 1)]
    run(settings, archive)
    elsewhere(forum, 300, 5, 5)
    later(30)
    outcome = run(settings, archive)

    assert outcome.notes == (f"of what changed at {on_day(5)[:19]}Z the forum gives a part; {ANEW}",)
    assert names(forum).count("CommentChanges") < 50


def test_where_comments_cannot_be_told_apart_posts_are_not_asked_for_anew(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    forum.posts = [a_post(1)] + [
        a_post(number, cites=(1,), postedAt="2020-01-05T10:00:00.000Z", baseScore=5) for number in range(2, 30)
    ]
    forum.comments = [a_comment(1, 1)]
    run(settings, archive)
    later(30)
    right = forum.graphql

    def failing(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if request["operationName"] == "CommentChanges":
            return 200, {"errors": [{"message": "out of time"}], "data": None}
        return right(request)

    forum.graphql = failing  # type: ignore[method-assign]
    forum.posts[1] |= {"modifiedAt": on_day(20), "title": "Edited"}
    outcome = run(settings, archive)

    assert outcome.notes == (f"no answer told comments since; {ANEW}",)
    assert names(forum).count("PostBodies") == 1, "the post that was edited"
    assert names(forum).count("Comments") > 2
    assert documents(archive)[f"forum:{post_id(2)}"]["title"] == "Edited"


@pytest.mark.parametrize("lost", ["row", "_id"])
@pytest.mark.parametrize("name", ["PostChanges", "CommentChanges"])
def test_an_answer_that_does_not_say_what_has_changed_is_asked_for_again_and_costs_no_post_and_no_comment(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch,
    name: str, lost: str,
) -> None:  # fmt: skip
    run(settings, archive)
    later(30)
    forum.posts.append(a_post(8, cites=(2,), postedAt=on_day(20)))
    forum.comments.append(a_comment(8, 1, postedAt=on_day(20)))
    right = forum.graphql

    def spoilt(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        for top in answer["data"].values() if request["operationName"] == name else ():
            top["results"] = [None if lost == "row" else row | {lost: None} for row in top["results"]]
        return code, answer

    with monkeypatch.context() as at_fault:
        at_fault.setattr(forum, "graphql", spoilt)
        assert any(ANEW in note for note in run(settings, archive).notes)
    later(31)
    assert (run(settings, archive).notes, names(forum)) == ((), [name]), "asked for by the next run, and then told"
    assert {f"forum:{post_id(8)}", "forum-comment:Note0000000000008"} <= documents(archive).keys()
    later(32)
    assert run(settings, archive).requests == 0
