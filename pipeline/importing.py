"""Fills the archive from files that somebody saved: dumps, and pages."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

from pipeline import registry
from pipeline.archive.store import IMPORT, Archive, Reply, now
from pipeline.corpus.identities import canonical, known_by
from pipeline.errors import BadPage, UsageError, clean, count
from pipeline.progress import Progress
from pipeline.records import (
    DESCRIBES,
    CitationRecord,
    DefinitionRecord,
    DocumentRecord,
    FactRecord,
    PingbackRecord,
    QuarantinedRecord,
    Record,
    TaggingRecord,
)
from pipeline.sources import SOURCES, _web, forum_dump

LARGEST_FILE = 1 << 30
_COUNTED = {
    PingbackRecord: ("incoming link", "incoming links"),
    CitationRecord: ("citation", "citations"),
    TaggingRecord: ("post under a tag", "posts under a tag"),
    DefinitionRecord: ("definition", "definitions"),
    QuarantinedRecord: ("record in quarantine", "records in quarantine"),
}
"""What the records of a file are called when they are counted, one or many, documents and facts apart."""


def import_dumps(files: Sequence[Path], archive: Archive, progress: Progress) -> Iterator[str | UsageError]:
    """Store dumps of the forum's API and say of each file what it holds, or why it was not stored.

    A file that was stored before, byte for byte, is not stored again. A folder stands for the files in it and in its folders.

    Raises
    ------
    UsageError
        If no file can be stored: about the last of them.
    """
    return _each("reading dumps", files, progress, lambda path, data: _store(archive, forum_dump, path, data, ""))


def import_pages(
    files: Sequence[Path], archive: Archive, progress: Progress, *, listed_on: str | None = None
) -> Iterator[str | UsageError]:
    """Store pages that somebody saved by hand and say of each file what it holds, or why it was not stored.

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
        If no file can be stored: about the last of them. If ``listed_on`` names no document: nothing is stored then.
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

    def store(path: Path, data: bytes) -> str:
        module = next((module for module in readers if module.accepts(data)), None)
        if module is None:
            raise UsageError(f"{path}: {_why_not(data) or unreadable}. It was not stored")
        return _store(archive, module, path, data, document_id)

    unreadable = f"none of {len(readers)} sources can read this page; `atlas list sources` says what each reads"
    return _each("reading pages", files, progress, store)


def _each(
    what: str, files: Sequence[Path], progress: Progress, store: Callable[[Path, bytes], str]
) -> Iterator[str | UsageError]:
    """Give every file to ``store`` and yield what it says, or the error about the file; one in memory at a time.

    Where none could be stored, the error about the last one is raised.
    """
    paths = [path for name in files for path in _files(name)]
    progress.start(what, len(paths))
    any_stored = False
    for number, path in enumerate(paths, 1):
        try:
            told = store(path, _read(path))
        except UsageError as refused:
            if number == len(paths) and not any_stored:
                raise
            yield refused
        else:
            any_stored = True
            yield f"{path}: {told}"
        progress.advance()
    progress.finish()


def _why_not(data: bytes) -> str | None:
    """Return why nothing can be made of a file, if a source knows its kind."""
    modules = registry.plugins(SOURCES).values()
    return next((why for module in modules if hasattr(module, "refuses") and (why := module.refuses(data))), None)


def _store(archive: Archive, module: ModuleType, path: Path, data: bytes, listed_on: str) -> str:
    """Read a file with its module, and only then store it; return in words what it holds."""
    url = f"file:{path.absolute().parent.name}/{path.name}" + (f"#{listed_on}" if listed_on else "")
    found: Counter[tuple[str, str]] = Counter()
    of: list[str] = []
    try:
        for record in module.parse(Reply("", module.NAME, IMPORT, url, None, 200, {}, data, "", now())):
            of += _of(record, first=not of)
            if (what := _called(record)) is not None:
                found[what] += 1
    except BadPage as error:
        raise cannot_import(path, url, error) from error
    if listed_on and of and listed_on not in of:
        raise UsageError(
            f"cannot import {path}: it says itself that it is of {clean(of[0])}, and --of names {clean(listed_on)}; leave --of "
            "out if the page is right. It was not stored"
        )
    archive.put(module.NAME, IMPORT, url, data)
    order = dict.fromkeys((("post", "posts"), ("comment", "comments"), *_COUNTED.values(), *sorted(found)))
    counted = ", ".join(count(found[what], *what) for what in order if found[what]) or "nothing to read"
    return counted + (_called_elsewhere(data, listed_on) if of[:1] == [listed_on] else "")


def _of(record: Record, *, first: bool) -> list[str]:
    """Return the ids under which a page is known, by its first record that has one; or what it says to describe."""
    if isinstance(record, FactRecord) and record.fact == DESCRIBES:
        return [known_by(record.value) or record.value]
    ids = (getattr(record, name, None) for name in ("document_id", "listed_on", "parent_id"))
    return [canonical(one) for one in ids if one] if first else []


def _called_elsewhere(data: bytes, listed_on: str) -> str:
    """Say under which other id a page knows itself that is taken for what ``--of`` names, as a copy of it is."""
    own = _web.own_address(_web.page_of(data)) if _web.is_markup(data) else None
    other = known_by(own) if own else None
    return (
        f" (taken for {clean(listed_on)}, as --of says; the page calls itself {clean(other)})"
        if other not in (None, listed_on)
        else ""
    )


def _called(record: Record) -> tuple[str, str] | None:
    """Return what a record is called when it is counted, one or many; None of a remark about one that is kept."""
    if isinstance(record, DocumentRecord):
        return record.kind, f"{record.kind}s"
    if isinstance(record, QuarantinedRecord) and record.is_remark:
        return None
    return _COUNTED.get(type(record), ("fact", "facts"))


def cannot_import(path: Path, url: str, error: BadPage) -> UsageError:
    """Return the error about a file that its source cannot read: named as it was given, and not as the archive would."""
    shown, said = url.removeprefix("file:"), str(error).removeprefix("file:")
    why = f"{path}{said.removeprefix(shown)}" if said.startswith(shown) else f"{path}: {error}"
    return UsageError(f"cannot import {why.removesuffix('.')}. It was not stored")


def _files(path: Path) -> list[Path]:
    """Return the files in a folder and in its folders, in order of their names; of anything else, or an empty folder, itself.

    What is hidden is left out, whole folders too: programs keep their own files there.
    """
    if not path.is_dir():
        return [path]
    shown = (
        inner for inner in path.rglob("*") if not any(part.startswith(".") for part in inner.relative_to(path).parts)
    )
    return sorted(inner for inner in shown if inner.is_file()) or [path]


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise UsageError(f"{path}: expected files in this folder, found none; name the files to import")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(f"{path}: larger than {LARGEST_FILE >> 30} GB; split it")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}; check the name and the file's permissions") from error
