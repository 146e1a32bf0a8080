"""Which scripts a page loads, and when: a reader waits only for those that the first page needs.

Dash loads every script of every component package before it shows anything. The grid's alone is 1.3 MB, and not every page has one; the
tables and the core components of Dash are not used (see :mod:`dashboard.elements`). Of plotly's 4.8 MB the pages draw four kinds of
traces, which ``assets/plotly.min.js`` holds, and of Mantine six controls, in ``assets/controls.min.js``: see the ``README.md`` of
``dashboard/plotly`` and ``dashboard/mantine``. The script that teaches browsers of 2015 what all of today's know is left out: it takes
a tenth of a second to run, and puts slow functions in the place of the browser's own (``trim``, promises).
"""

import functools
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import dash_ag_grid
from dash import _dash_renderer, dash_table, dcc
from dash.development.base_component import Component

from dashboard import elements

ASSETS = Path(__file__).with_name("assets")
EARLY, DRAW, PLOTLY, CONTROLS = "early.js", "draw.js", "plotly.min.js", "controls.min.js"
IGNORED = r"early\.js|draw\.js|plotly\.min\.js|controls\.min\.js"
"""Files of the folder ``assets`` that are loaded on their own terms, not with the others."""
TRACES = frozenset({"scatter", "bar", "heatmap", "sankey"})
"""Kinds of traces that ``assets/plotly.min.js`` draws."""


@functools.cache
def asset(name: str) -> str:
    """Return the address of a file of ``assets``, which changes with its content."""
    return f"/assets/{name}?m={hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:12]}"


APART = {
    "atlas_controls": asset(CONTROLS),
    "dash_ag_grid": f"/_dash-component-suites/dash_ag_grid/dash_ag_grid.min.js?m={dash_ag_grid.__version__}",
}
"""Scripts of components that only some pages have, by the name that they give these: they come with these pages, else one and three
seconds after the first page or with the reply that brings such a page, see ``assets/apart.js``; the smallest stands first."""


def choose() -> None:
    """Tell Dash what not to load at once. It changes lists of packages, so it may be called any number of times."""
    for package in (dash_ag_grid, dash_table, dcc):
        for resource in vars(package)["_js_dist"]:
            if not resource.get("async"):
                resource.pop("async", None)  # Dash takes one of the two, and some packages say False.
                resource["dynamic"] = True
    for resource in _dash_renderer._js_dist_dependencies:
        for paths in resource["relative_package_path"].values():
            paths[:] = [path for path in paths if "polyfill" not in path]


def needed(parts: Iterable[Any]) -> list[str]:
    """Return the scripts among those of ``APART`` without which components cannot be shown."""
    used = {one._namespace for one in _all(parts)}
    return [address for name, address in APART.items() if name in used]


def has_charts(parts: Iterable[Any]) -> bool:
    """Say whether a chart is among components."""
    return any(isinstance(one, elements.Chart) for one in _all(parts))


def _all(parts: Iterable[Any]) -> Iterator[Component]:
    for part in parts:
        if isinstance(part, Component):
            yield part
            yield from (one for one in part._traverse() if isinstance(one, Component))  # type: ignore[no-untyped-call]
