"""The cascade by generation: how many documents stand how many citations away, and how it branched."""

import pandas as pd

from dashboard import opening, words
from dashboard.content import Chart, Figure
from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.figures import count_axis, numbers, textured
from dashboard.palette import COLOURS

RULES = {"first_exposure": "the first it could know of", "last_exposure": "the latest it cites"}


def cascade_chart(data: Build) -> Chart:
    """Return the documents of the cascade by depth, under both rules of descent."""
    table = data.table("cascade_generations")
    summary = data.table("cascade_summary")
    return Chart(
        "cascade",
        "How deep the chains go",
        "Documents by their distance from the work along the cascade, in which each document hangs on one that it cites: the "
        "one that joined first, or the one that joined last. So a depth is not the shortest distance, which is smaller or the same.",
        figure_cascade(table),
        table,
        "cascade_generations",
        int(summary["documents"].max()) if len(summary) else 0,
        "Nothing known here descends from the work. Run `make ingest`.",
        in_words(summary),
        provisional=bool(table["provisional"].any()),
        opens=[
            opening.works(depth=f"{rule}:{depth}") if depth else None
            for rule, depth in zip(table["rule"], table["depth"], strict=True)
        ],
        link=("The network, by distance →", "/network?y=generation"),
        height=320,
    )


def figure_cascade(table: pd.DataFrame) -> Figure:
    """Draw documents by depth, from 1, the rules of descent side by side."""
    traces = []
    below = table[table["depth"] > 0]
    for place, (rule, name) in enumerate(RULES.items()):
        rows = below[below["rule"] == rule]
        counts = zip(rows["depth"], rows["documents"], rows["parents"], strict=True)
        traces.append(
            {
                "type": "bar",
                "name": name,
                "x": rows["depth"].tolist(),
                "y": numbers(rows["documents"]),
                "text": [
                    f"<b>{words.count(depth, 'citation')} away</b>: {words.count(documents, 'document')}, "
                    f"{parents} of them carried it on"
                    for depth, documents, parents in counts
                ],
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
                "customdata": [opening.works(depth=f"{rule}:{depth}") for depth in rows["depth"].tolist()],
                "marker": {"color": COLOURS[place], **textured(place)},
            }
        )
    return {
        "data": traces,
        "layout": {
            "xaxis": {"title": {"text": "citations away from the work"}, "dtick": 1},
            "yaxis": count_axis("documents", numbers(below["documents"])),
            "barmode": "group",
            "hovermode": "closest",
        },
    }


def in_words(summary: pd.DataFrame) -> list[str]:
    """Say size, depth, breadth and structural virality of each tree."""
    return [
        f"Hanging on {RULES.get(row['rule'], row['rule'])}: {words.count(row['documents'], 'document')}, depth {row['depth']}, "
        f"breadth {row['breadth']}, structural virality {row['structural_virality']:.2f} (mean distance between two documents "
        "of the tree; 2 is a broadcast)."
        for row in records(summary.dropna(subset=["structural_virality"]))
    ]
