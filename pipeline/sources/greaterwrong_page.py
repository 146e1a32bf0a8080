"""Post pages of GreaterWrong: the post, its comments, and its whole list "What links here?".

Site:    ``greaterwrong``, https://www.greaterwrong.com; or pages saved by hand.
Gives:   title, authors and coauthors, date, karma of both forums, af mark, tags, crosspost, the body as shown (links
         rewritten to this site), every comment with its place in the tree, and every post, comment and EA Forum item
         that links to the post or to one of its comments, with ids, authors, exact times and points.
Misses:  items that GreaterWrong has not itself shown before, links to a section of the post, and on pages fetched
         without comments those. Points are those of its last stored copy.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from pipeline.archive.session import Session
from pipeline.archive.store import Reply
from pipeline.errors import BadPage
from pipeline.progress import Progress
from pipeline.records import CROSSPOST, Body, DocumentRecord, PingbackRecord, Record
from pipeline.settings import Settings
from pipeline.sources import _html
from pipeline.sources._forum_hosts import on_mirror
from pipeline.sources._forum_models import POST_ID
from pipeline.sources._forum_reach import NOT_TRIED, roots
from pipeline.sources._forum_rows import TITLE_LIMIT
from pipeline.sources._greaterwrong import (
    BASE_URL,
    BASES,
    GENTLE,
    POST_PATH,
    af_karma,
    authors,
    karma,
    moment,
    named,
    scheme_of,
    split,
    tags_in,
)
from pipeline.sources._greaterwrong_comments import comments
from pipeline.sources._greaterwrong_list import incoming_links
from pipeline.sources._outcome import SourceOutcome
from pipeline.sources._pages import fetch_pages, readable
from pipeline.sources._stand_in import why_not_asked

NAME = "greaterwrong_page"
SITE = "greaterwrong"
HEADERS = GENTLE

_HEADING = re.compile(rb"<h1[^>]{0,400}\bpost-title\b")
_VARIABLE = re.compile(r"""\b(postId|alignmentForumPost)\s*=\s*(?:"([A-Za-z0-9]+)"|(true|false))""")


def accepts(data: bytes) -> bool:
    """Say whether a file looks like such a page."""
    return _HEADING.search(data) is not None and b"post-meta" in data and b"<main" in data and b"tag-index" not in data


def reads(url: str) -> bool:
    """Say whether GreaterWrong shows such a page at an address."""
    return on_mirror(url, "post")


def parse(reply: Reply) -> Iterator[Record]:
    """Read a page, as fetched or as saved by a browser.

    Yields
    ------
    Record
        The post, or that it is gone; the items of its list of incoming links in order, then its comments with theirs; what cannot be
        read is quarantined.

    Raises
    ------
    BadPage
        If the page is not a post's, or does not say which post it shows and no ``--of`` does.
    """
    if reply.status != 200:
        # A host that is not known is a stand-in for the main one: it was asked by name.
        shown = named(reply.url) or named(split(reply.url).path)
        yield from _html.gone(shown[0] if shown else None, NAME, reply, mirror=True)
        return
    where = _html.where(reply)
    page = _html.soup(reply)
    main = page.find("main")
    heading = main.select_one("h1.post-title") if isinstance(main, Tag) else None
    meta = main.select_one(".post-meta") if isinstance(main, Tag) else None
    if (
        not isinstance(main, Tag)
        or heading is None
        or meta is None
        or page.select_one("#content.individual-thread-page") is not None
    ):
        raise BadPage(
            f"{where}: expected a GreaterWrong post page, found none: no main element with h1.post-title and .post-meta"
        )
    document_id = _document_id(page, reply, where)
    yield from _html.damage(NAME, reply)
    yield from _documents(page, main, heading, meta, document_id, reply)
    yield from _html.fact(document_id, "af_karma", af_karma(meta), NAME, reply)
    scheme, _, post_id = document_id.partition(":")
    yield from incoming_links(main, f"expand-{post_id}", document_id, NAME, reply)
    yield from comments(page, scheme, NAME, reply, document_id)


def gather(settings: Settings, session: Session, progress: Progress) -> SourceOutcome:
    """Fetch the page of each root post, for its list of incoming links."""
    if why := why_not_asked(settings, SITE):
        return SourceOutcome(NAME, why)
    addresses = [_address(settings, post_id) for post_id in roots(settings)]
    return fetch_pages(
        NAME,
        "pages of root posts on GreaterWrong",
        addresses,
        session,
        progress,
        headers=HEADERS,
        check=readable(NAME, parse),
    )


def probe(settings: Settings, session: Session) -> str:
    """Ask for the page of one root post and say what came; it is archived like any other."""
    if why := why_not_asked(settings, SITE):
        return why
    posts = roots(settings)
    if not posts:
        return NOT_TRIED
    reply = session.ask(NAME, _address(settings, posts[0]), headers=HEADERS, check=readable(NAME, parse))
    listed = sum(isinstance(record, PingbackRecord) for record in parse(reply))
    return f"answers with status {reply.status}; the page lists {listed} incoming links"


def _address(settings: Settings, post_id: str) -> str:
    # The site wants some last part and takes any.
    return f"{settings.gather.sites[SITE]}/posts/{post_id}/post"


def _document_id(page: BeautifulSoup, reply: Reply, where: str) -> str:
    """Return the id of the post that the page shows: as it says itself, else as its address or ``--of`` says."""
    found = [value for name, value in _variables(page) if name == "postId"]
    shown = page.select_one("main .post-meta .karma[data-post-id]")
    if shown is not None:
        found.append(str(shown["data-post-id"]))
    paths = [split(href).path for href in _html.hrefs(page, "link[rel=canonical]")]
    found += [match[1] for path in (*paths, split(reply.url).path) if (match := POST_PATH.search(path))]
    for post_id in found:
        if POST_ID.fullmatch(post_id):
            return f"{scheme_of(page)}:{post_id}"
    if of := split(reply.url).fragment:
        return of
    raise BadPage(f"{where}: the page does not say which post it shows; name it with --of forum:ID")


def _variables(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for script in page.find_all("script"):
        for match in _VARIABLE.finditer(script.get_text()):
            yield match[1], match[2] or match[3]


def _documents(
    page: BeautifulSoup, main: Tag, heading: Tag, meta: Tag, document_id: str, reply: Reply
) -> Iterator[Record]:
    """Yield the post; a date that cannot be right is named, and left out."""
    for prefix in heading.select("span.post-type-prefix"):
        prefix.extract()
    marks = [value for name, value in _variables(page) if name == "alignmentForumPost"]
    body = _html.inner(main.select_one("div.body-text.post-body"))
    base = BASES.get(document_id.partition(":")[0], BASE_URL)
    date = meta.select_one("span.date")
    posted_at = moment(date) if date is not None else None
    yield from _html.untimely(f"{NAME} post", "date", posted_at, reply, _html.where(reply))
    crosspost_id = _crosspost(page, document_id)
    original = next((href for href in _html.hrefs(main, "a.lw2-link") if href.startswith("https://")), None)
    yield DocumentRecord(
        document_id=document_id,
        kind="post",
        origin=NAME,
        retrieved_at=reply.retrieved_at,
        where=_html.where(reply),
        title=_html.line(heading.get_text())[:TITLE_LIMIT] or None,
        posted_at=_html.plausible(posted_at, reply),
        karma=karma(meta),
        af=marks[0] == "true" if marks else None,
        url=original,
        authors=authors(meta, document_id.partition(":")[0]),
        tags=tags_in(main.select_one("#tags")),
        body=Body("html-rendered", body, base) if body else None,
        crosspost_id=crosspost_id,
        form=_form(page),
        mirror=True,
    )
    yield from _html.fact(document_id, CROSSPOST, crosspost_id, NAME, reply)


def _form(page: BeautifulSoup) -> str | None:
    if page.select_one("#content.question-post-page, main.question-post") is not None:
        return "question"
    return "event" if page.select_one("main > .event-info") is not None else None


def _crosspost(page: BeautifulSoup, document_id: str) -> str | None:
    """Return the copy of the post on the other forum; its link stands below the post, in some versions above."""
    link = page.select_one("a.crosspost[href]")
    twin = named(str(link["href"])) if link is not None else None
    return twin[0] if twin and twin[0] != document_id else None
