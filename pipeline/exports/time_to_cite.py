"""Time to cite: the share of authors who have not yet cited the root work, by days since they could have."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.settings import Settings
from pipeline.spread.root_authors import root_authors
from pipeline.spread.survival import authors_at_risk, kaplan_meier

NAME = "time_to_cite"


def build(
    graph_documents: pd.DataFrame,
    authorship: pd.DataFrame,
    authors: pd.DataFrame,
    graph_citations: pd.DataFrame,
    root_ids: AbstractSet[str],
    settings: Settings,
    graph_reach: Reach,
) -> pd.DataFrame:
    """Return the Kaplan-Meier curve, a row a time at which somebody cited or was last seen."""
    own = root_authors(authorship, authors, root_ids, settings.root_work.authors)
    population = authors_at_risk(graph_documents, authorship, graph_citations, root_ids, own)
    table = kaplan_meier(population.times["days"].tolist(), population.times["cited"].tolist())
    if population.times.empty:
        table = table.iloc[:0]
    ended = population.times[population.times["cited"]]
    by_time = ended.groupby("days")["citing_id"].agg(lambda ids: " | ".join(sorted(set(ids))))
    table["citing_ids"] = table["days"].map(by_time)
    table["authors_left_out_citing"] = population.left_out_citing
    table["authors_left_out"] = population.left_out
    return with_counts(table, *graph_reach)
