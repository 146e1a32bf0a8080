"""How each document's citations were found: in how many citing documents each way, and how many by that way alone."""

import pandas as pd

NAME = "citation_evidence"

_ROW = ["cited_id", "evidence"]


def build(citations: pd.DataFrame, documents: pd.DataFrame, pingbacks: pd.DataFrame) -> pd.DataFrame:
    """Return a row per cited document and way in which any of its citations was found.

    A citation found in several ways counts once in each; ``found_only`` counts those that no other way found. An item
    of a list of incoming links that names no citing document is no citation; it is counted in ``not_named``, and its
    document has a row even if every item is of that kind.
    """
    facts = documents.set_index("document_id")
    ways = citations[["citing_id", "cited_id"]].assign(
        evidence=citations["evidence"].str.split(" | ", regex=False),
        found_only=~citations["evidence"].str.contains(" | ", regex=False),
        body_read=citations["citing_id"].map(facts["has_body"]).fillna(False).astype(bool),
        kind=citations["citing_id"].map(facts["kind"]),
    )
    each = ways.explode("evidence").assign(found=1)
    each["posts"] = each["kind"] == "post"
    each["comments"] = each["kind"] == "comment"
    table = each.groupby(_ROW)[["found", "found_only", "posts", "comments", "body_read"]].sum()

    unnamed = pingbacks[pingbacks["citing_id"].isna()].groupby("listed_on").size().rename_axis("cited_id")
    lists = pd.MultiIndex.from_product([unnamed.index, ["pingback_list"]], names=_ROW)
    table = table.reindex(table.index.union(lists)).fillna(0).astype("Int64").reset_index()
    listed = table["evidence"] == "pingback_list"
    table["not_named"] = table["cited_id"].map(unnamed).fillna(0).astype("Int64").where(listed)
    total = citations.groupby("cited_id").size()
    table["citing_documents"] = table["cited_id"].map(total).fillna(0).astype("Int64")
    return table
