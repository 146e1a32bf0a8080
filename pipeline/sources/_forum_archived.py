"""What the archive already holds of a forum: which posts, lists and stretches of time have been answered, and when."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.archive.store import Archive, Reply, is_ahead
from pipeline.errors import BadPage
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources._forum_models import POST_ID
from pipeline.sources._forum_questions import (
    BODIES,
    BY_ID,
    BY_TIME,
    COMMENT_MARKS,
    COMMENT_STATES,
    COMMENT_TEXTS,
    DETAILS,
    MARKS,
    OF_STATES,
    OF_TEXTS,
    STATES,
    WINDOW,
    Question,
    question,
)
from pipeline.sources._in_vain import UNUSABLE

_REMEMBERED: Final = 200
"""Answers whose rows are kept at hand."""

_NEEDED: Final = frozenset(
    {"_id", "postedAt", "modifiedAt", "pingbacks", "postId", "question", "fmCrosspost", "deleted", "contents"}
)
"""What a gathering needs to know of a row to go on."""

_GIVEN_BY: Final = {
    STATES: ("posts", (BODIES, MARKS)),
    COMMENT_STATES: ("comments", (COMMENT_TEXTS, COMMENT_MARKS)),
}
"""What the rows are called in answers that give again what was gone, and the questions by id that they answer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One archived answer: what was asked, when it came, and the key of the reply."""

    asked: Question
    retrieved_at: str
    key: str

    @property
    def age(self) -> tuple[bool, str]:
        """Sorts answers as the archive does, the newest last: one that is dated ahead is the oldest."""
        return not is_ahead(self.retrieved_at), self.retrieved_at


@dataclass(frozen=True, slots=True)
class _List:
    """One list of an answer: the rows with a usable id, how many rows there were, and how many the forum counts."""

    rows: list[dict[str, Any]]
    count: int
    total: Any


@dataclass(slots=True)
class Archived:
    """The newest answer about each post, each page of a list, and every answer about a stretch of time.

    ``posts[name][post_id]`` is an answer to the question ``name`` that gave the post, or the comment of that id;
    ``pages[name, post_id, offset]`` a page of one of a post's lists; ``lists[name, post_id]``, which are all pages that ever
    came of it, ``times[name, af]``, and ``texts`` of comments, come in the order asked.
    """

    archive: Archive
    source: str
    posts: dict[str, dict[str, Answered]] = field(default_factory=lambda: defaultdict(dict))
    pages: dict[tuple[str, str, int], Answered] = field(default_factory=dict)
    lists: dict[tuple[str, str], list[Answered]] = field(default_factory=lambda: defaultdict(list))
    times: dict[tuple[str, bool], list[Answered]] = field(default_factory=lambda: defaultdict(list))
    texts: list[Answered] = field(default_factory=list)
    unusable: dict[str, Question] = field(default_factory=dict)
    """What was asked by former runs in vain: too many rows could not be used. By the keys of the replies."""
    _lists: dict[str, dict[str, "_List"]] = field(default_factory=dict)

    def read(self) -> None:
        """Take in every whole answer of the archive, the oldest first."""
        unusable = self.archive.notes(UNUSABLE)
        for answer in answers(self.archive, self.source):
            self.add(answer)
            if answer.key in unusable:
                self.unusable[answer.key] = answer.asked

    def add(self, answer: Answered, reply: Reply | None = None) -> None:
        """Take in one answer; its reply, where it is at hand, need not be read from the archive again."""
        asked = answer.asked
        if asked.name in OF_TEXTS:
            self.texts.append(answer)
        if asked.name in BY_ID or asked.name in OF_STATES:
            # What was asked for and not given is answered too: to ask once more would not help.
            self.posts[asked.name].update(dict.fromkeys(asked.ids, answer))
            return
        if reply is not None:
            self._remember(answer, reply)
        if asked.name in BY_TIME:
            self.times[asked.name, asked.af].append(answer)
            if asked.name == WINDOW:
                given = dict.fromkeys(self.ids(answer, "posts"), answer)
                self.posts[BODIES].update(given)
                self.posts[DETAILS].update(given)
        else:
            for post_id in asked.ids:
                self.pages[asked.name, post_id, asked.offset] = answer
                self.lists[asked.name, post_id].append(answer)

    def not_given(self, name: str) -> set[str]:
        """Return the posts, or comments, that the newest answer to a question ``name`` about each says to be gone or hidden.

        One that a later answer by id gives is back: nobody asks for the state of what is given.
        """
        newest = self.posts[name]
        gone = {
            one
            for answer in {answer.key: answer for answer in newest.values()}.values()
            for one, state in self._states(answer).items()
            if newest[one] == answer and state != "visible"
        }
        return {one for one in gone if not self._is_given_since(newest[one], name, one)}

    def _states(self, answer: Answered) -> dict[str, str]:
        """Return what an answer says of each; nothing where it tells of a fault inside the forum, as earlier releases kept them."""
        try:
            return graphql.states(self.archive.reply(answer.key).body, answer.asked, answer.key)
        except BadPage:
            return {}

    def _is_given_since(self, told: Answered, name: str, one: str) -> bool:
        alias, by_id = _GIVEN_BY[name]
        later = (self.posts[asked].get(one) for asked in by_id)
        return any(answer and answer.age > told.age and one in self.ids(answer, alias) for answer in later)

    def rows(self, answer: Answered, alias: str) -> list[dict[str, Any]]:
        """Return the rows of one list of an answer, those with a usable id."""
        return self._list(answer, alias).rows

    def count(self, answer: Answered, alias: str) -> int:
        """Return how many rows one list of an answer has, usable or not."""
        return self._list(answer, alias).count

    def ids(self, answer: Answered, alias: str) -> list[str]:
        """Return the ids of one list of an answer."""
        return [row["_id"] for row in self.rows(answer, alias)]

    def page(self, name: str, post_id: str, offset: int) -> list[str]:
        """Return the ids on a page of a post's list; empty if it did not come."""
        answer = self.pages.get((name, post_id, offset))
        return [] if answer is None else self.ids(answer, answer.asked.alias_of(post_id))

    def untold(self, answer: Answered, post_id: str) -> int | None:
        """Return how many rows the forum counts on a list, if that is more than a page with room for them holds."""
        total = self.total(answer, post_id)
        if total is None or self.is_full(answer, post_id):
            return None
        return total if total > self.count(answer, answer.asked.alias_of(post_id)) else None

    def is_full(self, answer: Answered, post_id: str) -> bool:
        """Say whether a page of a list has no room for more rows."""
        return self.count(answer, answer.asked.alias_of(post_id)) >= answer.asked.limit

    def total(self, answer: Answered, post_id: str = "") -> int | None:
        """Return how many rows the forum counts on a list, or in a stretch of time; None if it does not.

        Of a page with room left that is the length of the page alone.
        """
        total = self._list(answer, answer.asked.alias_of(post_id)).total
        return total if isinstance(total, int) else None

    def most(self, answer: Answered) -> int:
        """Return how many rows the forum counts on the longest list of an answer; 0 where it does not say."""
        totals = (self._list(answer, alias).total for alias in answer.asked.aliases)
        return max((total for total in totals if isinstance(total, int)), default=0)

    def behind(self, answer: Answered) -> int:
        """Return how many rows the forum counts behind a page of a stretch of time; 0 where it does not say."""
        return max(0, (self.total(answer) or 0) - answer.asked.offset - answer.asked.limit)

    def all_rows(self, name: str, aliases: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """Yield the rows of every answer to a question about a stretch of time."""
        for answer in self.times[name, False]:
            for alias in aliases:
                yield from self.rows(answer, alias)

    def _list(self, answer: Answered, alias: str) -> "_List":
        if answer.key not in self._lists:
            self._remember(answer, self.archive.reply(answer.key))
        return self._lists[answer.key][alias]

    def _remember(self, answer: Answered, reply: Reply) -> None:
        """Keep what is needed of an answer's rows at hand, of some two hundred answers at a time."""
        tops = graphql.results(reply.body, answer.asked, reply.url)
        if len(self._lists) > _REMEMBERED:
            self._lists.clear()
        self._lists[answer.key] = {
            name: _List(_usable(top["results"]), len(top["results"]), top.get("totalCount"))
            for name, top in tops.items()
        }


def answers(archive: Archive, source: str) -> Iterator[Answered]:
    """Yield every whole answer of the archive, the oldest first; none is read."""
    for key, body, status, retrieved_at in archive.requests(source):
        asked = question(body)
        if asked is not None and status == 200:
            yield Answered(asked, retrieved_at, key)


def _usable(rows: list[Any]) -> list[dict[str, Any]]:
    """Return the rows with a usable id; bodies are left behind, they are long."""
    return [
        {name: row[name] for name in _NEEDED & row.keys()}
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("_id"), str) and POST_ID.fullmatch(row["_id"])
    ]
