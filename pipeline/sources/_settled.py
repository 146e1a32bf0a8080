"""Which of the times that a list came holds: one that has lost much of what was known is held up until somebody says it is right.

A list comes page by page, and its pages may come in several runs; a page that comes again begins another time. Which of these
holds is read from the archive: a later one takes the place of an earlier one unless it has shrunk. That somebody has accepted
it nevertheless is noted beside the reply with which that time began.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Final, TypeVar

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.sources._healthy import FEW, has_shrunk, shrunk

ACCEPTED: Final = "accepted lists"
"""Name of the notes, by the reply that began a time."""

_Place = TypeVar("_Place", bound=Hashable)
_Page = TypeVar("_Page")


def times(answers: Iterable[tuple[str, _Place, _Page]]) -> list[tuple[str, dict[_Place, _Page]]]:
    """Return the pages of a list, by their place, as they stood after each time that it came, and the reply that began it.

    Parameters
    ----------
    answers : iterable of tuple
        Of each page that came, the oldest first: the key of its reply, its place, and what is to be known of it.

    Examples
    --------
    >>> times([("a", 1, "x"), ("b", 2, "y"), ("c", 1, "z")])
    [('a', {1: 'x', 2: 'y'}), ('c', {1: 'z', 2: 'y'})]
    """
    found: list[tuple[str, dict[_Place, _Page]]] = []
    came: set[_Place] = set()
    for key, place, page in answers:
        if not found or place in came:
            found.append((key, dict(found[-1][1]) if found else {}))
            came = set()
        came.add(place)
        found[-1][1][place] = page
    return found


def holding(archive: Archive, lengths: Sequence[tuple[str, int]], *, few: int = FEW) -> int:
    """Return which time holds of those that a list came, each given by the reply that began it and how long the list was then."""
    accepted = archive.notes(ACCEPTED) if len(lengths) > 1 else {}
    held = 0
    for number, (key, length) in enumerate(lengths):
        if key in accepted or not has_shrunk(lengths[held][1], length, few=few):
            held = number
    return held


def is_held_up(archive: Archive, lengths: Sequence[tuple[str, int]], *, few: int = FEW) -> bool:
    """Say whether a list is not taken as it came last."""
    return holding(archive, lengths, few=few) < len(lengths) - 1


def hold_up(session: Session, what: str, lengths: Sequence[tuple[str, int]], *, few: int = FEW) -> list[str]:
    """Return a sentence about a list that is held up; where this run accepts it, note that instead."""
    if not is_held_up(session.archive, lengths, few=few):
        return []
    if session.accept_shrink:
        accept(session.archive, lengths[-1][0])
        return []
    known = lengths[holding(session.archive, lengths, few=few)][1]
    return shrunk(what, known, lengths[-1][1], accepted=False, few=few)


def accept(archive: Archive, key: str) -> None:
    """Note that a list is right as it came the time that a reply began."""
    archive.keep_notes(ACCEPTED, {key: ""})
