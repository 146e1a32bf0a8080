"""HTML or Markdown -> text by field, and every link with its place.

One pass over the parser's events, without a tree: the same tokens that BeautifulSoup gets from lxml, so that links
are those of ``BeautifulSoup(html, "lxml").find_all("a", href=True)``: same addresses, same order, same number. A body
beyond the :mod:`pipeline.bounds` of any real one is read in part, and what was left out is told.

Text is cut into blocks (paragraphs, headings, list items, cells) that a line feed separates; white space inside a
block is one space. Style sheets and scripts are no text. Inline tags neither split nor glue words. Left out are
superscript note marks, links back from notes, and addresses shown as text.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import cmarkgfm
from cmarkgfm.cmark import Options
from lxml import etree

from pipeline.bounds import DEEPEST, MOST_ATTRIBUTES, MOST_LINKS, crowded_tag, slices
from pipeline.records import Body

FIELDS: Final = ("body", "footnote", "quote", "code")
"""Fields of a text, exclusive of each other: code wins over quote, quote over footnote."""

_BREAK: Final = "\x1e"
_LINE: Final = "\x1f"
_SWITCHES: Final = ("\x1d0", "\x1d1", "\x1d2", "\x1d3")
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_CODE: Final = frozenset({"code", "kbd", "pre", "samp"})
_LISTS: Final = frozenset({"dl", "ol", "ul"})
_DROPPED: Final = frozenset({"iframe", "noembed", "noframes", "script", "style", "template", "textarea", "title"})
_INLINE: Final = _CODE | _DROPPED | {"a", "br", "sup"}
_NOTE_BLOCKS: Final = frozenset({"aside", "div", "li", "ol", "p", "section"})
_NOTE_CLASSES: Final = frozenset(
    {"footnote", "footnotes", "footnotes-list", "footnote-content", "footnote-definition", "footnote-item"}
    | {"footnote-section", "endnotes"}
)
_MARK_CLASSES: Final = frozenset(
    {"footnote-ref", "footnote-reference", "footnoteref", "footnote-backref", "footnote-back-link"}
)
_NOTE_ID: Final = re.compile(r"_?(?:ftn|edn|fn)(?!t?_?ref)[\w:.-]*|footnote[-_:]?[\w:.-]*\d[\w:.-]*|cite_note\S*")
_NOTE_LINK: Final = re.compile(r"[^#]*#_?(?:ftn|edn|fn|footnote|cite_|note)", re.IGNORECASE)
_BACK_LINK: Final = re.compile(r"[^#]*#_?(?:ftn|edn|fn|ftnt|footnote-?)_?ref", re.IGNORECASE)
_HOPELESS: Final = 9 * MOST_LINKS
"""Links beyond the first :data:`MOST_LINKS`, after which reading on is a waste."""

_MOST_PARTS: Final = 1000
"""Parts in which the text of a link or a note mark may come; links that never end hold each other, and all that follows."""

_NOTE_MARK: Final = re.compile(r"[\[(]\s*\w{1,4}\s*[\])]|\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*|[^\w\s]{1,4}")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*")
_BARE_ADDRESS: Final = re.compile(r"(?:https?://|\bwww\.)[^\s\x1e<>\"]+")
_TWO_LINES: Final = re.compile(r"\x1f\s*\x1f[\s\x1f]*")
_INVISIBLE: Final = ("\u00ad", "\u200b", "\u2060", "\ufeff")
_MARKDOWN: Final = Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_UNSAFE


@dataclass(frozen=True, slots=True)
class Link:
    """An address as written, and where it stands: `body`, `footnote`, `quote`, `list` or `code`."""

    href: str
    place: str


@dataclass(frozen=True, slots=True)
class Extract:
    """What a body holds: its text by field (fields without text are absent), and its links in order.

    ``left_out`` says in sentences what of it was not read: nothing of any real body.
    """

    texts: dict[str, str]
    links: tuple[Link, ...]
    left_out: tuple[str, ...] = ()


def extract(body: Body) -> Extract:
    """Return the text and links of a body, whatever it is written in."""
    return extract_html(markdown_to_html(body.text) if body.markup == "markdown" else body.text)


def markdown_to_html(text: str) -> str:
    """Return Markdown as HTML, with GitHub's tables and notes; HTML inside it stays."""
    html: str = cmarkgfm.markdown_to_html_with_extensions(
        text.replace("\x00", "\ufffd"), options=_MARKDOWN, extensions=["table", "strikethrough"]
    )
    return html


