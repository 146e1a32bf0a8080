"""The citation network as two tables, and the part of it that a reader chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard import words
from dashboard.data_access import Build
from dashboard.figures import plain
from dashboard.spans import in_months, months_of
from dashboard.url_state import View

SIZES = {
    "local_citations": "citations received",
    "substantive_citations": "citations in running text",
    "pagerank": "PageRank",
    "betweenness": "betweenness",
    "k_core": "core number",
    "karma": "karma",
}
"""Measures that a point's size may show, as far as the build has them."""
HEAVIEST = 300
"""Lines that show where paths run and still leave points to be seen."""
LINK_COLUMNS = ["citing_id", "cited_id", "citation_age_days", "n_links", "n_body", "n_footnote", "n_quote", "n_list", "n_code", "n_comment", "n_crosspost", "evidence", "self_citation", "backward", "spc"]  # fmt: skip
_FACTS = ["document_id", "title", "authors", "posted_at", "kind", "venue", "karma", "generation", "url"]


@dataclass(frozen=True)
class Selection:
    """What is shown: documents, citations among them, and what a reader looks at.

    ``nodes`` is indexed by ``document_id``, ``edges`` by its place in :func:`edges`; both are counted, listed and exported.
    ``apart`` holds documents of the root work that do not fit and are drawn for orientation alone, ``lines`` the citations among
    all that is drawn. ``beyond`` counts the documents of ``nodes`` that stay beside the focus alone. ``focus`` is empty where nothing is in focus; then both neighbourhoods are empty.
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame
    apart: pd.DataFrame
    lines: pd.DataFrame
    beyond: int
    focus: str
    references: frozenset[str]
    citations: frozenset[str]
    found: frozenset[str]

    @property
    def near(self) -> frozenset[str]:
        """The document in focus and its neighbours."""
        return self.references | self.citations | {self.focus} if self.focus else frozenset()


def measures(data: Build) -> dict[str, str]:
    """Return the measures of this build that a size can show."""
    return {name: label for name, label in SIZES.items() if name in data.once(nodes).columns}


def nodes(data: Build) -> pd.DataFrame:
    """Return the dated documents that cite or are cited within the corpus, or belong to the root work.

    Returns
    -------
    pd.DataFrame
        Indexed by ``document_id``, in order of time: facts, measures, ``community`` (by citation) with its ``label``,
        ``on_main_path`` (the global one by search path count), ``in_core`` (criticality 0), and ``hover``, what a point says.
    """
    documents, metrics = data.table("documents")[_FACTS], data.table("document_metrics")
    links = data.once(edges)
    inside = documents["document_id"].isin({*links["citing_id"], *links["cited_id"]})
    inside |= documents["generation"].notna()
    table = documents[inside & documents["posted_at"].notna()].merge(
        metrics[["document_id", *(name for name in metrics.columns if name not in documents.columns)]],
        on="document_id",
        how="left",
    )
    communities = data.table("communities")
    by_citation = communities.loc[communities["relation"] == "citation", ["document_id", "community", "label"]]
    table = table.merge(by_citation, on="document_id", how="left")
    path, core = data.once(main_path_edges), data.table("main_path_core")
    table["on_main_path"] = table["document_id"].isin({*path["citing_id"], *path["cited_id"]})
    table["in_core"] = table["document_id"].isin(core.loc[core["criticality"] == 0, "document_id"])
    table["hover"] = hover(table)
    return table.sort_values(["posted_at", "document_id"]).set_index("document_id", drop=False).rename_axis(None)


def edges(data: Build) -> pd.DataFrame:
    """Return the citations between documents of the corpus, the heaviest by search path count first."""
    links = data.table("citations")
    links = links.loc[~links["dangling"].fillna(False).astype(bool), LINK_COLUMNS]
    # Exact counts are text that may have hundreds of digits; for an order their size is enough.
    size = pd.to_numeric(links["spc"], errors="coerce").fillna(0).astype("float64")
    order = np.lexsort([links["cited_id"].to_numpy(str), links["citing_id"].to_numpy(str), -size.to_numpy()])
    return links.take(order).reset_index(drop=True)


def ends(data: Build) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the places in :func:`nodes` of both ends of every citation, the citing one first; -1 for an undated document."""
    index, links = data.once(nodes).index, data.once(edges)
    citing_at, cited_at = (index.get_indexer(pd.Index(links[name])) for name in ("citing_id", "cited_id"))
    return citing_at, cited_at


def main_path_edges(data: Build) -> pd.DataFrame:
    """Return the citations of the global main path by search path count."""
    paths = data.table("main_paths")
    return paths.loc[(paths["weight"] == "spc") & (paths["search"] == "global"), ["citing_id", "cited_id"]]


def month_span(data: Build) -> tuple[str, str]:
    """Return the January of the first year of the network, and its last month."""
    return months_of(data.once(nodes)["posted_at"])


def generations(data: Build) -> dict[str, str]:
    """Return the generations that occur, as choices."""
    found = sorted(set(data.once(nodes)["generation"].dropna().astype(int)) - {0})
    return {"any": "any"} | {str(number): f"{number} from the work" for number in found}


