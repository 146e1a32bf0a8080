"""Dumps of the forum's API: posts and comments as JSON, from a file.

Files:   a JSON list, JSON lines, or a reply of the API as it came (``{"data": {"posts": {"results": [...]}}}``);
         gzip allowed.
Gives:   whatever the dump holds: ids, titles, dates, karma, af mark, authors, tags; bodies as written, as a page
         shows them, or in Markdown.
Misses:  what the dump leaves out; nothing is asked of any site. Whether a row is of LessWrong or of the EA Forum, its
         ``pageUrl`` says; without one it is of the forum that the dump's first address is of, else of LessWrong.
"""

import zlib
from collections.abc import Iterator
from typing import Any

from pipeline.archive.store import IMPORT, Reply
from pipeline.archive.unpacking import TooLarge, unpacked
from pipeline.errors import BadPage, clean, count
from pipeline.records import Record
from pipeline.sources import _json
from pipeline.sources._forum_hosts import HOMES, SCHEMES, host_of
from pipeline.sources._forum_rows import Reader

NAME = "forum_dump"
UNPACKED_LIMIT = 1 << 30
"""A month of posts is under 10 MB, a year of comments under 500 MB; more than this is no dump."""

_POST_FIELDS = frozenset({"title", "postedAt"})
_COMMENT_FIELDS = frozenset({"postId", "postedAt"})


def accepts(data: bytes) -> bool:
    """Say whether a file is a dump that :func:`parse` can read."""
    try:
        return bool(_rows(data, "file"))
    except BadPage:
        return False


def parse(reply: Reply) -> Iterator[Record]:
    """Read an imported dump.

    Yields
    ------
    Record
        A document per post or comment, in the file's order, and a quarantined record for whatever could not be used.

    Raises
    ------
    BadPage
        If the file cannot be unpacked, is not JSON, or holds neither posts nor comments.
    """
    where = reply.url.removeprefix("file:")
    if reply.method != IMPORT:
        raise BadPage(f"{where}: expected an imported file, found a reply to {reply.method}")
    rows = _rows(reply.body, where)
    usual = next(filter(None, map(_scheme, rows)), "forum")
    readers = dict(_readers(reply, where))
    for position, row in enumerate(rows, 1):
        reader = readers[_scheme(row) or usual]
        yield from reader.comment(row, position) if _is_comment(row) else reader.post(row, position)
    yield from readers[usual].end()


def _readers(reply: Reply, where: str) -> Iterator[tuple[str, Reader]]:
    """Yield the reader of the rows of each forum; what they know none of they report together."""
    unknown: set[str] = set()
    for scheme, home in HOMES.items():
        yield (
            scheme,
            Reader(
                NAME,
                reply.retrieved_at,
                where,
                home,
                frozenset({"_id"}),
                scheme,
                tells_deletions=False,
                unknown_fields=unknown,
            ),
        )


def _scheme(row: object) -> str | None:
    """Return the scheme of the forum that a row is of, if its address says so."""
    address = row.get("pageUrl") if isinstance(row, dict) else None
    return SCHEMES.get(host_of(address)) if isinstance(address, str) else None


def _rows(data: bytes, where: str) -> list[Any]:
    text = _unpacked(data, where)
    start = text.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start not in (b"[", b"{"):
        raise _unlike(where, f"a file that begins {clean(text[:40].decode('utf-8', 'replace'))!r}")
    try:
        rows = _results(_json.loads(text, where, keep_halves=True))
    except BadPage:
        if start != b"{" or b"\n" not in text.strip():
            raise
        rows = [
            _json.loads(line, f"{where}, line {number}", keep_halves=True)
            for number, line in enumerate(text.splitlines(), 1)
            if line.strip()
        ]
    if not any(
        isinstance(row, dict) and "_id" in row and (row.keys() >= _POST_FIELDS or _is_comment(row)) for row in rows
    ):
        raise _unlike(where, f"{count(len(rows), 'item')}, none with _id and {' and '.join(sorted(_POST_FIELDS))}")
    return rows


def _results(value: Any) -> list[Any]:
    """Return the rows of a list, of a reply with one or more result lists, or of a single row."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and isinstance(value.get("data"), dict):
        tops = [top for top in value["data"].values() if isinstance(top, dict)]
        lists = [top["results"] for top in tops if isinstance(top.get("results"), list)]
        return [row for rows in lists for row in rows] + [top["result"] for top in tops if top.get("result")]
    if isinstance(value, dict) and isinstance(value.get("results"), list):
        return list(value["results"])
    return [value]


def _is_comment(row: object) -> bool:
    return isinstance(row, dict) and row.keys() >= _COMMENT_FIELDS and "title" not in row


def _unpacked(data: bytes, where: str) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return unpacked(data, UNPACKED_LIMIT)
    except TooLarge as error:
        raise BadPage(f"{where}: it unpacks to more than {UNPACKED_LIMIT >> 20} MB; split the dump") from error
    except (zlib.error, EOFError) as error:
        raise BadPage(f"{where}: cannot be unpacked: {error}; copy or download the file again") from error


def _unlike(where: str, found: str) -> BadPage:
    return BadPage(
        f"{where}: expected posts or comments as the forum's API gives them (a JSON list, JSON lines or a whole reply), "
        f"found {found}"
    )
