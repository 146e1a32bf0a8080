"""Tag and wiki pages of LessWrong and the Alignment Forum: the text, and the posts with the tag.

Site:    pages that ``[gather] pages`` names, each fetched once; or pages saved by hand.
Gives:   name, text as shown, its headings, and of the posts with the tag those shown: title, date, authors, karma of
         LessWrong, af mark, and how relevant readers voted the tag to be; how many of how many posts they are.
Misses:  the posts behind "Load More", who wrote the text when, and on the Alignment Forum posts without its mark.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from pipeline.archive.store import Reply
from pipeline.errors import BadPage
from pipeline.records import Body, DocumentRecord, FactRecord, Record, TaggingRecord
from pipeline.sources import _forum_html as forum
from pipeline.sources import _html
from pipeline.sources._forum_hosts import of_lesswrong, on_forum
from pipeline.sources._forum_rows import TITLE_LIMIT
from pipeline.sources._tag_pages import facts_in, gone, may_be_read, slug_of

NAME = "forum_tag_page"

_HEADING = re.compile(rb"<h1[^>]{0,400}\b(?:LW)?TagPage-title\b")
_TITLE = "h1.LWTagPage-title, h1.TagPage-title"
_TEXTS = (".LWTagPage-description", ".TagPage-description", "#tagContent .ContentStyles-tagBody")


def accepts(data: bytes) -> bool:
    """Say whether a file looks like such a page."""
    return _HEADING.search(data) is not None and may_be_read(data)


def reads(url: str) -> bool:
    """Say whether LessWrong or the Alignment Forum shows such a page at an address."""
    return of_lesswrong(url) and on_forum(url, "tag")


def parse(reply: Reply) -> Iterator[Record]:
    """Read a page, as fetched or as saved by a browser.

    Yields
    ------
    Record
        The tag as a document of kind ``tag``, or that it is gone; then the facts about it, and for each post shown the post and its tagging.

    Raises
    ------
    BadPage
        If the page shows no tag of these forums (one that nobody has written yet has no text either), or does not say which.
    """
    if reply.status != 200:
        yield from gone(NAME, reply)
        return
    page = _html.soup(reply)
    forum.assemble(page)
    heading = page.select_one(_TITLE)
    if heading is None:
        raise BadPage(f"{_html.where(reply)}: expected a tag page of the forum, found none: no {_TITLE}")
    host = forum.host_of(page, reply)
    if forum.scheme_of(host) != "forum":
        raise BadPage(
            f"{_html.where(reply)}: expected a tag page of LessWrong or the Alignment Forum, found one of {host}; tags of the "
            "EA Forum are read as pages like others"
        )
    slug = slug_of(page, reply)
    name = _html.line(heading.get_text())[:TITLE_LIMIT]
    text = next((part for selector in _TEXTS if (part := page.select_one(selector)) is not None), None)
    body = _html.inner(text)
    document_id = f"forum-tag:{slug}"
    yield from _html.damage(NAME, reply)
    yield DocumentRecord(
        document_id=document_id,
        kind="tag",
        origin=NAME,
        retrieved_at=reply.retrieved_at,
        where=_html.where(reply),
        title=name or None,
        slug=slug,
        body=Body("html-rendered", body, forum.base_of(host)) if body else None,
    )
    for said, value in facts_in(text):
        yield FactRecord(document_id, said, value, NAME, reply.retrieved_at)
    shown = 0
    for row, link, known_as in _rows(page, host):
        shown += 1
        relevance = forum.points(row, ".PostsItemTagRelevance-score")
        yield from _post(row, link, known_as, host, reply)
        yield TaggingRecord(known_as, slug, name, relevance, NAME, reply.retrieved_at)
    if shown:
        in_all = forum.shown_of(page.select(".LoadMore-root"), shown)
        yield from _html.fact(document_id, "posts_shown", in_all, NAME, reply)


def _rows(page: BeautifulSoup, host: str) -> Iterator[tuple[Tag, Tag, str]]:
    """Yield each post of the list, once: its row, the link to it, and its id."""
    seen: set[str] = set()
    for row in page.select(".LWPostsItem-postsItem"):
        link = row.select_one(".PostsTitle-root a[href]")
        post_id = forum.post_id(str(link["href"])) if link is not None else None
        if link is None or post_id is None or post_id in seen:
            continue
        seen.add(post_id)
        yield row, link, f"{forum.scheme_of(host)}:{post_id}"


def _post(row: Tag, link: Tag, known_as: str, host: str, reply: Reply) -> Iterator[Record]:
    on_af = host == forum.AF_HOST
    where = f"{_html.where(reply)} ({known_as.partition(':')[2]})"
    posted_at = forum.moment(row, ".PostsItemDate-postedAt time[datetime]")
    yield from _html.untimely(f"{NAME} post", "date", posted_at, reply, where)
    yield DocumentRecord(
        document_id=known_as,
        kind="post",
        origin=NAME,
        retrieved_at=reply.retrieved_at,
        where=where,
        title=_html.line(link.get_text())[:TITLE_LIMIT] or None,
        posted_at=_html.plausible(posted_at, reply),
        karma=None if on_af else forum.points(row, ".LWPostsItem-karma"),
        af=True if on_af or row.select_one(".PostsItemIcons-alignmentIcon") is not None else None,
        authors=forum.authors(row.select_one(".LWPostsItem-author"), forum.scheme_of(host)),
        authors_in_part=True,
    )
