"""Any web page: a page of a concept wiki with its definition and levels, or a page named in the configuration.

Site:    the pages that ``[gather] pages`` of atlas.toml names, each fetched once; none is crawled. Or a page saved by
         hand, as HTML; of a concept wiki also as text (name its address with ``--of web:https://...``). What a forum or
         its mirror shows of posts, tags and people is left to the sources that know it; of the EA Forum that is posts
         alone, and its tags and people are pages like others.
Gives:   title, dates as far as the page says them, text, links (which are citations); of a concept wiki also the
         definition of the concept and the words of each level (Basic, Intermediate, Advanced).
Misses:  authors; what a page makes by script; in a text, the links. arXiv's page about a paper gives title and date alone:
         it is a catalogue's entry, whose links and words are not the paper's.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType
from typing import Final
from urllib.parse import urlsplit

from pipeline.archive.session import Session
from pipeline.archive.store import Reply
from pipeline.errors import BadPage
from pipeline.progress import Progress
from pipeline.records import Body, DefinitionRecord, DocumentRecord, FactRecord, Record
from pipeline.registry import plugins
from pipeline.settings import Settings
from pipeline.sources import SOURCES, _html, _web
from pipeline.sources._forum_hosts import SCHEMES, Shown, host_of, of_lesswrong, shown_at
from pipeline.sources._forum_rows import TITLE_LIMIT
from pipeline.sources._lines import Line
from pipeline.sources._outcome import SourceOutcome
from pipeline.sources._pages import NEXT_STEP, fetch_pages, readable_by

NAME = "web_page"
LEVELS = ("Basic", "Intermediate", "Advanced")
MARK = "◎"
"""Stands before the definition of a concept."""

_NOTICES: Final = {
    ".Error404-root": "it has no such page",
    'h1:-soup-contains("No Such Tag Page")': "it has no such tag",
    ".ErrorAccessDenied-root": "the page is not for everybody: it is a draft, or was taken back",
}
"""How the forums' own error pages are known, and what they say."""

_INSTEAD: Final[dict[Shown, str]] = {
    "post": "import a dump of the forum's API",
    "comment": "save the page of the post that it stands under",
    "tag": "name the tag in [gather] tags of atlas.toml",
    "person": "name the person in [gather] users of atlas.toml",
}
"""What to do about what a forum shows, beside saving its page again."""

_ENTRY: Final = re.compile(r"https?://(?:www\.|export\.)?arxiv\.org/abs/")
"""Addresses of arXiv's pages about papers."""

_FRONT_PAGE = (
    "expected a page with an address of its own, found a forum's front page, or one that calls itself so, as what is for "
    "members alone does; save the page of a post, a tag or a person when it is fully shown"
)


def accepts(data: bytes) -> bool:
    """Say whether a file is a page, or the text of a concept wiki's page."""
    if _web.is_markup(data):
        return True
    rows = {row.strip() for row in data.decode("utf-8", "replace").splitlines()}
    return MARK in data.decode("utf-8", "replace") and not rows.isdisjoint(LEVELS)


def parse(reply: Reply) -> Iterator[Record]:
    """Read a page.

    Yields
    ------
    Record
        The page, or that it is gone; of a concept, its definition, and how many words each level has.

    Raises
    ------
    BadPage
        If the page is a file and neither it nor ``--of`` says which page it is, if there is no text in it, or if it is a
        forum's, which other sources read.
    """
    if reply.status != 200:
        yield from _html.gone(_web.document_id(reply), NAME, reply)
        return
    where = _html.where(reply)
    known_as = _web.document_id(reply)
    if known_as is None:
        raise BadPage(f"{where}: the page does not say where it is from; name it with --of web:https://...")
    if why := _of_a_forum(reply, known_as):
        raise BadPage(f"{where}: {why}")
    shown = list(_web.lines(reply))
    if not shown:
        raise BadPage(f"{where}: expected a page with text, found none; save it again when it is fully shown")
    document = _web.document(reply, NAME, known_as) if _web.is_markup(reply.body) else _of_text(reply, known_as, shown)
    yield from _html.damage(NAME, reply)
    yield replace(document, body=None) if _is_an_entry(reply, known_as) else document
    defined = next((line.text.partition(MARK)[2].strip() for line in shown if MARK in line.text), "")
    if defined and document.title:
        yield DefinitionRecord(document.title, defined, "", known_as, NAME, reply.retrieved_at)
    for level, words in _levels(shown):
        yield FactRecord(known_as, f"words, level {level}", str(words), NAME, reply.retrieved_at)


