"""Pages of the Longterm Wiki: what it says of a resource, and of its own pages; which of its pages cite the resource.

Site:    pages named in ``[gather] pages``, such as https://www.longtermwiki.com/resources/<16 hex digits> or
         /wiki/E<number>, or its /data: a page that shows the record of the wiki page as JSON. They ask not to be
         indexed: each is fetched once, none is crawled. Or pages saved by hand, as HTML or as text, or the bare JSON.
Gives:   of a resource: its address, kind, credibility with its word and where that comes from, importance, subtype,
         purpose, number of key points, number of citing pages, and each of these with type and quality; from its cached
         copy of the RLO glossary, the definitions. Of a wiki page: title, text, links, quality and importance; of its
         record more of these, and how many entries of the wiki name it.
Misses:  in a text, the addresses of the resource and of the citing pages; in a record, the links. Summaries and reviews,
         largely written by a machine, are read as the page's text and quoted nowhere.
"""

import functools
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from pipeline.archive.store import IMPORT, Reply
from pipeline.errors import BadPage, clean, count
from pipeline.records import (
    DESCRIBES,
    CitationRecord,
    DefinitionRecord,
    DocumentRecord,
    FactRecord,
    QuarantinedRecord,
    Record,
)
from pipeline.sources import _html, _json, _web
from pipeline.sources._forum_rows import TITLE_LIMIT
from pipeline.sources._glossary import entries
from pipeline.sources._longterm import DETAILS, HOME, Cited, facts_in, sections

NAME = "longterm_wiki"
HOSTS = frozenset({"www.longtermwiki.com", "longtermwiki.com", "longterm-wiki.vercel.app"})
SCALARS = {
    "quality": "quality", "readerImportance": "importance for readers", "researchImportance": "importance for research",
    "tacticalValue": "tactical value", "entityType": "type", "wordCount": "words", "backlinkCount": "backlinks",
    "dateCreated": "created", "lastEdited": "last edited", "lastUpdated": "last updated",
}  # fmt: skip
"""Members of a record that are kept, and the names of the facts.

All others are ignored: they are text, layout, or what the site works out. So are lists of links and backlinks there, and
beside it on its page: they are relations that the wiki's keepers declare and entries of other catalogues as much as links.
"""

_HEAD_LINKS = 20
_CITING = "table td a[href]"
"""Links of a resource's page to the pages that cite it."""

_RESOURCE_ID = re.compile(r"Resource ID:\s*(?P<id>[0-9a-f]{16})\b")
_RESOURCE_PATH = re.compile(r"/resources/(?P<id>[0-9a-f]{16})/?$")
_WIKI_PATH = re.compile(r"/wiki/(?P<id>E\d+)(?:/data)?/?$")
_RECORD = re.compile(rf'\s*\{{(?=.*"title":)(?=.*"(?:{"|".join(SCALARS)})":)', re.DOTALL)
_SCORE = re.compile(r"(?P<name>Quality|Importance)\s*:?\s*(?P<value>\d{1,3}(?:\.\d)?)(?:\s*/\s*100)?$")


def accepts(data: bytes) -> bool:
    """Say whether a file is such a page, or the text of one."""
    text = data.decode("utf-8", "replace")
    if text.lstrip()[:1] == "{":
        return '"title"' in text and re.search(r'"(?:numericId|wikiId)":\s*"E\d+"', text) is not None
    return "Longterm Wiki" in text and ("Resource ID:" in text or "/wiki/E" in text)


def reads(url: str) -> bool:
    """Say whether the page at an address is one of this wiki."""
    return urlsplit(url).hostname in HOSTS


