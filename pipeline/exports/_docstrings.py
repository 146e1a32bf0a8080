"""Reads what functions say of themselves: the sections of a numpydoc docstring, as plain sentences."""

import inspect
import re
from collections.abc import Callable
from typing import Any, NamedTuple

_SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}$", re.MULTILINE)
_ROLE = re.compile(r":\w+:`~?([^`]+)`")
_ENTRY = re.compile(r"^\.\. \[\d+\] ?", re.MULTILINE)
_DOCTEST = re.compile(r"^>>> .*", re.MULTILINE | re.DOTALL)
_TYPE_LINE = re.compile(r"^\S[^\n]*\n(?=    )", re.MULTILINE)


class Said(NamedTuple):
    """What a docstring says; a part that it does not have is empty."""

    summary: str
    definition: str
    returns: str
    notes: str
    source: str

    @property
    def is_more_than_a_line(self) -> bool:
        """Whether a reader learns more than the first line: helpers have no other."""
        return any(self[1:])


def said(thing: Callable[..., Any] | Any) -> Said:
    """Read the docstring of a function or module.

    Parameters, errors and examples, which are for programmers, are left out. Several sources are joined by `` | ``.

    Examples
    --------
    >>> def half(x):
    ...     '''Halve a number.
    ...
    ...     Odd ones
    ...     are ``rounded`` as :func:`round` does.
    ...
    ...     Returns
    ...     -------
    ...     int
    ...         From 0.
    ...
    ...     References
    ...     ----------
    ...     .. [1] A. (1901). B.
    ...        C.
    ...     .. [2] D.
    ...     '''
    >>> said(half)
    Said(summary='Halve a number.', definition='Odd ones are `rounded` as `round` does.', returns='From 0.', notes='', source='A. (1901). B. C. | D.')
    """
    opening, *rest = _SECTION.split(inspect.getdoc(thing) or "")
    parts = dict(zip(rest[::2], rest[1::2], strict=True))
    summary, _, definition = _DOCTEST.sub("", opening).partition("\n\n")
    returns = _TYPE_LINE.sub("", parts.get("Returns", parts.get("Yields", "")).strip("\n"))
    entries = [_flat(entry) for entry in _ENTRY.split(parts.get("References", ""))]
    notes = _flat(parts.get("Notes", ""))
    return Said(_flat(summary), _flat(definition), _flat(returns), notes, " | ".join(filter(None, entries)))


def _flat(text: str) -> str:
    """Return text on one line, names in single backticks."""
    return " ".join(_ROLE.sub(r"`\1`", text).replace("``", "`").split())
