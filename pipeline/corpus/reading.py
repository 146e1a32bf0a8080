"""Every reply of the archive -> documents merged, bodies analysed, the rest kept as it came."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from pipeline.archive.store import IMPORT, Reply
from pipeline.corpus._pool import batched, map_batches
from pipeline.corpus.analyse import Analysis, Task, analyse_batch
from pipeline.corpus.bundled import documents_of, pingbacks_of, statements_of
from pipeline.corpus.history import History
from pipeline.corpus.identities import aliases, canonical, with_ids
from pipeline.corpus.merge import SNAPSHOT_RANK, Merger
from pipeline.corpus.statements import Statement, named_by
from pipeline.errors import BadPage, SchemaChanged, UnknownName
from pipeline.progress import Progress
from pipeline.records import (
    DocumentRecord,
    PingbackRecord,
    QuarantinedRecord,
    Record,
    VisibilityRecord,
    from_file,
)
from pipeline.registry import plugins
from pipeline.sources import SOURCES

_BATCH = 64
_HEAVIEST = 4_000_000
"""Characters of the bodies of a batch: as many are in memory at a time, whatever a body's length."""


@dataclass(slots=True)
class Reading:
    """What the archive and the bundled facts hold: drafts, analyses by document, lists, statements, unusable records.

    ``aliases`` gives, for ids of documents that have several, the one that is kept.
    """

    merger: Merger = field(default_factory=Merger)
    analyses: dict[str, Analysis] = field(default_factory=dict)
    listed: list[PingbackRecord] = field(default_factory=list)
    stated: list[Statement] = field(default_factory=list)
    history: History = field(default_factory=History)
    quarantined: set[QuarantinedRecord] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)


def records_of(replies: Iterable[Reply]) -> Iterator[Record]:
    """Yield every record of every reply; a reply that cannot be read becomes a quarantined record.

    Raises
    ------
    UnknownName
        If no source reads a reply.
    """
    sources = plugins(SOURCES)
    for reply in replies:
        source = sources.get(reply.source)
        if source is None:
            raise UnknownName(
                f"the archive holds a reply of the source {reply.source!r}, which this program does not have; "
                f"known: {', '.join(sources)}"
            )
        try:
            # Neither way holds a record while the next one is read: its body may be long.
            yield from map(from_file, source.parse(reply)) if reply.method == IMPORT else source.parse(reply)
        except (BadPage, SchemaChanged) as error:
            yield QuarantinedRecord(f"{reply.source} reply", reply.url, str(error))
        del reply  # before the next one is read: one is in memory at a time


def read_records(
    records: Iterable[Record], snapshot: Mapping[str, pd.DataFrame] | None, progress: Progress, workers: int
) -> Reading:
    """Return everything that the records and the bundled facts say, whatever the number of workers."""
    reading = Reading()
    if snapshot is not None:
        _add_snapshot(reading, snapshot)
    progress.start("reading documents")
    for analyses in map_batches(analyse_batch, _batches(_tasks(records, reading)), workers):
        # They come in the order of the records, so the last of a document is of its best body.
        reading.analyses.update((analysis.document_id, analysis) for analysis in analyses)
        progress.advance(len(analyses))
    progress.finish()
    for item in reading.listed:
        reading.merger.add_listed(item)
    _unite(reading)
    for statement in sorted(reading.stated, key=lambda one: (named_by(one), one.source, one.retrieved_at)):
        reading.merger.add_named(named_by(statement), statement.source, statement.retrieved_at)
    return reading


def _batches(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    return batched(tasks, _BATCH, lambda task: len(task.body.text), _HEAVIEST)


def _unite(reading: Reading) -> None:
    """Make one document of those that records say are one."""
    reading.aliases = aliases({draft.document_id: draft.same_as for draft in reading.merger.drafts.values()})
    reading.history.aliases = reading.aliases
    for other_id, document_id in reading.aliases.items():
        better = reading.merger.unite(other_id, document_id)
        analysis = reading.analyses.pop(other_id, None)
        if better and analysis is not None:
            reading.analyses[document_id] = replace(analysis, document_id=document_id)
    if reading.aliases:
        for draft in reading.merger.drafts.values():
            draft.rename_outgoing(reading.aliases)
        reading.stated = [with_ids(one, lambda name: reading.aliases.get(name, name)) for one in reading.stated]


def _tasks(records: Iterable[Record], reading: Reading) -> Iterator[Task]:
    for record in records:
        if isinstance(record, PingbackRecord):
            reading.listed.append(record)
        elif isinstance(record, QuarantinedRecord):
            reading.quarantined.add(record)
        elif isinstance(record, VisibilityRecord):
            reading.history.add_state(with_ids(record, canonical))
        elif not isinstance(record, DocumentRecord):
            reading.stated.append(with_ids(record, canonical))
        else:
            document = with_ids(record, canonical)
            reading.history.add(document)
            if body := reading.merger.add(document):
                yield Task(document.document_id, document.kind, body)
            del document, body
        del record  # a body may be long: it shall not be held while the next reply is read


def _add_snapshot(reading: Reading, snapshot: Mapping[str, pd.DataFrame]) -> None:
    for record, has_body in documents_of(snapshot):
        reading.merger.add(record, (SNAPSHOT_RANK, "", ""))
        reading.merger.drafts[record.document_id].bundled_body = has_body
    reading.listed.extend(pingbacks_of(snapshot))
    reading.stated.extend(statements_of(snapshot))
