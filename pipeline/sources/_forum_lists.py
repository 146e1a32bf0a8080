"""Gathers lists of the forum's API that the configuration names by slugs: tags with their posts, people with their comments."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from pipeline.archive.session import Session
from pipeline.archive.store import Reply
from pipeline.errors import AtlasError, BadPage, ForumRefused, NoAnswer, SchemaChanged, clean
from pipeline.progress import Progress
from pipeline.records import Record
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources import _forum_listing as listing_of
from pipeline.sources._forum_asking import HEADERS, batches
from pipeline.sources._forum_listing import Listing, Page, answered
from pipeline.sources._forum_questions import LAST_OFFSET
from pipeline.sources._healthy import Rows
from pipeline.sources._in_vain import UNUSABLE, judge
from pipeline.sources._outcome import SourceOutcome
from pipeline.sources._settled import hold_up, is_held_up, times

_AT_ONCE: Final = 2
"""Pages of an unknown list that are asked for together: most lists end with the first, which the second one shows."""


@dataclass(frozen=True, slots=True)
class _Held:
    """An archived answer that holds a page."""

    retrieved_at: str
    key: str


@dataclass(slots=True)
class Lists:
    """Asks for lists on behalf of one source: remembers what the forum lacks, what did not come, and counts the new rows.

    ``before`` and ``now`` are the newest answers with each page, in the archive before this run and since.
    """

    source: str
    address: str
    session: Session
    parse: Callable[[Reply], Iterable[Record]]
    listings: Mapping[str, Listing]
    rows: Rows = field(default_factory=Rows)
    lacking: set[str] = field(default_factory=set)
    failed: dict[tuple[str, Page], str] = field(default_factory=dict)
    doubted: set[tuple[str, str]] = field(default_factory=set)
    """Lists that are held up: they are asked for again."""
    came: dict[tuple[str, str], list[tuple[str, int, _Held]]] = field(default_factory=lambda: defaultdict(list))
    """Of each list every page that ever came, with the key of its reply and its offset, the oldest first."""
    before: dict[tuple[str, Page], _Held] = field(init=False, default_factory=dict)
    now: dict[tuple[str, Page], _Held] = field(init=False, default_factory=dict)
    _ids: dict[str, dict[Page, list[str]]] = field(default_factory=dict)
    _unusable: Mapping[str, str] = field(init=False)
    """Of former answers those of no use, by their keys."""

    def __post_init__(self) -> None:
        self._unusable = self.session.archive.notes(UNUSABLE)
        for key, body, status, retrieved_at in self.session.archive.requests(self.source):
            with suppress(BadPage):  # what another release asked is no page of ours
                listing, pages = listing_of.asked(body, self.listings, key)
                if status == 200:
                    self._take_in(listing, pages.values(), _Held(retrieved_at, key), self.before)

    def due(self, listing: Listing, pages: Iterable[Page]) -> list[Page]:
        """Return the pages that are not archived, or too old there, each once."""
        return [page for page in dict.fromkeys(pages) if self._usable(listing, page) is None]

    def expected(self, listing: Listing, about: str) -> list[Page]:
        """Return the pages that a list is expected to have: as many as before, with the one that ended it."""
        pages = [Page(about, offset) for offset in range(0, LAST_OFFSET + 1, listing_of.PAGE)]
        known = next((n for n, page in enumerate(pages) if (listing.name, page) not in self.before), len(pages))
        return pages[: max(known, _AT_ONCE)]

    def ask(self, listing: Listing, pages: Iterable[Page]) -> None:
        """Ask for the pages that are due, as many a request as it may name; why one did not come is remembered.

        One fault spoils the whole answer of the forum: then each list of that request is asked for by itself.

        Raises
        ------
        ForumRefused, SchemaChanged
            If asking on makes no sense.
        """
        for batch in batches(self.due(listing, pages), listing.a_request):
            try:
                self._ask(listing, batch)
            except BadPage as bad:
                lists = [list(each) for _, each in groupby(batch, key=lambda page: page.about)]
                for each in lists:
                    if len(lists) > 1:
                        self._ask_or_say_why(listing, each)
                    else:
                        self._say_why(listing, each, bad)
            except NoAnswer as none:
                self._say_why(listing, batch, none)
                if self.session.planning:  # what is known of them is what a plan goes on with
                    places = [(listing.name, page) for page in batch]
                    self.now.update({place: self.before[place] for place in places if place in self.before})

    def follow(self, listing: Listing, about: Iterable[str]) -> None:
        """Ask for every page of some lists: for those expected at once, then for the next page of each that goes on."""
        lists = list(about)
        if not self.session.offline:
            held_up = (one for one in lists if is_held_up(self.session.archive, self.lengths(listing, one)))
            self.doubted.update((listing.name, one) for one in held_up)
        following = [page for one in lists for page in self.expected(listing, one)]
        while following:
            self.ask(listing, following)
            found = {one: self.pages(listing, one) for one in lists}
            following = [
                Page(one, len(pages) * listing_of.PAGE) for one, (pages, is_whole) in found.items() if not is_whole
            ]
            following = [page for page in following if (listing.name, page) not in self.failed]

    def ids(self, listing: Listing, page: Page) -> list[str] | None:
        """Return the id of each row of a page ("" for a row without one), None if it is not at hand."""
        held = self._usable(listing, page)
        return None if held is None else self._ids_on(held, page)

    def named(self, listing: Listing, slug: str) -> list[str] | None:
        """Return the ids of what a slug names, None if that is not at hand."""
        ids = self.ids(listing, Page(slug))
        return None if ids is None else [one for one in ids if one]

    def pages(self, listing: Listing, about: str) -> tuple[list[list[str]], bool]:
        """Return the pages of a list up to one that is empty or repeats, and whether it is known that the list ends there.

        A short page is no end, since rows are hidden after a page was cut. The forum gives no page beyond an offset: where the
        last one brings something new, too, more may follow.
        """
        return _up_to_the_end(lambda offset: self.ids(listing, Page(about, offset)))

    def lengths(self, listing: Listing, about: str) -> list[tuple[str, int]]:
        """Return how long a list was each time that it came, after the key of the reply that began it."""
        return [
            (key, sum(map(len, _up_to_the_end(self._ids_among(about, pages))[0])))
            for key, pages in times(self.came[listing.name, about])
        ]

    def why_not_whole(self, listing: Listing, about: str) -> str | None:
        """Return why a page of a list did not come, None if it is not known that one did not."""
        return next(
            (why for (name, page), why in self.failed.items() if (name, page.about) == (listing.name, about)), None
        )

    def _usable(self, listing: Listing, page: Page) -> _Held | None:
        place = (listing.name, page)
        known = self.before.get(place)
        is_usable = (
            known
            and self.session.is_fresh(known.retrieved_at)
            and (listing.name, page.about) not in self.doubted
            and (known.key not in self._unusable or self.session.offline)
        )
        return self.now.get(place) or (known if is_usable else None)

    def _ids_on(self, held: _Held, page: Page) -> list[str]:
        if held.key not in self._ids:
            _, found = answered(self.session.archive.reply(held.key), self.listings)
            self._ids[held.key] = {page: [_id(row) for row in rows] for page, rows in found.items()}
        return self._ids[held.key][page]

    def _ids_among(self, about: str, pages: Mapping[int, _Held]) -> Callable[[int], list[str] | None]:
        return lambda offset: self._ids_on(pages[offset], Page(about, offset)) if offset in pages else None

    def _take_in(self, listing: Listing, pages: Iterable[Page], held: _Held, to: dict[tuple[str, Page], _Held]) -> None:
        for page in pages:
            to[listing.name, page] = held
            self.came[listing.name, page.about].append((held.key, page.offset, held))

    def _ask_or_say_why(self, listing: Listing, pages: list[Page]) -> None:
        try:
            self._ask(listing, pages)
        except (NoAnswer, BadPage) as why:
            self._say_why(listing, pages, why)

    def _say_why(self, listing: Listing, pages: Iterable[Page], why: AtlasError) -> None:
        self.failed.update({(listing.name, page): str(why) for page in pages})

    def _ask(self, listing: Listing, pages: list[Page]) -> None:
        before = [held for page in pages if (held := self.before.get((listing.name, page)))]
        was_in_vain = any(held.key in self._unusable for held in before)
        while True:
            try:
                reply = self.session.ask(
                    self.source, self.address, method="POST", request_body=listing.request(pages, self.lacking),
                    headers=HEADERS, check=graphql.check(listing.question(pages), listing.name, listing.expected),
                    judge=judge(self.parse, self.rows, was_in_vain=was_in_vain),
                )  # fmt: skip
                break
            except graphql.UnknownFields as changed:
                unknown = {name for name in listing.optional if changed.fields & graphql.names(listing.optional[name])}
                if not unknown - self.lacking:
                    raise
                self.lacking |= unknown
        if reply.status != 200:
            raise NoAnswer(f"{clean(reply.url, 200)} answers with status {reply.status}")
        self._take_in(listing, pages, _Held(reply.retrieved_at, reply.key), self.now)


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
    words: tuple[str, str],
) -> SourceOutcome | None:
    """Ask for what the slugs name, then for the items of their lists.

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
        Its lists are about a slug each and have at most one row.
    items : Listing
        Its lists are about that row's id.
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
    lists = _lists(source, site, session, parse, named, items)
    before, came, listed = session.requests, 0, 0
    missing: list[str] = []
    error: AtlasError | None = None
    progress.start(words[0], len(slugs))
    try:
        lists.ask(named, map(Page, slugs))
        progress.advance(len(slugs))
        progress.start(words[1])
        lists.follow(items, [one for slug in slugs for one in lists.named(named, slug) or ()])
    except (ForumRefused, SchemaChanged) as stop:
        error = stop
    progress.finish()
    for slug in slugs:
        about = lists.named(named, slug)
        if about == []:
            missing.append(f"of the {words[0]} the forum knows none called {slug!r}")
        why = lists.why_not_whole(named, slug)
        for one in about or ():
            came += 1
            pages, is_whole = lists.pages(items, one)
            total = sum(map(len, pages))
            listed += total
            why = why or lists.why_not_whole(items, one)
            if is_whole:
                missing += hold_up(session, f"the list of {slug!r}", lists.lengths(items, one))
            if len(pages) > LAST_OFFSET // listing_of.PAGE:
                missing.append(
                    f"items after the first {len(pages) * listing_of.PAGE:,} of the list of {slug!r}, which the forum does not give"
                )
        if why and not session.offline:
            missing.append(f"{slug!r} did not come whole: {why}")
    missing += lists.rows.gaps()
    if not came and session.requests == before:
        return None
    return SourceOutcome(
        source, f"{came} of {len(slugs)} {words[0]} with {listed:,} {words[1]} in the archive", session.requests - before,
        tuple(missing), error, "Save the page in a browser and import it: atlas import page FILE",
        tuple(f"the forum does not know the field {name}; gathered without it" for name in sorted(lists.lacking)),
    )  # fmt: skip


def _lists(
    source: str,
    site: str,
    session: Session,
    parse: Callable[[Reply], Iterable[Record]],
    named: Listing,
    items: Listing,
) -> Lists:
    return Lists(source, f"{site}/graphql", session, parse, {listing.name: listing for listing in (named, items)})


def _up_to_the_end(ids_at: Callable[[int], list[str] | None]) -> tuple[list[list[str]], bool]:
    """Return the ids on each page up to one that is empty or repeats, and whether there is such a one, or none is allowed."""
    seen: set[str] = set()
    found: list[list[str]] = []
    for offset in range(0, LAST_OFFSET + 1, listing_of.PAGE):
        ids = ids_at(offset)
        if ids is None or not set(ids) - seen:
            return found, ids is not None
        seen.update(ids)
        found.append(ids)
    return found, True


def _id(row: object) -> str:
    found = row.get("_id") if isinstance(row, dict) else None
    return found if isinstance(found, str) else ""
