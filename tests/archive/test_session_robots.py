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


class Scripted(Transport):
    """Answers what a test says for each address, and keeps what it was asked for."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        super().__init__()
        self.answers = answers
        self.asked: list[str] = []

    def send(self, _method: str, url: str, *_: object) -> Answer:
        self.asked.append(url)
        return self.answers[url]


FORUM, MIRROR = "https://forum.invalid", "https://mirror.invalid"


@pytest.mark.parametrize("code", [401, 404, 410])
def test_a_host_without_rules_that_asks_for_an_hour_is_not_asked_before(
    archive: Archive, clock: Time, code: int
) -> None:
    session = polite("", archive, clock, gather={"sites": {"forum": FORUM}})
    session.transport = scripted = Scripted({FORUM + "/robots.txt": Answer(code, {"retry-after": "3600"}, b"")})

    for path in ("/page", "/other"):
        with pytest.raises(ForumRefused, match=r"forum\.invalid asks to wait 60 minutes"):
            session.fetch("site", FORUM + path)
    assert scripted.asked == [FORUM + "/robots.txt"]


MOVED = Answer(301, {"location": MIRROR + "/robots.txt"}, b"")


def moved(archive: Archive, clock: Time, rules: Answer) -> tuple[Session, Scripted]:
    """Return a session on two hosts, the rules of the first of which are kept by the second."""
    session = polite("", archive, clock, gather={"sites": {"forum": FORUM, "mirror": MIRROR}})
    pages = {FORUM + "/page": Answer(200, {}, b"page"), FORUM + "/private/page": Answer(200, {}, b"private")}
    session.transport = scripted = Scripted({FORUM + "/robots.txt": MOVED, MIRROR + "/robots.txt": rules} | pages)
    return session, scripted


def test_rules_that_are_moved_to_another_host_that_may_be_asked_are_read_there(archive: Archive, clock: Time) -> None:
    session, scripted = moved(archive, clock, Answer(200, {}, b"User-agent: *\nDisallow: /private/\n"))

    assert session.fetch("site", FORUM + "/page").body == b"page"
    with pytest.raises(Forbidden, match=r"robots\.txt of forum\.invalid forbids .*/private/page"):
        session.fetch("site", FORUM + "/private/page")
    assert scripted.asked == [FORUM + "/robots.txt", MIRROR + "/robots.txt", FORUM + "/page"]


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        (Answer(503, {}, b"<title>Just a moment"), "it was moved, and mirror.invalid answers with a challenge page"),
        (Answer(429, {"retry-after": "7200"}, b""), "it was moved, and mirror.invalid asks to wait 120 minutes"),
        (Answer(500, {}, b""), "nothing more was asked of it"),
        (Answer(302, {"location": MIRROR + "/robots.txt"}, b""), "nothing more was asked of it"),
    ],
)
def test_a_host_whose_rules_another_one_keeps_and_does_not_give_is_left(
    archive: Archive, clock: Time, rules: Answer, why: str
) -> None:
    session, scripted = moved(archive, clock, rules)
    with pytest.raises(ForumRefused, match=rf"^{FORUM}/robots\.txt cannot be read, so nothing there .*{why}"):
        session.fetch("site", FORUM + "/page")
    asked = session.requests

    with pytest.raises(ForumRefused):
        session.fetch("site", FORUM + "/page")
    assert session.requests == asked
    assert FORUM + "/page" not in scripted.asked


def test_rules_that_are_moved_to_a_host_that_is_not_configured_are_not_asked_for(archive: Archive, clock: Time) -> None:
    session = polite(FORUM, archive, clock)
    session.transport = asked = Scripted({FORUM + "/robots.txt": MOVED})

    with pytest.raises(ForumRefused, match=r"robots\.txt cannot be read, so nothing there may be asked for"):
        session.fetch("site", FORUM + "/page")
    assert asked.asked == [FORUM + "/robots.txt"]
