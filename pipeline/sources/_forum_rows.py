"""Posts and comments as ForumMagnum writes them in JSON, whether an API reply or a dump holds them.

Every field, also of a part such as ``user``, is one of :mod:`pipeline.sources._forum_models`, or named there as ignored with
the reason; a field of neither kind is reported once per reply. A row with a field of the wrong type is quarantined whole, with its id, the
field, what was found and what was wanted; the rows around it are kept.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from pipeline.errors import clean
from pipeline.records import (
    CROSSPOST,
    AuthorRef,
    Body,
    DocumentRecord,
    FactRecord,
    QuarantinedRecord,
    Record,
    VisibilityRecord,
)
from pipeline.sources._forum_models import IGNORED, POST_ID, Comment, Document, Post, Row, User

TITLE_LIMIT = 2000
EARLIEST = "2005"
"""No forum of this family is older; an earlier date is a fault of the data."""

_OTHER = {"forum": "eaforum", "eaforum": "forum"}
_HOST_FOR_PROGRAMS = "https://forum-bots.effectivealtruism.org"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_RENDERED = re.compile(r"""id=["']block\d|LinkStyles|PostLinkPreview""")
"""What a page adds to a body as written. Relative links tell nothing: authors write those, too."""
_MODEL = TypeVar("_MODEL", bound=Row)


