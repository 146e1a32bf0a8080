"""Lists that come shorter than they were, or than the forum counts: held up and asked for until that is right."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.errors import ForumRefused, Incomplete
from pipeline.ingest import exit_code
from pipeline.settings import Settings
from pipeline.sources import _forum_questions as questions
from tests.loopback_forum import LoopbackForum, a_post, post_id
from tests.sources.conftest import START
from tests.sources.forum_runs import documents, ids, run

pytestmark = pytest.mark.usefixtures("first_day")

SHRUNK = "the list of Loop0000000000001 has shrunk from {} items"
UNTIL = "; what was known is kept, and --accept-shrink says that this is right"


@contextmanager
def empty_from(forum: LoopbackForum, offset: int) -> Iterator[None]:
    """Let every list of links end before an offset."""
    right = forum.graphql

    def cut(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == "Pingbacks" and request["variables"]["offset"] >= offset:
            answer = {"data": {alias: {"results": [], "totalCount": 0} for alias in answer["data"]}}
        return code, answer

    forum.graphql = cut  # type: ignore[method-assign]
    try:
        yield
    finally:
        forum.graphql = right  # type: ignore[method-assign]


def offsets(forum: LoopbackForum) -> list[int]:
    return [one["variables"]["offset"] for one in forum.questions() if one["operationName"] == "Pingbacks"]


def names(forum: LoopbackForum) -> list[str]:
    return [one["operationName"] for one in forum.questions()]


@pytest.fixture
def alone(settings: Settings) -> Settings:
    """One generation, without comments."""
    chosen = settings.gather.model_copy(update={"generations": 1, "comments": "none", "batch": 500})
    return settings.model_copy(update={"gather": chosen})


def test_a_list_that_has_shrunk_is_held_up_in_every_run_until_it_comes_whole(
    alone: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    many(forum, 4)
    run(alone, archive)
    later(30)
    with empty_from(forum, 0):
        for day, options in enumerate(({"refresh": True}, {}, {}), 30):
            later(day)
            outcome = run(alone, archive, **options)
            assert outcome.missing == (SHRUNK.format("4 to 0") + UNTIL,)
            assert outcome.came.startswith("5 posts"), "the citers that were known are still followed"
    assert run(alone, archive, offline=True).missing == (SHRUNK.format("4 to 0") + UNTIL,)
    later(33)

    assert run(alone, archive).missing == ()
    assert names(forum) == ["Pingbacks", "Pingbacks"]
    forum.asked.clear()
    assert (run(alone, archive).requests, names(forum)) == (0, []), "a list that is whole again is in doubt no more"


def test_a_list_that_has_shrunk_is_right_once_that_is_accepted(
    alone: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    many(forum, 4)
    run(alone, archive)
    later(30)
    with empty_from(forum, 0):
        run(alone, archive, refresh=True)
        later(31)
        assert run(alone, archive, accept_shrink=True).missing == ()
        assert names(forum) == ["PostChanges", "Pingbacks"]
        later(32)
        outcome = run(alone, archive)

    assert (outcome.missing, outcome.requests) == ((), 0)


def many(forum: LoopbackForum, number: int) -> None:
    forum.posts = [a_post(1)] + [
        a_post(one, cites=(1,), postedAt="2020-01-05T10:00:00.000Z", baseScore=5) for one in range(2, number + 2)
    ]


@pytest.mark.parametrize("citers", [2, 3, 4])
def test_a_short_list_may_lose_a_few_links_and_is_in_doubt_in_no_later_run(
    alone: Settings, archive: Archive, forum: LoopbackForum, later: Any, citers: int
) -> None:
    many(forum, citers)
    run(alone, archive)
    later(30)
    forum.posts[1] |= {"pingbacks": {"Posts": []}, "modifiedAt": "2020-10-01T00:00:00.000Z"}
    assert run(alone, archive, refresh=True).missing == ()
    later(31)
    assert run(alone, archive).missing == ()
    assert "Pingbacks" not in names(forum)
    later(60)
    assert run(alone, archive).missing == ()
    assert len(documents(archive)) == citers + 1


def test_a_list_that_lost_more_than_a_few_is_held_up_though_a_few_of_them_are_known_to_be_gone(
    alone: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    many(forum, 10)
    run(alone, archive)
    later(30)
    del forum.posts[1]
    for post in forum.posts[1:5]:
        post["pingbacks"] = {"Posts": []}
    assert run(alone, archive, refresh=True).missing == (SHRUNK.format("9 to 5") + UNTIL,)
    later(31)

    assert run(alone, archive).missing == (SHRUNK.format("9 to 5") + UNTIL,)


def test_a_list_whose_lost_items_are_all_known_to_be_gone_by_the_end_of_the_run_has_not_shrunk(
    alone: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    many(forum, 40)
    forum.posts += [a_post(number, cites=(41,), postedAt="2020-01-05T10:00:00.000Z") for number in range(42, 52)]
    wider = alone.gather.model_copy(update={"generations": 2})
    run(alone.model_copy(update={"gather": wider}), archive)
    later(30)
    del forum.posts[-6:-1]
    forum.posts[-1]["modifiedAt"] = "2020-10-01T00:00:00.000Z"
    outcome = run(alone.model_copy(update={"gather": wider}), archive, refresh=True)

    assert "PostStates" in names(forum)
    assert outcome.missing == (), "five of the ten that link to one post are gone, five of fifty-one in all"
    later(31)
    assert run(alone.model_copy(update={"gather": wider}), archive).requests == 0


def test_a_list_goes_on_behind_shorter_pages_that_an_earlier_release_asked_for(
    alone: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(forum, 450)
    monkeypatch.setattr(questions, "LISTED_PAGE", 200)
    run(alone, archive)
    monkeypatch.undo()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START))
    assert offsets(forum) == [0, 200, 400, 600]

    outcome = run(alone, archive)
    assert (outcome.requests, outcome.came[:9]) == (0, "451 posts")
    later(30)
    assert run(alone, archive).missing == ()
    assert offsets(forum) == [0, 1000], "page by page as long as they are now"


def test_a_list_that_ends_though_the_forum_counts_more_on_it_is_not_whole(
    alone: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "LISTED_PAGE", 200)
    many(forum, 450)
    with empty_from(forum, 200):
        for _ in range(2):
            assert run(alone, archive).missing == (
                f"the forum gave 200 items on the list of {post_id(1)} and counts 250 more behind them",
            )
    assert run(alone, archive).missing == ()
    assert len(documents(archive)) == 451


def test_later_pages_that_are_lost_are_held_up_too(
    alone: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "LISTED_PAGE", 200)
    many(forum, 450)
    run(alone, archive)
    later(30)
    with empty_from(forum, 200):
        outcome = run(alone, archive, refresh=True)

    assert outcome.missing == (SHRUNK.format("450 to 200") + UNTIL,)
    assert outcome.came.startswith("451 posts")


def test_a_list_that_lost_its_last_short_page_has_not_shrunk(
    alone: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    many(forum, 201)
    run(alone, archive)
    later(30)
    forum.posts[-1]["baseScore"] = 0
    outcome = run(alone, archive, refresh=True)

    assert outcome.missing == ()
    assert documents(archive).keys() >= ids(1, 2, 201)


def test_a_list_that_has_shrunk_makes_the_run_incomplete_though_the_forum_refuses_later_in_it(
    alone: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum.posts = [a_post(1), *(a_post(number, cites=(1,)) for number in range(2, 12))]
    run(alone, archive)
    later(30)
    for post in forum.posts[4:]:
        post["baseScore"] = -1
    right = forum.respond

    def refuse(method: str, path: str, body: bytes) -> tuple[int, str, bytes]:
        return (403, "text/html", b"no") if b"PostMarks" in body else right(method, path, body)

    monkeypatch.setattr(forum, "respond", refuse)
    outcome = run(alone, archive)

    assert isinstance(outcome.error, ForumRefused)
    assert SHRUNK.format(10).removesuffix(" items") in outcome.missing[-1]
    assert exit_code([outcome], live=False) == Incomplete.exit_code
