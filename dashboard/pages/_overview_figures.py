"""Small figures of the overview."""

import functools

import pandas as pd

from dashboard import opening, words
from dashboard.content import Figure
from dashboard.coverage import drawn, gaps
from dashboard.facts import records
from dashboard.figures import bars, count_axis, line, mark_partial, numbers, over_time
from dashboard.pages._term_figures import by_term, hover_text
from dashboard.pages._term_posts import using
from dashboard.palette import COLOURS

KNOWN, TOTAL = "documents_with_links", "documents_total"


def figure_growth(table: pd.DataFrame, kind: str = "post") -> Figure:
    """Draw citing posts over all posts, one above the other on the same periods.

    ``table`` holds ``spread`` rows of one venue and kind in order of time. Periods that the coverage rule excludes have no
    bar above and are shaded; a known period in which nothing cites has a bar of 0.
    """
    labels = table["period"].tolist()
    known = table["covered"].fillna(False)
    rows = zip(labels, table["citing_documents"], table[TOTAL], known, strict=True)
    hover = [
        f"<b>{period}</b>: {cites} of {total} {kind}s cite it" if is_known else f"<b>{period}</b>: not known"
        for period, cites, total, is_known in rows
    ]
    totals = [f"<b>{period}</b>: {total} {kind}s known" for period, total in zip(labels, table[TOTAL], strict=True)]
    citing = [opening.works(cites="root", kind=kind, period=label) for label in labels]
    every = [opening.works(kind=kind, period=label) for label in labels]
    above = bars(
        labels, drawn(table, "citing_documents"), f"citing {kind}s", 1, hover, table["partial"], customdata=citing
    )
    below = bars(
        labels, numbers(table[TOTAL]), f"all {kind}s known", 6, totals, table["partial"], yaxis="y2", customdata=every
    )
    return {
        "data": [above, below],
        "layout": over_time(
            {**count_axis(f"citing {kind}s", drawn(table, "citing_documents")), "domain": [0.5, 1]},
            gaps(table, KNOWN, TOTAL),
            yref="y domain",
            yaxis2={**count_axis(f"all {kind}s", numbers(table[TOTAL])), "domain": [0, 0.4]},
            showlegend=False,
            hovermode="closest",
            xaxis={"type": "date", "anchor": "y2"},
        ),
    }


def figure_generations(table: pd.DataFrame) -> Figure:
    """Draw documents by their distance from the work; ``table`` has a row a generation, from 1."""
    distances, counts = table["generation"].tolist(), table["documents"].tolist()
    pairs = zip(distances, counts, strict=True)
    return {
        "data": [
            {
                "type": "bar",
                "name": "documents",
                "x": distances,
                "y": counts,
                "text": [
                    f"<b>{words.count(far, 'citation')} away</b>: {words.count(n, 'document')}" for far, n in pairs
                ],
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
                "customdata": [opening.works(generation=str(far)) for far in distances],
                "marker": {"color": COLOURS[0]},
            }
        ],
        "layout": {
            "xaxis": {"title": {"text": "citations away from the work"}, "dtick": 1},
            "yaxis": count_axis("documents", counts),
            "hovermode": "closest",
            "showlegend": False,
        },
    }


def figure_contest(table: pd.DataFrame) -> Figure:
    """Draw the titles per year that use each variant; ``table`` holds rows of ``term_trends``, a row a variant and year."""
    traces = []
    for place, (variant, rows) in enumerate(by_term(table)):
        hover = [hover_text(variant, row) for row in records(rows)]
        labels, marker = rows["period"].tolist(), mark_partial(rows["partial"], place)
        there = [using(variant, "title", label) for label in labels]
        traces.append(line(labels, drawn(rows, "documents"), variant, place, hover, marker=marker, customdata=there))
    return {"data": traces, "layout": over_time(count_axis("titles a year", numbers(table["documents"])))}


def figure_coverage(table: pd.DataFrame, venue: str = "all") -> Figure:
    """Draw posts known to exist, and before them those whose text was read; ``table`` holds ``coverage`` rows of one venue."""
    labels, known, read = (
        table["period"].tolist(),
        numbers(table["documents_known"]),
        numbers(table["documents_with_body"]),
    )
    said = [f"<b>{period}</b>: {count} known" for period, count in zip(labels, known, strict=True)]
    posts = functools.partial(opening.works, kind="post", venue=venue)
    there = [posts(period=one) for one in labels]
    every = bars(labels, known, "known to exist", 6, said, table["partial"], customdata=there)
    said = [f"<b>{period}</b>: {count} read" for period, count in zip(labels, read, strict=True)]
    there = [posts(period=one, text="yes") for one in labels]
    some = bars(labels, read, "text read", 2, said, table["partial"], 1, customdata=there)
    return {
        "data": [every, some],
        "layout": over_time(count_axis("posts", known), barmode="overlay", hovermode="closest", margin={"l": 76}),
    }
