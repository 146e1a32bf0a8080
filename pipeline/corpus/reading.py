"""Every reply of the archive -> documents merged, bodies analysed, the rest kept as it came."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipeline.archive.store import Reply
from pipeline.corpus._pool import batched, map_batches
from pipeline.corpus.analyse import Analysis, Task, analyse_batch
from pipeline.corpus.bundled import documents_of, pingbacks_of
from pipeline.corpus.merge import SNAPSHOT_RANK, Merger
from pipeline.errors import BadPage, SchemaChanged, UnknownName
from pipeline.progress import Progress
from pipeline.records import (
    CitationRecord,
    DefinitionRecord,
    DocumentRecord,
    FactRecord,
    PingbackRecord,
    QuarantinedRecord,
    Record,
    TaggingRecord,
)
from pipeline.registry import plugins

_BATCH = 64


@dataclass(slots=True)
class Reading:
    """What the archive and the bundled facts hold: drafts, analyses by document, lists, statements, unusable records."""

    merger: Merger = field(default_factory=Merger)
    analyses: dict[str, Analysis] = field(default_factory=dict)
    listed: list[PingbackRecord] = field(default_factory=list)
    stated: list[CitationRecord | TaggingRecord | FactRecord | DefinitionRecord] = field(default_factory=list)
    quarantined: set[QuarantinedRecord] = field(default_factory=set)


def records_of(replies: Iterable[Reply]) -> Iterator[Record]:
    """Yield every record of every reply; a reply that cannot be read becomes a quarantined record.

    Raises
    ------
    UnknownName
        If no source reads a reply.
    """
    sources = plugins("pipeline.sources")
    for reply in replies:
        source = sources.get(reply.source)
        if source is None:
            raise UnknownName(
                f"the archive holds a reply of the source {reply.source!r}, which this program does not have; "
                f"known: {', '.join(sources)}"
            )
        try:
            yield from source.parse(reply)
        except (BadPage, SchemaChanged) as error:
            yield QuarantinedRecord(f"{reply.source} reply", reply.url, str(error))


def read_records(
    records: Iterable[Record], snapshot: Mapping[str, pd.DataFrame] | None, progress: Progress, workers: int
) -> Reading:
    """Return everything that the records and the bundled facts say, whatever the number of workers."""
    reading = Reading()
    if snapshot is not None:
        _add_snapshot(reading, snapshot)
    progress.start("reading documents")
    for analyses in map_batches(analyse_batch, batched(_tasks(records, reading), _BATCH), workers):
        # They come in the order of the records, so the last of a document is of its best body.
        reading.analyses.update((analysis.document_id, analysis) for analysis in analyses)
        progress.advance(len(analyses))
    progress.finish()
    for item in reading.listed:
        reading.merger.add_listed(item)
    return reading


def _tasks(records: Iterable[Record], reading: Reading) -> Iterator[Task]:
    for record in records:
        if isinstance(record, PingbackRecord):
            reading.listed.append(record)
        elif isinstance(record, QuarantinedRecord):
            reading.quarantined.add(record)
        elif not isinstance(record, DocumentRecord):
            reading.stated.append(record)
        elif body := reading.merger.add(record):
            yield Task(record.document_id, record.kind, body)


def _add_snapshot(reading: Reading, snapshot: Mapping[str, pd.DataFrame]) -> None:
    for record, has_body in documents_of(snapshot):
        reading.merger.add(record, (SNAPSHOT_RANK, "", ""))
        reading.merger.drafts[record.document_id].bundled_body = has_body
    reading.listed.extend(pingbacks_of(snapshot))
