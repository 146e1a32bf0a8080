"""Whether a list of a post is held up (:mod:`~pipeline.sources._settled` says when), or ended before its end."""

from pipeline.sources import _settled
from pipeline.sources._forum_archived import Answered, Archived
from pipeline.sources._forum_questions import COMMENT_STATES, LAST_OFFSET, LISTS, STATES
from pipeline.sources._healthy import FEW, has_shrunk
from pipeline.sources._settled import holding, times

Pages = dict[int, Answered]
"""The answers with a list's pages, by their offset."""


def known_before(archived: Archived, name: str, post_id: str) -> list[str] | None:
    """Return the ids on a list as it was before it shrank; None where it has not, or where that was accepted.

    What the forum says to be gone, or hidden, is not missed.
    """
    stood = _stood(archived, name, post_id)
    if len(stood) < 2:
        return None
    held = holding(archived.archive, [(key, len(_on_pages(archived, post_id, pages))) for key, pages in stood])
    if held == len(stood) - 1:
        return None
    gone = archived.not_given(STATES if name == LISTS else COMMENT_STATES)
    known = [one for one in _on_pages(archived, post_id, stood[held][1]) if one not in gone]
    return known if has_shrunk(len(known), len(_on_pages(archived, post_id, stood[-1][1])), few=FEW) else None


def accept(archived: Archived, name: str, post_id: str) -> None:
    """Note that a list is right as it came last."""
    _settled.accept(archived.archive, _stood(archived, name, post_id)[-1][0])


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


def _stood(archived: Archived, name: str, post_id: str) -> list[tuple[str, Pages]]:
    return times((one.key, one.asked.offset, one) for one in archived.lists[name, post_id])
