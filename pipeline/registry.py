"""Finds plug-ins by folder, so that there is no list to edit, and hands each what it asks for.

A plug-in is a module without a leading underscore in the folder of its kind. It declares ``NAME`` and a
function whose parameters name what it needs (``citations``, ``documents``, ...); :func:`call` supplies them.
"""

import difflib
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any

from pipeline.errors import UnknownName


def plugins(package: str) -> dict[str, ModuleType]:
    """Import the plug-ins of ``package`` and return them by ``NAME``, in alphabetical order."""
    folder = importlib.import_module(package)
    found: dict[str, ModuleType] = {}
    for _, name, _ in sorted(pkgutil.iter_modules(folder.__path__), key=lambda item: item[1]):
        if name.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{name}")
        if module.NAME in found:
            raise ValueError(f"{package}: two plug-ins are called {module.NAME!r}; rename the one in {name}.py")
        found[module.NAME] = module
    return dict(sorted(found.items()))


def summary(module: ModuleType) -> str:
    """Return the first line of the plug-in's docstring."""
    return (module.__doc__ or "").strip().partition("\n")[0]


def call(function: Callable[..., Any], resources: Mapping[str, Any]) -> Any:
    """Call ``function`` with those of ``resources`` that its parameters name.

    Raises
    ------
    TypeError
        If it asks for something that is not there; names what is.
    """
    wanted = inspect.signature(function).parameters
    missing = [name for name in wanted if name not in resources]
    if missing:
        raise TypeError(f"{function.__module__}.{function.__name__} asks for {missing}; there is {sorted(resources)}")
    return function(**{name: resources[name] for name in wanted})


def choose(name: str, known: Iterable[str], kind: str) -> str:
    """Return ``name`` if it is known, else raise UnknownName with the nearest known names."""
    names = sorted(known)
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    hint = f"nearest: {', '.join(near)}" if near else f"known: {', '.join(names)}"
    raise UnknownName(f"unknown {kind} {name!r}; {hint}")
