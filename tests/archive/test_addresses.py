"""What an address, or a name that leads to one, is taken for."""

import threading
import time
from collections.abc import Iterator

import pytest

from pipeline.archive import addresses


@pytest.fixture
def no_name_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Answer no look-up until the test is over."""
    over = threading.Event()

    def look_up(*_: object) -> list[object]:
        over.wait(20)
        return []

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    yield
    over.set()


@pytest.mark.usefixtures("no_name_server")
def test_a_name_server_that_does_not_answer_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "LOOK_UP_SECONDS", 0.05)
    started = time.monotonic()

    assert addresses.private_address("forum.invalid") is None
    assert time.monotonic() - started < 5
