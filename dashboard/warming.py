"""Draws every page once before it is asked for, so that no reader waits for what a build needs to be looked up first."""

from collections.abc import Sequence
from types import ModuleType

from dashboard import routing
from dashboard.data_access import Build, Store
from dashboard.palette import SCHEMES
from dashboard.rendering import Route
from dashboard.standing import stand
from dashboard.url_state import View


def warm(pages: Sequence[ModuleType], store: Store) -> None:
    """Draw each page as a visitor first sees it; those about one thing, for the first of their samples."""
    build = store.current()
    if build is None:
        return
    for page in pages:
        if not build.lacks(page.TABLES) and (address := first_address(page, build)):
            stand(pages, store, Route(address, "", SCHEMES[0]))


def first_address(page: ModuleType, build: Build) -> str:
    """Return the address of a page, or of the first thing that it offers to be about; empty where it offers none."""
    about = routing.subject(build.once(page.parameters))
    if about is None:
        return str(page.PATH)
    samples = page.samples(build)
    return routing.path(page, View({about.name: samples[0]})) if samples else ""
