"""The graph's tables of the toy build: one short main path, a cascade of eleven, and curves in which something is not known."""

from typing import Any

import pandas as pd

from pipeline import periods
from pipeline.schema import TABLES

Rows = list[dict[str, Any]]

PATH = ((1, 0), (11, 1))
"""The main path: post 1 cites the root, and post 11 cites post 1."""


def frames(posts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return every table that rests on the citation graph."""
    ids = posts["document_id"].tolist()
    made = {
        "communities": _communities(ids),
        "main_paths": _paths(ids, PATH),
        "main_paths_between_authors": _paths(ids, PATH[:1]),
        "main_path_summary": _path_summary(),
        "main_path_core": _core(ids),
        "acyclic_effects": _effects(),
        "cascade": _cascade(posts),
        "cascade_generations": _generations(),
        "cascade_summary": _summary(),
        "time_to_cite": _time_to_cite(ids),
        "attention": _attention(ids[0]),
        "adoption_baseline": _baseline(),
        "adoption_fits": _fits(),
        "adoption_curves": _curves(),
        "venue_lags": _lags(ids),
        "parts": _parts(ids[0]),
    }
    known = int(posts["has_body"].sum())
    reach = {"documents_in_reach": len(posts), "documents_with_links": known, "provisional": known < 0.9 * len(posts)}
    return {
        name: pd.DataFrame(rows).reindex(columns=TABLES[name].names).assign(**_held(name, reach))
        for name, rows in made.items()
    }


def frame(name: str, posts: pd.DataFrame) -> pd.DataFrame:
    """Return one of these tables."""
    return frames(posts)[name]


NAMES = ("communities", "main_paths", "main_paths_between_authors", "main_path_summary", "main_path_core", "acyclic_effects", "cascade", "cascade_generations", "cascade_summary", "time_to_cite", "attention", "adoption_baseline", "adoption_fits", "adoption_curves", "venue_lags", "parts")  # fmt: skip


def _held(name: str, reach: dict[str, Any]) -> dict[str, Any]:
    """Return the caveats that a table has; a series over periods says for each what is known."""
    return reach if "provisional" in TABLES[name].names else {}


def _communities(ids: list[str]) -> Rows:
    return [
        {"relation": "citation", "document_id": one, "community": 1 if place < 6 else 2, "label": label}
        for place, one in enumerate(ids[:12])
        for label in ("toy, words" if place < 6 else None,)
    ]


def _paths(ids: list[str], pairs: tuple[tuple[int, int], ...]) -> Rows:
    rows = [
        {"weight": "spc", "search": search, "k": k, "citing_id": ids[citing], "cited_id": ids[cited], "count": 1}
        for search, k in (("global", None), ("key_route_global", 1))
        for citing, cited in pairs
    ]
    extra = {"weight": "spc", "search": "key_route_global", "k": 3, "citing_id": ids[2], "cited_id": ids[0], "count": 1}
    return [*rows, extra]


def _path_summary() -> Rows:
    note = "1 of 2 citations come from months of which at least 90 % of the known posts were read."
    return [
        {"weight": "spc", "search": search, "between_authors": between, "note": note}
        | {"covered_until": "2019-07-13T12:00:00Z"}
        for search in ("global", "key_route_global")
        for between in (False, True)
    ]


def _core(ids: list[str]) -> Rows:
    return [
        {"document_id": ids[place], "criticality": far, "searches": 15, "runs_on_path": 90, "runs": 100}
        | {"share_of_runs": 0.9}
        for place, far in ((0, 0), (1, 0), (11, 1))
    ]


def _effects() -> Rows:
    counts = {
        "citations": 12,
        "citations_kept": 12,
        "longest_chain": 2,
        "main_path_documents": 3,
        "main_path_shared": 3,
    }
    return [{"policy": "backward_then_condense", "used": True} | counts]


def _cascade(posts: pd.DataFrame) -> Rows:
    rows = []
    for rule in ("first_exposure", "last_exposure"):
        for place, post in posts.iterrows():
            if pd.notna(post["generation"]):
                depth = int(post["generation"])
                parent = None if depth == 0 else posts["document_id"][depth - 1]
                rows.append({"rule": rule, "document_id": post["document_id"], "parent_id": parent, "depth": depth})
                rows[-1] |= {"children": 0, "descendants": 0, "posted_at": post["posted_at"]}
                assert place is not None
    return rows


def _generations() -> Rows:
    return [
        {"rule": rule, "depth": depth, "documents": documents, "parents": 1, "branching_number": 1.0}
        for rule in ("first_exposure", "last_exposure")
        for depth, documents in enumerate((1, 11, 1))
    ]


def _summary() -> Rows:
    counts = {"documents": 12, "depth": 2, "breadth": 11, "leaves": 11, "structural_virality": 2.1}
    return [{"rule": rule} | counts for rule in ("first_exposure", "last_exposure")]


def _time_to_cite(ids: list[str]) -> Rows:
    left_out = {"authors_left_out_citing": 1, "authors_left_out": 2}
    steps = ((10.0, 6, 2, 0, 2 / 3), (400.0, 4, 0, 1, 2 / 3), (731.0, 3, 1, 2, 4 / 9))
    return [
        {"days": days, "at_risk": at_risk, "events": events, "censored": censored, "surviving": share}
        | {"ci_low": share - 0.2, "ci_high": share + 0.2}
        | left_out
        | {"citing_ids": " | ".join(ids[1 : 1 + events]) or None}
        for days, at_risk, events, censored, share in steps
    ]


def _attention(root: str) -> Rows:
    common = {"listed_only": 0, "undated": 0, "last_days": 900.0, "observed_days": 1700.0}
    return [
        {"part": "Introduction", "document_id": root, "citing_documents": 11, "half_life_days": 365.25} | common,
        {"part": "all", "citing_documents": 11, "half_life_days": 730.5, "ci_low": 365.25, "ci_high": 800.0} | common,
    ]


def _baseline() -> Rows:
    rows: Rows = []
    for grain in periods.GRAINS:
        first, last = periods.period("2019-06-01", grain), periods.period("2024-02-10", grain)
        assert first is not None
        assert last is not None
        for label in periods.between(first, last):
            covered = periods.end(label) <= "2020-10-01"
            expected = {"expected_documents": 1.5, "ratio": 2 / 1.5, "ratio_low": 0.2, "ratio_high": 4.0}
            counts = {"citing_documents": 2, "documents_with_links": 9 if covered else 1, "documents_total": 10}
            rows.append(
                {"period": label, "grain": grain}
                | expected
                | counts
                | {"share_citing": 2 / counts["documents_with_links"]}
                | {"covered": covered, "partial": label[:4] == "2024"}
            )
    return rows


def _fits() -> Rows:
    def fit(series: str, grain: str, parameter: str, value: float | None) -> dict[str, Any]:
        keys = {
            "grain": grain,
            "venue": "all",
            "kind": "all",
            "series": series,
            "model": "logistic",
            "parameter": parameter,
        }
        found = {
            "value": value,
            "ci_low": value,
            "ci_high": value,
            "adoptions": 9.0,
            "periods_used": 9,
            "periods_known": 20,
        }
        return keys | found | {"reason": None if value is not None else "the rule admits only 9 of 20 periods"}

    return [
        *(
            fit("citing_documents", "quarter", name, value)
            for name, value in (("ceiling", 12.0), ("midpoint_years", 1.5))
        ),
        fit("new_authors", "quarter", "ceiling", None),
    ]


def _curves() -> Rows:
    keys = {"grain": "quarter", "venue": "all", "kind": "all", "series": "citing_documents", "model": "logistic"}
    values = {"observed": 2.0, "fitted": 2.2, "ci_low": 1.0, "ci_high": 3.5}
    return [keys | {"period": label} | values for label in ("2019-Q3", "2019-Q4", "2020-Q1")]


def _lags(ids: list[str]) -> Rows:
    first = {"measure": "first_citing", "from_venue": "lw", "to_venue": "af", "pairs": 1, "lag_days": 90.0}
    step = {"measure": "step_last_exposure", "from_venue": "af", "to_venue": "lw", "pairs": 4, "lag_days": 120.5}
    return [
        first | {"from_document_id": ids[1], "to_document_id": ids[3], "unmarked_before": 1, "left_out": 5},
        step | {"lag_low": 30.0, "lag_high": 200.0, "left_out": 4},
    ]


def _parts(root: str) -> Rows:
    rows: Rows = []
    for period, citing, covered in (
        ("2019-Q3", 2, True),
        ("2019-Q4", 0, True),
        ("2022-Q1", 3, False),
        ("2022-Q2", 0, False),
    ):
        counts = {"citing_documents": citing, "links": citing, "listed_only": 0, "citing_documents_any": citing}
        known = {
            "documents_total": 10,
            "documents_with_links": 10 if covered else 1,
            "covered": covered,
            "partial": False,
        }
        keys = {"period": period, "grain": "quarter", "part": "Introduction", "document_id": root, "section": "all"}
        rows.append(keys | counts | {"share_of_citing": 1.0 if citing else None} | known)
    return rows
