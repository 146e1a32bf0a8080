"""Builds every published table, each after the tables it is made from."""

import inspect
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import pandas as pd

from pipeline import metrics
from pipeline.exports import _shared
from pipeline.progress import Progress, Silent
from pipeline.registry import call, plugins
from pipeline.schema import TABLES, Column
from pipeline.tables import conform, empty

STAGES: Final = ("public", "local")
"""Of tables that modules make: published, or kept beside the build because they hold sentences."""


def build_all(
    resources: Mapping[str, Any], progress: Progress | None = None, only: Collection[str] | None = None
) -> dict[str, pd.DataFrame]:
    """Build every public table, and those that stay on this machine and have a module here.

    Parameters
    ----------
    resources : mapping
        What the stages before gave, by name, ``population`` among it. It wins over a published table of the same name: an export that asks
        for ``documents`` gets the corpus's frame, without the columns that publishing adds.
    only : collection of str, optional
        The tables to return, and to make together with those that they ask for; all by default.

    Returns
    -------
    dict
        Table name -> frame, conformed, in the order of the schema.

    Raises
    ------
    ValueError
        If a public table has neither a module nor a resource, a module has no table or takes its rows from what nothing
        makes, or tables ask for each other.
    """
    modules = plugins("pipeline.exports")
    if strange := sorted(name for name in modules if name not in TABLES or TABLES[name].stage not in STAGES):
        raise ValueError(f"exports: {strange[0]!r} is no public table of the schema; add it there")
    wanted = [name for name, table in TABLES.items() if table.stage == "public" or name in modules]
    wanted = [name for name in wanted if only is None or name in only]
    if homeless := [name for name in wanted if name not in modules and name not in resources]:
        raise ValueError(f"exports: the public table {homeless[0]!r} has no module and is no frame of the corpus")
    progress = progress or Silent()
    progress.start("tables", sum(TABLES[name].stage == "public" for name in wanted))
    own = inspect.getmembers(_shared, lambda member: inspect.getmodule(member) is _shared and callable(member))
    makers = {**dict(own), **{name: module.build for name, module in modules.items()}}
    sources = {name: module.ROWS_FROM for name, module in modules.items() if hasattr(module, "ROWS_FROM")}
    if astray := sorted(name for name, source in sources.items() if source not in makers and source not in resources):
        raise ValueError(f"exports: {astray[0]!r} takes its rows from {sources[astray[0]]!r}, which nothing makes")
    made: dict[str, Any] = {}
    for name in wanted:
        if name not in modules:
            made[name] = conform(resources[name], name)
        elif name not in made:
            _make(name, makers, sources, resources, made)
        progress.advance(int(TABLES[name].stage == "public"))
    progress.finish()
    return {name: made[name] for name in wanted}


def extra_columns(name: str) -> tuple[Column, ...]:
    """Describe the columns that plug-ins add to the named table; none for most."""
    kind = TABLES[name].open_columns
    return metrics.columns(kind) if kind else ()


def _make(
    name: str,
    makers: Mapping[str, Callable[..., Any]],
    sources: Mapping[str, str],
    resources: Mapping[str, Any],
    made: dict[str, Any],
    awaiting: tuple[str, ...] = (),
) -> None:
    """Make a table, or what tables share, after whatever it asks for that is not there yet."""
    if name in awaiting:
        raise ValueError(f"exports: tables ask for each other: {' -> '.join((*awaiting, name))}")

    def prepare(wanted: str) -> None:
        if wanted not in resources and wanted not in made and wanted in makers:
            _make(wanted, makers, sources, resources, made, (*awaiting, name))

    if source := sources.get(name):
        prepare(source)
        if not len(resources[source] if source in resources else made[source]):
            made[name] = empty(name, extra_columns(name))
            return
    for wanted in inspect.signature(makers[name]).parameters:
        prepare(wanted)
    result = call(makers[name], {**made, **resources})
    if name in TABLES:
        result = conform(resources["population"].bound(result), name, extra_columns(name))
    made[name] = result
