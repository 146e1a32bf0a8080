"""What pages state outright, beside documents and links: citations, taggings, facts, definitions."""

from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline.corpus.merge import Draft, by_id, site_rank
from pipeline.records import (
    OLD_SLUGS,
    CitationRecord,
    ContextRecord,
    DefinitionRecord,
    FactRecord,
    Recency,
    Record,
    TaggingRecord,
    recency,
)
from pipeline.schema import TABLES
from pipeline.tables import conform

Statement = CitationRecord | ContextRecord | TaggingRecord | FactRecord | DefinitionRecord


def named_by(statement: Statement) -> str:
    """Return the document that a statement is about; it exists, even where no source describes it."""
    return statement.citing_id if isinstance(statement, CitationRecord | ContextRecord) else statement.document_id


def former_tags(drafts: Mapping[str, Draft], stated: Iterable[Record]) -> dict[str, str]:
    """Return, for every former slug of a tag that no document has now, the tag; of two tags, the one that said so last."""
    told = [one for one in stated if isinstance(one, FactRecord) and one.fact == OLD_SLUGS]
    told.sort(key=lambda one: (recency(one), one.document_id))
    former = {f"forum-tag:{slug.lower()}": one.document_id for one in told for slug in one.value.split(" | ")}
    return {old: tag for old, tag in former.items() if old not in drafts}


def tabulate_tags(drafts: Mapping[str, Draft], stated: Iterable[Record]) -> pd.DataFrame:
    """Return the table ``document_tags``: tags that documents carry, and those whose own pages list the document.

    A list that is older than what the document itself last said of its tags, or of a site that is believed less, names
    none that the document lost.
    """
    listed: dict[tuple[str, str], TaggingRecord] = {}
    for record in stated:
        if isinstance(record, TaggingRecord) and not _lost(record, drafts):
            key = (record.document_id, record.slug)
            listed[key] = max(listed.get(key, record), record, key=_newest_tagging)
    tags: dict[tuple[str, str], tuple[str, int | None]] = {
        key: (record.name, record.relevance) for key, record in listed.items()
    }
    for draft in by_id(drafts.values()):
        for slug, name in dict(draft.get("tags") or ()).items():
            tags[draft.document_id, slug] = (name, tags.get((draft.document_id, slug), ("", None))[1])
    table = [(*key, *rest) for key, rest in tags.items()]
    return conform(pd.DataFrame(table, columns=TABLES["document_tags"].names), "document_tags")


def _lost(record: TaggingRecord, drafts: Mapping[str, Draft]) -> bool:
    """Say whether a document that a tag's list named was told without the tag, by what is believed more, or as much and later."""
    said = drafts[record.document_id].values.get("tags")
    if said is None or record.slug in dict(said[1]):
        return False
    site, told_at, _ = said[0]
    return (site, told_at) > (site_rank(record), record.retrieved_at)


def tabulate_facts(stated: Iterable[Record]) -> pd.DataFrame:
    """Return the table ``page_facts``: of several copies of a page, what the newest says."""
    newest: dict[tuple[str, str, str], FactRecord] = {}
    for record in stated:
        if isinstance(record, FactRecord):
            key = (record.document_id, record.fact, record.source)
            newest[key] = max(newest.get(key, record), record, key=lambda one: (recency(one), one.value))
    table = [(one.document_id, one.fact, one.value, one.source, one.retrieved_at) for one in newest.values()]
    return conform(pd.DataFrame(table, columns=TABLES["page_facts"].names), "page_facts")


def tabulate_definitions(stated: Iterable[Record]) -> pd.DataFrame:
    """Return the table ``definitions``, which stays on this machine: of several copies of a glossary, the newest."""
    newest: dict[tuple[str, str, str], DefinitionRecord] = {}
    for record in stated:
        if isinstance(record, DefinitionRecord):
            key = (record.document_id, record.section, record.term)
            newest[key] = max(newest.get(key, record), record, key=lambda one: (recency(one), one.text, one.source))
    table = [(*key, one.text, one.source, one.retrieved_at) for key, one in newest.items()]
    return conform(pd.DataFrame(table, columns=TABLES["definitions"].names), "definitions")


def tabulate_contexts(stated: Iterable[Record]) -> pd.DataFrame:
    """Return the table ``citation_contexts``, which stays on this machine: of several copies of an index, the newest."""
    newest: dict[tuple[str, str, str, int], ContextRecord] = {}
    for record in stated:
        if isinstance(record, ContextRecord):
            key = (record.citing_id, record.cited_id, record.source, record.position)
            newest[key] = max(newest.get(key, record), record, key=_newest_context)
    table = [
        (citing_id, cited_id, position, one.text, one.intents, one.influential, source, one.retrieved_at)
        for (citing_id, cited_id, source, position), one in newest.items()
    ]
    return conform(pd.DataFrame(table, columns=TABLES["citation_contexts"].names), "citation_contexts")


def _newest_tagging(record: TaggingRecord) -> tuple[bool, Recency, int, str]:
    """Sort taggings by time; a page that does not say how relevant a tag is, takes nothing back."""
    return record.relevance is not None, recency(record), record.relevance or 0, record.name


def _newest_context(record: ContextRecord) -> tuple[Recency, str, str, bool]:
    """Sort contexts by time, and those of one time in some fixed order."""
    return recency(record), record.text, record.intents or "", bool(record.influential)
