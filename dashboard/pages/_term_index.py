"""Every term of the lexicon, with a link to its page."""

from collections.abc import Mapping

import pandas as pd
from dash.development.base_component import Component

from dashboard import opening
from dashboard.components.listing import Opener, listing
from dashboard.data_access import Build
from dashboard.pages._term_posts import using

BEHIND: Mapping[str, Opener] = {
    "titles": lambda row: using(row["term"], "title"),
    "texts": lambda row: using(row["term"], "all"),
}
"""What gives the posts that the numbers of a row count."""
EXPLAINED = {
    "titles": "posts of all venues whose title has the term. Unit: documents.",
    "texts": "posts that were read whose title, body or footnotes have it. Unit: documents.",
    "first_here": "day of the earliest document of this corpus that uses the term. Empty: none does.",
    "authors": "authors of this corpus who have used it at least once. Unit: authors.",
}


def term_index(data: Build) -> pd.DataFrame:
    """Return a row a term: definition, first uses, and how many documents and authors use it."""
    terms = data.table("terms").drop_duplicates("term").sort_values("term", ignore_index=True)
    trends = data.table("term_trends")
    yearly = trends[(trends["grain"] == "year") & (trends["venue"] == "all")]
    counts = yearly.groupby(["field", "term"])["documents"].sum()
    uses = data.table("term_first_uses")
    first_here = uses.dropna(subset=["posted_at"]).groupby("term")["posted_at"].min().str[:10]
    authors = uses.groupby("term")["author_id"].nunique()
    known = terms[["term", "family", "definition", "definition_source", "first_known_use"]]
    return known.assign(
        first_here=terms["term"].map(first_here).astype("str"),
        titles=_count(terms["term"], counts, "title"),
        texts=_count(terms["term"], counts, "all"),
        authors=terms["term"].map(authors).fillna(0).astype("Int64"),
    )


def index_list(table: pd.DataFrame, titles: Mapping[str, str]) -> Component:
    """Return rows of :func:`term_index` as a list whose terms open their pages; documents are called by ``titles``."""
    columns = {
        "definition": "meaning",
        "definition_source": "defined in",
        "first_known_use": "first known use",
        "first_here": "first here",
        "titles": "titles",
        "texts": "texts",
        "authors": "authors",
    }
    return listing(table, "all terms", columns, "term", "term", opening.term, titles, BEHIND)


def _count(terms: "pd.Series[str]", counts: "pd.Series[int]", field: str) -> "pd.Series[int]":
    keys = pd.MultiIndex.from_product([[field], terms])
    return pd.Series(counts.reindex(keys).fillna(0).to_numpy(), index=terms.index, dtype="Int64")
