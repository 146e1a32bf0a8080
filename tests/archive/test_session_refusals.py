"""What happens after no answer, a bad one, or a refusal."""

import re
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pipeline.archive.answer import Answer
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.errors import BadPage, ForumRefused, NoAnswer, SchemaChanged
from tests.archive.asking import Time, paths, polite
from tests.loopback_forum import LoopbackForum, body, serving, status

CHECKPOINT = b"<!DOCTYPE html><title>Security Checkpoint</title><h1>We check your browser</h1><form action='/verify'>"


@pytest.mark.parametrize("code", [403, 429, 503])
def test_a_challenge_in_place_of_rules_ends_the_run_for_that_host(
    session: Session, forum: LoopbackForum, code: int
) -> None:
    forum.robots_status, forum.robots = code, CHECKPOINT

    with pytest.raises(ForumRefused, match="challenge"):
        session.fetch("site", forum.url + "/page")
    assert paths(forum) == ["/robots.txt"]


def test_each_wait_is_longer_and_five_tries_are_all(session: Session, forum: LoopbackForum, clock: Time) -> None:
    forum.faults = [status(500)] * 9

    with pytest.raises(NoAnswer, match="status 500"):
        session.fetch("site", forum.url + "/page")
    assert paths(forum).count("/page") == 5
    assert session.fetch("site", forum.url + "/other").status == 200


@pytest.mark.parametrize("key", [{}, {"X-Key": "wrong"}])
def test_a_refused_key_is_not_archived_and_the_host_may_be_asked_again(
    session: Session, forum: LoopbackForum, archive: Archive, key: dict[str, str]
) -> None:
    forum.faults = [status(401), status(401)]

    with pytest.raises(ForumRefused, match="the key, or the way of asking, is refused"):
        session.ask("site", forum.url + "/page", key=key)
    assert list(archive.replies("site")) == []
    assert session.ask("site", forum.url + "/page").status == 401
    assert session.ask("site", forum.url + "/page", key=key).status == 200


def test_three_addresses_without_an_answer_end_the_run_for_that_host(session: Session, forum: LoopbackForum) -> None:
    forum.faults = [status(502)] * 15
    for address in ("/1", "/2"):
        with pytest.raises(NoAnswer):
            session.fetch("site", forum.url + address)

    with pytest.raises(ForumRefused, match="three addresses in a row") as error:
        session.fetch("site", forum.url + "/3")
    assert not isinstance(error.value, NoAnswer)


def test_an_answer_in_between_begins_the_count_of_silent_addresses_anew(session: Session, forum: LoopbackForum) -> None:
    for address in ("/1", "/2", "/page", "/3", "/4"):
        forum.faults = [] if address == "/page" else [status(502)] * 5
        if address == "/page":
            assert session.fetch("site", forum.url + address).status == 200
        else:
            with pytest.raises(NoAnswer):
                session.fetch("site", forum.url + address)


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


@pytest.mark.parametrize("title", [b"CAPTCHA: a history", b"Access denied", b"Just a moment", b"Are you a human?"])
def test_a_page_that_is_about_challenges_is_no_challenge(session: Session, forum: LoopbackForum, title: bytes) -> None:
    form = b'<form action="/search" method="get"><input name="q"></form>'
    forum.pages["/page"] = b"<!doctype html><title>%b</title>%b<h1>%b</h1><p>A text." % (title, form, title)

    assert session.fetch("site", forum.url + "/page").status == 200
    forum.faults = [body(forum.pages["/page"], 403, "text/html")]
    with pytest.raises(ForumRefused, match="challenge"):
        session.fetch("site", forum.url + "/other")


@pytest.mark.parametrize(
    "test",
    [
        b'<form id="challenge-form" method="POST">',
        b'<form action="/verify" method="POST">',
        b'<script src="/cdn-cgi/challenge-platform/x.js"></script>',
        b'<div class="h-captcha" data-sitekey="x"></div>',
        b'<script nonce="x">(function(){if(1<2){window._cf_chl_opt={cvId:"3"}}})();</script>',
        b"<script>var s=document.createElement('script');s.src='/cdn-cgi/challenge-platform/h/b/page';</script>",
        b'<script type="module">import("/.well-known/vercel/security/static/test.js")</script>',
        b'<script>var dd={}</script><script src="https://ct.captcha-delivery.com/c.js"></script>',
        b'<iframe src="https://geo.captcha-delivery.com/x" title="DataDome"></iframe>',
    ],
)
def test_a_page_that_holds_a_test_is_a_challenge_whatever_its_status(
    session: Session, forum: LoopbackForum, test: bytes
) -> None:
    forum.pages["/page"] = b"<!doctype html><title>Just a moment...</title><h1>Verify you are human</h1>" + test

    with pytest.raises(ForumRefused, match="answers with a challenge page"):
        session.fetch("site", forum.url + "/page")


