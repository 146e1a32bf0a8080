"""Documents and authors through which the root work passed between venues and between communities."""

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.spread.brokers import ROLES, brokerage
from pipeline.spread.lags import UNMARKED

NAME = "brokers"

RELATION = "citation"


def build(
    graph_documents: pd.DataFrame,
    graph_citations: pd.DataFrame,
    authorship: pd.DataFrame,
    communities: pd.DataFrame,
    cascade: pd.DataFrame,
    graph_reach: Reach,
) -> pd.DataFrame:
    """Return a row a document or author that stands on a chain of the cascade, per kind of group.

    Only documents that descend from the root work, and its own, are on the chains; citations of newer documents and
    between documents of a shared author are not. An author has the sum of the own documents.
    """
    members = set(cascade["document_id"])
    venue = graph_documents.set_index("document_id")["venue"]
    community = communities[communities["relation"] == RELATION].set_index("document_id")["community"]
    groups = {
        "venue": {str(name): str(group) for name, group in venue.items() if name in members and group != UNMARKED},
        "community": {str(name): str(group) for name, group in community.items() if name in members},
    }
    skipped = graph_citations["backward"].fillna(False).astype(bool) | graph_citations["self_citation"].fillna(
        False
    ).astype(bool)
    chained = graph_citations[~skipped]
    parts = []
    for between, group in groups.items():
        found = brokerage(chained, group)
        left_out = len(members) - len(group)
        own = found.rename_axis("id").reset_index().assign(of="document")
        wrote = authorship[["document_id", "author_id"]].merge(found, left_on="document_id", right_index=True)
        summed = wrote.groupby("author_id")[list(ROLES)].sum().rename_axis("id").reset_index().assign(of="author")
        parts.append(pd.concat([own, summed]).assign(between=between, left_out=left_out))
    table = pd.concat(parts, ignore_index=True)
    table["between_groups"] = table["gatekeeper"] + table["representative"] + table["liaison"]
    return with_counts(table, *graph_reach)
