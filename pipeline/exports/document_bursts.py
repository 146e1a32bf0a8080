"""Bursts of citations, and sigma: whether a document that suddenly is much cited also lies between others."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.exports._periods import period_labels
from pipeline.graph.citation import within_corpus
from pipeline.periods import end, start
from pipeline.wording.bursts import batched

NAME = "document_bursts"

FEWEST = 5
"""Dated citations that a document needs: fewer have no rate of their own to be faster than."""

GRAIN = "quarter"
COLUMNS = ("document_id", "start", "end", "weight", "numerator", "denominator", "citations", "betweenness", "sigma")


def build(
    graph_citations: pd.DataFrame,
    documents: pd.DataFrame,
    metrics: Mapping[str, pd.DataFrame],
    reach: Reach,
) -> pd.DataFrame:
    """Return a row a burst of a document: its citations among all citations that are given in each quarter.

    Kleinberg's automaton of two states, as for terms, from the quarter of the first citation; backward citations and
    citing documents without a month are left out. Sigma is (betweenness + 1) to the power of the burst's weight (Chen et
    al. 2009, doi:10.1016/j.joi.2009.03.004): near 1 where either is missing.
    """
    posted = documents.set_index(documents["document_id"].astype(object))["posted_at"]
    inside = within_corpus(graph_citations, documents)
    inside = inside[~inside["backward"].astype(bool)]
    given = inside.assign(period=period_labels(inside["citing_id"].map(posted), GRAIN)).dropna(subset="period")
    totals = given.groupby("period").size().sort_index()
    between = metrics["document"]["betweenness"]
    rows: list[dict[str, Any]] = []
    for document, own in given.groupby("cited_id")["period"]:
        if len(own) < FEWEST:
            continue
        hits = own.value_counts()
        all_given = totals[totals.index >= hits.index.min()]
        r, d = [int(hits.get(period, 0)) for period in all_given.index], all_given.tolist()
        for burst in batched(r, d):
            those = slice(burst.first, burst.last + 1)
            rows.append(
                {
                    "document_id": document,
                    "start": start(all_given.index[burst.first]),
                    "end": end(all_given.index[burst.last]),
                    "weight": burst.weight,
                    "numerator": sum(r[those]),
                    "denominator": sum(d[those]),
                    "citations": len(own),
                    "betweenness": float(between[document]),
                    "sigma": (1 + float(between[document])) ** burst.weight,
                }
            )
    return with_counts(pd.DataFrame(rows, columns=list(COLUMNS)), *reach)
