"""One id for each document: addresses written one way, and the several ids of one paper brought together.

A source names a page by its address, and a paper by whatever number its index has. Here an address becomes the
document that it is of (``web:https://arxiv.org/abs/1906.01820`` is ``arxiv:1906.01820``), and ids that a record says
are of one document become the one of them that is best known: arXiv's, else a DOI, else the first in the alphabet.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final, TypeVar
from urllib.parse import quote

from pipeline.corpus.locations import url
from pipeline.corpus.naming import name_target
from pipeline.records import Record

AnyRecord = TypeVar("AnyRecord", bound=Record)

_ADDRESSES: Final = {"web": "", "doi": "https://doi.org/", "arxiv": "https://arxiv.org/abs/"}
_BEST_KNOWN: Final = ("arxiv", "doi")
_IDS: Final = ("document_id", "citing_id", "cited_id")
_LISTS_OF_IDS: Final = ("same_as", "outgoing")


@cache
def canonical(document_id: str) -> str:
    """Return the one way to write an id that holds an address, a DOI or arXiv's number; others are written one way already.

    >>> canonical("web:http://www.example.org/a/?utm_source=x"), canonical("doi:10.48550/arXiv.1906.01820")
    ('web:https://example.org/a', 'arxiv:1906.01820')
    >>> canonical("doi:10.1000/ABC"), canonical("arxiv:1906.01820v3"), canonical("arxiv:no number")
    ('doi:10.1000/abc', 'arxiv:1906.01820', 'arxiv:no number')
    """
    scheme, _, rest = document_id.partition(":")
    if scheme not in _ADDRESSES:
        return document_id
    target = name_target(_ADDRESSES[scheme] + (rest if scheme == "web" else quote(rest, safe="/:;()")), "")
    if target.resolved_id is not None:
        return target.resolved_id
    return target.names if target.names and target.names.startswith(f"{scheme}:") else document_id


def known_by(given: str) -> str | None:
    """Return the id of the document that somebody names by its id or by its address; None if neither names one.

    Ids are read by the rules for the addresses that they stand for: what no scheme knows is no id.

    >>> known_by("https://www.lesswrong.com/posts/FkgsxrGf3QxhfLWHG/risks"), known_by("http://example.org/notes/")
    ('forum:FkgsxrGf3QxhfLWHG', 'web:https://example.org/notes')
    >>> known_by("forum:short"), known_by("notes:1"), known_by("https://www.lesswrong.com/posts/slug/risks")
    (None, None, None)
    """
    scheme, _, rest = given.partition(":")
    page = scheme.lower() in ("http", "https", "web")
    if not page and any(character.isspace() or character in "#?" for character in rest):
        return None
    address = given if page and scheme != "web" else url(given, None, None, None)
    target = name_target(address or "", "")
    if target.resolved_id is not None:
        return target.resolved_id
    return target.names if page and target.names and target.names.startswith("web:") else None


def with_ids(record: AnyRecord, new_id: Callable[[str], str]) -> AnyRecord:
    """Return the record with every id in it as ``new_id`` gives it."""
    changed: dict[str, Any] = {}
    for name in _IDS:
        if (held := getattr(record, name, None)) and (better := new_id(held)) != held:
            changed[name] = better
    for name in _LISTS_OF_IDS:
        if (others := getattr(record, name, None)) and (better_ones := tuple(map(new_id, others))) != others:
            changed[name] = better_ones
    return replace(record, **changed) if changed else record


def aliases(same_as: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return, for every id that is not the best known one of its document, the one that is.

    >>> aliases({"openalex:W1": ["doi:10.1/x"], "arxiv:1": ["doi:10.1/x"], "arxiv:2": []})
    {'doi:10.1/x': 'arxiv:1', 'openalex:W1': 'arxiv:1'}
    """
    parent: dict[str, str] = {}

    def first(one: str) -> str:
        while (above := parent.setdefault(one, one)) != one:
            parent[one] = one = parent.setdefault(above, above)
        return one

    for document_id, others in sorted(same_as.items()):
        for other in others:
            low, high = sorted((first(document_id), first(other)), key=_standing)
            parent[high] = low
    return {one: first(one) for one in sorted(parent) if first(one) != one}


def _standing(document_id: str) -> tuple[int, str]:
    scheme = document_id.partition(":")[0]
    return _BEST_KNOWN.index(scheme) if scheme in _BEST_KNOWN else len(_BEST_KNOWN), document_id
