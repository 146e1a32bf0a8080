"""The text of a GreaterWrong post page, as some readers save it: its list of incoming links.

Files:   plain text; its first line is the page's title, a list item begins with ``- ``.
Gives:   title, minute, points, kind and forum of each item, in the list's order.
Misses:  ids and authors, which the text has lost; for a comment, the title is that of its post. The page's own id
         is not in the text: name it with ``--of``.
"""

import re
from collections.abc import Iterator

from pipeline.archive.store import Reply
from pipeline.errors import BadPage, clean, count
from pipeline.records import PingbackRecord, QuarantinedRecord, Record
from pipeline.sources import _html
from pipeline.sources._greaterwrong import MAIN_SITES, shown_moment

NAME = "greaterwrong_text"

_MOMENT = r"(?P<moment>\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{2}) UTC; (?P<points>[-\u2212]?\d[\d,]*) points?\)"
_SITE = r"\s*\((?P<site>[^;()]*);?\s*"
_POST = re.compile(rf"- (?P<title>.+) by {_MOMENT}{_SITE}")
_COMMENT = re.compile(rf"- {_MOMENT}\s*['’]s comment on (?P<title>.+) by{_SITE}")


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
        If the text is not UTF-8, has no such list, or nobody says which page it is of: several posts may have a title.
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
        kind, item = found
        posted_at = shown_moment(item["moment"])
        yield from _html.untimely(f"{NAME} incoming link", "date", posted_at, reply, f"{where} #{position}")
        yield PingbackRecord(
            listed_on=listed_on,
            position=position,
            kind=kind,
            title=item["title"].strip(),
            citing_id=None,
            posted_at=_html.plausible(posted_at, reply),
            points=_html.number(item["points"]),
            source=NAME,
            retrieved_at=reply.retrieved_at,
            site=MAIN_SITES.get(item["site"].strip(), item["site"].strip()),
        )


def _item(line: str) -> tuple[str, re.Match[str]] | None:
    for kind, pattern in (("comment", _COMMENT), ("post", _POST)):
        match = pattern.fullmatch(line.strip())
        if match and shown_moment(match["moment"]):
            return kind, match
    return None
