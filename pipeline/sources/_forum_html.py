"""What the pages of LessWrong and the Alignment Forum have in common.

They arrive as a stream: a part that was not ready in time comes later, in a hidden box at the end, and a script moves
it to its place. Both forums show the same documents; the Alignment Forum's pages show its own karma.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import SplitResult

from bs4 import BeautifulSoup, Tag

from pipeline.archive.store import Reply
from pipeline.records import AuthorRef
from pipeline.sources import _html
from pipeline.sources._forum_hosts import HOMES, SCHEMES
from pipeline.sources._forum_hosts import host_of as host_in
from pipeline.sources._forum_models import POST_ID
from pipeline.sources._forum_rows import author_of, utc

BASE_URL: Final = "https://www.lesswrong.com"
AF_HOST: Final = "alignmentforum.org"
HEADERS: Final = {"Accept": "text/html"}
_MOVE = re.compile(r'\$R[A-Z]\("([BPS]:[0-9a-f]{1,8})","([BPS]:[0-9a-f]{1,8})"')
_POST = re.compile(r"/(?:posts|events|s/[^/]+/p)/([^/#?]+)")
_PEOPLE = ", ".join(
    f'a[href{where}]:not([class*="topCommentAuthor"] a)'
    for where in ('^="/users/"', '*=".org/users/"', '*=".com/users/"')
)
"""Links of a byline; in a list it may also name, as one more, who wrote the comment with the most karma."""
_SHOWN_OF = re.compile(r"\((\d{1,6})/(\d{1,6})\)")


def assemble(page: BeautifulSoup) -> None:
    """Move every part of a streamed page to its place, as the page's own scripts would."""
    moves = [move for script in page.find_all("script") for move in _MOVE.findall(script.get_text())]
    if not moves:
        return
    places = {str(place["id"]): place for place in page.find_all("template", id=True)}
    parts = {str(part["id"]): part for part in page.find_all("div", id=True, hidden=True)}
    for one, other in moves:
        part = parts.pop(one if one.startswith("S:") else other, None)
        place = places.pop(other if one.startswith("S:") else one, None)
        if part is None or place is None or part in place.parents:
            continue
        part.extract()
        for child in list(part.children):
            place.insert_before(child)
        place.extract()


def host_of(page: BeautifulSoup, reply: Reply) -> str:
    """Return the host that a page says it is on; of a saved page that does not say, an empty text."""
    addresses = [*_html.hrefs(page, "link[rel=canonical]"), reply.url]
    return next((host_in(address) for address in addresses if "://" in address), "")


def scheme_of(host: str) -> str:
    """Return the scheme of the documents on a host."""
    return SCHEMES.get(host, "forum")


def base_of(host: str) -> str:
    """Return what relative links on a host are relative to; both LessWrong and the Alignment Forum hold every post."""
    return HOMES[scheme_of(host)]


def split(href: str) -> SplitResult:
    """Return the parts of an address in a page."""
    return _html.split(href, BASE_URL)


def post_id(href: str) -> str | None:
    """Return the id of the post that an address names, or None.

    >>> post_id("/posts/FkgsxrGf3QxhfLWHG/risks?commentId=x"), post_id("/users/ada")
    ('FkgsxrGf3QxhfLWHG', None)
    """
    match = _POST.match(split(href).path)
    return match[1] if match and POST_ID.fullmatch(match[1]) else None


def authors(byline: Tag | None, scheme: str) -> tuple[AuthorRef, ...] | None:
    """Return the people that a byline of a forum's page links; None where it links none, as for a deleted account."""
    if byline is None:
        return None
    found = []
    for link in byline.select(_PEOPLE):
        slug = split(str(link["href"])).path.removeprefix("/users/").strip("/")
        if slug and "/" not in slug:
            found.append(author_of(scheme, slug, None, _html.line(link.get_text()) or None))
    return tuple(dict.fromkeys(found)) or None


def moment(tag: Tag, selector: str) -> str | None:
    """Return the moment of the first matching ``time`` element, or None where there is none."""
    found = tag.select_one(selector)
    return utc(str(found["datetime"])) if found is not None and found.get("datetime") else None


def points(tag: Tag, selector: str) -> int | None:
    """Return the first matching score, or None."""
    shown = _html.line_in(tag, selector)
    return _html.number(shown) if shown else None


def shown_of(links: Sequence[Tag], shown: int) -> str:
    """Return how many of how many items a list shows, by the links that load more of it and what stands there.

    Parameters
    ----------
    links : sequence of Tag
        Links that load more, such as "Load More (5/12)"; none where the list is whole. One without numbers leaves open how
        many there are.
    shown : int
        How many items stand there.
    """
    if not links:
        return f"{shown} of {shown}"
    match = next(filter(None, (_SHOWN_OF.search(link.get_text()) for link in links)), None)
    return f"{int(match[1])} of {int(match[2])}" if match else f"{shown} of an unknown number"
