"""GreaterWrong's lists "What links here?", under a post and under a comment."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from pipeline.archive.store import Reply
from pipeline.errors import clean
from pipeline.records import AuthorRef, PingbackRecord, QuarantinedRecord, Record
from pipeline.sources import _html
from pipeline.sources._forum_rows import TITLE_LIMIT, author_of
from pipeline.sources._greaterwrong import moment, named

_POINTS = re.compile("([-\u2212]?\\d[\\d,]*) points?\\)?\\s*$")
_COMMENT_ON = re.compile("\x00\\s*['’]s comment on (?P<title>.*?) by \x00", re.DOTALL)
_POST_BY = re.compile("(?P<title>.*?) by \x00", re.DOTALL)


def incoming_links(
    page: BeautifulSoup | Tag, marker: str, listed_on: str, source: str, reply: Reply
) -> Iterator[Record]:
    """Read the list whose check box has the id ``marker``: an item that cannot be read is quarantined.

    The site shows every item that it knows, ordered by points, posts and comments mixed. A page without the list has
    none to show.
    """
    found = page.find("input", id=marker)
    box = found.find_parent("div", class_="backlinks") if isinstance(found, Tag) else None
    for position, link in enumerate(box.select("ul > li > a[href]") if box is not None else (), 1):
        yield from _Item.of(link).records(listed_on, position, source, reply)


@dataclass(frozen=True, slots=True)
class _Item:
    """One item as shown: who (as names and user ids), what, when, how many points."""

    href: str
    shown: str
    text: str
    posted_at: str | None
    authors: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, link: Tag) -> "_Item":
        """Read the link of an item; NUL stands for each author's name in its text."""
        text = "".join(
            "\x00" if isinstance(part, Tag) and "inline-author" in (part.get("class") or []) else part.get_text()
            for part in link.children
        )
        date = link.select_one("span.date")
        spans = link.select("span.inline-author")
        authors = tuple((_html.line(span.get_text()), str(span.get("data-userid") or "")) for span in spans)
        shown = clean(link.get_text())
        return cls(str(link["href"]), shown, text.strip(), moment(date) if date is not None else None, authors)

    def records(self, listed_on: str, position: int, source: str, reply: Reply) -> Iterator[Record]:
        """Yield the item, or why it cannot be used; a date that cannot be right is named, and left out."""
        place = f"{_html.where(reply)} #{position}"
        names = named(self.href)
        points = _POINTS.search(self.text)
        if names is None or points is None or self.posted_at is None:
            why = (
                f"list item {position}: found {self.shown!r} at {clean(self.href)!r}, wanted a post or comment with "
                "date and points"
            )
            yield QuarantinedRecord(f"{source} incoming link", place, why)
            return
        yield from _html.untimely(f"{source} incoming link", "date", self.posted_at, reply, place)
        comment = _COMMENT_ON.match(self.text)
        title = comment or _POST_BY.match(self.text)
        citing_id, host_id, site = names
        is_comment = comment is not None or host_id is not None
        # Of a comment the first is its author, the others are those of its post.
        people = self.authors[:1] if is_comment else self.authors
        yield PingbackRecord(
            listed_on=listed_on,
            position=position,
            kind="comment" if is_comment else "post",
            title=_html.line(title["title"])[:TITLE_LIMIT] if title else None,
            citing_id=None if is_comment and host_id is None else citing_id,
            posted_at=_html.plausible(self.posted_at, reply),
            points=_html.number(points[1]),
            source=source,
            retrieved_at=reply.retrieved_at,
            site=site,
            host_id=host_id or (citing_id if is_comment else None),
            authors=" | ".join(name for name, _ in people) or None,
            wrote=_refs(people, site),
        )


def _refs(people: Sequence[tuple[str, str]], site: str) -> tuple[AuthorRef, ...] | None:
    """Return who wrote an item; None where any of them goes without an id, as deleted accounts do."""
    if not people or not all(user_id for _, user_id in people):
        return None
    return tuple(author_of(site, None, user_id, name or None) for name, user_id in people)
