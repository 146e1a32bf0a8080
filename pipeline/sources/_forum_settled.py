"""Which answers about a list hold: one that has lost much of what was known is held up until somebody says it is right.

A list comes page by page, and its pages may come in several runs; each time its first page comes, it is asked for anew.
Which of these times holds is read from the archive: a later one takes the place of an earlier one unless it has shrunk
by more than a few items: a short list loses a fifth with every link that is edited away. That somebody has accepted it
nevertheless is noted beside its reply.
"""

from collections.abc import Iterator
from typing import Final

from pipeline.sources._forum_archived import Answered, Archived
from pipeline.sources._forum_questions import COMMENT_STATES, LAST_OFFSET, LISTS, STATES
from pipeline.sources._healthy import FEW, has_shrunk

ACCEPTED: Final = "accepted lists"
"""Name of the notes, by the reply that holds the first page."""

Pages = dict[int, Answered]
"""The answers with a list's pages, by their offset."""


def known_before(archived: Archived, name: str, post_id: str) -> list[str] | None:
    """Return the ids on a list as it was before it shrank; None where it has not, or where that was accepted.

    What the forum says to be gone, or hidden, is not missed.
    """
    holding, newest = _fold(archived, name, post_id)
    if holding is newest:
        return None
    gone = archived.not_given(STATES if name == LISTS else COMMENT_STATES)
    known = [one for one in _on_pages(archived, post_id, holding) if one not in gone]
    return known if has_shrunk(len(known), len(_on_pages(archived, post_id, newest)), few=FEW) else None


def accept(archived: Archived, name: str, post_id: str) -> None:
    """Note that a list is right as it came last."""
    archived.archive.keep_notes(ACCEPTED, {archived.pages[name, post_id, 0].key: ""})


def lacking(archived: Archived, name: str, post_id: str) -> int:
    """Return how many rows the forum counts beyond the page on which a list ended; a few may be hidden from guests.

    The count is taken from the first page, and only where that is full: elsewhere it says how long the page is.
    """
    first = archived.pages.get((name, post_id, 0))
    total = archived.total(first, post_id) if first and archived.is_full(first, post_id) else None
    newest = _newest(archived, name, post_id)
    end = sum(newest[offset].asked.limit for offset in _brought(archived, post_id, newest))
    behind = 0 if total is None or end > LAST_OFFSET else total - end
    return behind if behind > FEW else 0


def on_newest(archived: Archived, name: str, post_id: str) -> list[str]:
    """Return the ids on a list as it came last."""
    return _on_pages(archived, post_id, _newest(archived, name, post_id))


def _on_pages(archived: Archived, post_id: str, pages: Pages) -> list[str]:
    """Return the ids on a list up to a page that is empty or repeats."""
    return list(dict.fromkeys(one for page in _brought(archived, post_id, pages).values() for one in page))


def _brought(archived: Archived, post_id: str, pages: Pages) -> dict[int, list[str]]:
    """Return those pages of a list that brought something new, by their offset, up to the first that did not."""
    found: dict[int, list[str]] = {}
    seen: set[str] = set()
    offset = 0
    while offset in pages and offset <= LAST_OFFSET:
        ids = archived.ids(pages[offset], pages[offset].asked.alias_of(post_id))
        if not set(ids) - seen:
            break
        seen.update(ids)
        found[offset] = ids
        offset += pages[offset].asked.limit
    return found


def _newest(archived: Archived, name: str, post_id: str) -> Pages:
    return {answer.asked.offset: answer for answer in archived.lists[name, post_id]}


def _fold(archived: Archived, name: str, post_id: str) -> tuple[Pages, Pages]:
    """Return the pages that hold and the newest ones: the same object unless the newest are held up."""
    times = list(_times(archived.lists[name, post_id]))
    holding: Pages = {}
    newest = holding
    accepted = archived.archive.notes(ACCEPTED) if len(times) > 1 else {}
    for pages in times:
        newest = newest | {answer.asked.offset: answer for answer in pages}
        before, after = (len(_on_pages(archived, post_id, one)) for one in (holding, newest))
        if not has_shrunk(before, after, few=FEW) or pages[0].key in accepted:
            holding = newest
    return holding, newest


def _times(answers: list[Answered]) -> Iterator[list[Answered]]:
    """Yield the answers about a list, each time that it was asked for anew by itself."""
    pages: list[Answered] = []
    for answer in answers:
        if answer.asked.offset == 0 and pages:
            yield pages
            pages = []
        pages.append(answer)
    if pages:
        yield pages
