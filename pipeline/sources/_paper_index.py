"""Asking an index of papers who cites the root work: which papers to name, the key, one request, a whole run."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pipeline.archive.answer import Answer
from pipeline.archive.session import Session
from pipeline.archive.store import Archive, Reply
from pipeline.errors import AtlasError, BadPage, ForumRefused, NoAnswer, SchemaChanged, Unreachable, clean, count
from pipeline.progress import Progress
from pipeline.settings import Settings
from pipeline.sources import _papers
from pipeline.sources._healthy import Rows
from pipeline.sources._outcome import SourceOutcome
from pipeline.sources._settled import hold_up, is_held_up, times
from pipeline.sources._stand_in import why_not_asked

_SCHEMES: Final = ("arxiv", "doi")


@dataclass(frozen=True, slots=True)
class Citing:
    """How many papers an index gave as citing one; ``more`` if it knows of others, and how many rows could not be used.

    ``why`` says why a page behind the first did not come, where one did not.
    """

    found: int
    more: bool
    unusable: int
    why: NoAnswer | BadPage | None = None


Fetch = Callable[..., Reply]
"""Gives the reply to a request, as :meth:`~pipeline.archive.session.Session.fetch` does: from a site, or as it was once."""

Citers = Callable[[Settings, Fetch, str], Citing | None]
"""Asks for all that cite a paper; None if the index does not know the paper."""


@dataclass(frozen=True, slots=True)
class PaperIndex:
    """An index of papers, as every run asks it.

    Parameters
    ----------
    name : str
        Of its source, of its site in ``[gather.sites]`` and of its key in ``[gather.keys]``.
    title : str
        As readers know it.
    key_header : str
        Name of the header that carries the key.
    key_form : str
        What stands in that header, with ``{}`` for the key.
    advice : str
        What to do where it refuses.
    """

    name: str
    title: str
    key_header: str
    key_form: str
    advice: str

    def is_asked(self, settings: Settings) -> bool:
        """Say whether it is to be asked: it is configured, the work has a paper, and no stand-in forum is studied."""
        is_configured = bool(settings.gather.sites.get(self.name) and root_papers(settings))
        return is_configured and why_not_asked(settings, self.name) is None

    def hosts(self, settings: Settings) -> set[str]:
        """Return its host, if it is to be asked."""
        return {urlsplit(settings.gather.sites[self.name]).netloc} if self.is_asked(settings) else set()

    def ask(self, settings: Settings, fetch: Fetch, path: str, **needed: type) -> Reply:
        """Return an answer with status 200 that has the members ``needed``, or one with 404: it does not know the paper.

        Each member is of the type that ``needed`` gives it: a list that is not there must not look like an empty one.

        Raises
        ------
        ForumRefused
            If it refuses the key: it would for every paper.
        NoAnswer
            If it answers otherwise.
        BadPage
            If a member is of another type, or the answer is no JSON object.
        SchemaChanged
            If a member is missing.
        """
        return self._answered(fetch, settings, path, needed)

    def gather(self, settings: Settings, session: Session, progress: Progress, citers: Citers) -> SourceOutcome | None:
        """Ask for what cites each paper of the root work, until the index refuses; None if it is not to be asked.

        One paper about which no answer comes is named, and the others are asked about; where none comes about any, the
        index itself is at fault.
        """
        if not self.is_asked(settings):
            return None
        before, known, came, unusable = session.requests, 0, 0, 0
        missing: list[str] = []
        unanswered: list[NoAnswer | BadPage] = []
        error: AtlasError | None = None
        ids = root_papers(settings)
        progress.start(f"papers of {self.title}", len(ids))
        try:
            for document_id in ids:
                lengths = _lengths(settings, session.archive, self.name, document_id, citers)
                is_in_doubt = is_held_up(session.archive, lengths, few=0) and not session.offline
                sent = session.requests
                try:
                    citing = citers(settings, session.ask if is_in_doubt else session.fetch, document_id)
                except (NoAnswer, BadPage) as none:
                    unanswered.append(none)
                else:
                    what, found = f"the list of papers that cite {document_id}", citing.found if citing else 0
                    if citing is not None:
                        known, came, unusable = known + 1, came + found, unusable + citing.unusable
                    if citing is not None and citing.why is not None:
                        if not session.offline:
                            missing.append(f"papers that cite {document_id} after the first {found:,}: {citing.why}")
                    else:
                        if session.requests > sent:
                            lengths = _lengths(settings, session.archive, self.name, document_id, citers)
                        missing += hold_up(session, what, lengths, few=0)
                        if citing is not None and citing.more:
                            missing.append(f"papers that cite {document_id} after the first {found:,}")
                progress.advance()
        except (ForumRefused, SchemaChanged) as stop:
            error = stop
        progress.finish()
        told = [one for one in unanswered if not (session.offline and isinstance(one, NoAnswer))]
        if error is None and len(unanswered) == len(ids):
            # An answer that cannot be used is no sign that the index is not there.
            error = next((one for one in told if isinstance(one, NoAnswer)), None)
            told = [one for one in told if one is not error]
        missing += map(str, told)
        missing += Rows(came + unusable, unusable).gaps()
        return SourceOutcome(
            self.name, f"{count(came, 'paper')} citing {known} of {count(len(ids), 'paper')} of the root work",
            session.requests - before, tuple(missing), error, self._next_step(error, told),
        )  # fmt: skip

    def _next_step(self, error: AtlasError | None, unanswered: Iterable[AtlasError]) -> str:
        """Return what to do by hand; a key helps where the index answered, and would not give what it was asked for."""
        if any(isinstance(one, ForumRefused) and not isinstance(one, Unreachable) for one in (error, *unanswered)):
            return f"Run again later: {self.advice} ([gather.keys] {self.name})"
        return "" if isinstance(error, SchemaChanged) else "Run again later"

    def probe(self, settings: Settings, session: Session, path: str, **needed: type) -> str:
        """Send one request, to the answer of which :meth:`ask` would object as it does here, and say what came."""
        return f"answers with status {self._answered(session.ask, settings, path, needed).status}"

    def _answered(self, send: Fetch, settings: Settings, path: str, needed: Mapping[str, type]) -> Reply:
        reply = send(
            self.name, settings.gather.sites[self.name] + path, key=self._key(settings),
            check=lambda answer: _expect(answer, self.name, needed),
        )  # fmt: skip
        if reply.status not in (200, 404):
            raise NoAnswer(f"{clean(reply.url, 200)} answers with status {reply.status}")
        return reply

    def _key(self, settings: Settings) -> dict[str, str]:
        key = settings.gather.keys.get(self.name)
        return {self.key_header: self.key_form.format(key)} if key else {}


def root_papers(settings: Settings) -> list[str]:
    """Return the ids of the root work that an index of papers can know."""
    ids = (document.id for document in settings.root_work.documents)
    return sorted(one for one in ids if one.partition(":")[0] in _SCHEMES)


def _lengths(
    settings: Settings, archive: Archive, source: str, document_id: str, citers: Citers
) -> list[tuple[str, int]]:
    """Return how many papers an index gave as citing one each time, after the key of the reply that began it."""
    replies = [archive.reply(key) for key, *_ in archive.requests(source)]
    read: set[str] = set()

    def found(among: Iterable[Reply]) -> Iterator[tuple[str, int]]:
        for key, pages in times((reply.key, reply.url, reply) for reply in among):
            with suppress(NoAnswer, BadPage, SchemaChanged):
                citing = citers(settings, _at_hand(pages, read), document_id)
                yield key, citing.found if citing else 0

    list(found(replies))  # tells which replies are about this paper; those about another begin no time of its list
    return list(found([reply for reply in replies if reply.url in read]))


def _at_hand(pages: Mapping[str, Reply], read: set[str]) -> Fetch:
    """Return what gives archived replies by their address, and notes which were ``read``."""

    def fetch(_source: str, url: str, **_: object) -> Reply:
        if url not in pages:
            raise NoAnswer(f"{clean(url, 200)} was not asked for by then")
        read.add(url)
        return pages[url]

    return fetch


def _expect(answer: Answer, index: str, needed: Mapping[str, type]) -> None:
    """Raise SchemaChanged for an answer that lacks a member that the reader needs, BadPage for one that is of another type."""
    if answer.status != 200:
        shown = clean(answer.body[:200].decode("utf-8", "replace"))
        raise BadPage(f"{index}: expected status 200, found {answer.status}: {shown}")
    value = _papers.loads(Reply("", "", "", index, None, 200, {}, answer.body, "", ""))
    if missing := [name for name in needed if name not in value]:
        raise SchemaChanged(
            f"{index}: expected the member {missing[0]!r}, found {clean(', '.join(value))!r}; "
            "nothing of it was stored; a newer release may know the change"
        )
    for name, kind in needed.items():
        if not isinstance(value[name], kind):
            raise BadPage(f"{index}: {name}: expected a {kind.__name__}, found {clean(repr(value[name]), 100)}")
