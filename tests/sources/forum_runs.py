"""One gathering from the loopback forum, and what came of it."""

from collections.abc import Iterator
from typing import Any

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.progress import Silent
from pipeline.records import DocumentRecord, QuarantinedRecord
from pipeline.settings import Settings
from pipeline.sources import forum_api
from pipeline.sources._outcome import SourceOutcome
from tests.loopback_forum import post_id


class Counting(Silent):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int | None]] = []
        self.steps = 0

    def start(self, what: str, total: int | None = None) -> None:
        self.told.append((what, total))

    def advance(self, steps: int = 1) -> None:
        self.steps += steps


def run(settings: Settings, archive: Archive, progress: Silent | None = None, **options: Any) -> SourceOutcome:
    session = Session(
        settings.gather, archive, sleep=lambda _: None, clock=iter(range(0, 10**9, 100)).__next__, **options
    )
    try:
        return forum_api.gather(settings, session, archive, progress or Silent())
    finally:
        session.close()


def records(archive: Archive) -> list[Any]:
    return [record for reply in archive.replies("forum_api") for record in forum_api.parse(reply)]


def documents(archive: Archive) -> dict[str, dict[str, Any]]:
    """Return each document's facts, as all replies together give them, the newest last."""
    found: dict[str, dict[str, Any]] = {}
    rows = [record for record in records(archive) if isinstance(record, DocumentRecord)]
    for record in sorted(rows, key=lambda record: record.retrieved_at):
        known = {name: getattr(record, name) for name in record.__slots__ if getattr(record, name) is not None}
        found.setdefault(record.document_id, {}).update(known)
    return found


def quarantined(archive: Archive) -> Iterator[QuarantinedRecord]:
    return (record for record in records(archive) if isinstance(record, QuarantinedRecord))


def ids(*numbers: int) -> set[str]:
    return {f"forum:{post_id(number)}" for number in numbers}
