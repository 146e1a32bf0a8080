"""A person's page on GreaterWrong: their comments, with the post and the comment that each answers, and their posts.

Site:    ``greaterwrong``, for the people named in ``[gather] users`` (their comments alone); or pages that ``[gather] pages``
         names, or saved by hand, which may show their posts.
Gives:   of comments text, date, karma of both forums, af mark, the post, the comment answered; of posts title,
         authors, date, karma, af mark.
Misses:  comments beyond the first pages (live at most five of 20 items, since deep ones cost the site much; by hand those
         that were saved), the text of posts, and the person's own karma and words about themselves, which no table has.
"""

import re
from collections.abc import Iterator

from pipeline.archive.session import Session
from pipeline.archive.store import Archive, Reply, is_ahead
from pipeline.errors import BadPage
from pipeline.progress import Progress
from pipeline.records import DocumentRecord, Record
from pipeline.settings import Settings
from pipeline.sources import _html
from pipeline.sources._forum_hosts import on_mirror
from pipeline.sources._greaterwrong import GENTLE, scheme_of
from pipeline.sources._greaterwrong_comments import comments
from pipeline.sources._greaterwrong_listing import posts
from pipeline.sources._outcome import SourceOutcome
from pipeline.sources._pages import Following, fetch_pages, readable

NAME = "greaterwrong_user"
SITE = "greaterwrong"
HEADERS = GENTLE
MOST = 5
"""Pages of one person that a run asks for."""

_CONTENT = re.compile(rb'id="content"[^>]{0,200}\buser-page\b|\buser-page\b[^>]{0,200}id="content"')


def accepts(data: bytes) -> bool:
    """Say whether a file looks like such a page."""
    return _CONTENT.search(data) is not None


def reads(url: str) -> bool:
    """Say whether GreaterWrong shows such a page at an address."""
    return on_mirror(url, "person")


def parse(reply: Reply) -> Iterator[Record]:
    """Read a page, as fetched or as saved by a browser.

    Yields
    ------
    Record
        The posts shown, then the comments.

    Raises
    ------
    BadPage
        If the page is not a person's.
    """
    if reply.status != 200:
        return
    page = _html.soup(reply)
    if page.select_one("#content.user-page") is None:
        raise BadPage(
            f"{_html.where(reply)}: expected a person's page on GreaterWrong, found none: no #content.user-page"
        )
    yield from _html.damage(NAME, reply)
    yield from posts(page, scheme_of(page), NAME, reply)
    yield from comments(page, scheme_of(page), NAME, reply)


def gather(settings: Settings, session: Session, progress: Progress) -> SourceOutcome | None:
    """Fetch the newest comments of each person named in the configuration; None where none is named."""
    addresses = _addresses(settings)
    if not addresses:
        return None
    return fetch_pages(
        NAME, "people's pages", addresses, session, progress, headers=HEADERS,
        check=readable(NAME, parse), following=_following(session),
    )  # fmt: skip


def _addresses(settings: Settings) -> list[str]:
    return [f"{settings.gather.sites[SITE]}/users/{slug}?show=comments" for slug in settings.gather.users]


def _following(session: Session) -> Following:
    """Return what names the page after one of a person's comments: the rest of the list, from as many items on."""
    seen: set[str] = set()

    def following(reply: Reply, _before: Reply | None) -> str | None:
        ids = _comment_ids(reply)
        first, _, offset = reply.url.partition("&offset=")
        new, reached = ids - seen, int(offset or 0) + len(ids)
        seen.update(ids)
        address = f"{first}&offset={reached}"
        # The newest come first: what continues a page that has not changed since it came has not changed either.
        continued = session.archive.get(NAME, "GET", address)
        is_known = continued is not None and continued.retrieved_at >= _unchanged_since(session.archive, reply.url)
        return address if new and not is_known and reached < MOST * len(ids) else None

    return following


def _unchanged_since(archive: Archive, address: str) -> str:
    """Return when a page first came with the comments that it has now."""
    since, ids = "", set[str]()
    for reply in archive.history(NAME, address):
        found = _comment_ids(reply)
        if since and (found != ids or is_ahead(reply.retrieved_at)):
            break
        since, ids = reply.retrieved_at, found
    return since


def _comment_ids(reply: Reply) -> set[str]:
    return {one.document_id for one in parse(reply) if isinstance(one, DocumentRecord) and one.kind == "comment"}
