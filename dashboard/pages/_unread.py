"""Citations that are known only from lists of incoming links, in words: figures of the work's parts leave them out, ranks do not."""

from collections import Counter

import pandas as pd

from dashboard import words
from dashboard.data_access import Build
from dashboard.facts import records, titles_of

LISTED = "pingback_list"
RECEIVED = "local_citations"
NAMED = 3
"""Documents that a caution names; a sentence with more is not read."""


def received_by_list(data: Build) -> dict[str, int]:
    """Return by cited document how many of its citations are known from a list of incoming links alone; none is left out."""
    rows = data.table("citations")
    return Counter(rows.loc[(rows["evidence"] == LISTED).fillna(False), "cited_id"].tolist())


def ranked_unlike(data: Build, ranked: pd.DataFrame) -> list[str]:
    """Say which of the ranked documents stand high by a list of incoming links, which few have; nothing where there is none.

    ``ranked`` have ``document_id`` and the citations received.
    """
    alone = data.once(received_by_list)
    listed = ranked[ranked["document_id"].isin(set(alone)) & (ranked[RECEIVED] > 0).fillna(False)]
    if listed.empty:
        return []
    first = records(listed.sort_values(RECEIVED, ascending=False, kind="stable").head(NAMED), ("document_id", RECEIVED))
    called = titles_of(data, [row["document_id"] for row in first])
    named = [
        f"{alone[row['document_id']]:,} of the {row[RECEIVED]:,} of {words.quoted(called[row['document_id']])}"
        for row in first
    ]
    return [
        (
            "Citations received are not of one evidence: a document whose list of incoming links is known stands higher than one "
            f"without. Known from such a list alone: {words.listing(named)}."
        )
    ]


def listed_alone(rows: pd.DataFrame) -> list[str]:
    """Say how many more documents are known to cite each part, from a list of incoming links alone; nothing where there is none.

    ``rows`` have ``part`` and ``listed_only``, which is summed by part; the part ``all`` is left out.
    """
    counts = rows[rows["part"] != "all"].groupby("part")["listed_only"].sum()
    named = [f"{count:,} that cite “{part}”" for part, count in counts.items() if count]
    if not named:
        return []
    left_out = "Documents known from lists of incoming links alone are left out"
    return [f"Only citations in texts that were read are counted. {left_out}: {words.listing(named)}."]
