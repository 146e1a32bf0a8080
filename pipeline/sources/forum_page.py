"""Post pages of LessWrong and the Alignment Forum: the post, its comments, the first of the posts that link to it.

Site:    ``forum``, for root posts that the forum's API did not give; or pages that ``[gather] pages`` names; or pages
         saved by hand.
Gives:   title, authors and coauthors, date, karma (each forum's own), af mark, tags, the body as shown (links within
         the forum are relative), what a link post points to, the comments on the page as a tree, answers and reviews
         marked, and of "Mentioned in" the posts shown, with how many of how many they are.
Misses:  the rest of that list (the page shows five), its dates, comments that link to the post, user ids, crossposts,
         comments behind "show more"; on the Alignment Forum everything without its mark, and LessWrong's karma.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from pipeline.archive.session import Session
from pipeline.archive.store import Archive, Reply
from pipeline.errors import BadPage, Forbidden, clean
from pipeline.progress import Progress
from pipeline.records import Body, DocumentRecord, PingbackRecord, QuarantinedRecord, Record
from pipeline.settings import Settings
from pipeline.sources import _forum_html as forum
from pipeline.sources import _html
from pipeline.sources._forum_archived import Archived, answers
from pipeline.sources._forum_hosts import host_of, on_forum, shown_at
from pipeline.sources._forum_html_comments import comments
from pipeline.sources._forum_questions import BODIES, WINDOW
from pipeline.sources._forum_reach import roots
from pipeline.sources._forum_rows import TITLE_LIMIT, pointed_to
from pipeline.sources._outcome import SourceOutcome
from pipeline.sources._pages import fetch_pages, readable

NAME = "forum_page"
SITE = "forum"
AF_LIST = "forum_page_af"
"""Source of the Alignment Forum's lists: they leave out what lacks its mark, so they are other lists than LessWrong's."""

_API = "forum_api"

_HEADING = re.compile(rb"<h1[^>]{0,400}\bPostsPageTitle-root\b")
_TITLE = "h1.PostsPageTitle-root"


def accepts(data: bytes) -> bool:
    """Say whether a file looks like such a page; style sheets of other pages may name the same classes."""
    return _HEADING.search(data) is not None


def reads(url: str) -> bool:
    """Say whether a forum shows such a page at an address; that of one comment is its post's."""
    return on_forum(url, "post", "comment")


def parse(reply: Reply) -> Iterator[Record]:
    """Read a page, as fetched or as saved by a browser.

    Yields
    ------
    Record
        The post and the facts about it, or that it is gone; the items of "Mentioned in" that the page shows, then its comments.

    Raises
    ------
    BadPage
        If the page shows no post (drafts and posts for members answer with an empty shell), or does not say which.
    """
    if reply.status != 200:
        # The API is asked first, and may show the post again: then no page of it is asked for.
        yield from _html.gone(_asked(reply), NAME, reply, mirror=True)
        return
    page = _html.soup(reply)
    forum.assemble(page)
    heading = page.select_one(_TITLE)
    if heading is None:
        raise BadPage(f"{_html.where(reply)}: expected a post page of the forum, found none: no {_TITLE}")
    host = forum.host_of(page, reply)
    document_id = _document_id(page, heading, host, reply)
    yield from _html.damage(NAME, reply)
    posted_at = forum.moment(page, ".PostsPageDate-date time[datetime]")
    yield from _html.untimely(f"{NAME} post", "date", posted_at, reply, _html.where(reply))
    yield _document(page, heading, document_id, host, _html.plausible(posted_at, reply), reply)
    own, af = ".LWPostsPageTopHeaderVote-voteScore, .PostsVoteDefault-voteScore", ".PostsVoteDefault-secondaryVoteScore"
    af_karma = forum.points(page, own if host == forum.AF_HOST else af)
    yield from _html.fact(document_id, "af_karma", af_karma, NAME, reply)
    yield from _mentioned_in(page, document_id, host, reply)
    yield from comments(page, host, NAME, reply, document_id)


def gather(settings: Settings, session: Session, archive: Archive, progress: Progress) -> SourceOutcome | None:
    """Fetch the pages of the root posts that the API has not given; None where it has given all."""
    # What the API will give is no part of a plan.
    ids = [] if session.offline or session.planning else _not_given(archive, settings)
    if not ids:
        return None
    addresses = [_address(settings, post_id) for post_id in ids]
    what = "pages of root posts (the API gave no text of them)"
    outcome = fetch_pages(NAME, what, addresses, session, progress, headers=forum.HEADERS, check=readable(NAME, parse))
    # Where the site had been left before, what made it so has been told.
    left_before = outcome.error is not None and not isinstance(outcome.error, Forbidden) and outcome.requests == 0
    return None if left_before else outcome


def _not_given(archive: Archive, settings: Settings) -> list[str]:
    """Return the root posts that no answer of the API in the archive gives with its text."""
    ids = roots(settings)
    archived, lacking = Archived(archive, _API), set(ids)
    # By name, so that the few answers about posts by id are read before those of a walk.
    for answer in sorted(answers(archive, _API), key=lambda answer: answer.asked.name):
        by_id = answer.asked.name == BODIES and not lacking.isdisjoint(answer.asked.ids)
        if lacking and (by_id or answer.asked.name == WINDOW):
            lacking.difference_update(archived.ids(answer, "posts"))
    return [post_id for post_id in ids if post_id in lacking]