def gather(settings: Settings, session: Session, progress: Progress) -> SourceOutcome:
    """Fetch each page that the configuration names, for the source that reads it."""
    return fetch_pages(
        NAME, "pages of the configuration", settings.gather.pages, session, progress, reader=reader_of,
        next_step=f"{NEXT_STEP} --of web:ADDRESS",
    )  # fmt: skip


def hosts(settings: Settings) -> set[str]:
    """Return the hosts of the pages that the configuration names."""
    return {urlsplit(url).netloc for url in settings.gather.pages}


def probe(settings: Settings, session: Session) -> str:
    """Ask for the first page of the configuration and say what came."""
    url = settings.gather.pages[0]
    reader = reader_of(url)
    reply = session.ask(reader.NAME, url, headers=getattr(reader, "HEADERS", None), check=readable_by(reader, url))
    return f"answers with status {reply.status} for {url}"


def reader_of(url: str) -> ModuleType:
    """Return the source that reads the page at an address; this one reads what no other does."""
    readers = plugins(SOURCES)
    return next((one for one in readers.values() if hasattr(one, "reads") and one.reads(url)), readers[NAME])


def _of_a_forum(reply: Reply, known_as: str) -> str | None:
    """Say why a page of a forum is not read here, or None: its posts, tags and people are no pages like others."""
    page = _web.page_of(reply.body) if _web.is_markup(reply.body) else None
    says = (_web.own_address(page) if page is not None else None) or ""
    for selector, notice in _NOTICES.items() if host_of(says) in SCHEMES else ():
        if page is not None and page.select_one(selector) is not None:
            return f"expected a page, found the forum's notice that {notice}; look for it there, and save what is shown"
    # What somebody names a post with --of may be its copy anywhere.
    scheme, _, address = known_as.partition(":")
    at = address if scheme == "web" else says
    shown = shown_at(at)
    if shown == "front page":
        return _FRONT_PAGE
    if shown in ("tag", "person") and not of_lesswrong(at):
        return None
    return shown and (
        f"expected a page like any other, found the address of a forum's {shown}, and no {shown} in a form that is known; "
        f"save it again when it is fully shown, or {_INSTEAD[shown]}"
    )


def _is_an_entry(reply: Reply, known_as: str) -> bool:
    """Say whether a page is a catalogue's entry of a paper, and not the paper."""
    own = _web.own_address(_web.page_of(reply.body)) if _web.is_markup(reply.body) else None
    return any(_ENTRY.match(address) for address in (known_as.removeprefix("web:"), own or ""))


def _of_text(reply: Reply, known_as: str, shown: list[Line]) -> DocumentRecord:
    """Return a page that was saved as text; what stands before the definition is its title."""
    body = "\n".join(f"<p>{html.escape(line.text)}</p>" for line in shown)
    return DocumentRecord(
        document_id=known_as,
        kind="page",
        origin=NAME,
        retrieved_at=reply.retrieved_at,
        where=_html.where(reply),
        title=shown[0].text.partition(MARK)[0].strip()[:TITLE_LIMIT] or None,
        modified_at=_web.updated(reply, shown),
        url=known_as.removeprefix("web:") if known_as.startswith("web:") else None,
        body=Body("html-rendered", body, known_as.removeprefix("web:")),
    )


def _levels(shown: list[Line]) -> Iterator[tuple[str, int]]:
    """Yield each level of a concept page that it has, with its number of words; the date below the last is none of it."""
    words: dict[str, int] = {}
    level: str | None = None
    for line in shown:
        if line.text in LEVELS:
            level = line.text
            words[level] = 0
        elif line.level == 1 or line.text.lower().startswith("updated"):
            level = None
        elif level is not None:
            words[level] += sum(any(map(str.isalnum, word)) for word in line.text.split())
    if len(words) > 1:
        yield from words.items()
