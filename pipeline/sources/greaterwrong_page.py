"""Post pages of GreaterWrong: the post, and its whole list "What links here?".

Site:    ``greaterwrong``, https://www.greaterwrong.com; or pages saved by hand.
Gives:   title, authors, date, karma, af mark, tags, the body as shown (links rewritten to this site), and every post,
         comment and EA Forum item that links to the post, with ids, authors, exact times and points.
Misses:  items that GreaterWrong has not itself shown before, links to a section of the post, the post's comments.
         Points are those of its last stored copy.
"""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup

from pipeline.archive._transport import Answer, is_loopback
from pipeline.archive.session import Session
from pipeline.archive.store import Reply
from pipeline.errors import BadPage, ForumRefused, NoAnswer, clean
from pipeline.progress import Progress
from pipeline.records import AuthorRef, Body, DocumentRecord, PingbackRecord, QuarantinedRecord, Record
from pipeline.settings import Settings
from pipeline.sources._forum_rows import EARLIEST, POST_ID, TITLE_LIMIT, next_day, utc
from pipeline.sources._greaterwrong import MAIN_SITES, epoch_moment, shown_moment
from pipeline.sources._outcome import SourceOutcome

NAME = "greaterwrong_page"
SITE = "greaterwrong"
BASE_URL = "https://www.greaterwrong.com"
_HEADERS = {"Accept": "text/html", "X-Revalidate": "no"}  # a stored copy will do: spares the forum behind it

_VARIABLE = re.compile(r"""\b(postId|alignmentForumPost)\s*=\s*(?:"([A-Za-z0-9]+)"|(true|false))""")
_POST_PATH = re.compile(r"/(?:posts|events|s/[^/]+/p)/([^/#?]+)(?:/[^/]*)?(?:/(?:comment|answer)/([^/#?]+))?")
_POINTS = re.compile(r"(-?\d+) points?\)?\s*$")
_KARMA = re.compile(r"(?:LW:\s*)?(-?\d+)")
_COMMENT_ON = re.compile("\x00\\s*['’]s comment on (?P<title>.*?) by \x00", re.DOTALL)
_POST_BY = re.compile("(?P<title>.*?) by \x00", re.DOTALL)
_SCHEMES = {"ea.greaterwrong.com": "eaforum", "forum.effectivealtruism.org": "eaforum"}


def accepts(data: bytes) -> bool:
    """Say whether a file looks like such a page."""
    return b"post-title" in data and b"post-meta" in data and b"<main" in data


def parse(reply: Reply) -> Iterator[Record]:
    """Read a page, as fetched or as saved by a browser.

    Yields
    ------
    Record
        The post, then the items of its list of incoming links in order; an item that cannot be read is quarantined.

    Raises
    ------
    BadPage
        If the page is not a post's, or does not say which post it shows and no ``--of`` does.
    """
    where = f"{clean(reply.url, 200)} {reply.key}".strip()
    if reply.status != 200:
        return
    text = reply.body.decode("utf-8-sig", "replace")
    page = _soup(text, where)
    main = page.select_one("main")
    heading = page.select_one("main h1.post-title")
    meta = page.select_one("main .post-meta")
    if (
        main is None
        or heading is None
        or meta is None
        or page.select_one("#content.individual-thread-page") is not None
    ):
        raise BadPage(
            f"{where}: expected a GreaterWrong post page, found none: no main element with h1.post-title and .post-meta"
        )
    document_id = _document_id(page, reply, where)
    if "\ufffd" in text:
        yield QuarantinedRecord(f"{NAME} page, kept", where, "expected UTF-8, found other bytes; shown as U+FFFD")
    yield _document(page, heading, meta, document_id, reply, where)
    post_id = document_id.partition(":")[2]
    marker = page.find("input", id=f"expand-{post_id}")
    box = marker.find_parent("div", class_="backlinks") if isinstance(marker, Tag) else None
    for position, link in enumerate(box.select("ul > li > a[href]") if box is not None else (), 1):
        yield _item(link, document_id, position, reply, where)


