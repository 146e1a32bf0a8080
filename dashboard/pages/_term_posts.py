"""Which posts stand behind a term's number, and the addresses that show them."""

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from dashboard import opening
from dashboard.content import Behind
from dashboard.coverage import stands_behind
from dashboard.data_access import Build
from dashboard.trends import CHOICE_OF_FAMILY
from pipeline import periods

OWN_TEXT = ("title", "body", "footnote")
"""Fields of the author's own words; together they are the field ``all``."""
NAMED = 90
"""Documents that an address can name one by one."""
LATER_EDITS = "Probable later edits, uses in documents older than the word, are not counted here; Works lists them with the others."


@functools.lru_cache(maxsize=50_000)
def using(term: str, field: str, period: str = "", also: str = "", venue: str = "") -> str | None:
    """Return the address of the documents of a period that use a term, or a word of a family, in a field.

    None for several terms joined by `` | ``. In the field ``all`` only posts whose text was read are counted.

    >>> using("mesa-optimizer", "title", "2019")
    '/works?term=mesa-optimizer&field=title&from=2019-01-01&to=2019-12-31'
    >>> using("a", "all", also="b")
    '/works?term=a&also=b&field=all&text=yes'
    >>> using("family:deception", "title", venue="af")
    '/works?family=deception&field=title&venue=af'
    """
    if " | " in term:
        return None
    family = term.removeprefix(CHOICE_OF_FAMILY)
    what = {"term": term} if family == term else {"family": family}
    return opening.works(
        kind="comment" if field == "comment" else "post",
        **what,
        also=also,
        field=field,
        text="yes" if field == "all" else "",
        venue=venue,
        period=period,
    )


def named(ids: Sequence[str]) -> str | None:
    """Return the address of exactly these documents; None for more than an address can name, or none."""
    return opening.works(ids=ids) if 0 < len(ids) <= NAMED else None


def posts_by_period(
    data: Build, terms: tuple[str, ...], field: str, grain: str, venue: str = "all"
) -> dict[str, list[str]]:
    """Return the dated posts that use any of the terms or families in a field, by period, each post once.

    In the field ``all``, title, body and footnotes of posts whose text was read; in ``comment``, comments instead of posts.
    These are the documents that ``term_trends`` counts.
    """
    used: set[str] = set()
    fields = OWN_TEXT if field == "all" else (field,)
    for name in terms:
        family = name.removeprefix(CHOICE_OF_FAMILY)
        by_name = data.once(_using, "term" if family == name else "family", fields)
        used.update(by_name.get(family, ()))
    found: dict[str, list[str]] = {}
    dated = data.once(_dated, "comment" if field == "comment" else "post")
    for row in sorted(dated[one] for one in used if one in dated):
        if venue in ("all", row.venue) and (row.was_read or field != "all"):
            label = periods.period(row.posted_at, grain)
            if label is not None:
                found.setdefault(label, []).append(row.document_id)
    return found


class _Dated(NamedTuple):
    """A dated document, and its place in the table."""

    place: int
    document_id: str
    venue: str
    posted_at: str
    was_read: bool


def _dated(data: Build, kind: str) -> dict[str, _Dated]:
    """Return the dated documents of a kind by id."""
    documents = data.table("documents")
    rows = documents[(documents["kind"] == kind) & documents["posted_at"].notna()]
    read = rows["has_body"].fillna(False).astype(bool)
    columns = (column.tolist() for column in (rows["document_id"], rows["venue"], rows["posted_at"], read))
    return {row.document_id: row for row in map(_Dated, range(len(rows)), *columns)}


def _using(data: Build, column: str, fields: tuple[str, ...]) -> dict[str, set[str]]:
    """Return the documents that use each term, or a word of each family, in any of the fields."""
    counts = data.table("term_counts")
    rows = counts[counts["field"].isin(fields)]
    found: dict[str, set[str]] = {}
    for name, document_id in zip(rows[column].tolist(), rows["document_id"].tolist(), strict=True):
        found.setdefault(name, set()).add(document_id)
    return found


def behind_periods(table: pd.DataFrame, posts: Mapping[str, Sequence[str]]) -> Behind:
    """Return how many of :func:`posts_by_period` the rows of several terms or topics count, each document once."""
    periods_shown = table.drop_duplicates("period")
    return stands_behind(
        periods_shown.assign(posts=[len(posts.get(one, ())) for one in periods_shown["period"]]), "posts"
    )
