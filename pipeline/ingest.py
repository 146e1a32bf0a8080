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
    NoAnswer,
    SchemaChanged,
    UsageError,
    clean,
    count,
)
from pipeline.network import holds_network
from pipeline.progress import Progress, Silent
from pipeline.settings import Settings
from pipeline.sources import SOURCES
from pipeline.sources._outcome import SourceOutcome
from pipeline.sources._stand_in import why_not_asked


@dataclass(frozen=True, slots=True)
class Plan:
    """What a gathering will ask a host for at the least on behalf of a source; answers may lead to more.

    ``why_not`` says why it is left alone, where it has asked an earlier run for that, or its rules forbid what is to be asked.
    """

    source: str
    host: str
    requests: int = 0
    seconds: float = 0.0
    why_not: str = ""


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
    """Return, for each source and host, how many requests a run sends at least, and how long that takes.

    It is the run itself with a session that sends nothing: what is not known is taken for nothing, what is known for
    unchanged. The rules of a host are asked for by the first source there.
    """
    sources, settings = _askable(settings, archive), with_canonical_works(settings)
    session = Session(settings.gather, archive, refresh=refresh, planning=True)
    resources = {"settings": settings, "session": session, "archive": archive, "progress": Silent()}
    addresses = {urlsplit(address).netloc: address for address in settings.gather.allowed.values()}
    plans: list[Plan] = []
    for name, module in sources.items():
        before = session.planned.copy()
        outcome = registry.call(module.gather, resources)
        for host, requests in sorted((session.planned - before).items()):
            plans.append(Plan(name, host, requests, requests * session.least_pause(addresses[host])))
        if outcome and isinstance(outcome.error, ForumRefused) and not isinstance(outcome.error, NoAnswer):
            plans.append(Plan(name, ", ".join(sorted(_hosts(module, settings))), why_not=str(outcome.error)))
    return plans


def left_alone(settings: Settings) -> Iterator[str]:
    """Name the sites that no run asks, as things are configured, and say why."""
    for site in sorted(_sites()):
        if site not in settings.gather.sites:
            yield f"{site} is left alone: it is not in [gather.sites]"
        elif why := why_not_asked(settings, site):
            yield f"{site} is {why}"


def _sites() -> set[str]:
    """Return the names of the sites that sources ask."""
    return {module.SITE for module in registry.plugins(SOURCES).values() if hasattr(module, "SITE")}


def plan_lines(plans: Sequence[Plan]) -> Iterator[str]:
    """Yield a plan in words."""
    for one in plans:
        if one.why_not:
            yield f"{one.source}: {one.why_not}"
        else:
            yield f"{one.source} at {one.host}: at least {count(one.requests, 'request')}, {_duration(one.seconds)}"
    total = sum(one.requests for one in plans)
    yield (
        f"In all at least {count(total, 'request')}, {_duration(sum(one.seconds for one in plans))} of pauses. What answers "
        "name that is not known yet (citers, further pages of lists, comments under them), what has changed since, and "
        "each try after a failure comes on top. Nothing was sent."
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
    for name in sorted(settings.gather.sites.keys() - _sites()):
        raise UsageError(f"--site or [gather.sites]: unknown site {clean(name)!r}; {registry.nearest(name, _sites())}")
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
