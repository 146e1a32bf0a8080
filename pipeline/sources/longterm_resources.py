"""Resources of the Longterm Wiki as its keepers publish them: files of YAML, better than the pages that are made of them.

Site:    none is asked; files of ``data/resources`` of the wiki's public repository, imported by hand.
Gives:   of each resource: its address, kind, date, authors, publication, tags, number of key points, number of citing
         pages, and their names; when the wiki fetched it; the citing page's citation where the name is its number.
Misses:  addresses of citing pages that are named in words; credibility and importance, which the pages work out.
         Summaries and reviews, largely written by a machine, and abstracts are read by nobody.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from pipeline.archive.store import Reply
from pipeline.errors import BadPage, clean
from pipeline.records import DESCRIBES, CitationRecord, DocumentRecord, FactRecord, QuarantinedRecord, Record
from pipeline.sources import _html
from pipeline.sources._forum_rows import TITLE_LIMIT
from pipeline.sources._longterm import HOME

NAME = "longterm_resources"
LARGEST = 20 << 20
DEEPEST = 12
"""A record is three deep."""

SCALARS = {"type": "kind", "published_date": "published", "publication_id": "publication", "fetched_at": "cached on"}
LISTS = {"authors": "authors", "tags": "tags"}
COUNTED = {"key_points": "key points", "cited_by": "cited by pages"}
READ = frozenset({"id", "url", "title", *SCALARS, *LISTS, *COUNTED})
IGNORED = {
    "summary": "largely written by a machine",
    "review": "largely written by a machine",
    "abstract": "the paper's own text",
    "local_filename": "the name of the wiki's own copy of the text",
}

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_ID = re.compile(r"[0-9a-f]{16}")
_RECORD = re.compile(r"^\s*- id: *[\"']?[0-9a-f]{16}[\"']?\s*$", re.MULTILINE)
_NUMBER = re.compile(r"E\d+")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Takes every value for text and makes no objects; the one written in C is not in every build."""


def accepts(data: bytes) -> bool:
    """Say whether a file is a list of such records."""
    text = data[:20000].decode("utf-8", "replace")
    return _RECORD.search(text) is not None and re.search(r"^\s+url:", text, re.MULTILINE) is not None


def parse(reply: Reply) -> Iterator[Record]:
    """Read a file of resources.

    Yields
    ------
    Record
        The wiki's page of each resource as a document, facts about it, and citations by pages that a number names.

    Raises
    ------
    BadPage
        If it is no list in YAML, is too large or too deep, or refers to parts of itself, as no such file does.
    """
    where = _html.where(reply)
    yield from _html.damage(NAME, reply)
    rows = _loaded(reply, where)
    unknown: set[str] = set()
    for number, row in enumerate(rows, 1):
        place = f"{where} #{number}"
        found, address = (row.get("id"), row.get("url")) if isinstance(row, dict) else (None, None)
        if not isinstance(found, str) or not _ID.fullmatch(found):
            why = f"id: expected 16 hex digits, found {clean(found)!r}"
            yield QuarantinedRecord(f"{NAME} resource", place, why)
            continue
        unknown.update(str(name) for name in row.keys() - READ - IGNORED.keys())
        known_as = f"web:{HOME}/resources/{found}"
        described = address if isinstance(address, str) and re.fullmatch(r"https?://\S{1,2000}", address) else None
        yield DocumentRecord(
            known_as, "page", NAME, reply.retrieved_at, place, title=_line(row.get("title"))[:TITLE_LIMIT] or None,
            url=known_as.removeprefix("web:"),
        )  # fmt: skip
        yield from _html.fact(known_as, DESCRIBES, described, NAME, reply)
        yield from _facts(row, known_as, reply, place)
        yield from _citing(row, known_as, f"web:{described}" if described else known_as, reply, place)
    if unknown:
        named = ", ".join(clean(name, 40) for name in sorted(unknown)[:10])
        why = f"expected only members that are known, found {named} too; kept without them"
        yield QuarantinedRecord(f"{NAME} resource, kept", where, why)


def _loaded(reply: Reply, where: str) -> list[Any]:
    """Return the file's records; its events are looked at first, since what they make of may be large or deep."""
    if len(reply.body) > LARGEST:
        raise BadPage(f"{where}: larger than {LARGEST >> 20} MB; split it")
    text, depth = _html.text_of(reply), 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent):
                raise BadPage(f"{where}: refers to a part of itself, which no file of resources does")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise BadPage(f"{where}: nested more than {DEEPEST} deep, which no file of resources is")
        rows = yaml.load(text, Loader=_LOADER)  # noqa: S506 - makes text, lists and mappings alone
    except yaml.YAMLError as error:
        raise BadPage(f"{where}: expected YAML, but {clean(error, 200)}") from error
    if not isinstance(rows, list):
        raise BadPage(f"{where}: expected a list of resources, found {clean(rows)!r}")
    return rows


def _facts(row: dict[str, Any], known_as: str, reply: Reply, place: str) -> Iterator[Record]:
    """Yield what a record states; a value of another type than expected is named."""
    for member, fact in SCALARS.items():
        value = row.get(member, "")
        if isinstance(value, str):
            yield from _html.fact(known_as, fact, _line(value), NAME, reply)
        else:
            yield _unexpected(member, "a text", value, place)
    for member, fact in (LISTS | COUNTED).items():
        value = row.get(member) or []
        if isinstance(value, str) and value in _NOTHING:
            continue
        if not isinstance(value, list):
            yield _unexpected(member, "a list", value, place)
        elif member in COUNTED:
            yield from _html.fact(known_as, fact, str(len(value)) if value else None, NAME, reply)
        else:
            yield from _html.fact(known_as, fact, " | ".join(filter(None, map(_line, value))), NAME, reply)


def _citing(row: dict[str, Any], known_as: str, cited_id: str, reply: Reply, place: str) -> Iterator[Record]:
    """Yield the citing pages: a number is an address, a name in words is not, and stays a fact."""
    pages = row.get("cited_by")
    for number, page in enumerate(pages if isinstance(pages, list) else (), 1):
        name = _line(page)
        if _NUMBER.fullmatch(name):
            citing_id = f"web:{HOME}/wiki/{name}"
            yield DocumentRecord(citing_id, "page", NAME, reply.retrieved_at, place, url=citing_id.removeprefix("web:"))
            yield CitationRecord(citing_id, cited_id, "cited_by_table", NAME, reply.retrieved_at, place)
        elif name:
            yield FactRecord(known_as, f"cited by, {number}", name[:200], NAME, reply.retrieved_at)


def _line(value: object) -> str:
    """Return a text on one line; empty for what is none, or says that there is nothing."""
    return _html.line(value) if isinstance(value, str) and value not in _NOTHING else ""


def _unexpected(member: str, wanted: str, value: object, place: str) -> QuarantinedRecord:
    why = f"{member}: expected {wanted}, found {clean(value)!r}; kept without it"
    return QuarantinedRecord(f"{NAME} resource, kept", place, why)
