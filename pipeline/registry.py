"""Finds plug-ins by folder, so that there is no list to edit, and hands each what it asks for.

A plug-in is a module without a leading underscore in the folder of its kind. It declares ``NAME`` and a
function whose parameters name what it needs (``citations``, ``documents``, ...); :func:`call` supplies them.
"""

import difflib
import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType, ModuleType
from typing import Any

from pipeline.errors import UnknownName, clean

_NEAREST, _SHOWN = 3, 5
"""Names that a mistyped one is answered with: those like it, or else the first of all."""


@functools.cache
def plugins(package: str) -> Mapping[str, ModuleType]:
    """Import the plug-ins of ``package`` and return them by ``NAME``, in alphabetical order; a folder is looked through once."""
    folder = importlib.import_module(package)
    found: dict[str, ModuleType] = {}
    for _, name, _ in sorted(pkgutil.iter_modules(folder.__path__), key=lambda item: item[1]):
        if name.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{name}")
        if module.NAME in found:
            raise ValueError(f"{package}: two plug-ins are called {module.NAME!r}; rename the one in {name}.py")
        found[module.NAME] = module
    return MappingProxyType(dict(sorted(found.items())))


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
    raise UnknownName(f"unknown {kind} {clean(name)!r}; {nearest(name, names)}")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return in words which known names are like ``name``, or the first few, and how many there are.

    >>> nearest("jacdaw", ["jackdaw", "owl", "raven", "wren"]), nearest("emu", ["owl", "raven", "wren"])
    ("did you mean 'jackdaw'?", 'known: owl, raven, wren')
    >>> nearest("raven", ["raven_wing", "craven"])
    "did you mean 'raven_wing'?"
    >>> nearest("jay", [f"bird {number}" for number in range(9)])
    'known: bird 0, bird 1, bird 2, bird 3, bird 4 and 4 more'
    >>> nearest("jay", ["owl", "wren, raven"])
    'known: owl; wren, raven'
    """
    names = sorted(known)
    # The dashes before an option would make all options alike.
    wanted, folded = name.casefold().strip("-"), {other.casefold().strip("-"): other for other in names}
    begun = [other for other in folded if wanted and other.startswith(wanted)]
    if near := begun[:_NEAREST] or difflib.get_close_matches(wanted, folded, n=_NEAREST, cutoff=0.6):
        return "did you mean " + " or ".join(repr(folded[other]) for other in near) + "?"
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    shown = names[:_SHOWN]
    between = "; " if any("," in other for other in shown) else ", "
    return f"known: {between.join(shown) or 'none'}{more}"
