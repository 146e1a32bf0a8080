"""Every term of the lexicon, with a link to its page."""

from collections.abc import Mapping

import pandas as pd
from dash.development.base_component import Component

from dashboard import opening, words
from dashboard.components.listing import Opener, listing
from dashboard.data_access import Build
from dashboard.pages._glossary import EXPLAINED as GLOSSARY
from dashboard.pages._glossary import FIRST_HERE, first_uses, is_older
from dashboard.pages._term_posts import using

BEHIND: Mapping[str, Opener] = {
    "titles": lambda row: using(row["term"], "title"),
    "texts": lambda row: using(row["term"], "all"),
}
"""What gives the posts that the numbers of a row count."""
EXPLAINED = {
    "titles": "posts of all venues whose title has the term. Unit: documents.",
    "texts": "posts that were read whose title, body or footnotes have it. Unit: documents.",
    **{name: GLOSSARY[name] for name in FIRST_HERE},
    "authors": "authors of this corpus who have used it at least once. Unit: authors.",
}


def term_index(data: Build) -> pd.DataFrame:
    """Return a row a term: definition, first uses, and how many documents and authors use it."""
    terms = data.table("terms").drop_duplicates("term").sort_values("term", ignore_index=True)
    trends = data.table("term_trends")
    yearly = trends[(trends["grain"] == "year") & (trends["venue"] == "all")]
    counts = yearly.groupby(["field", "term"])["documents"].sum()
    used = data.once(first_uses)
    known = terms[["term", "family", "definition", "definition_source", "first_known_use"]]
    return known.assign(
        **{name: terms["term"].map(used[name]).astype("str") for name in FIRST_HERE},
        titles=_count(terms["term"], counts, "title"),
        texts=_count(terms["term"], counts, "all"),
        authors=terms["term"].map(used["authors"]).fillna(0).astype("Int64"),
    )


def index_list(table: pd.DataFrame, titles: Mapping[str, str]) -> Component:
    """Return rows of :func:`term_index` as a list whose terms open their pages; documents are called by ``titles``."""
    columns = {
        "definition": "meaning",
        "definition_source": "defined in",
        "first_known_use": "first known use",
        "first_here": "first here",
        "first_here_id": "first here in",
        "titles": "titles",
        "texts": "titles or texts read",
        "authors": "authors",
    }
    return listing(table, "all terms", columns, "term", "term", opening.term, titles, BEHIND)


def older_uses(table: pd.DataFrame) -> list[str]:
    """Say of how many rows of :func:`term_index` the first use here lies before the first known use; nothing where of none."""
    pairs = table[["first_here", "first_known_use"]].dropna().itertuples(index=False, name=None)
    older = sum(is_older(day, known) for day, known in pairs)
    if not older:
        return []
    of = words.count(older, "term")
    return [
        f"The first use here of {of} is older than the first known use as a term: it may mean something else there."
    ]


def _count(terms: "pd.Series[str]", counts: "pd.Series[int]", field: str) -> "pd.Series[int]":
    keys = pd.MultiIndex.from_product([[field], terms])
    return pd.Series(counts.reindex(keys).fillna(0).to_numpy(), index=terms.index, dtype="Int64")
