"""Which page an address names, and what the page is about: ``/term/<name>`` in a page's ``PATH`` takes the rest of the path.

A subject may hold any character: it is quoted as one segment, slashes included, so that ``/doc/web%3A%2F%2F...`` names one page.
"""

import difflib
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from urllib.parse import quote, unquote

from dashboard import url_state
from dashboard.narrowing import Subject
from dashboard.url_state import Parameter, View

LONGEST_SUBJECT = 500
NEAR = 8
FEW = 6_000
"""Names among which misspelt ones are looked for letter by letter; among more, only parts of names are."""
_TEMPLATE = re.compile(r"(/[^<>]*/)<([a-z_]+)>")


@dataclass(frozen=True)
class Place:
    """A page and what its path says: values by parameter name, empty for a page without a subject."""

    page: ModuleType
    given: dict[str, str]


def has_subject(page: ModuleType) -> bool:
    """Say whether a page's path names what the page is about; such a page does not stand in the menu."""
    return "<" in page.PATH


def find(pages: Sequence[ModuleType], pathname: str) -> Place | None:
    """Return the page that a path names, or None."""
    plain = pathname.rstrip("/") or "/"
    for page in pages:
        if not has_subject(page):
            if plain == page.PATH:
                return Place(page, {})
            continue
        prefix, name = _template(page)
        if pathname.startswith(prefix) or plain == prefix.rstrip("/"):
            return Place(page, {name: unquote(pathname[len(prefix) :][: 3 * LONGEST_SUBJECT])[:LONGEST_SUBJECT]})
    return None


def subject(parameters: Sequence[Parameter]) -> Subject | None:
    """Return the parameter that stands in the path, if there is one."""
    return next((parameter for parameter in parameters if isinstance(parameter, Subject)), None)


def is_known(parameters: Sequence[Parameter], place: Place) -> bool:
    """Say whether what the path names is there."""
    about = subject(parameters)
    return about is None or about.holds(place.given.get(about.name, ""))


@functools.lru_cache(maxsize=65_536)
def segment(name: str) -> str:
    """Return a subject as one segment of a path; a table of the network holds thousands.

    >>> segment("web:example.org/a b?c"), segment("inner alignment")
    ('web:example.org%2Fa%20b%3Fc', 'inner%20alignment')
    """
    return quote(name, safe=":")


def path(page: ModuleType, view: View) -> str:
    """Return the path of a view, its subject quoted."""
    if not has_subject(page):
        return str(page.PATH)
    prefix, name = _template(page)
    return prefix + segment(view[name])


def search(parameters: Sequence[Parameter], view: View) -> str:
    """Return the query part of a view's address: everything but what stands in the path."""
    return url_state.write([parameter for parameter in parameters if not isinstance(parameter, Subject)], view)


def near(about: Subject, wanted: str) -> list[str]:
    """Return known subjects like ``wanted``, the nearest first, at most eight.

    Those whose name or label holds it come first, in order of length; else names that differ by some letters, where there
    are not too many names to compare.
    """
    folded = wanted.casefold().strip()
    if not folded:
        return []
    holding = [
        name for name in about.known if folded in name.casefold() or folded in about.labels.get(name, "").casefold()
    ]
    if holding or len(about.known) > FEW:
        return sorted(holding, key=lambda name: (len(about.labels.get(name, name)), name))[:NEAR]
    spelt = {name.casefold(): name for name in sorted(about.known)}
    return [spelt[one] for one in difflib.get_close_matches(folded[:100], list(spelt), n=NEAR, cutoff=0.6)]


def _template(page: ModuleType) -> tuple[str, str]:
    found = _TEMPLATE.fullmatch(page.PATH)
    if found is None:
        raise ValueError(f"{page.__name__}: expected a PATH such as /term/<name>, found {page.PATH!r}")
    return found[1], found[2]
