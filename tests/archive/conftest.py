"""What tests of the archive are handed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from tests.archive.asking import Time, polite
from tests.loopback_forum import LoopbackForum, serving


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def forum() -> Iterator[LoopbackForum]:
    with serving(LoopbackForum([], pages={"/page": b"<p>the page", "/other": b"<p>the other"})) as served:
        yield served


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "replies.sqlite") as opened:
        yield opened


@pytest.fixture
def session(forum: LoopbackForum, archive: Archive, clock: Time) -> Iterator[Session]:
    made = polite(forum.url, archive, clock)
    yield made
    made.close()
