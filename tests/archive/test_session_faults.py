"""Answers that break off, drip or never end."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pipeline.archive._transport import SIZE_LIMIT, Transport
from pipeline.archive.answer import Broken
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.errors import BadPage, ForumRefused
from tests.archive.asking import Time, polite
from tests.loopback_forum import LoopbackForum, send


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


def dripping(beginning: bytes, version: bytes = b"HTTP/1.1") -> Callable[..., None]:
    """Send the beginning of an answer at once, and then a byte at a time."""

    def fault(handler: Any, _code: int, _headers: dict[str, str], _right: bytes) -> None:
        handler.close_connection = True
        handler.wfile.write(version + b" 200 OK\r\n" + beginning)
        for _ in range(30):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    return fault


slow = dripping(b"Content-Length: 5000\r\n\r\n")


closing = dripping(b"Connection: close\r\nContent-Length: 5000\r\n\r\n")
endless = dripping(b"\r\n", b"HTTP/1.0")


@pytest.mark.parametrize(
    "fault",
    [slow, dripping(b"X-Pad: "), closing, endless],
    ids=["body", "headers", "of a connection that is closed", "HTTP/1.0"],
)
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


class Counted:
    """Unpacks, and counts the bytes it is given to."""

    given = 0
    made = zlib.decompressobj

    def __init__(self, wbits: int) -> None:
        self._own = Counted.made(wbits)

    def decompress(self, data: bytes, *limit: int) -> bytes:
        Counted.given += len(data)
        return self._own.decompress(data, *limit)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)


def test_an_answer_of_many_small_parts_is_not_gone_through_again_for_each(
    session: Session, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = gzip.compress(b"") * 5000 + gzip.compress(b"<p>the end")

    def parts(handler: Any, _code: int, _headers: dict[str, str], _right: bytes) -> None:
        send(handler, 200, {"Content-Length": str(len(packed)), "Content-Encoding": "gzip"}, packed)

    forum.faults = [parts]
    monkeypatch.setattr(Counted, "given", 0)
    monkeypatch.setattr("zlib.decompressobj", Counted)

    assert session.fetch("site", forum.url + "/page").body == b"<p>the end"
    assert 0 < Counted.given < 100 * len(packed)


def test_a_connection_that_takes_too_long_gets_no_request(
    forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = socket.getaddrinfo

    def slowly(*asked: Any, **more: Any) -> Any:
        time.sleep(0.3)
        return look_up(*asked, **more)

    monkeypatch.setattr("socket.getaddrinfo", slowly)

    with pytest.raises(Broken, match="no whole answer within"):
        Transport(total_seconds=0.1, read_seconds=5).send("GET", forum.url + "/page", None, {})
    assert forum.asked == []


def test_the_time_limit_holds_through_a_proxy_too(forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", forum.url)
    forum.faults = [slow]
    started = time.monotonic()

    with pytest.raises(Broken, match="no whole answer within"):
        Transport(total_seconds=0.3, read_seconds=5).send("GET", "http://forum.invalid/page", None, {})
    assert time.monotonic() - started < 1.2


@pytest.fixture
def hanging_up() -> Iterator[str]:
    """Give an address whose server ends every connection in the middle of its handshake."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(1 << 16)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_handshake_that_breaks_off_says_nothing_of_the_certificate_and_is_tried_again(
    hanging_up: str, archive: Archive, clock: Time
) -> None:
    with pytest.raises(Broken) as broken:
        Transport(total_seconds=5).send("GET", hanging_up + "/page", None, {})
    assert (broken.value.fault, "certificate" in str(broken.value)) == ("network", False)

    session = polite(hanging_up, archive, clock)
    with pytest.raises(ForumRefused, match=r"robots\.txt cannot be read"):
        session.fetch("site", hanging_up + "/page")
    assert session.requests == 5
