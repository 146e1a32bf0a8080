"""What the chosen terms mean, and who used them first."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import opening, words
from dashboard.components.text import inside_link, theirs
from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.trends import CHOICE_OF_FAMILY

FIRST_HERE = ("first_here", "first_here_id", "first_here_by")
OLDER = "older than the first known use as a term: the word may mean something else there"
EXPLAINED = {
    "first_here": "day of the earliest document of this corpus that uses the term. Empty: none does.",
    "first_here_id": "that document. Empty: none does.",
    "first_here_by": "who wrote it. Empty: none does, or its author has no name here.",
    "authors_so_far": "authors of this corpus who have used the term at least once. Unit: authors.",
}


def meanings(data: Build, chosen: tuple[str, ...]) -> pd.DataFrame:
    """Return definition and first uses of the chosen terms, those of a chosen family included, in the order chosen."""
    terms, used = data.table("terms"), data.once(first_uses)
    order = {name: place for place, name in enumerate(chosen)}
    place = terms["term"].map(order).fillna((CHOICE_OF_FAMILY + terms["family"]).map(order))
    rows = terms.assign(place=place).dropna(subset=["place"]).sort_values(["place", "term"]).drop_duplicates("term")
    known = rows[["term", "family", "definition", "definition_source", "first_known_use", "first_known_by"]]
    return known.assign(
        **{name: rows["term"].map(used[name]).astype("str") for name in FIRST_HERE},
        authors_so_far=rows["term"].map(used["authors"]).fillna(0).astype("Int64"),
    ).reset_index(drop=True)


def first_uses(data: Build) -> pd.DataFrame:
    """Return, by term, the day, document and author of its first use here, and how many authors have used it."""
    uses, authors = data.table("term_first_uses"), data.table("authors")
    dated = uses.dropna(subset=["posted_at"]).sort_values(["posted_at", "document_id"])
    first = dated.drop_duplicates("term").merge(authors[["author_id", "name"]], on="author_id", how="left")
    found = first.set_index("term")[["posted_at", "document_id", "name"]].set_axis([*FIRST_HERE], axis=1)
    known = found.assign(first_here=found["first_here"].str[:10])
    return known.join(uses.groupby("term")["author_id"].nunique().rename("authors"), how="outer")


def glossary(table: pd.DataFrame, titles: Mapping[str, str]) -> Component:
    """Return rows of :func:`meanings` as a list of definitions; documents are called by ``titles``."""
    items: list[Component] = []
    for row in records(table):
        first, by = (_known(row[name]) for name in ("first_known_use", "first_known_by"))
        facts = [
            f"first known use {first}{f' by {by}' if by else ''}" if first else "first known use not known",
            *_here(row, titles),
            words.count(int(row["authors_so_far"]), "author"),
        ]
        parts: list[Component | str] = [part for fact in facts for part in (" · ", fact)][1:]
        meaning = theirs(_known(row["definition"]), "no definition yet")
        items += [
            html.Dt(theirs(row["term"])),
            html.Dd([meaning, html.Br(), html.Small(parts, dir="auto")]),
        ]
    return html.Dl(items, className="glossary")


def _here(row: dict[str, Any], titles: Mapping[str, str]) -> list[Component | str]:
    """Say where a term was first used here, and that it may mean something else there, if that is before its first known use."""
    day, one, by = (_known(row[name]) for name in FIRST_HERE)
    if day is None or one is None:
        return ["not used in this corpus"]
    link = inside_link(titles.get(one, one), opening.document(one))
    author: list[Component | str] = [" by ", theirs(by)] if by else []
    said = html.Span([f"first here {day}", *author, ": ", link])
    return [said, OLDER] if is_older(day, _known(row["first_known_use"])) else [said]


def is_older(day: str | None, known: str | None) -> bool:
    """Say whether a day lies before a first known use, which may be known to the month or year alone.

    >>> is_older("2019-02-27", "2021-11"), is_older("2021-11-03", "2021-11"), is_older("2019-02-27", None)
    (True, False, False)
    """
    return bool(day and known and day[: len(known)] < known)


def _known(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
