"""Golden cases: replies written here with true structure, and the records that must come out of them.

A case is a folder ``tests/sources/<source>/<case>/`` with ``raw.*``, the reply as a site or a reader's hand gives it,
and ``expected.json``. ``reply.json``, where it exists, gives the reply's other parts (address, request).
"""

import dataclasses
import json
from pathlib import Path
from typing import Any

from pipeline.archive.store import IMPORT, Reply
from pipeline.errors import BadPage
from pipeline.records import DocumentRecord, QuarantinedRecord, TaggingRecord
from pipeline.registry import plugins
from pipeline.sources import SOURCES

FOLDER = Path(__file__).parent
RETRIEVED_AT = "2026-02-03T04:05:06Z"
PLAIN = b"<html><body><h1>A page</h1><p>It links <a href='https://arxiv.org/abs/2001.00001'>the paper</a>.</p></body></html>"
"""A page like any other, which does not say where it is."""

CASES = sorted(found.parent for found in FOLDER.glob("*/*/raw.*"))


def name(case: Path) -> str:
    """Return a case as tests are called by it."""
    return f"{case.parent.name}-{case.name}"


def is_refused(case: Path) -> bool:
    """Return whether the reply of a case is one that its source is to refuse."""
    return [set(record) for record in json.loads((case / "expected.json").read_text(encoding="utf-8"))] == [{"refused"}]


def reply_of(case: Path, data: bytes | None = None) -> Reply:
    """Return the reply of a case, with other bytes if any are given."""
    (raw,) = case.glob("raw.*")
    parts: dict[str, Any] = {"url": f"file:{case.name}/{raw.name}", "method": IMPORT, "request": None}
    if (given := case / "reply.json").exists():
        parts |= json.loads(given.read_text(encoding="utf-8"))
    body = raw.read_bytes() if data is None else data
    request = None if parts["request"] is None else json.dumps(parts["request"]).encode()
    return Reply("k", case.parent.name, parts["method"], parts["url"], request, 200, {}, body, "", RETRIEVED_AT)


def records_of(case: Path, data: bytes | None = None) -> list[dict[str, Any]]:
    """Return the records of a case as plain values, without fields that say nothing; or why the reply is refused."""
    source = plugins(SOURCES)[case.parent.name]
    try:
        return [_plain(record) for record in source.parse(reply_of(case, data))]
    except BadPage as refused:
        return [{"refused": str(refused)}]


def _plain(record: Any) -> dict[str, Any]:
    said = {key: value for key, value in dataclasses.asdict(record).items() if value is not None}
    if not isinstance(record, QuarantinedRecord):
        for key in ("retrieved_at", "where", "origin", "source", "imported"):
            said.pop(key, None)
        if isinstance(record, DocumentRecord):
            del said["mirror"]  # which site it is, as the origin
            said = {key: value for key, value in said.items() if (key, value) != ("authors_in_part", False)}
        if isinstance(record, TaggingRecord) and not record.mirror:
            del said["mirror"]
    plain: dict[str, Any] = json.loads(json.dumps({"record": type(record).__name__, **said}))
    return plain
