"""Tags, and the posts under them, as ForumMagnum's API writes them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bs4 import BeautifulSoup
from pydantic import Field

from pipeline.records import OLD_SLUGS, Body, DocumentRecord, FactRecord, Record, TaggingRecord
from pipeline.sources._forum_graphql import CORE
from pipeline.sources._forum_models import POST_ID, Number, Row, TagName
from pipeline.sources._forum_rows import TITLE_LIMIT, Reader
from pipeline.sources._healthy import NOT_GIVEN
from pipeline.sources._tag_pages import facts_in


class _Description(Row):
    html: str | None = None
    edited_at: str | None = Field(default=None, alias="editedAt")


class _Tag(Row):
    id: str = Field(alias="_id")
    name: str
    slug: str = Field(pattern=r"^\S{1,300}$")
    old_slugs: list[str] | None = Field(default=None, alias="oldSlugs")
    core: bool | None = None
    wiki_only: bool | None = Field(default=None, alias="wikiOnly")
    post_count: Number | None = Field(default=None, alias="postCount")
    description: _Description | None = None
    parent: TagName | None = Field(default=None, alias="parentTag")
    children: list[TagName] | None = Field(default=None, alias="subTags")
    pingbacks: dict[str, list[str]] | None = None


class _Tagging(Row):
    id: str | None = Field(default=None, alias="_id")
    relevance: Number | None = Field(default=None, alias="baseScore")
    tag: TagName
    post: Any = None


class TagReader(Reader):
    """Reads rows about tags; see :class:`~pipeline.sources._forum_rows.Reader`."""

    def tag(self, row: object, position: int) -> Iterator[Record]:
        """Read a tag: its document, then the facts that no column has a place for."""
        tag = yield from self._validated(_Tag, row, position, "tag")
        if tag is None:
            return
        document_id = f"forum-tag:{tag.slug.lower()}"
        text = self._text(tag.description.html) if tag.description and tag.description.html else None
        edited = tag.description.edited_at if tag.description else None
        yield DocumentRecord(
            document_id=document_id,
            kind="tag",
            origin=self.origin,
            retrieved_at=self.retrieved_at,
            where=f"{self.where} #{position}",
            title=self._text(tag.name)[:TITLE_LIMIT],
            slug=tag.slug,
            modified_at=(yield from self._date(tag, "description.editedAt", edited, position, "tag")),
            body=Body("html", text, self.base_url) if text and not text.isspace() else None,
            outgoing=None if tag.pingbacks is None else self._posts(tag.pingbacks),
        )
        for name, value in self._facts(tag, text):
            if value:
                yield FactRecord(document_id, name, value, self.origin, self.retrieved_at)

    def tagging(self, row: object, position: int) -> Iterator[Record]:
        """Read a post under a tag, and how relevant the tag is to it; a post that is hidden from guests has no row."""
        tagging = yield from self._validated(_Tagging, row, position, "tagging")
        if tagging is None:
            return
        if tagging.post is None:
            why = f"{NOT_GIVEN}not there: the post under the tag is hidden from guests, or gone"
            yield self.quarantine("tagging", position, why, tagging.id)
            return
        posts = replace(self, required=CORE)
        for record in posts.post(tagging.post, position):
            yield record
            if isinstance(record, DocumentRecord):
                relevance = None if tagging.relevance is None else round(tagging.relevance)
                name = self._text(tagging.tag.name or tagging.tag.slug)
                yield TaggingRecord(
                    record.document_id, tagging.tag.slug, name, relevance, self.origin, self.retrieved_at
                )

    def _posts(self, pingbacks: dict[str, list[str]]) -> tuple[str, ...]:
        return tuple(f"forum:{one}" for one in self._linked(pingbacks) if POST_ID.fullmatch(one))

    def _facts(self, tag: _Tag, text: str | None) -> Iterator[tuple[str, str | None]]:
        yield "tag_kind", "core" if tag.core else "wiki" if tag.wiki_only else None
        yield "posts_tagged", None if tag.post_count is None else str(round(tag.post_count))
        yield "parent_tag", tag.parent.slug if tag.parent else None
        yield "sub_tags", " | ".join(child.slug for child in tag.children or ())
        yield OLD_SLUGS, " | ".join(tag.old_slugs or ())
        page = BeautifulSoup(text, "lxml") if text else None
        yield from facts_in(page)
