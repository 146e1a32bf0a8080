"""The whole view in the address: ``?terms=mesa-optimizer~inner+alignment&scale=share``.

A page lists its parameters; each kind knows how to read itself from an address or from a control, and how to write itself.
What cannot be read becomes the default, and a note that names it. Defaults are not written, so that addresses stay short.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl, quote_plus

from pipeline.errors import clean

LONGEST = 4_000
SEPARATOR = "~"


class Rejected(ValueError):
    """A value that a parameter cannot take; its text completes "scale: ...". ``kept`` is what it can take of it, if anything."""

    def __init__(self, reason: str, kept: Any = None) -> None:
        super().__init__(reason)
        self.kept = kept


class Parameter(Protocol):
    """One thing that a reader may choose."""

    @property
    def name(self) -> str:
        """Its name in the address."""

    @property
    def label(self) -> str:
        """What its control is called."""

    @property
    def help(self) -> str:
        """What stands beside its control; may be empty."""

    @property
    def default(self) -> Any:
        """Its value where nothing is said."""

    def accept(self, value: Any) -> Any:
        """Return the value that a control or an address gives, checked; raise Rejected."""

    def write(self, value: Any) -> str:
        """Return the value as it stands in the address."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; ``options`` maps values to what the control shows."""

    name: str
    label: str
    options: Mapping[str, str]
    default: str
    help: str = ""

    def accept(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise Rejected(f"{shown(value)} is none of {', '.join(self.options)}")
        return value

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Many:
    """Some of many, in the order chosen, at most ``limit``; ``groups`` maps a heading to its options.

    ``spellings`` maps further names that an address may give to the options that they name.
    """

    name: str
    label: str
    groups: Mapping[str, Mapping[str, str]]
    default: tuple[str, ...]
    limit: int = 8
    help: str = ""
    spellings: Mapping[str, str] = field(default_factory=dict)

    def accept(self, value: Any) -> tuple[str, ...]:
        if value is None or value == "":
            return ()
        chosen = value.split(SEPARATOR) if isinstance(value, str) else value
        if not isinstance(chosen, (list, tuple)) or not all(isinstance(one, str) for one in chosen):
            raise Rejected(f"{shown(value)} is not a list of names")
        known = {name for group in self.groups.values() for name in group}
        chosen = [one if one in known else self.spellings.get(one, one) for one in chosen]
        unknown = [one for one in chosen if one not in known]
        if unknown:
            more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
            raise Rejected(f"{', '.join(map(shown, unknown[:3]))}{more} not known")
        distinct = tuple(dict.fromkeys(chosen))
        if len(distinct) > self.limit:
            raise Rejected(f"{len(distinct)} chosen, at most {self.limit} can be shown")
        return distinct

    def write(self, value: tuple[str, ...]) -> str:
        return SEPARATOR.join(value)


@dataclass(frozen=True, slots=True)
class Switch:
    """Yes or no."""

    name: str
    label: str
    default: bool = False
    help: str = ""

    def accept(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        if value not in ("yes", "no"):
            raise Rejected(f"{shown(value)} is neither yes nor no")
        return bool(value == "yes")

    def write(self, value: bool) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True)
class Text:
    """Free text, at most ``limit`` characters."""

    name: str
    label: str
    default: str = ""
    limit: int = 100
    help: str = ""

    def accept(self, value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Rejected(f"{shown(value)} is not text")
        flat = " ".join(clean(encodable(value), limit=10_000).split())
        if len(flat) > self.limit:
            raise Rejected(f"{len(flat)} characters, at most {self.limit} are read")
        return flat

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class View:
    """What a reader chose, by parameter name, and notes on what could not be read."""

    values: Mapping[str, Any]
    notes: tuple[str, ...] = field(default=())

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def read(parameters: Sequence[Parameter], search: str, fixed: Mapping[str, str] | None = None) -> View:
    """Return the view that the query part of an address names; ``fixed`` are values that stand in the path.

    >>> view = read([Switch("bands", "Intervals"), Text("q", "Search")], "?bands=maybe&q=inner+alignment&x=1")
    >>> view["bands"], view["q"]
    (False, 'inner alignment')
    >>> view.notes
    ("bands: 'maybe' is neither yes nor no; shown instead: no", 'x: this page has no such setting')
    """
    given, problem = pairs(search)
    view = accept(parameters, {**given, **(fixed or {})})
    return View(view.values, (problem, *view.notes)) if problem else view


def pairs(search: str) -> tuple[dict[str, str], str]:
    """Return the settings of a query by name, and what of it could not be used (empty: all could).

    >>> pairs("?grain=year&q=a&grain=month")
    ({'grain': 'month', 'q': 'a'}, "'grain' is given more than once; the last of them is used")
    """
    if len(search) > LONGEST:
        return {}, f"the address is longer than {LONGEST} characters; shown instead: the defaults"
    try:
        found = parse_qsl(search.removeprefix("?"), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return {}, "the address holds more than 50 settings; shown instead: the defaults"
    names = Counter(name for name, _ in found)
    twice = ", ".join(shown(name) for name, count in names.items() if count > 1)
    return dict(found), f"{twice} is given more than once; the last of them is used" if twice else ""


def accept(parameters: Sequence[Parameter], given: Mapping[str, Any]) -> View:
    """Return the view that ``given`` values make, whoever gave them."""
    values, notes = defaults(parameters), []
    for parameter in parameters:
        if parameter.name not in given:
            continue
        try:
            values[parameter.name] = parameter.accept(given[parameter.name])
        except Rejected as reason:
            if reason.kept is not None:
                values[parameter.name] = reason.kept
                notes.append(f"{parameter.name}: {reason}; shown without")
                continue
            instead = parameter.write(parameter.default) or "nothing"
            notes.append(f"{parameter.name}: {reason}; shown instead: {instead}")
    known = {parameter.name for parameter in parameters}
    notes += [
        f"{clean(encodable(name), 40) or '(empty)'}: this page has no such setting"
        for name in given
        if name not in known
    ][:5]
    return View(values, tuple(notes))


def defaults(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Return every parameter's default."""
    return {parameter.name: parameter.default for parameter in parameters}


def write(parameters: Sequence[Parameter], view: View) -> str:
    """Return the query part that :func:`read` turns into the same view; empty for the defaults.

    >>> many = Many("terms", "Terms", {"": {"a b": "", "c": ""}}, ())
    >>> write([many], View({"terms": ("a b", "c")}))
    '?terms=a+b~c'
    """
    parts = [
        f"{parameter.name}={quote_plus(parameter.write(view[parameter.name]), safe='~:/.,')}"
        for parameter in parameters
        if view[parameter.name] != parameter.default
    ]
    return "?" + "&".join(parts) if parts else ""


def joined(values: Iterable[str]) -> str:
    """Return several values as one, that :func:`apart` takes apart again whatever signs they hold.

    >>> joined(["a", "b~c", "50%7E"])
    'a~b%7Ec~50%257E'
    """
    return SEPARATOR.join(map(escaped, values))


def apart(value: str) -> list[str]:
    """Return the values that :func:`joined` made one of, those that say nothing left out.

    >>> apart("a~b%7Ec~50%257E~")
    ['a', 'b~c', '50%7E']
    """
    return [one.replace("%7E", SEPARATOR).replace("%25", "%") for one in value.split(SEPARATOR) if one]


def escaped(value: str) -> str:
    """Return a value that may stand among several, joined by ``~``."""
    return value.replace("%", "%25").replace(SEPARATOR, "%7E")


def shown(value: Any) -> str:
    """Return a value that was given as a note quotes it."""
    return f"'{clean(encodable(str(value)[:200]), 40)}'"


def encodable(text: str) -> str:
    """Return ``text`` with lone surrogates replaced: JSON can carry them, UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")
