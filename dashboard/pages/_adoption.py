"""Whether the work was cited more than posts of its time and karma usually are, and the curve that adoption followed."""

from typing import Any

import pandas as pd

from dashboard import opening, words
from dashboard.content import Chart, Figure
from dashboard.coverage import FILL, drawn, explain, gaps, stands_behind
from dashboard.data_access import Build
from dashboard.facts import records, series
from dashboard.figures import bars, count_axis, line, mark_partial, numbers, over_time
from dashboard.labels import KINDS
from dashboard.labels import venue as venue_name
from dashboard.pages._newcomers import arrival
from dashboard.palette import COLOURS, fill

KNOWN, TOTAL = "documents_with_links", "documents_total"
BASELINE = "against_baseline"
"""The series of citing posts over those to be expected, which counts neither documents nor authors."""
SERIES = {
    "citing_documents": "citing documents",
    "citing_authors": "citing authors",
    "new_authors": "new authors",
    BASELINE: "citing posts against the baseline",
}
MODELS = {"logistic": "logistic curve", "bass": "Bass curve"}
_BASELINE = ["period", "grain", "citing_documents", "expected_documents", "ratio", "ratio_low", "ratio_high", KNOWN, "documents_without_band", TOTAL, "covered", "partial"]  # fmt: skip


def baseline_chart(data: Build, grain: str) -> Chart:
    """Return the chart of citing posts beside those to be expected."""
    table = series(data.table("adoption_baseline"), grain=grain)[_BASELINE]
    return Chart(
        "baseline",
        "Posts that cite the work, beside what one would expect",
        f"Posts per {grain}. Expected: if posts of like karma had cited the work equally often in all months whose links are "
        "known. Growth of the forum, or of well-read posts, is so taken out. Both count only posts whose own links are known: a "
        "post known to cite the work from a list of incoming links alone stands in neither.",
        figure_baseline(table),
        table,
        "adoption_baseline",
        stands_behind(table, "citing_documents"),
        "No post is dated after the work. Run `make ingest`.",
        explain(gaps(table, KNOWN, TOTAL), "citing posts"),
        opens=_read_citing(table),
        height=300,
    )


def figure_baseline(table: pd.DataFrame) -> Figure:
    """Draw citing posts as bars and the expected ones as a line, where the coverage rule allows both."""
    labels = table["period"].tolist()
    rows = zip(labels, table["citing_documents"], table["expected_documents"], table["ratio"], strict=True)
    hover = [
        f"<b>{label}</b>: {count} cite it, {_round(expected)} expected ({_round(ratio)} times as many)"
        for label, count, expected, ratio in rows
    ]
    counted = drawn(table, "citing_documents")
    expected = drawn(table, "expected_documents")
    there = _read_citing(table)
    return {
        "data": [
            bars(labels, counted, "citing posts", 1, hover, table["partial"], customdata=there),
            line(labels, expected, "expected", 0, hover, marker=mark_partial(table["partial"], 0), customdata=there),
        ],
        "layout": over_time(
            count_axis("posts", counted, expected), gaps(table, KNOWN, TOTAL), hovermode="closest", showlegend=True
        ),
    }


def _read_citing(table: pd.DataFrame) -> list[str]:
    """Return what each row of ``adoption_baseline`` opens: the citing posts of its period whose own links are known."""
    return [opening.works(cites="root", kind="post", text="yes", period=label) for label in table["period"]]


def fit_chart(data: Build, which: str, model: str, grain: str, venue: str) -> Chart:
    """Return the fitted curve of one series; where there is none, its empty state says why."""
    keys = {"grain": grain, "venue": venue, "series": which, "model": model}
    table = series(data.table("adoption_curves"), **keys)
    fits = data.table("adoption_fits")
    for column, value in keys.items():
        fits = fits[fits[column] == value]
    return Chart(
        "fit",
        f"The curve of adoption: {SERIES[which]}",
        f"Adoptions per {grain}{_among(fits)}, {venue_name(venue)}, as counted, and a {MODELS[model]} fitted to those of covered periods, with its 95 % band.",
        figure_fit(table),
        table,
        "adoption_curves",
        _documents_of(data, table, which, grain, venue),
        why_no_curve(fits),
        parameters_in_words(fits),
        provisional=bool(table["provisional"].any()),
        opens=_adopted(table),
        rests_on=["adoption_fits"],
        height=300,
    )