def _address(settings: Settings, post_id: str) -> str:
    return f"{settings.gather.sites[SITE]}/posts/{post_id}"


def _asked(reply: Reply) -> str | None:
    """Return the post whose page was asked for; where the page of a comment is not there, its post may be."""
    post_id = None if shown_at(reply.url) == "comment" else forum.post_id(reply.url)
    return f"{forum.scheme_of(host_of(reply.url))}:{post_id}" if post_id else None


def _document_id(page: BeautifulSoup, heading: Tag, host: str, reply: Reply) -> str:
    """Return the post that the page shows: as it says itself, else as its address or ``--of`` says."""
    addresses = [*_html.hrefs(page, "link[rel=canonical]"), *_html.hrefs(heading, "a"), reply.url]
    for href in addresses:
        if post_id := forum.post_id(href):
            return f"{forum.scheme_of(host)}:{post_id}"
    if of := forum.split(reply.url).fragment:
        return of
    raise BadPage(f"{_html.where(reply)}: the page does not say which post it shows; name it with --of forum:ID")


def _document(
    page: BeautifulSoup, heading: Tag, document_id: str, host: str, posted_at: str | None, reply: Reply
) -> DocumentRecord:
    on_af = host == forum.AF_HOST
    body = _html.inner(page.select_one("#postContent"))
    karma = forum.points(page, ".LWPostsPageTopHeaderVote-voteScore, .PostsVoteDefault-voteScore")
    return DocumentRecord(
        document_id=document_id,
        kind="post",
        origin=NAME,
        retrieved_at=reply.retrieved_at,
        where=_html.where(reply),
        title=_html.line(heading.get_text())[:TITLE_LIMIT] or None,
        posted_at=posted_at,
        karma=None if on_af else karma,
        af=_af(page, document_id, host),
        url=next(iter(_html.hrefs(page, "link[rel=canonical]")), None),
        authors=forum.authors(page.select_one(".PostsAuthors-root"), document_id.partition(":")[0]),
        tags=_tags(page),
        body=Body("html-rendered", body, forum.base_of(host)) if body else None,
        form="question" if page.select_one("[class*=PostsPageQuestionContent]") is not None else None,
        link=_link(page, host),
    )


def _link(page: BeautifulSoup, host: str) -> str | None:
    """Return the address that a link post points to, which the page shows above the text."""
    return next((pointed_to(href, forum.base_of(host)) for href in _html.hrefs(page, "a.LinkPostMessage-link")), None)


def _af(page: BeautifulSoup, document_id: str, host: str) -> bool | None:
    """Return the mark: the Alignment Forum shows marked posts alone, LessWrong links their copy there."""
    header = page.select_one(".LWPostsPageHeader-root")
    if host == forum.AF_HOST:
        return True
    if header is None or host != "lesswrong.com":
        return None
    links = (forum.split(href) for href in _html.hrefs(header, f'a[href*="{forum.AF_HOST}/posts/"]'))
    return any(link.path.split("/")[2:3] == [document_id.partition(":")[2]] for link in links)


def _tags(page: BeautifulSoup) -> tuple[tuple[str, str], ...] | None:
    boxes = page.select(".FooterTagList-root")
    if not boxes:
        return None
    links = [link for box in boxes for link in box.select(".FooterTag-root a[href]")]
    found = ((forum.split(str(link["href"])).path.split("/"), _html.line(link.get_text())) for link in links)
    return tuple(dict.fromkeys((path[2], name) for path, name in found if path[1:2] in (["w"], ["tag"]) and path[2:3]))


def _mentioned_in(page: BeautifulSoup, listed_on: str, host: str, reply: Reply) -> Iterator[Record]:
    """Read the posts that the list shows; the page gives their titles and karma, and no dates.

    An item that names no post is quarantined, and is one of those shown.
    """
    box = page.select_one(".PingbacksList-root")
    if box is None:
        return
    source = AF_LIST if host == forum.AF_HOST else NAME
    rows = box.select(".Pingback-root")
    for position, row in enumerate(rows, 1):
        link = row.select_one("a[href]")
        citing = forum.post_id(str(link["href"])) if link is not None else None
        if link is None or citing is None:
            why = f"list item {position}: found {clean(row.get_text())!r}, wanted a link to a post"
            yield QuarantinedRecord(f"{NAME} incoming link", f"{_html.where(reply)} #{position}", why)
            continue
        karma = forum.points(row, ".Pingback-karma")
        yield PingbackRecord(
            listed_on, position, "post", _html.line(link.get_text())[:TITLE_LIMIT] or None,
            f"{forum.scheme_of(host)}:{citing}", None, None if host == forum.AF_HOST else karma, source,
            reply.retrieved_at, site=forum.scheme_of(host),
        )  # fmt: skip
    shown = forum.shown_of(box.select(".PingbacksList-loadMore"), len(rows))
    yield from _html.fact(listed_on, "incoming_links_shown", shown, source, reply)
