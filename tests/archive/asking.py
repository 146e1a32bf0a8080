"""A session whose clock only waiting moves, and what it asked for."""

from typing import Any

from pipeline.archive._transport import Transport
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.progress import Silent
from pipeline.settings import Gather
from tests.loopback_forum import LoopbackForum


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


class Told(Silent):
    """Keeps what a reader is told."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def polite(url: str, archive: Archive, clock: Time, *, pause: float = 3.0, total: float = 5.0, **more: Any) -> Session:
    settings: dict[str, Any] = {
        "contact": "https://atlas.invalid/contact",
        "pause_seconds": pause,
        "sites": {"forum": url},
    }
    return Session(
        Gather.model_validate(settings | more.pop("gather", {})),
        archive,
        clock=lambda: clock.now,
        sleep=clock.sleep,
        transport=Transport(total_seconds=total, read_seconds=total),
        **more,
    )


def paths(forum: LoopbackForum) -> list[str]:
    return [path for _, path, _, _ in forum.asked]
