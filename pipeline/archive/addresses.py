"""Which site an address is on, and whether its name leads into a private network, or to this machine."""

import ipaddress
import queue
import socket
import threading
from typing import Final
from urllib.parse import urlsplit

LOOK_UP_SECONDS: Final = 10.0
"""How long a look-up of a name is waited for."""

_OF_IPV4: Final = tuple(map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")))
"""Networks whose addresses end in one of IPv4: compatible with it, mapped (RFC 4291), translated (RFC 2765), NAT64 (RFC 6052)."""


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
        except (OSError, UnicodeError):  # the latter for what is no name at all
            found.put(set())

    threading.Thread(target=look_up, daemon=True).start()
    try:
        return found.get(timeout=LOOK_UP_SECONDS)
    except queue.Empty:
        return set()


def is_public(address: str) -> bool:
    """Say whether an address, with or without the interface it is reached by, is on the public network, and of one host.

    One that is made of an IPv4 address leads where that does.

    >>> [is_public(address) for address in ("9.9.9.9", "10.0.0.7", "fe80::1%eth0", "::ffff:192.168.0.1")]
    [True, False, False, False]
    >>> [is_public(address) for address in ("64:ff9b::909:909", "64:ff9b::a00:7", "224.0.0.1")]
    [True, False, False]
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = _inner(found) if isinstance(found, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    is_local = isinstance(found, ipaddress.IPv6Address) and found.is_site_local
    return found.is_global and not (found.is_multicast or found.is_reserved or is_local)


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that one is made of, if it is."""
    if address.sixtofour is not None:
        return address.sixtofour
    if any(address in network for network in _OF_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


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
