"""Who took the root work up when, after which contacts, and whom each brought in."""

from collections.abc import Set as AbstractSet

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coverage import links_known
from pipeline.exports._caveats import Reach, with_counts
from pipeline.settings import Settings
from pipeline.spread.exposure import KINDS, first_citations, shared_credit
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
    table = pd.DataFrame(
        {
            "name": authors.set_index("author_id")["name"].reindex(ids),
            "role": ["root_author"] * len(own) + ["adopter"] * len(first),
            "first_citing_id": first["document_id"].reindex(ids),
            "first_citing_at": first["posted_at"].reindex(ids),
        },
        index=ids,
    )
    acts = exposures[["author_id", "kind", "document_id"]].drop_duplicates()
    for kind in KINDS:
        table[kind] = _times(acts.loc[acts["kind"] == kind, "author_id"], ids)
    order = exposures.sort_values(["author_id", "at", "kind", "document_id", "via_author_id", "via_document_id"])
    earliest = order.drop_duplicates("author_id").set_index("author_id")
    for column, source in (("exposed_at", "at"), ("exposed_by", "kind"), ("exposed_via", "via_author_id")):
        table[column] = earliest[source].reindex(ids)
    table["exposures"] = [
        None if role == "root_author" else " | ".join(kind for kind in KINDS if counts[kind]) or "no recorded exposure"
        for role, counts in zip(table["role"], table[list(KINDS)].to_dict("records"), strict=True)
    ]
    given = shared_credit(exposures)
    table["brought_in"] = given["brought_in"].reindex(ids, fill_value=0)
    table["credit"] = given["credit"].reindex(ids, fill_value=0.0)

    kinds = graph_documents[["document_id", "kind"]].assign(read=links_known(graph_documents))
    wrote = authorship.loc[authorship["author_id"].isin(ids), ["document_id", "author_id"]].merge(
        kinds, on="document_id"
    )
    is_comment = wrote["kind"] == "comment"
    table["documents_known"] = _times(wrote["author_id"][~is_comment], ids)
    table["own_documents_with_links"] = _times(wrote["author_id"][~is_comment & wrote["read"]], ids)
    table["comments_known"] = _times(wrote["author_id"][is_comment], ids)
    return with_counts(table.reset_index(), *graph_reach)


def _times(found: "pd.Series[str]", ids: "pd.Index[str]") -> npt.NDArray[np.int64]:
    """Count how often each of ``ids`` is among ``found``, all of which are of them."""
    return np.bincount(ids.get_indexer(pd.Index(found)), minlength=len(ids))
