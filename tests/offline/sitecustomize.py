"""Forbids this process to leave the machine: only loopback addresses and local sockets can be reached.

Python imports a module of this name by itself when its folder is on PYTHONPATH; `conftest.py` puts it there, so
that programs started by a test are held to the same rule.
"""

import ipaddress
import socket
import sys


class NetworkForbidden(RuntimeError):
    """A test, or a program it started, tried to leave the machine."""


def _is_local(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


def forbid(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook: raise where a name is looked up or a connection opened beyond loopback."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if not isinstance(address, tuple):
            return  # a socket in the file system
        host = address[0]
    else:
        return
    if str(host).endswith(".invalid"):  # reserved: never a real host, so say at once what a resolver would say
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    if not _is_local(host):
        raise NetworkForbidden(f"{event} to {host!r}: tests reach loopback addresses only; start a local server")


if not getattr(sys, "_atlas_offline", False):
    sys._atlas_offline = True  # type: ignore[attr-defined]
    sys.addaudithook(forbid)
