"""How the themes of one year flow into those of the next."""

from typing import Any

import pandas as pd

from dashboard.components.cells import JOINED
from dashboard.content import Figure
from dashboard.facts import records
from dashboard.figures import plain
from dashboard.pages._term_posts import using
from dashboard.palette import COLOURS, fill


def figure_flows(table: pd.DataFrame, field: str) -> Figure:
    """Draw the flows between themes: a column a year, a band as wide as the terms that two themes share.

    ``table`` holds rows of ``term_flows`` of one field. A theme that flows into nothing, or out of nothing, shares no term
    with any of the year beside it; it has no band, and stands in the table.
    """
    flows = [row for row in records(table) if row["numerator"]]
    years = sorted({row["period_from"] for row in flows} | {row["period_to"] for row in flows})
    nodes = _nodes(flows)
    at = {node: number for number, node in enumerate(nodes)}
    column = {year: [name for when, name in nodes if when == year] for year in years}
    place = {
        (year, name): (years.index(year) / max(1, len(years) - 1), (column[year].index(name) + 0.5) / len(column[year]))
        for year, name in nodes
    }
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "snap",
                "node": {
                    "label": [f"{plain(name, 40)} {year}" for year, name in nodes],
                    "x": [min(0.999, max(0.001, place[node][0])) for node in nodes],
                    "y": [min(0.999, max(0.001, place[node][1])) for node in nodes],
                    "color": [COLOURS[years.index(year) % len(COLOURS)] for year, _ in nodes],
                    "customdata": [using(name, field, year) for year, name in nodes],
                    "hovertemplate": "%{label}<extra></extra>",
                    "pad": 18,
                    "thickness": 14,
                    "line": {"width": 0},
                },
                "link": {
                    "source": [at[row["period_from"], row["theme_from"]] for row in flows],
                    "target": [at[row["period_to"], row["theme_to"]] for row in flows],
                    "value": [row["numerator"] for row in flows],
                    "color": [fill("#808080", 0.55 if row["by_name"] else 0.28) for row in flows],
                    "customdata": [using(row["theme_to"], field, row["period_to"]) for row in flows],
                    "label": [_flow_text(row) for row in flows],
                    "hovertemplate": "%{label}<extra></extra>",
                },
            }
        ],
        "layout": {"margin": {"l": 8, "r": 8, "t": 16, "b": 16}, "uirevision": "keep"},
    }


def terms_of_years(table: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return, by year, the terms of the themes, those that flow nowhere included: they stand in the table."""
    found: dict[str, set[str]] = {}
    for row in records(table):
        for side in ("from", "to"):
            if isinstance(row[f"terms_{side}"], str):
                found.setdefault(row[f"period_{side}"], set()).update(row[f"terms_{side}"].split(JOINED))
    return {year: tuple(sorted(terms)) for year, terms in found.items()}


def _nodes(flows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return year and name of the themes that share a term with one of the year beside them, in order."""
    return sorted({(row[f"period_{side}"], row[f"theme_{side}"]) for row in flows for side in ("from", "to")})


def _flow_text(row: dict[str, Any]) -> str:
    named = "; the name of one is a term of the other" if row["by_name"] else ""
    return (
        f"{plain(row['theme_from'])} {row['period_from']} to {plain(row['theme_to'])} {row['period_to']}:<br>"
        f"{row['numerator']} of {row['denominator']} terms of the smaller theme (inclusion {row['inclusion']:.2f}){named}<br>"
        f"{'<br>'.join(plain(term) for term in str(row['shared']).split(' | '))}"
    )
