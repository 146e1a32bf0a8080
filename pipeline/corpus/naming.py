"""From an address as written to what it names, through the modules of :mod:`pipeline.corpus.identifiers`."""

import functools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.corpus.addresses import Address, parse
from pipeline.corpus.identifiers import web
from pipeline.corpus.identifiers._named import Named
from pipeline.errors import MalformedIdentifier
from pipeline.registry import plugins

MALFORMED = "address:"
"""Prefix of ``names`` for an address that should name a document but holds no valid id."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an address names, as the columns of ``links`` have it; all None for what is no web address."""

    names: str | None
    resolved_id: str | None
    repaired: str | None


_NOTHING = Target(None, None, None)


@functools.cache
def _readers() -> dict[str, tuple[Callable[[Address], Named | None], ...]]:
    """Return the readers of each host."""
    by_host: dict[str, list[Callable[[Address], Named | None]]] = defaultdict(list)
    for module in plugins("pipeline.corpus.identifiers").values():
        for host in module.HOSTS:
            by_host[host].append(module.identify)
    return {host: tuple(readers) for host, readers in by_host.items()}


@functools.lru_cache(maxsize=65536)
def name_target(href: str, base_url: str) -> Target:
    """Return what ``href`` on the page ``base_url`` names.

    >>> name_target("/posts/FkgsxrGf3QxhfLWHG/risks#1_1", "https://www.lesswrong.com/")
    Target(names='forum:FkgsxrGf3QxhfLWHG#1_1', resolved_id='forum:FkgsxrGf3QxhfLWHG', repaired=None)
    >>> name_target("mailto:nobody@example.org", "https://www.lesswrong.com/").names is None
    True
    """
    address = parse(href, base_url)
    if address is None:
        return _NOTHING
    try:
        named = _identify(address)
    except MalformedIdentifier:
        return Target(MALFORMED + web.normalise(address), None, address.repaired)
    return Target(named.names, named.document_id, address.repaired)


def _identify(address: Address) -> Named:
    for identify in _readers().get(address.host, ()):
        if named := identify(address):
            return named
    return web.identify(address)
