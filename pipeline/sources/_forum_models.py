"""What the rows of ForumMagnum look like: the fields that are read, and what each may hold."""

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
    draft: bool | None = None
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
