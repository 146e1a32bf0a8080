"""What `--dry-run` says beforehand, against what the run then sends."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from pipeline import ingest
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.progress import Silent
from pipeline.settings import Settings
from tests.loopback_forum import LoopbackForum, a_comment, a_post, post_id, serving

PAGE = Path(__file__).parent / "sources" / "greaterwrong_page" / "post" / "raw.html"
DAY = 86400


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive" / "replies.sqlite") as opened:
        yield opened


@pytest.fixture
def forum() -> Iterator[LoopbackForum]:
    """Twenty-eight posts in four generations, one of them a question, and as many comments."""
    posts = [a_post(number, cites=(1 + (number - 2) // 3,) if number > 1 else ()) for number in range(1, 29)]
    posts[1]["question"] = True
    comments = [
        a_comment(1 + number % 28, 1 + number % 12, cites=(3,) if number % 5 == 0 else ()) for number in range(28)
    ]
    with serving(LoopbackForum(posts, comments)) as served:
        served.pages[f"/posts/{post_id(1)}/post"] = PAGE.read_bytes().replace(b"PagePost000000001", post_id(1).encode())
        yield served


@pytest.fixture(params=["pingbacks", "forum", "alignment-forum", "every comment"])
def settings(request: pytest.FixtureRequest, forum: LoopbackForum, tmp_path: Path) -> Settings:
    gather = {"sites": {"forum": forum.url, "greaterwrong": forum.url}, "pause_seconds": 0, "batch": 4}
    wanted = {"comments": "all"} if request.param == "every comment" else {"scope": request.param}
    works = {"work": {"title": "A Work", "documents": [{"id": f"forum:{post_id(1)}"}]}}
    return Settings.model_validate({"root": "work", "works": works, "data_dir": tmp_path, "gather": gather | wanted})


@pytest.fixture
def compared(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, int]]:
    """Plan, run on a day, stop the run after some requests if asked for, and return both numbers."""
    sent = Session._send

    def compare(day: int, *, stop_after: int = 10**9, **options: Any) -> tuple[int, int]:
        def limited(self: Session, *request: Any) -> Any:
            if self.requests >= stop_after:
                raise KeyboardInterrupt
            return sent(self, *request)

        monkeypatch.setattr(Session, "_send", limited)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1600000000 + day * DAY))
        planned = sum(one.requests for one in ingest.plan(settings, archive, **options))
        forum.asked.clear()
        with suppress(KeyboardInterrupt):
            ingest.gather(settings, archive, Silent(), **options)
        return planned, len(forum.asked)

    return compare


def test_a_plan_says_what_a_run_sends_where_everything_is_known_and_never_more(
    compared: Callable[..., Any], settings: Settings
) -> None:
    planned, sent = compared(0)
    assert 5 <= planned < sent, "nobody knows who cites the work"
    assert compared(1) == (0, 0)
    planned, sent = compared(30)
    assert planned == sent > 5, "everything is due, and nothing has changed"
    assert compared(31) == (0, 0)
    planned, sent = compared(32, refresh=True)
    walks = settings.gather.scope != "pingbacks" or settings.gather.comments == "all"
    assert planned >= 10
    assert sent / 2 < planned < sent if walks else planned == sent, "where a walk ends, its next page shows"


def test_after_a_run_that_was_stopped_a_plan_says_what_is_known_to_be_left(compared: Callable[..., Any]) -> None:
    stops = 0
    while True:
        planned, sent = compared(0, stop_after=3)
        assert planned <= sent or sent == 3
        assert (planned > 2) == (sent > 2), "its rules and the page on GreaterWrong are two"
        if sent < 3:
            break
        stops += 1
    assert stops > 3
    assert compared(0) == (0, 0)


def test_a_plan_of_a_forum_that_has_changed_is_the_least(compared: Callable[..., Any], forum: LoopbackForum) -> None:
    compared(0)
    forum.posts.append(a_post(29, cites=(1,), postedAt="2020-09-20T00:00:00.000Z"))
    forum.comments.append(a_comment(60, 1, postedAt="2020-09-20T00:00:00.000Z"))
    forum.posts[2]["modifiedAt"] = "2020-09-21T00:00:00.000Z"
    forum.hidden.add(post_id(20))
    planned, sent = compared(30)
    assert 5 < planned < sent


def test_a_host_that_asked_to_be_left_alone_and_what_its_rules_forbid_are_named(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    host = forum.url.removeprefix("http://")
    forum.robots = b"User-agent: *\nDisallow: /posts/\n"
    ingest.gather(settings, archive, Silent())
    plans = {plan.source: plan for plan in ingest.plan(settings, archive, refresh=True) if plan.why_not}
    assert "forbids" in plans["greaterwrong_page"].why_not
    assert plans.keys() == {"greaterwrong_page"}

    archive.leave_alone(host, time.time(), time.time() + 7200)
    plans = {plan.source: plan for plan in ingest.plan(settings, archive, refresh=True)}
    assert {plan.requests for plan in plans.values()} == {0}
    (line, *_) = ingest.plan_lines(list(plans.values()))
    assert line.startswith(f"forum_api: {host} asked an earlier run to leave it alone until ")


def everything(settings: Settings) -> list[str]:
    """Return all that the archive's file holds, notes and pauses included."""
    with closing(sqlite3.connect(settings.data_dir / "archive" / "replies.sqlite")) as database:
        return list(database.iterdump())


def test_a_plan_changes_nothing(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    ingest.gather(settings, archive, Silent())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1600000000 + 30 * DAY))
    before = everything(settings)
    forum.asked.clear()
    ingest.plan(settings, archive)
    ingest.plan(settings, archive, refresh=True)
    assert (everything(settings), forum.asked) == (before, [])