def parse(reply: Reply) -> Iterator[Record]:
    """Read a page.

    Yields
    ------
    Record
        The page as a document, or that it is gone; then facts about it; of a resource also the citing pages, each with its citation.

    Raises
    ------
    BadPage
        If it is neither a resource's page nor a wiki page.
    """
    if reply.status != 200:
        yield from _html.gone(_asked(reply), NAME, reply)
        return
    if reply.body.lstrip()[:1] == b"{":
        yield from _data(reply, _json.loads(reply.body, _html.where(reply)))
        return
    where = _html.where(reply)
    text = "\n".join(line.text for line in _web.lines(reply))
    yield from _html.damage(NAME, reply)
    if named := _RESOURCE_ID.search(text):
        yield from _resource(reply, f"web:{HOME}/resources/{named['id']}", where)
        return
    if _web.is_markup(reply.body) and (record := _record_in(_web.page_of(reply.body), where)) is not None:
        yield from _data(reply, record)
        return
    known_as = _web.document_id(reply)
    if (
        known_as is None
        or _asked_for_data(known_as)
        or not _web.is_markup(reply.body)
        or not _WIKI_PATH.search(known_as)
    ):
        raise BadPage(
            f"{where}: expected a page of the Longterm Wiki with a Resource ID at its end, a wiki page that names its address, "
            "or the record of one in JSON; save the whole page"
        )
    yield _web.document(reply, NAME, known_as)
    for line in _web.lines(reply):
        if score := _SCORE.fullmatch(line.text):
            yield FactRecord(known_as, score["name"].lower(), score["value"], NAME, reply.retrieved_at)


def _asked(reply: Reply) -> str | None:
    """Return the page that was asked for, as it is known when it is read."""
    path = urlsplit(reply.url).path
    if resource := _RESOURCE_PATH.search(path):
        return f"web:{HOME}/resources/{resource['id']}"
    if (page := _WIKI_PATH.search(path)) and _asked_for_data(path):
        return f"web:{HOME}/wiki/{page['id']}"
    return _web.document_id(reply)


def _asked_for_data(address: str) -> bool:
    return address.rstrip("/").endswith("/data")


def _resource(reply: Reply, known_as: str, where: str) -> Iterator[Record]:
    page = _web.page_of(reply.body) if _web.is_markup(reply.body) else None
    parts = sections(_web.lines(reply))
    described = _described(page) if page is not None else _of(reply)
    yield _document(reply, known_as, parts.title, page, described)
    if described:
        yield FactRecord(known_as, DESCRIBES, described.removeprefix("web:"), NAME, reply.retrieved_at)
    for fact, value in facts_in(parts):
        yield FactRecord(known_as, fact, value, NAME, reply.retrieved_at)
    if parts.cited_count and int(parts.cited_count) != len(parts.cited_by):
        why = f"cited by: found {count(len(parts.cited_by), 'row')}, wanted {parts.cited_count} as the heading says; kept what there is"
        yield QuarantinedRecord(f"{NAME} citing pages, kept", where, why)
    addresses = _addresses(page) if page is not None else {}
    for number, cited_by in enumerate(parts.cited_by, 1):
        if isinstance(cited_by, Cited):
            address = next(addresses.get(cited_by.title, iter(())), None)
            yield from _citing(reply, known_as, described, cited_by, address, f"{where} #{number}")
        else:
            why = f"cited by: found {clean(cited_by)!r}, wanted a title, a known type and a quality; kept as it is"
            yield QuarantinedRecord(f"{NAME} citing page, kept", f"{where} #{number}", why)
            yield FactRecord(known_as, f"cited by, {number}", cited_by, NAME, reply.retrieved_at)
    for section, term, text in entries(parts.cached):
        yield DefinitionRecord(term, text, section, described or known_as, NAME, reply.retrieved_at)


def _citing(
    reply: Reply, known_as: str, described: str | None, found: Cited, address: str | None, where: str
) -> Iterator[Record]:
    """Yield a citing page with its citation and what the table says of it; without an address, only what it says."""
    if address is None:
        value = " | ".join(part for part in (found.title, found.type, found.quality) if part)
        yield FactRecord(known_as, f"cited by, {where.rpartition('#')[2]}", value, NAME, reply.retrieved_at)
        return
    citing_id = f"web:{address}"
    yield DocumentRecord(
        citing_id, "page", NAME, reply.retrieved_at, where, title=found.title[:TITLE_LIMIT], url=address
    )
    yield CitationRecord(citing_id, described or known_as, "cited_by_table", NAME, reply.retrieved_at, where)
    for fact, shown in (("type", found.type), ("quality", found.quality)):
        if shown:
            yield FactRecord(citing_id, fact, shown, NAME, reply.retrieved_at)


