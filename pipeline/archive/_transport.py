"""One request and its answer, bounded in time and size; nothing here knows about manners or the archive.

`requests` limits each read, not the whole: a server that sends a byte now and then holds it for ever, a compressed
body grows without bound. So a watchdog cuts the connection when a request's time is up, bodies are unpacked here
against a limit, and a body that ends early is an error.
"""

import io
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from pipeline.archive._watch import Watch
from pipeline.archive.addresses import is_loopback, is_public
from pipeline.archive.answer import Answer, Broken, Fault
from pipeline.archive.unpacking import TooLarge, unpacked

CONNECT_SECONDS = 10
READ_SECONDS = 30
TOTAL_SECONDS = 60
SIZE_LIMIT = 10 << 20


class Transport:
    """Sends one request at a time over kept connections; redirects are returned, not followed."""

    def __init__(self, total_seconds: float = TOTAL_SECONDS, read_seconds: float = READ_SECONDS) -> None:
        self.total_seconds = total_seconds
        self.read_seconds = read_seconds
        self._watch = Watch()
        self._session = _Unled()
        # Credentials of a ~/.netrc are none of a public site's business.
        self._session.auth = lambda request: request
        adapter = _WatchedAdapter(self._watch)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def send(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """Return the answer to one request.

        Raises
        ------
        Broken
            If none came whole, in time, and within the size limit.
        """
        with self._watch.over(self.total_seconds) as expired:
            return self._sent(method, url, body, headers, expired)

    def close(self) -> None:
        """Close every connection."""
        self._session.close()

    def _sent(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str], expired: threading.Event
    ) -> Answer:
        late = f"no whole answer within {self.total_seconds:g} s"
        proxies = {"http": None, "https": None} if is_loopback(urlsplit(url).hostname) else None
        try:
            with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=(CONNECT_SECONDS, self.read_seconds),
                stream=True,
                allow_redirects=False,
                proxies=proxies,  # type: ignore[arg-type]  # None switches a proxy of the environment off
            ) as response:
                received = {name.lower(): value for name, value in response.headers.items()}
                body_received = _read(response, received, expired)
                if expired.is_set():  # headers that are cut short look like an empty answer
                    raise Broken(late)
                return Answer(response.status_code, received, _unpacked(body_received, received))
        except _LeadsInside as inside:
            raise Broken(f"leads to the private address {inside}", "private") from inside
        except requests.exceptions.ConnectTimeout as error:
            raise Broken(f"no connection within {CONNECT_SECONDS} s", "unreached") from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            if expired.is_set():
                raise Broken(late) from error
            fault, why = _fault(error), _innermost(error)
            raise Broken(f"its certificate does not hold ({why})" if fault == "certificate" else why, fault) from error


class _Unled(requests.Session):
    """Makes no request of where an answer redirects: even when none is followed, it would read the Location first."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - as requests calls it
        return None


class _LeadsInside(Exception):
    """A connection stands to a private address, which the name of a public host was made to lead to."""


class _WatchedAdapter(HTTPAdapter):
    """Shows a watch what it sends over, and sends nothing to private addresses."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        super().__init__(pool_connections=4, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *arguments: object, **options: object) -> None:
        super().init_poolmanager(*arguments, **options)  # type: ignore[arg-type]
        self.poolmanager.pool_classes_by_scheme = self._pool_classes()

    def proxy_manager_for(self, proxy: str, **options: object) -> urllib3.ProxyManager:
        manager: urllib3.ProxyManager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = self._pool_classes()
        return manager

    def _pool_classes(self) -> dict[str, type[urllib3.HTTPConnectionPool]]:
        watch = self._watch

        class Plain(urllib3.connection.HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _public(self, super()._new_conn())

            def send(self, data: Any) -> None:
                watch.take(_opened(self))
                super().send(data)

        class Secure(urllib3.connection.HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _public(self, super()._new_conn())

            def send(self, data: Any) -> None:
                watch.take(_opened(self))
                super().send(data)

        class PlainPool(urllib3.HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(urllib3.HTTPSConnectionPool):
            ConnectionCls = Secure

        return {"http": PlainPool, "https": SecurePool}


def _opened(connection: urllib3.connection.HTTPConnection) -> socket.socket:
    """Return the socket of a connection, which is made now if it was not."""
    if connection.sock is None:
        connection.connect()
    opened: socket.socket = connection.sock
    return opened


def _public(connection: urllib3.connection.HTTPConnection, opened: socket.socket) -> socket.socket:
    """Return a connection just opened if a request may go over it: a name that was public a moment ago may lead inside now."""
    if connection.proxy is not None or is_loopback(connection.host):
        return opened
    address = str(opened.getpeername()[0])
    if not is_public(address):
        opened.close()
        raise _LeadsInside(address)
    return opened


def _read(response: requests.Response, headers: dict[str, str], expired: threading.Event) -> bytes:
    """Return the body as it was sent, or what came of it until its time was up."""
    announced = headers.get("content-length")
    if announced is not None:
        if not announced.isdigit():
            raise Broken(f"its Content-Length is {announced[:20]!r}")
        if int(announced) > SIZE_LIMIT:
            raise _too_large(f"announces {int(announced):,} bytes,")
    body = io.BytesIO()  # gives its bytes away without a copy
    for chunk in response.raw.stream(1 << 16, decode_content=False):
        body.write(chunk)
        if expired.is_set():
            break
        if body.tell() > SIZE_LIMIT:
            raise _too_large("sends")
    return body.getvalue()


def _unpacked(body: bytes, headers: dict[str, str]) -> bytes:
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity") or not body:
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Broken(f"its Content-Encoding is {encoding[:20]!r}, which was not asked for")
    try:
        return unpacked(body, SIZE_LIMIT)
    except TooLarge as error:
        raise _too_large("unpacks to") from error
    except EOFError as error:
        raise Broken("its compressed body is cut short") from error
    except zlib.error as error:
        raise Broken(f"its body is not the {encoding} that it claims to be") from error


def _too_large(what: str) -> Broken:
    return Broken(f"it {what} more than the limit of {SIZE_LIMIT >> 20} MB", "size")


def _fault(error: BaseException) -> Fault:
    """Say how far a request got: its host's name was not found, there was no connection or no trust, or it broke off.

    A handshake that breaks off says nothing of the certificate: like any connection that does, it may hold the next time.
    """
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "certificate"
        if isinstance(cause, urllib3.exceptions.NameResolutionError | socket.gaierror):
            return "unresolved"
        if isinstance(cause, urllib3.exceptions.NewConnectionError | ConnectionRefusedError):
            return "unreached"
    return "network"


def _innermost(error: BaseException) -> str:
    """Return the words of the error at the bottom of what requests and urllib3 wrap around it."""
    *_, error = _causes(error)
    text = str(error).partition("object at 0x")[2].partition(": ")[2] or str(error)
    return text.strip() or type(error).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, the one that it wraps, the one that this one wraps, and so on."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        wrapped = (getattr(cause, "reason", None), *cause.args, cause.__cause__)
        cause = next((one for one in wrapped if isinstance(one, BaseException)), None)
