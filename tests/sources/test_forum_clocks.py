"""Clocks that disagree: ours ahead of the forum's by minutes loses nothing."""

import datetime
from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.records import DocumentRecord
from pipeline.settings import Settings
from pipeline.sources import forum_api
from tests.loopback_forum import LoopbackForum, a_comment, a_post, post_id
from tests.sources.conftest import DAY, START
from tests.sources.forum_runs import documents, ids, records, run

AHEAD = 600
"""Seconds; on the first day the forum says 12:26:40, and this machine ten minutes more."""

MEANWHILE = "2020-09-13T12:31:40.500Z"
"""After the first run, by the forum's clock, and before it, by ours."""


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let a run come on a day, by a clock that is so many seconds ahead."""

    def come(day: int, ahead: int = AHEAD) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START + day * DAY + ahead))

    return come


@pytest.mark.parametrize("scope", ["pingbacks", "forum"])
def test_what_came_while_our_clock_was_ahead_of_the_forums_is_found_by_the_next_run(
    settings: Settings, archive: Archive, forum: LoopbackForum, on_day: Any, scope: str
) -> None:
    chosen = settings.model_copy(update={"gather": settings.gather.model_copy(update={"scope": scope})})
    forum.comments = [a_comment(1, 1)]
    on_day(0)
    run(chosen, archive)
    forum.posts[1] |= {"title": "Edited", "modifiedAt": MEANWHILE}
    forum.posts += [a_post(8, postedAt=MEANWHILE), a_post(9, cites=(1,), postedAt=MEANWHILE, baseScore=0)]
    forum.comments[0] |= {"htmlBody": "<p>Said otherwise.", "contents": {"editedAt": MEANWHILE}}
    on_day(20)
    run(chosen, archive)
    known = documents(archive)

    assert known[f"forum:{post_id(2)}"]["title"] == "Edited"
    assert known["forum-comment:Note0000000000001"]["body"].text == "<p>Said otherwise."
    assert known.keys() >= (ids(8, 9) if scope == "forum" else ids(9))


def test_the_hour_before_a_walk_ended_is_not_counted_as_walked_through(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = settings.model_copy(update={"gather": settings.gather.model_copy(update={"scope": "forum"})})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START // DAY * DAY + 1800))
    run(chosen, archive)

    assert forum_api.census(archive, af=False) == ("2020-01-01", "2020-09-12")


@pytest.mark.parametrize("scope", ["pingbacks", "forum"])
def test_a_run_whose_clock_was_a_year_ahead_keeps_no_later_run_from_asking(
    settings: Settings, archive: Archive, forum: LoopbackForum, on_day: Any, scope: str
) -> None:
    chosen = settings.model_copy(update={"gather": settings.gather.model_copy(update={"scope": scope})})
    on_day(365)
    run(chosen, archive)
    forum.posts.append(a_post(8, cites=(1,), postedAt="2020-09-23T10:00:00.000Z"))
    number = 2 if scope == "pingbacks" else 7
    forum.posts[number - 1] |= {"title": "Edited", "modifiedAt": "2020-09-25T10:00:00.000Z"}
    on_day(20)
    outcome = run(chosen, archive)
    edited = [one for one in records(archive) if isinstance(one, DocumentRecord) and one.title == "Edited"]

    assert documents(archive).keys() >= ids(8)
    assert edited[0].document_id == f"forum:{post_id(number)}"
    assert "answers bear a date ahead of now (up to 2021-09-13)" in outcome.notes[-1]
    assert outcome.missing == ()
    on_day(21)
    assert run(chosen, archive).requests == 0, "what came since is the newest"
    days = forum_api.census(archive, af=False)
    assert days == (("2020-01-01", "2020-10-03") if scope == "forum" else None), "no day that is still to come"


def test_what_came_since_is_newer_than_a_reply_that_is_dated_ahead(archive: Archive, on_day: Any) -> None:
    on_day(0)
    for days, body in ((400, b"ahead"), (0, b"old"), (-1, b"older")):
        moment = datetime.datetime.fromtimestamp(START + days * DAY, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        archive.put("source", "GET", "https://site.invalid/", body, retrieved_at=moment)
    newest = archive.get("source", "GET", "https://site.invalid/")

    assert newest is not None
    assert newest.body == b"old"
    order = [archive.reply(key).body for key, *_ in archive.requests("source")]
    assert order == [b"ahead", b"older", b"old"]


def test_an_edit_of_a_comment_that_came_while_our_clock_was_a_year_ahead_is_found(
    settings: Settings, archive: Archive, forum: LoopbackForum, on_day: Any
) -> None:
    chosen = settings.model_copy(
        update={"gather": settings.gather.model_copy(update={"scope": "forum", "comments": "all"})}
    )
    forum.comments = [a_comment(number, 1, cites=(3,)) for number in (1, 2)]
    on_day(0, 365 * DAY)
    run(chosen, archive)
    on_day(10)
    run(chosen, archive)
    forum.comments[0] |= {"htmlBody": "<p>Said otherwise.", "contents": {"editedAt": "2020-09-30T10:00:00.000Z"}}
    on_day(60)
    forum.asked.clear()
    run(chosen, archive)

    asked = [one["variables"]["ids"] for one in forum.questions() if one["operationName"] == "CommentTexts"]
    assert asked == [["Note0000000000001"]]
