"""What the readers of single web pages have in common: which page it is, its title, dates, text and links."""

import copy
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from pipeline.archive.store import IMPORT, Reply
from pipeline.records import Body, DocumentRecord
from pipeline.sources import _html
from pipeline.sources._forum_rows import TITLE_LIMIT, utc
from pipeline.sources._lines import Line, lines_in, lines_of_text

_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|html|head|body|main|article|div|\?xml)", re.IGNORECASE)
_POSTED = ("article:published_time", "datePublished", "date", "dc.date", "citation_publication_date", "citation_date")
_MODIFIED = ("article:modified_time", "dateModified", "og:updated_time", "last-modified")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_UPDATED = re.compile(r"updated\D{0,12}?(?P<day>\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_PUBLISHED = ", ".join(
    f"{which}[datetime]"
    for which in ("time[pubdate]", "time[itemprop=datePublished]", "time.published", "time.entry-date", "header time")
)
_TAIL_LINES = 40
_EARLIEST = "1990"
"""No page is older than the web."""
_CONTENT = ("main, [role=main]", ".post-content", "#content", "body")


def is_markup(data: bytes) -> bool:
    """Say whether a file is a page and not the text of one."""
    return _MARKUP.match(data[:400]) is not None


@functools.lru_cache(maxsize=2)
def page_of(reply_body: bytes) -> BeautifulSoup:
    """Return the page's tree; a page is looked at by several functions, and read once."""
    return _html.soup(Reply("", "", "", "page", None, 200, {}, reply_body, "", ""))


def lines(reply: Reply) -> Iterator[Line]:
    """Yield the lines of a page or of its text."""
    if is_markup(reply.body):
        return lines_in(page_of(reply.body))
    return lines_of_text(_html.text_of(reply))


def document_id(reply: Reply) -> str | None:
    """Return the id of the page: its address, or for a file what ``--of`` names or the page says; None if neither does."""
    if reply.method != IMPORT:
        return f"web:{reply.headers.get('atlas-final-url', reply.url)}"
    if of := reply.url.partition("#")[2]:
        return of
    if not is_markup(reply.body):
        return None
    address = own_address(page_of(reply.body))
    return f"web:{address}" if address else None


def own_address(page: BeautifulSoup) -> str | None:
    """Return the address that a page says it has, or None."""
    named = _html.hrefs(page, "link[rel=canonical]") + [
        str(meta["content"]) for meta in page.select('meta[property="og:url"][content]')
    ]
    return next((url.strip() for url in named if _is_address(url)), None)


Links = Callable[[Tag], Iterable[Tag]]
"""Takes a page's content and returns some of its links."""


def document(reply: Reply, source: str, known_as: str, not_its_own: Links | None = None) -> DocumentRecord:
    """Return the page as a document: title, dates as far as it says them, and the text with its links.

    Links that ``not_its_own`` returns lead to what cites the page, or to what it catalogues: they stay as text.
    """
    page = page_of(reply.body)
    content = _content(page)
    url = known_as.partition(":")[2] if known_as.startswith("web:") else ""
    shown = _html.inner(_unlinked(content, not_its_own))
    return DocumentRecord(
        document_id=known_as,
        kind="page",
        origin=source,
        retrieved_at=reply.retrieved_at,
        where=_html.where(reply),
        title=title(page),
        posted_at=_moment(reply, page, _POSTED) or _time(reply, content),
        modified_at=_moment(reply, page, _MODIFIED) or updated(reply, list(lines(reply))),
        url=url or None,
        body=Body("html-rendered", shown, url) if shown else None,
    )


def title(page: BeautifulSoup) -> str | None:
    """Return the title that the page gives a paper, else its heading, else the title of its window."""
    cited_as = page.select_one('meta[name="citation_title"][content]')
    found = (
        (_html.line(str(cited_as["content"])) if cited_as is not None else "")
        or _html.line_in(page, "main h1, article h1, h1")
        or _html.line_in(page, "head title, title")
    )
    return found[:TITLE_LIMIT] if found else None


def updated(reply: Reply, shown: list[Line]) -> str | None:
    """Return the day that the end of a page says it was updated, or None."""
    for line in reversed(shown[-_TAIL_LINES:]):
        if found := _UPDATED.search(line.text):
            return _plausible(reply, found["day"])
    return None


def _unlinked(content: Tag | None, links: Links | None) -> Tag | None:
    """Return a copy of a page's content in which some links lead nowhere."""
    if content is None or links is None:
        return content
    copied = copy.copy(content)
    for link in list(links(copied)):
        del link["href"]
    return copied


def _content(page: BeautifulSoup) -> Tag | None:
    """Return what a page is about: its one article; of a list of several, all that holds them."""
    for scope in (*page.select("main, [role=main]", limit=1), page):
        articles = [found for found in scope.find_all("article") if found.find_parent("article") is None]
        if len(articles) == 1:
            return articles[0]
    return next((found for selector in _CONTENT if (found := page.select_one(selector)) is not None), None)


def _moment(reply: Reply, page: BeautifulSoup, names: tuple[str, ...]) -> str | None:
    for name in names:
        for attribute in ("property", "name", "itemprop"):
            for meta in page.select(f'meta[{attribute}="{name}"][content]'):
                if moment := _plausible(reply, str(meta["content"]).strip().replace("/", "-")):
                    return moment
    return None


def _time(reply: Reply, content: Tag | None) -> str | None:
    """Return the moment that the page marks as its publication; any other moment may be one that it writes about."""
    found = content.select_one(_PUBLISHED) if content is not None else None
    return _plausible(reply, str(found["datetime"]).strip()) if found is not None else None


def _plausible(reply: Reply, text: str) -> str | None:
    """Return a day or a moment in the precision it is written in, if a page can have been written then."""
    moment = _html.plausible(utc(text), reply, _EARLIEST)
    if _DAY.fullmatch(text):
        return text if moment else None
    return moment if len(text) > len("2019-05-31") else None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
