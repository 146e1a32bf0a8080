"""Ends a request when its time is up, however slowly its connection is made and its answer drips."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class Watch:
    """Watches the request under way, of which there is one at a time, and the socket that it goes over.

    The socket itself is kept: a connection that will be closed forgets its own as soon as it has read the headers, and the
    body drips on.
    """

    def __init__(self) -> None:
        self._expired = threading.Event()
        self._socket: socket.socket | None = None

    @contextlib.contextmanager
    def over(self, seconds: float) -> Iterator[threading.Event]:
        """Give a request that many seconds; what is given is set when they are over, and its connection is cut."""
        self._expired, self._socket = threading.Event(), None
        timer = threading.Timer(seconds, self._cut, (self._expired,))
        timer.daemon = True
        timer.start()
        try:
            yield self._expired
        finally:
            timer.cancel()
            self._socket = None

    def take(self, opened: socket.socket) -> None:
        """Take the socket that the request under way is about to be sent over; TimeoutError where its time is up already."""
        self._socket = opened
        if self._expired.is_set():
            raise TimeoutError

    def _cut(self, expired: threading.Event) -> None:
        expired.set()
        if self._expired is expired and self._socket is not None:
            with contextlib.suppress(OSError):
                # Not the shutdown of a TLS connection, which would go on in plain text.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
