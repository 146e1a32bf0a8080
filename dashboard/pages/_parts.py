"""Which part of the work is cited when: parts over periods."""

import pandas as pd

from dashboard import opening
from dashboard.content import Chart, Figure
from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.figures import NAMES_WIDE, least_width, outlined, plain, two_lines
from dashboard.pages._unread import listed_alone
from dashboard.palette import COLOURS, GAP_FILL

LETTERS = 24
"""Of one line of a part's name beside its row; no name of a part of the work takes more than two."""


def parts_chart(data: Build, grain: str) -> Chart:
    """Return which part of the work was cited when."""
    parts, grain = data.table("parts"), "year" if grain == "year" else "quarter"
    table = parts[(parts["grain"] == grain) & (parts["section"] == "all")].drop(columns="section")
    table = table.sort_values(["document_id", "period"], ignore_index=True)
    return Chart(
        "parts",
        "Which part of the work is cited when",
        f"Documents per {grain} whose text was read and links each part, the work's own left out. A coloured field is a whole count. On grey, under 90 % of the links of that "
        "time are known: a circle is a lower bound, the larger the more; an empty grey field is not known, which is not 0.",
        figure_parts(table),
        table,
        "parts",
        unseen=("document_id",),
        documents=int(table.drop_duplicates("period")["citing_documents_any"].sum()),
        empty="No citation of a part of the work is known. Run `make ingest`.",
        notes=listed_alone(table),
        opens=[
            opening.works(cites=row["document_id"], text="yes", generation="1", period=row["period"])
            if row["citing_documents"]
            else None
            for row in records(table)
        ],
        wide=True,
        least_width=least_width(table["period"].nunique()),
        height=120 + 38 * max(3, table["document_id"].nunique()),
    )


def figure_parts(table: pd.DataFrame) -> Figure:
    """Draw parts over periods: counts where the coverage rule allows, lower bounds as circles where it does not."""
    periods = sorted(set(table["period"]))
    parts = table.drop_duplicates("document_id")[["document_id", "part"]].sort_values("part", ascending=False)
    rows = {(row["document_id"], row["period"]): row for row in records(table)}
    names = [two_lines(part, LETTERS) for part in parts["part"]]
    called = [plain(part) for part in parts["part"]]
    counts: list[list[float | None]] = []
    there: list[list[str]] = []
    bounds: list[tuple[str, str, str, int, str]] = []
    for document, name, part in zip(parts["document_id"], names, called, strict=True):
        found = [rows.get((document, period)) for period in periods]
        counts.append(
            [row["citing_documents"] if row is not None and row["covered"] is True else None for row in found]
        )
        address = [opening.works(cites=document, text="yes", generation="1", period=period) for period in periods]
        there.append(address)
        bounds += [
            (
                row["period"],
                name,
                f"{part}, {row['period']}: at least {row['citing_documents']}",
                row["citing_documents"],
                link,
            )
            for row, link in zip(found, address, strict=True)
            if row is not None and row["covered"] is not True and row["citing_documents"] > 0
        ]
    return {
        "data": [
            {
                "type": "heatmap",
                "name": "citing documents",
                "x": periods,
                "y": names,
                "z": counts,
                "customdata": there,
                "text": [[part] * len(periods) for part in called],
                "texttemplate": "%{z}",
                "hovertemplate": "%{text}, %{x}: %{z} citing documents<extra></extra>",
                "hoverongaps": False,
                "colorscale": [[0, "#DDF2EA"], [1, COLOURS[2]]],
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
            },
            {
                "type": "scatter",
                "mode": "markers",
                "name": "at least",
                "x": [bound[0] for bound in bounds],
                "y": [bound[1] for bound in bounds],
                "text": [bound[2] for bound in bounds],
                "customdata": [bound[4] for bound in bounds],
                "hovertemplate": "%{text} citing documents<extra></extra>",
                "marker": {
                    "symbol": "circle-open",
                    "size": [4 + 4 * bound[3] ** 0.5 for bound in bounds],
                    "color": COLOURS[2],
                    "line": {"width": 1.6},
                },
            },
        ],
        "layout": {
            "xaxis": {
                "type": "category",
                "categoryorder": "array",
                "categoryarray": periods,
                "nticks": 10,
                "range": [-0.5, len(periods) - 0.5],
            },
            "yaxis": {"type": "category", "categoryorder": "array", "categoryarray": names, "zeroline": False},
            "annotations": [_beside(name) for name in names],
            "margin": {"r": NAMES_WIDE // 2},
            "shapes": [
                _ground(len(periods), len(names)),
                *(
                    outlined(periods.index(one))
                    for one in sorted(set(table.loc[table["partial"].fillna(False).astype(bool), "period"]))
                ),
            ],
            "hovermode": "closest",
            "showlegend": False,
        },
    }


def _beside(name: str) -> dict[str, object]:
    """Return the name of a row once more, on its right: on a narrow screen the left one scrolls out of sight."""
    return {"text": name, "y": name, "x": 1, "xref": "paper", "xanchor": "left", "xshift": 4, "align": "left"}


def _ground(columns: int, rows: int) -> dict[str, object]:
    """Return the grey ground on which fields that are not known stand empty."""
    ends = {"x0": -0.5, "x1": columns - 0.5, "y0": -0.5, "y1": rows - 0.5}
    return {"type": "rect", **ends, "fillcolor": GAP_FILL, "line": {"width": 0}, "layer": "below"}
