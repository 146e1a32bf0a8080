import email.utils
import gzip
import subprocess
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pipeline.archive._transport import SIZE_LIMIT, Broken, Transport
from pipeline.archive.answer import Answer
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.errors import BadPage, Forbidden, ForumRefused, NoAnswer, SchemaChanged, UsageError
from pipeline.progress import Silent
from pipeline.settings import Gather, load
from tests.loopback_forum import LoopbackForum, body, send, serving, status

CHECKPOINT = b"<!DOCTYPE html><title>Security Checkpoint</title><h1>We check your browser</h1>"


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def forum() -> Iterator[LoopbackForum]:
    with serving(LoopbackForum([], pages={"/page": b"<p>the page", "/other": b"<p>the other"})) as served:
        yield served


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "replies.sqlite") as opened:
        yield opened


@pytest.fixture
def session(forum: LoopbackForum, archive: Archive, clock: Time) -> Iterator[Session]:
    made = polite(forum.url, archive, clock)
    yield made
    made.close()


def polite(url: str, archive: Archive, clock: Time, *, pause: float = 3.0, total: float = 5.0, **more: Any) -> Session:
    settings: dict[str, Any] = {
        "contact": "https://atlas.invalid/contact",
        "pause_seconds": pause,
        "sites": {"forum": url},
    }
    return Session(
        Gather.model_validate(settings | more.pop("gather", {})),
        archive,
        clock=lambda: clock.now,
        sleep=clock.sleep,
        transport=Transport(total_seconds=total, read_seconds=total),
        **more,
    )


def paths(forum: LoopbackForum) -> list[str]:
    return [path for _, path, _, _ in forum.asked]


def test_the_archive_is_asked_before_the_network(session: Session, forum: LoopbackForum) -> None:
    first = session.fetch("site", forum.url + "/page")
    again = session.fetch("site", forum.url + "/page")

    assert again == first
    assert first.body == b"<p>the page"
    assert paths(forum) == ["/robots.txt", "/page"]


