"""What the pages of GreaterWrong, and their text, have in common."""

import datetime
import re
from typing import Final
from urllib.parse import SplitResult

from bs4 import BeautifulSoup, Tag

from pipeline.records import AuthorRef
from pipeline.sources import _html
from pipeline.sources._forum_hosts import SCHEMES, host_of
from pipeline.sources._forum_models import POST_ID
from pipeline.sources._forum_rows import author_of, utc

BASE_URL: Final = "https://www.greaterwrong.com"
GENTLE: Final = {"Accept": "text/html", "X-Revalidate": "no"}
"""How pages are asked for: a stored copy will do, which spares the forum behind the site."""

BASES: Final = {"forum": BASE_URL, "eaforum": "https://ea.greaterwrong.com"}
"""Where each forum's documents stand on this site: what their relative links are relative to."""

MAIN_SITES: Final = {"": "forum", "EA Forum": "eaforum", "LW": "forum", "LessWrong": "forum"}
"""What a list item calls the forum of the citing post, and its scheme here; the page's own forum goes unnamed."""

POST_PATH: Final = re.compile(r"/(?:posts|events|s/[^/]+/p)/([^/#?]+)(?:/[^/]*)?(?:/(?:comment|answer)/([^/#?]+))?")
_AF_KARMA = re.compile("AF:\\s*([-\u2212]?[\\d,]+)")

# Not strptime: its month names follow the locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def shown_moment(text: str) -> str | None:
    """Return a moment as GreaterWrong shows it in ISO form, or None.

    >>> shown_moment("2 Jun 2019 7:01 UTC"), shown_moment("31 Feb 2019 7:01")
    ('2019-06-02T07:01:00Z', None)
    """
    try:
        day, month, year, clock = text.removesuffix("UTC").split()
        hour, minute = clock.split(":")
        numbers = int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute)
        exact = datetime.datetime(*numbers, tzinfo=datetime.UTC)
    except ValueError:
        return None
    return exact.strftime("%Y-%m-%dT%H:%M:%SZ")


def epoch_moment(value: str) -> str | None:
    """Return an epoch in milliseconds as ISO, or None.

    >>> epoch_moment("1559346293000"), epoch_moment("soon")
    ('2019-05-31T23:44:53Z', None)
    """
    if not (value.isascii() and value.isdigit() and len(value) < 15):
        return None
    return datetime.datetime.fromtimestamp(int(value) // 1000, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(date: Tag) -> str | None:
    """Return the moment of a ``.date`` element: exact where the page says it, else as shown."""
    value = str(date.get("data-js-date") or "")
    shown = _html.line(date.get_text())
    return epoch_moment(value) or utc(value) or shown_moment(shown) or utc(shown)


def split(href: str) -> SplitResult:
    """Return the parts of an address in a page."""
    return _html.split(href, BASE_URL)


def scheme_of(page: BeautifulSoup) -> str:
    """Return the scheme of what a page shows: its own links to the forum behind it say which that is."""
    for selector in ("a.lw2-link", "link[rel=canonical]"):
        for href in _html.hrefs(page, selector)[:1]:
            return SCHEMES.get(host_of(split(href).geturl()), MAIN_SITES[""])
    return MAIN_SITES[""]


def named(href: str) -> tuple[str, str | None, str] | None:
    """Return what an address names: the document, the post it stands under if it is a comment, and the forum.

    None where it names none, or the host is neither a forum's nor of this site.

    >>> named("https://ea.greaterwrong.com/posts/BKM8uQS6QdJPZLqCr/a-title#comment-wJK944YqvFwjdbqCP")
    ('eaforum-comment:wJK944YqvFwjdbqCP', 'eaforum:BKM8uQS6QdJPZLqCr', 'eaforum')
    """
    parts = split(href)
    scheme = SCHEMES.get(host_of(parts.geturl()))
    match = POST_PATH.match(parts.path)
    if scheme is None or match is None or not POST_ID.fullmatch(match[1]):
        return None
    comment = match[2] or parts.fragment.removeprefix("comment-")
    if POST_ID.fullmatch(comment):
        return f"{scheme}-comment:{comment}", f"{scheme}:{match[1]}", scheme
    return f"{scheme}:{match[1]}", None, scheme


def authors(meta: Tag, scheme: str) -> tuple[AuthorRef, ...] | None:
    """Return the byline of a post or comment of a forum; None where its account is deleted."""
    found = (_author(link, scheme) for link in meta.select("a.author[href], a.author[data-userid]"))
    return tuple(dict.fromkeys(author for author in found if author.slug or author.user_id)) or None


def _author(link: Tag, scheme: str) -> AuthorRef:
    path = split(str(link.get("href", ""))).path
    slug = path.removeprefix("/users/") if path.startswith("/users/") else None
    name = str(link.get("data-full-name") or "") or _html.line(link.get_text())
    return author_of(scheme, slug or None, str(link.get("data-userid") or "") or None, name or None)


def karma(meta: Tag) -> int | None:
    """Return the karma that a meta line shows; of two, the main forum's."""
    shown = meta.select_one(".karma .karma-value")
    return _html.number(shown.get_text()) if shown is not None else None


def af_karma(meta: Tag) -> int | None:
    """Return the Alignment Forum's karma, or None where a meta line shows none."""
    shown = meta.select_one(".karma .karma-value")
    match = _AF_KARMA.search(shown.get_text()) if shown is not None else None
    return _html.number(match[1]) if match else None


def tags_in(box: Tag | None) -> tuple[tuple[str, str], ...] | None:
    """Return the tags that a page links, as (slug, name); None where it has no place for them."""
    if box is None:
        return None
    found = (
        (split(str(link["href"])).path.rstrip("/").rpartition("/")[2], _html.line(link.get_text()))
        for link in box.select("a[href]")
    )
    return tuple(dict.fromkeys((slug, name) for slug, name in found if slug))
