"""Posts in the lists of GreaterWrong: a heading each, and a line about it."""

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from pipeline.archive.store import Reply
from pipeline.records import DocumentRecord, Record
from pipeline.sources import _html
from pipeline.sources._forum_rows import TITLE_LIMIT
from pipeline.sources._greaterwrong import authors, karma, moment, named


def posts(page: BeautifulSoup, scheme: str, source: str, reply: Reply) -> Iterator[Record]:
    """Read every post that a list shows, in its order, each once; what names no post is no post.

    A date that cannot be right is named, and left out.
    """
    seen: set[str] = set()
    for heading in page.select("h1.listing"):
        link = heading.select_one("a.post-title-link[href]")
        found = named(str(link["href"])) if link is not None else None
        if link is None or found is None or found[0] in seen:
            continue
        seen.add(found[0])
        for prefix in link.select("span.post-type-prefix"):
            prefix.extract()
        meta = heading.find_next_sibling()
        yield from _post(
            link, meta if isinstance(meta, Tag) else heading, f"{scheme}:{found[0].partition(':')[2]}", source, reply
        )


def _post(link: Tag, meta: Tag, document_id: str, source: str, reply: Reply) -> Iterator[Record]:
    date = meta.select_one(".date")
    posted_at = moment(date) if date is not None else None
    place = f"{_html.where(reply)} ({document_id})"
    yield from _html.untimely(f"{source} post", "date", posted_at, reply, place)
    section = meta.select_one(".post-section")
    yield DocumentRecord(
        document_id=document_id,
        kind="post",
        origin=source,
        retrieved_at=reply.retrieved_at,
        where=place,
        title=_html.line(link.get_text())[:TITLE_LIMIT] or None,
        posted_at=_html.plausible(posted_at, reply),
        karma=karma(meta),
        af="alignment-forum" in (section.get("class") or []) if section is not None else None,
        authors=authors(meta, document_id.partition(":")[0]),
        authors_in_part=True,
        mirror=True,
    )
