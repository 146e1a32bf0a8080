"""Questions for one list of the forum's API, beside those about posts and their comments: tags, taggings, people."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pipeline.archive.session import Session
from pipeline.archive.store import Reply
from pipeline.errors import AtlasError, BadPage, ForumRefused, NoAnswer, SchemaChanged, clean
from pipeline.progress import Progress
from pipeline.records import Record
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources._forum_asking import HEADERS
from pipeline.sources._forum_questions import LAST_OFFSET, Question
from pipeline.sources._healthy import FEW, Fields, Rows, as_archived, shrunk
from pipeline.sources._outcome import SourceOutcome

PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """A question for one list: its name in the archive, what answers it, and what each row shall hold.

    ``required`` are the fields that each row must have, by the member of the row that they are in (``""``: in the row
    itself). ``optional`` are fields that the answer may lack; the forum rejects a question whole that names an unknown one.
    """

    name: str
    of: str
    declared: str
    arguments: str
    fields: str
    required: Mapping[str, frozenset[str]]
    optional: Mapping[str, str] = field(default_factory=dict)

    def lacks(self, request: bytes | None) -> frozenset[str]:
        """Return the optional fields that a request of this source does not name."""
        words = graphql.names((request or b"").decode("utf-8", "replace"))
        return frozenset(name for name, text in self.optional.items() if not graphql.names(text) <= words)

    def request(self, variables: Mapping[str, Any], lacking: Set[str]) -> bytes:
        """Return the request, without the fields that the forum lacks."""
        chosen = [text for name, text in sorted(self.optional.items()) if name not in lacking]
        rows = " ".join([self.fields, *chosen])
        query = f"query {self.name}({self.declared}) {{ {self.of}({self.arguments}) {{ results {{ {rows} }} }} }}"
        request = {"operationName": self.name, "query": query, "variables": variables}
        return json.dumps(request, separators=(",", ":"), sort_keys=True).encode()

    @property
    def expected(self) -> list[Fields]:
        """What its rows are to look like."""
        known = graphql.names(" ".join([self.fields, *self.optional.values()]))
        return [Fields(required, known, part) for part, required in self.required.items()]

    @property
    def question(self) -> Question:
        """How answers to it are checked."""
        return Question(self.name, aliases=(self.of,))


@dataclass(slots=True)
class Lists:
    """Asks for lists on behalf of one source, remembers what the forum lacks, and counts the rows that came in this run."""

    source: str
    address: str
    session: Session
    parse: Callable[[Reply], Iterable[Record]]
    rows: Rows = field(default_factory=Rows)
    lacking: set[str] = field(default_factory=set)
    _without: dict[str, set[frozenset[str]]] = field(default_factory=dict)

    def known(self, listing: Listing, variables: Mapping[str, Any]) -> Reply | None:
        """Return the newest archived answer if it is fresh, whichever of the optional fields it was asked without."""
        if listing.name not in self._without:
            archived = self.session.archive.requests(self.source)
            self._without[listing.name] = {listing.lacks(body) for _, body, _, _ in archived}
        requests = {listing.request(variables, lacking) for lacking in [self.lacking, *self._without[listing.name]]}
        replies = (self.session.archive.get(self.source, "POST", self.address, request) for request in requests)
        fresh = [reply for reply in replies if reply is not None and self.session.is_fresh(reply.retrieved_at)]
        return max(fresh, key=lambda reply: (reply.retrieved_at, reply.key), default=None)

    def ask(self, listing: Listing, variables: Mapping[str, Any]) -> Reply:
        """Return the archived answer if it is fresh, else ask.

        Raises
        ------
        NoAnswer, BadPage
            If this answer did not come, or not whole.
        ForumRefused, SchemaChanged
            If asking on makes no sense.
        """
        reply = self.known(listing, variables)
        while reply is None:
            try:
                reply = self.session.ask(
                    self.source, self.address, method="POST", request_body=listing.request(variables, self.lacking),
                    headers=HEADERS, check=graphql.check(listing.question, listing.name, listing.expected),
                )  # fmt: skip
                if reply.status == 200:
                    self.rows.add(self.parse(reply))
            except graphql.UnknownFields as changed:
                unknown = {name for name in listing.optional if changed.fields & graphql.names(listing.optional[name])}
                if not unknown - self.lacking:
                    raise
                self.lacking |= unknown
        if reply.status != 200:
            raise NoAnswer(f"{clean(reply.url, 200)} answers with status {reply.status}")
        return reply

    def pages(self, listing: Listing, variables: Mapping[str, Any]) -> Iterator[Reply]:
        """Yield the pages of a list until one is empty or repeats; a short page is no end, since rows are hidden after cutting.

        The forum gives no page beyond an offset: where the last one brings something new, too, more may follow.
        """
        seen: set[str] = set()
        for offset in range(0, LAST_OFFSET + 1, PAGE):
            reply = self.ask(listing, {**variables, "limit": PAGE, "offset": offset})
            ids = {str(row.get("_id")) for row in rows(reply, listing) if isinstance(row, dict)}
            if not ids - seen:
                return
            seen |= ids
            yield reply

    def held(self, listing: Listing, variables: Mapping[str, Any]) -> int:
        """Return how many rows were known of a list before this run asks, as far as its pages are in the archive."""
        archived, found = replace(self, session=as_archived(self.session)), 0
        with suppress(NoAnswer):
            for page in archived.pages(listing, variables):
                found += len(rows(page, listing))
        return found


def gather_named(
    source: str,
    site: str,
    slugs: Sequence[str],
    session: Session,
    progress: Progress,
    *,
    parse: Callable[[Reply], Iterable[Record]],
    named: Listing,
    items: Listing,
    by: str,
    words: tuple[str, str],
) -> SourceOutcome | None:
    """Ask for what each slug names, then for the items of its list, page by page.

    Parameters
    ----------
    source, site : str
        Name of the source, and the forum's address.
    slugs : sequence of str
        What the configuration names.
    session, progress : Session, Progress
        Ask, and are told.
    parse : callable
        Reads a reply of the source; each new one is read at once, to count what cannot be used.
    named : Listing
        Takes ``slug`` and gives at most one row.
    items : Listing
        Takes that row's id under the name ``by``.
    words : tuple of str
        What slugs name and what their lists hold, in the plural.

    Returns
    -------
    SourceOutcome or None
        What is at hand; None where that is nothing and nothing was asked, because nothing is named, or because the
        site had been left before, which its first source has told.
    """
    if not slugs:
        return None
    lists = Lists(source, f"{site}/graphql", session, parse)
    before, came, listed = session.requests, 0, 0
    missing: list[str] = []
    error: AtlasError | None = None
    progress.start(words[0], len(slugs))
    for slug in slugs:
        try:
            found = [row for row in rows(lists.ask(named, {"slug": slug}), named) if isinstance(row, dict)]
            if not found:
                missing.append(f"of the {words[0]} the forum knows none called {slug!r}")
            for row in found:
                came += 1
                of_row = {by: str(row.get("_id"))}
                known = lists.held(items, of_row)
                pages = [len(rows(page, items)) for page in lists.pages(items, of_row)]
                listed += sum(pages)
                missing += shrunk(f"the list of {slug!r}", known, sum(pages), accepted=session.accept_shrink, few=FEW)
                if len(pages) > LAST_OFFSET // PAGE:
                    missing.append(
                        f"items after the first {len(pages) * PAGE:,} of the list of {slug!r}, which the forum does not give"
                    )
        except (NoAnswer, BadPage) as failed:
            if not session.offline:
                missing.append(f"{slug!r} did not come whole: {failed}")
        except (ForumRefused, SchemaChanged) as stop:
            error = stop
            break
        progress.advance()
    progress.finish()
    missing += lists.rows.gaps()
    if not came and session.requests == before:
        return None
    return SourceOutcome(
        source, f"{came} of {len(slugs)} {words[0]} with {listed:,} {words[1]} in the archive", session.requests - before,
        tuple(missing), error, "Save the page in a browser and import it: atlas import page FILE",
        tuple(f"the forum does not know the field {name}; gathered without it" for name in sorted(lists.lacking)),
    )  # fmt: skip


def estimate_named(
    source: str,
    site: str,
    slugs: Sequence[str],
    session: Session,
    *,
    parse: Callable[[Reply], Iterable[Record]],
    named: Listing,
) -> int:
    """Return how many requests :func:`gather_named` sends at least: three for each slug that is due, none for others.

    They ask what the slug names, for the first page of its list, and for a second one that is empty or repeats it.
    """
    lists = Lists(source, f"{site}/graphql", session, parse)
    return 3 * sum(lists.known(named, {"slug": slug}) is None for slug in slugs)


def asked(reply: Reply, listings: Mapping[str, Listing]) -> tuple[Listing, dict[str, Any]]:
    """Return what an archived reply answers, and the variables of that question.

    Raises
    ------
    BadPage
        If it answers none of ``listings``.
    """
    try:
        request = json.loads(reply.request_body or b"")
        return listings[request["operationName"]], dict(request["variables"])
    except (ValueError, KeyError, TypeError) as error:
        why = "expected a reply to a question of this source, found another request"
        raise BadPage(f"{clean(reply.url, 200)} {reply.key}: {why}") from error


def rows(reply: Reply, listing: Listing) -> list[Any]:
    """Return the rows of a whole answer; see :func:`pipeline.sources._forum_graphql.results`."""
    found: list[Any] = graphql.results(reply.body, listing.question, f"{listing.name} {reply.key}")[listing.of][
        "results"
    ]
    return found
