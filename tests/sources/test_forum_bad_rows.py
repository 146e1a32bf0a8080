"""Rows that spoil the answer for every other row of their request: found by halving, as long as that is no rudeness."""

from typing import Any

import pytest

from pipeline import ingest
from pipeline.archive.store import Archive
from pipeline.errors import ForumRefused
from pipeline.settings import Settings
from pipeline.sources import _forum_asking
from tests.loopback_forum import LoopbackForum, a_post, post_id
from tests.sources.forum_runs import documents, run

MORE = 40


@pytest.fixture
def alone(settings: Settings, forum: LoopbackForum) -> Settings:
    """A root post and forty citers, asked for in one request."""
    forum.posts = [a_post(1)] + [
        a_post(number, cites=(1,), postedAt="2020-01-05T10:00:00.000Z", baseScore=5) for number in range(2, MORE + 2)
    ]
    chosen = settings.gather.model_copy(update={"generations": 1, "comments": "none", "batch": 50})
    return settings.model_copy(update={"gather": chosen})


def spoil(forum: LoopbackForum, *numbers: int) -> None:
    """Let every answer with one of some posts' bodies be an error."""
    right, bad = forum.graphql, {post_id(number) for number in numbers}

    def spoiled(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if request["operationName"] == "PostBodies" and bad & set(request["variables"]["ids"]):
            return 200, {"errors": [{"message": "this row is broken"}], "data": {"posts": None}}
        return right(request)

    forum.graphql = spoiled  # type: ignore[method-assign]


def without_body(archive: Archive) -> list[str]:
    return sorted(one for one, told in documents(archive).items() if "body" not in told)


def bodies_asked(forum: LoopbackForum) -> int:
    return sum(one["operationName"] == "PostBodies" for one in forum.questions())


@pytest.mark.parametrize("bad", [(5,), (5, 35), (2, 3), (2, 14, 27, 41)])
def test_only_the_rows_at_fault_do_not_come_wherever_they_stand(
    alone: Settings, archive: Archive, forum: LoopbackForum, bad: tuple[int, ...]
) -> None:
    spoil(forum, *bad)
    outcome = run(alone, archive)

    assert without_body(archive) == [f"forum:{post_id(number)}" for number in bad]
    assert len(outcome.missing) == len(bad)
    assert all(f"posts: 1 did not come ({post_id(number)})" in " ".join(outcome.missing) for number in bad)


def test_a_batch_of_which_nothing_comes_is_not_asked_for_row_by_row(
    alone: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    spoil(forum, *range(2, MORE + 2))
    outcome = run(alone, archive)

    assert bodies_asked(forum) == 1 + 2 * 9, "the root; the whole, halves, quarters, and two of eight: each twice"
    assert "; 35 more of that request were not asked for by themselves" in outcome.missing[0]


def test_after_a_batch_of_which_nothing_came_the_next_are_not_halved_until_one_comes(
    alone: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    spoil(forum, *range(2, 18), 38)
    chosen = alone.model_copy(update={"gather": alone.gather.model_copy(update={"batch": 8})})
    outcome = run(chosen, archive)

    assert [line.partition(" did")[0] for line in outcome.missing] == ["posts: 1", "posts: 1", "posts: 8", "posts: 1"]
    assert len(without_body(archive)) == 17


def test_too_many_rows_at_fault_are_left_for_the_next_run(
    alone: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_forum_asking, "MOST_FAILED", 10)
    bad = (20, 30, 40, 41)
    spoil(forum, *bad)
    left = []
    for _ in range(5):
        run(alone, archive)
        left.append(len(without_body(archive)))

    assert left[0] > left[1] >= left[-1] == len(bad)


def test_an_address_that_is_not_there_is_left_after_three_questions(
    alone: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = alone.model_copy(update={"gather": alone.gather.model_copy(update={"batch": 2, "scope": "forum"})})
    gone, right = (404, "text/html", b"<html>no"), forum.respond
    monkeypatch.setattr(forum, "respond", lambda *asked: right(*asked) if asked[1] == "/robots.txt" else gone)
    outcome = run(chosen, archive)

    assert len(forum.questions()) == 3
    assert isinstance(outcome.error, ForumRefused)
    assert "status 404, 3 times in a row" in str(outcome.error)
    assert [ingest.exit_code([outcome], live=live) for live in (False, True)] == [3, 4]


def test_what_stands_in_place_of_every_answer_is_not_asked_for_list_by_list(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch, later: Any
) -> None:
    forum.posts = [a_post(1)] + [
        a_post(number, cites=(1,), postedAt="2020-01-05T10:00:00.000Z") for number in range(2, 102)
    ]
    chosen = settings.model_copy(update={"gather": settings.gather.model_copy(update={"batch": 50})})
    run(chosen, archive)
    right = forum.respond
    later()
    page = (200, "text/html", b"<html>back soon")
    monkeypatch.setattr(forum, "respond", lambda *asked: right(*asked) if asked[1] == "/robots.txt" else page)
    outcome = run(chosen, archive)

    assert len(forum.questions()) < 200
    assert ingest.exit_code([outcome], live=False) == 3
