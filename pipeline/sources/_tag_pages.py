"""What the tag and wiki pages of all sites have in common: which tag it is, and what its text has sections on."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from pipeline.archive.store import Reply
from pipeline.errors import BadPage, clean
from pipeline.records import VisibilityRecord
from pipeline.sources import _html, _web
from pipeline.sources._forum_hosts import of_lesswrong

_ADDRESS = re.compile(r"/(?:w|wiki|wikitags|tag|topics)/([^/#?]+)")
_HEADINGS = ["h1", "h2", "h3", "h4"]
_LONGEST = 120


def may_be_read(data: bytes) -> bool:
    """Say whether a tag's page is not of the EA Forum, as far as it says where it is: tags there are pages like others."""
    own = _web.own_address(_web.page_of(data))
    return own is None or of_lesswrong(own)


def slug_in(href: str) -> str | None:
    """Return the slug of the tag that an address names, or None."""
    match = _ADDRESS.match(_html.split(href, "").path)
    return match[1].lower() if match else None


def gone(source: str, reply: Reply) -> Iterator[VisibilityRecord]:
    """State that the tag whose page was asked for is gone, if the site says so; the API may show it again."""
    slug = slug_in(reply.url) if of_lesswrong(reply.url) else None
    return _html.gone(f"forum-tag:{slug}" if slug else None, source, reply, mirror=True)


def slug_of(page: BeautifulSoup, reply: Reply) -> str:
    """Return the slug of the tag that a page shows: as it says itself, else as its address or ``--of`` says.

    Raises
    ------
    BadPage
        If neither does.
    """
    for href in [*_html.hrefs(page, "link[rel=canonical]"), reply.url]:
        if slug := slug_in(href):
            return slug
    of = _html.split(reply.url, "").fragment
    if of.startswith("forum-tag:"):
        return of.removeprefix("forum-tag:")
    raise BadPage(f"{_html.where(reply)}: the page does not say which tag it shows; name it with --of forum-tag:SLUG")


def facts_in(text: Tag | None) -> Iterator[tuple[str, str]]:
    """Yield name and value of what a text says by its sections, whole: an address that is cut off is none.

    ``sections`` are its headings in order, joined by `` | ``. Of each section with links, ``links under`` its heading are their
    addresses, so that what stands under ``See also`` is told apart from ``External links``, and what the history of a
    term names.
    """
    if found := _sections(text):
        yield "sections", found
    yield from _links(text)


def _sections(text: Tag | None) -> str:
    """Return the headings of a text.

    A line that is nothing but bold is a heading, too: that is how many wiki texts write ``See also``.
    """
    found = (_heading(part) for part in (text.find_all([*_HEADINGS, "p"]) if text is not None else ()))
    return " | ".join(dict.fromkeys(heading for heading in found if heading))


def _links(text: Tag | None) -> Iterator[tuple[str, str]]:
    under: dict[str, dict[str, None]] = {}
    heading = None
    for part in text.find_all([*_HEADINGS, "p", "a"]) if text is not None else ():
        if part.name != "a":
            heading = _heading(part) or heading
        elif heading and (href := clean(written := str(part.get("href") or ""), len(written))) and href[0] != "#":
            under.setdefault(heading, {})[href.replace("|", "%7C")] = None
    yield from ((f"links under {name}", " | ".join(hrefs)) for name, hrefs in under.items())


def _heading(part: Tag) -> str | None:
    shown = _html.line(part.get_text())
    bold = part.find(["strong", "b"]) if part.name == "p" else None
    if not shown or len(shown) > _LONGEST:
        return None
    if part.name != "p" or (isinstance(bold, Tag) and _html.line(bold.get_text()) == shown):
        return shown.rstrip(":").replace("|", "/")
    return None
