"""The archive: every reply as it came, in one SQLite file that survives a kill at any moment.

A reply is written in one transaction, synced to disk, and never changed; asking again adds a newer reply
beside the older one. Bodies are stored once by their sha256, which is checked whenever one is read, as is what the key
of the reply is a hash of.
"""

import datetime
import hashlib
import json
import math
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.archive._file import ArchiveFile
from pipeline.archive.lock import RunLock
from pipeline.errors import clean

__all__ = ["IMPORT", "Archive", "Reply", "RunLock", "is_ahead", "now"]

IMPORT = "IMPORT"
"""The method of a reply that came from a file."""

_WAITS = "CREATE TABLE IF NOT EXISTS {} (host TEXT PRIMARY KEY, asked_at TEXT NOT NULL, until TEXT NOT NULL)"
"""Made with the first wait of its kind, so that archives of before need no other version."""
Waits = Literal["waits", "pauses"]
"""What hosts asked for, and the pause of a run after its last request to each."""
_NOTES = (
    "CREATE TABLE IF NOT EXISTS notes (name TEXT, key TEXT, text TEXT NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID"
)
"""Made with the first note, for the same reason."""
_COLUMNS = "key, source, method, url, request_body, status, headers, replies.sha256, retrieved_at"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of a site, or a file that somebody imported, with where and when it came from.

    ``key`` names this very reply: it is a hash of the request, the time and the body. ``retrieved_at`` is UTC to
    the second. A file has the method ``IMPORT``, a ``file:`` address and status 200.
    """

    key: str
    source: str
    method: str
    url: str
    request_body: bytes | None
    status: int
    headers: dict[str, str]
    body: bytes
    sha256: str
    retrieved_at: str


Judge = Callable[[Reply], Mapping[str, str]]
"""Decides what to note about a reply that is about to be stored: texts by the names of the notes."""

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """Return the time as the archive writes it; ``SOURCE_DATE_EPOCH`` fixes it, so that runs can be compared."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = (
        datetime.datetime.fromtimestamp(int(fixed), datetime.UTC)
        if fixed.isdigit()
        else datetime.datetime.now(datetime.UTC)
    )
    return moment.strftime(_MOMENT)


def is_ahead(moment: str) -> bool:
    """Say whether a moment is more than a day ahead of now, which no clock is that is only a little wrong."""
    return moment > _tomorrow()


def _tomorrow() -> str:
    return _later(now(), days=1)


def _later(moment: str, **by: int) -> str:
    return (datetime.datetime.fromisoformat(moment) + datetime.timedelta(**by)).strftime(_MOMENT)


