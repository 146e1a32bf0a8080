"""What has become of the posts and comments that are known: new karma, edited comments, and what is no longer given.

Karma changes without an edit, so it is asked for by id, 1,000 posts or 2,500 comments a request, where it is older than
the settings allow and no list has given the row since. With the karma comes when the row was edited: a text that is older,
or that was asked for and did not come, is asked for again. What is not in such an answer is asked about by itself: it is
gone, or hidden from guests. A comment deleted in public is in the answer, marked so.

Comments that only a walk through all of them gave are asked for again where they link to a post, since those alone can
be citing documents: about one in eight, so that a later run takes a small part of the requests of the walk.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.archive.store import is_ahead
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources._forum_archived import Answered, Archived
from pipeline.sources._forum_asking import Asking, batches
from pipeline.sources._forum_known_comments import is_seen, known_comments
from pipeline.sources._forum_questions import (
    BODIES,
    COMMENT_MARKS,
    COMMENT_STATES,
    COMMENT_TEXTS,
    DETAILS,
    MARKS,
    STATES,
    Question,
)
from pipeline.sources._forum_refresh import ask_for_edited
from pipeline.sources._forum_rows import utc

STATES_A_REQUEST: Final = 50


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of document is asked for by id; ``named`` is also what its rows are called in an answer."""

    named: str
    texts: str
    marks: str
    states: str


_POSTS: Final = _Kind("posts", BODIES, MARKS, STATES)
_COMMENTS: Final = _Kind("comments", COMMENT_TEXTS, COMMENT_MARKS, COMMENT_STATES)


def look_again(asking: Asking) -> None:
    """Ask what has become of known posts and comments where that is due, and about each that is no longer given."""
    told = _ask_marks(asking, _POSTS, asking.archived.posts[BODIES])
    _note_edits(asking)
    ask_for_edited(asking)
    _ask_after_lost(asking, _POSTS, told=told)
    known = known_comments(asking)
    if not known:
        return
    told = _ask_marks(asking, _COMMENTS, known)
    _ask_for_edited_comments(asking, known)
    _ask_after_lost(asking, _COMMENTS, told=told)


def _due(asking: Asking, kind: _Kind, known: Mapping[str, Answered]) -> list[str]:
    """Return what neither its text nor its marks have shown lately."""
    marks = asking.archived.posts[kind.marks]

    def is_shown(answer: Answered | None) -> bool:
        return answer is not None and is_seen(asking, answer) and not asking.is_of_no_use(answer)

    return sorted(one for one, answer in known.items() if not is_shown(answer) and not is_shown(marks.get(one)))


def _ask_marks(asking: Asking, kind: _Kind, known: Mapping[str, Answered]) -> bool:
    """Ask for the marks of what is due; hold up answers that lack much of what was not known to be gone or hidden, and say whether."""
    marks = asking.archived.posts[kind.marks]
    due = _due(asking, kind, known)
    if not due:
        return False
    there = known.keys() - asking.archived.not_given(kind.states)  # before the marks go that say what came back
    for one in due:
        marks.pop(one, None)
    asking.posts(kind.marks, due, f"karma of known {kind.named}")
    came = {one: marks[one] for one in due if one in marks}
    lost = (came.keys() & there) - _given(asking, kind, came.values())
    return asking.shrunk(f"the list of known {kind.named}", len(there), len(there) - len(lost))


def _note_edits(asking: Asking) -> None:
    """Take from the marks of posts which were edited after they came: one edited while it was hidden is on no list of changes.

    A post that marks give, and an old answer does not, counts as changed since: it was hidden, or its row at fault.
    """
    archived = asking.archived
    for name in (BODIES, DETAILS):
        known, lacking = archived.posts[name], _not_in_answer(asking, name, "posts")
        for post_id, answer, row in _newest_rows(archived, MARKS, "posts"):
            came, edited_at = known.get(post_id), utc(str(row.get("modifiedAt")))
            if post_id in lacking:
                edited_at = None if is_seen(asking, came) else answer.retrieved_at
            if came is not None and asking.is_overtaken(came, edited_at):
                asking.note_edit(post_id, edited_at)


