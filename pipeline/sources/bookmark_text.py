"""The text of a bookmark manager's export that holds one tag page of the forum: its name, definition and headings.

Files:   plain text that begins ``Found 1 bookmarks``; name the tag with ``--of forum-tag:SLUG``.
Gives:   the tag as a document, the first paragraph of its text as a definition, and its headings, which such an
         export writes in capitals.
Misses:  links, dates, authors, posts with the tag. The long excerpt is cut off and flattened, so it is taken for no
         body: what the page cites stays unknown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.archive.store import Reply
from pipeline.errors import BadPage, clean
from pipeline.records import DefinitionRecord, DocumentRecord, Record
from pipeline.sources import _html
from pipeline.sources._forum_rows import TITLE_LIMIT

NAME = "bookmark_text"

_FIRST_LINE = re.compile(r"Found (\d{1,6}) bookmarks?")
_HOST = re.compile(r"·\s*(\S+\.\S+?)\s*·")
_FORUM_HOSTS = frozenset({"alignmentforum.org", "lesswrong.com", "greaterwrong.com"})
_SITE_IN_TITLE = re.compile(r"\s+[-—|]\s+(?:AI Alignment Forum|LessWrong)$")
_SECTIONS = re.compile(r"\b[A-Z]{3,}(?: [A-Z]{2,})*\b(?=\s+(?:[*A-Z]))")


@dataclass(frozen=True, slots=True)
class _Bookmark:
    title: str
    text: str
    definition: str
    host: str


def accepts(data: bytes) -> bool:
    """Say whether a file is such an export."""
    return _FIRST_LINE.match(data[:200].decode("utf-8", "replace").lstrip("\ufeff")) is not None


def parse(reply: Reply) -> Iterator[Record]:
    """Read an imported text.

    Yields
    ------
    DocumentRecord, DefinitionRecord, FactRecord
        The tag, what its first paragraph says, and the headings of the excerpt.

    Raises
    ------
    BadPage
        If the text does not hold exactly one bookmark of the forum, or nobody says which tag it is of.
    """
    where = _html.where(reply)
    found = [one for one in _bookmarks(_html.text_of(reply)) if one.host.removeprefix("www.") in _FORUM_HOSTS]
    if len(found) != 1:
        raise BadPage(
            f"{where}: expected one bookmark of the forum, found {len(found)}; save the tag page itself and import that"
        )
    of = reply.url.partition("#")[2]
    if not of.startswith("forum-tag:"):
        raise BadPage(
            f"{where}: the text does not say which page {clean(found[0].title)!r} is; if it is a tag page, name it with "
            "--of forum-tag:SLUG"
        )
    title = _SITE_IN_TITLE.sub("", found[0].title)[:TITLE_LIMIT]
    yield from _html.damage(NAME, reply)
    yield DocumentRecord(of, "tag", NAME, reply.retrieved_at, where, title=title, slug=of.partition(":")[2])
    yield DefinitionRecord(title, found[0].definition, "", of, NAME, reply.retrieved_at)
    headings = dict.fromkeys(heading.capitalize() for heading in _SECTIONS.findall(found[0].text))
    yield from _html.fact(of, "sections", " | ".join(headings), NAME, reply)


def _bookmarks(text: str) -> Iterator[_Bookmark]:
    """Read the bookmarks: title, long excerpt, description, and the host between dots."""
    lines = [_html.line(line) for line in text.splitlines() if line.strip()]
    for place, line in enumerate(lines):
        host = _HOST.fullmatch(line)
        if host and place >= 3:
            yield _Bookmark(lines[place - 3], lines[place - 2], lines[place - 1], host[1].lower())