@pytest.mark.parametrize(
    "within",
    [
        b"<script>var a=1;</script><p>Such a page calls captcha-delivery.com, or sets _cf_chl_opt.",
        b"<script>a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js';</script>",
    ],
)
def test_a_page_that_names_a_test_or_is_measured_by_who_serves_it_is_no_challenge(
    session: Session, forum: LoopbackForum, within: bytes
) -> None:
    forum.pages["/page"] = b"<!doctype html><title>Just a moment: on captchas</title>" + within

    assert session.fetch("site", forum.url + "/page").status == 200


def test_a_challenge_that_says_so_in_a_header_needs_no_words(session: Session, forum: LoopbackForum) -> None:
    forum.faults = [status(200, cf_mitigated="challenge")]

    with pytest.raises(ForumRefused, match="answers with a challenge page"):
        session.fetch("site", forum.url + "/page")


def test_an_answer_in_json_that_quotes_such_a_page_is_no_challenge(session: Session, forum: LoopbackForum) -> None:
    forum.pages["/page"] = b'{"results": [{"htmlBody": "<h1>How a captcha works</h1>"}]}'

    assert session.fetch("site", forum.url + "/page").status == 200


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


@pytest.fixture
def mirror() -> Iterator[LoopbackForum]:
    with serving(LoopbackForum([], pages={"/page": b"<p>the mirror's"})) as served:
        yield served


def led(forum: LoopbackForum, mirror: LoopbackForum, archive: Archive, clock: Time) -> Session:
    """Return a session on two sites, the first of which sends every reader of its page to the second."""
    forum.faults = [status(302, Location=mirror.url + "/page")] * 5
    return polite(forum.url, archive, clock, gather={"sites": {"forum": forum.url, "mirror": mirror.url}})


def test_the_host_that_a_redirect_leads_to_is_the_one_waited_for(
    forum: LoopbackForum, mirror: LoopbackForum, archive: Archive, clock: Time
) -> None:
    mirror.faults = [status(429, Retry_After="40")]
    session = led(forum, mirror, archive, clock)

    assert session.fetch("site", forum.url + "/page").body == b"<p>the mirror's"
    assert 40.0 in clock.waits
    first, second = (session._hosts.of(site.url) for site in (forum, mirror))
    assert (first.least, second.least) == (3.0, 4.5), "only the one that is busy is asked less often"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (status(429, Retry_After="86400"), "asks to wait 1,440 minutes"),
        (status(403), "refuses"),
        (body(CHECKPOINT, 200, "text/html"), "answers with a challenge page"),
    ],
)
def test_the_host_that_a_redirect_leads_to_is_the_one_named_and_left(
    forum: LoopbackForum, mirror: LoopbackForum, archive: Archive, clock: Time, fault: Any, words: str
) -> None:
    mirror.faults = [fault]
    session = led(forum, mirror, archive, clock)

    with pytest.raises(ForumRefused, match=f"^{re.escape(urlsplit(mirror.url).netloc)} {words}"):
        session.fetch("site", forum.url + "/page")
    forum.faults = []
    assert session.fetch("site", forum.url + "/other").status == 200
    asked = len(mirror.asked)
    with pytest.raises(ForumRefused):
        session.fetch("site", mirror.url + "/page")
    assert len(mirror.asked) == asked


def test_the_host_that_a_redirect_leads_to_is_the_one_that_cannot_be_reached(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    session = polite(forum.url, archive, clock, gather={"sites": {"forum": forum.url, "gone": "https://gone.invalid"}})
    forum.faults = [status(302, Location="https://gone.invalid/page")]

    with pytest.raises(ForumRefused, match=r"^cannot reach gone\.invalid: .* \(2 tries\)"):
        session.fetch("site", forum.url + "/page")
    assert session.fetch("site", forum.url + "/page").status == 200


def test_a_certificate_that_does_not_hold_is_not_tried_again(archive: Archive, clock: Time, tmp_path: Path) -> None:
    import ssl
    from http.server import HTTPServer
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
