"""The text of a GreaterWrong post page, as some readers save it: its list of incoming links.

Files:   plain text; its first line is the page's title, a list item begins with ``- ``.
Gives:   title, minute, points, kind and forum of each item, in the list's order; its author, where the text has not lost it:
         some readers drop every name and leave what stood around it at the end, ``(`` or ``(EA Forum;``.
Misses:  ids; for a comment, the title is that of its post. The page's own id is not in the text: name it with ``--of``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.archive.store import Reply
from pipeline.errors import BadPage, clean, count
from pipeline.records import KINDS, PingbackRecord, QuarantinedRecord, Record
from pipeline.sources import _html
from pipeline.sources._greaterwrong import MAIN_SITES, shown_moment

NAME = "greaterwrong_text"

_MOMENT = r"(?P<moment>\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{2}) UTC; (?P<points>[-\u2212]?\d[\d,]*) points?\)"
_SITE = r"\s*\((?P<site>[^;()]*);?\s*"
_POST = re.compile(rf"- (?P<title>.+) by {_MOMENT}{_SITE}")
_COMMENT = re.compile(rf"- {_MOMENT}\s*['’]s comment on (?P<title>.+) by{_SITE}")
_END_OF_WHOLE = re.compile(rf" \((?:(?P<site>[^;()]*); )?{_MOMENT}$")
_COMMENT_ON = re.compile(r"['’]s comment on ")


@dataclass(frozen=True, slots=True)
class _Item:
    """One item as shown; ``author`` is None where the text has lost it, ``site`` names another forum than the page's."""

    kind: str
    title: str
    author: str | None
    moment: str
    points: str
    site: str


def accepts(data: bytes) -> bool:
    """Say whether a file is such a text: no markup, and at least one list item of incoming links."""
    text = data.decode("utf-8", "replace")
    return not text.lstrip().startswith("<") and any(_item(line) for line in text.splitlines())


def parse(reply: Reply) -> Iterator[Record]:
    """Read an imported text.

    Yields
    ------
    PingbackRecord
        One per list item; ``citing_id`` is None, ``posted_at`` is exact to the minute. ``listed_on`` is what
        ``--of`` named. A line among the items that is none is quarantined.

    Raises
    ------
    BadPage
        If the text is not UTF-8, has no such list, or nobody says which post it is of: several may have a title.
    """
    where = reply.url.removeprefix("file:")
    try:
        lines = reply.body.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadPage(f"{where}: expected UTF-8 text, but byte {error.start} is none; save the page again") from error
    places = [place for place, line in enumerate(lines) if _item(line)]
    if not places:
        raise BadPage(f"{where}: expected a list of incoming links, found none in {count(len(lines), 'line')}")
    title = next((line.strip() for line in lines if line.strip()), "")
    listed_on = where.partition("#")[2]
    if not listed_on:
        raise BadPage(f"{where}: the text does not say which page {clean(title, 300)!r} is; name it with --of forum:ID")
    if KINDS.get(listed_on.partition(":")[0]) != "post":
        raise BadPage(
            f"{where}: such lists stand on the pages of posts, and {clean(listed_on)} is none; name it with --of forum:ID"
        )
    position = 0
    for line in lines[places[0] : places[-1] + 1]:
        if not line.strip():
            continue
        position += 1
        found = _item(line)
        if found is None:
            why = f"list item {position}: found {clean(line)!r}, wanted a post or comment with date and points"
            yield QuarantinedRecord(f"{NAME} incoming link", f"{where} #{position}", why)
            continue
        posted_at = shown_moment(found.moment)
        yield from _html.untimely(f"{NAME} incoming link", "date", posted_at, reply, f"{where} #{position}")
        yield PingbackRecord(
            listed_on=listed_on,
            position=position,
            kind=found.kind,
            title=found.title,
            citing_id=None,
            posted_at=_html.plausible(posted_at, reply),
            points=_html.number(found.points),
            source=NAME,
            retrieved_at=reply.retrieved_at,
            site=MAIN_SITES.get(found.site, found.site),
            authors=found.author,
        )


def _item(line: str) -> _Item | None:
    """Read a list item, whole or without its names; None where it is none, or names no moment."""
    line = line.strip()
    if (end := _END_OF_WHOLE.search(line)) and line.startswith("- "):
        found = _whole(line[2 : end.start()], end)
    else:
        found = _damaged(line)
    return found if found and found.title and shown_moment(found.moment) else None


def _whole(shown: str, end: re.Match[str]) -> _Item | None:
    """Return an item of which nothing is lost; a title may itself hold " by ", so the last one stands before the name."""
    title, by, author = shown.rpartition(" by ")
    if not by:
        return None
    # Of a comment the first is its author, the last that of its post.
    parts = _COMMENT_ON.split(title, maxsplit=1)
    kind, who, title = ("comment", parts[0], parts[1]) if len(parts) == 2 else ("post", author, title)
    return _Item(kind, title.strip(), who.strip() or None, end["moment"], end["points"], (end["site"] or "").strip())


def _damaged(line: str) -> _Item | None:
    """Return an item that has lost its names."""
    for kind, pattern in (("comment", _COMMENT), ("post", _POST)):
        if match := pattern.fullmatch(line):
            return _Item(kind, match["title"].strip(), None, match["moment"], match["points"], match["site"].strip())
    return None
