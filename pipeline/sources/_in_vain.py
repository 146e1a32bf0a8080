"""Answers many of whose rows could not be used: they are noted in the archive, and the next run asks for the same again."""

from collections.abc import Callable, Iterable
from typing import Final

from pipeline.archive.store import Judge, Reply
from pipeline.records import Record
from pipeline.sources._healthy import FEW, Rows, too_many

UNUSABLE: Final = "answers of no use"
"""Name of the notes, by the keys of the replies."""


def judge(parse: Callable[[Reply], Iterable[Record]], rows: Rows, *, was_in_vain: bool) -> Judge:
    """Return what adds the rows of a reply to those of a run, and notes it if more of them are of no use than in a healthy run.

    What was so before (``was_in_vain``: the same was asked by a run before, and noted) will be so again, unless that is
    most of many rows: then what came is no answer to what was asked.
    """

    def judged(reply: Reply) -> dict[str, str]:
        if reply.status != 200:
            return {}
        new = Rows()
        new.add(parse(reply))
        rows.came += new.came
        rows.unusable += new.unusable
        are_most = new.unusable > new.came / 2
        are_many = new.unusable > FEW
        in_vain = are_most or too_many(new.unusable, new.came)
        return {UNUSABLE: ""} if in_vain and ((are_most and are_many) or not was_in_vain) else {}

    return judged
