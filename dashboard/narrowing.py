"""Kinds of parameters that only an address sets: what a page is about, and what a link narrows it to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.url_state import Rejected, apart, encodable, joined, shown
from pipeline.errors import clean

NAMED = 3
"""Values of several that are named: the unknown ones in a note, those that a page is narrowed to above it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a link narrows a page to: it has no control, but is shown with a link that takes it away.

    ``options`` are the values there are, with what each is called; None where any text may stand. ``spellings`` maps further
    names that an address may give to the options that they name.
    """

    name: str
    label: str
    options: Mapping[str, str] | None = None
    limit: int = 300
    default: str = ""
    help: str = ""
    spellings: Mapping[str, str] = field(default_factory=dict)

    def accept(self, value: Any) -> str:
        if not isinstance(value, str):
            raise Rejected(f"{shown(value)} is not text")
        if len(value) > self.limit:
            raise Rejected(f"{len(value)} characters, at most {self.limit} are read")
        value = self.spellings.get(value, value)
        self._known(value)
        return clean(encodable(value), limit=self.limit)

    def _known(self, value: str) -> None:
        if value and self.options is not None and value not in self.options:
            raise Rejected(f"{shown(value)} not known")

    def write(self, value: str) -> str:
        return value

    def called(self, value: str) -> str:
        """Return what a value is called on the page."""
        return (self.options or {}).get(value, "") or value


@dataclass(frozen=True, slots=True)
class Several(Filter):
    """What a link narrows a page to, any of several values, as :func:`dashboard.url_state.joined` writes them: those that are not known are named and left out.

    >>> Several("ids", "Exactly", {"a": "A", "b": "B"}).accept("a~b")
    'a~b'
    """

    def _known(self, value: str) -> None:
        given = apart(value)
        unknown = [one for one in given if one not in (self.options or {})]
        if unknown:
            more = f" and {len(unknown) - NAMED} more" if len(unknown) > NAMED else ""
            kept = joined(one for one in given if one not in unknown)
            raise Rejected(f"{', '.join(map(shown, unknown[:NAMED]))}{more} not known", kept or None)

    def called(self, value: str) -> str:
        """Return what the first values are called on the page, and how many there are besides."""
        given = apart(value)
        said = "; ".join(Filter.called(self, one) for one in given[:NAMED])
        return f"{said} and {len(given) - NAMED} more" if len(given) > NAMED else said


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a link narrows a page to, ``2022-03-31``; empty where there is no bound."""

    name: str
    label: str
    default: str = ""
    help: str = ""

    def accept(self, value: Any) -> str:
        if value == "":
            return ""
        try:
            return date.fromisoformat(value).isoformat()
        except (TypeError, ValueError):
            raise Rejected(f"{shown(value)} is not a day such as 2022-03-31") from None

    def write(self, value: str) -> str:
        return value

    def called(self, value: str) -> str:
        """Return what a value is called on the page."""
        return value


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about: its value stands in the path, ``/term/<name>``, and it has no control.

    ``known`` are the values there are; ``labels`` says what they are called, where that is not the value itself. ``spellings``
    maps further names that an address may give to the values that they name.
    """

    name: str
    label: str
    known: Collection[str]
    labels: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    help: str = ""
    spellings: Mapping[str, str] = field(default_factory=dict)

    def accept(self, value: Any) -> str:
        if not isinstance(value, str) or not self.holds(value):
            raise Rejected(f"{shown(value)} not known")
        return self.spellings.get(value, value)

    def holds(self, value: str) -> bool:
        """Say whether a value, or a spelling of it, is there."""
        return self.spellings.get(value, value) in self.known

    def write(self, value: str) -> str:
        return value


NO_CONTROL = (Filter, Day, Subject)
"""Kinds that only an address sets."""
