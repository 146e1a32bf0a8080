"""Pauses: those configured, those asked for, and those that slow answers call for."""

import email.utils
import time
from urllib.parse import urlsplit

import pytest

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.errors import ForumRefused, NoAnswer
from tests.archive.asking import Time, Told, polite
from tests.loopback_forum import LoopbackForum, status


def test_it_names_itself_with_a_contact_and_keeps_the_pause(
    session: Session, forum: LoopbackForum, clock: Time
) -> None:
    session.fetch("site", forum.url + "/page")
    session.fetch("site", forum.url + "/other")

    assert {headers["User-Agent"] for *_, headers in forum.asked} == {
        "rlo-atlas/0.1.0 (+https://atlas.invalid/contact)"
    }
    assert clock.now == pytest.approx(6.0)  # after robots.txt, and between the two pages


def test_a_longer_pause_asked_for_by_robots_txt_is_kept(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    forum.robots = b"User-agent: *\nCrawl-delay: 7.5\n"
    polite(forum.url, archive, clock).fetch("site", forum.url + "/page")

    assert clock.now == pytest.approx(7.5)


def test_a_wait_asked_for_in_seconds_is_kept_to_the_letter(session: Session, forum: LoopbackForum, clock: Time) -> None:
    forum.faults = [status(429, Retry_After="40")]

    assert session.fetch("site", forum.url + "/page").status == 200
    assert 40.0 in clock.waits


def test_a_wait_asked_for_as_a_date_is_kept(session: Session, forum: LoopbackForum, clock: Time) -> None:
    forum.faults = [status(503, Retry_After=email.utils.formatdate(time.time() + 90, usegmt=True))]

    session.fetch("site", forum.url + "/page")
    assert max(clock.waits) == pytest.approx(90, abs=3)


@pytest.mark.parametrize("value", ["soon", "-5", "", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_wait_that_makes_no_sense_is_replaced_by_our_own(
    session: Session, forum: LoopbackForum, clock: Time, value: str
) -> None:
    forum.faults = [status(429, Retry_After=value)]

    session.fetch("site", forum.url + "/page")
    assert all(wait > 0 for wait in clock.waits)
    assert clock.now < 15


@pytest.mark.parametrize("asked", ["9" * 400, "Fri, 31 Dec 9999 23:59:59 -2359"])
def test_a_wait_beyond_all_measure_ends_the_run_for_that_host(
    session: Session, forum: LoopbackForum, asked: str
) -> None:
    forum.faults = [status(429, Retry_After=asked)]

    with pytest.raises(ForumRefused, match="try again after 20"):
        session.fetch("site", forum.url + "/page")


def test_a_wait_of_over_ten_minutes_ends_the_run_for_that_host(session: Session, forum: LoopbackForum) -> None:
    forum.faults = [status(429, Retry_After="86400")]

    with pytest.raises(ForumRefused, match=r"1,440 minutes.*try again after \d{4}-\d\d-\d\d"):
        session.fetch("site", forum.url + "/page")
    asked = len(forum.asked)
    with pytest.raises(ForumRefused):
        session.fetch("site", forum.url + "/other")
    assert len(forum.asked) == asked


@pytest.mark.parametrize(
    ("latencies", "pauses"),
    [
        ([1.0, 1.0], [3.0, 3.0]),
        ([9.0, 9.0, 9.0], [9.0, 9.0, 9.0]),
        ([9.0, 1.0, 1.0, 1.0], [9.0, 5.0, 3.0, 3.0]),
        ([500.0], [60.0]),
    ],
)
def test_the_pause_follows_how_long_answers_take(
    forum: LoopbackForum, archive: Archive, clock: Time, latencies: list[float], pauses: list[float]
) -> None:
    session = polite(forum.url, archive, clock)
    session.fetch("site", forum.url + "/page")
    host = session._hosts.of(forum.url)
    found = []
    for latency in latencies:
        host.follow(latency, 200)
        found.append(host.pause)

    assert found == pauses


def test_a_failure_never_shortens_the_pause(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    session = polite(forum.url, archive, clock)
    session.fetch("site", forum.url + "/page")
    host = session._hosts.of(forum.url)
    host.follow(30.0, 200)
    host.follow(0.1, 503)
    assert host.pause == 30.0
    host.follow(40.0, 503)
    assert host.pause == 40.0


def test_after_a_busy_answer_quick_ones_do_not_shorten_the_pause_again(
    session: Session, forum: LoopbackForum, clock: Time
) -> None:
    forum.faults = [status(429, Retry_After="1")]
    session.fetch("site", forum.url + "/page")
    before = clock.now
    session.fetch("site", forum.url + "/other")

    assert clock.now - before == pytest.approx(4.5)


def test_a_long_wait_says_whose_wish_it_is(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    told, name = Told(), urlsplit(forum.url).netloc
    session = polite(forum.url, archive, clock, pause=12.0, progress=told)
    forum.faults = [status(429, Retry_After="40"), status(503)]
    session.fetch("site", forum.url + "/page")
    session._hosts.of(forum.url).follow(50.0, 200)
    session._hosts.of(forum.url).pause_from(clock.now)
    session.fetch("site", forum.url + "/other")

    assert told.notes == [
        "waiting 12 s, the pause between two requests",
        f"waiting 40 s, as {name} asks",
        "waiting 18 s, the pause between two requests",
        "waiting 50 s, as its answers come slowly",
    ]


def test_our_own_waits_after_busy_answers_are_not_called_the_wish_of_the_site(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    told = Told()
    forum.faults = [status(503)] * 5
    with pytest.raises(NoAnswer):
        polite(forum.url, archive, clock, progress=told).fetch("site", forum.url + "/page")

    assert {note.partition(", ")[2] for note in told.notes} == {"the pause between two requests"}
