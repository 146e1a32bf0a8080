"""Posts of LessWrong and the Alignment Forum, and who links to them, from the forum's GraphQL address.

Site:    ``forum``, https://www.lesswrong.com (the Alignment Forum's own host hides citing posts without its mark).
Gives:   the root posts, the posts on their lists of incoming links, the posts on the lists of those, and so on:
         titles, dates, karma, af mark, authors and coauthors, tags, bodies as last edited, outgoing links as the
         forum counts them, crosspost marks.
Misses:  drafts, deleted posts, posts with karma of 0 or less where only a list would show them, comments, and
         the text as first published.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.archive.session import Session
from pipeline.archive.store import Archive, Reply
from pipeline.errors import AtlasError, BadPage, ForumRefused, NoAnswer, SchemaChanged, clean
from pipeline.progress import Progress
from pipeline.records import DocumentRecord, PingbackRecord, QuarantinedRecord, Record
from pipeline.settings import Settings
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources._forum_graphql import BODIES, DETAILS, LISTS, Question
from pipeline.sources._forum_rows import POST_ID, Reader
from pipeline.sources._outcome import SourceOutcome

NAME = "forum_api"
SITE = "forum"
BASE_URL = "https://www.lesswrong.com"
LISTS_A_REQUEST = 10
CEILING = 0.05
"""Share of rows that may be unusable; more than this (and more than three) makes a run incomplete."""

_HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}


def parse(reply: Reply) -> Iterator[Record]:
    """Read an archived answer.

    Yields
    ------
    Record
        A document per row; for a list also its place in it; for a post that was asked for and not given, and for
        every row that cannot be used, a quarantined record.

    Raises
    ------
    BadPage
        If the reply is no whole answer to a question of this module. Gathering stores none such.
    """
    asked = graphql.question(reply.request_body)
    where = f"{asked.name if asked else reply.url} {reply.key}"
    if asked is None:
        raise BadPage(f"{where}: expected a reply to a question of this source, found another request")
    if reply.status != 200:
        return
    required = frozenset({"_id"}) if asked.name == DETAILS else graphql.CORE
    for alias, listed_on, top in zip(
        asked.aliases, asked.ids, graphql.results(reply.body, asked, where).values(), strict=False
    ):
        place = where if alias == "posts" else f"{where} {alias}"
        reader = Reader(NAME, reply.retrieved_at, place, BASE_URL, required)
        if asked.name == LISTS:
            yield from _listed(reader, top["results"], f"forum:{listed_on}", asked.offset)
        else:
            yield from _given(reader, top["results"], asked)
        yield from reader.end()


def _given(reader: Reader, rows: list[Any], asked: Question) -> Iterator[Record]:
    seen: set[str] = set()
    for position, row in enumerate(rows, 1):
        for record in reader.post(row, position):
            if not isinstance(record, DocumentRecord):
                yield record
            elif record.document_id not in seen:
                seen.add(record.document_id)
                yield record
    if asked.name == BODIES:
        for post_id in sorted(set(asked.ids) - {document_id.removeprefix("forum:") for document_id in seen}):
            yield QuarantinedRecord(
                f"{NAME} post",
                f"{reader.where} ({clean(post_id)})",
                "asked for, and not in the answer: a draft, deleted, not public, or a row that could not be used",
            )


def _listed(reader: Reader, rows: list[Any], listed_on: str, offset: int) -> Iterator[Record]:
    seen: set[str] = set()
    for position, row in enumerate(rows, 1):
        for record in reader.post(row, position):
            if not isinstance(record, DocumentRecord):
                yield record
            elif record.document_id not in seen:
                seen.add(record.document_id)
                yield record
                yield PingbackRecord(
                    listed_on, offset + position, "post", record.title, record.document_id, record.posted_at,
                    record.karma, NAME, reader.retrieved_at,
                )  # fmt: skip


def gather(settings: Settings, session: Session, archive: Archive, progress: Progress) -> SourceOutcome:
    """Ask for the root posts, their citers, the citers' citers, for as many generations as configured."""
    run = _Run(settings, session, archive, progress)
    error: AtlasError | None = None
    before = session.requests
    try:
        run.all_generations()
    except (ForumRefused, SchemaChanged) as stop:
        error = stop
    finally:
        progress.finish()
    posts = len(run.answered[BODIES])
    came = f"{posts:,} posts and {len({key[0] for key in run.pages}):,} lists of incoming links in the archive"
    if run.unusable:
        came += f", {run.unusable:,} of {run.rows:,} new rows in quarantine"
    if run.unusable > max(3, CEILING * run.rows):
        run.missing.append(
            f"more rows than the {CEILING:.0%} of a healthy run could not be used; the quarantine table says why"
        )
    return SourceOutcome(
        NAME, came, session.requests - before, tuple(run.missing), error,
        "Run again to ask for what is missing, or import it: atlas import dump FILE, atlas import page FILE",
        tuple(run.notes),
    )  # fmt: skip