def extract_html(html: str) -> Extract:
    """Return the text and links of HTML.

    >>> found = extract_html('<p>Mesa-<b>optim</b>izers<sup>[1]</sup> <a href="/x?a&amp;b">arise</a>.<p>Then?')
    >>> found.texts
    {'body': 'Mesa-optimizers arise.\\nThen?'}
    >>> found.links
    (Link(href='/x?a&b', place='body'),)
    """
    crowded = crowded_tag(html)
    readable, read = html[:crowded], 0
    reader, parser = _reader_and_parser()
    reader.reset()
    if readable and not readable.isspace():
        for piece in slices(readable):
            parser.feed(piece)
            read += len(piece)
            if reader.deepest > DEEPEST or reader.more_links > _HOPELESS:
                break
        parser.close()
    left_out = tuple(_left_out(reader, crowded is not None, html, read))
    return Extract(_by_field(reader.out, reader.switched), tuple(reader.links), left_out)


@functools.cache
def _reader_and_parser() -> "tuple[_Reader, etree.HTMLParser]":
    """Return the one parser of this process; making one costs as much as reading a short body."""
    reader = _Reader()
    return reader, etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True)


def _left_out(reader: "_Reader", is_crowded: bool, html: str, read: int) -> Iterator[str]:
    """Say what of a body was not read."""
    if reader.deepest <= DEEPEST and not reader.more_links and not is_crowded:
        return
    size = sum(map(len, slices(html)))
    part = f"; read the first {read:,} of {size:,} bytes" if read < size else ""
    if reader.deepest > DEEPEST:
        yield f"found {reader.deepest:,} elements within each other, expected at most {DEEPEST:,}{part}"
    if is_crowded:
        yield f"found an element with more than {MOST_ATTRIBUTES:,} attributes, and did not read on{part}"
    if reader.more_links:
        found = MOST_LINKS + reader.more_links
        yield f"found {found:,} links, expected at most {MOST_LINKS:,}; kept the first {MOST_LINKS:,}{part}"


def _by_field(out: list[str], switched: bool) -> dict[str, str]:
    """Cut the reader's text at its switches of field, and tidy each field."""
    if not switched:
        return {"body": text} if (text := _tidy("".join(out))) else {}
    parts: tuple[list[str], ...] = ([], [], [], [])
    start, field = 0, 0
    for at in [place for place, part in enumerate(out) if part in _SWITCHES]:
        parts[field].extend((*out[start:at], _BREAK))
        start, field = at + 1, _SWITCHES.index(out[at])
    parts[field].extend(out[start:])
    return {name: text for name, found in zip(FIELDS, parts, strict=True) if (text := _tidy("".join(found)))}


def _tidy(text: str) -> str:
    """Return text as blocks joined by line feeds, with single spaces and without shown addresses."""
    if _LINE in text:
        text = _TWO_LINES.sub(_BREAK, text)
    if not text.isascii():
        for character in _INVISIBLE:
            text = text.replace(character, "")
    if "://" in text or "www." in text:
        text = _BARE_ADDRESS.sub(_BREAK, text)
    return "\n".join(block for raw in text.split(_BREAK) if (block := " ".join(raw.split())))


_CODE_AT, _QUOTE_AT, _NOTE_AT, _LIST_AT, _DROP_END, _LINK_END, _SUP_END = range(7)