class Archive(ArchiveFile):
    """All replies, with what is noted beside them. One process writes at a time (see :class:`pipeline.archive.lock.RunLock`)."""

    def get(self, source: str, method: str, url: str, request_body: bytes | None = None) -> Reply | None:
        """Return the newest reply to a request, or None if it was never answered; one that is dated ahead is the oldest."""
        with self._explained():
            row = self._database.execute(
                f"SELECT {_COLUMNS}, deflated FROM replies JOIN bodies USING (sha256) "  # noqa: S608 - constants
                "WHERE source = ? AND method = ? AND url = ? AND request_body IS ? "
                "ORDER BY retrieved_at > ?, retrieved_at DESC, key LIMIT 1",
                (source, method, url, request_body, _tomorrow()),
            ).fetchone()
        return None if row is None else self._reply(row)

    def put(
        self,
        source: str,
        method: str,
        url: str,
        body: bytes,
        *,
        request_body: bytes | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        retrieved_at: str | None = None,
        judge: Judge | None = None,
    ) -> Reply:
        """Store a reply, and with it what ``judge`` notes about it, and return it; when this returns, it is on disk.

        A file (method ``IMPORT``) that is already there, byte for byte, is not stored again: the reply that
        holds it is returned. Another file of its name comes later by a second at least, whatever the clock says, so that
        the file imported last is the newest.
        """
        sha256 = hashlib.sha256(body).hexdigest()
        retrieved_at = retrieved_at or now()
        if method == IMPORT and (known := self.get(source, method, url, request_body)):
            if known.sha256 == sha256 and known.headers == dict(headers or {}):
                return known
            if not is_ahead(known.retrieved_at):
                retrieved_at = max(retrieved_at, _later(known.retrieved_at, seconds=1))
        key = _key(source, method, url, request_body, str(status), retrieved_at, sha256)
        reply = Reply(key, source, method, url, request_body, status, dict(headers or {}), body, sha256, retrieved_at)
        noted = judge(reply) if judge else {}
        with self._explained(), self._transaction():
            self._database.execute("INSERT OR IGNORE INTO bodies VALUES (?, ?)", (sha256, zlib.compress(body)))
            self._database.execute(
                "INSERT OR IGNORE INTO replies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key, source, method, url, request_body, status, json.dumps(reply.headers), sha256, retrieved_at),
            )
            self._note((name, key, text) for name, text in sorted(noted.items()))
        return reply

    def replies(self, source: str | None = None) -> Iterator[Reply]:
        """Give every reply, or one source's, ordered by source, url, request body and time; one in memory at a time."""
        with self._explained():
            keys = self._database.execute(
                "SELECT key FROM replies WHERE ?1 IS NULL OR source = ?1 "
                "ORDER BY source, url, request_body, retrieved_at, key",
                (source,),
            ).fetchall()
        for (key,) in keys:
            yield self.reply(key)

    def history(self, source: str, url: str) -> Iterator[Reply]:
        """Give the replies to one address, the newest first and those dated ahead last; one in memory at a time."""
        with self._explained():
            keys = self._database.execute(
                "SELECT key FROM replies WHERE source = ? AND url = ? ORDER BY retrieved_at > ?, retrieved_at DESC, key",
                (source, url, _tomorrow()),
            ).fetchall()
        for (key,) in keys:
            yield self.reply(key)

    def reply(self, key: str) -> Reply:
        """Return the reply of that key."""
        with self._explained():
            row = self._database.execute(
                f"SELECT {_COLUMNS}, deflated FROM replies JOIN bodies USING (sha256) WHERE key = ?",  # noqa: S608
                (key,),
            ).fetchone()
        if row is None:
            raise self._damaged(f"the reply {key} is gone")
        return self._reply(row)

    def requests(self, source: str) -> list[tuple[str, bytes | None, int, str]]:
        """Return key, request body, status and time of every reply of a source, the oldest first; no body is read.

        Replies that are dated ahead (see :func:`is_ahead`) come before all others: whatever came since is newer.
        """
        with self._explained():
            return self._database.execute(
                "SELECT key, request_body, status, retrieved_at FROM replies WHERE source = ? "
                "ORDER BY retrieved_at <= ?, retrieved_at, key",
                (source, _tomorrow()),
            ).fetchall()

    def counts(self) -> dict[str, tuple[int, str]]:
        """Return, for each source, how many replies it has and when the newest came."""
        with self._explained():
            rows = self._database.execute(
                "SELECT source, COUNT(*), MAX(retrieved_at) FROM replies GROUP BY source ORDER BY source"
            ).fetchall()
        return {source: (count, newest) for source, count, newest in rows}

    def digest(self) -> str:
        """Return a hash of everything stored, whatever the order in which it came."""
        with self._explained():
            keys = self._database.execute("SELECT key FROM replies ORDER BY key").fetchall()
        return hashlib.sha256("\n".join(key for (key,) in keys).encode()).hexdigest()

    def leave_alone(self, host: str, asked_at: float, until: float, *, of: Waits = "waits") -> None:
        """Remember across runs that a host is to be left alone; the last word holds.

        Parameters
        ----------
        host : str
            Its name, with the port where there is one, in lower case.
        asked_at, until : float
            Seconds since 1970, by the clock on the wall whatever ``SOURCE_DATE_EPOCH`` says; kept to the second, so that the
            wait grows if anything.
        of : {"waits", "pauses"}
            Whether the host asked for it, or it is the pause after a request.
        """
        moments = [
            datetime.datetime.fromtimestamp(second, datetime.UTC).strftime(_MOMENT)
            for second in (math.floor(asked_at), math.ceil(until))
        ]
        with self._explained(), self._transaction():
            self._database.execute(_WAITS.format(of))
            self._database.execute(f"INSERT OR REPLACE INTO {of} VALUES (?, ?, ?)", (host, *moments))  # noqa: S608

    def left_alone(self, host: str, *, of: Waits = "waits") -> tuple[float, float] | None:
        """Return from when until when a host was last to be left alone, in seconds since 1970; None if it never was."""
        with self._explained():
            if not self._has(of):
                return None
            row = self._database.execute(
                f"SELECT asked_at, until FROM {of} WHERE host = ?",  # noqa: S608 - constants
                (host,),
            ).fetchone()
        if row is None:
            return None
        try:
            asked_at, until = (
                datetime.datetime.strptime(text, _MOMENT).replace(tzinfo=datetime.UTC).timestamp() for text in row
            )
        except (TypeError, ValueError) as error:
            raise self._damaged(
                f"{clean(host)} was to be left alone from {clean(row[0])!r} until {clean(row[1])!r}, expected times such as "
                "2026-11-21T15:30:00Z"
            ) from error
        return asked_at, until

    def keep_notes(self, name: str, texts: Mapping[str, str]) -> None:
        """Note texts about replies, by the reply's key: what was worked out of them, or what a reader decided about them.

        Notes are nothing gathered: neither the digest nor an export holds them. What was worked out can be again; a decision
        that is lost is asked for once more.
        """
        with self._explained(), self._transaction():
            self._note((name, key, text) for key, text in sorted(texts.items()))

    def _note(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Write notes (name, key of the reply, text) within a transaction."""
        if rows := list(rows):
            self._database.execute(_NOTES)
            self._database.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", rows)

    def notes(self, name: str) -> dict[str, str]:
        """Return the notes of a name, by the key of the reply that each is about."""
        with self._explained():
            if not self._has("notes"):
                return {}
            return dict(self._database.execute("SELECT key, text FROM notes WHERE name = ?", (name,)).fetchall())

    def _reply(self, row: tuple[str, str, str, str, bytes | None, int, str, str, str, bytes]) -> Reply:
        key, source, method, url, request_body, status, headers, sha256, retrieved_at, deflated = row
        # One byte of the file makes text a number, or bytes of the same content, which a hash does not tell apart.
        texts = (source, method, url, headers, sha256, retrieved_at)
        if not (
            all(isinstance(text, str) for text in texts)
            and isinstance(request_body, bytes | None)
            and isinstance(deflated, bytes)
        ):
            raise self._damaged(f"the reply {clean(key)} has columns of other types")
        try:
            body = zlib.decompress(deflated)
        except zlib.error as error:
            raise self._damaged(f"the reply {key} cannot be unpacked ({error})") from error
        if hashlib.sha256(body).hexdigest() != sha256:
            raise self._damaged(f"the reply {key} does not match its sha256")
        if _key(source, method, url, request_body, str(status), retrieved_at, sha256) != key:
            raise self._damaged(f"the reply {key} does not match its key")
        try:
            found = json.loads(headers)
        except ValueError as error:
            raise self._damaged(f"the headers of the reply {key} cannot be read ({error})") from error
        return Reply(key, source, method, url, request_body, status, found, body, sha256, retrieved_at)


def _key(*parts: str | bytes | None) -> str:
    hashed = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        hashed.update(b"-" if data is None else b"%d:" % len(data) + data)
    return hashed.hexdigest()[:32]