def probe(settings: Settings, session: Session) -> str:
    """Ask for one root post and say what came; the answer is archived like any other."""
    ids = _roots(settings)[:1]
    reply = session.ask(NAME, _address(settings), **_request(graphql.posts_request(BODIES, ids)))
    return f"answers; {sum(isinstance(record, DocumentRecord) for record in parse(reply))} of 1 post came"


def estimate(settings: Settings) -> int:
    """Return how many requests a first run takes at least: what follows depends on the answers."""
    roots = len(_roots(settings))
    return 2 * -(-roots // settings.gather.batch) + 2 * -(-roots // LISTS_A_REQUEST) if roots else 0


@dataclass(slots=True)
class _Run:
    """One gathering: what is archived and fresh, and what has to be asked for."""

    settings: Settings
    session: Session
    archive: Archive
    progress: Progress
    answered: dict[str, dict[str, str]] = field(default_factory=lambda: {BODIES: {}, DETAILS: {}})
    pages: dict[tuple[str, int], str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    optional: list[str] = field(default_factory=lambda: list(graphql.OPTIONAL))
    rows: int = 0
    unusable: int = 0
    _read: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def all_generations(self) -> None:
        """Walk from the root posts to their citers, a generation at a time."""
        for key, body, status, retrieved_at in self.archive.requests(NAME):
            asked = graphql.question(body)
            if asked is not None and status == 200 and self.session.is_fresh(retrieved_at):
                self._remember(asked, key)
        known: set[str] = set()
        frontier = set(_roots(self.settings))
        for generation in range(self.settings.gather.generations + 1):
            known |= frontier
            name = "root posts" if generation == 0 else f"posts of generation {generation}"
            self._posts(BODIES, sorted(frontier), name)
            self._posts(DETAILS, sorted(frontier), f"details of {name}")
            if generation < self.settings.gather.generations:
                frontier = self._citers(sorted(frontier), f"lists of who links to {name}") - known

    def _posts(self, name: str, ids: list[str], what: str) -> None:
        due = [post_id for post_id in ids if post_id not in self.answered[name]]
        if not due or self._only_archived(due, what):
            return
        self.progress.start(what, len(due))
        size = self.settings.gather.batch
        for start in range(0, len(due), size):
            batch = due[start : start + size]
            self._bisect(name, batch)
            self.progress.advance(len(batch))

    def _bisect(self, name: str, ids: list[str]) -> None:
        """Ask for a batch; if its answer is rejected, for its halves, until the row at fault stands alone.

        The forum answers one bad row with an error for the whole batch. Where both halves fail, the fault is not
        in a row, and asking on would be rude.
        """
        if self._ask_posts(name, ids) or len(ids) == 1:
            return
        self.missing.pop()
        halves = [ids[: len(ids) // 2], ids[len(ids) // 2 :]]
        failed = [half for half in halves if not self._ask_posts(name, half)]
        if len(failed) == 1 and len(failed[0]) > 1:
            self.missing.pop()
            self._bisect(name, failed[0])

    def _ask_posts(self, name: str, ids: list[str]) -> bool:
        while True:
            try:
                return self._ask(Question(name, tuple(ids)), graphql.posts_request(name, ids, self.optional))
            except graphql.UnknownFields as changed:
                gone = [
                    name
                    for name in self.optional
                    if changed.fields & set(graphql.OPTIONAL[name].replace("{", "").split())
                ]
                if name != DETAILS or not gone:
                    raise
                self.optional = [name for name in self.optional if name not in gone]
                self.notes.append(f"the forum does not know the field {', '.join(gone)}; gathered without it")

    def _citers(self, ids: list[str], what: str) -> set[str]:
        """Return every post on the lists of ``ids``, page by page."""
        citers: set[str] = set()
        seen: dict[str, set[str]] = {post_id: set() for post_id in ids}
        offset, pending = 0, ids
        while pending and offset <= graphql.LAST_OFFSET:
            due = [post_id for post_id in pending if (post_id, offset) not in self.pages]
            if due and not self._only_archived(due, what):
                self.progress.start(what if offset == 0 else f"{what}, from item {offset + 1}", len(due))
                for start in range(0, len(due), LISTS_A_REQUEST):
                    batch = due[start : start + LISTS_A_REQUEST]
                    asked = Question(LISTS, tuple(batch), offset, tuple(f"p{n}" for n in range(len(batch))))
                    if not self._ask(asked, graphql.lists_request(batch, offset)) and len(batch) > 1:
                        self.missing.pop()
                        for post_id in batch:
                            self._ask(
                                Question(LISTS, (post_id,), offset, ("p0",)), graphql.lists_request([post_id], offset)
                            )
                    self.progress.advance(len(batch))
            following = []
            for post_id in pending:
                page = self._page(post_id, offset)
                if set(page) - seen[post_id]:
                    following.append(post_id)
                seen[post_id].update(page)
                citers.update(page)
            offset, pending = offset + graphql.PAGE, following
        self.missing.extend(f"items after the first {offset:,} of the list of {post_id}" for post_id in pending)
        return citers

    def _ask(self, asked: Question, body: bytes) -> bool:
        """Ask one question; on failure name what is missing and go on."""
        try:
            reply = self.session.ask(NAME, _address(self.settings), **_request(body))
            if reply.status != 200:
                raise NoAnswer(f"{clean(reply.url, 200)} answers with status {reply.status}")
        except (NoAnswer, BadPage) as error:
            what = "lists of incoming links" if asked.name == LISTS else "details" if asked.name == DETAILS else "posts"
            named = ", ".join(clean(post_id) for post_id in asked.ids[:3]) + (", ..." if len(asked.ids) > 3 else "")
            self.missing.append(f"{len(asked.ids)} {what} did not come ({named}): {error}")
            return False
        self._remember(asked, reply.key)
        for record in parse(reply):
            self.rows += isinstance(record, DocumentRecord)
            if isinstance(record, QuarantinedRecord) and not record.what.endswith(", kept"):
                self.rows += 1
                self.unusable += 1
        return True

    def _remember(self, asked: Question, key: str) -> None:
        for post_id in asked.ids:
            if asked.name == LISTS:
                self.pages[post_id, asked.offset] = key
            else:
                self.answered[asked.name][post_id] = key

    def _page(self, post_id: str, offset: int) -> list[str]:
        """Return the ids on an archived page of a post's list; empty if it did not come."""
        key = self.pages.get((post_id, offset))
        if key is None:
            return []
        if key not in self._read:
            rows: dict[str, list[str]] = {}
            for record in parse(self.archive.reply(key)):
                if isinstance(record, PingbackRecord) and record.citing_id:
                    rows.setdefault(record.listed_on.removeprefix("forum:"), []).append(
                        record.citing_id.removeprefix("forum:")
                    )
            self._read[key] = rows
        return self._read[key].get(post_id, [])

    def _only_archived(self, due: list[str], what: str) -> bool:
        if self.session.offline:
            self.notes.append(f"{len(due):,} of the {what} are not in the archive")
        return self.session.offline


def _roots(settings: Settings) -> list[str]:
    ids: Iterable[str] = (
        document.id.removeprefix("forum:")
        for document in settings.root_work.documents
        if document.id.startswith("forum:")
    )
    return sorted(post_id for post_id in ids if POST_ID.fullmatch(post_id))


def _address(settings: Settings) -> str:
    return settings.gather.sites[SITE] + "/graphql"


def _request(body: bytes) -> dict[str, Any]:
    asked = graphql.question(body)
    if asked is None:
        raise ValueError("not a question of this source")
    return {
        "method": "POST",
        "request_body": body,
        "headers": _HEADERS,
        "check": graphql.check(asked, asked.name),
    }
