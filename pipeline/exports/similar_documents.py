"""The documents most like each document: by what they cite, and by what cites them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.coverage import links_known
from pipeline.exports._caveats import Counts, counts_since, with_counts
from pipeline.graph.similarity import Pairs, Relation

NAME = "similar_documents"

LEAST_COUNT = 2
BEST = 50


def build(pairs: Mapping[Relation, Pairs], documents: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs that have two or more in common and are among the best 50 of one of the two.

    Best is what has most in common; of equal counts, what has least else. ``pairs_a`` and ``pairs_b`` count all the
    documents with which each has anything in common, so that what is left out can be told.
    """
    own, given = _of("coupling", pairs["coupling"]), _of("co_citation", pairs["co_citation"])
    parts = [
        with_counts(own, *_both(own, documents)),
        with_counts(given, *counts_since(_later(given, documents), documents)),
    ]
    return pd.concat(parts, ignore_index=True)


def _both(table: pd.DataFrame, documents: pd.DataFrame) -> tuple[int, Counts]:
    """Count, per pair, its documents, and those whose links are known: coupling rests on what the two cite."""
    known = links_known(documents).set_axis(documents["document_id"].astype(object))
    read = [known.reindex(table[end].astype(object)).to_numpy(dtype=np.int64) for end in ("document_a", "document_b")]
    return 2, read[0] + read[1]


def _later(table: pd.DataFrame, documents: pd.DataFrame) -> pd.Series:
    """Return, per pair, the date of the later document; missing where neither is known."""
    posted = documents.set_index(documents["document_id"].astype(object))["posted_at"].fillna("")
    dates = [posted.reindex(table[end].astype(object)).to_numpy(dtype=object) for end in ("document_a", "document_b")]
    return pd.Series(np.maximum(*dates))


def _of(relation: str, ties: Pairs) -> pd.DataFrame:
    partners = np.bincount(np.concatenate([ties.one, ties.other]), minlength=len(ties.ids))
    table = pd.DataFrame(
        {
            "one": ties.one,
            "other": ties.other,
            "count": ties.weight,
            "jaccard": ties.jaccard(),
            "association_strength": ties.association_strength(),
        }
    )
    table = table[table["count"] >= LEAST_COUNT].reset_index(drop=True)
    there = pd.DataFrame({"document": table["one"], "partner": table["other"], "pair": table.index})
    back = pd.DataFrame({"document": table["other"], "partner": table["one"], "pair": table.index})
    seen = pd.concat([there, back], ignore_index=True)
    seen = seen.join(table[["count", "jaccard"]], on="pair")
    seen = seen.sort_values(["document", "count", "jaccard", "partner"], ascending=[True, False, False, True])
    best = seen[seen.groupby("document").cumcount() < BEST]["pair"].unique()
    kept = table.loc[np.sort(best)]
    return pd.DataFrame(
        {
            "relation": relation,
            "document_a": ties.ids[kept["one"]],
            "document_b": ties.ids[kept["other"]],
            "count": kept["count"].to_numpy(),
            "jaccard": kept["jaccard"].to_numpy(),
            "association_strength": kept["association_strength"].to_numpy(),
            "pairs_a": partners[kept["one"]],
            "pairs_b": partners[kept["other"]],
        }
    )
