"""Shares of the variants of a contest, stacked, over how many there are at all."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.content import Figure
from dashboard.coverage import drawn, gaps
from dashboard.facts import records
from dashboard.figures import bars, count_axis, hatched, over_time, plain
from dashboard.pages._term_posts import using
from dashboard.palette import fill

BASES = {
    "documents": "documents",
    "authors": "authors",
    "serials_once": "documents, a series counted once",
}


def figure_shares(table: pd.DataFrame, turns: pd.DataFrame, basis: str, opens: Mapping[str, str | None]) -> Figure:
    """Draw the shares of the variants stacked, and below them how many there are of the contest at all.

    Parameters
    ----------
    table : pd.DataFrame
        Rows of ``term_succession`` of one contest, field, basis and grain. A period that the coverage rule excludes is
        shaded; one in which no document uses any variant has no bar above and 0 below; a partial one is hatched.
    turns : pd.DataFrame
        Rows of ``term_turns`` that are answered, with a date on this basis: each is a line within its interval.
    opens : mapping
        What the count of each period below opens.
    """
    variants, traces = by_variant(table), []
    for place, (variant, rows) in enumerate(variants):
        said = records(rows)
        hover = [_share_text(variant, row) for row in said]
        trace = bars(rows["period"].tolist(), drawn(rows, "share", 100), variant, place, hover)
        trace["customdata"] = [
            using(variant, row["field"], row["period"]) if row["documents"] else None for row in said
        ]
        trace["marker"] = {
            **trace["marker"],
            "line": {"width": 1, "color": "rgba(128,128,128,0.6)"},
            **hatched(rows["partial"], trace["y"], place),
        }
        traces.append(trace)
    one = variants[0][1] if variants else table
    below = {**_denominators(one, basis), "customdata": [opens.get(label) for label in one["period"]]}
    pairs = [_turn_mark(row, basis) for row in records(turns)]
    layout = over_time(
        {"title": {"text": "% of the contest"}, "range": [0, 100], "domain": [0.36, 1]},
        gaps(one, "documents_total", "documents_known"),
        yref="y domain",
        yaxis2={**count_axis(words_of(basis), drawn(one, "denominator")), "domain": [0, 0.24], "nticks": 3},
        barmode="stack",
        hovermode="closest",
        xaxis={"type": "date", "anchor": "y2", "hoverformat": " "},
    )
    layout["shapes"] += [shape for shapes, _ in pairs for shape in shapes]
    layout["annotations"] += [label for _, label in pairs]
    return {"data": [*traces, below], "layout": layout}


def words_of(basis: str) -> str:
    """Return what one unit of a basis is called."""
    return "authors" if basis == "authors" else "documents"


def by_variant(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    return [(str(name), rows.reset_index(drop=True)) for name, rows in table.groupby("variant", sort=False)]


def _share_text(variant: str, row: dict[str, Any]) -> str:
    start = f"<b>{row['period']}</b>, {plain(variant)}"
    if row["covered"] is not True:
        return f"{start}: not known"
    if not row["denominator"]:
        return f"{start}: none of the words is used"
    unit = words_of(row["basis"])
    return (
        f"{start}: {100 * row['share']:.0f} % ({row['numerator']:.4g} of {words.count(row['denominator'], unit[:-1])}; "
        f"95 % interval {100 * row['ci_low']:.0f} to {100 * row['ci_high']:.0f} %); it stands in "
        f"{words.count(row['documents'], 'document')}"
    )


def _denominators(rows: pd.DataFrame, basis: str) -> dict[str, Any]:
    labels, unit = rows["period"].tolist(), words_of(basis)[:-1]
    hover = [
        f"<b>{row['period']}</b>: {words.count(row['denominator'], unit)} with one of the words"
        if row["covered"] is True
        else f"<b>{row['period']}</b>: not known"
        for row in records(rows)
    ]
    counts = drawn(rows, "denominator")
    below = bars(labels, counts, "with any of the words", 6, hover, rows["partial"], yaxis="y2", showlegend=False)
    if len(labels) <= 16:
        shown = ["" if count is None else f"{count:,}" for count in counts]
        below |= {"text": shown, "hovertext": hover, "hovertemplate": "%{hovertext}<extra></extra>"}
        below |= {"textposition": "outside", "cliponaxis": False}
    return below


def _turn_mark(row: dict[str, Any], basis: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the line and the band of a turn, and their label."""
    turn = row[f"{basis}_turn"]
    low, high = (
        row[f"{basis}_ci_{end}"] if isinstance(row[f"{basis}_ci_{end}"], str) else turn for end in ("low", "high")
    )
    common = {"xref": "x", "yref": "y domain", "y0": 0, "y1": 1, "layer": "above"}
    band = {"type": "rect", "x0": low, "x1": high, "fillcolor": fill("#808080", 0.18), "line": {"width": 0}, **common}
    mark = {"type": "line", "x0": turn, "x1": turn, "line": {"width": 2, "dash": "dot", "color": "#808080"}, **common}
    label = {
        "x": turn,
        "y": 1.0,
        "xref": "x",
        "yref": "y domain",
        "yanchor": "bottom",
        "yshift": 6,
        "xanchor": "right",
        "text": f"{plain(words.either(row['to_variant']))} over {plain(row['from_variant'])}",
    }
    return [band, mark], label
