"""What stands in a browser and what a newer build says are never mixed: the whole page is shown again."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dash import set_props

from dashboard.data_access import Build
from dashboard.rendering import Route


def is_older(standing: Any, data: Any, build: Build) -> bool:
    """Say whether what stands there, in words of :func:`dashboard.standing.shown`, comes from another build than this.

    Where nothing is known of it, it is what the route ``data`` asked for.
    """
    stands = stands_from(standing, data.get("build") if isinstance(data, Mapping) else None)
    return isinstance(stands, str) and stands not in ("", build.key)


def stands_from(standing: Any, otherwise: Any) -> Any:
    """Return the key of the build that what stands there comes from."""
    return standing.get("build") if isinstance(standing, Mapping) else otherwise


def renew(route: Route, build: Build) -> None:
    """Have the whole page shown again: a part from a newer build would stand among parts from the one before.

    The address of the window follows, as after any choice.
    """
    set_props("route", {"data": {**asdict(route), "build": build.key, "by": "choice"}})
