"""Families of terms, tags, communities and discovered topics per period and venue."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._trends import known_posts, reach_of_fields, trend, with_all_fields
from pipeline.tables import conform

NAME = "topic_trends"

FIELDS_OF_FAMILIES = ("title", "all")
LEAST_POSTS = 20
"""Of a community; those of fewer are a few posts that cite each other, and there are hundreds."""


def build(
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    word_counts: pd.DataFrame,
    texts: pd.DataFrame,
    document_tags: pd.DataFrame,
    communities: pd.DataFrame,
    term_counts: pd.DataFrame,
    topic_loadings: pd.DataFrame,
    bundled_terms: AbstractSet[str],
    as_of: str,
) -> pd.DataFrame:
    """Count the posts of each topic, per period and venue; see :func:`counted`."""
    topics = topics_of(documents, document_tags, communities, topic_loadings)
    table = counted(documents, authorship, word_counts, texts, term_counts, topics, bundled_terms, as_of)
    return conform(table, NAME)


def topics_of(
    documents: pd.DataFrame, document_tags: pd.DataFrame, communities: pd.DataFrame, topic_loadings: pd.DataFrame
) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
    """Return, by kind of topic that is not looked for in words, which posts have which, and the posts that could.

    ``tag``: posts that carry it, among posts of which any tag is known; a post without tags cannot be told from one
    whose tags are not known. ``community``: posts in a community of the citation graph of at least 20 posts, among the
    posts that cite or are cited. ``discovered``: posts in which the topic is the largest, among posts with topics; shares
    of a period sum to one.
    """
    posts = pd.Index(known_posts(documents)["document_id"])
    largest = topic_loadings.sort_values(["document_id", "loading", "topic"], ascending=[True, False, True])
    grouped = communities[communities["relation"] == "citation"]
    members = {
        "tag": document_tags.rename(columns={"tag": "topic"}),
        "community": grouped.assign(topic=community_names(grouped)),
        "discovered": largest.drop_duplicates("document_id"),
    }
    found = {}
    for kind, rows in members.items():
        own = rows.loc[posts.get_indexer(rows["document_id"]) >= 0, ["document_id", "topic"]]
        reach = own[["document_id"]].drop_duplicates()
        if kind == "community":
            own = own[own.groupby("topic")["topic"].transform("size") >= LEAST_POSTS]
        found[kind] = own, reach
    return found


def community_names(communities: pd.DataFrame) -> "pd.Series[str]":
    """Return the number and the label of each row's community, the number alone where it has no label."""
    labels = (" " + communities["label"].astype("str")).fillna("")
    return communities["community"].astype("str") + labels


def counted(
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    word_counts: pd.DataFrame,
    texts: pd.DataFrame,
    term_counts: pd.DataFrame,
    topics: dict[str, tuple[pd.DataFrame, pd.DataFrame]],
    bundled_terms: AbstractSet[str],
    as_of: str,
    groups: pd.DataFrame | None = None,
    fine: str | None = None,
) -> pd.DataFrame:
    """Count the posts of each family and of each of the ``topics``.

    ``family``: posts with at least one of its terms, in the title and in all of the post's own words; a family with a
    term that the bundled facts were not counted for is looked for only in text that is on this machine. ``groups`` and
    ``fine`` are those of :func:`pipeline.exports._trends.trend`.
    """
    posts = known_posts(documents)
    families = _families(posts, word_counts, texts, term_counts, bundled_terms)
    scope = ["field", "counted_in"]
    parts = [trend(*families, posts, authorship, as_of, scope, groups, fine).assign(topic_kind="family")]
    for kind, (members, reach) in topics.items():
        if members.empty:
            continue
        uses, judged = members.assign(occurrences=0), reach.assign(words=0)
        part = trend(uses, judged, posts, authorship, as_of, [], groups, fine)
        parts.append(part.drop(columns="occurrences").assign(topic_kind=kind))
    table = pd.concat(parts, ignore_index=True)
    return table.drop(columns=["counted_in", "words_total"], errors="ignore")


def _families(
    posts: pd.DataFrame,
    word_counts: pd.DataFrame,
    texts: pd.DataFrame,
    term_counts: pd.DataFrame,
    bundled_terms: AbstractSet[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the uses of families, and where they can be seen."""
    counts = with_all_fields(term_counts[["document_id", "family", "term", "field", "occurrences"]])
    counts = counts[counts["field"].isin(FIELDS_OF_FAMILIES)]
    partly = set(counts.loc[~counts["term"].isin(bundled_terms), "family"])
    uses = counts.rename(columns={"family": "topic"})
    uses = uses.groupby(["document_id", "topic", "field"])["occurrences"].sum().reset_index()
    uses["counted_in"] = uses["topic"].isin(partly).map({True: "texts", False: "all"})
    reach = reach_of_fields(posts, word_counts, FIELDS_OF_FAMILIES).assign(counted_in="all")
    here = (reach["field"] == "title") | reach["document_id"].isin(texts["document_id"])
    return uses, pd.concat([reach, reach[here].assign(counted_in="texts")], ignore_index=True)