def gather(settings: Settings, session: Session, progress: Progress) -> SourceOutcome:
    """Fetch the page of each root post, for its list of incoming links."""
    ids = _roots(settings)
    before, came, missing = session.requests, 0, []
    forum = settings.gather.sites.get("forum", "")
    if is_loopback(urlsplit(forum).hostname) and not is_loopback(urlsplit(settings.gather.sites[SITE]).hostname):
        return SourceOutcome(NAME, f"not asked: it shows the public forum, and this run's forum is {forum}")
    error: ForumRefused | None = None
    progress.start("pages of GreaterWrong", len(ids))
    for post_id in ids:
        try:
            came += session.fetch(NAME, _address(settings, post_id), headers=_HEADERS, check=_check).status == 200
        except NoAnswer as none:
            if not session.offline:
                missing.append(str(none))
        except BadPage as bad:
            missing.append(str(bad))
        except ForumRefused as refused:
            error = refused
            break
        progress.advance()
    progress.finish()
    return SourceOutcome(
        NAME, f"{came} of {len(ids)} pages of root posts in the archive", session.requests - before, tuple(missing), error,
        "Save the page in a browser and import it: atlas import page FILE",
    )  # fmt: skip


def probe(settings: Settings, session: Session) -> str:
    """Ask for the page of one root post and say what came; it is archived like any other."""
    reply = session.ask(NAME, _address(settings, _roots(settings)[0]), headers=_HEADERS, check=_check)
    listed = sum(isinstance(record, PingbackRecord) for record in parse(reply))
    return f"answers with status {reply.status}; the page lists {listed} incoming links"


def estimate(settings: Settings) -> int:
    """Return how many requests a first run takes."""
    return len(_roots(settings))


def _check(answer: Answer) -> None:
    if answer.status == 200:
        next(parse(Reply("", NAME, "GET", "the page", None, 200, {}, answer.body, "", "9999-12-30T00:00:00Z")))


def _roots(settings: Settings) -> list[str]:
    ids = (
        document.id.removeprefix("forum:")
        for document in settings.root_work.documents
        if document.id.startswith("forum:")
    )
    return sorted(post_id for post_id in ids if POST_ID.fullmatch(post_id))


def _address(settings: Settings, post_id: str) -> str:
    # The site wants some last part and takes any.
    return f"{settings.gather.sites[SITE]}/posts/{post_id}/post"


def _soup(text: str, where: str) -> BeautifulSoup:
    try:
        return BeautifulSoup(text, "lxml")
    except (ValueError, ParserRejectedMarkup, RecursionError) as error:
        raise BadPage(f"{where}: the page cannot be parsed: {clean(error)}; save it again") from error


def _document_id(page: BeautifulSoup, reply: Reply, where: str) -> str:
    """Return the id of the post that the page shows: as it says itself, else as its address or ``--of`` says."""
    scheme = (
        "eaforum" if any(_split(href).hostname in _SCHEMES for href in _hrefs(page, "main a.lw2-link")[:1]) else "forum"
    )
    named = [value for name, value in _variables(page) if name == "postId"]
    karma = page.select_one("main .post-meta .karma[data-post-id]")
    if karma is not None:
        named.append(str(karma["data-post-id"]))
    named += [
        match[1] for href in _hrefs(page, "link[rel=canonical]") if (match := _POST_PATH.search(_split(href).path))
    ]
    if match := _POST_PATH.search(_split(reply.url).path):
        named.append(match[1])
    for post_id in named:
        if POST_ID.fullmatch(post_id):
            return f"{scheme}:{post_id}"
    if of := _split(reply.url).fragment:
        return of
    raise BadPage(f"{where}: the page does not say which post it shows; name it with --of forum:ID")


