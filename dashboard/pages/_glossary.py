"""What the chosen terms mean, and who used them first."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.components.text import theirs
from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.trends import CHOICE_OF_FAMILY

EXPLAINED = {
    "first_here": "day of the earliest document of this corpus that uses the term. Empty: none does.",
    "authors_so_far": "authors of this corpus who have used the term at least once. Unit: authors.",
}


def meanings(data: Build, chosen: tuple[str, ...]) -> pd.DataFrame:
    """Return definition and first uses of the chosen terms, those of a chosen family included, in the order chosen."""
    terms, used = data.table("terms"), data.once(_used)
    order = {name: place for place, name in enumerate(chosen)}
    place = terms["term"].map(order).fillna((CHOICE_OF_FAMILY + terms["family"]).map(order))
    rows = terms.assign(place=place).dropna(subset=["place"]).sort_values(["place", "term"]).drop_duplicates("term")
    known = rows[["term", "family", "definition", "definition_source", "first_known_use", "first_known_by"]]
    return known.assign(
        first_here=rows["term"].map(used["first_here"]).astype("str"),
        authors_so_far=rows["term"].map(used["authors"]).fillna(0).astype("Int64"),
    ).reset_index(drop=True)


def _used(data: Build) -> pd.DataFrame:
    """Return the day of the first use of each term, and how many authors have used it, by term."""
    uses = data.table("term_first_uses").groupby("term")
    return pd.DataFrame({"first_here": uses["posted_at"].min().str[:10], "authors": uses["author_id"].nunique()})


def glossary(table: pd.DataFrame) -> Component:
    """Return rows of :func:`meanings` as a list of definitions."""
    items: list[Component] = []
    for row in records(table):
        first, by, here = (_known(row[name]) for name in ("first_known_use", "first_known_by", "first_here"))
        facts = [
            f"first known use {first}{f' by {by}' if by else ''}" if first else "first known use not known",
            f"first here {here}" if here else "not used in this corpus",
            words.count(int(row["authors_so_far"]), "author"),
        ]
        meaning = theirs(_known(row["definition"]), "no definition yet")
        items += [
            html.Dt(theirs(row["term"])),
            html.Dd([meaning, html.Br(), html.Small(" · ".join(facts), dir="auto")]),
        ]
    return html.Dl(items, className="glossary")


def _known(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
