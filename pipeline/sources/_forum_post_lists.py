"""Lists of posts: who links to each, the comments under it, the answers to it; several a request, page by page to their ends.

A list that has shrunk, or that ended though the forum counts more on it, is in doubt: every run asks for it again. What is
said of it waits until it has been asked what became of the known items, which may be gone or hidden by now.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from pipeline.errors import count
from pipeline.sources import _forum_questions as questions
from pipeline.sources import _forum_settled as settled
from pipeline.sources._forum_archived import Answered
from pipeline.sources._forum_asking import Asking, batches
from pipeline.sources._forum_questions import Question
from pipeline.sources._healthy import FEW

A_REQUEST: Final = 10
"""Lists a request."""

_CALLED: Final = {
    questions.LISTS: "lists of incoming links",
    questions.COMMENTS: "lists of comments",
    questions.ANSWERS: "lists of answers",
}


def ask_for_lists(
    asking: Asking, name: str, ids: Sequence[str], what: str, *, anew: bool = False
) -> dict[str, list[str]]:
    """Ask for every page of a list of each post and return the ids on it; of one that has shrunk also those that were known.

    A list ends at an empty or repeated page, never at a short one: the forum hides rows after it has cut a page. ``anew``:
    every one that is older than the settings allow is asked for again, be it known to have changed or not.
    """
    again = {one for one in ids if _is_in_doubt(asking, name, one) or (anew and _is_old(asking, name, one))}
    again = set() if asking.session.offline else again
    found: dict[str, dict[str, None]] = {one: {} for one in ids}
    pending = dict.fromkeys(ids, 0)
    while pending:
        _ask_for_pages(asking, name, pending, what, again)
        following = {}
        for one, offset in pending.items():
            page = asking.archived.pages.get((name, one, offset))
            given = asking.archived.page(name, one, offset)
            if page is not None and set(given) - found[one].keys():
                following[one] = offset + page.asked.limit
            found[one].update(dict.fromkeys(given))
        pending = {one: offset for one, offset in following.items() if offset <= questions.LAST_OFFSET}
        asking.missing.extend(
            f"items after the first {following[one]:,} of the list of {one}" for one in following.keys() - pending
        )
    return {one: _with_known(asking, name, one, list(page)) for one, page in found.items()}


def judge_lists(asking: Asking) -> None:
    """Hold up the lists that have shrunk, unless that is accepted, and name those that lack what the forum counts on them."""
    for name, post_id in asking.doubted:
        came = len(settled.on_newest(asking.archived, name, post_id))
        known = settled.known_before(asking.archived, name, post_id)
        if known is not None:
            if asking.shrunk(f"the list of {post_id}", len(known), came, few=FEW):
                continue
            settled.accept(asking.archived, name, post_id)
        if more := settled.lacking(asking.archived, name, post_id):
            told = f"the forum gave {count(came, 'item')} on the list of {post_id}"
            asking.missing.append(f"{told} and counts {more:,} more behind them")


def _is_in_doubt(asking: Asking, name: str, post_id: str) -> bool:
    known = settled.known_before(asking.archived, name, post_id)
    return known is not None or settled.lacking(asking.archived, name, post_id) > 0


def _is_old(asking: Asking, name: str, post_id: str) -> bool:
    first = asking.archived.pages.get((name, post_id, 0))
    return first is not None and not asking.session.is_fresh(first.retrieved_at)


def _with_known(asking: Asking, name: str, post_id: str, came: list[str]) -> list[str]:
    if _is_in_doubt(asking, name, post_id):
        asking.doubted.append((name, post_id))
    known = settled.known_before(asking.archived, name, post_id)
    return came if known is None or asking.session.accept_shrink else list(dict.fromkeys([*known, *came]))


def _ask_for_pages(asking: Asking, name: str, pages: Mapping[str, int], what: str, again: set[str]) -> None:
    """Ask for those pages that are due, each given by its post and its offset; one request has one offset."""
    due = [one for one, offset in pages.items() if _is_due(asking, (name, one, offset), in_doubt=one in again)]
    if not due or asking.only_archived(len(due), what):
        return
    for offset, ids in groupby(sorted(due, key=lambda one: pages[one]), key=lambda one: pages[one]):
        lists = list(ids)
        asking.progress.start(what if offset == 0 else f"{what}, from item {offset + 1}", len(lists))
        for batch in batches(lists, A_REQUEST):
            if _ask_for_page(asking, name, batch, offset):
                asking.hopeless.discard(name)
            elif len(batch) > 1 and name not in asking.hopeless:
                asking.missing.pop()
                _ask_alone(asking, name, batch, offset)
            asking.progress.advance(len(batch))


def _ask_alone(asking: Asking, name: str, batch: Iterable[str], offset: int) -> None:
    """Ask for pages by themselves that spoilt each other's answer; where none comes, the fault is in none of them."""
    answers = [_ask_for_page(asking, name, [post_id], offset) for post_id in batch]
    if not any(answers):
        asking.hopeless.add(name)


def _is_due(asking: Asking, place: tuple[str, str, int], *, in_doubt: bool) -> bool:
    name, post_id, _ = place
    page = asking.archived.pages.get(place)
    if place in asking.planned:
        return False
    if page is None or not asking.is_usable(page) or (in_doubt and not asking.is_own(page)):
        return True
    return name != questions.LISTS and asking.is_overtaken(page, asking.commented.get(post_id))


def _ask_for_page(asking: Asking, name: str, ids: Sequence[str], offset: int) -> Answered | None:
    aliases = tuple(f"p{number}" for number in range(len(ids)))
    answer = asking.ask(Question(name, tuple(ids), offset, questions.page_of(name), aliases), _CALLED[name])
    if answer is not None and offset == 0:
        for post_id in ids:
            _compare(asking, name, post_id, answer)
    return answer


def _compare(asking: Asking, name: str, post_id: str, answer: Answered) -> None:
    """Note a count that does not fit."""
    if (total := asking.archived.untold(answer, post_id)) is not None:
        came = len(set(asking.archived.page(name, post_id, 0)))
        asking.notes.append(f"the forum counts {count(total, 'item')} on the list of {post_id} and gave {came:,}")
