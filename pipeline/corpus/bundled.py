"""The bundled facts as records, so that they are merged like any other source, and believed least."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline.corpus.pingbacks import BY_ID
from pipeline.records import (
    CROSSPOST,
    AuthorRef,
    CitationRecord,
    DocumentRecord,
    FactRecord,
    PingbackRecord,
    TaggingRecord,
)


def rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows as plain values, None where a cell is empty."""
    plain = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in columns]
    return zip(*plain, strict=True)


def documents_of(snapshot: Mapping[str, pd.DataFrame]) -> Iterator[tuple[DocumentRecord, bool]]:
    """Yield each bundled document, and whether its body was read."""
    people = {
        author_id: _author(author_id, name, user_id)
        for author_id, name, user_id in rows(snapshot["authors"], "author_id", "name", "user_id")
    }
    authors = _grouped(snapshot["authorship"], "document_id", "author_id")
    tags = _grouped(snapshot["document_tags"], "document_id", "tag", "tag_name")
    outgoing = _grouped(snapshot["outgoing"], "citing_id", "cited_id")
    stated = rows(snapshot["page_facts"], "document_id", "value", "fact")
    copies = {document_id: other for document_id, other, fact in stated if fact == CROSSPOST}
    columns = ("document_id", "kind", "title", "slug", "posted_at", "modified_at", "karma", "af", "parent_id", "origin")
    for row in rows(snapshot["documents"], *columns, "has_body", "work_id", "form", "reply_to", "same_as"):
        document_id, kind, title, slug, posted_at, modified_at, karma, af, parent_id, origin, *more = row
        has_body, work_id, form, reply_to, same_as = more
        names = tuple(people[author_id] for (author_id,) in authors.get(document_id, ()))
        record = DocumentRecord(
            document_id,
            kind,
            origin,
            "",
            "",
            title=title,
            slug=slug,
            posted_at=posted_at,
            modified_at=modified_at,
            karma=karma,
            af=af,
            authors=names or None,
            tags=tuple(tags[document_id]) if document_id in tags else None,
            outgoing=tuple(cited for (cited,) in outgoing[document_id]) if document_id in outgoing else None,
            parent_id=parent_id,
            crosspost_id=work_id if work_id and ":" in work_id and work_id != document_id else copies.get(document_id),
            form=form,
            reply_to=reply_to,
            same_as=tuple(same_as.split(" | ")) if same_as else None,
        )
        yield record, bool(has_body)


def pingbacks_of(snapshot: Mapping[str, pd.DataFrame]) -> Iterator[PingbackRecord]:
    """Yield each bundled item of a list; what was found by title is looked for again."""
    columns = ("listed_on", "position", "kind", "title", "citing_id", "posted_at", "points", "source", "site")
    for row in rows(snapshot["pingbacks"], *columns, "host_id", "authors", "resolved_by"):
        *facts, site, host_id, authors, resolved_by = row
        listed_on, position, kind, title, citing_id, posted_at, points, source = facts
        found_by_id = resolved_by == BY_ID
        yield PingbackRecord(
            listed_on,
            position,
            kind,
            title,
            citing_id if found_by_id else None,
            posted_at,
            points,
            source,
            "",
            site,
            host_id if found_by_id else None,
            authors,
        )


def statements_of(snapshot: Mapping[str, pd.DataFrame]) -> Iterator[CitationRecord | TaggingRecord | FactRecord]:
    """Yield what pages stated outright when the facts were bundled."""
    for citing_id, cited_id, evidence in rows(snapshot["stated_citations"], "citing_id", "cited_id", "evidence"):
        yield CitationRecord(citing_id, cited_id, evidence, "", "", "")
    for document_id, tag, name, relevance in rows(
        snapshot["document_tags"], "document_id", "tag", "tag_name", "relevance"
    ):
        if relevance is not None:
            yield TaggingRecord(document_id, tag, name, relevance, "", "")
    for document_id, fact, value, source in rows(snapshot["page_facts"], "document_id", "fact", "value", "source"):
        yield FactRecord(document_id, fact, value, source, "")


def _author(author_id: str, name: str, user_id: str | None) -> AuthorRef:
    scheme, _, rest = author_id.partition(":")
    if scheme == "eaforum" and user_id:
        return AuthorRef(author_id, user_id, name)
    own = author_id if scheme not in ("forum", "forum-id") else None
    return AuthorRef(rest if scheme == "forum" else None, user_id or own, name)


def _grouped(frame: pd.DataFrame, key: str, *columns: str) -> dict[str, list[tuple[Any, ...]]]:
    grouped: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for name, *values in rows(frame, key, *columns):
        grouped[name].append(tuple(values))
    return dict(grouped)
