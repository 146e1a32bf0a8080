"""Brings archived answers up to date without asking for all of them again.

When answers have grown older than the settings allow, the forum is asked what has been posted, edited or commented on
since: a few requests. Posts that were edited are asked for again; a new post that links to one that is known joins its
citers; what the archive holds besides is current. Karma changes without an edit, so it is asked for, a thousand posts a
request; a post that is not in such an answer is asked about by itself: it is gone, or hidden from guests.

Of comments only new ones are asked about. The list on which a new one stands is asked for again whole; edits, deletions and karma of other comments are seen when everything is asked for anew.
"""

from typing import Final

from pipeline.archive.store import now
from pipeline.sources import _forum_questions as questions
from pipeline.sources._forum_archived import Answered
from pipeline.sources._forum_asking import Asking, batches
from pipeline.sources._forum_graphql import UnknownFields
from pipeline.sources._forum_questions import (
    BODIES,
    CHANGES,
    COMMENT_CHANGES,
    COMMENTS,
    DETAILS,
    MARKS,
    STATES,
    Question,
)
from pipeline.sources._forum_rows import utc

STATES_A_REQUEST: Final = 50


def bring_up_to_date(asking: Asking) -> dict[str, set[str]]:
    """Ask what has changed since the oldest answer that is used, where that is due.

    Returns
    -------
    dict of str to set of str
        For each post, those posts that were found to link to it since its list was asked for.
    """
    archived = asking.archived
    used = [*archived.posts[BODIES].values(), *archived.pages.values()]
    if not used or asking.session.offline or asking.session.refresh:
        return {}
    oldest = min(answer.retrieved_at for answer in used)
    if not asking.session.is_fresh(oldest):
        is_whole = _follow(asking, CHANGES, oldest, "what has changed since")
        if is_whole and any(name == COMMENTS for name, _, _ in archived.pages):
            is_whole = _follow(asking, COMMENT_CHANGES, oldest, "comments since")
        if not is_whole:
            return {}
        asking.current = True
    citers: dict[str, set[str]] = {}
    for row in archived.all_rows(CHANGES, ("posted", "edited")):
        _forget_edited(asking, str(row["_id"]), utc(str(row.get("modifiedAt"))) or "")
        linked = row.get("pingbacks")
        for post_id in linked.get("Posts", []) if isinstance(linked, dict) else ():
            citers.setdefault(str(post_id), set()).add(str(row["_id"]))
    for row in archived.all_rows(COMMENT_CHANGES, ("comments",)):
        _forget_comments(asking, str(row.get("postId")), utc(str(row.get("postedAt"))) or "")
    return citers


def look_again(asking: Asking) -> None:
    """Ask for the karma of known posts where that is due, and about each post that is no longer given."""
    archived = asking.archived
    bodies, marks = archived.posts[BODIES], archived.posts[MARKS]

    def is_seen(answer: Answered | None) -> bool:
        return answer is not None and (answer.key in asking.own or asking.session.is_fresh(answer.retrieved_at))

    due = sorted(post_id for post_id in bodies if not is_seen(bodies[post_id]) and not is_seen(marks.get(post_id)))
    if due and not asking.only_archived(len(due), "marks"):
        for post_id in due:
            marks.pop(post_id, None)
        asking.posts(MARKS, due, "karma of known posts")
        given = {
            post_id
            for answer in {marks[post_id].key: marks[post_id] for post_id in due if post_id in marks}.values()
            for post_id in archived.ids(answer, "posts")
        }
        asking.shrunk("the list of known posts", sum(post_id in marks for post_id in due), len(given))
    _ask_after_lost(asking)


def _ask_after_lost(asking: Asking) -> None:
    """Ask, post by post, why an answer does not give it; once for each such answer."""
    archived = asking.archived
    lost = set()
    for name in (BODIES, MARKS):
        for answer in {answer.key: answer for answer in archived.posts[name].values()}.values():
            if answer.asked.ids and asking.is_usable(answer):
                lost.update(set(answer.asked.ids) - set(archived.ids(answer, "posts")))
    states = archived.posts[STATES]
    due = sorted(
        post_id
        for post_id in lost
        if post_id not in states or not asking.session.is_fresh(states[post_id].retrieved_at)
    )
    if not due or asking.only_archived(len(due), "posts that were not given"):
        return
    for batch in batches(due, STATES_A_REQUEST):
        aliases = tuple(f"p{number}" for number in range(len(batch)))
        asking.ask(Question(STATES, tuple(batch), aliases=aliases), "states of posts")


def _follow(asking: Asking, name: str, since: str, what: str) -> bool:
    """Ask for every change up to now that was not asked for before; say whether all of it came."""
    until = since
    for answer in sorted(asking.archived.times[name, False], key=lambda answer: answer.asked.after):
        if answer.asked.after[:19] <= until[:19] and _is_last(asking, answer):
            until = max(until, answer.asked.before[:19] + "Z")
    if asking.session.is_fresh(until):
        return True
    asking.progress.start(what)
    before, offset = now(), 0
    while offset <= questions.LAST_OFFSET:
        bounds = (f"{until[:19]}.000Z", f"{before[:19]}.000Z")
        asked = Question(name, (), offset, questions.LISTED_PAGE, questions.aliases_of(name), *bounds)
        try:
            page = asking.ask(asked, what)
        except UnknownFields:
            asking.notes.append("the forum does not tell what has changed; everything that is due was asked for again")
            return False
        if page is None:
            asking.missing.pop()
            return False
        if _is_last(asking, page):
            return True
        offset += questions.LISTED_PAGE
    return False


def _is_last(asking: Asking, answer: Answered) -> bool:
    """Say whether no page can follow: a list of changes is exact only while it is far from full."""
    return all(len(asking.archived.ids(answer, alias)) < answer.asked.limit * 3 // 4 for alias in answer.asked.aliases)


def _forget_edited(asking: Asking, post_id: str, modified_at: str) -> None:
    for name in (BODIES, DETAILS):
        answer = asking.archived.posts[name].get(post_id)
        if answer is not None and answer.retrieved_at < modified_at:
            del asking.archived.posts[name][post_id]


def _forget_comments(asking: Asking, post_id: str, posted_at: str) -> None:
    for place, answer in list(asking.archived.pages.items()):
        if place[1] == post_id and place[0] != questions.LISTS and answer.retrieved_at < posted_at:
            asking.archived.older[place] = asking.archived.pages.pop(place)
