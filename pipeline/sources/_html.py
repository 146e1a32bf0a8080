"""What the readers of pages have in common: a tree of any depth, lines of text, numbers, addresses, dates."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup
from lxml import etree

from pipeline.archive.answer import Answer
from pipeline.archive.store import Reply
from pipeline.bounds import DEEPEST, MOST_ATTRIBUTES, MOST_ELEMENTS, crowded_tag, slices
from pipeline.errors import BadPage, clean
from pipeline.records import FactRecord, QuarantinedRecord, VisibilityRecord
from pipeline.sources._forum_rows import EARLIEST, next_day

_NUMBER = re.compile(r"[-\u2212]?\d+(?:,\d{3})*")
_LONGEST = 12
_TAIL = 4096


def soup(reply: Reply) -> BeautifulSoup:
    """Return the page that a reply holds.

    Raises
    ------
    BadPage
        If nothing can be made of it.
    """
    text = text_of(reply)
    if why := _beyond_bounds(text):
        raise BadPage(f"{where(reply)}: {why}: no page is made like that")
    try:
        return BeautifulSoup(text, "lxml")
    except (ValueError, ParserRejectedMarkup, RecursionError) as error:
        raise BadPage(f"{where(reply)}: the page cannot be parsed: {clean(error)}; save it again") from error


class _Size:
    """Takes the parser's events and counts."""

    def __init__(self) -> None:
        self.depth = self.deepest = self.elements = self.attributes = 0

    def start(self, _: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        self.depth += 1
        self.elements += 1
        self.deepest = max(self.deepest, self.depth)
        self.attributes = max(self.attributes, len(attributes))

    def end(self, _: str) -> None:
        """Take the end of an element."""
        self.depth -= 1

    def close(self) -> None:
        """Take the end of the page."""


def _beyond_bounds(text: str) -> str | None:
    """Say why no tree should be made of a page: every search through one visits all of it."""
    crowded = f"an element with more than {MOST_ATTRIBUTES:,} attributes"
    if crowded_tag(text) is not None:
        return crowded
    size = _Size()
    parser = etree.HTMLParser(target=size, encoding="utf-8", huge_tree=True)
    for piece in slices(text):
        parser.feed(piece)
        if size.deepest > DEEPEST:
            return f"more than {DEEPEST:,} elements within each other"
        if size.elements > MOST_ELEMENTS:
            return f"more than {MOST_ELEMENTS:,} elements"
        if size.attributes > MOST_ATTRIBUTES:
            return crowded
    return None


def text_of(reply: Reply) -> str:
    """Return the text of a reply; bytes that are not UTF-8 are shown as U+FFFD."""
    return reply.body.decode("utf-8-sig", "replace")


def damage(source: str, reply: Reply) -> Iterator[QuarantinedRecord]:
    """Say that a page held other bytes than UTF-8, if it did."""
    if "\ufffd" in text_of(reply):
        why = "expected UTF-8, found other bytes; shown as U+FFFD"
        yield QuarantinedRecord(f"{source} page, kept", where(reply), why)


def where(reply: Reply) -> str:
    """Return what to call a reply when something in it is complained about."""
    return f"{clean(reply.url, 200)} {reply.key}".strip()


def line(text: str) -> str:
    """Return text on one line: soft hyphens dropped, white space unified."""
    return " ".join(text.replace("\u00ad", "").replace("\x00", "\ufffd").split())


def line_in(tag: Tag, selector: str) -> str | None:
    """Return the text of the first match, or None where there is none or it is empty."""
    found = tag.select_one(selector)
    return line(found.get_text()) or None if found is not None else None


def number(text: str) -> int | None:
    """Return the first whole number of a text, or None; thousands may be grouped and the minus sign typographic.

    >>> number("1,234 points"), number("\u22123 points"), number("no points")
    (1234, -3, None)
    """
    match = _NUMBER.search(text)
    if match is None or len(match[0]) > _LONGEST:
        return None
    return int(match[0].replace(",", "").replace("\u2212", "-"))


def plausible(moment: str | None, reply: Reply, earliest: str = EARLIEST) -> str | None:
    """Return a moment if a document can have been written then: no earlier than its like (forums), no later than the reply."""
    if moment is None or moment < earliest or moment[:10] > next_day(reply.retrieved_at):
        return None
    return moment


def untimely(kind: str, name: str, moment: str | None, reply: Reply, place: str) -> Iterator[QuarantinedRecord]:
    """Say that no document can have been written at a moment, if none can; what it is the date of is kept without it."""
    if moment is not None and plausible(moment, reply) is None:
        wanted = f"wanted a date from {EARLIEST} to {reply.retrieved_at[:10]}"
        yield QuarantinedRecord(f"{kind}, kept", place, f"{name}: found {moment!r}, {wanted}; kept without it")


def split(href: str, base_url: str) -> SplitResult:
    """Return the parts of an address in a page; of one that is none, empty parts."""
    try:
        return urlsplit(urljoin(base_url, href))
    except ValueError:
        return SplitResult("", "", "", "", "")


def hrefs(tag: Tag, selector: str) -> list[str]:
    """Return the addresses of all matches that have one."""
    return [str(link["href"]) for link in tag.select(selector) if link.get("href")]


def inner(tag: Tag | None) -> str | None:
    """Return the markup inside an element, or None where there is nothing to read in it."""
    shown = tag.decode_contents() if tag is not None else ""
    return shown if shown.strip() else None


def expect_whole(answer: Answer, called: str) -> None:
    """Raise BadPage for a page that breaks off: one that came whole ends its outermost element."""
    if b"</html" not in answer.body[-_TAIL:].lower():
        raise BadPage(f"{called}: expected a whole page, found one that breaks off after {len(answer.body):,} bytes")


def gone(document_id: str | None, source: str, reply: Reply, *, mirror: bool = False) -> Iterator[VisibilityRecord]:
    """State that a page is gone, if its site (or a ``mirror`` of it) says so; any other refusal says nothing about the page."""
    if document_id is not None and reply.status in (404, 410):
        yield VisibilityRecord(document_id, "gone", reply.retrieved_at, source, mirror)


def fact(document_id: str, name: str, value: object, source: str, reply: Reply) -> Iterator[FactRecord]:
    """State a fact, unless the page does not."""
    if value is not None and value != "":
        yield FactRecord(document_id, name, clean(value, 2000), source, reply.retrieved_at)
