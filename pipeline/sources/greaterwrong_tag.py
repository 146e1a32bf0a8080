"""Tag and wiki pages of GreaterWrong: the text, the posts with the tag, the discussion.

Site:    pages that ``[gather] pages`` names, each fetched once; or pages saved by hand.
Gives:   name, when its text was last edited, the text as shown, its headings, every post with the tag (title,
         authors, date, karma, af mark) in the page's order, and the comments on the tag.
Misses:  how relevant readers voted the tag to be, who wrote which part of the text, posts with a tag that is wiki alone.
"""

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from pipeline.archive.store import Reply
from pipeline.errors import BadPage
from pipeline.records import Body, DocumentRecord, FactRecord, Record, TaggingRecord
from pipeline.sources import _html
from pipeline.sources._forum_hosts import of_lesswrong, on_mirror
from pipeline.sources._forum_rows import TITLE_LIMIT
from pipeline.sources._greaterwrong import BASE_URL, GENTLE, moment, scheme_of
from pipeline.sources._greaterwrong_comments import comments
from pipeline.sources._greaterwrong_listing import posts
from pipeline.sources._tag_pages import facts_in, gone, may_be_read, slug_of

NAME = "greaterwrong_tag"
HEADERS = GENTLE


def accepts(data: bytes) -> bool:
    """Say whether a file looks like such a page."""
    return b"tag-index-page" in data and b"post-title" in data and may_be_read(data)


def reads(url: str) -> bool:
    """Say whether GreaterWrong shows such a page at an address; those of the EA Forum are pages like others."""
    return of_lesswrong(url) and on_mirror(url, "tag")


def parse(reply: Reply) -> Iterator[Record]:
    """Read a page, as fetched or as saved by a browser.

    Yields
    ------
    Record
        The tag as a document of kind ``tag``, or that it is gone; then its headings, each post with its tagging, then the comments.

    Raises
    ------
    BadPage
        If the page shows no tag of this forum, or does not say which.
    """
    if reply.status != 200:
        yield from gone(NAME, reply)
        return
    page = _html.soup(reply)
    heading = page.select_one("#content.tag-index-page h1.post-title")
    if heading is None or scheme_of(page) != "forum":
        raise BadPage(
            f"{_html.where(reply)}: expected a tag page of GreaterWrong, found none: no #content.tag-index-page with "
            "h1.post-title (tags of the EA Forum are read as pages like others)"
        )
    slug = slug_of(page, reply)
    name = _html.line(heading.get_text())[:TITLE_LIMIT]
    document_id = f"forum-tag:{slug}"
    yield from _html.damage(NAME, reply)
    edited = _edited(page)
    yield from _html.untimely(f"{NAME} tag", "date", edited, reply, _html.where(reply))
    yield _tag(page, name, slug, _html.plausible(edited, reply), reply)
    text = page.select_one(".tag-description")
    for said, value in facts_in(text):
        yield FactRecord(document_id, said, value, NAME, reply.retrieved_at)
    for record in posts(page, "forum", NAME, reply):
        yield record
        if isinstance(record, DocumentRecord):
            yield TaggingRecord(record.document_id, slug, name, None, NAME, reply.retrieved_at, mirror=True)
    yield from comments(page, "forum", NAME, reply, document_id)


def _tag(page: BeautifulSoup, name: str, slug: str, edited: str | None, reply: Reply) -> DocumentRecord:
    body = _html.inner(page.select_one(".tag-description"))
    return DocumentRecord(
        document_id=f"forum-tag:{slug}",
        kind="tag",
        origin=NAME,
        retrieved_at=reply.retrieved_at,
        where=_html.where(reply),
        title=name or None,
        slug=slug,
        modified_at=edited,
        body=Body("html-rendered", body, BASE_URL) if body else None,
        mirror=True,
    )


def _edited(page: BeautifulSoup) -> str | None:
    """Return when the text was last edited: the date on the line under the name, which no list of posts holds."""
    heading = page.select_one("h1.post-title")
    line = heading.find_next_sibling(class_="post-meta") if heading is not None else None
    date = line.select_one(".date") if isinstance(line, Tag) else None
    return moment(date) if date is not None else None
