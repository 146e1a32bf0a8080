"""The archive's one SQLite file: how it is opened, made, written to and closed, and what is said where that fails."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.errors import StoreUnusable

VERSION = 1

_APPLICATION = 0x524C4F41  # "RLOA", tells our file from any other SQLite database
_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {VERSION};
CREATE TABLE bodies (sha256 TEXT PRIMARY KEY, deflated BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE replies (
    key TEXT PRIMARY KEY, source TEXT NOT NULL, method TEXT NOT NULL, url TEXT NOT NULL, request_body BLOB,
    status INTEGER NOT NULL, headers TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES bodies, retrieved_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX replies_by_request ON replies (source, url, request_body, retrieved_at);
"""


class ArchiveFile:
    """The file, and what it takes to use it.

    Parameters
    ----------
    path : Path
        The SQLite file; made, with its folder, if it does not exist when there is something to store.

    Raises
    ------
    StoreUnusable
        Here and in every method: if the file is damaged, not ours, or of a newer version of this program, or
        if it cannot be written (disk full, read-only). It is never overwritten.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._explained():
            self._is_file = path.exists()
            self._database = self._opened() if self._is_file else _empty()

    def close(self) -> None:
        """Close the file; the log of the last transactions is folded into it."""
        with self._explained():
            self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _has(self, table: str) -> bool:
        return bool(self._database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone())

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=5, isolation_level=None, check_same_thread=False)
        self._check_version(database)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        return database

    def _check_version(self, database: sqlite3.Connection) -> None:
        application = database.execute("PRAGMA application_id").fetchone()[0]
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if application != _APPLICATION:
            database.close()
            raise self._damaged("it is not an archive of this program")
        if version != VERSION:
            database.close()
            raise StoreUnusable(
                f"cannot read the archive {self.path}: it has version {version}, this program reads {VERSION}; "
                "it was left untouched, use a newer release"
            )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        if not self._is_file:
            if not self.path.exists():
                _create(self.path)
            opened = self._opened()
            self._database.close()
            self._database, self._is_file = opened, True
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            # A full disk may have ended the transaction already.
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what SQLite and the file system say into one error with the path and what to do."""
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            raise StoreUnusable(
                f"cannot use the archive {self.path}: {error}; free space, allow writing to its folder, or choose another "
                "--data-dir. What was stored before is unchanged"
            ) from error
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter for words of SQLite that quote damage
            raise self._damaged(str(error)) from error

    def _damaged(self, why: str) -> StoreUnusable:
        return StoreUnusable(
            f"the archive {self.path} is damaged: {why}; it was left untouched. Put a copy back in its place, or move "
            "it away and gather or import again"
        )


def _empty() -> sqlite3.Connection:
    """Return an archive in memory alone, as long as there is nothing to store: reading makes no file, nor does what is refused."""
    database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    database.executescript(_SCHEMA)
    return database


def _create(path: Path) -> None:
    """Make the empty archive beside its place and rename it: a file at ``path`` is always whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    new.with_name(new.name + "-journal").unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(new)) as database:
        database.executescript(_SCHEMA)
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
