"""How the root work spread: citing documents and authors per period, venue and kind."""

from collections.abc import Set as AbstractSet

import numpy as np
import pandas as pd

from pipeline.coverage import links_known
from pipeline.exports._periods import by_grain, is_covered, is_partial, rows_of, with_sum, without_gaps
from pipeline.graph.adoption import adopters
from pipeline.moments import earliest
from pipeline.periods import period

NAME = "spread"

_SERIES = ["grain", "venue", "kind"]
_ROW = [*_SERIES, "period"]


def build(
    graph_documents: pd.DataFrame,
    graph_citations: pd.DataFrame,
    authorship: pd.DataFrame,
    root_ids: AbstractSet[str],
    as_of: str,
) -> pd.DataFrame:
    """Return a row a period, for every venue and kind of which documents are known since the root work.

    Adopters are the documents that cite the root work and are not dated before it; its own documents are none. A
    series runs from the root work's period, or its own first document after, to its last known document, zeros
    included. Documents whose date is not known to the period's exactness are in no row of that grain.
    """
    since = earliest(graph_documents.loc[graph_documents["document_id"].isin(root_ids), "posted_at"])
    counted = graph_documents[["document_id", "posted_at", "venue", "kind"]].assign(read=links_known(graph_documents))
    dated = with_sum(with_sum(by_grain(counted), "venue"), "kind")
    first = {grain: period(since, grain) if since else None for grain in dated["grain"].unique()}
    dated = dated[dated["period"] >= dated["grain"].map(first).astype("str")]

    table = without_gaps(dated[_ROW])
    dated["row"] = rows_of(dated[_ROW], table)
    citing = dated[dated["document_id"].isin(adopters(graph_citations, graph_documents, root_ids)["document_id"])]
    by_author = citing.merge(authorship[["document_id", "author_id"]], on="document_id")
    by_author = by_author.drop_duplicates(["row", "author_id"])
    # The rows of a series stand in order of time, so an author's first row there is that of the arrival.
    arrivals = by_author.sort_values("row").drop_duplicates([*_SERIES, "author_id"])
    for name, rows in (
        ("documents_total", dated),
        ("documents_with_links", dated[dated["read"]]),
        ("citing_documents", citing),
        ("citing_authors", by_author),
        ("new_authors", arrivals),
    ):
        table[name] = np.bincount(rows["row"], minlength=len(table))

    series = table.groupby(_SERIES)
    table["cumulative_documents"] = series["citing_documents"].cumsum()
    table["cumulative_authors"] = series["new_authors"].cumsum()
    table["covered"] = is_covered(table["documents_with_links"], table["documents_total"])
    # The comments known are those of a few authors; that all of them were read says nothing of the others.
    table["covered"] &= table["kind"] != "comment"
    table["partial"] = is_partial(table["period"], as_of)
    return table