def _ask_for_edited_comments(asking: Asking, known: Mapping[str, Answered]) -> None:
    """Ask for the whole of the comments that were edited after their text came, or whose text bears a date ahead of now.

    One that was asked for in vain is asked for again once that answer is old.
    """
    archived = asking.archived
    texts = archived.posts[COMMENT_TEXTS]
    edited = set()
    for one, _, row in _newest_rows(archived, COMMENT_MARKS, "comments"):
        contents, text, tried = row.get("contents"), known.get(one), texts.get(one)
        if text is None or not isinstance(contents, dict):
            continue
        in_vain = tried is not None and tried.age > text.age and is_seen(asking, tried)
        is_older = is_ahead(text.retrieved_at) or asking.is_overtaken(text, utc(str(contents.get("editedAt"))))
        if is_older and not in_vain:
            edited.add(one)
    for one in edited:
        texts.pop(one, None)
    asking.posts(COMMENT_TEXTS, sorted(edited), "edited comments")


def _ask_after_lost(asking: Asking, kind: _Kind, *, told: bool) -> None:
    """Ask, one by one, why an answer does not give what it was asked for; once for each such answer.

    ``told``: that much is lacking has been said in this run.
    """
    archived = asking.archived
    lost = _not_in_answer(asking, kind.texts, kind.named) | _not_in_answer(asking, kind.marks, kind.named)
    states = archived.posts[kind.states]
    due = sorted(one for one in lost if one not in states or not asking.session.is_fresh(states[one].retrieved_at))
    if not due or asking.only_archived(len(due), f"{kind.named} that were not given"):
        return
    asked_for = archived.posts[kind.texts].keys() | archived.posts[kind.marks].keys()
    if len(due) > STATES_A_REQUEST and asking.shrunk(
        f"what is given of known {kind.named}", len(asked_for), len(asked_for) - len(due)
    ):
        if told:
            asking.missing.pop()
        return  # one fault of the forum is no reason to ask about each
    for batch in batches(due, STATES_A_REQUEST):
        aliases = tuple(f"p{number}" for number in range(len(batch)))
        try:
            asking.ask(Question(kind.states, tuple(batch), aliases=aliases), f"states of {kind.named}")
        except graphql.UnknownFields as changed:
            if changed.fields != {"comment"}:
                raise
            asking.notes.append(
                "the forum does not tell what became of comments that it no longer gives: it does not know the field "
                "comment"
            )
            return


def _not_in_answer(asking: Asking, name: str, alias: str) -> set[str]:
    """Return what the newest answer that may still be used was asked for by id and does not give."""
    archived, lost = asking.archived, set[str]()
    for answer in _each(archived.posts[name].values()):
        if answer.asked.ids and asking.is_usable(answer):
            asked = {one for one in answer.asked.ids if archived.posts[name].get(one) == answer}
            lost.update(asked - set(archived.ids(answer, alias)))
    return lost


def _newest_rows(archived: Archived, name: str, alias: str) -> Iterator[tuple[str, Answered, dict[str, Any]]]:
    """Yield each row that the newest answer about it gives, with its id."""
    newest = archived.posts[name]
    for answer in _each(newest.values()):
        yield from (
            (row["_id"], answer, row) for row in archived.rows(answer, alias) if newest.get(row["_id"]) == answer
        )


def _given(asking: Asking, kind: _Kind, answers: Iterable[Answered]) -> set[str]:
    return {one for answer in _each(answers) for one in asking.archived.ids(answer, kind.named)}


def _each(answers: Iterable[Answered]) -> Iterator[Answered]:
    """Return each answer once."""
    return iter({answer.key: answer for answer in answers}.values())
