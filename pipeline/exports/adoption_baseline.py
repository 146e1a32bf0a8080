"""Adoption beside its baselines: what posts of the same month and like karma would make one expect."""

from collections.abc import Set as AbstractSet

import pandas as pd
from scipy.special import gammaincinv

from pipeline.exports._caveats import in_reach
from pipeline.exports._intervals import share
from pipeline.exports._periods import by_grain, is_covered, is_partial, rows_of, without_gaps
from pipeline.graph.adoption import adopters
from pipeline.spread.baseline import expected_adopters, karma_bands, matched_posts
from pipeline.spread.reading import links_known

NAME = "adoption_baseline"

_ROW = ["grain", "period"]


def build(
    graph_documents: pd.DataFrame, graph_citations: pd.DataFrame, root_ids: AbstractSet[str], as_of: str
) -> pd.DataFrame:
    """Return a row a period since the root work, for the posts of all venues.

    Only links of posts whose links are known count, for the root work as for the posts it is compared with; lists of
    incoming links exist for the root work alone. Rates per karma band are those of covered months.
    """
    posts = graph_documents[graph_documents["kind"].isin(["post", "paper"])].reset_index(drop=True)
    posts["band"] = karma_bands(posts)
    reach = set(in_reach(graph_documents, root_ids)["document_id"]) if root_ids else set()
    dated = by_grain(posts[posts["document_id"].isin(reach)])
    table = without_gaps(dated[_ROW])
    dated["row"] = rows_of(dated[_ROW], table)
    read = dated[links_known(dated)].reset_index(drop=True)

    table["documents_total"] = dated.groupby("row").size()
    table["documents_with_links"] = read.groupby("row").size()
    table = table.fillna(0)
    table["covered"] = is_covered(table["documents_with_links"], table["documents_total"])

    citing = set(adopters(graph_citations, graph_documents, root_ids)["document_id"])
    read["cites"] = read["document_id"].isin(citing)
    covered_months = table.loc[(table["grain"] == "month") & table["covered"], "period"]
    typical = (read["grain"] == "month") & read["period"].isin(covered_months)
    read["expected"] = expected_adopters(read, typical)
    groups = read.groupby("row")
    table["citing_documents"] = groups["cites"].sum()
    table["documents_without_band"] = read[read["expected"].isna()].groupby("row").size()
    table["expected_documents"] = groups["expected"].sum(min_count=1)
    known = read[read["expected"].notna()].groupby("row")["cites"].sum()
    counts = ["citing_documents", "documents_without_band", "documents_with_links", "documents_total"]
    table[counts] = table[counts].fillna(0).astype("Int64")
    table["share_citing"] = share(table["citing_documents"], table["documents_with_links"])
    table["expected_share"] = share(
        table["expected_documents"], table["documents_with_links"] - table["documents_without_band"]
    )
    observed = known.reindex(table.index).fillna(0)
    table["ratio"] = share(observed, table["expected_documents"])
    low, high = _poisson(observed)
    table["ratio_low"], table["ratio_high"] = (
        share(low, table["expected_documents"]),
        share(high, table["expected_documents"]),
    )

    matched = matched_posts(posts, root_ids)
    others = sorted({post for found in matched.values() for post in found})
    pairs = read[["row", "document_id"]].merge(graph_citations, left_on="document_id", right_on="citing_id")
    table["root_posts"], table["matched_posts"] = len(matched), len(others)
    for name, ids in (("root", sorted(matched)), ("matched", others)):
        received = pairs[pairs["cited_id"].isin(ids) & (pairs["citing_id"] != pairs["cited_id"])].groupby("row").size()
        total = received.reindex(table.index).fillna(0)
        table[f"{name}_citations_per_post"] = share(total, pd.Series(len(ids), index=table.index))
    table["partial"] = is_partial(table["period"], as_of)
    return table


def _poisson(counts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Give the exact 95 % interval of the mean of a Poisson count (Garwood 1936, doi:10.1093/biomet/28.3-4.437)."""
    number = counts.astype("float64")
    low = pd.Series(gammaincinv(number, 0.025), index=counts.index).fillna(0)
    return low, pd.Series(gammaincinv(number + 1, 0.975), index=counts.index)
