"""Comments as GreaterWrong shows them: as a tree under a post or a tag, or in a row on their author's page."""

from collections.abc import Iterator
from typing import Final

from bs4 import BeautifulSoup, Tag

from pipeline.archive.store import Reply
from pipeline.errors import clean
from pipeline.records import Body, DocumentRecord, QuarantinedRecord, Record
from pipeline.sources import _html
from pipeline.sources._forum_models import POST_ID
from pipeline.sources._greaterwrong import BASES, af_karma, authors, karma, moment, named
from pipeline.sources._greaterwrong_list import incoming_links
from pipeline.sources._tag_pages import slug_in

_FORMS: Final = {
    "nominations": "nomination",
    "reviews": "review",
    "answers": "answer",
    "debate-responses": "debate-response",
}
"""Groups of comments on a page, and what their first comments are; replies to them are plain comments."""


def comments(page: BeautifulSoup, scheme: str, source: str, reply: Reply, under: str | None = None) -> Iterator[Record]:
    """Read every comment of a page in its order, with the list of what links to it.

    Parameters
    ----------
    page : BeautifulSoup
        The page.
    scheme : str
        The forum's, ``forum`` or ``eaforum``.
    source : str
        Name of the module that asks.
    reply : Reply
        Where the page comes from.
    under : str, optional
        Document that holds comments which name no post.

    Yields
    ------
    Record
        A document of kind ``comment`` each, its Alignment Forum karma as a fact, and its incoming links. A comment
        that was deleted, or names no id, is quarantined.
    """
    seen: set[str] = set()
    for item in page.select("li.comment-item[id]"):
        comment_id = str(item["id"]).removeprefix("comment-")
        place = f"{_html.where(reply)} ({clean(comment_id)})"
        box = item.find("div", class_="comment", recursive=False)
        if comment_id in seen:
            continue
        seen.add(comment_id)
        if not POST_ID.fullmatch(comment_id) or not isinstance(box, Tag):
            yield QuarantinedRecord(
                f"{source} comment", place, "expected a comment with its id, found another list item"
            )
        elif "deleted-comment" in (box.get("class") or []):
            yield QuarantinedRecord(f"{source} comment", place, "deleted: the page shows its place, and no text")
        else:
            yield from _comment(item, box, f"{scheme}-comment:{comment_id}", under, source, reply)


def _comment(item: Tag, box: Tag, document_id: str, under: str | None, source: str, reply: Reply) -> Iterator[Record]:
    scheme = document_id.partition("-")[0]
    above = item.find_parent("li", class_="comment-item")
    date = box.select_one("a.date, span.date")
    posted_at = moment(date) if date is not None else None
    place = f"{_html.where(reply)} ({document_id})"
    post_id = str(box.get("data-post-id") or "")
    body = _html.inner(box.select_one("div.comment-body"))
    link = next((href for href in _html.hrefs(box, "a.lw2-link") if href.startswith("https://")), None)
    yield from _html.untimely(f"{source} comment", "date", posted_at, reply, place)
    yield DocumentRecord(
        document_id=document_id,
        kind="comment",
        origin=source,
        retrieved_at=reply.retrieved_at,
        where=place,
        posted_at=_html.plausible(posted_at, reply),
        karma=karma(box),
        af=box.select_one(".comment-meta span.alignment-forum") is not None if scheme == "forum" else None,
        url=link,
        authors=authors(box.select_one(".comment-meta") or box, scheme),
        body=Body("html-rendered", body, BASES[scheme]) if body else None,
        parent_id=f"{scheme}:{post_id}" if POST_ID.fullmatch(post_id) else under or _tag_of(box, scheme),
        form=_form(item) if above is None else None,
        reply_to=_reply_to(box, above, scheme),
        mirror=True,
    )
    yield from _html.fact(document_id, "af_karma", af_karma(box), source, reply)
    marker = f"expand-{post_id}-{document_id.partition(':')[2]}"
    yield from incoming_links(box, marker, document_id, source, reply)


def _tag_of(box: Tag, scheme: str) -> str | None:
    """Return the tag that a comment on its author's page says it stands on, where it names no post."""
    slugs = (slug_in(href) for href in _html.hrefs(box, ".comment-post-title2 a") if scheme == "forum")
    return next((f"forum-tag:{slug}" for slug in slugs if slug), None)


def _form(item: Tag) -> str | None:
    group = item.find_parent("div", class_="comments")
    return _FORMS.get(str(group.get("id"))) if group is not None else None


def _reply_to(box: Tag, above: Tag | None, scheme: str) -> str | None:
    """Return the comment that is answered: the one above in the tree, else the one that the meta line names."""
    if above is not None:
        named_above = str(above.get("id", "")).removeprefix("comment-")
        return f"{scheme}-comment:{named_above}" if POST_ID.fullmatch(named_above) else None
    for href in _html.hrefs(box, ".comment-meta a.comment-parent-link, .comment-in-reply-to a[href*=comment]"):
        found = named(href)
        shown = (
            found[0] if found and found[1] else f"{scheme}-comment:{href.rpartition('#')[2].removeprefix('comment-')}"
        )
        if POST_ID.fullmatch(shown.partition(":")[2]):
            return shown
    return None
