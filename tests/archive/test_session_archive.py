"""The archive is asked first, and asked anew only for what may have changed."""

from http.server import BaseHTTPRequestHandler

import pytest

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.errors import BadPage, NoAnswer
from tests.archive.asking import Time, paths, polite
from tests.loopback_forum import LoopbackForum, send, status


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


@pytest.mark.parametrize("code", [401, 404, 410, 451])
def test_what_is_gone_or_hidden_is_recorded_and_not_asked_again(
    session: Session, forum: LoopbackForum, code: int
) -> None:
    forum.faults = [status(code)]

    assert session.fetch("site", forum.url + "/page").status == code
    assert session.fetch("site", forum.url + "/page").status == code
    assert paths(forum).count("/page") == 1


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


def test_what_is_known_of_a_page_stays_when_its_site_says_only_that_it_is_the_same(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    archive.put(
        "site",
        "GET",
        forum.url + "/page",
        b"known",
        headers={"etag": '"one"', "content-type": "text/html"},
        retrieved_at="2020-01-01T00:00:00Z",
    )
    forum.faults = [status(304)]

    again = polite(forum.url, archive, clock).fetch("site", forum.url + "/page")
    assert again.body == b"known"
    assert again.headers["content-type"] == "text/html"
    assert again.headers["etag"] == '"one"', "or it would be asked for whole the next time"


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
