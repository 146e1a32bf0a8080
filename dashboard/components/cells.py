"""Cells of tables: values as text, and ids of documents, authors and terms as links, in one place for every table."""

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionDtype

from dashboard import opening
from dashboard.components.mentions import linked, part
from dashboard.coverage import is_missing
from dashboard.labels import CODED, spoken, venue
from dashboard.markup import Written, element, written

SCHEME = re.compile(r"[a-z][a-z-]*:.")
JOINED = " | "
TINY = 1e-6
"""What is nearer to 0 is said in words: its digits are no more than rounding."""

LONG_WORD = 30
"""Letters of a word, such as an address, beyond which it may break anywhere rather than widen its table."""
_TIME = re.compile(r"\d{4}(-(Q\d|\d\d(-\d\d(T[0-9:.]+Z)?)?))?")
_AUTHOR = re.compile(r"(.*_)?author(_id|_ids|_a|_b)?|exposed_via")
_TERM = re.compile(r"term|term_[ab]|(related|with)_term|variant|(from|to|first|later)_variant")
_NO_DOCUMENT = re.compile(r"user_id|build_id")
_DOCUMENT = re.compile(r"(.*_)?ids?|document_[ab]|listed_on|(forum|first)_known_where")


def opens(column: str) -> Callable[[str], str] | None:
    """Return what makes an address of a value in a column of that name; None where its values name no page.

    >>> opens("cited_id")("forum:FkgsxrGf3QxhfLWHG"), opens("author_ids")("forum:evhub")
    ('/doc/forum:FkgsxrGf3QxhfLWHG', '/author/forum:evhub')
    >>> opens("term")("AI control"), opens("documents")
    ('/term/AI%20control', None)
    """
    if _TERM.fullmatch(column):
        return opening.term
    if _AUTHOR.fullmatch(column):
        return opening.author
    if _DOCUMENT.fullmatch(column) and not _NO_DOCUMENT.fullmatch(column):
        return opening.document
    return None


def cell(value: Any) -> str:
    """Return one value as a table shows it: a dash where it is not known, which is not 0."""
    if value is None or value is pd.NA or value != value:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if 0 < abs(value) < TINY:
            return "under 0.000001" if value > 0 else "between -0.000001 and 0"
        return _plain(value) if abs(value) < 9_999.5 else f"{value:,.0f}"
    return value if isinstance(value, str) else f"{int(value):,}"


def _plain(value: float) -> str:
    """Return four digits of a number without an exponent.

    >>> _plain(0.000018414), _plain(1234.5), _plain(2.0)
    ('0.00001841', '1,234', '2')
    """
    short = f"{value:,.4g}"
    return np.format_float_positional(float(short), trim="-") if "e" in short else short


def column(name: str, values: list[Any], titles: Mapping[str, str] | None = None) -> list[str]:
    """Return the cells of one column, as text or as HTML text; ids, also several joined by `` | ``, become links.

    A link says what ``titles`` has for the id, else the id. Names of the program are said in words.
    """
    if name == "year":
        return [cell(value if value is pd.NA else str(value)) for value in values]
    if name in CODED:
        return [coded(value) if isinstance(value, str) else cell(value) for value in values]
    if name in _TOLD:
        return [_TOLD[name](value, titles or {}) if isinstance(value, str) else cell(value) for value in values]
    address = opens(name)
    if address is None:
        return [cell(value) for value in values]
    return [_linked(value, address, titles or {}) if isinstance(value, str) else cell(value) for value in values]


def is_number(values: "pd.Series[Any]") -> bool:
    """Say whether a column holds numbers."""
    return _is_numeric(values.dtype)


def look(values: "pd.Series[Any]") -> dict[str, Any]:
    """Return how the cells of a column stand: numbers below each other, dates on one line, long words broken, all else as it comes."""
    if is_number(values):
        return {"className": "number"}
    known = [one for one in values.tolist() if not is_missing(one)]
    times = known and all(_TIME.fullmatch(str(one)) for one in known)
    if times:
        return {"className": "nowrap"}
    long = any(len(word) > LONG_WORD for one in known for word in str(one).split())
    return {"className": "broken"} if long else {}


@functools.cache
def _is_numeric(kind: "np.dtype[Any] | ExtensionDtype") -> bool:
    return pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)


def coded(value: str) -> str:
    """Return names of the program, also several joined by `` | ``, in words; the names themselves stand behind."""
    said = spoken(value)
    return value if said == value else element("span", said, title=value)


def link(text: str, address: str, title: str | None = None) -> Written:
    """Return outside text as a link."""
    return element("a", element("bdi", text), href=address, title=title)


def _linked(value: str, address: Callable[[str], str], titles: Mapping[str, str]) -> str:
    parts = value.split(JOINED)
    if not all(_names_page(one, address) for one in parts):
        return value
    links = [_named(one, address, titles) for one in parts]
    return written(*[one for link in links for one in (link, "; ")][:-1])


def _named(value: str, address: Callable[[str], str], titles: Mapping[str, str]) -> Written:
    """Return an id as a link; where ``titles`` are given, what is no document of them is named, and has no page to open."""
    if value in titles:
        return link(titles[value], address(value), value)
    if titles and address is opening.document:
        return element("bdi", value)
    return link(value, address(value))


def _parts_named(value: str, _titles: Mapping[str, str]) -> str:
    return element("span", element("bdi", ", ".join(map(part, value.split(JOINED)))), title=value)


def _venue_named(value: str, _titles: Mapping[str, str]) -> str:
    said = venue(value)
    return value if said == value else element("span", said, title=value)


_TOLD: Mapping[str, Callable[[str, Mapping[str, str]], str]] = {
    "definition_source": lambda value, titles: element("span", linked(value, titles)),
    "names": _parts_named,
    **dict.fromkeys(("venue", "from_venue", "to_venue"), _venue_named),
}
"""Columns whose text is told in a way of its own: it names documents or parts of them among other words, or a venue."""


def _names_page(value: str, address: Callable[[str], str]) -> bool:
    """Say whether a value can name a page: ids carry a scheme; a choice such as ``family:x`` is no term."""
    if address is opening.term:
        return bool(value) and not value.startswith("family:")
    return bool(SCHEME.match(value))
