"""Who took the root work up when, after which contacts, and whom each brought in."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.settings import Settings
from pipeline.spread.exposure import KINDS, first_citations, shared_credit
from pipeline.spread.reading import links_known
from pipeline.spread.root_authors import root_authors

NAME = "author_exposures"


def build(
    exposures: pd.DataFrame,
    graph_documents: pd.DataFrame,
    authorship: pd.DataFrame,
    authors: pd.DataFrame,
    graph_citations: pd.DataFrame,
    root_ids: AbstractSet[str],
    settings: Settings,
    graph_reach: Reach,
) -> pd.DataFrame:
    """Return a row an adopting author, and one an author of the root work, who brings others in but adopts nothing."""
    own = root_authors(authorship, authors, root_ids, settings.root_work.authors)
    first = first_citations(graph_documents, authorship, graph_citations, root_ids, own)
    ids = pd.Index([*sorted(own), *first.index], dtype="str", name="author_id")
    table = pd.DataFrame(index=ids)
    table["name"] = authors.set_index("author_id")["name"].reindex(ids)
    table["role"] = ["root_author"] * len(own) + ["adopter"] * len(first)
    table["first_citing_id"] = first["document_id"].reindex(ids)
    table["first_citing_at"] = first["posted_at"].reindex(ids)

    for kind in KINDS:
        acts = exposures[exposures["kind"] == kind].groupby("author_id")["document_id"].nunique()
        table[kind] = acts.reindex(ids).fillna(0).astype("Int64")
    order = exposures.sort_values(["author_id", "at", "kind", "document_id", "via_author_id", "via_document_id"])
    earliest = order.drop_duplicates("author_id").set_index("author_id")
    for column, source in (("exposed_at", "at"), ("exposed_by", "kind"), ("exposed_via", "via_author_id")):
        table[column] = earliest[source].reindex(ids)
    table["exposures"] = [
        None if role == "root_author" else " | ".join(kind for kind in KINDS if counts[kind]) or "no recorded exposure"
        for role, counts in zip(table["role"], table[list(KINDS)].to_dict("records"), strict=True)
    ]
    given = shared_credit(exposures)
    table["brought_in"] = given["brought_in"].reindex(ids).fillna(0).astype("Int64")
    table["credit"] = given["credit"].reindex(ids).fillna(0.0)

    wrote = authorship[authorship["author_id"].isin(ids)].merge(graph_documents, on="document_id")
    for column, kept in (
        ("documents_known", wrote["kind"] != "comment"),
        ("own_documents_with_links", (wrote["kind"] != "comment") & links_known(wrote)),
        ("comments_known", wrote["kind"] == "comment"),
    ):
        table[column] = wrote[kept].groupby("author_id").size().reindex(ids).fillna(0).astype("Int64")
    return with_counts(table.reset_index(), *graph_reach)