@dataclass(slots=True)
class Reader:
    """Reads the rows of one reply into records.

    Parameters
    ----------
    origin : str
        Name of the source, kept in every record.
    retrieved_at : str
        When the reply came; a date after it is a fault of the data.
    where : str
        What to call the reply when one of its rows is complained about.
    base_url : str
        Address that relative links of a body stand for.
    required : frozenset of str
        Fields that every row must have, since they were asked for.
    scheme : str
        ``forum``, or ``eaforum``: ids of posts and comments are of this scheme, crossposts stand on the other.
    tells_deletions : bool
        Whether a deleted comment is an answer, gone since then; in a file of another day it is a row of no use.
    """

    origin: str
    retrieved_at: str
    where: str
    base_url: str
    required: frozenset[str] = frozenset()
    scheme: str = "forum"
    tells_deletions: bool = True
    unknown_fields: set[str] = field(default_factory=set)

    def post(self, row: object, position: int) -> Iterator[Record]:
        """Read a post."""
        post = yield from self._validated(Post, row, position, "post")
        if post is None:
            return
        if post.draft or post.deleted_draft:
            yield self.quarantine("post", position, "draft: found true, expected a published post", post.id)
            return
        document_id, crosspost_id = f"{self.scheme}:{post.id}", self._crosspost(post)
        yield DocumentRecord(
            **(yield from self._common(post, position, "post")),
            document_id=document_id,
            kind="post",
            title=(yield from self._title(post, position)),
            slug=post.slug,
            url=_public(post.url),
            link=pointed_to(self._text(post.link), self.base_url) if post.link else None,
            authors=self._authors(post),
            authors_in_part="coauthors" not in post.model_fields_set,
            tags=tuple((tag.slug, self._text(tag.name or tag.slug)) for tag in post.tags)
            if post.tags is not None
            else None,
            crosspost_id=crosspost_id,
            form="question" if post.question else None,
        )
        if crosspost_id is not None:
            yield FactRecord(document_id, CROSSPOST, crosspost_id, self.origin, self.retrieved_at)
        yield from self._af_karma(document_id, post)

    def comment(self, row: object, position: int) -> Iterator[Record]:
        """Read a comment; its parent is its post, or the tag that it stands on."""
        comment = yield from self._validated(Comment, row, position, "comment")
        if comment is None:
            return
        if comment.draft:
            yield self.quarantine("comment", position, "draft: found true, expected a published comment", comment.id)
            return
        if comment.deleted and self.tells_deletions:
            yield VisibilityRecord(f"{self.scheme}-comment:{comment.id}", "gone", self.retrieved_at, self.origin)
            return
        if comment.deleted:
            yield self.quarantine("comment", position, "deleted: found true, expected a comment to read", comment.id)
            return
        yield DocumentRecord(
            **(yield from self._common(comment, position, "comment")),
            document_id=f"{self.scheme}-comment:{comment.id}",
            kind="comment",
            url=_public(comment.url) or self._permalink(comment),
            authors=self._authors(comment),
            parent_id=_named(self.scheme, comment.post_id) or self._tag_of(comment),
            reply_to=_named(f"{self.scheme}-comment", comment.parent_comment),
            form=comment.form,
        )
        yield from self._af_karma(f"{self.scheme}-comment:{comment.id}", comment)

    def end(self) -> Iterator[Record]:
        """Report the fields that no row was expected to have; call it after the last row."""
        for name in sorted(self.unknown_fields):
            yield QuarantinedRecord(
                f"{self.origin} field, kept",
                self.where,
                f"{clean(name)}: unknown field, not read; if it matters, extend the reader",
            )

    def quarantine(self, kind: str, position: int, why: str, row_id: str | None = None) -> QuarantinedRecord:
        """Make the record that says why a row, or a part of one (kind ends in ``, kept``), was not used."""
        place = f"{self.where} #{position}" + (f" ({clean(row_id)})" if row_id else "")
        return QuarantinedRecord(f"{self.origin} {kind}", place, why)

    def _validated(self, model: type[_MODEL], row: object, position: int, kind: str) -> Any:
        if not isinstance(row, dict):
            yield self.quarantine(kind, position, f"expected an object, found {clean(repr(row))}")
            return None
        row_id = row.get("_id") if isinstance(row.get("_id"), str) else None
        if missing := sorted(self.required - row.keys()):
            yield self.quarantine(
                kind, position, f"expected the fields {', '.join(missing)}, found none of that name", row_id
            )
            return None
        try:
            made = model.model_validate(row)
        except ValidationError as error:
            why = "; ".join(
                f"{'.'.join(map(str, one['loc']))}: found {clean(repr(one.get('input')), 60)}, "
                f"wanted {clean(one['msg'].removeprefix('Input should be '))}"
                for one in error.errors()[:3]
            )
            yield self.quarantine(kind, position, why, row_id)
            return None
        self.unknown_fields.update(set(made.unknown()) - IGNORED.keys())
        return made

    def _common(self, row: Document, position: int, kind: str) -> Any:
        outgoing = None
        if row.pingbacks is not None:
            ids = self._linked(row.pingbacks)
            outgoing = tuple(f"{self.scheme}:{target}" for target in ids if POST_ID.fullmatch(target))
            for target in ids:
                if not POST_ID.fullmatch(target):
                    why = f"pingbacks: found the id {clean(target)!r}, wanted 17 letters and digits or 24 hex digits"
                    yield self.quarantine(f"{kind}, kept", position, why, row.id)
        posted_at = yield from self._date(row, "postedAt", row.posted_at, position, kind)
        edited, edited_at = row.edited
        return {
            "origin": self.origin,
            "retrieved_at": self.retrieved_at,
            "where": f"{self.where} #{position}",
            "posted_at": posted_at,
            "modified_at": None
            if edited_at == row.posted_at and posted_at is None
            else (yield from self._date(row, edited, edited_at, position, kind)),
            "karma": None if row.karma is None else round(row.karma),
            "af": row.af,
            "body": self._body(row),
            "outgoing": outgoing,
        }

    def _linked(self, pingbacks: Mapping[str, Iterable[str]]) -> list[str]:
        """Return the ids of the posts that the forum found in a text; of other kinds of links it is told which there are."""
        others = {f"pingbacks.{kind}" for kind in pingbacks if kind != "Posts"}
        self.unknown_fields.update(others - IGNORED.keys())
        return list(dict.fromkeys(pingbacks.get("Posts", [])))

    def _date(self, row: Document, name: str, value: str | None, position: int, kind: str) -> Any:
        if value is None:
            return None
        moment = utc(value)
        if moment is None or moment < EARLIEST or moment[:10] > next_day(self.retrieved_at):
            why = f"{name}: found {clean(value)!r}, wanted a date from {EARLIEST} to {self.retrieved_at[:10]}; kept without it"
            yield self.quarantine(f"{kind}, kept", position, why, row.id)
            return None
        return moment

    def _title(self, post: Post, position: int) -> Any:
        if post.title is None:
            return None
        title = _CONTROLS.sub(" ", self._text(post.title)).strip()
        if len(title) > TITLE_LIMIT:
            why = f"title: found {len(title)} characters, wanted at most {TITLE_LIMIT}; cut"
            yield self.quarantine("post, kept", position, why, post.id)
        if _SURROGATES.search(post.title):
            yield self.quarantine("post, kept", position, "title: found half a character; shown as U+FFFD", post.id)
        return title[:TITLE_LIMIT]

    def _authors(self, row: Document) -> tuple[AuthorRef, ...] | None:
        """Return the byline; None for a deleted account, a name that the forum hides, or where the row does not say."""
        if row.hide_author:
            return None
        first = row.user
        if "user" not in row.model_fields_set:
            first = User(_id=row.user_id) if row.user_id else None
        people = [first] if first else []
        if isinstance(row, Post):
            refused = {status.user_id for status in row.coauthor_statuses or () if not status.confirmed}
            people += [user for user in row.coauthors or () if user.id is None or user.id not in refused]
        named = [
            author_of(self.scheme, user.slug or None, user.id or None, self._text(user.name) if user.name else None)
            for user in people
        ]
        return tuple(dict.fromkeys(author for author in named if author.slug or author.user_id)) or None

    def _body(self, row: Document) -> Body | None:
        """Return the text; None where there is none: link posts have no body, or a blank one."""
        html = row.html if row.html is not None else row.contents.html if row.contents else None
        if html and not html.isspace():
            return Body("html-rendered" if _RENDERED.search(html) else "html", self._text(html), self.base_url)
        markdown = row.contents.markdown if row.contents else None
        if markdown and not markdown.isspace():
            return Body("markdown", self._text(markdown), self.base_url)
        return None

    def _af_karma(self, document_id: str, row: Document) -> Iterator[FactRecord]:
        """State the karma on the Alignment Forum; what is not of that forum has none, and the rows say 0 there."""
        if row.af_karma is not None and (row.af or row.af_karma):
            yield FactRecord(document_id, "af_karma", str(round(row.af_karma)), self.origin, self.retrieved_at)

    def _crosspost(self, post: Post) -> str | None:
        """Return the copy of a post on the other forum."""
        mark = post.crosspost
        return f"{_OTHER[self.scheme]}:{mark.foreign_id}" if mark and mark.is_crosspost and mark.foreign_id else None

    def _tag_of(self, comment: Comment) -> str | None:
        """Return the tag that a comment stands on; tags of the EA Forum are pages like others, and none is named by its slug."""
        return f"forum-tag:{comment.tag.slug.lower()}" if comment.tag and self.scheme == "forum" else None

    def _permalink(self, comment: Comment) -> str | None:
        if not comment.post_id or not POST_ID.fullmatch(comment.post_id):
            return None
        return f"{self.base_url}/posts/{comment.post_id}?commentId={comment.id}"

    @staticmethod
    def _text(text: str) -> str:
        """Return text that every file can hold: no NUL, no half of a surrogate pair."""
        return (
            _SURROGATES.sub("\ufffd", text.replace("\x00", "\ufffd"))
            if "\x00" in text or _SURROGATES.search(text)
            else text
        )


