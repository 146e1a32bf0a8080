"""Draws every page once before it is asked for, so that no reader waits for what a build needs to be looked up first."""

import time
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType

from dashboard import routing
from dashboard.data_access import Build, Store
from dashboard.palette import SCHEMES
from dashboard.rendering import Route
from dashboard.standing import stand
from dashboard.url_state import View

GRAIN = "grain"
"""What pages call the choice of a length of periods."""
EVERY = 2.0
"""Seconds between two looks for a new build; a reader's page asks every few seconds."""


def warm(pages: Sequence[ModuleType], store: Store) -> None:
    """Draw each page as a visitor first sees it, then by every other length of periods: most of its charts are others then.

    Pages about one thing are drawn for the first of their samples, as they first stand.
    """
    build = store.current()
    if build is None:
        return
    held = [page for page in pages if not build.lacks(page.TABLES)]
    first = [Route(address, "", SCHEMES[0]) for page in held if (address := first_address(page, build))]
    other = [
        Route(page.PATH, f"?{GRAIN}={value}", SCHEMES[0])
        for page in held
        if not routing.has_subject(page)
        for parameter in build.once(page.parameters)
        if parameter.name == GRAIN
        for value in parameter.options
        if value != parameter.default
    ]
    for route in (*first, *other):
        stand(pages, store, route)


def renewed(store: Store, pause: Callable[[float], None] = time.sleep) -> Iterator[str]:
    """Give the key of each build when it is published, that of now first; between builds, look every two seconds.

    Who looks first reads the tables of a new build: this way it is no reader of the dashboard.
    """
    last = ""
    while True:
        build = store.current()
        if build is not None and build.key != last:
            last = build.key
            yield last
        pause(EVERY)


def first_address(page: ModuleType, build: Build) -> str:
    """Return the address of a page, or of the first thing that it offers to be about; empty where it offers none."""
    about = routing.subject(build.once(page.parameters))
    if about is None:
        return str(page.PATH)
    samples = page.samples(build)
    return routing.path(page, View({about.name: samples[0]})) if samples else ""
