"""Works of the configuration: which documents are one work, and documents that no source describes."""

from pipeline.corpus.merge import KINDS, SNAPSHOT_RANK, Draft, Merger
from pipeline.records import DocumentRecord
from pipeline.settings import Settings

ORIGIN = "configuration"
_RANK = (SNAPSHOT_RANK - 1, "", "")


def add_works(merger: Merger, settings: Settings) -> None:
    """Add what the configuration knows of its documents; every source knows better."""
    for work in settings.works.values():
        for document in work.documents:
            known = merger.drafts.get(document.id)
            origin = ORIGIN if known is None else " | ".join(sorted(known.origins))
            merger.add(
                DocumentRecord(
                    document.id,
                    KINDS.get(document.id.partition(":")[0], "page"),
                    origin,
                    "",
                    "",
                    title=f"{work.title}: {document.part}" if document.part else work.title,
                    posted_at=document.posted_at,
                ),
                _RANK,
            )


def inherit_authors(drafts: dict[str, Draft], settings: Settings) -> None:
    """Give documents of a work without known authors those of its document with the most."""
    for work in settings.works.values():
        members = [drafts[document.id] for document in work.documents]
        known = [draft for draft in members if draft.authors and draft.authors[1]]
        if not known:
            continue
        best = max(known, key=lambda draft: len(draft.authors[1]))  # type: ignore[index]
        for draft in members:
            if draft.authors is None or not draft.authors[1]:
                draft.authors = best.authors


def work_ids(drafts: dict[str, Draft], settings: Settings) -> dict[str, str]:
    """Return the work of each document that is one of several manifestations.

    A crosspost that a forum names makes two documents one work, called by the lesser id.
    """
    works: dict[str, str] = {}
    for document_id, draft in sorted(drafts.items()):
        if other := draft.get("crosspost_id"):
            first = min(document_id, other)
            works[document_id] = first
            if other in drafts:
                works[other] = first
    works |= {document.id: name for name, work in settings.works.items() for document in work.documents}
    return works
