"""Fills the archive from files that somebody saved: dumps, and pages."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from pipeline import registry
from pipeline.archive.store import IMPORT, Archive, Reply, now
from pipeline.corpus.identities import known_by
from pipeline.errors import BadPage, UsageError, clean, count
from pipeline.progress import Progress
from pipeline.records import (
    CitationRecord,
    DefinitionRecord,
    DocumentRecord,
    PingbackRecord,
    QuarantinedRecord,
    TaggingRecord,
)
from pipeline.sources import SOURCES, forum_dump

LARGEST_FILE = 1 << 30
_COUNTED = {
    PingbackRecord: ("incoming link", "incoming links"),
    CitationRecord: ("citation", "citations"),
    TaggingRecord: ("post under a tag", "posts under a tag"),
    DefinitionRecord: ("definition", "definitions"),
    QuarantinedRecord: ("record in quarantine", "records in quarantine"),
}
"""What the records of a file are called when they are counted, one or many, documents and facts apart."""


def import_dumps(files: Sequence[Path], archive: Archive, progress: Progress) -> Iterator[str]:
    """Store dumps of the forum's API and say, a line a file, what each holds.

    A file that was stored before, byte for byte, is not stored again. A folder stands for the files in it and in its folders.

    Raises
    ------
    UsageError
        If a file cannot be read or is no dump, or a folder is empty. Files before it are stored; it is not.
    """
    paths = [path for name in files for path in _files(name)]
    progress.start("reading dumps", len(paths))
    for path in paths:
        yield f"{path}: {_store(archive, forum_dump, path, _read(path), '')}"
        progress.advance()
    progress.finish()


def import_pages(
    files: Sequence[Path], archive: Archive, progress: Progress, *, listed_on: str | None = None
) -> Iterator[str]:
    """Store pages that somebody saved by hand and say, a line a file, what each holds.

    Parameters
    ----------
    files : sequence of Path
        HTML or text as saved from a browser; each source is asked whether it can read them.
    listed_on : str, optional
        Id or address of the document that the page shows (``forum:FkgsxrGf3QxhfLWHG``), for pages that do not say so
        themselves.

    Raises
    ------
    UsageError
        If a file cannot be read, or no source can make anything of it. Files before it are stored; it is not. If
        ``listed_on`` names no document: nothing is stored then.
    """
    readers = [
        module
        for module in registry.plugins(SOURCES).values()
        if hasattr(module, "accepts") and module is not forum_dump
    ]
    document_id = known_by(listed_on) if listed_on is not None else ""
    if document_id is None:
        raise UsageError(
            "--of: expected the id of a document (forum:ID, eaforum:ID, forum-tag:SLUG, arxiv:NUMBER, doi:NAME, "
            f"web:https://...) or an address that says it, found {clean(listed_on)!r}"
        )
    paths = [path for name in files for path in _files(name)]
    progress.start("reading pages", len(paths))
    for path in paths:
        data = _read(path)
        module = next((module for module in readers if module.accepts(data)), None)
        if module is None:
            _say_why_not(path, data)
            raise UsageError(
                f"{path}: none of {len(readers)} sources can read this page; `atlas list sources` says what each reads"
            )
        yield f"{path}: {_store(archive, module, path, data, document_id)}"
        progress.advance()
    progress.finish()


def _say_why_not(path: Path, data: bytes) -> None:
    """Raise UsageError if a source knows the kind of file, and why nothing can be made of it."""
    for module in registry.plugins(SOURCES).values():
        if hasattr(module, "refuses") and (why := module.refuses(data)):
            raise UsageError(f"{path}: {why}")


def _store(archive: Archive, module: ModuleType, path: Path, data: bytes, listed_on: str) -> str:
    """Read a file with its module, and only then store it; return in words what it holds."""
    url = f"file:{path.absolute().parent.name}/{path.name}" + (f"#{listed_on}" if listed_on else "")
    try:
        counted = _count(module, Reply("", module.NAME, IMPORT, url, None, 200, {}, data, "", now()))
    except BadPage as error:
        raise cannot_import(path, url, error) from error
    archive.put(module.NAME, IMPORT, url, data)
    return counted


def cannot_import(path: Path, url: str, error: BadPage) -> UsageError:
    """Return the error about a file that its source cannot read: named as it was given, and not as the archive would."""
    shown, said = url.removeprefix("file:"), str(error).removeprefix("file:")
    why = f"{path}{said.removeprefix(shown)}" if said.startswith(shown) else f"{path}: {error}"
    return UsageError(f"cannot import {why.removesuffix('.')}. It was not stored")


def _count(module: ModuleType, reply: Reply) -> str:
    found: Counter[tuple[str, str]] = Counter()
    for record in module.parse(reply):
        if isinstance(record, DocumentRecord):
            found[record.kind, f"{record.kind}s"] += 1
        elif not isinstance(record, QuarantinedRecord) or not record.what.endswith(", kept"):
            found[_COUNTED.get(type(record), ("fact", "facts"))] += 1
    order = dict.fromkeys((("post", "posts"), ("comment", "comments"), *_COUNTED.values(), *sorted(found)))
    return ", ".join(count(found[what], *what) for what in order if found[what]) or "nothing to read"


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(inner for inner in path.rglob("*") if inner.is_file() and not inner.name.startswith("."))
    if not found:
        raise UsageError(f"{path}: expected files in this folder, found none; name the files to import")
    return found


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(f"{path}: larger than {LARGEST_FILE >> 30} GB; split it")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}; check the name and the file's permissions") from error
