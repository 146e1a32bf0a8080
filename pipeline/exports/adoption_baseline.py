"""Adoption beside its baselines: what posts of the same month and like karma would make one expect."""

from collections.abc import Set as AbstractSet

import numpy as np
import pandas as pd
from scipy.special import gammaincinv

from pipeline.coverage import links_known
from pipeline.exports._caveats import in_reach
from pipeline.exports._periods import by_grain, is_covered, is_partial, rows_of, without_gaps
from pipeline.graph.adoption import adopters
from pipeline.graph.citation import is_among
from pipeline.intervals import share
from pipeline.spread.baseline import expected_adopters, karma_bands, matched_posts

NAME = "adoption_baseline"

_ROW = ["grain", "period"]


def build(
    graph_documents: pd.DataFrame, graph_citations: pd.DataFrame, root_ids: AbstractSet[str], as_of: str
) -> pd.DataFrame:
    """Return a row a period since the root work, for the posts of all venues.

    Only links of posts whose links are known count, for the root work as for the posts it is compared with; lists of
    incoming links exist for the root work alone. Rates per karma band are those of covered months.
    """
    counted = graph_documents[["document_id", "posted_at", "karma"]].assign(read=links_known(graph_documents))
    posts = counted[graph_documents["kind"].isin(["post", "paper"])].reset_index(drop=True)
    posts["band"] = karma_bands(posts)
    reach = in_reach(graph_documents, root_ids)["document_id"].tolist() if root_ids else []
    dated = by_grain(posts[is_among(posts["document_id"], reach)])
    table = without_gaps(dated[_ROW])
    dated["row"] = rows_of(dated[_ROW], table)
    read = dated[dated["read"]].reset_index(drop=True)

    table["documents_total"] = np.bincount(dated["row"], minlength=len(table))
    table["documents_with_links"] = np.bincount(read["row"], minlength=len(table))
    table["covered"] = is_covered(table["documents_with_links"], table["documents_total"])

    citing = adopters(graph_citations, graph_documents, root_ids)["document_id"]
    read["cites"] = is_among(read["document_id"], citing)
    covered_months = table.loc[(table["grain"] == "month") & table["covered"], "period"]
    typical = (read["grain"] == "month") & read["period"].isin(covered_months)
    read["expected"] = expected_adopters(read, typical)
    is_expected = read["expected"].notna()
    table["citing_documents"] = np.bincount(read["row"][read["cites"]], minlength=len(table))
    table["documents_without_band"] = np.bincount(read["row"][~is_expected], minlength=len(table))
    table["expected_documents"] = read.groupby("row")["expected"].sum(min_count=1)
    observed = pd.Series(np.bincount(read["row"][read["cites"] & is_expected], minlength=len(table)), table.index)
    table["share_citing"] = share(table["citing_documents"], table["documents_with_links"])
    table["expected_share"] = share(
        table["expected_documents"], table["documents_with_links"] - table["documents_without_band"]
    )
    table["ratio"] = share(observed, table["expected_documents"])
    low, high = _poisson(observed)
    table["ratio_low"], table["ratio_high"] = (
        share(low, table["expected_documents"]),
        share(high, table["expected_documents"]),
    )

    matched = matched_posts(posts, root_ids)
    others = sorted({post for found in matched.values() for post in found})
    cited = graph_citations.loc[graph_citations["citing_id"] != graph_citations["cited_id"], ["citing_id", "cited_id"]]
    pairs = read[["row", "document_id"]].merge(cited, left_on="document_id", right_on="citing_id")
    table["root_posts"], table["matched_posts"] = len(matched), len(others)
    for name, ids in (("root", sorted(matched)), ("matched", others)):
        received = np.bincount(pairs["row"][is_among(pairs["cited_id"], ids)], minlength=len(table))
        total = pd.Series(received, index=table.index)
        table[f"{name}_citations_per_post"] = share(total, pd.Series(len(ids), index=table.index))
    table["partial"] = is_partial(table["period"], as_of)
    return table


def _poisson(counts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Give the exact 95 % interval of the mean of a Poisson count (Garwood 1936, doi:10.1093/biomet/28.3-4.437)."""
    number = counts.astype("float64")
    low = pd.Series(gammaincinv(number, 0.025), index=counts.index).fillna(0)
    return low, pd.Series(gammaincinv(number + 1, 0.975), index=counts.index)
