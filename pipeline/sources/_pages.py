"""Fetching a few pages, one after the other: what is due, what a page must be to be stored, and what came."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType
from urllib.parse import urlsplit

from pipeline.archive.answer import Answer, Check
from pipeline.archive.session import Session
from pipeline.archive.store import Reply
from pipeline.errors import BadPage, Forbidden, ForumRefused, NoAnswer, clean, count
from pipeline.progress import Progress
from pipeline.records import Record
from pipeline.sources import _html
from pipeline.sources._outcome import SourceOutcome

LATEST = "9999-12-30T00:00:00Z"
"""When a page that is only checked is taken to have come, so that no date on it is later."""

FORBIDDEN_SHOWN = 3
"""Pages that robots.txt forbids, named one by one beside the first."""

NEXT_STEP = "Save the page in a browser and import it: atlas import page FILE"


def readable(
    source: str, parse: Callable[[Reply], Iterator[Record]], address: str = "", *, whole: bool = True
) -> Check:
    """Return what a page must pass before it is stored: its source can read it to its end, and it does not break off.

    ``address`` is the page's, for a source that reads its address too. Without ``whole`` it need not end its outermost element,
    which HTML lets a page leave out.
    """
    called = address or "the page"

    def check(answer: Answer) -> None:
        if answer.status == 200:
            for _ in parse(Reply("", source, "GET", called, None, 200, {}, answer.body, "", LATEST)):
                pass
            if whole:
                _html.expect_whole(answer, called)

    return check


def readable_by(module: ModuleType, address: str) -> Check:
    """Return what the page at an address must pass, where a module that takes files by their kind reads it."""
    can_be_read = readable(module.NAME, module.parse, address, whole=False)

    def check(answer: Answer) -> None:
        if answer.status == 200 and not module.accepts(answer.body):
            begins = clean(answer.body[:40].decode("utf-8", "replace"))
            raise BadPage(f"{clean(address, 200)}: expected a page that {module.NAME} reads, found {begins!r}")
        can_be_read(answer)

    return check


Following = Callable[[Reply, Reply | None], str | None]
"""Takes a page and what was known of it before, and returns the address of the page that continues it, if it is wanted."""


def fetch_pages(
    source: str,
    what: str,
    addresses: Sequence[str],
    session: Session,
    progress: Progress,
    *,
    headers: Mapping[str, str] | None = None,
    check: Check | None = None,
    following: Following | None = None,
    reader: Callable[[str], ModuleType] | None = None,
    next_step: str = NEXT_STEP,
) -> SourceOutcome:
    """Fetch pages that are not in the archive, or too old there; what is forbidden or refused is named.

    A host that has refused is asked nothing more (see :class:`~pipeline.archive.session.Session`); others still are.

    Parameters
    ----------
    source : str
        Name of the source.
    what : str
        What the pages are, in words that follow a number: ``pages of root posts``.
    addresses : sequence of str
        The pages.
    session : Session
        Asks for them.
    progress : Progress
        Told of each.
    headers : mapping, optional
        Sent with each request; a module that ``reader`` gives may have ``HEADERS`` of its own.
    check : callable, optional
        What a page must pass before it is stored.
    following : callable, optional
        Names the page that continues one; what continues a page is fetched right after it and not counted.
    reader : callable, optional
        Gives the module that reads the page at an address, where it is not always that of ``source``; it must be able to.
    next_step : str
        What to do by hand about pages that did not come.

    Returns
    -------
    SourceOutcome
        How many of the pages are at hand, and why the others are not.
    """
    before, came = session.requests, 0
    missing: list[tuple[str, str]] = []
    notes: list[str] = []
    refusals: list[tuple[str, ForumRefused]] = []
    forbidden: list[Forbidden] = []
    progress.start(what, len(addresses))
    pending = list(reversed(addresses))
    while pending:
        address = pending.pop()
        host = urlsplit(address).netloc
        stored_as, must_pass, sent = source, check, headers
        if reader is not None:
            module = reader(address)
            stored_as, must_pass = module.NAME, readable_by(module, address)
            sent = getattr(module, "HEADERS", headers)
        known = session.archive.get(stored_as, "GET", address)
        try:
            reply = session.fetch(stored_as, address, headers=sent, check=must_pass)
            came += reply.status == 200 and address in addresses
            notes += _not_shown(reply)
            if following is not None and reply.status == 200 and (more := following(reply, known)):
                pending.append(more)
        except NoAnswer as none:
            if not session.offline:
                missing.append((host, str(none)))
        except BadPage as bad:
            missing.append((host, str(bad)))
        except Forbidden as rule:
            forbidden.append(rule)
        except ForumRefused as refused:
            refusals.append((host, refused))
        if address in addresses:
            progress.advance()
    progress.finish()
    error, others = _first_refusal([refused for _, refused in refusals])
    answered = {host for host, _ in missing}.difference(host for host, _ in refusals)
    if error is None and forbidden:
        error = forbidden.pop(0)
    notes += _not_allowed(forbidden)
    return SourceOutcome(
        source, f"{came} of {len(addresses)} {what} in the archive", session.requests - before,
        (*others, *(why for _, why in missing)), error, next_step, tuple(notes), bool(answered),
    )  # fmt: skip


def _not_shown(reply: Reply) -> list[str]:
    """Return a sentence about a page that its site does not show: it is gone, or not for everybody."""
    return [] if reply.status == 200 else [f"{clean(reply.url, 200)} answers with status {reply.status}"]


def _not_allowed(forbidden: Sequence[Forbidden]) -> list[str]:
    """Return sentences about pages that are not to be asked for: that is no failure, and they may be many."""
    more = len(forbidden) - FORBIDDEN_SHOWN
    rest = [f"robots.txt forbids {count(more, 'more page')}"] if more > 0 else []
    return [*map(str, forbidden[:FORBIDDEN_SHOWN]), *rest]


def _first_refusal(refusals: Sequence[ForumRefused]) -> tuple[ForumRefused | None, list[str]]:
    """Return the first refusal, if there was one, and what the others say: a host that was left says the same each time."""
    said = list(dict.fromkeys(map(str, refusals)))
    return (refusals[0] if refusals else None), said[1:]
