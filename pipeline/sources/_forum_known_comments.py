"""Which comments are known, and which answer gave the text of each.

Of a walk through all comments that is thousands of answers. What each has to say of this is noted beside it in the
archive, so that an answer is read once, and later runs read none to know what is due.
"""

from collections.abc import Mapping
from typing import Any, Final

from pipeline.sources._forum_archived import Answered, Archived
from pipeline.sources._forum_asking import Asking
from pipeline.sources._forum_questions import COMMENT_MARKS, COMMENT_WINDOW

NOTES: Final = "comments with texts"
"""Name of the notes: in the first line the ids of comments that link to a post, in the second those of the others."""


def known_comments(asking: Asking) -> dict[str, Answered]:
    """Return, for each comment that is asked for again, the newest answer that gave its text.

    There is none where the settings want none, and none while all are new. A comment that only a walk gave is wanted
    where it links to a post.
    """
    archived = asking.archived
    if asking.settings.gather.comments == "none":
        return {}
    if not archived.posts[COMMENT_MARKS] and all(is_seen(asking, answer) for answer in archived.texts):
        return {}
    noted = archived.archive.notes(NOTES)
    new = {answer.key: _note(archived, answer) for answer in archived.texts if answer.key not in noted}
    if new and not asking.session.planning:
        archived.archive.keep_notes(NOTES, new)
    noted |= new
    known: dict[str, Answered] = {}
    for answer in archived.texts:
        linking, _, others = noted[answer.key].partition("\n")
        known |= dict.fromkeys(linking.split(), answer)
        is_walk = answer.asked.name == COMMENT_WINDOW
        known |= {one: answer for one in others.split() if not is_walk or one in known}
    return known


def is_seen(asking: Asking, answer: Answered | None) -> bool:
    """Say whether an answer came in this run, or lately; see :meth:`Asking.is_own` for a plan."""
    return answer is not None and (asking.is_own(answer) or asking.session.is_fresh(answer.retrieved_at))


def _note(archived: Archived, answer: Answered) -> str:
    """Return the note about an answer; comments that were deleted in public have no text any more."""
    found: dict[bool, list[str]] = {True: [], False: []}
    for alias in answer.asked.aliases:
        for row in archived.rows(answer, alias):
            if row.get("deleted") is not True:
                found[_links(row)].append(row["_id"])
    return f"{' '.join(found[True])}\n{' '.join(found[False])}"


def _links(row: Mapping[str, Any]) -> bool:
    linked = row.get("pingbacks")
    return isinstance(linked, dict) and bool(linked.get("Posts"))