class _Reader:
    """Takes the parser's events and writes one stream of text, with breaks and switches of field in it.

    ``inside`` counts the open elements that set field and place; ``marks`` says what has to be undone or looked at
    when the element of a depth ends, innermost last.
    """

    def __init__(self) -> None:
        self.out: list[str] = []
        self.data = self.out.append
        self.reset()

    def reset(self) -> None:
        """Begin a new document."""
        self.out.clear()
        self.links: list[Link] = []
        self.more_links = 0
        self.depth = self.deepest = 0
        self.field = 0
        self.switched = False
        self.inside = [0, 0, 0, 0]
        self.marks: list[tuple[int, int, int, str]] = []
        self.blocks: list[int] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element; most are spans of formulas, so these are sent on first."""
        self.depth += 1
        if self.depth > self.deepest:
            self.deepest = self.depth
        if tag in _BLOCKS:
            self._block(tag, attributes)
            return
        if tag in _INLINE:
            self._inline(tag, attributes)
        if attributes and (names := attributes.get("class")) and "oot" in names and _is_mark(names):
            self.marks.append((self.depth, _DROP_END, len(self.out), ""))

    def end(self, tag: str) -> None:
        """Take the end of an element, written or implied."""
        marks = self.marks
        while marks and marks[-1][0] == self.depth:
            self._undo(*marks.pop())
        if tag in _BLOCKS:
            self._break()
            self.blocks.pop()
        self.depth -= 1

    def close(self) -> None:
        """Take the end of the document."""

    def _break(self) -> None:
        """End a block; empty ones within each other leave one mark."""
        if not self.out or self.out[-1] != _BREAK:
            self.out.append(_BREAK)

    def _block(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._break()
        self.blocks.append(self.depth)
        if tag == "blockquote":
            self._enter(_QUOTE_AT)
        elif tag in _LISTS:
            self._enter(_LIST_AT)
        elif tag == "pre":
            self._enter(_CODE_AT)
        elif tag == "nav":
            self.marks.append((self.depth, _DROP_END, len(self.out), ""))
        if attributes and tag in _NOTE_BLOCKS and _is_note(attributes):
            self._enter(_NOTE_AT)

    def _inline(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "a":
            self._link(attributes)
        elif tag == "br":
            self.out.append(_LINE)
        elif tag in _CODE:
            self._enter(_CODE_AT)
        else:
            self.marks.append((self.depth, _SUP_END if tag == "sup" else _DROP_END, len(self.out), ""))

    def _undo(self, _: int, kind: int, start: int, href: str) -> None:
        if kind == _LINK_END:
            self._end_link(start, href)
        elif kind == _SUP_END:
            self._end_sup(start)
        elif kind == _DROP_END:
            self._drop(start)
        else:
            self.inside[kind] -= 1
            self._switch()

    def _enter(self, kind: int, depth: int | None = None) -> None:
        """Count an element that sets field or place until the element at ``depth`` ends (default: itself)."""
        depth = self.depth if depth is None else depth
        at = len(self.marks)
        while at and self.marks[at - 1][0] > depth:
            at -= 1
        self.marks.insert(at, (depth, kind, 0, ""))
        self.inside[kind] += 1
        self._switch()

    def _switch(self) -> None:
        code, quote, note, _ = self.inside
        field = 3 if code else 2 if quote else 1 if note else 0
        if field != self.field:
            self.field = field
            self.switched = True
            self.out.append(_SWITCHES[field])

    def _link(self, attributes: Mapping[str, str]) -> None:
        href = attributes.get("href")
        if href is None:
            return
        code, quote, note, in_list = self.inside
        if not (code or quote or note) and _BACK_LINK.match(href) and self._block_is_empty():
            self._enter(_NOTE_AT, self.blocks[-1])
            note = 1
        place = "code" if code else "quote" if quote else "footnote" if note else "list" if in_list else "body"
        if len(self.links) < MOST_LINKS:
            self.links.append(Link(href, place))
        else:
            self.more_links += 1
        self.marks.append((self.depth, _LINK_END, len(self.out), href))

    def _block_is_empty(self) -> bool:
        for part in reversed(self.out):
            if part == _BREAK:
                return True
            if not part.isspace():
                return False
        return True

    def _end_link(self, start: int, href: str) -> None:
        shown = self._shown(start)
        if _ADDRESS.fullmatch(shown):
            self._drop(start)
            self.out.append(_BREAK)
        elif "#" in href and (href[0] == "#" or _NOTE_LINK.match(href)) and _NOTE_MARK.fullmatch(shown):
            self._drop(start)

    def _end_sup(self, start: int) -> None:
        """Drop a note mark; an exponent stands behind a digit, or is no number."""
        shown = self._shown(start)
        before = self.out[start - 1][-1:] if start else ""
        if _NOTE_MARK.fullmatch(shown) and not (before.isdigit() and shown.isdigit()):
            self._drop(start)

    def _drop(self, start: int) -> None:
        """Take back the text since ``start``, but not the field that holds now."""
        switched = any(part in _SWITCHES for part in self.out[start:])
        self.out[start:] = [_SWITCHES[self.field]] if switched else []

    def _shown(self, start: int) -> str:
        """Return the text since ``start``; nothing of a text in so many parts that it is neither an address nor a mark."""
        if len(self.out) - start > _MOST_PARTS:
            return ""
        return "".join(part for part in self.out[start:] if part not in _SWITCHES).strip()


def _is_mark(names: str) -> bool:
    return not _MARK_CLASSES.isdisjoint(names.lower().split())


def _is_note(attributes: Mapping[str, str]) -> bool:
    names = attributes.get("class")
    if names and _NOTE_CLASSES.intersection(names.lower().split()):
        return True
    anchor = attributes.get("id")
    return bool(anchor and _NOTE_ID.fullmatch(anchor)) or attributes.get("role") in ("doc-endnote", "doc-endnotes")
