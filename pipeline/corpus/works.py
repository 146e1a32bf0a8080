"""Works of the configuration: which documents are one work, and documents that no source describes."""

from pipeline.corpus.identities import canonical
from pipeline.corpus.merge import SNAPSHOT_RANK, Draft, Merger
from pipeline.records import KINDS, DocumentRecord, name_id
from pipeline.settings import Settings

ORIGIN = "configuration"
_RANK = (SNAPSHOT_RANK - 1, "", "")


def with_canonical_works(settings: Settings) -> Settings:
    """Return the settings with the ids of works' documents as links to them are resolved, whatever way they are written."""
    works = {}
    for name, work in settings.works.items():
        named = [(canonical(document.id), document) for document in work.documents]
        first = dict(reversed(named))  # two ways to write one id are one document, as the first has it
        documents = (first[one].model_copy(update={"id": one}) for one in dict(named))
        works[name] = work.model_copy(update={"documents": tuple(documents)})
    return settings.model_copy(update={"works": works})


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
    """Give documents of a work the authors of its document with the most, where none are known, or by name alone."""
    for work in settings.works.values():
        members = [drafts[document.id] for document in work.documents]
        known = [draft for draft in members if not _by_name_alone(draft)]
        if not known:
            continue
        best = max(known, key=lambda draft: len(draft.authors[1]))  # type: ignore[index]
        for draft in members:
            if _by_name_alone(draft):
                draft.authors = best.authors


def names_of_authors(settings: Settings) -> dict[str, frozenset[str]]:
    """Return, for each document of a work, the ids that its authors have in indexes of papers."""
    return {
        document.id: frozenset(map(name_id, work.authors))
        for work in settings.works.values()
        for document in work.documents
    }


def _by_name_alone(draft: Draft) -> bool:
    return all((author.user_id or "").startswith("name:") for author in (draft.authors[1] if draft.authors else ()))


def work_ids(drafts: dict[str, Draft], settings: Settings) -> dict[str, str]:
    """Return the work of each document that is one of several manifestations.

    A crosspost that a forum names makes two documents one work: the configured one that either of them is of, else one
    called by the lesser id. Which record named it is the fact ``crosspost`` in ``page_facts``.
    """
    configured = {document.id: name for name, work in settings.works.items() for document in work.documents}
    works: dict[str, str] = {}
    for document_id, draft in sorted(drafts.items()):
        if other := draft.get("crosspost_id"):
            work = configured.get(document_id) or configured.get(other) or min(document_id, other)
            works[document_id] = work
            if other in drafts:
                works[other] = work
    return works | configured
