"""The whole stage: from the archive and the bundled facts to the tables of the corpus."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

import pandas as pd
import pyarrow as pa

from pipeline.archive.store import Reply
from pipeline.corpus import statements, tabulate, works
from pipeline.corpus.authors import People, persons_behind
from pipeline.corpus.pingbacks import match_pingbacks
from pipeline.corpus.reading import read_records, records_of
from pipeline.corpus.resolve import Resolver
from pipeline.progress import Progress, Silent
from pipeline.records import Record
from pipeline.settings import Settings

# Columns are made where the bodies were that have been read: Arrow's own pool would take fresh memory beside what is free.
pa.set_memory_pool(pa.system_memory_pool())


@dataclass(frozen=True, slots=True)
class Corpus:
    """The tables of the corpus stage, as :mod:`pipeline.schema` describes them.

    ``documents`` lacks the columns generation, generation_longest and why_included, ``citations`` the path counts:
    later stages add them. ``texts`` is empty where no body has been read on this machine.
    """

    documents: pd.DataFrame
    authors: pd.DataFrame
    authorship: pd.DataFrame
    document_tags: pd.DataFrame
    links: pd.DataFrame
    citations: pd.DataFrame
    pingbacks: pd.DataFrame
    unresolved_links: pd.DataFrame
    quarantine: pd.DataFrame
    texts: pd.DataFrame
    word_counts: pd.DataFrame
    page_facts: pd.DataFrame
    document_history: pd.DataFrame
    definitions: pd.DataFrame
    citation_contexts: pd.DataFrame


def build_corpus(
    replies: Iterable[Reply],
    settings: Settings,
    snapshot: Mapping[str, pd.DataFrame] | None = None,
    progress: Progress | None = None,
    workers: int = 1,
) -> Corpus:
    """Build every table of the corpus.

    Parameters
    ----------
    replies : iterable of Reply
        The archive; read once, one reply in memory at a time.
    settings : Settings
        Names the works.
    snapshot : mapping of str to DataFrame, optional
        Bundled facts as :func:`pipeline.corpus.snapshot.read` gives them. A record of the archive beats them field by
        field; links and word counts of a document whose body the archive holds are made from that body.
    progress : Progress, optional
        Told how many bodies have been read.
    workers : int
        Processes that read bodies; the result does not depend on it.

    Returns
    -------
    Corpus
        The same for the same replies in any order.
    """
    return build_from_records(records_of(replies), settings, snapshot, progress, workers)


def build_from_records(
    records: Iterable[Record],
    settings: Settings,
    snapshot: Mapping[str, pd.DataFrame] | None = None,
    progress: Progress | None = None,
    workers: int = 1,
) -> Corpus:
    """Build every table of the corpus from records; see :func:`build_corpus`."""
    settings = works.with_canonical_works(settings)
    reading = read_records(records, snapshot, progress or Silent(), workers)
    works.add_works(reading.merger, settings)
    drafts = reading.merger.drafts
    works.inherit_authors(drafts, settings)
    people = People(drafts.values(), reading.merger.author_names)
    byline = tabulate.bylines(drafts, people)
    authors, authorship = tabulate.tabulate_authors(byline, people)
    work_ids = works.work_ids(drafts, settings)
    persons = persons_behind(drafts, byline, people, works.names_of_authors(settings))
    word_counts = tabulate.tabulate_words(reading, snapshot)
    other_ids = reading.aliases | statements.former_tags(drafts, reading.stated)
    links, unresolved = tabulate.tabulate_links(reading, snapshot, Resolver(drafts.values(), work_ids, other_ids))
    pingbacks = match_pingbacks(reading.listed, drafts.values())
    quarantine = tabulate.tabulate_quarantine(reading)
    texts = tabulate.tabulate_texts(reading)  # takes what was read of bodies out of memory, before citations are put in
    return Corpus(
        documents=tabulate.tabulate_documents(drafts, byline, people, work_ids, word_counts, reading.history),
        authors=authors,
        authorship=authorship,
        document_tags=statements.tabulate_tags(drafts, reading.stated),
        links=links,
        citations=tabulate.tabulate_citations(drafts, links, pingbacks, persons, reading.stated, work_ids),
        pingbacks=pingbacks,
        unresolved_links=unresolved,
        quarantine=quarantine,
        texts=texts,
        word_counts=word_counts,
        page_facts=statements.tabulate_facts(reading.stated),
        document_history=reading.history.table(drafts),
        definitions=statements.tabulate_definitions(reading.stated),
        citation_contexts=statements.tabulate_contexts(reading.stated),
    )


def as_resources(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Return the tables by name, as later stages ask for them."""
    return {field.name: getattr(corpus, field.name) for field in fields(corpus)}