def test_a_reply_that_is_too_old_is_asked_for_again(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    archive.put("site", "GET", forum.url + "/page", b"old", retrieved_at="2020-01-01T00:00:00Z")

    assert polite(forum.url, archive, clock).fetch("site", forum.url + "/page").body == b"<p>the page"
    assert polite(forum.url, archive, clock, offline=True).fetch("site", forum.url + "/page").body == b"<p>the page"
    assert len(list(archive.replies("site"))) == 2


def test_offline_nothing_is_asked(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    with pytest.raises(NoAnswer, match="--offline"):
        polite(forum.url, archive, clock, offline=True).fetch("site", forum.url + "/page")

    assert forum.asked == []


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


def test_what_robots_txt_forbids_is_not_asked_for(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    forum.robots = b"User-agent: *\nDisallow: /*?commentId=*\n\nUser-agent: rlo-atlas\nDisallow: /private/\n"
    session = polite(forum.url, archive, clock)

    with pytest.raises(Forbidden, match=r"robots\.txt.* forbids .*/private/page; it was not asked for"):
        session.fetch("site", forum.url + "/private/page")
    assert paths(forum) == ["/robots.txt"]
    assert session.fetch("site", forum.url + "/page").body == b"<p>the page", "it forbids that address, not the host"
    assert paths(forum) == ["/robots.txt", "/page"]
    assert [reply.body for reply in archive.replies("robots")] == [forum.robots]


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


def test_a_challenge_in_place_of_rules_ends_the_run_for_that_host(session: Session, forum: LoopbackForum) -> None:
    forum.robots_status, forum.robots = 403, CHECKPOINT

    with pytest.raises(ForumRefused, match="challenge"):
        session.fetch("site", forum.url + "/page")
    assert paths(forum) == ["/robots.txt"]


def test_a_site_that_wants_hours_between_requests_is_left(session: Session, forum: LoopbackForum, clock: Time) -> None:
    forum.robots = b"User-agent: *\nCrawl-delay: 86400\n"

    with pytest.raises(ForumRefused, match=r"1,440 minutes between requests"):
        session.fetch("site", forum.url + "/page")
    assert paths(forum) == ["/robots.txt"]
    assert clock.now < 10


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


def test_each_wait_is_longer_and_five_tries_are_all(session: Session, forum: LoopbackForum, clock: Time) -> None:
    forum.faults = [status(500)] * 9

    with pytest.raises(NoAnswer, match="status 500"):
        session.fetch("site", forum.url + "/page")
    assert paths(forum).count("/page") == 5
    assert session.fetch("site", forum.url + "/other").status == 200


def test_three_addresses_without_an_answer_end_the_run_for_that_host(session: Session, forum: LoopbackForum) -> None:
    forum.faults = [status(502)] * 15
    for address in ("/1", "/2"):
        with pytest.raises(NoAnswer):
            session.fetch("site", forum.url + address)

    with pytest.raises(ForumRefused, match="three addresses in a row") as error:
        session.fetch("site", forum.url + "/3")
    assert not isinstance(error.value, NoAnswer)


@pytest.mark.parametrize("code", [401, 404, 410, 451])
def test_what_is_gone_or_hidden_is_recorded_and_not_asked_again(
    session: Session, forum: LoopbackForum, code: int
) -> None:
    forum.faults = [status(code)]

    assert session.fetch("site", forum.url + "/page").status == code
    assert session.fetch("site", forum.url + "/page").status == code
    assert paths(forum).count("/page") == 1


@pytest.mark.parametrize(
    "fault",
    [
        body(CHECKPOINT, 200, "text/html"),
        body(CHECKPOINT, 403, "text/html"),
        body(CHECKPOINT, 429, "text/html"),
        status(403),
    ],
)
def test_a_challenge_or_a_refusal_ends_the_run_for_that_host(
    session: Session, forum: LoopbackForum, archive: Archive, fault: Any
) -> None:
    forum.faults = [fault]

    with pytest.raises(ForumRefused, match=r"challenge|refuses"):
        session.fetch("site", forum.url + "/page")
    with pytest.raises(ForumRefused):
        session.fetch("site", forum.url + "/other")
    assert paths(forum) == ["/robots.txt", "/page"]
    assert list(archive.replies("site")) == []


def test_a_page_that_talks_of_challenges_is_no_challenge(session: Session, forum: LoopbackForum) -> None:
    forum.pages["/page"] = b"<title>A post</title><h1>The challenge of oversight</h1><p>Just a moment..."

    assert session.fetch("site", forum.url + "/page").status == 200


def test_an_answer_in_json_that_quotes_such_a_page_is_no_challenge(session: Session, forum: LoopbackForum) -> None:
    forum.pages["/page"] = b'{"results": [{"htmlBody": "<h1>How a captcha works</h1>"}]}'

    assert session.fetch("site", forum.url + "/page").status == 200


def cut_body(handler: Any, _code: int, headers: dict[str, str], right: bytes) -> None:
    send(handler, 200, headers | {"Content-Length": str(len(right) + 100)}, right)


def cut_gzip(handler: Any, _code: int, headers: dict[str, str], right: bytes) -> None:
    packed = gzip.compress(right * 100)[:-12]
    send(handler, 200, headers | {"Content-Length": str(len(packed)), "Content-Encoding": "gzip"}, packed)


def wrong_length(handler: Any, _code: int, headers: dict[str, str], right: bytes) -> None:
    send(handler, 200, headers | {"Content-Length": "banana"}, right)


def strange_encoding(handler: Any, _code: int, headers: dict[str, str], right: bytes) -> None:
    send(handler, 200, headers | {"Content-Encoding": "xyz"}, right)


def no_http(handler: Any, _code: int, _headers: dict[str, str], _right: bytes) -> None:
    handler.close_connection = True
    handler.wfile.write(b"SSH-2.0\r\n\xff\x00\r\n")


def nothing(handler: Any, _code: int, _headers: dict[str, str], _right: bytes) -> None:
    handler.close_connection = True


@pytest.mark.parametrize("fault", [cut_body, cut_gzip, wrong_length, strange_encoding, no_http, nothing])
def test_a_part_of_an_answer_is_never_stored_and_the_whole_is_asked_for(
    session: Session, forum: LoopbackForum, archive: Archive, fault: Callable[..., None]
) -> None:
    forum.faults = [fault]

    assert session.fetch("site", forum.url + "/page").body == b"<p>the page"
    assert [reply.body for reply in archive.replies("site")] == [b"<p>the page"]


def slow(handler: Any, _code: int, _headers: dict[str, str], _right: bytes) -> None:
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
    for _ in range(30):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def slow_headers(handler: Any, _code: int, _headers: dict[str, str], _right: bytes) -> None:
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Pad: ")
    for _ in range(30):
        handler.wfile.write(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("fault", [slow, slow_headers])
def test_a_request_has_a_deadline_however_slowly_it_drips(
    forum: LoopbackForum, archive: Archive, clock: Time, fault: Callable[..., None]
) -> None:
    forum.faults = [fault]
    session = polite(forum.url, archive, clock, total=0.4)
    start = time.monotonic()

    assert session.fetch("site", forum.url + "/page").body == b"<p>the page"
    assert time.monotonic() - start < 1.2


def too_long(handler: Any, _code: int, _headers: dict[str, str], _right: bytes) -> None:
    send(handler, 200, {"Content-Length": str(SIZE_LIMIT + 1)}, b"")


def bomb(handler: Any, _code: int, _headers: dict[str, str], right: bytes) -> None:
    packed = gzip.compress(right) + gzip.compress(b" " * (1 << 20)) * 20
    send(handler, 200, {"Content-Length": str(len(packed)), "Content-Encoding": "gzip"}, packed)


@pytest.mark.parametrize("fault", [too_long, bomb])
def test_an_answer_beyond_the_size_limit_is_rejected(
    session: Session, forum: LoopbackForum, archive: Archive, fault: Callable[..., None]
) -> None:
    forum.faults = [fault]

    with pytest.raises(BadPage, match="limit of 10 MB"):
        session.fetch("site", forum.url + "/page")
    assert list(archive.replies("site")) == []


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


def test_the_time_limit_holds_through_a_proxy_too(forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", forum.url)
    forum.faults = [slow]
    started = time.monotonic()

    with pytest.raises(Broken, match="no whole answer within"):
        Transport(total_seconds=0.3, read_seconds=5).send("GET", "http://forum.invalid/page", None, {})
    assert time.monotonic() - started < 1.2


def test_a_host_that_cannot_be_found_is_left_after_two_tries(archive: Archive, clock: Time) -> None:
    session = polite("https://forum.invalid", archive, clock)

    with pytest.raises(ForumRefused, match=r"cannot reach forum\.invalid.*2 tries") as error:
        session.fetch("site", "https://forum.invalid/page")
    assert not isinstance(error.value, NoAnswer)
    assert clock.now < 10


def test_where_no_host_can_be_reached_the_next_ones_are_tried_once(archive: Archive, clock: Time) -> None:
    sites = {"forum": "https://forum.invalid", "papers": "https://papers.invalid"}
    session = polite("", archive, clock, gather={"sites": sites})

    with pytest.raises(ForumRefused, match=r"cannot reach forum\.invalid.*2 tries"):
        session.fetch("site", "https://forum.invalid/page")
    with pytest.raises(ForumRefused, match=r"cannot reach papers\.invalid.*1 try\)"):
        session.fetch("site", "https://papers.invalid/page")


def test_where_another_host_has_answered_an_unreachable_one_is_tried_as_often_as_ever(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    sites = {"forum": forum.url, "papers": "https://papers.invalid", "wiki": "https://wiki.invalid"}
    session = polite("", archive, clock, gather={"sites": sites})

    session.fetch("site", forum.url + "/page")
    for name in ("papers", "wiki"):
        with pytest.raises(ForumRefused, match="2 tries"):
            session.fetch("site", f"https://{name}.invalid/page")


def test_a_certificate_that_does_not_hold_is_not_tried_again(archive: Archive, clock: Time, tmp_path: Path) -> None:
    import ssl
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from threading import Thread

    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=wrong.invalid"]
    try:
        subprocess.run(
            [*command, "-keyout", "key", "-out", "certificate"], check=True, capture_output=True, cwd=tmp_path
        )
    except FileNotFoundError:
        pytest.skip("needs the openssl command to make a certificate")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate", tmp_path / "key")
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    url = f"https://127.0.0.1:{server.server_address[1]}"
    try:
        with pytest.raises(ForumRefused, match="certificate does not hold"):
            polite(url, archive, clock).fetch("site", url + "/page")
        assert clock.waits == []
    finally:
        server.shutdown()
        server.server_close()


def test_an_answer_that_its_reader_rejects_is_asked_for_once_more(
    session: Session, forum: LoopbackForum, archive: Archive
) -> None:
    def check(answer: Answer) -> None:
        if b"page" not in answer.body:
            raise BadPage("no page")

    forum.faults = [body(b"nonsense")]
    assert session.fetch("site", forum.url + "/page", check=check).body == b"<p>the page"
    with pytest.raises(BadPage, match="no page"):
        session.fetch("site", forum.url + "/other", check=check)
    assert paths(forum).count("/other") == 2
    assert [reply.body for reply in archive.replies("site")] == [b"<p>the page"]


def test_a_changed_schema_is_not_asked_for_again(session: Session, forum: LoopbackForum) -> None:
    def check(_answer: Answer) -> None:
        raise SchemaChanged("gone")

    with pytest.raises(SchemaChanged):
        session.fetch("site", forum.url + "/page", check=check)
    assert paths(forum).count("/page") == 1


def test_the_extra_header_goes_to_the_forum_alone(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    with serving(LoopbackForum([], pages={"/page": b"mirror"})) as mirror:
        sites = {"forum": forum.url, "greaterwrong": mirror.url}
        session = polite(forum.url, archive, clock, gather={"sites": sites, "extra_header": "X-Access: given"})
        session.fetch("site", forum.url + "/page")
        session.fetch("site", mirror.url + "/page")

        assert forum.asked[-1][3]["X-Access"] == "given"
        assert all("X-Access" not in headers for *_, headers in mirror.asked)


@pytest.mark.parametrize("value", ["no colon", "Bad Name: x", "X-Two: a\r\nX-Injected: b"])
def test_an_extra_header_that_is_none_is_refused(archive: Archive, clock: Time, value: str) -> None:
    with pytest.raises(UsageError, match="extra_header"):
        polite("https://forum.invalid", archive, clock, gather={"extra_header": value})


def test_without_a_contact_it_says_so_in_its_name_and_once_to_the_user(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    class Told(Silent):
        notes: tuple[str, ...] = ()

        def note(self, text: str) -> None:
            self.notes += (text,)

    told = Told()
    session = polite(forum.url, archive, clock, gather={"contact": ""}, progress=told)
    session.fetch("site", forum.url + "/page")
    session.fetch("site", forum.url + "/other")

    assert {headers["User-Agent"] for *_, headers in forum.asked} == {"rlo-atlas/0.1.0 (contact unset)"}
    assert len(told.notes) == 1
    assert "gather.contact" in told.notes[0]


def test_a_contact_given_in_the_environment_is_sent(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    settings = load(environ={"ATLAS_GATHER__CONTACT": "keeper@atlas.invalid"})
    polite(forum.url, archive, clock, gather={"contact": settings.gather.contact}).fetch("site", forum.url + "/page")

    assert {headers["User-Agent"] for *_, headers in forum.asked} == {"rlo-atlas/0.1.0 (+keeper@atlas.invalid)"}


@pytest.mark.parametrize("contact", ["keeper@atlas.inval\u00edd", "write to me", "a\r\nHost: b", "x" * 201])
def test_a_contact_that_no_header_can_hold_is_a_mistake_in_the_configuration(contact: str) -> None:
    with pytest.raises(UsageError, match="ATLAS_GATHER__CONTACT: expected an e-mail or web address"):
        load(environ={"ATLAS_GATHER__CONTACT": contact})


def conditional(forum: LoopbackForum, mark: str) -> None:
    """Let the forum mark its page, and say no more than that it is the same when asked with that mark."""
    name, _, value = mark.partition(": ")
    asked_with = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[name]

    def answer(handler: BaseHTTPRequestHandler, code: int, headers: dict[str, str], right: bytes) -> None:
        forum.faults.append(answer)
        if handler.headers.get(asked_with) == value:
            send(handler, 304, {"Content-Length": "0", name: value}, b"")
        else:
            send(handler, code, headers | {name: value}, right)

    forum.faults.append(answer)


@pytest.mark.parametrize("mark", ['ETag: "one"', "Last-Modified: Sat, 21 Nov 2026 00:00:00 GMT"])
def test_a_page_that_has_not_changed_is_known_at_a_new_time_without_a_new_body(
    forum: LoopbackForum, archive: Archive, clock: Time, monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    conditional(forum, mark)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    first = polite(forum.url, archive, clock).fetch("site", forum.url + "/page")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    again = polite(forum.url, archive, clock).fetch("site", forum.url + "/page")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000100")
    polite(forum.url, archive, clock).fetch("site", forum.url + "/page")

    assert (again.body, again.status, again.sha256) == (first.body, 200, first.sha256)
    assert (first.retrieved_at, again.retrieved_at) == ("2020-09-13T12:26:40Z", "2023-11-14T22:13:20Z")
    assert again.headers["atlas-not-modified"] == "true"
    assert len([path for path in paths(forum) if path == "/page"]) == 2, "304 counts as fresh"


def test_a_page_that_has_changed_is_taken_whole(
    forum: LoopbackForum, archive: Archive, clock: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.put(
        "site", "GET", forum.url + "/page", b"old", headers={"etag": '"old"'}, retrieved_at="2020-01-01T00:00:00Z"
    )
    conditional(forum, 'ETag: "new"')

    assert polite(forum.url, archive, clock).fetch("site", forum.url + "/page").body == b"<p>the page"


def test_an_unasked_304_is_no_answer(session: Session, forum: LoopbackForum) -> None:
    forum.faults = [status(304)] * 5

    with pytest.raises(BadPage, match="304"):
        session.fetch("site", forum.url + "/page")


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
    host = session._hosts[urlsplit(forum.url).netloc]
    found = []
    for latency in latencies:
        host.follow(latency, 200)
        found.append(host.pause)

    assert found == pauses


def test_a_failure_never_shortens_the_pause(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    session = polite(forum.url, archive, clock)
    session.fetch("site", forum.url + "/page")
    host = session._hosts[urlsplit(forum.url).netloc]
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
