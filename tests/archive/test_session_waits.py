"""What a host asked an earlier run to wait is kept by the next one."""

import sqlite3
from contextlib import closing, suppress
from urllib.parse import urlsplit

import pytest

from pipeline.archive._transport import Transport
from pipeline.archive.answer import Answer
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.errors import BadPage, ForumRefused, NoAnswer, StoreUnusable
from pipeline.stopping import Stopped
from tests.archive.asking import Time, Told, paths, polite
from tests.loopback_forum import LoopbackForum, body, serving, status

NOON = 1_600_000_000.0 - 1_600_000_000.0 % 86400 + 43200
"""Seconds since 1970 at noon of 2020-09-13."""


def at(moment: float, forum: LoopbackForum, archive: Archive, clock: Time, **more: object) -> Session:
    """Return the session of a new run that begins at that moment."""
    return polite(forum.url, archive, clock, wall=lambda: moment, **more)


def name(forum: LoopbackForum) -> str:
    return urlsplit(forum.url).netloc


@pytest.mark.parametrize("fault", [status(429, Retry_After="7200"), status(403, Retry_After="7200")])
def test_a_host_that_asked_for_hours_is_asked_nothing_until_they_are_over(
    forum: LoopbackForum, archive: Archive, clock: Time, fault: object
) -> None:
    forum.faults = [fault]  # type: ignore[list-item]
    with pytest.raises(ForumRefused, match="try again after 2020-09-13 14:00 UTC"):
        at(NOON, forum, archive, clock).fetch("site", forum.url + "/page")
    asked = len(forum.asked)

    said = "asked an earlier run to leave it alone until 2020-09-13 14:00 UTC; nothing was asked of it"
    with pytest.raises(ForumRefused, match=f"^{name(forum)} {said}"):
        at(NOON + 60, forum, archive, clock).fetch("site", forum.url + "/page")
    assert len(forum.asked) == asked
    assert at(NOON + 7200, forum, archive, clock).fetch("site", forum.url + "/page").status == 200


