"""Where a request may go: by itself, by a redirect, by a name."""

from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

import pytest

from pipeline.archive._transport import Transport
from pipeline.archive.answer import Answer, Broken
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.errors import ForumRefused, NoAnswer, UsageError
from tests.archive.asking import Time, paths, polite
from tests.loopback_forum import LoopbackForum, status


def test_a_redirect_on_the_same_site_is_followed_and_noted(session: Session, forum: LoopbackForum) -> None:
    forum.faults = [status(302, Location="/other")]

    reply = session.fetch("site", forum.url + "/page")
    assert reply.body == b"<p>the other"
    assert reply.url == forum.url + "/page"
    assert reply.headers["atlas-final-url"] == forum.url + "/other"


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:1/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://www.lesswrong.com@127.0.0.2:1/",
        "http://127.0.0.2:99999/",
        "/private/x",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(session: Session, forum: LoopbackForum, target: str) -> None:
    forum.faults = [status(302, Location=target)]

    with pytest.raises(ForumRefused):
        session.fetch("site", forum.url + "/page")
    assert paths(forum) == ["/robots.txt", "/page"]


@pytest.mark.parametrize("sent", ["/café".encode(), "/café".encode("latin-1"), b"/caf%C3%A9"])
def test_a_redirect_that_is_not_escaped_leads_where_it_says(
    session: Session, forum: LoopbackForum, sent: bytes
) -> None:
    def moved(handler: BaseHTTPRequestHandler, *_: object) -> None:
        handler.wfile.write(b"HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: " + sent + b"\r\n\r\n")

    forum.pages["/caf%C3%A9"] = b"<p>the page"
    forum.faults = [moved]

    assert session.fetch("site", forum.url + "/old").status == 200
    assert paths(forum) == ["/robots.txt", "/old", "/caf%C3%A9"]


@pytest.mark.parametrize("target", ["http://[bad", "//[bad/page", "https://]/"])
def test_a_redirect_to_what_is_no_address_leaves_out_that_page_alone(
    session: Session, forum: LoopbackForum, target: str
) -> None:
    forum.faults = [status(302, Location=target)]

    with pytest.raises(
        NoAnswer, match=r"cannot read http.*/page: a redirect to what is no address: .* run again"
    ) as said:
        session.fetch("site", forum.url + "/page")
    assert target in str(said.value)
    assert session.fetch("site", forum.url + "/other").status == 200


@pytest.mark.parametrize("code", [301, 302, 303])
def test_a_question_is_not_sent_on_where_the_site_asks_for_a_page_instead(
    session: Session, forum: LoopbackForum, archive: Archive, code: int
) -> None:
    forum.faults = [status(code, Location="/other")]

    with pytest.raises(NoAnswer, match=r"a redirect in answer to a POST: .*/page -> .*/other"):
        session.fetch("site", forum.url + "/page", method="POST", request_body=b"{}")
    assert paths(forum) == ["/robots.txt", "/page"]
    assert list(archive.replies("site")) == []


@pytest.mark.parametrize("code", [307, 308])
def test_a_question_that_is_to_be_put_elsewhere_as_it_is_goes_there_whole(
    session: Session, forum: LoopbackForum, code: int
) -> None:
    forum.faults = [status(code, Location="/other")]

    session.fetch("site", forum.url + "/page", method="POST", request_body=b'{"n": 1}')
    assert [asked[:3] for asked in forum.asked[1:]] == [
        ("POST", "/page", b'{"n": 1}'),
        ("POST", "/other", b'{"n": 1}'),
    ]


def test_endless_redirects_are_named(session: Session, forum: LoopbackForum) -> None:
    forum.faults = [status(302, Location="/page")] * 20

    with pytest.raises(NoAnswer, match=r"more than 5 redirects: .*/page -> .*/page"):
        session.fetch("site", forum.url + "/page")


def test_only_configured_sites_are_asked(session: Session) -> None:
    with pytest.raises(UsageError, match="no configured site"):
        session.fetch("site", "https://elsewhere.invalid/page")


def test_plain_http_is_for_this_machine_alone(archive: Archive, clock: Time) -> None:
    with pytest.raises(UsageError, match="expected https"):
        polite("http://forum.invalid", archive, clock)


def test_a_name_that_leads_to_a_private_network_is_not_asked(
    archive: Archive, clock: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_: [(2, 1, 6, "", ("10.0.0.7", 0))])

    with pytest.raises(ForumRefused, match=r"private address 10\.0\.0\.7"):
        polite("https://forum.invalid", archive, clock).fetch("site", "https://forum.invalid/page")


def test_a_name_that_leads_inside_only_when_it_is_connected_to_gets_no_request(
    forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, port = "127.0.0.1", urlsplit(forum.url).port
    monkeypatch.setattr("socket.getaddrinfo", lambda *_: [(2, 1, 6, "", (host, port))])

    with pytest.raises(Broken, match=r"leads to the private address 127\.0\.0\.1") as broken:
        Transport().send("GET", f"http://forum.invalid:{port}/page", None, {})
    assert broken.value.fault == "private"
    assert forum.asked == []


def test_the_session_leaves_a_host_whose_name_turns_inside(archive: Archive, clock: Time) -> None:
    class Turning(Transport):
        def send(self, *_: object) -> Answer:
            raise Broken("leads to the private address 10.0.0.7", "private")

    session = polite("https://forum.invalid", archive, clock)
    session.transport = Turning()
    with pytest.raises(ForumRefused, match=r"forum\.invalid leads to the private address 10\.0\.0\.7; nothing more"):
        session.fetch("site", "https://forum.invalid/page")
    assert session.requests == 1, "asking again would lead there again"