def communities(data: Build) -> dict[str, str]:
    """Return the communities of at least five documents, as choices, each with how many of them are linked to the work."""
    table = data.once(nodes).dropna(subset=["community"])
    counted = table.groupby("community").agg(
        size=("document_id", "size"), linked=("generation", "count"), label=("label", "first")
    )
    large = counted[counted["size"] >= 5]
    named = large[["label", "size", "linked"]].itertuples(name=None)
    return {"any": "any"} | {
        str(number): f"{community_name(number, label)} ({size}, {linked or 'none'} linked to the work)"
        for number, label, size, linked in named
    }


def flow_named(row: Mapping[str, Any]) -> str:
    """Return what an address calls a flow, a row of ``community_flows``.

    >>> flow_named({"from_year": "2019", "from_community": 3, "to_year": "2020", "to_community": 1})
    '2019:3:2020:1'
    """
    return f"{row['from_year']}:{row['from_community']}:{row['to_year']}:{row['to_community']}"


def community_name(number: Any, label: object) -> str:
    """Return what a community is called: its number, and what its titles share."""
    return f"{number}: {label}" if isinstance(label, str) else f"{number}: nothing stands out"


def select(data: Build, view: View) -> Selection:
    """Return the part of the network that ``view`` names.

    Whatever is in focus stays with its neighbours; everything else must fit all filters. Of the root work what does not fit is
    kept apart, if it lies in the span of time.
    """
    table, links = data.once(nodes), data.once(edges)
    focus = view["focus"] if view["focus"] in table.index else ""
    references = _known(table, links.loc[links["citing_id"] == focus, "cited_id"])
    citing = _known(table, links.loc[links["cited_id"] == focus, "citing_id"])
    near = table.index.isin(references | citing | {focus})
    alone = view["only"] and bool(focus)
    within = _within(data, table, view)
    fits = _fitting(table, view) & within
    keep = near if alone else fits | near
    root = (table["generation"] == 0).fillna(False).to_numpy(dtype=bool)
    apart = root & within & ~keep & (not alone)
    shown = table[keep]
    return Selection(
        shown,
        links[_both(data, keep)],
        table[apart],
        links[_both(data, keep | apart)],
        0 if alone else int((near & ~fits).sum()),
        focus,
        references,
        citing,
        _found(shown, view["q"]),
    )


def _both(data: Build, keep: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Say of each citation whether both its ends are among the documents to keep."""
    citing_at, cited_at = data.once(ends)
    # A place of -1 is no document of the network: the last entry of `kept` answers for it.
    kept = np.append(keep, False)
    both: npt.NDArray[np.bool_] = kept[citing_at] & kept[cited_at]
    return both


def hover(table: pd.DataFrame) -> list[str]:
    """Return what a point says of its document."""
    columns = (table[name].tolist() for name in ("title", "kind", "authors", "posted_at", "local_citations"))
    texts = []
    for title, kind, authors, posted, received in zip(*columns, strict=True):
        name = plain(title, 70) if isinstance(title, str) else f"a {kind} without a title"
        who = plain(authors, 50) if isinstance(authors, str) else "author not known"
        texts.append(f"<b>{name}</b><br>{who}, {posted[:10]}<br>{received_in_words(received)}")
    return texts


def received_in_words(citations: Any) -> str:
    """Return how many citations a document received; a count that is not known is not 0.

    >>> received_in_words(1), received_in_words(None)
    ('1 citation received', 'citations received: not known')
    """
    return (
        "citations received: not known" if pd.isna(citations) else f"{words.count(int(citations), 'citation')} received"
    )


def _fitting(table: pd.DataFrame, view: View) -> npt.NDArray[np.bool_]:
    keep = table["local_citations"].fillna(0) >= int(view["least"])
    if view["scope"] == "connected":
        keep &= table["generation"].notna()
    for name in ("generation", "community"):
        if view[name] != "any":
            keep &= (table[name] == int(view[name])).fillna(False)
    return keep.to_numpy(dtype=bool)


def _known(table: pd.DataFrame, ids: "pd.Series[Any]") -> frozenset[str]:
    """Return those of some documents that are nodes; to ask for each beats making a set of thousands."""
    return frozenset(one for one in ids.tolist() if one in table.index)


def _within(data: Build, table: pd.DataFrame, view: View) -> npt.NDArray[np.bool_]:
    if view["time"] == data.once(month_span):
        return np.ones(len(table), dtype=bool)
    return in_months(table["posted_at"], view["time"]).to_numpy(dtype=bool)


def _found(table: pd.DataFrame, sought: str) -> frozenset[str]:
    """Return the documents in whose title or authors every word of a search stands; none where nothing is searched."""
    if not sought.strip():
        return frozenset()
    texts = (table["title"].fillna("") + "\n" + table["authors"].fillna("")).str.casefold()
    keep = np.ones(len(table), dtype=bool)
    for word in sought.casefold().split():
        keep &= texts.str.contains(word, regex=False).to_numpy(dtype=bool)
    return frozenset(table.loc[keep, "document_id"])
