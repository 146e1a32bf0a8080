"""What the rules of a host say is kept."""

import pytest

from pipeline.archive._transport import Transport
from pipeline.archive.answer import Answer
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.errors import Forbidden, ForumRefused
from tests.archive.asking import Time, paths, polite
from tests.loopback_forum import LoopbackForum


def test_what_robots_txt_forbids_is_not_asked_for(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    forum.robots = b"User-agent: *\nDisallow: /*?commentId=*\n\nUser-agent: rlo-atlas\nDisallow: /private/\n"
    session = polite(forum.url, archive, clock)

    with pytest.raises(Forbidden, match=r"robots\.txt.* forbids .*/private/page; it was not asked for"):
        session.fetch("site", forum.url + "/private/page")
    assert paths(forum) == ["/robots.txt"]
    assert session.fetch("site", forum.url + "/page").body == b"<p>the page", "it forbids that address, not the host"
    assert paths(forum) == ["/robots.txt", "/page"]
    assert [reply.body for reply in archive.replies("robots")] == [forum.robots]


def test_rules_that_begin_with_a_byte_order_mark_are_kept(session: Session, forum: LoopbackForum) -> None:
    forum.robots = b"\xef\xbb\xbfUser-agent: *\nDisallow: /private/\n"

    with pytest.raises(Forbidden, match=r"robots\.txt.* forbids .*/private/page"):
        session.fetch("site", forum.url + "/private/page")


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_a_host_that_has_no_rules_to_give_has_none(session: Session, forum: LoopbackForum, code: int) -> None:
    forum.robots_status, forum.robots = code, b"Not for you"

    assert session.fetch("site", forum.url + "/page").body == b"<p>the page"


@pytest.mark.parametrize("code", [301, 500, 501, 503, 520])
def test_rules_that_cannot_be_read_forbid_everything_and_are_not_asked_for_again(
    session: Session, forum: LoopbackForum, code: int
) -> None:
    forum.robots_status = code

    for path in ("/page", "/other"):
        with pytest.raises(ForumRefused, match="cannot be read, so nothing there may be asked for"):
            session.fetch("site", forum.url + path)
    assert set(paths(forum)) <= {"/robots.txt", ""}
    assert len(paths(forum)) <= 6


def test_a_site_that_wants_hours_between_requests_is_left(session: Session, forum: LoopbackForum, clock: Time) -> None:
    forum.robots = b"User-agent: *\nCrawl-delay: 86400\n"

    with pytest.raises(ForumRefused, match=r"1,440 minutes between requests"):
        session.fetch("site", forum.url + "/page")
    assert paths(forum) == ["/robots.txt"]
    assert clock.now < 10


def test_rules_that_are_moved_to_what_is_no_address_cannot_be_read(archive: Archive, clock: Time) -> None:
    class Moved(Transport):
        def send(self, *_: object) -> Answer:
            return Answer(302, {"location": "http://[bad"}, b"")

    session = polite("https://forum.invalid", archive, clock)
    session.transport = Moved()
    with pytest.raises(ForumRefused, match=r"robots\.txt cannot be read, so nothing there may be asked for"):
        session.fetch("site", "https://forum.invalid/page")
    assert session.requests == 1


def test_rules_that_are_moved_to_a_host_that_is_not_configured_are_not_asked_for(archive: Archive, clock: Time) -> None:
    asked: list[str] = []

    class Moved(Transport):
        def send(self, _method: str, url: str, *_: object) -> Answer:
            asked.append(url)
            return Answer(301, {"location": "https://canary.invalid/robots.txt"}, b"")

    session = polite("https://forum.invalid", archive, clock)
    session.transport = Moved()
    with pytest.raises(ForumRefused, match=r"robots\.txt cannot be read, so nothing there may be asked for"):
        session.fetch("site", "https://forum.invalid/page")
    assert asked == ["https://forum.invalid/robots.txt"]
