"""The guard of the tests themselves: nothing leaves the machine."""

import socket
import subprocess
import sys
import urllib.request

import pytest


def test_loopback_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()


@pytest.mark.parametrize("host", ["www.lesswrong.com", "192.0.2.1", "2001:db8::1"])
def test_other_hosts_cannot(host: str) -> None:
    with pytest.raises(RuntimeError, match="loopback addresses only"):
        socket.create_connection((host, 80), timeout=1)


def test_a_host_that_cannot_exist_is_unknown_at_once() -> None:
    with pytest.raises(OSError, match="Name or service not known"):
        urllib.request.urlopen("http://forum.invalid/", timeout=1)


def test_a_program_that_a_test_starts_is_held_too() -> None:
    program = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)

    assert "NetworkForbidden" in done.stderr
