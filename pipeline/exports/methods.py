"""How every table and every metric is computed, in the words of the functions that compute it.

A table is followed from its own function through what it calls, and through the results that tables share, to the first
functions of the earlier stages that say more of themselves than one line.
"""

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, ModuleType
from typing import Any

import pandas as pd

from pipeline.exports import _shared
from pipeline.exports._docstrings import Said, said
from pipeline.registry import plugins

NAME = "methods"
_OF_METRICS = {"document": "document_metrics", "author": "author_metrics"}
_STAGES = ("graph", "metrics", "spread", "terms", "wording")


def build() -> pd.DataFrame:
    """Return a row a table and function that it is made by, and one a metric."""
    rows: list[tuple[str, str | None, str, Said]] = []
    read, called = cache(said), cache(_called)
    for table, export in plugins("pipeline.exports").items():
        rows.append((table, None, _dotted(export.build), _of_plugin(export, export.build)))
        rows += [(table, None, _dotted(one), read(one)) for one in made_by(export.build, read, called)]
    for column, metric in plugins("pipeline.metrics").items():
        own = _of_plugin(metric, metric.compute)
        rows.append((_OF_METRICS[metric.OF], column, _dotted(metric.compute), own))
    flat = [(table, column, function, *words) for table, column, function, words in rows]
    frame = pd.DataFrame(flat, columns=["table", "column", "function", *Said._fields])
    return frame.replace("", None)


def made_by(
    function: Callable[..., Any], read: Callable[[Any], Said], called: Callable[[Any], list[Callable[..., Any]]]
) -> list[Callable[..., Any]]:
    """Return the functions of the stages that a function of this one rests on, as far as they say what they do.

    ``read`` and ``called`` are :func:`said` and :func:`_called`, which many tables ask of the same functions.
    """
    found, seen, open_ends = [], {function}, [function]
    while open_ends:
        for one in called(open_ends.pop()):
            if one in seen:
                continue
            seen.add(one)
            stage = _stage(one)
            if stage in _STAGES and read(one).is_more_than_a_line:
                found.append(one)
            elif stage in (*_STAGES, "exports"):
                open_ends.append(one)
    return found


def _called(function: Callable[..., Any]) -> list[Callable[..., Any]]:
    """Return the functions of this program that one names: in its code, or as a shared result that it asks for."""
    asked = [getattr(_shared, name, None) for name in inspect.signature(function).parameters]
    names = sorted(set(_names(function.__code__)))
    known = [function.__globals__.get(name) for name in names]
    of_modules = [vars(one).get(name) for one in known if isinstance(one, ModuleType) for name in names]
    whole = [inspect.unwrap(one) for one in (*known, *of_modules) if callable(one)]
    return [one for one in (*asked, *whole) if inspect.isfunction(one)]


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names that a function's code looks up, also those within its comprehensions."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _of_plugin(module: ModuleType, function: Callable[..., Any]) -> Said:
    """Return what a plug-in says: its module what it is, its function how."""
    whole, own = said(module), said(function)
    definition = " ".join(filter(None, (whole.definition, own.summary, own.definition)))
    return own._replace(summary=whole.summary, definition=definition)


def _dotted(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__name__}"


def _stage(function: Callable[..., Any]) -> str:
    package, _, rest = function.__module__.partition(".")
    return rest.partition(".")[0] if package == "pipeline" else ""
