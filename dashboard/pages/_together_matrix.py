"""Which terms stand in one post: a matrix of pairs for one period."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.content import Figure
from dashboard.facts import records
from dashboard.figures import plain

MEASURES = {
    "documents": "posts with both",
    "association_strength": "times as often as by chance",
    "equivalence": "equivalence index",
}
"""Measures of a pair, in columns of ``co_terms``, and what a cell says."""
LABEL = 21
"""Letters of a term beside the matrix; the whole name stands in the hover text."""


def chosen_pairs(table: pd.DataFrame, families: "pd.Series[str]", terms: int, least: int) -> pd.DataFrame:
    """Return the pairs among the terms of most posts, the pairs of most posts first.

    Parameters
    ----------
    table : pd.DataFrame
        Rows of ``co_terms`` of one field and period.
    families : pd.Series
        Family by term, for the order of the matrix.
    terms : int
        How many terms are shown at most: those in most posts of the period, among the terms of the pairs that remain.
    least : int
        Posts that a pair needs.

    Returns
    -------
    pd.DataFrame
        The rows, with ``family_a`` and ``family_b``.
    """
    pairs = table[table["documents"] >= least]
    counts = posts_with(pairs)
    ranked = counts.sort_index().sort_values(ascending=False, kind="stable").head(terms).index
    shown = pairs[pairs["term_a"].isin(ranked) & pairs["term_b"].isin(ranked)]
    named = shown.assign(family_a=shown["term_a"].map(families), family_b=shown["term_b"].map(families))
    return named.sort_values(
        ["documents", "association_strength", "term_a", "term_b"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )


def posts_with(pairs: pd.DataFrame) -> "pd.Series[int]":
    """Return in how many posts of the period each term of the pairs stands."""
    ends = [pairs[[f"term_{end}", f"documents_{end}"]].set_axis(["term", "documents"], axis=1) for end in "ab"]
    counts: pd.Series[int] = pd.concat(ends).drop_duplicates("term").set_index("term")["documents"]
    return counts


def figure_matrix(pairs: pd.DataFrame, measure: str, opens: Sequence[str | None]) -> Figure:
    """Draw the pairs as a lower triangle, terms of one family beside each other, each named where its row ends.

    Parameters
    ----------
    pairs : pd.DataFrame
        As :func:`chosen_pairs` gives them. A pair without a row has no post with both, or too few: its cell is empty.
    measure : str
        A key of :data:`MEASURES`.
    opens : sequence of str
        What the cell of each pair opens.
    """
    counts = posts_with(pairs)
    family = dict(zip(pairs["term_a"], pairs["family_a"], strict=True)) | dict(
        zip(pairs["term_b"], pairs["family_b"], strict=True)
    )
    order = sorted(counts.index, key=lambda term: (str(family[term]), -counts[term], term))
    place = {term: at for at, term in enumerate(order)}
    size = len(order)
    values, hover, links = (_square(size, None) for _ in range(3))
    text = _square(size, "")
    for row, address in zip(records(pairs), opens, strict=True):
        low, high = sorted((place[row["term_a"]], place[row["term_b"]]))
        values[high][low] = row[measure]
        text[high][low] = f"{row[measure]:.2g}" if measure != "documents" else f"{row['documents']:,}"
        hover[high][low] = _pair_text(row)
        links[high][low] = address
    data = {
        "type": "heatmap",
        "name": MEASURES[measure],
        "z": values[1:],
        "x": list(range(size)),
        "y": list(range(1, size)),
        "text": text[1:],
        "hovertext": hover[1:],
        "customdata": links[1:],
        "texttemplate": "%{text}" if size <= 26 else "",
        "hovertemplate": "%{hovertext}<extra></extra>",
        "hoverongaps": False,
        "colorscale": "Cividis",
        "zmin": 0,
        "xgap": 1,
        "ygap": 1,
        "colorbar": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": -0.01,
            "yanchor": "top",
            "len": 0.8,
            "thickness": 10,
            "title": {"text": MEASURES[measure], "side": "top", "font": {"size": 12}},
            "nticks": 4,
        },
    }
    # Each name stands where its row ends: its own column begins below it, so that no axis takes room on a narrow screen.
    labels = [
        {
            "x": at - 0.4,
            "y": at,
            "xanchor": "left",
            "yanchor": "middle",
            "text": f"{plain(term, LABEL)} ({counts[term]:,})",
        }
        for at, term in enumerate(order)
    ]
    bare = {"showgrid": False, "zeroline": False, "ticks": "", "showticklabels": False}
    return {
        "data": [data],
        "layout": {
            "xaxis": {**bare, "range": [-0.5, size - 0.5]},
            "yaxis": {**bare, "range": [size - 0.5, -0.7]},
            "annotations": labels,
            "margin": {"l": 8, "r": 165, "t": 12, "b": 73},
            "hovermode": "closest",
            "uirevision": "keep",
        },
    }


def _square(size: int, empty: str | None) -> list[list[Any]]:
    """Return a square of empty cells."""
    return [[empty] * size for _ in range(size)]


def _pair_text(row: dict[str, object]) -> str:
    a, b = plain(str(row["term_a"])), plain(str(row["term_b"]))
    posts = words.count(int(str(row["documents"])), "post")
    return (
        f"<b>{a}</b> and <b>{b}</b>: {posts} with both<br>{row['documents_a']:,} with the first, {row['documents_b']:,} with "
        f"the second<br>{row['association_strength']:.2g} times as often as by chance; equivalence {row['equivalence']:.2g}"
    )
