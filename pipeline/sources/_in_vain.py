"""Answers most of whose rows could not be used: they are noted in the archive, and the next run asks for the same again."""

from collections.abc import Callable, Iterable
from typing import Final

from pipeline.archive.store import Archive, Reply
from pipeline.records import Record
from pipeline.sources._healthy import FEW, Rows

UNUSABLE: Final = "answers of no use"
"""Name of the notes, by the keys of the replies."""


def count_rows(
    reply: Reply,
    parse: Callable[[Reply], Iterable[Record]],
    rows: Rows,
    archive: Archive,
    was_in_vain: bool,
) -> None:
    """Add the rows of a new reply to those of a run, and note if they are of no use.

    A few that were so before (``was_in_vain``: the same was asked by a run before, and noted) will be so again.
    """
    new = Rows()
    new.add(parse(reply))
    rows.came += new.came
    rows.unusable += new.unusable
    if new.are_of_no_use() and not (new.unusable <= FEW and was_in_vain):
        archive.keep_notes(UNUSABLE, {reply.key: ""})
