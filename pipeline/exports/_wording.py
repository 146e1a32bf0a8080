"""What the tables of wording share: which uses count, and which periods the data can speak for."""

from collections.abc import Mapping

import pandas as pd

from pipeline.coverage import COUNTED_BY, COVERED_SHARE, FILLED_BY
from pipeline.errors import count
from pipeline.exports._periods import by_grain, is_covered, is_partial, period_labels
from pipeline.exports._population import Population
from pipeline.periods import between
from pipeline.wording.shares import owners_by_document

FIELDS = ("title", "all")
REMEDY = f"the missing posts and bodies can tell: {FILLED_BY}"
LATER = (
    f"at least {COVERED_SHARE:.0%} of what could tell is known for every month from the first use to the last, so later posts "
    "can tell, more of these hardly"
)
"""What is said in place of the remedy where hardly anything is missing."""


def field_coverage(documents: pd.DataFrame, field: str, as_of: str, population: Population) -> pd.DataFrame:
    """Return a row per grain and period from the first post to the last, with what is known of its posts.

    Columns ``grain``, ``period``, ``documents_known``, ``documents_total``, ``covered``, ``partial``, ``cause``: why there is
    a gap, in words, None where there is none.
    """
    posts = documents[documents["kind"] == "post"]
    known = posts["title"].notna() if field == "title" else posts["has_body"].fillna(False).astype(bool)
    dated = by_grain(posts[["posted_at"]].assign(known=known))
    rows = dated.groupby(["grain", "period"])["known"].agg(documents_known="size", documents_total="sum")
    filled = [
        (grain, label)
        for grain, labels in rows.reset_index().groupby("grain")["period"]
        for label in between(labels.min(), labels.max())
    ]
    table = rows.reindex(pd.MultiIndex.from_tuples(filled, names=["grain", "period"]), fill_value=0).reset_index()
    table["covered"] = is_covered(table["documents_total"], table["documents_known"]).astype(bool)
    table["partial"] = is_partial(table["period"], as_of)
    read_enough = table["covered"]
    table = population.bound(table)
    table["cause"] = [
        None
        if covered or not posted
        else f"gap: only a selection of the posts is known; {COUNTED_BY}"
        if enough
        else f"gap: {field} known for {total:,} of {count(posted, 'post')}; {REMEDY}"
        for covered, enough, total, posted in zip(
            table["covered"], read_enough, table["documents_total"], table["documents_known"], strict=True
        )
    ]
    return table


def covered_labels(coverage: pd.DataFrame, grain: str) -> set[str]:
    """Return the covered periods of a grain."""
    return set(coverage.loc[coverage["covered"] & (coverage["grain"] == grain), "period"])


def in_covered(uses: pd.DataFrame, coverage: pd.DataFrame, grain: str = "month") -> pd.DataFrame:
    """Return the uses of documents posted in covered periods."""
    return uses[period_labels(uses["posted_at"], grain).isin(covered_labels(coverage, grain))]


def owners(
    basis: str, uses: pd.DataFrame, documents: pd.DataFrame, authorship: pd.DataFrame
) -> Mapping[str, list[str]]:
    """Return whom each document with a use is counted under."""
    ids = uses["document_id"]
    used = documents[documents["document_id"].isin(ids)]
    return owners_by_document(basis, used, authorship[authorship["document_id"].isin(ids)])