def test_a_run_that_was_stopped_in_a_wait_leaves_the_rest_of_it_to_the_next(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    def stop(seconds: float) -> None:
        if seconds > 10:
            raise Stopped(130)
        clock.sleep(seconds)

    forum.faults = [status(503, Retry_After="400")]
    stopped = at(NOON, forum, archive, clock)
    stopped._hosts.sleep = stop
    with pytest.raises(Stopped):
        stopped.fetch("site", forum.url + "/page")

    told, waited, asked = Told(), list[tuple[float, int]](), len(forum.asked)

    def note(seconds: float) -> None:
        waited.append((seconds, len(forum.asked)))
        clock.sleep(seconds)

    next_run = at(NOON + 100, forum, archive, clock, progress=told)
    next_run._hosts.sleep = note
    assert next_run.fetch("site", forum.url + "/page").status == 200
    assert waited[0] == (300.0, asked), "it waits before it asks for anything"
    assert told.notes[0] == (
        f"waiting 300 s, as {name(forum)} asked an earlier run to leave it alone until 2020-09-13 12:07 UTC"
    )


def test_a_refusal_without_a_time_is_not_kept(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    forum.faults = [body(b"<title>Just a moment</title>", 403, "text/html")]
    with pytest.raises(ForumRefused, match="challenge"):
        at(NOON, forum, archive, clock).fetch("site", forum.url + "/page")

    assert at(NOON, forum, archive, clock).fetch("site", forum.url + "/page").status == 200


def test_a_clock_set_back_a_year_makes_no_wait_longer_than_it_was(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    archive.leave_alone(name(forum), NOON, NOON + 300)
    back = NOON - 365 * 86400

    at(back, forum, archive, clock).fetch("site", forum.url + "/page")
    assert clock.waits[0] == 300.0, "nobody knows how much of it is over"
    clock.waits = []
    at(back + 400, forum, archive, clock).fetch("site", forum.url + "/other")
    assert max(clock.waits) == 3.0, "that wait is over, not one of every run for a year"


def test_a_wait_stays_when_the_archive_is_closed_and_the_last_word_holds(archive: Archive) -> None:
    assert archive.left_alone("forum.invalid") is None
    archive.leave_alone("forum.invalid", NOON, NOON + 900)
    archive.leave_alone("forum.invalid", NOON + 60.7, NOON + 90.2)
    archive.close()

    with Archive(archive.path) as again:
        assert again.left_alone("forum.invalid") == (NOON + 60, NOON + 91), "rounded so that nobody comes too early"
        assert again.left_alone("papers.invalid") is None


def test_a_wait_that_cannot_be_read_is_an_error_with_words(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    archive.leave_alone(name(forum), NOON, NOON + 60)
    with closing(sqlite3.connect(archive.path)) as database:
        database.execute("UPDATE waits SET until = 'tomorrow'")
        database.commit()

    with pytest.raises(StoreUnusable, match=r"is damaged: 127\.0\.0\.1.* until 'tomorrow', expected times"):
        at(NOON, forum, archive, clock).fetch("site", forum.url + "/page")
    assert forum.asked == []


def test_what_hosts_asked_is_no_part_of_what_was_gathered(archive: Archive) -> None:
    before = archive.digest()
    archive.leave_alone("forum.invalid", NOON, NOON + 60)

    assert archive.digest() == before


@pytest.mark.parametrize("code", [400, 401, 404, 405, 410, 420, 425, 451, 501, 520, 521, 523, 525, 529])
def test_a_wait_is_kept_whatever_the_status_that_asks_for_it(
    session: Session, forum: LoopbackForum, clock: Time, code: int
) -> None:
    forum.faults = [status(code, Retry_After="300")]
    with suppress(BadPage):
        session.fetch("site", forum.url + "/page")
    session.fetch("site", forum.url + "/other")

    assert clock.waits.count(300.0) == 1, "once, between the answer that asks for it and the next request"


def test_what_is_gone_is_recorded_where_its_host_also_asks_for_hours(
    session: Session, forum: LoopbackForum, archive: Archive
) -> None:
    forum.faults = [status(404, Retry_After="7200")]

    assert session.fetch("site", forum.url + "/page").status == 404
    asked = len(forum.asked)
    with pytest.raises(ForumRefused, match=r"asks to wait 120 minutes.*try again after"):
        session.fetch("site", forum.url + "/other")
    assert len(forum.asked) == asked
    assert archive.left_alone(name(forum)) is not None


@pytest.mark.parametrize("seconds", [120, 7200])
def test_a_redirect_is_followed_only_when_its_wait_is_over_wherever_it_leads(
    forum: LoopbackForum, archive: Archive, clock: Time, seconds: int
) -> None:
    with serving(LoopbackForum([], pages={"/page": b"<p>the mirror's"})) as mirror:
        sites = {"forum": forum.url, "mirror": mirror.url}
        session = polite(forum.url, archive, clock, gather={"sites": sites})
        forum.faults = [status(302, Location=mirror.url + "/page", Retry_After=str(seconds))]
        if seconds == 120:
            assert session.fetch("site", forum.url + "/page").body == b"<p>the mirror's"
            assert 120.0 in clock.waits
        else:
            with pytest.raises(ForumRefused, match="asks to wait 120 minutes"):
                session.fetch("site", forum.url + "/page")
            assert mirror.asked == []


@pytest.mark.parametrize("code", [200, 304])
def test_an_answer_that_was_wanted_asks_for_no_wait(
    session: Session, forum: LoopbackForum, archive: Archive, clock: Time, code: int
) -> None:
    archive.put(
        "site", "GET", forum.url + "/page", b"old", headers={"etag": '"1"'}, retrieved_at="2020-01-01T00:00:00Z"
    )
    forum.faults = [status(code, Retry_After="300")]
    session.fetch("site", forum.url + "/page")
    session.fetch("site", forum.url + "/other")

    assert max(clock.waits) == 3.0


def test_the_rules_of_a_host_may_ask_for_a_wait_too(archive: Archive, clock: Time) -> None:
    class NoRules(Transport):
        def send(self, _method: str, url: str, *_: object) -> Answer:
            return Answer(404, {"retry-after": "300"}, b"") if url.endswith("/robots.txt") else Answer(200, {}, b"page")

    session = polite("https://forum.invalid", archive, clock)
    session.transport = NoRules()
    assert session.fetch("site", "https://forum.invalid/page").body == b"page"
    assert clock.waits == [300.0]


def test_after_the_last_try_only_what_comes_next_to_that_host_waits(
    session: Session, forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    forum.faults = [status(429, Retry_After="500")] * 5

    with pytest.raises(NoAnswer, match="status 429"):
        session.fetch("site", forum.url + "/page")
    assert clock.waits.count(500.0) == 4, "between five tries"
    assert session.fetch("site", forum.url + "/other").status == 200
    assert clock.waits.count(500.0) == 5
    assert archive.left_alone(name(forum)) is not None


@pytest.mark.parametrize("is_killed", [False, True])
def test_a_run_right_after_another_keeps_the_pause_between_them(
    forum: LoopbackForum, archive: Archive, clock: Time, is_killed: bool
) -> None:
    first = at(NOON, forum, archive, clock, pause=12.0)
    first.fetch("site", forum.url + "/page")
    if not is_killed:
        first.close()

    told, clock.waits, asked = Told(), [], len(forum.asked)
    next_run = at(NOON + 5, forum, archive, clock, pause=12.0, progress=told)
    next_run.fetch("site", forum.url + "/other")
    assert clock.waits[0] == 7.0, "before anything is asked, robots.txt too"
    assert len(forum.asked) == asked + 2
    clock.waits = []
    at(NOON + 60, forum, archive, clock, pause=12.0).ask("site", forum.url + "/page")
    assert clock.waits == [12.0], "long after, nothing is waited for but the pause after robots.txt"


def test_a_pause_that_slow_answers_have_made_longer_is_kept_as_long_as_it_was(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    told = Told()
    first = at(NOON, forum, archive, clock)
    first.fetch("site", forum.url + "/page")
    host = first._hosts.of(forum.url)
    host.follow(40.0, 200)
    host.pause_from(clock.now)
    first.close()
    clock.waits = []

    at(NOON + 10, forum, archive, clock, progress=told).fetch("site", forum.url + "/other")
    assert clock.waits[0] == 30.0
    assert told.notes[0] == "waiting 30 s, the pause after the last request of an earlier run"


def test_where_no_pause_is_wanted_none_is_kept(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    first = at(NOON, forum, archive, clock, pause=0.0)
    first.fetch("site", forum.url + "/page")
    first.close()

    assert archive.left_alone(name(forum), of="pauses") is None


def test_a_clock_that_was_a_year_ahead_makes_no_pause_longer_than_it_was(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    archive.leave_alone(name(forum), NOON + 365 * 86400, NOON + 365 * 86400 + 3, of="pauses")

    at(NOON, forum, archive, clock).fetch("site", forum.url + "/page")
    assert clock.waits == [3.0, 3.0]


def test_at_its_deadline_a_run_stops_between_two_requests_and_keeps_what_came(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    session = polite(forum.url, archive, clock, deadline=5.0)
    assert session.fetch("site", forum.url + "/page").status == 200, "at 3 s"

    with pytest.raises(Stopped, match="would be sent after the time given with --deadline") as stopped:
        session.fetch("site", forum.url + "/other")
    assert (stopped.value.exit_code, clock.now) == (142, 3.0), "it does not wait for what it will not ask"
    assert paths(forum) == ["/robots.txt", "/page"]
    assert polite(forum.url, archive, clock, deadline=0.0).fetch("site", forum.url + "/page").body == b"<p>the page"


def test_a_wait_beyond_the_deadline_is_left_to_the_next_run(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    forum.faults = [status(503, Retry_After="400")]
    said = (
        rf"^{name(forum)} cannot be asked for 400 s, as {name(forum)} asks, and --deadline comes before; .* 12:07 UTC$"
    )
    with pytest.raises(ForumRefused, match=said):
        at(NOON, forum, archive, clock, deadline=60.0).fetch("site", forum.url + "/page")
    assert clock.now == 3.0

    clock.waits = []
    assert at(NOON + 100, forum, archive, clock).fetch("site", forum.url + "/page").status == 200
    assert clock.waits[0] == 300.0


def test_a_wait_beyond_the_deadline_leaves_one_host_and_not_the_others(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    with serving(LoopbackForum([], pages={"/page": b"<p>another"})) as other:
        sites = {"sites": {"forum": forum.url, "other": other.url}}
        session = polite(forum.url, archive, clock, deadline=300.0, gather=sites)
        forum.faults = [status(503, Retry_After="540")]
        for path in ("/page", "/other"):
            with pytest.raises(ForumRefused, match="--deadline comes before"):
                session.fetch("site", forum.url + path)

        assert session.fetch("site", other.url + "/page").status == 200
        clock.now = 300.0
        with pytest.raises(Stopped, match="after the time given with --deadline"):
            session.fetch("site", other.url + "/other")
    assert (paths(forum), paths(other)) == (["/robots.txt", "/page"], ["/robots.txt", "/page"])
