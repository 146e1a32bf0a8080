"""Use of each term per period, venue and field."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._trends import known_posts, reach_of_fields, trend, with_all_fields
from pipeline.intervals import share
from pipeline.tables import conform

NAME = "term_trends"
ROWS_FROM = "term_counts"

FIELDS_OF_POSTS = ("title", "body", "footnote", "quote", "code", "all")


def build(
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    word_counts: pd.DataFrame,
    texts: pd.DataFrame,
    term_counts: pd.DataFrame,
    bundled_terms: AbstractSet[str],
    as_of: str,
) -> pd.DataFrame:
    """Count the documents that use each term, per period and venue; see :func:`counted`."""
    return conform(counted(documents, authorship, word_counts, texts, term_counts, bundled_terms, as_of), NAME)


def counted(
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    word_counts: pd.DataFrame,
    texts: pd.DataFrame,
    term_counts: pd.DataFrame,
    bundled_terms: AbstractSet[str],
    as_of: str,
    groups: pd.DataFrame | None = None,
    fine: str | None = None,
) -> pd.DataFrame:
    """Count the documents that use each term, for posts by field and for comments.

    A series runs from its first use to the venue's last known document, zeros included. Terms that the bundled facts
    were not counted for are looked for only in text that is on this machine. Comments are never ``covered``: how many
    there are is not known. ``groups`` and ``fine`` are those of :func:`pipeline.exports._trends.trend`.
    """
    counts = with_all_fields(term_counts[["document_id", "family", "term", "field", "occurrences"]])
    counts["counted_in"] = counts["term"].isin(bundled_terms).map({True: "all", False: "texts"})
    posts, comments = known_posts(documents), documents[documents["kind"] == "comment"]
    here = set(texts["document_id"])
    parts = []
    for known, fields in ((posts, FIELDS_OF_POSTS), (comments, ("comment",))):
        reach = reach_of_fields(known, word_counts, fields).assign(counted_in="all")
        at_hand = reach[(reach["field"] == "title") | reach["document_id"].isin(here)].assign(counted_in="texts")
        reach = pd.concat([reach, at_hand], ignore_index=True)
        uses = counts[counts["field"].isin(fields)]
        parts.append(trend(uses, reach, known, authorship, as_of, ["field", "counted_in"], groups, fine))
    parts[1]["covered"] = False
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    table["per_1000_words"] = 1000 * share(table["occurrences"], table["words_total"])
    return table.drop(columns="counted_in")