def _among(fits: pd.DataFrame) -> str:
    """Say which kinds of documents a curve is of: it is fitted to one choice alone, whatever the page shows."""
    kinds = fits["kind"].drop_duplicates().tolist()
    named = ["documents of every kind" if kind == "all" else KINDS.get(kind, kind) for kind in kinds]
    return f" among {words.listing(named)} (whatever kind is chosen above)" if named else ""


def _documents_of(data: Build, table: pd.DataFrame, which: str, grain: str, venue: str) -> int | None:
    """Return how many citing documents the rows of ``adoption_curves`` rest on, whatever they count; None without rows."""
    if table.empty:
        return None
    if which == BASELINE:
        rows = series(data.table("adoption_baseline"), grain=grain)
    else:
        rows = series(data.table("spread"), grain=grain, venue=venue, kind=str(table["kind"].iloc[0]))
    return int(rows.loc[rows["period"].isin(table["period"]), "citing_documents"].sum())


def _adopted(table: pd.DataFrame) -> list[str]:
    """Return what each row of ``adoption_curves`` opens: the citing documents of its period that it counts, or whose authors.

    Of new authors, the documents with which they arrive; against the baseline, posts whose own links are known.
    """
    return [
        opening.works(
            cites="root",
            first_of=arrival(row["venue"], row["kind"], row["grain"]) if row["series"] == "new_authors" else "",
            text="yes" if row["series"] == BASELINE else "",
            kind=row["kind"],
            venue=row["venue"],
            period=row["period"],
        )
        for row in records(table, ("series", "kind", "venue", "grain", "period"))
    ]


def figure_fit(table: pd.DataFrame) -> Figure:
    """Draw what was counted, the fitted curve and its band; the table holds covered periods alone."""
    if table.empty:
        return {"data": [], "layout": over_time("adoptions")}
    labels = table["period"].tolist()
    seen = [f"<b>{label}</b>: {_round(value)}" for label, value in zip(labels, table["observed"], strict=True)]
    curve = [
        f"<b>{label}</b>: {_round(value)} by the curve" for label, value in zip(labels, table["fitted"], strict=True)
    ]
    edge = {"mode": "lines", "hoverinfo": "skip", "showlegend": False, "line": {"width": 0}}
    low = line(labels, numbers(table["ci_low"]), "band", 0, [], **edge)
    high = line(labels, numbers(table["ci_high"]), "band", 0, [], **edge, fill="tonexty", fillcolor=fill(COLOURS[0]))
    return {
        "data": [
            low,
            high,
            bars(labels, numbers(table["observed"]), "counted", 1, seen, customdata=_adopted(table)),
            line(labels, numbers(table["fitted"]), "fitted", 0, curve, customdata=_adopted(table)),
        ],
        "layout": over_time("adoptions per period", hovermode="closest"),
    }


def why_no_curve(fits: pd.DataFrame) -> str:
    """Say in words why there is no curve, and what would give one."""
    if fits.empty:
        return "No curve was sought for this choice: choose all venues, or another period."
    reasons = fits["reason"].dropna()
    reason = str(reasons.iloc[0]).rstrip(".") if len(reasons) else "no period is left"
    return f"No curve is drawn: {reason}. To change that, {FILL}."


def parameters_in_words(fits: pd.DataFrame) -> list[str]:
    """Return the fitted parameters with their intervals, in one sentence; nothing where there is no curve."""
    known = fits.dropna(subset=["value"]).sort_values("parameter")
    named = [
        f"{row['parameter'].replace('_', ' ')} {_round(row['value'])} ({_round(row['ci_low'])} to {_round(row['ci_high'])})"
        for row in records(known)
    ]
    return [f"Fitted, with 95 % intervals: {words.listing(named)}."] if named else []


def _round(value: Any) -> str:
    return "not known" if pd.isna(value) else f"{float(value):.3g}"
