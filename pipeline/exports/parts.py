"""Which part of the root work lives on: links to its documents and their sections over time."""

from collections.abc import Set as AbstractSet

import numpy as np
import pandas as pd

from pipeline.coverage import links_known
from pipeline.exports._caveats import countable, in_reach
from pipeline.exports._periods import by_grain, is_covered, is_partial, rows_of, without_gaps
from pipeline.graph.adoption import adopters
from pipeline.intervals import share
from pipeline.settings import Settings

NAME = "parts"

_ROW = ["grain", "period"]
_PART = ["grain", "document_id", "section", "period"]
_COUNTS = [
    "links",
    "citing_documents",
    "citing_documents_any",
    "listed_only",
    "documents_total",
    "documents_with_links",
]
WHOLE = "all"
QUOTED = "quoted words"
"""Section of a link that leads to words of the text (``#:~:text=``) instead of a heading."""


def build(
    documents: pd.DataFrame,
    chosen_citations: pd.DataFrame,
    links: pd.DataFrame,
    root_ids: AbstractSet[str],
    settings: Settings,
    as_of: str,
) -> pd.DataFrame:
    """Return a row a period and part, zeros included, and one for each section that a period's links name.

    Documents that only a list of incoming links names are counted apart: such a list is known for some parts alone, and
    would make them seem to live on.
    """
    reach = in_reach(documents, root_ids) if root_ids else documents.iloc[:0]
    dated = by_grain(reach[["document_id", "posted_at", "kind"]].assign(read=links_known(reach)))
    periods = without_gaps(dated[_ROW])
    counted = countable(dated)
    rows = rows_of(counted[_ROW], periods)
    periods["documents_total"] = np.bincount(rows, minlength=len(periods))
    periods["documents_with_links"] = np.bincount(rows[counted["read"]], minlength=len(periods))
    citing = dated[dated["document_id"].isin(adopters(chosen_citations, documents, root_ids)["document_id"])]
    citing = citing.rename(columns={"document_id": "citing_id"})

    named = {one.id: one.part or one.id for one in settings.root_work.documents}
    cited = chosen_citations.loc[chosen_citations["cited_id"].isin(named), ["citing_id", "cited_id", "n_links"]]
    both = citing.merge(cited.rename(columns={"cited_id": "document_id"}), on="citing_id").assign(section=WHOLE)
    pairs, listed = both[both["n_links"] > 0], both[both["n_links"] == 0]
    written = links.loc[links["resolved_id"].isin(named), ["document_id", "resolved_id", "names"]]
    written = written.rename(columns={"document_id": "citing_id", "resolved_id": "document_id"})
    written["section"] = written["names"].map(_section)
    placed = citing.merge(written, on="citing_id")
    sections = placed[placed["section"].notna()]

    whole = periods.merge(pd.DataFrame({"document_id": list(named)}, dtype="str"), how="cross").assign(section=WHOLE)
    table = pd.concat([whole[_PART], sections[_PART].drop_duplicates()], ignore_index=True).set_index(_PART)
    found = pd.concat([pairs, sections])
    table["citing_documents"] = found.groupby(_PART)["citing_id"].nunique()
    table["links"] = pd.concat([placed.assign(section=WHOLE), sections]).groupby(_PART).size()
    table["listed_only"] = listed.groupby(_PART)["citing_id"].nunique()
    any_part = pairs.groupby(_ROW)["citing_id"].nunique().rename("citing_documents_any").reset_index()
    table = table.reset_index().merge(periods, on=_ROW, how="left").merge(any_part, on=_ROW, how="left")
    table[_COUNTS] = table[_COUNTS].fillna(0).astype("Int64")
    table["part"] = table["document_id"].map(named)
    table["share_of_citing"] = share(table["citing_documents"], table["citing_documents_any"])
    table["covered"] = is_covered(table["documents_with_links"], table["documents_total"])
    table["partial"] = is_partial(table["period"], as_of)
    return table


def _section(names: str) -> str | None:
    """Return the section that a link names, None for the document as a whole.

    >>> _section("forum:FkgsxrGf3QxhfLWHG#1_1__Base"), _section("arxiv:1906.01820")
    ('1_1__Base', None)
    >>> _section("forum:FkgsxrGf3QxhfLWHG#:~:text=so%20called")
    'quoted words'
    """
    fragment = names.partition("#")[2]
    heading, separator, _ = fragment.partition(":~:")
    return heading or (QUOTED if separator else None)
