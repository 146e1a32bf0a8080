"""One gathering from a forum's GraphQL address: asks questions one by one, keeps count of what came and what did not."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from pipeline.archive.session import Session
from pipeline.archive.store import Reply, is_ahead
from pipeline.errors import BadPage, ForumRefused, NoAnswer, clean
from pipeline.progress import Progress
from pipeline.records import Record
from pipeline.settings import Settings
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources import _forum_questions as questions
from pipeline.sources._forum_archived import Answered, Archived
from pipeline.sources._forum_clock import earlier
from pipeline.sources._forum_models import POST_ID
from pipeline.sources._forum_questions import Question
from pipeline.sources._healthy import Rows, shrunk
from pipeline.sources._in_vain import judge

_One = TypeVar("_One")

_A_BATCH: Final = {
    questions.MARKS: questions.LISTED_PAGE,
    questions.COMMENT_MARKS: questions.MARKED_PAGE,
    questions.COMMENT_TEXTS: questions.PAGE,
}
"""Rows a request that are not the posts of the settings' batch."""

MOST_FAILED: Final = 60
"""Requests for parts of one batch that may fail: about five rows at fault among 2,500, or ten among 50."""

MOST_GONE: Final = 3
"""Questions in a row to an address that is not there; one question may be too long for it, three are not."""

NONE_CAME: Final = 9
"""So many may fail before one comes: four rows at fault, a quarter of the batch from each other, are found."""

_CALLED: Final = {
    questions.DETAILS: "details",
    questions.MARKS: "marks",
    questions.COMMENT_MARKS: "marks of comments",
    questions.COMMENT_TEXTS: "edited comments",
}

HEADERS: Final = {"Content-Type": "application/json", "Accept": "application/json"}
"""Sent with every question."""


