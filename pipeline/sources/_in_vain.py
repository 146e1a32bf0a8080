"""Answers many of whose rows could not be used: they are noted in the archive, and the next run asks for the same again."""

from collections.abc import Callable, Iterable
from typing import Final

from pipeline.archive.store import Archive, Reply
from pipeline.records import Record
from pipeline.sources._healthy import FEW, Rows, too_many

UNUSABLE: Final = "answers of no use"
"""Name of the notes, by the keys of the replies."""


def count_rows(
    reply: Reply,
    parse: Callable[[Reply], Iterable[Record]],
    rows: Rows,
    archive: Archive,
    was_in_vain: bool,
) -> None:
    """Add the rows of a new reply to those of a run, and note if more of them are of no use than in a healthy run, or most.

    What was so before (``was_in_vain``: the same was asked by a run before, and noted) will be so again, unless that is
    most of many rows: then what came is no answer to what was asked.
    """
    new = Rows()
    new.add(parse(reply))
    rows.came += new.came
    rows.unusable += new.unusable
    are_most = new.unusable > new.came / 2
    are_many = new.unusable > FEW
    if (are_most and are_many) or ((are_most or too_many(new.unusable, new.came)) and not was_in_vain):
        archive.keep_notes(UNUSABLE, {reply.key: ""})
