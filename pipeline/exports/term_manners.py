"""How posts use each term: as their own word, in quotations, named, called so, or denied."""

import pandas as pd

from pipeline.exports._periods import by_grain
from pipeline.intervals import share, wilson
from pipeline.schema import TABLES
from pipeline.tables import conform
from pipeline.wording.uses import OWN_TEXT

NAME = "term_manners"
ROWS_FROM = "term_counts"

_SERIES = ["grain", "period", "family", "term"]


def build(
    documents: pd.DataFrame,
    term_counts: pd.DataFrame,
    term_mentions: pd.DataFrame,
    coverage_by_field: dict[str, pd.DataFrame],
) -> pd.DataFrame:
    """Count the posts whose body is known.

    ``own`` and ``quoted`` part all uses outside code: titles, bodies and footnotes on one side, quoted blocks on the other.
    The rules of mention are counted among the own uses. A row stands for every manner of a period in which the term is
    used at all; links to a work count as its use, and fall under no rule.
    """
    posts = documents[(documents["kind"] == "post") & documents["has_body"].fillna(False).astype(bool)]
    places = by_grain(posts[["document_id", "posted_at"]])[["document_id", "grain", "period"]]
    counts = term_counts[["document_id", "family", "term", "field", "occurrences"]]
    own = counts[counts["field"].isin(OWN_TEXT)].assign(manner="own")
    quoted = counts[counts["field"] == "quote"].assign(manner="quoted")
    ruled = term_mentions[term_mentions["field"].isin(OWN_TEXT)].rename(columns={"rule": "manner"})[own.columns]
    either = pd.concat([own, quoted], ignore_index=True)
    table = pd.concat([_among(either, either, places), _among(ruled, own, places)], ignore_index=True)
    table["share_of_occurrences"] = share(table["occurrences"], table["occurrences_total"])
    table["share_of_documents"] = share(table["documents"], table["documents_total"])
    table["ci_low"], table["ci_high"] = wilson(table["documents"], table["documents_total"])
    covered = coverage_by_field["all"][["grain", "period", "covered", "partial"]]
    table = table.merge(covered, on=["grain", "period"], how="left")
    return conform(table[TABLES[NAME].names], NAME)


def _among(manners: pd.DataFrame, uses: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of each manner beside those of all uses, zeros included."""
    totals = _counted(uses, places, _SERIES).add_suffix("_total").reset_index()
    found = _counted(manners, places, [*_SERIES, "manner"]).reset_index()
    every = totals.merge(pd.DataFrame({"manner": sorted(set(manners["manner"]))}, dtype="str"), how="cross")
    found["manner"] = found["manner"].astype("str")
    table = every.merge(found, on=[*_SERIES, "manner"], how="left")
    return table.fillna({"occurrences": 0, "documents": 0})


def _counted(uses: pd.DataFrame, places: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    rows = uses.merge(places, on="document_id").groupby(by)
    return rows.agg(occurrences=("occurrences", "sum"), documents=("document_id", "nunique"))