@dataclass(slots=True)
class Asking:
    """What is asked of one forum in one run.

    Parameters
    ----------
    source : str
        Name under which replies are archived.
    address : str
        The GraphQL address.
    parse : callable
        Reads an archived reply into records; each new reply is read at once, to count what cannot be used.
    """

    source: str
    address: str
    parse: Callable[[Reply], Iterable[Record]]
    settings: Settings
    session: Session
    progress: Progress
    archived: Archived
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    hopeless: set[str] = field(default_factory=set)
    """Questions of which a batch failed down to its rows, and none has come since."""
    rows: Rows = field(default_factory=Rows)
    gone: int = 0
    """Questions in a row that were answered as if there were nothing at the address."""
    held_up: bool = False
    """Whether a list has shrunk: the site has answered then, however the run ends."""
    own: set[str] = field(default_factory=set)
    """Keys of the replies that came in this run."""
    doubted: list[tuple[str, str]] = field(default_factory=list)
    """Lists, each by its question and its post, that have shrunk or lack what the forum counts on them."""
    planned: set[tuple[str, str, int]] = field(default_factory=set)
    """What a plan has reckoned with so far: the question, what it is about ("" for a stretch of time), and the offset."""
    current: set[str] = field(default_factory=set)
    """Questions about changes that were answered up to this run: what they tell of need not be asked for again by its age."""
    edited: dict[str, str] = field(default_factory=dict)
    """When a post was last edited, as far as the forum has told."""
    commented: dict[str, str] = field(default_factory=dict)
    """When the last comment under a post came, likewise."""

    def due(self, name: str, ids: Iterable[str]) -> list[str]:
        """Return those of ``ids`` without an answer to ``name`` that may still be used."""
        known = self.archived.posts[name]
        if self.is_walk_planned and name in (questions.BODIES, questions.DETAILS):
            return []  # the walk may bring them
        return [
            post_id
            for post_id in ids
            if (
                post_id not in known
                or not self.is_usable(known[post_id])
                or self.is_overtaken(known[post_id], self.edited.get(post_id))
            )
            and (name, post_id, 0) not in self.planned
        ]

    @property
    def is_walk_planned(self) -> bool:
        """Say whether a plan reckons with a walk through posts."""
        return (questions.WINDOW, "", 0) in self.planned

    def is_own(self, answer: Answered) -> bool:
        """Say whether an answer came in this run, or may be asked for anew by the one that is planned."""
        if answer.key in self.own or not self.planned:
            return answer.key in self.own
        asked = answer.asked
        if asked.name in questions.BY_TIME:
            return self.session.refresh and (asked.name, "", 0) in self.planned
        return any((asked.name, one, asked.offset) in self.planned for one in asked.ids)

    def note_edit(self, post_id: str, moment: str | None) -> None:
        """Note that a post was edited at a moment; None where the forum does not say when. One ahead of now hides no other."""
        told = "" if moment is None or is_ahead(moment) else moment
        self.edited[post_id] = max(self.edited.get(post_id, ""), told)

    def note_comment(self, post_id: str, moment: str | None) -> None:
        """Note that a comment under a post came at a moment, likewise."""
        self.commented[post_id] = max(self.commented.get(post_id, ""), moment or "")

    def is_overtaken(self, answer: Answered, changed_at: str | None) -> bool:
        """Say whether an archived answer may be older than what it is about; what came in this run is not asked for twice.

        No answer would be younger than a change that is dated ahead: such a date tells nothing.
        """
        if changed_at is None or self.is_own(answer) or is_ahead(changed_at):
            return False
        return earlier(answer.retrieved_at) < changed_at

    def is_usable(self, answer: Answered) -> bool:
        """Say whether an archived answer need not be asked for again."""
        if self.is_of_no_use(answer):
            return False
        is_of_comments = answer.asked.name in (questions.COMMENTS, questions.ANSWERS)
        told_by = questions.COMMENT_CHANGES if is_of_comments else questions.CHANGES
        is_checked = told_by in self.current and not is_ahead(answer.retrieved_at)
        return is_checked or self.is_own(answer) or self.session.is_fresh(answer.retrieved_at)

    def is_of_no_use(self, answer: Answered) -> bool:
        """Say whether too many rows of an answer that a former run had could not be used."""
        return answer.key in self.archived.unusable and not self.is_own(answer)

    def counts(self, answer: Answered) -> bool:
        """Say whether an archived answer is taken for one at all; a run that asks for everything anew takes only its own."""
        return answer.key in self.own or not (self.session.refresh or answer.key in self.archived.unusable)

    def only_archived(self, due: int, what: str) -> bool:
        """Say whether nothing may be asked, and note what is lacking for that reason."""
        if self.session.offline:
            self.notes.append(f"not in the archive: {due:,} of the {what}")
        return self.session.offline

    def posts(self, name: str, ids: Sequence[str], what: str) -> None:
        """Ask for posts, or comments, by id, a batch a request; what is at hand is not asked for."""
        due = self.due(name, ids)
        if not due or self.only_archived(len(due), what):
            return
        self.progress.start(what, len(due))
        for batch in batches(due, _A_BATCH.get(name, self.settings.gather.batch)):
            self._bisect(name, batch)
            self.progress.advance(len(batch))

    def ask(self, asked: Question, what: str) -> Answered | None:
        """Ask one question; on failure name what is missing and go on. A plan counts it, and gets no answer.

        Raises
        ------
        ForumRefused, SchemaChanged
            If asking on makes no sense; :class:`~pipeline.sources._forum_graphql.UnknownFields` where the field is no
            optional one.
        """
        if self.session.planning:
            self.session.plan(self.address)
            self.planned.update((asked.name, one, asked.offset) for one in asked.ids)
            self.hopeless.add(asked.name)  # nothing comes, so nothing is asked for in parts
            return None
        while True:
            request = questions.request_of(asked, self.optional(asked))
            try:
                reply = self.session.ask(
                    self.source,
                    self.address,
                    method="POST",
                    request_body=request,
                    headers=HEADERS,
                    check=graphql.check(asked, asked.name),
                    judge=judge(self.parse, self.rows, was_in_vain=self._was_in_vain(asked)),
                )
                if reply.status != 200:
                    self._leave_a_dead_address(reply)
                    raise NoAnswer(f"{clean(reply.url, 200)} answers with status {reply.status}")
            except graphql.UnknownFields as changed:
                if not self._can_do_without(asked, changed):
                    raise
                continue
            except (NoAnswer, BadPage) as error:
                named = ", ".join(clean(post_id) for post_id in asked.ids[:3]) + (", ..." if asked.ids[3:] else "")
                which = f" ({named})" if asked.ids else f" ({asked.after[:10]} to {asked.before[:10]})"
                many = f": {len(asked.ids)}" if asked.ids else ""
                self.missing.append(f"{what}{many} did not come{which}: {error}")
                return None
            self.gone = 0
            answer = Answered(asked, reply.retrieved_at, reply.key)
            self.own.add(reply.key)
            self.archived.add(answer, reply)
            return answer

    def _was_in_vain(self, asked: Question) -> bool:
        return asked in (replace(one, before=asked.before) for one in self.archived.unusable.values())

    def _leave_a_dead_address(self, reply: Reply) -> None:
        self.gone += 1
        if self.gone == MOST_GONE:
            self.missing.append("nothing more was asked")
            raise ForumRefused(
                f"{clean(reply.url, 200)} answers with status {reply.status}, {MOST_GONE} times in a row"
            )

    def optional(self, asked: Question) -> list[str]:
        """Return the optional fields that the forum is not known to lack."""
        return [name for name in questions.optional_of(asked.name) if name not in self.unknown]

    def came(self) -> str:
        """Say how many of the new rows could not be used, if any; beyond the ceiling that is a gap."""
        return f", {self.rows.unusable:,} of {self.rows.came:,} new rows in quarantine" if self.rows.unusable else ""

    def _can_do_without(self, asked: Question, changed: graphql.UnknownFields) -> bool:
        fields = questions.optional_of(asked.name)
        gone = [name for name in self.optional(asked) if changed.fields & graphql.names(fields[name])]
        if gone:
            self.unknown.update(gone)
            self.notes.append(f"the forum does not know the field {', '.join(gone)}; gathered without it")
        return bool(gone)

    def _bisect(self, name: str, ids: list[str]) -> None:
        """Ask for a batch; if its answer is rejected, for its halves, until each row at fault stands alone.

        The forum answers one bad row with an error for the whole batch. Where many parts fail, and soon where none has
        come, the fault is not in a row, or in too many, and asking on would be rude; the batches that follow are then
        halved only after one has come whole. A later run goes on with what is left.
        """
        parts, failed, is_any = deque([ids]), 0, False
        while parts:
            part = parts.popleft()
            if self._ask_posts(name, part):
                is_any = True
                self.hopeless.discard(name)
                continue
            failed += 1
            if name in self.hopeless or failed >= (MOST_FAILED if is_any else NONE_CAME):
                if left := sum(map(len, parts)):
                    self.missing[-1] += f"; {left:,} more of that request were not asked for by themselves"
                if not is_any:
                    self.hopeless.add(name)
                return
            if len(part) > 1:
                self.missing.pop()
                parts += [part[: len(part) // 2], part[len(part) // 2 :]]

    def _ask_posts(self, name: str, ids: list[str]) -> bool:
        asked = Question(name, tuple(ids), limit=len(ids), aliases=questions.aliases_of(name))
        return self.ask(asked, _CALLED.get(name, "posts")) is not None

    def shrunk(self, what: str, before: int, after: int, *, few: int = 0) -> bool:
        """Hold up a list that came with much less than was known of it, and say whether; what was known stays."""
        told = shrunk(what, before, after, accepted=self.session.accept_shrink, few=few)
        self.missing += told
        self.held_up |= bool(told)
        return bool(told)


def batches(ones: Sequence[_One], size: int) -> Iterator[list[_One]]:
    """Yield ``ones`` in lists of at most ``size``."""
    for start in range(0, len(ones), size):
        yield list(ones[start : start + size])


def post_ids(ids: Iterable[Any], scheme: str = "forum:") -> list[str]:
    """Return the forum's own ids among document ids, in order."""
    found = {name.removeprefix(scheme) for name in ids if isinstance(name, str) and name.startswith(scheme)}
    return sorted(post_id for post_id in found if POST_ID.fullmatch(post_id))