def _document(
    reply: Reply, known_as: str, title: str | None, page: BeautifulSoup | None, described: str | None
) -> DocumentRecord:
    """Return the resource's page, whose links to the resource itself are the entry of a catalogue, and no citations."""
    url = known_as.removeprefix("web:")
    if page is not None:
        return _web.document(reply, NAME, known_as, functools.partial(_of_the_entry, described=described))
    return DocumentRecord(
        known_as, "page", NAME, reply.retrieved_at, _html.where(reply), title=title and title[:TITLE_LIMIT], url=url
    )


def _of_the_entry(content: Tag, described: str | None) -> Iterator[Tag]:
    """Yield the links to what cites the resource, and those of its entry: to its address, above all sections, in its details."""
    yield from content.select(_CITING)
    heading = None
    for part in content.find_all(["h2", "h3", "a"]):
        if part.name != "a":
            heading = _html.line(part.get_text())
        elif f"web:{part.get('href')}" == described or (
            (heading is None or heading in DETAILS) and _leads_elsewhere(str(part.get("href", "")))
        ):
            yield part


def _leads_elsewhere(href: str) -> bool:
    return _html.split(href, HOME).hostname not in HOSTS


def _described(page: BeautifulSoup) -> str | None:
    """Return the id of what the page is about: its first link to another host, above all sections."""
    for link in page.select("body a[href^=http]", limit=_HEAD_LINKS):
        address = str(link["href"])
        if link.find_previous(["h2", "h3"]) is not None:
            return None
        if _leads_elsewhere(address):
            return f"web:{address}"
    return None


def _of(reply: Reply) -> str | None:
    """Return what ``--of`` says that a saved text is about."""
    return reply.url.partition("#")[2] or None if reply.method == IMPORT else None


def _addresses(page: BeautifulSoup) -> dict[str, Iterator[str]]:
    """Return the addresses that a table links, by the title of the page, each once and in the order of the rows."""
    found: dict[str, dict[str, None]] = {}
    for link in page.select(_CITING):
        if not _leads_elsewhere(str(link["href"])):
            found.setdefault(_html.line(link.get_text()), {})[urljoin(HOME, str(link["href"]))] = None
    return {title: iter(addresses) for title, addresses in found.items()}


def _record_in(page: BeautifulSoup, where: str) -> Any:
    """Return the record that a page shows in JSON, with the number that the page itself may leave to the link above it."""
    shown = next((text for pre in page.select("details pre") if _RECORD.match(text := pre.get_text())), None)
    if shown is None:
        return None
    record = _json.loads(shown.encode(), where)
    back = (_WIKI_PATH.search(href) for href in _html.hrefs(page, "a:-soup-contains('Back to page')"))
    number = next((link["id"] for link in back if link), None)
    return {"wikiId": number, **record}


def _data(reply: Reply, data: Any) -> Iterator[Record]:
    """Read a wiki page's own data."""
    where = _html.where(reply)
    data = data.get("page", data) if isinstance(data, dict) else data
    number = data.get("numericId") or data.get("wikiId") if isinstance(data, dict) else None
    title = data.get("title") if isinstance(data, dict) else None
    if not isinstance(number, str) or not re.fullmatch(r"E\d+", number) or not isinstance(title, str):
        raise BadPage(f"{where}: expected a page's record with numericId or wikiId, and title, found {clean(data)!r}")
    known_as = f"web:{HOME}/wiki/{number}"
    yield DocumentRecord(
        known_as, "page", NAME, reply.retrieved_at, where, title=_html.line(title)[:TITLE_LIMIT] or None,
        url=f"{HOME}/wiki/{number}",
    )  # fmt: skip
    for member, fact in SCALARS.items():
        value = data.get(member)
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, int | float | str) and len(str(value)) <= 100 and _html.line(str(value)):
            yield FactRecord(known_as, fact, _html.line(str(value)), NAME, reply.retrieved_at)
        else:
            why = f"{member}: expected a number or a short text, found {clean(value)!r}; kept without it"
            yield QuarantinedRecord(f"{NAME} page, kept", where, why)
