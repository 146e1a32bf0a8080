"""Where the root work went first, and how long each step between venues took."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.graph.adoption import adopters
from pipeline.spread.lags import UNMARKED, first_lags, step_lags

NAME = "venue_lags"


def build(
    documents: pd.DataFrame,
    chosen_citations: pd.DataFrame,
    cascade: pd.DataFrame,
    root_ids: AbstractSet[str],
    reach: Reach,
) -> pd.DataFrame:
    """Return a row a measure and pair of venues; the root work's own documents and crossposts are apart."""
    is_root = documents["document_id"].isin(root_ids)
    citing = adopters(chosen_citations, documents, root_ids)
    parts = []
    for measure, those in (("root_work", documents[is_root]), ("first_citing", citing)):
        left_out = int(((those["venue"] == UNMARKED) | those["posted_at"].isna()).sum())
        parts.append(first_lags(those).assign(measure=measure, left_out=left_out))
    for rule, tree in cascade[cascade["parent_id"].notna()].groupby("rule"):
        steps = tree[["parent_id", "document_id"]].rename(columns={"parent_id": "from_id", "document_id": "to_id"})
        table, left_out = step_lags(steps, documents)
        parts.append(table.assign(measure=f"step_{rule}", left_out=left_out))
    table, left_out = step_lags(_crossposts(documents[~is_root]), documents)
    parts.append(table.assign(measure="crosspost", left_out=left_out))
    return with_counts(pd.concat(parts, ignore_index=True), *reach)


def _crossposts(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of documents of one work, the earlier first."""
    known = documents[["document_id", "work_id", "posted_at"]].dropna().sort_values(["posted_at", "document_id"])
    pairs = known.merge(known, on="work_id", suffixes=("_from", "_to"))
    place = {document: number for number, document in enumerate(known["document_id"])}
    earlier = pairs["document_id_from"].map(place) < pairs["document_id_to"].map(place)
    chosen = pairs.loc[earlier, ["document_id_from", "document_id_to"]]
    return chosen.rename(columns={"document_id_from": "from_id", "document_id_to": "to_id"})
