"""The main path that a reader chose: its documents and its citations."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.data_access import Build

FIRMNESS = ["in_core", "share_of_runs", "searches", "criticality"]
"""Columns of ``main_path_core``, which was computed of the paths that count all citations, and of no other."""
_UNKNOWN: dict[str, Any] = dict.fromkeys(FIRMNESS, pd.NA)
DOCUMENT = ["posted_at", "title", "authors", "document_id", "kind", "generation", *FIRMNESS]


@dataclass(frozen=True)
class Path:
    """A main path: ``documents`` in order of time, ``links`` the citations along it, ``note`` what it cannot claim.

    ``covered_until`` is the day up to which enough was read; empty where no citation of the path comes from such a time.
    ``is_tried`` says whether it is known how firmly each document belongs to the path; if not, those columns are empty.
    """

    documents: pd.DataFrame
    links: pd.DataFrame
    note: str
    covered_until: str
    is_tried: bool = True


def main_path(data: Build, weight: str, search: str, k: int, between: bool) -> Path:
    """Return one main path.

    ``k`` matters to key-route searches alone: the citations that appear at ``k`` key routes or fewer. ``between`` leaves
    citations between documents of one author out of the counts, not merely out of the drawing.
    """
    links = data.matching("main_paths_between_authors" if between else "main_paths", weight=weight, search=search)
    links = links[(links["k"].isna() | (links["k"] <= k)).fillna(True)]
    documents = data.once(_documents)
    inside = documents[documents["document_id"].isin({*links["citing_id"], *links["cited_id"]})]
    if between:
        inside = inside.assign(**_UNKNOWN).astype(documents.dtypes[FIRMNESS].to_dict())
    dates = inside.set_index("document_id")["posted_at"]
    links = links.assign(citing_at=links["citing_id"].map(dates), cited_at=links["cited_id"].map(dates))
    summary = data.matching("main_path_summary", weight=weight, search=search)
    summary = summary[summary["between_authors"] == between]
    until = summary["covered_until"].dropna()
    return Path(
        inside.reset_index(drop=True),
        links.sort_values(["citing_at", "cited_at", "citing_id", "cited_id"], ignore_index=True),
        str(summary["note"].iloc[0]) if len(summary) else "",
        str(until.iloc[0])[:10] if len(until) else "",
        not between,
    )


def _documents(data: Build) -> pd.DataFrame:
    """Return the documents of all main paths, in order of time, with how firmly each belongs there."""
    named = [
        data.table(f"main_paths{which}")[end] for which in ("", "_between_authors") for end in ("citing_id", "cited_id")
    ]
    documents = data.table("documents")
    inside = documents[documents["document_id"].isin(pd.concat(named))]
    core = data.table("main_path_core")[["document_id", "criticality", "searches", "share_of_runs"]]
    firm = inside.merge(core, on="document_id", how="left")
    firm = firm.assign(in_core=(firm["criticality"] == 0).fillna(False).astype("boolean"))
    return firm[DOCUMENT].sort_values(["posted_at", "document_id"], ignore_index=True)


def own_share(links: pd.DataFrame) -> tuple[int, int]:
    """Return how many citations of a path are an author's of the own work, and how many have known authors."""
    known = links["self_citation"].dropna()
    return int(known.sum()), len(known)
