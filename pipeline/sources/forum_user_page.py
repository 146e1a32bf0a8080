"""A person's page on LessWrong or the Alignment Forum: the posts and comments that it shows.

Site:    pages that ``[gather] pages`` names, each fetched once; or pages saved by hand.
Gives:   of posts title, LessWrong's karma and, on the Alignment Forum, its mark, and how many of how many are listed; of
         the comments in the feed (choose "All" before saving) text, date, karma, af mark, the post, and the comment answered where the feed shows it.
Misses:  what the page has not loaded, posts' dates beyond the day (so none is taken), and the person's own karma and
         words about themselves, which no table has. The text of such a page alone names no post and no date: it cannot
         be used.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup

from pipeline.archive.store import Reply
from pipeline.errors import BadPage
from pipeline.records import DocumentRecord, QuarantinedRecord, Record
from pipeline.sources import _forum_html as forum
from pipeline.sources import _html
from pipeline.sources._forum_hosts import of_lesswrong, on_forum
from pipeline.sources._forum_html_comments import comments
from pipeline.sources._forum_rows import TITLE_LIMIT

NAME = "forum_user_page"

_HEADING = re.compile(rb"<h1[^>]{0,400}\bProfilePageUnshared-profileName\b|\bUsersProfile-usernameTitle\b")
_BEGINNING = 100_000
_NAME = ".ProfilePageUnshared-profileName, .UsersProfile-usernameTitle"


def accepts(data: bytes) -> bool:
    """Say whether a file looks like such a page."""
    return _HEADING.search(data) is not None


def refuses(data: bytes) -> str | None:
    """Say why the text of such a page cannot be used, or None if the file is none."""
    lines = {line.strip() for line in data[:_BEGINNING].decode("utf-8", "replace").splitlines()}
    if b"<" in data[:1] or not lines & {"Wiki Contributions", "Wikitag Contributions"}:
        return None
    return (
        "this is the text of a person's page, which says of no comment under which post it stands, when it was written "
        "or where it ends. Save the page as HTML (choose the feed of comments first), or name the person in [gather] "
        "users of atlas.toml"
    )


def reads(url: str) -> bool:
    """Say whether LessWrong or the Alignment Forum shows such a page at an address."""
    return of_lesswrong(url) and on_forum(url, "person")


def parse(reply: Reply) -> Iterator[Record]:
    """Read a page, as fetched or as saved by a browser.

    Yields
    ------
    Record
        The posts listed, and of how many, where there are more; then the comments of the feed.

    Raises
    ------
    BadPage
        If the page is not a person's.
    """
    if reply.status != 200:
        return
    page = _html.soup(reply)
    forum.assemble(page)
    if page.select_one(_NAME) is None:
        raise BadPage(f"{_html.where(reply)}: expected a person's page of the forum, found none: no {_NAME}")
    host = forum.host_of(page, reply)
    yield from _html.damage(NAME, reply)
    posts = list(_posts(page, host, reply))
    yield from posts
    yield from _shown(page, len(posts), reply)
    yield from comments(page, host, NAME, reply)


def _shown(page: BeautifulSoup, shown: int, reply: Reply) -> Iterator[QuarantinedRecord]:
    """Say how many of how many posts the list shows, where it has more.

    No fact does: it would be one of a person's page, and make a document of it.
    """
    if more := page.select("[class*=postsList] .LoadMore-root"):
        why = (
            f"posts: found {forum.shown_of(more, shown)}, wanted all; press Load More before saving; kept what there is"
        )
        yield QuarantinedRecord(f"{NAME} posts, kept", _html.where(reply), why)


def _posts(page: BeautifulSoup, host: str, reply: Reply) -> Iterator[DocumentRecord]:
    seen: set[str] = set()
    for article in page.select('article[class*="ProfilePage"], .UserProfileTopPostsSectionUnshared-postArticle'):
        found = [forum.post_id(href) for href in _html.hrefs(article, 'a[href*="/posts/"]')]
        title = _html.line_in(article, '[class*="ArticleTitle"], [class*="postTitle"]')
        post_id = next(iter(found), None)
        if post_id is None or title is None or post_id in seen:
            continue
        seen.add(post_id)
        yield DocumentRecord(
            document_id=f"{forum.scheme_of(host)}:{post_id}",
            kind="post",
            origin=NAME,
            retrieved_at=reply.retrieved_at,
            where=f"{_html.where(reply)} ({post_id})",
            title=title[:TITLE_LIMIT],
            karma=None if host == forum.AF_HOST else forum.points(article, '[class*="Karma"]'),
            af=True if host == forum.AF_HOST else None,
        )
