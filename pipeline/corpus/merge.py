"""Many records of one document -> one document, field by field.

Of two records the later one of a live reply wins, then the later one of a mirror's reply, which may be of an older day,
then that of an imported file, then a bundled fact. A field
that the winner does not know comes from the next. Of bylines, one that gives slugs beats one of names alone; among such as
do, or do not, a whole one beats one that may lack coauthors. Of bodies, one as its author wrote it beats one as a page
shows it (links rewritten), and that one beats Markdown (a conversion). All origins are kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.corpus._digest import digest
from pipeline.records import KINDS, AuthorRef, Body, DocumentRecord, PingbackRecord, Recency, TaggingRecord, recency

Rank = tuple[int, str, str]
"""How much a record is believed: kind of source, time of the reply, place in it. Greater wins."""

BylineRank = tuple[bool, bool, Rank]
"""How much a byline is believed: whether it gives slugs, whether it is whole, rank of its record."""

SNAPSHOT_RANK: Final = 0
LISTED_IN_FILE_RANK: Final = 1
LISTED_RANK: Final = 2
FILE_RANK: Final = 3
MIRROR_RANK: Final = 4
LIVE_RANK: Final = 5

_BODY_RANK: Final = {"markdown": 0, "html-rendered": 1, "html": 2}
_FIELDS: Final = (
    "kind",
    "title",
    "slug",
    "posted_at",
    "modified_at",
    "karma",
    "af",
    "url",
    "tags",
    "outgoing",
    "parent_id",
    "crosspost_id",
    "form",
    "reply_to",
    "link",
)


@dataclass(slots=True)
class Draft:
    """What is known of a document so far: the value of each field and the rank of the record it came from."""

    document_id: str
    values: dict[str, tuple[Rank, Any]] = field(default_factory=dict)
    origins: set[str] = field(default_factory=set)
    seen: Recency = (False, "")
    authors: tuple[BylineRank, tuple[AuthorRef, ...]] | None = None
    sole_slugs: set[str] = field(default_factory=set)
    sole_user_ids: set[str] = field(default_factory=set)
    body_rank: tuple[int, Rank] | None = None
    body_digest: bytes = b""
    bundled_body: bool = False
    same_as: set[str] = field(default_factory=set)

    def get(self, name: str) -> Any:
        """Return the value that won, or None."""
        found = self.values.get(name)
        return None if found is None else found[1]

    def rename_outgoing(self, aliases: Mapping[str, str]) -> None:
        """Write what it cites under the ids that are kept."""
        if (found := self.values.get("outgoing")) and not aliases.keys().isdisjoint(found[1]):
            self.values["outgoing"] = (found[0], tuple(aliases.get(one, one) for one in found[1]))

    @property
    def retrieved_at(self) -> str:
        """When a site last told of it; else when the last file that tells of it was imported."""
        return self.seen[1]

    @property
    def has_body(self) -> bool:
        """True where a body was read, now or for the bundled facts."""
        return self.body_rank is not None or self.bundled_body


class Merger:
    """Takes records one by one and keeps what wins; bodies are handed back to be analysed, and not kept."""

    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        self.author_names: dict[AuthorRef, Rank] = {}

    def add(self, record: DocumentRecord, rank: Rank | None = None) -> Body | None:
        """Take a record.

        Returns
        -------
        Body or None
            A body to analyse, if it is the best of the document so far; a later call may give a better one.
        """
        rank = rank or rank_of(record)
        draft = self.drafts.setdefault(record.document_id, Draft(record.document_id))
        draft.origins.update(record.origin.split(" | "))
        draft.seen = max(draft.seen, recency(record))
        draft.same_as.update(record.same_as or ())
        scheme = record.document_id.partition(":")[0]
        for name in _FIELDS:
            value = KINDS.get(scheme, record.kind) if name == "kind" else getattr(record, name)
            if value is not None:
                held = draft.values.get(name)
                if name == "outgoing" and held is not None and held[0] == rank:
                    value = tuple(dict.fromkeys((*held[1], *value)))  # of one edge list, under two spellings of the id
                if held is None or rank >= held[0]:
                    draft.values[name] = (rank, value)
        self._add_authors(draft, record.authors, not record.authors_in_part, rank)
        return self._add_body(draft, record.body, rank)

    def add_listed(self, item: PingbackRecord) -> None:
        """Take what a list of incoming links says of the item that it names by id."""
        if item.citing_id is None:
            return
        self.add(
            DocumentRecord(
                item.citing_id,
                item.kind,
                item.source,
                item.retrieved_at,
                "",
                title=item.title if item.kind == "post" else None,
                posted_at=item.posted_at,
                karma=item.points,
                parent_id=item.host_id,
                authors=item.wrote,
                imported=item.imported,
            ),
            (
                LISTED_IN_FILE_RANK if item.imported else LISTED_RANK,
                item.retrieved_at,
                f"{item.listed_on} {item.position:09d}",
            ),
        )

    def add_named(self, document_id: str, source: str, retrieved_at: str) -> None:
        """Take a document that something states a fact about and that no record describes."""
        if document_id not in self.drafts:
            kind = KINDS.get(document_id.partition(":")[0], "page")
            self.add(DocumentRecord(document_id, kind, source, retrieved_at, ""), (LISTED_RANK, retrieved_at, ""))

    def unite(self, other_id: str, document_id: str) -> bool:
        """Give what is known of ``other_id`` to ``document_id``, the same document under its better known id.

        Returns
        -------
        bool
            Whether the body of ``other_id`` is the better one.
        """
        kept = self.drafts.setdefault(document_id, Draft(document_id))
        kept.same_as.add(other_id)
        if (draft := self.drafts.pop(other_id, None)) is None:
            return False
        kept.origins |= draft.origins
        kept.same_as |= draft.same_as - {document_id}
        kept.sole_slugs |= draft.sole_slugs
        kept.sole_user_ids |= draft.sole_user_ids
        kept.seen = max(kept.seen, draft.seen)
        kept.bundled_body |= draft.bundled_body
        for name, (rank, value) in draft.values.items():
            if name not in kept.values or rank > kept.values[name][0]:
                kept.values[name] = (rank, KINDS.get(document_id.partition(":")[0], value) if name == "kind" else value)
        if draft.authors is not None and (kept.authors is None or draft.authors[0] > kept.authors[0]):
            kept.authors = draft.authors
        if draft.body_rank is None or (kept.body_rank is not None and draft.body_rank <= kept.body_rank):
            return False
        kept.body_rank, kept.body_digest = draft.body_rank, draft.body_digest
        return True

    def _add_authors(self, draft: Draft, authors: tuple[AuthorRef, ...] | None, whole: bool, rank: Rank) -> None:
        if authors is None:
            return
        for author in authors:
            if author.name and rank >= self.author_names.get(author, rank):
                self.author_names[author] = rank
        if len(authors) == 1:
            draft.sole_slugs.update({authors[0].slug} - {None})  # type: ignore[arg-type]
            draft.sole_user_ids.update({authors[0].user_id} - {None})  # type: ignore[arg-type]
        key = (any(author.slug for author in authors), whole, rank)
        if draft.authors is None or key >= draft.authors[0]:
            draft.authors = (key, authors)

    def _add_body(self, draft: Draft, body: Body | None, rank: Rank) -> Body | None:
        if body is None:
            return None
        body_rank = (_BODY_RANK[body.markup], rank)
        if draft.body_rank is not None and body_rank < draft.body_rank:
            return None
        found = digest(body.text, 16, before=f"{body.base_url}\0")
        same = draft.body_rank is not None and draft.body_rank[0] == body_rank[0] and draft.body_digest == found
        draft.body_rank, draft.body_digest = body_rank, found
        return None if same else body


def rank_of(record: DocumentRecord) -> Rank:
    """Return how much a record is believed."""
    return site_rank(record), record.retrieved_at, record.where


def site_rank(record: DocumentRecord | TaggingRecord) -> int:
    """Return how much is believed what a record comes from; without a time it is a bundled fact."""
    if not record.retrieved_at:
        return SNAPSHOT_RANK
    if record.imported:
        return FILE_RANK
    return MIRROR_RANK if record.mirror else LIVE_RANK


def by_id(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Return drafts in the order of their ids, which no order of records can change."""
    return iter(sorted(drafts, key=lambda draft: draft.document_id))