def _variables(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for script in page.find_all("script"):
        for match in _VARIABLE.finditer(script.get_text()):
            yield match[1], match[2] or match[3]


def _document(
    page: BeautifulSoup, heading: Tag, meta: Tag, document_id: str, reply: Reply, where: str
) -> DocumentRecord:
    for prefix in heading.select("span.post-type-prefix"):
        prefix.extract()
    marks = [value for name, value in _variables(page) if name == "alignmentForumPost"]
    body = page.select_one("main div.body-text.post-body")
    shown = body.decode_contents() if body is not None else ""
    date = meta.select_one("span.date")
    karma = meta.select_one(".karma-value")
    points = _KARMA.search(karma.get_text()) if karma is not None else None
    original = next((href for href in _hrefs(page, "main a.lw2-link") if href.startswith("https://")), None)
    posted_at = _moment(date) if date is not None else None
    return DocumentRecord(
        document_id=document_id,
        kind="post",
        origin=NAME,
        retrieved_at=reply.retrieved_at,
        where=where,
        title=_line(heading.get_text())[:TITLE_LIMIT] or None,
        posted_at=posted_at
        if posted_at and posted_at >= EARLIEST and posted_at[:10] <= next_day(reply.retrieved_at)
        else None,
        karma=int(points[1]) if points else None,
        af=marks[0] == "true" if marks else None,
        url=original,
        authors=tuple(dict.fromkeys(map(_author, meta.select("a.author[href], a.author[data-userid]")))) or None,
        tags=_tags(page),
        body=Body("html-rendered", shown, BASE_URL) if shown.strip() else None,
        crosspost_id=_crosspost(meta, document_id),
    )


def _author(link: Tag) -> AuthorRef:
    path = _split(str(link.get("href", ""))).path
    slug = path.removeprefix("/users/") if path.startswith("/users/") else None
    name = str(link.get("data-full-name") or "") or _line(link.get_text())
    return AuthorRef(slug or None, str(link.get("data-userid") or "") or None, name or None)


def _tags(page: BeautifulSoup) -> tuple[tuple[str, str], ...] | None:
    box = page.select_one("#tags")
    if box is None:
        return None
    found = (
        (_split(str(link["href"])).path.rstrip("/").rpartition("/")[2], _line(link.get_text()))
        for link in box.select("a[href]")
    )
    return tuple(dict.fromkeys((slug, name) for slug, name in found if slug))


def _crosspost(meta: Tag, document_id: str) -> str | None:
    link = meta.select_one("a.crosspost[href]")
    named = _named(str(link["href"])) if link is not None else None
    return named[0] if named and named[0] != document_id else None


def _item(link: Tag, listed_on: str, position: int, reply: Reply, where: str) -> Record:
    """Read one item of the list: who, what, when, how many points."""
    href = str(link["href"])
    named = _named(href)
    date = link.select_one("span.date")
    authors = [_line(span.get_text()) for span in link.select("span.inline-author")]
    text = "".join(
        "\x00" if isinstance(part, Tag) and "inline-author" in (part.get("class") or []) else part.get_text()
        for part in link.children
    )
    points = _POINTS.search(text)
    comment = _COMMENT_ON.match(text.strip())
    title = comment or _POST_BY.match(text.strip())
    if named is None or points is None or date is None:
        why = f"list item {position}: found {clean(link.get_text())!r} at {clean(href)!r}, wanted a post or comment with date and points"
        return QuarantinedRecord(f"{NAME} incoming link", f"{where} #{position}", why)
    citing_id, host_id, site = named
    is_comment = comment is not None or host_id is not None
    return PingbackRecord(
        listed_on=listed_on,
        position=position,
        kind="comment" if is_comment else "post",
        title=_line(title["title"])[:TITLE_LIMIT] if title else None,
        citing_id=None if is_comment and host_id is None else citing_id,
        posted_at=_moment(date),
        points=int(points[1]),
        source=NAME,
        retrieved_at=reply.retrieved_at,
        site=site,
        host_id=host_id or (citing_id if is_comment else None),
        authors=" | ".join(authors[:1] if is_comment else authors) or None,
    )


def _named(href: str) -> tuple[str, str | None, str] | None:
    """Return what an item's address names: citing document, the post it stands under, and the forum.

    >>> _named("https://ea.greaterwrong.com/posts/BKM8uQS6QdJPZLqCr/a-title#comment-wJK944YqvFwjdbqCP")
    ('eaforum-comment:wJK944YqvFwjdbqCP', 'eaforum:BKM8uQS6QdJPZLqCr', 'eaforum')
    """
    parts = _split(href)
    match = _POST_PATH.match(parts.path)
    if match is None or not POST_ID.fullmatch(match[1]):
        return None
    scheme = _SCHEMES.get((parts.hostname or "").lower(), MAIN_SITES[""])
    comment = match[2] or parts.fragment.removeprefix("comment-")
    if POST_ID.fullmatch(comment):
        return f"{scheme}-comment:{comment}", f"{scheme}:{match[1]}", scheme
    return f"{scheme}:{match[1]}", None, scheme


def _moment(date: Tag) -> str | None:
    value = str(date.get("data-js-date") or "")
    shown = _line(date.get_text())
    return epoch_moment(value) or utc(value) or shown_moment(shown) or utc(shown)


def _split(href: str) -> SplitResult:
    """Return the parts of an address in a page; of one that is none, empty parts."""
    try:
        return urlsplit(urljoin(BASE_URL, href))
    except ValueError:
        return SplitResult("", "", "", "", "")


def _hrefs(page: BeautifulSoup, selector: str) -> list[str]:
    return [str(link["href"]) for link in page.select(selector) if link.get("href")]


def _line(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").replace("\x00", "\ufffd").split())
