"""Addresses of what stands behind a number: a document, an author, a term, or exactly the documents that were counted.

A point, bar, node or cell of a figure opens the address that its ``customdata`` holds; a row of a chart's table opens that of
``Chart.opens``.
"""

import functools
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from urllib.parse import quote_plus

from dashboard.routing import segment
from dashboard.url_state import joined
from pipeline import periods

USUAL_KIND = "post"
"""What Works shows where its address names no kind, if there is any of it; see :func:`dashboard.facts.usual_kind`."""


def document(document_id: str) -> str:
    """Return the address of a document's page.

    >>> document("forum:FkgsxrGf3QxhfLWHG")
    '/doc/forum:FkgsxrGf3QxhfLWHG'
    """
    return f"/doc/{segment(document_id)}"


def author(author_id: str) -> str:
    """Return the address of an author's page."""
    return f"/author/{segment(author_id)}"


def term(name: str) -> str:
    """Return the address of a term's page.

    >>> term("schemer / scheming")
    '/term/schemer%20%2F%20scheming'
    """
    return f"/term/{segment(name)}"


def terminology(terms: Iterable[str]) -> str:
    """Return the address of terms beside each other over time.

    >>> terminology(["mesa-optimizer", "schemer / scheming"])
    '/terminology?terms=mesa-optimizer~schemer+/+scheming'
    """
    return f"/terminology?terms={_quoted(joined(terms))}"


def works(
    *, kind: str = "any", period: str = "", since: str = "", until: str = "", ids: Sequence[str] = (), **filters: str
) -> str:
    """Return the address of the works that fit every filter.

    Parameters
    ----------
    kind
        ``post``, ``comment``, ...; ``any`` (or ``all``) for every kind.
    period
        A period's label: the documents dated within it. ``since`` and ``until`` are its bounds apart, as days, both included.
    ids
        Exactly these documents, where no filter says which; at most about a hundred fit into an address.
    **filters
        Further settings of the page Works by name, see :mod:`dashboard.pages.works`; empty ones are left out.

    >>> works(cites="root", kind="post", venue="lw", period="2022-Q1")
    '/works?cites=root&venue=lw&from=2022-01-01&to=2022-03-31'
    >>> works(term="inner alignment", field="title", venue="all")
    '/works?kind=any&term=inner+alignment&field=title'
    """
    if period:
        since, until = bounds(period)
    kind = "any" if kind == "all" else kind
    given = {
        "kind": "" if kind == USUAL_KIND else kind,
        **{name: "" if name == "venue" and value == "all" else value for name, value in filters.items()},
        "from": since,
        "to": until,
        "ids": joined(ids),
    }
    query = "&".join(f"{name}={_quoted(value)}" for name, value in given.items() if value)
    return f"/works?{query}" if query else "/works"


def bounds(period: str) -> tuple[str, str]:
    """Return the first and the last day of a period.

    >>> bounds("2020-Q1")
    ('2020-01-01', '2020-03-31')
    """
    return periods.start(period), last_day(period)


@functools.lru_cache(maxsize=10_000)
def last_day(period: str) -> str:
    """Return the last day of a period.

    >>> last_day("2020-Q1")
    '2020-03-31'
    """
    return (date.fromisoformat(periods.end(period)) - timedelta(days=1)).isoformat()


@functools.lru_cache(maxsize=10_000)
def _quoted(value: str) -> str:
    """Return a value as it stands in an address; a page holds thousands of addresses, and few values."""
    return quote_plus(value, safe="~:/.,")
