"""Which site an address is on, and whether its name leads into a private network, or to this machine."""

import ipaddress
import socket
from urllib.parse import urlsplit


def same_host(url: str, site: str) -> bool:
    """Say whether two addresses have scheme, host and port in common; what is no address is on no site."""
    try:
        one, other = urlsplit(url), urlsplit(site)
        return (one.scheme, one.hostname, one.port) == (other.scheme, other.hostname, other.port)
    except ValueError:
        return False


def private_address(host: str) -> str | None:
    """Return the first address of a name that is not on the public network; None where there is none, or no answer."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return None  # the request itself will say so, and try again
    return next(
        (address for address in sorted(map(str, found)) if not is_public(address)),
        None,
    )


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
