"""How long attention to the root work, and to each of its parts, lasted."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.graph.adoption import adopters
from pipeline.moments import days_after, earliest
from pipeline.settings import Settings
from pipeline.spread.attention import half_life

NAME = "attention"

_COLUMNS = [
    "part",
    "document_id",
    "citing_documents",
    "listed_only",
    "undated",
    "half_life_days",
    "ci_low",
    "ci_high",
    "last_days",
    "observed_days",
]


def build(
    documents: pd.DataFrame,
    chosen_citations: pd.DataFrame,
    root_ids: AbstractSet[str],
    settings: Settings,
    as_of: str,
    reach: Reach,
) -> pd.DataFrame:
    """Return a row for the root work and one for each of its documents with a known date.

    Ages are those of citations by a link. Documents that only a list of incoming links names are counted apart: such a
    list is known for some parts alone, and favours popular documents.
    """
    posted_at = documents.set_index("document_id")["posted_at"]
    citing = adopters(chosen_citations, documents, root_ids)
    parts: list[tuple[str, str | None, AbstractSet[str]]] = [("all", None, root_ids)]
    parts += [(one.part or one.id, one.id, {one.id}) for one in settings.root_work.documents]
    rows = []
    for part, document_id, ids in parts:
        since = earliest(posted_at.reindex(sorted(ids)))
        if since is None:
            continue
        received = chosen_citations[chosen_citations["cited_id"].isin(ids)]
        cites = set(received.loc[received["n_links"] > 0, "citing_id"])
        listed_only = int(citing["document_id"].isin(set(received["citing_id"]) - cites).sum())
        ages = days_after(citing.loc[citing["document_id"].isin(cites), "posted_at"], since).clip(lower=0)
        known = ages.dropna().tolist()
        observed = days_after(pd.Series([as_of], dtype="str"), since).iloc[0]
        rows.append(
            (part, document_id, len(ages), listed_only, len(ages) - len(known))
            + (half_life(known) if known else (None, None, None))
            + (max(known, default=None), observed)
        )
    return with_counts(pd.DataFrame(rows, columns=_COLUMNS), *reach)
