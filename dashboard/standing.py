"""What stands at an address: a page, its name, and the data behind it; in words where it cannot be shown."""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from dash.development.base_component import Component

from dashboard import routing
from dashboard.components import states
from dashboard.data_access import Build, Store
from dashboard.rendering import Rendered, Route, colophon, render

log = logging.getLogger(__name__)

FAULT = "a page could not be shown, reference %s"
Shown = dict[str, str]


@dataclass(frozen=True)
class Standing:
    """A page where it stands.

    ``first`` is the part that answers the question of the page, ``shown`` what the browser is told of it, ``status`` what a program
    is told, see :class:`dashboard.rendering.Rendered`.
    """

    route: Route
    component: Component
    first: Sequence[Component]
    shown: Shown
    colophon: Any
    status: int = 200


def stand(pages: Sequence[ModuleType], store: Store, route: Route) -> Standing:
    """Return what stands at an address.

    A fault of a page is logged whole, and the page says so in words: the menu, and so every other page, stays at hand.
    """
    build = store.current()
    try:
        page, path = _rendered(pages, store, build, route)
    except Exception as error:  # noqa: BLE001  It is logged whole, by the function that callbacks use as well.
        fault = states.failed(logged(error))
        page, path = Rendered(fault, (fault,), "A fault of the program", status=500), ""
    key = build.key if build is not None else ""
    now = shown(page.title, path, page.search, page.shape, "address", key)
    return Standing(route, page.component, page.first, now, colophon(build, store.problem), page.status)


def shown(title: str, path: str, search: str, shape: str, by: str, build: str) -> Shown:
    """Return what the browser is told: what stands there, whether an address or a choice brought it, and the build it all comes from."""
    return {"title": title, "path": path, "search": search, "shape": shape, "by": by, "build": build}


def logged(error: Exception) -> str:
    """Write a fault to the log, whole; return the reference under which it stands there."""
    reference = uuid.uuid4().hex[:8]
    log.error(FAULT, reference, exc_info=error)
    return reference


def _rendered(pages: Sequence[ModuleType], store: Store, build: Build | None, route: Route) -> tuple[Rendered, str]:
    place = routing.find(pages, route.pathname)
    if place is None:
        nowhere = states.unknown_page()
        return Rendered(nowhere, (nowhere,), "No such page", status=404), ""
    page = render(place, build, route, store.settings.command("ingest"), store.problem)
    return page, page.path or str(place.page.PATH)
