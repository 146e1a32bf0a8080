"""Clocks that disagree: ours ahead of the forum's by minutes loses nothing."""

from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.settings import Settings
from pipeline.sources import forum_api
from tests.loopback_forum import LoopbackForum, a_comment, a_post, post_id
from tests.sources.conftest import DAY, START
from tests.sources.forum_runs import documents, ids, run

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
