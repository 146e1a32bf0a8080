"""What walks through a forum have passed over: pages of no use, and rows that they stepped over."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from typing import Final

from pipeline.sources import _forum_questions as questions
from pipeline.sources._forum_archived import Answered
from pipeline.sources._forum_asking import Asking
from pipeline.sources._forum_questions import Question

SMALLEST: Final = 1
"""Rows that are asked for where more did not come."""


def ask_for_passed_over(asking: Asking, name: str, what: str, before: tuple[str | None, int], *, af: bool) -> None:
    """Ask once more for pages of no use that lie before where a walk goes on, and for rows that were stepped over.

    What does not come is named again.
    """
    if asking.session.refresh:
        return
    windows, (at, offset) = asking.archived.times[name, af], before
    lacking = [
        one
        for one in of_no_use(windows, asking.archived.unusable)
        if at is None or (one.after, one.offset) < (at, offset)
    ]
    lacking += [
        Question(name, (), row, SMALLEST, questions.aliases_of(name), after, until, af)
        for after, until, row in _holes(windows)
    ]
    if lacking and not asking.only_archived(len(lacking), f"pages or single rows of {what}"):
        for one in lacking:
            asking.ask(one, what)


def of_no_use(windows: Sequence[Answered], unusable: Container[str]) -> list[Question]:
    """Return the pages too many of whose rows could not be used and for which no other has come, nor a walk that passed there."""
    places: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for one in windows:
        if one.key not in unusable:
            places[one.asked.before].add(place(one))

    def has_come(page: Answered) -> bool:
        at, before = place(page), page.asked.before
        return any(
            at in asked or (until > before and min(asked) <= at <= max(asked)) for until, asked in places.items()
        )

    return [*{place(one): one.asked for one in windows if one.key in unusable and not has_come(one)}.values()]


def _holes(windows: Iterable[Answered]) -> list[tuple[str, str, int]]:
    """Return the rows that were stepped over: between which moments, and at which offset from the first.

    Rows come the oldest first, so an offset means the same row whichever run asked, and up to whenever.
    """
    covered: dict[str, set[int]] = defaultdict(set)
    until: dict[str, str] = defaultdict(str)
    for asked in (one.asked for one in windows):
        covered[asked.after].update(range(asked.offset, asked.offset + asked.limit))
        until[asked.after] = max(until[asked.after], asked.before)
    return [
        (after, until[after], row)
        for after, rows in sorted(covered.items())
        for row in range(max(rows))
        if row not in rows
    ]


def place(answer: Answered) -> tuple[str, int, int]:
    """Return where a question stands in a walk; of two at the same place the larger one tells more."""
    return answer.asked.after, answer.asked.offset, answer.asked.limit
