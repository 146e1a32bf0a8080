"""Brings archived answers up to date without asking for all of them again.

When answers have grown older than the settings allow, the forum is asked what has been posted, edited or commented on
since: a few requests. Posts that were edited are asked for again; a new post that links to one that is known joins its
citers; what the archive holds besides is current. Of comments only new ones are asked about: the list on which a new one
stands is asked for again whole. What has become of known posts and comments, :mod:`~pipeline.sources._forum_known` asks.
"""

import datetime

from pipeline.archive.store import is_ahead, now
from pipeline.sources import _forum_questions as questions
from pipeline.sources._forum_archived import Answered
from pipeline.sources._forum_asking import Asking
from pipeline.sources._forum_clock import earlier
from pipeline.sources._forum_graphql import UnknownFields
from pipeline.sources._forum_questions import BODIES, CHANGES, COMMENT_CHANGES, COMMENTS, DETAILS, MARKED, Question
from pipeline.sources._forum_rows import utc


def bring_up_to_date(asking: Asking) -> dict[str, set[str]]:
    """Ask what has changed since the oldest answer that is used, where that is due.

    Returns
    -------
    dict of str to set of str
        For each post, those posts that were found to link to it since its list was asked for.
    """
    archived = asking.archived
    oldest = _oldest(asking)
    if oldest is None:
        return {}
    if not asking.session.is_fresh(oldest):
        asking.current.update(name for name in _asked_of(asking) if _follow(asking, name, oldest))
    citers: dict[str, set[str]] = {}
    for row in archived.all_rows(CHANGES, ("posted", "edited")):
        asking.note_edit(str(row["_id"]), utc(str(row.get("modifiedAt"))))
        linked = row.get("pingbacks")
        for post_id in linked.get("Posts", []) if isinstance(linked, dict) else ():
            citers.setdefault(str(post_id), set()).add(str(row["_id"]))
    for row in archived.all_rows(COMMENT_CHANGES, ("comments",)):
        asking.note_comment(str(row.get("postId")), utc(str(row.get("postedAt"))))
    return citers


def ask_for_marked(asking: Asking) -> None:
    """Ask for posts that are not known and got the mark of the Alignment Forum since a walk passed their date."""
    if asking.settings.gather.scope == "alignment-forum":
        marked = {str(row["_id"]) for row in asking.archived.all_rows(MARKED, ("posts",))}
        for name, what in ((BODIES, "posts marked since"), (DETAILS, "details of posts marked since")):
            asking.posts(name, sorted(marked - asking.archived.posts[name].keys()), what)


def ask_for_edited(asking: Asking) -> None:
    """Ask again for every known post that was edited after it came, be it in reach of the root posts or not.

    So are those for which no answer is known but one that is dated ahead: nobody knows what has changed since.
    """
    for name, what in ((BODIES, "edited posts"), (DETAILS, "details of edited posts")):
        known = asking.archived.posts[name].items()
        asking.posts(
            name, sorted(one for one, answer in known if one in asking.edited or is_ahead(answer.retrieved_at)), what
        )


def _oldest(asking: Asking) -> str | None:
    """Return when the oldest answer came that is used; None where all are asked for anew, or nothing may be asked."""
    answers = (*asking.archived.posts[BODIES].values(), *asking.archived.pages.values())
    used = [answer for answer in answers if not is_ahead(answer.retrieved_at)]
    if not used or asking.session.offline or asking.session.refresh:
        return None
    return min(answer.retrieved_at for answer in used)


def _asked_of(asking: Asking) -> list[str]:
    """Return of what changes are asked for: of comments where a list of them has been.

    A post may get the mark of the Alignment Forum at any time after a walk through marked posts has passed its date.
    """
    with_comments = any(name == COMMENTS for name, _, _ in asking.archived.pages)
    with_marks = asking.settings.gather.scope == "alignment-forum"
    return [CHANGES, *([MARKED] if with_marks else []), *([COMMENT_CHANGES] if with_comments else [])]


def _until(asking: Asking, name: str, since: str) -> str:
    """Return up to when every change since a moment has been asked for."""
    until = since
    for answer in sorted(asking.archived.times[name, False], key=lambda answer: answer.asked.after):
        is_next = answer.asked.after[:19] <= until[:19] < answer.asked.before[:19]
        if is_next and not is_ahead(answer.asked.before) and _is_last(asking, answer):
            until = max(until, answer.asked.before[:19] + "Z")
    return until


def _follow(asking: Asking, name: str, since: str) -> bool:
    """Ask for every change up to now that was not asked for before; say whether all of it came."""
    until = _until(asking, name, since)
    if asking.session.is_fresh(until):
        return True
    what = {CHANGES: "what has changed since", MARKED: "posts marked since"}.get(name, "comments since")
    if asking.session.planning:
        asking.session.plan(asking.address)
        return True  # nothing has changed, as far as is known
    asking.progress.start(what)
    stretches = [(earlier(until), now())]
    why = ""
    try:
        while stretches and not why:
            after, before = stretches.pop()
            is_whole = _ask_for_changes(asking, name, after, before, what)
            middle = _middle(after, before)
            if is_whole is None:
                asking.missing.pop()
                why = f"no answer told {what}"
            elif not is_whole and after < middle < before:
                stretches += [(middle, before), (after, middle)]
            elif not is_whole:
                why = f"of what changed at {after} the forum gives a part"
    except UnknownFields:
        why = "the forum does not tell what has changed"
    if why:
        anew = "everything that is due was asked for again"
        asking.notes.append(f"{why}; {'posts marked since may be missing' if name == MARKED else anew}")
    return not why


def _ask_for_changes(asking: Asking, name: str, after: str, before: str, what: str) -> bool | None:
    """Ask for the changes of a stretch of time; say whether all of them came, None where a page did not."""
    bounds = (f"{after[:19]}.000Z", f"{before[:19]}.000Z")
    for offset in range(0, questions.LAST_OFFSET + 1, questions.LISTED_PAGE):
        asked = Question(name, (), offset, questions.LISTED_PAGE, questions.aliases_of(name), *bounds)
        page = asking.ask(asked, what)
        if page is None or _is_last(asking, page):
            return None if page is None else True
        if asking.archived.most(page) > questions.LAST_OFFSET:
            break
    return False


def _middle(after: str, before: str) -> str:
    """Return the moment between two, to the second."""
    start, end = (datetime.datetime.fromisoformat(moment) for moment in (after, before))
    return (start + (end - start) / 2).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_last(asking: Asking, answer: Answered) -> bool:
    """Say whether no page can follow: a list of changes is exact only while it is far from full."""
    return all(len(asking.archived.ids(answer, alias)) < answer.asked.limit * 3 // 4 for alias in answer.asked.aliases)
