"""Comments as LessWrong and the Alignment Forum show them: trees under a post, answers, and feeds of a person."""

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from pipeline.archive.store import Reply
from pipeline.errors import clean
from pipeline.records import Body, DocumentRecord, QuarantinedRecord, Record
from pipeline.sources import _forum_html as forum
from pipeline.sources import _html
from pipeline.sources._forum_models import POST_ID

_SCORE = ".OverallVoteAxis-voteScore, .SmallSideVote-voteScore"
_IN_FRONT = "CommentsItem-firstParentComment"
_NOTICES = {"Nomination for": "nomination", "Review for": "review"}


def comments(page: BeautifulSoup, host: str, source: str, reply: Reply, under: str | None = None) -> Iterator[Record]:
    """Read every comment and answer of a page in its order, each once.

    Parameters
    ----------
    page : BeautifulSoup
        The page, assembled.
    host : str
        Its host: the Alignment Forum shows its own karma, and none but its own comments.
    source : str
        Name of the module that asks.
    reply : Reply
        Where the page comes from.
    under : str, optional
        The post whose page it is; on other pages each comment names its post, or none is known.

    Yields
    ------
    Record
        A document of kind ``comment`` each, and its Alignment Forum karma as a fact. A comment that was deleted, or
        whose text is not on the page, is quarantined.
    """
    seen: set[str] = set()
    # The page of one comment shows it above the post once more, out of its tree: its place in the tree tells more.
    apart = {id(node) for box in page.select(".CommentPermalink-root") for node in box.select(".comments-node[id]")}
    nodes = page.select(".comments-node[id], .Answer-answer[id]")
    for node in sorted(nodes, key=lambda node: id(node) in apart):
        comment_id = str(node["id"])
        if comment_id in seen:
            continue
        seen.add(comment_id)
        is_answer = "Answer-answer" in (node.get("class") or [])
        item = node if is_answer else _own(node)
        box = _body_of(item)
        body = _html.inner(box.select_one(".CommentBody-root")) if box is not None else None
        if item is None or box is None or body is None or not POST_ID.fullmatch(comment_id):
            why = "expected a comment with its id and text, found none: it is deleted, folded or cut short"
            yield QuarantinedRecord(f"{source} comment", f"{_html.where(reply)} ({clean(comment_id)})", why)
            continue
        yield from _comment(node, item, body, host, source, reply, under)


def _own(node: Tag) -> Tag | None:
    """Return the item of a comment itself; those of its replies stand inside it, too."""
    item = node.find(class_="CommentsItem-root")
    if isinstance(item, Tag) and item.find_parent(class_="comments-node") is node:
        return item
    return None


def _comment(
    node: Tag, item: Tag, body: str, host: str, source: str, reply: Reply, under: str | None
) -> Iterator[Record]:
    scheme, on_af = forum.scheme_of(host), host == forum.AF_HOST
    document_id = f"{scheme}-comment:{node['id']}"
    is_answer, box = item is node, _body_of(item) or item
    score = forum.points(box, _SCORE)
    above = _above(node, item)
    posted_at = forum.moment(box, ".CommentsItemDate-root time, .Answer-date time, time")
    where = f"{_html.where(reply)} ({document_id})"
    yield from _html.untimely(f"{source} comment", "date", posted_at, reply, where)
    yield DocumentRecord(
        document_id=document_id,
        kind="comment",
        origin=source,
        retrieved_at=reply.retrieved_at,
        where=where,
        posted_at=_html.plausible(posted_at, reply),
        karma=None if on_af else score,
        af=True if on_af else None if is_answer or scheme != "forum" else "af" in (node.get("class") or []),
        authors=forum.authors(
            box.select_one(".CommentsItemMeta-username, .CommentUserName-author, .Answer-author"), scheme
        ),
        body=Body("html-rendered", body, forum.base_of(host)),
        parent_id=under or _post(item, scheme) or _post_of_answer(node, scheme),
        form="answer" if is_answer else _form(box),
        reply_to=f"{scheme}-comment:{above}" if above and POST_ID.fullmatch(above) else None,
    )
    af_score = score if on_af else forum.points(box, ".OverallVoteAxis-secondaryScoreNumber")
    yield from _html.fact(document_id, "af_karma", af_score, source, reply)


def _body_of(item: Tag | None) -> Tag | None:
    """Return the part of a comment's item that is its own; in a feed, what it answers may stand in front of it."""
    part = item.find(class_="CommentsItem-body", recursive=False) if item is not None else None
    return part if isinstance(part, Tag) else item


def _above(node: Tag, item: Tag) -> str | None:
    """Return the id of the comment or answer that this one answers."""
    shown = item.find(class_=_IN_FRONT, recursive=False)
    if isinstance(shown, Tag):
        parent = shown.find(class_="comments-node")
        return str(parent.get("id", "")) or None if isinstance(parent, Tag) else None
    if node.find_parent(class_=[_IN_FRONT, "comments-node"]) is not node.find_parent(class_="comments-node"):
        return None
    parent = node.find_parent(class_="comments-node")
    if parent is None and "Answer-answer" not in (node.get("class") or []):
        answer = node.find_parent(class_="Answer-root")
        parent = answer.find(class_="Answer-answer") if answer is not None else None
    return str(parent.get("id", "")) or None if isinstance(parent, Tag) else None


def _form(box: Tag) -> str | None:
    for link in box.select(".CommentsItemMeta-root a[href]"):
        shown = _html.line(link.get_text())
        for notice, form in _NOTICES.items():
            if shown.startswith(notice):
                return form
    return None


def _post(item: Tag, scheme: str) -> str | None:
    """Return the post that a comment of a feed names: the one that its date or its heading leads to."""
    for href in _html.hrefs(item, ".CommentsItem-postTitle[href], .CommentsItemDate-root a, .CommentsItemMeta-root a"):
        if found := forum.post_id(href):
            return f"{scheme}:{found}"
    return None


def _post_of_answer(node: Tag, scheme: str) -> str | None:
    """Return the post of the comment in front of whose answer a comment is shown: both stand under the same."""
    front = node.find_parent(class_=_IN_FRONT)
    return _post(front.parent, scheme) if front is not None and isinstance(front.parent, Tag) else None