def pointed_to(link: str, base_url: str) -> str | None:
    """Return the address that a link post points to; those of the old site's own pages had no host.

    >>> pointed_to(" /lw/oe7/x/", "https://www.lesswrong.com"), pointed_to(" ", "https://www.lesswrong.com")
    ('https://www.lesswrong.com/lw/oe7/x/', None)
    """
    link = link.strip()
    return f"{base_url}{link}" if link.startswith("/") else link or None


def _public(url: str | None) -> str | None:
    """Return an address as readers use it: a host for programs names itself."""
    if url is None or not url.startswith(_HOST_FOR_PROGRAMS):
        return url
    return _HOST_FOR_PROGRAMS.replace("forum-bots.", "forum.") + url.removeprefix(_HOST_FOR_PROGRAMS)


def _named(scheme: str, row_id: str | None) -> str | None:
    return f"{scheme}:{row_id}" if row_id and POST_ID.fullmatch(row_id) else None


def author_of(scheme: str, slug: str | None, user_id: str | None, name: str | None) -> AuthorRef:
    """Return who a row or a page of a forum names.

    Slugs and ids of the EA Forum name people there, who may be others elsewhere: they carry its scheme.

    >>> author_of("forum", "ada", "u1", "Ada"), author_of("eaforum", "ada", None, "Ada")
    (AuthorRef(slug='ada', user_id='u1', name='Ada'), AuthorRef(slug='eaforum:ada', user_id=None, name='Ada'))
    """
    if scheme == "forum":
        return AuthorRef(slug, user_id, name)
    return AuthorRef(f"{scheme}:{slug}" if slug else None, f"{scheme}:{user_id}" if user_id else None, name)


def utc(value: str) -> str | None:
    """Return an ISO moment as UTC to the second, or None if it is not one; without an offset it is UTC.

    >>> utc("2020-03-01T20:30:00-08:00"), utc("2019-05-31T23:44:53.703Z"), utc("2021-02-30T25:61:00Z")
    ('2020-03-02T04:30:00Z', '2019-05-31T23:44:53Z', None)
    """
    try:
        moment = datetime.datetime.fromisoformat(value)
        moment = moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment.year >= 1000 else None


def next_day(moment: str) -> str:
    """Return the day after an ISO moment: clocks of two machines may differ by that much."""
    return (datetime.date.fromisoformat(moment[:10]) + datetime.timedelta(days=1)).isoformat()
