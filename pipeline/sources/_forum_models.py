"""What the rows of ForumMagnum look like: the fields that are read with what each may hold, and those that are not."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pipeline.sources import _json

POST_ID = re.compile(r"[A-Za-z0-9]{17}|[0-9a-f]{24}")
Number = Annotated[float, Field(allow_inf_nan=False, ge=-(2**53), le=2**53)]
Word = Annotated[str, AfterValidator(_json.whole)]
"""Text that is kept as it is, apart from half characters; of a title they are told."""

IGNORED = {
    "voteCount": "how many voted; karma is the measure this corpus uses",
    "commentCount": "changes with every comment; comments are counted where they are known",
    "viewCount": "always null for guests",
    "createdAt": "null for guests; postedAt dates a document",
    "meta": "a section of the old site",
    "user.username": "login name; slug and display name are kept",
    "coauthors.username": "login name; slug and display name are kept",
    "tags._id": "a slug names a tag",
    "contents.plaintextDescription": "the beginning of the body without its markup",
    "contents.wordCount": "words are counted from the body",
    "userId": "kept as user id where there is no user",
    "pingbacks.Tags": "the forum's ids of tags, which documents are not known by; links in the text name them by slug",
    "pingbacks.Users": "mentions of people, no citations",
    "user.karma": "of a person, and new with every vote",
    "user.afKarma": "of a person, and new with every vote",
    "author": "the name in the byline; user is kept",
    "coauthorUserIds": "coauthors names them",
    "extendedScore": "votes of agreement; karma is the measure this corpus uses",
    "contents._id": "of a revision; a document is known by its own id",
    "contents.version": "of a revision; the newest text is kept",
    "contents.editedAt": "of a post; modifiedAt dates its last change",
    "tableOfContents": "made from the body",
    "readTimeMinutes": "words are counted from the body",
    "pageUrlRelative": "the end of pageUrl",
    "linkUrl": "url, or where there is none pageUrl",
    "canonicalSource": "where a text stood before, seldom given; links of the text are kept",
    "legacyId": "of the old site",
    "feedId": "the feed that a post was copied from",
    "fmCrosspost.hostedHere": "which of two copies is the first; either is known as the other's",
    "tagRelevance": "by the forum's ids of tags, which documents are not known by",
    "sequence": "the place in a sequence, which is no link",
    "canonicalSequenceId": "the place in a sequence, which is no link",
    "canonicalCollectionSlug": "the place in a collection, which is no link",
    "afDate": "since when a post is of the Alignment Forum; that it is, af says",
    "curatedDate": "a choice of the forum's keepers",
    "frontpageDate": "a choice of the forum's keepers",
    "unlisted": "whether lists of the forum show a post; who has its address may read it",
    "shortform": "short notes, which are posts and comments like others",
    "isEvent": "an announcement, which is a post like others",
    "debate": "a dialogue, which is a post like others",
    "post": "title and slug of a comment's post; postId names it",
    "topLevelCommentCount": "changes with every comment",
    "afCommentCount": "changes with every comment",
    "descendentCount": "changes with every comment",
    "directChildrenCount": "changes with every comment",
    "topLevelCommentId": "follows from parentCommentId",
    "wordCount": "words are counted from the body",
}
"""Fields that no model has and that are known, those of a part as ``part.name``; and why they are not read."""


class Row(BaseModel):
    """A row, or a part of one; fields that it does not name are kept aside."""

    model_config = ConfigDict(strict=True, extra="allow")

    def unknown(self) -> Iterator[str]:
        """Yield the names of fields that no model has, those of a part as ``part.name``."""
        yield from self.model_extra or ()
        for name, called in _parts(type(self)):
            part = getattr(self, name)
            for one in part if isinstance(part, list) else (part,):
                if one is not None:
                    yield from (f"{called}.{unknown}" for unknown in one.unknown())


@cache
def _parts(model: type[Row]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a model that hold a row or a list of rows, and what the forum calls them."""

    def is_row(kind: object) -> bool:
        return issubclass(kind, Row) if isinstance(kind, type) else any(map(is_row, get_args(kind)))

    return tuple((name, one.alias or name) for name, one in model.model_fields.items() if is_row(one.annotation))


class User(Row):
    """Who wrote something."""

    id: Word | None = Field(default=None, alias="_id")
    slug: Word | None = None
    name: Annotated[Word, AfterValidator(str.strip)] | None = Field(default=None, alias="displayName")


class TagName(Row):
    """A tag of a post."""

    name: Word | None = None
    slug: Word


class Crosspost(Row):
    """The copy of a post on the other forum."""

    is_crosspost: bool | None = Field(default=None, alias="isCrosspost")
    foreign_id: Word | None = Field(default=None, alias="foreignPostId")


class Status(Row):
    """Whether a coauthor has confirmed to be one."""

    user_id: Word = Field(alias="userId")
    confirmed: bool


class Contents(Row):
    """A text, in one or both of its forms."""

    html: str | None = None
    markdown: str | None = None


class Revision(Contents):
    """The text of a comment, with when it was last changed: a comment has no such moment of its own."""

    edited_at: Word | None = Field(default=None, alias="editedAt")


class Document(Row):
    """What posts and comments have in common."""

    id: str = Field(alias="_id", pattern=rf"^({POST_ID.pattern})$")
    posted_at: Word | None = Field(default=None, alias="postedAt")
    modified_at: Word | None = Field(default=None, alias="modifiedAt")
    karma: Number | None = Field(default=None, alias="baseScore")
    af: bool | None = None
    af_karma: Number | None = Field(default=None, alias="afBaseScore")
    url: Word | None = Field(default=None, alias="pageUrl")
    user: User | None = None
    user_id: Word | None = Field(default=None, alias="userId")
    html: str | None = Field(default=None, alias="htmlBody")
    contents: Contents | None = None
    pingbacks: dict[Word, list[Word]] | None = None
    draft: bool | None = None
    hide_author: bool | None = Field(default=None, alias="hideAuthor")

    @property
    def edited(self) -> tuple[str, str | None]:
        """When it was last edited, and what the forum calls that moment."""
        return "modifiedAt", self.modified_at


class Post(Document):
    """A post."""

    title: str | None = None
    slug: Word | None = None
    link: Word | None = Field(default=None, alias="url")
    coauthors: list[User] | None = None
    coauthor_statuses: list[Status] | None = Field(default=None, alias="coauthorStatuses")
    tags: list[TagName] | None = None
    crosspost: Crosspost | None = Field(default=None, alias="fmCrosspost")
    question: bool | None = None
    deleted_draft: bool | None = Field(default=None, alias="deletedDraft")


class Comment(Document):
    """A comment; it stands under a post, or on a tag."""

    contents: Revision | None = None
    post_id: Word | None = Field(default=None, alias="postId")
    tag: TagName | None = None
    parent_comment: Word | None = Field(default=None, alias="parentCommentId")
    deleted: bool | None = None
    answer: bool | None = None
    reviewing: Word | None = Field(default=None, alias="reviewingForReview")
    nominated: Word | None = Field(default=None, alias="nominatedForReview")

    @property
    def edited(self) -> tuple[str, str | None]:
        """When its text was last edited, and what the forum calls that moment."""
        if self.contents is None or self.contents.edited_at is None:
            return "modifiedAt", self.modified_at
        return "contents.editedAt", self.contents.edited_at

    @property
    def form(self) -> str | None:
        """What a comment is besides a comment."""
        return "review" if self.reviewing else "nomination" if self.nominated else "answer" if self.answer else None
