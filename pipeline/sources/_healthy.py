"""What a healthy run brings: fields that are called as before, few rows of no use, lists about as long as they were."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pipeline.bounds import SHRUNK
from pipeline.errors import SchemaChanged, clean, count
from pipeline.records import DocumentRecord, QuarantinedRecord, Record

CEILING: Final = 0.05
"""Share of rows that may be unusable."""

FEW: Final = 3
"""So many may be unusable, whatever their share."""

NOT_GIVEN: Final = "asked for, and "
"""Begins the reason of a record about what a site does not give: that is an answer, not a row of no use."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a row that must be there, all that were asked for, and in which member of the row they are, if in one."""

    required: frozenset[str]
    known: frozenset[str]
    part: str = ""


def refuse_renamed(rows: Iterable[Any], fields: Fields, where: str, site: str = "the forum") -> None:
    """Tell a renamed field, which is a changed schema, from a row that lacks one.

    Raises
    ------
    SchemaChanged
        If a required field is missing from every row, and every row has a field that nobody asked for.
    """
    parts = (row.get(fields.part) if fields.part and isinstance(row, dict) else row for row in rows)
    found = [part for part in parts if isinstance(part, dict)]
    if not found:
        return
    lost = fields.required.difference(*found)
    new = frozenset.intersection(*(frozenset(row) for row in found)) - fields.known
    if lost and new:
        of_what = f"{fields.part} of every row" if fields.part else "every row"
        raise SchemaChanged(
            f"{site}'s schema changed: {', '.join(sorted(lost))} is missing from {of_what} of {where}, and "
            f"{clean(', '.join(sorted(new)))} is new; update this program, or import a saved page or a dump"
        )


@dataclass(slots=True)
class Rows:
    """How many rows came, and how many of them could not be used."""

    came: int = 0
    unusable: int = 0

    def add(self, records: Iterable[Record]) -> None:
        """Count the rows of one reply by the records that were read from them."""
        for record in records:
            is_unusable = isinstance(record, QuarantinedRecord) and not (
                record.is_remark or record.why.startswith(NOT_GIVEN)
            )
            self.came += is_unusable or isinstance(record, DocumentRecord)
            self.unusable += is_unusable

    def gaps(self) -> list[str]:
        """Return a sentence if too many could not be used: of a handful of rows, more than half."""
        return too_many(self.unusable, self.came, few=min(FEW, self.came // 2))


def too_many(unusable: int, rows: int, *, few: int = FEW) -> list[str]:
    """Return a sentence if more rows could not be used than in a healthy run, which makes this one incomplete."""
    if unusable <= max(few, CEILING * rows):
        return []
    told = f"more rows than the {CEILING:.0%} of a healthy run could not be used ({unusable:,} of {rows:,})"
    return [f"{told}; the quarantine table says why"]


def shrunk(what: str, before: int, after: int, *, accepted: bool, few: int = 0) -> list[str]:
    """Return a sentence if a list came with much less than was known of it; what was known stays in the archive.

    So ``few`` items may be lost, whatever their share: a short list loses a fifth with every item that is deleted.
    """
    if accepted or not has_shrunk(before, after, few=few):
        return []
    told = f"{what} has shrunk from {before:,} to {count(after, 'item')}"
    return [f"{told}; what was known is kept, and --accept-shrink says that this is right"]


def has_shrunk(before: int, after: int, *, few: int = 0) -> bool:
    """Say whether that is under four fifths of what was known, with more than ``few`` items lost."""
    return after < SHRUNK * before and before - after > few
