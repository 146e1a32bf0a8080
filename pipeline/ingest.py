"""Fills the archive: from the sites, politely, and from files that somebody saved."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline import registry
from pipeline.archive.store import IMPORT, Archive, Reply, now
from pipeline.errors import BadPage, UsageError
from pipeline.progress import Progress
from pipeline.records import DocumentRecord, PingbackRecord, QuarantinedRecord
from pipeline.sources import forum_dump


def import_dumps(files: Sequence[Path], archive: Archive, progress: Progress) -> Iterator[str]:
    """Store dumps of the forum's API and say, a line a file, what each holds.

    A file that was stored before, byte for byte, is not stored again. A folder stands for the files in it.

    Raises
    ------
    UsageError
        If a file cannot be read, or a folder is empty.
    BadPage
        If a file is no dump. Files before it are stored; it is not.
    """
    paths = [path for name in files for path in _files(name)]
    progress.start("reading dumps", len(paths))
    for path in paths:
        data = _read(path)
        reply = Reply(
            "",
            forum_dump.NAME,
            IMPORT,
            f"file:{path.absolute().parent.name}/{path.name}",
            None,
            200,
            {},
            data,
            "",
            now(),
        )
        counted = _count(reply)
        archive.put(reply.source, IMPORT, reply.url, data)
        progress.advance()
        yield f"{path}: {counted}"
    progress.finish()


def _count(reply: Reply) -> str:
    """Read a reply and return in words what it holds."""
    posts = comments = pingbacks = bad = 0
    for record in registry.plugins("pipeline.sources")[reply.source].parse(reply):
        posts += isinstance(record, DocumentRecord) and record.kind == "post"
        comments += isinstance(record, DocumentRecord) and record.kind == "comment"
        pingbacks += isinstance(record, PingbackRecord)
        bad += isinstance(record, QuarantinedRecord) and not record.what.endswith(", kept")
    counts = {"posts": posts, "comments": comments, "incoming links": pingbacks, "records in quarantine": bad}
    return ", ".join(f"{count:,} {what}" for what, count in counts.items() if count) or "nothing to read"


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(inner for inner in path.iterdir() if inner.is_file() and not inner.name.startswith("."))
    if not found:
        raise UsageError(f"{path}: expected files in this folder, found none; name the files to import")
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}; check the name and the file's permissions") from error
