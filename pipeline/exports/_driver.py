"""Builds every published table, each after the tables it is made from."""

import inspect
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pandas as pd

from pipeline import metrics
from pipeline.progress import Progress, Silent
from pipeline.registry import call, plugins
from pipeline.schema import TABLES, Column
from pipeline.tables import conform


def build_all(resources: Mapping[str, Any], progress: Progress | None = None) -> dict[str, pd.DataFrame]:
    """Build every public table.

    Parameters
    ----------
    resources : mapping
        What the stages before gave, by name. It wins over a published table of the same name: an export that asks
        for ``documents`` gets the corpus's frame, without the columns that publishing adds.

    Returns
    -------
    dict
        Table name -> frame, conformed, in the order of the schema.

    Raises
    ------
    ValueError
        If a public table has neither a module nor a resource, a module has no table, or tables ask for each other.
    """
    modules = plugins("pipeline.exports")
    public = [name for name, table in TABLES.items() if table.stage == "public"]
    if strange := sorted(set(modules) - set(public)):
        raise ValueError(f"exports: {strange[0]!r} is no public table of the schema; add it there")
    progress = progress or Silent()
    progress.start("tables", len(public))
    published: dict[str, pd.DataFrame] = {}
    for name in public:
        _build(name, modules, resources, published, ())
        progress.advance()
    progress.finish()
    return {name: published[name] for name in public}


def extra_columns(name: str) -> tuple[Column, ...]:
    """Describe the columns that plug-ins add to the named table; none for most."""
    kind = TABLES[name].open_columns
    return metrics.columns(kind) if kind else ()


def _build(
    name: str,
    modules: Mapping[str, ModuleType],
    resources: Mapping[str, Any],
    published: dict[str, pd.DataFrame],
    awaiting: tuple[str, ...],
) -> None:
    if name in published:
        return
    if name in awaiting:
        raise ValueError(f"exports: tables ask for each other: {' -> '.join((*awaiting, name))}")
    if name not in modules:
        if name not in resources:
            raise ValueError(f"exports: the public table {name!r} has no module and is no frame of the corpus")
        published[name] = conform(resources[name], name)
        return
    build = modules[name].build
    for wanted in inspect.signature(build).parameters:
        if wanted not in resources and wanted in TABLES:
            _build(wanted, modules, resources, published, (*awaiting, name))
    published[name] = conform(call(build, {**published, **resources}), name, extra_columns(name))
