"""What replies have said of a document over time: edits, karma, and whether a site still shows it.

Old facts are kept: the archive holds every reply, and here each value of a fact that has changed stands with the first
and the last reply that showed it. Only what one source saw at two times counts as a change; two sources may differ at
the same time. Imported files are left out: the day of their import is not the day of what they say.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

import pandas as pd

from pipeline.corpus._digest import digest
from pipeline.records import DocumentRecord, VisibilityRecord
from pipeline.schema import TABLES
from pipeline.tables import conform

FIELDS: Final = ("title", "posted_at", "modified_at", "karma", "af", "body")
VISIBILITY: Final = "visibility"
VISIBLE, GONE, HIDDEN = "visible", "gone", "hidden"

_Facts = tuple[str | None, ...]
_Row = tuple[str, str, str, str, str, str]


@dataclass(slots=True)
class History:
    """Takes records one by one; keeps of each the facts that may change, and of a body a hash.

    ``aliases`` gives, for ids of documents that have several, the one under which their history stands.
    """

    seen: dict[tuple[str, str], list[tuple[str, str, _Facts]]] = field(default_factory=lambda: defaultdict(list))
    states: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    aliases: dict[str, str] = field(default_factory=dict)
    mirrors: set[str] = field(default_factory=set)

    def add(self, record: DocumentRecord) -> None:
        """Take what a reply says of a document."""
        if not record.imported:
            self.seen[record.document_id, record.origin].append((record.retrieved_at, record.where, _facts(record)))

    def add_state(self, record: VisibilityRecord) -> None:
        """Take whether a site shows a document."""
        self.states[record.document_id, record.source].append((record.retrieved_at, record.state))
        if record.mirror:
            self.mirrors.add(record.source)

    def table(self, known: Iterable[str]) -> pd.DataFrame:
        """Return the table ``document_history`` of the documents of the corpus.

        What was told under each id of a document is a history of its own: two versions of a paper are no change.
        """
        documents = frozenset(known)
        latest: dict[tuple[str, str, str, str, str], str] = {}
        for told_of, name, value, first, last, source in (*self._changes(), *self._states()):
            if (document_id := self.aliases.get(told_of, told_of)) in documents:
                key = (document_id, name, value, first, source)
                latest[key] = max(last, latest.get(key, last))
        rows = [(*key[:4], last, key[4]) for key, last in latest.items()]
        return conform(pd.DataFrame(rows, columns=TABLES["document_history"].names), "document_history")

    def since(self, state: str) -> dict[str, str]:
        """Return the documents that are now in a state, with the time of the first reply that found them in it.

        A document that the same source has shown since is not in it. What a mirror says, any source takes back that has
        shown the document since; what a document's own site says, no mirror does, which may be behind.
        """
        found: dict[str, str] = {}
        shown = {key: max(at for at, _, _ in seen) for key, seen in self.seen.items()}
        for key, told in self.states.items():
            shown[key] = max([shown.get(key, ""), *(at for at, one in told if one == VISIBLE)])
        anywhere: dict[str, str] = {}
        for (document_id, _), at in shown.items():
            anywhere[document_id] = max(at, anywhere.get(document_id, ""))
        for (document_id, source), told in sorted(self.states.items()):
            *_, (last, first_at, last_at) = _runs(sorted(told))
            since = anywhere[document_id] if source in self.mirrors else shown[document_id, source]
            if last == state and since <= last_at:
                document_id = self.aliases.get(document_id, document_id)
                found[document_id] = min(first_at, found.get(document_id, first_at))
        return found

    def _changes(self) -> Iterator[_Row]:
        for (document_id, source), told in self.seen.items():
            if len(told) < 2:
                continue
            told.sort(key=lambda one: one[:2])
            for place, name in enumerate(FIELDS):
                values = [(at, facts[place]) for at, _, facts in told]
                runs = list(_runs([(at, value) for at, value in values if value is not None]))
                if len(runs) > 1:
                    yield from ((document_id, name, value, first, last, source) for value, first, last in runs)

    def _states(self) -> Iterator[_Row]:
        for (document_id, source), told in self.states.items():
            runs = list(_runs(sorted(told)))
            if any(state != VISIBLE for state, _, _ in runs):
                yield from ((document_id, VISIBILITY, state, first, last, source) for state, first, last in runs)


def _facts(record: DocumentRecord) -> _Facts:
    return (
        record.title,
        record.posted_at,
        record.modified_at,
        None if record.karma is None else str(record.karma),
        None if record.af is None else str(record.af).lower(),
        None if record.body is None else digest(record.body.text, 8).hex(),
    )


def _runs(told: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield each value with the first and the last time that it was seen without another between them.

    >>> list(_runs([("2019", "a"), ("2020", "a"), ("2021", "b"), ("2022", "a")]))
    [('a', '2019', '2020'), ('b', '2021', '2021'), ('a', '2022', '2022')]
    """
    for value, group in groupby(told, key=lambda one: one[1]):
        times = [at for at, _ in group]
        yield value, times[0], times[-1]
