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


@pytest.mark.parametrize("name", ["exa..mple.invalid", "a" * 64 + ".invalid"])
def test_what_is_no_name_leads_nowhere(name: str) -> None:
    assert addresses.private_address(name) is None


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.7", "127.0.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "240.0.0.1", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1%eth0", "fd00::1", "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1",
        "64:ff9b::a00:7", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:7::1", "::ffff:10.0.0.7", "::ffff:0:a00:7", "::7f00:1",
        "::ffff:224.0.0.1",
    ],
)  # fmt: skip
def test_what_is_not_of_one_host_on_the_public_network_is_not_public(address: str) -> None:
    assert not addresses.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "9.9.9.9",
        "2620:fe::fe",
        "::ffff:9.9.9.9",
        "64:ff9b::909:909",
        "2002:909:909::1",
        "::ffff:0:909:909",
        "::909:909",
    ],
)
def test_an_address_made_of_a_public_one_is_public(address: str) -> None:
    assert addresses.is_public(address)
