"""How each document's citations were found: in how many citing documents each way, and how many by that way alone."""

import pandas as pd

from pipeline.corpus.pingbacks import unified

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

    They are one item where forum, kind, minute and title are the same; points are not compared, since they change. Of several
    items alike, as many are named as the other lists name documents that this list does not. Of an item
    without a minute nothing is known.
    """
    items = pingbacks.assign(
        minute=pingbacks["posted_at"].str[:16],
        called=pingbacks["title"].map(unified),
        item=range(len(pingbacks)),
    )
    same = ["listed_on", "site", "kind", "minute", "called"]
    told = items.dropna(subset=["minute"])
    named, unnamed = told[told["citing_id"].notna()], told[told["citing_id"].isna()]
    elsewhere = (
        unnamed[[*same, "source"]].drop_duplicates().merge(named[[*same, "citing_id"]].drop_duplicates(), on=same)
    )
    own = pd.MultiIndex.from_frame(named[[*same, "source", "citing_id"]])
    others = elsewhere[~pd.MultiIndex.from_frame(elsewhere[[*same, "source", "citing_id"]]).isin(own)]
    many = others.groupby([*same, "source"]).size().rename("many").reset_index()
    counted = unnamed.assign(place=unnamed.groupby([*same, "source"]).cumcount()).merge(many, on=[*same, "source"])
    return items[
        items["citing_id"].isna() & ~items["item"].isin(counted.loc[counted["place"] < counted["many"], "item"])
    ]
