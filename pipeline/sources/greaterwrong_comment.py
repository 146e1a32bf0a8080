"""Pages of single comments on GreaterWrong: the comment, the replies to it, and what links to them.

Site:    pages that ``[gather] pages`` names, each fetched once; or pages saved by hand.
Gives:   of each comment shown text, authors, date, karma of both forums, af mark, the post, the comment answered, and
         its list "What links here?".
Misses:  the post itself and what links to it, whether the comment is an answer or a review, and all other comments:
         import the post's page for those.
"""

import re
from collections.abc import Iterator

from pipeline.archive.store import Reply
from pipeline.errors import BadPage
from pipeline.records import Record
from pipeline.sources import _html
from pipeline.sources._forum_hosts import on_mirror
from pipeline.sources._greaterwrong import GENTLE, named, scheme_of
from pipeline.sources._greaterwrong_comments import comments

NAME = "greaterwrong_comment"
HEADERS = GENTLE

_CONTENT = re.compile(
    rb"\bindividual-thread-page\b[^>]{0,200}id=\"content\"|id=\"content\"[^>]{0,200}\bindividual-thread-page\b"
)


def accepts(data: bytes) -> bool:
    """Say whether a file looks like such a page; style sheets of other pages name the same class."""
    return _CONTENT.search(data) is not None


def reads(url: str) -> bool:
    """Say whether GreaterWrong shows such a page at an address."""
    return on_mirror(url, "comment")


def parse(reply: Reply) -> Iterator[Record]:
    """Read a page, as fetched or as saved by a browser.

    Yields
    ------
    Record
        Each comment of the page, with its incoming links; or that the comment is gone.

    Raises
    ------
    BadPage
        If the page is no comment's, or does not name the post that it stands under.
    """
    if reply.status != 200:
        asked = named(reply.url)
        yield from _html.gone(asked[0] if asked and asked[1] else None, NAME, reply, mirror=True)
        return
    page = _html.soup(reply)
    heading = page.select_one("#content.individual-thread-page h1.post-title")
    links = _html.hrefs(heading, "a[href]") if heading is not None else []
    posts = [found[0] for href in links if (found := named(href))]
    if not posts:
        raise BadPage(
            f"{_html.where(reply)}: expected a comment's page of GreaterWrong, found none: no #content.individual-thread-page "
            "with a post's address in h1.post-title"
        )
    scheme = scheme_of(page)
    yield from _html.damage(NAME, reply)
    yield from comments(page, scheme, NAME, reply, f"{scheme}:{posts[0].partition(':')[2]}")
