"""Families of terms, tags and discovered topics per period and venue."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._trends import known_posts, reach_of_fields, trend, with_all_fields
from pipeline.tables import conform

NAME = "topic_trends"

FIELDS_OF_FAMILIES = ("title", "all")


def build(
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    word_counts: pd.DataFrame,
    texts: pd.DataFrame,
    document_tags: pd.DataFrame,
    term_counts: pd.DataFrame,
    topic_loadings: pd.DataFrame,
    bundled_terms: AbstractSet[str],
    as_of: str,
) -> pd.DataFrame:
    """Count the posts of each topic.

    ``family``: posts with at least one of its terms, in the title and in all of the post's own words; a family with a
    term that the bundled facts were not counted for is looked for only in text that is on this machine.
    ``tag``: posts that carry it, among posts of which any tag is known; a post without tags cannot be told from one
    whose tags are not known. ``discovered``: posts in which the topic is the largest, among posts with topics; shares
    of a period sum to one.
    """
    posts = known_posts(documents)
    families = _families(posts, word_counts, texts, term_counts, bundled_terms)
    tags = document_tags.rename(columns={"tag": "topic"})[["document_id", "topic"]]
    largest = topic_loadings.sort_values(["document_id", "loading", "topic"], ascending=[True, False, True])
    largest = largest.drop_duplicates("document_id")[["document_id", "topic"]]
    parts = [trend(*families, posts, authorship, as_of, ["field", "counted_in"]).assign(topic_kind="family")]
    for kind, members in (("tag", tags), ("discovered", largest)):
        members = members[members["document_id"].isin(posts["document_id"])]
        reach = members[["document_id"]].drop_duplicates().assign(words=0)
        part = trend(members.assign(occurrences=0), reach, posts, authorship, as_of, [])
        parts.append(part.drop(columns="occurrences").assign(topic_kind=kind))
    table = pd.concat(parts, ignore_index=True)
    return conform(table.drop(columns=["counted_in", "words_total"], errors="ignore"), NAME)


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
