"""Which site an address is on, and whether its name leads into a private network, or to this machine."""

import ipaddress
import queue
import socket
import threading
from typing import Final
from urllib.parse import urlsplit

LOOK_UP_SECONDS: Final = 10.0
"""How long a look-up of a name is waited for."""


def same_host(url: str, site: str) -> bool:
    """Say whether two addresses have scheme, host and port in common; what is no address is on no site."""
    try:
        one, other = urlsplit(url), urlsplit(site)
        return (one.scheme, one.hostname, one.port) == (other.scheme, other.hostname, other.port)
    except ValueError:
        return False


def private_address(host: str) -> str | None:
    """Return the first address of a name that is not on the public network; None where there is none, or no answer."""
    return next((address for address in sorted(_addresses(host)) if not is_public(address)), None)


def _addresses(host: str) -> set[str]:
    """Return the addresses of a name; none where no answer comes in time: the request itself will say so, and try again.

    The system's own look-up has no time limit, so it is done beside.
    """
    found: queue.SimpleQueue[set[str]] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            found.put({str(info[4][0]) for info in socket.getaddrinfo(host, None)})
        except OSError:
            found.put(set())

    threading.Thread(target=look_up, daemon=True).start()
    try:
        return found.get(timeout=LOOK_UP_SECONDS)
    except queue.Empty:
        return set()


def is_public(address: str) -> bool:
    """Say whether an address, with or without the interface it is reached by, is on the public network.

    >>> [is_public(address) for address in ("9.9.9.9", "10.0.0.7", "fe80::1%eth0", "::ffff:192.168.0.1")]
    [True, False, False, False]
    """
    return ipaddress.ip_address(address.partition("%")[0]).is_global


def is_loopback(host: str | None) -> bool:
    """Say whether a host name or address is this very machine.

    >>> [is_loopback(host) for host in ("localhost", "127.0.0.2", "::1", "www.lesswrong.com", None)]
    [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
