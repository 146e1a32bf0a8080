"""How each document's citations were found: in how many citing documents each way, and how many by that way alone."""

import pandas as pd

NAME = "citation_evidence"

_ROW = ["cited_id", "evidence"]


def build(citations: pd.DataFrame, documents: pd.DataFrame, pingbacks: pd.DataFrame) -> pd.DataFrame:
    """Return a row per cited document and way in which any of its citations was found.

    A citation found in several ways counts once in each; ``found_only`` counts those that no other way found. An item
    of a list of incoming links that names no citing document is no citation; it is counted in ``not_named``, unless
    another copy of the list names it, and its document has a row even if every item is of that kind.
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

    unnamed = _named_nowhere(pingbacks).groupby("listed_on").size().rename_axis("cited_id")
    lists = pd.MultiIndex.from_product([unnamed.index, ["pingback_list"]], names=_ROW)
    table = table.reindex(table.index.union(lists)).fillna(0).astype("Int64").reset_index()
    listed = table["evidence"] == "pingback_list"
    table["not_named"] = table["cited_id"].map(unnamed).fillna(0).astype("Int64").where(listed)
    total = citations.groupby("cited_id").size()
    table["citing_documents"] = table["cited_id"].map(total).fillna(0).astype("Int64")
    return table


def _named_nowhere(pingbacks: pd.DataFrame) -> pd.DataFrame:
    """Return the items that name no citing document, less those that a list of another source names.

    They are one item where kind, minute and points are the same; of an item that lacks one of these nothing is known.
    """
    items = pingbacks.assign(minute=pingbacks["posted_at"].str[:16]).reset_index(drop=True).reset_index(names="item")
    unnamed = items["citing_id"].isna()
    told = items.dropna(subset=["minute", "points"])
    same = ["listed_on", "kind", "minute", "points"]
    pairs = told[told["citing_id"].isna()].merge(told[told["citing_id"].notna()], on=same, suffixes=("", "_named"))
    elsewhere = pairs.loc[pairs["source"] != pairs["source_named"], "item"]
    return items[unnamed & ~items["item"].isin(elsewhere)]
