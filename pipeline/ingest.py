"""Fills the archive from the sites, politely; :mod:`pipeline.importing` does so from files that somebody saved."""

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from urllib.parse import urlsplit

from pipeline import registry
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.corpus.works import with_canonical_works
from pipeline.errors import (
    EXIT_DONE,
    AtlasError,
    BadPage,
    ForumRefused,
    Incomplete,
    SchemaChanged,
    UsageError,
    clean,
    count,
)
from pipeline.network import holds_network
from pipeline.progress import Progress
from pipeline.settings import Settings
from pipeline.sources import SOURCES
from pipeline.sources._outcome import SourceOutcome


@dataclass(frozen=True, slots=True)
class Plan:
    """What a gathering will ask a source's host for at the least; every answer may lead to more."""

    source: str
    host: str
    requests: int
    seconds: float


def gather(
    settings: Settings,
    archive: Archive,
    progress: Progress,
    *,
    offline: bool = False,
    refresh: bool = False,
    accept_shrink: bool = False,
    minutes: float = math.inf,
) -> list[SourceOutcome]:
    """Ask every source whose site is configured for what is not in the archive, or too old there.

    Parameters
    ----------
    settings : Settings
        Names the root work, the sites and the manners.
    archive : Archive
        Holds what is known; every answer goes into it at once, so that a stopped run loses nothing.
    progress : Progress
        Told what is being fetched and how many steps are left.
    offline : bool
        Ask nothing; say what the archive lacks.
    refresh : bool
        Ask again for everything, however fresh.
    accept_shrink : bool
        Take lists that have lost over a fifth of what was known of them for right.
    minutes : float
        How long requests may be sent.

    Returns
    -------
    list of SourceOutcome
        One for each source that had something to ask, in alphabetical order. What a site refuses or fails to give is in it,
        never raised: the tables are built from what is at hand.

    Raises
    ------
    Stopped
        If there is something to ask for after that time; everything received before is in the archive.
    StoreUnusable
        If the archive cannot be written: nothing that came could be kept.
    UsageError
        If a site's address is not allowed.
    """
    sources, settings = _askable(settings, archive), with_canonical_works(settings)
    session = Session(
        settings.gather, archive, offline=offline, refresh=refresh, accept_shrink=accept_shrink, progress=progress,
        deadline=time.monotonic() + 60 * minutes,
    )  # fmt: skip
    resources = {"settings": settings, "session": session, "archive": archive, "progress": progress}
    try:
        outcomes = (registry.call(module.gather, resources) for module in sources.values())
        return [outcome for outcome in outcomes if outcome is not None]
    finally:
        session.close()


def plan(settings: Settings, archive: Archive, *, refresh: bool = False) -> list[Plan]:
    """Return, for each source with something to ask, how many requests a run sends at least, and how long that takes.

    Nothing is sent. The rules of each host that is asked for anything count as a request of the first source there. The
    pause of a source with several hosts is the shortest of theirs.
    """
    sources, settings = _askable(settings, archive), with_canonical_works(settings)
    session = Session(settings.gather, archive, refresh=refresh)
    plans: list[Plan] = []
    addresses = {urlsplit(address).netloc: address for address in settings.gather.allowed.values()}
    greeted: set[str] = set()
    try:
        for name, module in sources.items():
            hosts = _hosts(module, settings)
            requests = registry.call(module.estimate, {"settings": settings, "session": session, "archive": archive})
            if requests:
                requests += len(hosts - greeted)
                greeted |= hosts
                pause = min(session.least_pause(addresses[host]) for host in hosts)
                plans.append(Plan(name, ", ".join(sorted(hosts)), requests, requests * pause))
    finally:
        session.close()
    return plans


def plan_lines(plans: Sequence[Plan]) -> Iterator[str]:
    """Yield a plan in words."""
    for one in plans:
        yield f"{one.source} at {one.host}: at least {count(one.requests, 'request')}, {_duration(one.seconds)}"
    total = sum(one.requests for one in plans)
    yield (
        f"In all at least {count(total, 'request')}, {_duration(sum(one.seconds for one in plans))} of pauses; answers may lead "
        "to more. Nothing was sent."
    )


def _duration(seconds: float) -> str:
    """Return seconds in words.

    >>> _duration(42), _duration(600), _duration(7500)
    ('42 s', '10 min', '2 h 5 min')
    """
    if seconds < 120:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def probe(settings: Settings, archive: Archive, progress: Progress) -> list[SourceOutcome]:
    """Try each source that can be tried alone with one request, and say how it answers."""
    sources, settings = _askable(settings, archive), with_canonical_works(settings)
    session = Session(settings.gather, archive, refresh=True, progress=progress)
    outcomes = []
    try:
        for name, module in sources.items():
            if not hasattr(module, "probe"):
                continue
            progress.start(f"trying {name}", 1)
            came, error, before = "no answer", None, session.requests
            try:
                came = registry.call(module.probe, {"settings": settings, "session": session})
            except (ForumRefused, SchemaChanged, BadPage) as refused:
                error = refused
            outcomes.append(SourceOutcome(name, came, session.requests - before, error=error))
            progress.finish()
    finally:
        session.close()
    return outcomes


def exit_code(outcomes: Sequence[SourceOutcome], *, live: bool) -> int:
    """Return the exit code of a run that ended with ``outcomes``.

    A changed schema is always told by it; a site that refuses or is away, or a page that robots.txt forbids, only with ``live``;
    single answers that did not come from a site that did answer make the run incomplete.
    """
    errors: list[AtlasError] = [outcome.error for outcome in outcomes if outcome.error is not None]
    if any(isinstance(error, SchemaChanged) for error in errors):
        return SchemaChanged.exit_code
    if live and errors:
        return ForumRefused.exit_code
    if any(outcome.missing and (outcome.error is None or outcome.answered) for outcome in outcomes):
        return Incomplete.exit_code
    return EXIT_DONE


def _askable(settings: Settings, archive: Archive) -> dict[str, ModuleType]:
    """Return the sources that can be asked by name; those that ask for what others have named come last.

    Raises
    ------
    UsageError
        If a site is configured that no source asks, or the archive holds an imported network, which no site knows.
    """
    sites = {module.SITE for module in registry.plugins(SOURCES).values() if hasattr(module, "SITE")}
    for name in sorted(settings.gather.sites.keys() - sites):
        raise UsageError(f"--site or [gather.sites]: unknown site {clean(name)!r}; {registry.nearest(name, sites)}")
    if holds_network(archive):
        raise UsageError(
            f"{settings.data_dir} holds an imported network, of which no site knows anything: there is nothing to gather; "
            f"`{settings.command('build')}` makes its tables"
        )
    found = [
        (name, module)
        for name, module in registry.plugins(SOURCES).items()
        if hasattr(module, "gather") and _hosts(module, settings)
    ]
    return dict(sorted(found, key=lambda one: getattr(one[1], "AFTER_OTHERS", False)))


def _hosts(module: ModuleType, settings: Settings) -> set[str]:
    """Return the hosts that a source may ask: its site's, if that is configured, or those that it names itself."""
    if hasattr(module, "hosts"):
        return set(module.hosts(settings))
    site = settings.gather.sites.get(module.SITE)
    return {urlsplit(site).netloc} if site else set()
