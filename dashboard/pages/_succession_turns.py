"""When one wording overtook another: dated turns with their intervals, and Fisher and Pry's line."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.components.cells import JOINED
from dashboard.content import Figure
from dashboard.coverage import is_missing
from dashboard.facts import records
from dashboard.figures import NAME, line, middle, over_time, plain, two_lines
from dashboard.pages._succession_shares import BASES
from dashboard.palette import COLOURS, MARKERS, fill
from dashboard.words import either
from pipeline.periods import end, start

MODELS = {"isotonic": "the share never falls", "fisher_pry": "Fisher-Pry line"}
DAYS_A_YEAR = 365.25
_OF_PAIRS = ["period", "grain", "from_variant", "to_variant", "numerator", "denominator", "share", "covered", "partial"]


def figure_turns(table: pd.DataFrame, opens: Mapping[str, str | None]) -> Figure:
    """Draw each dated turn with its interval: a row a basis, a mark a model; an open interval ends in an arrow.

    ``table`` holds rows of ``term_crossovers`` with a date, in the order to be drawn from the top; only what the coverage
    rule allows. ``opens`` says what a later word, or several of them taken together, opens.
    """
    places, ticks, heads = _turn_rows(table)
    data, turns = [], records(table)
    for number, (model, name) in enumerate(MODELS.items()):
        rows = [row for row in turns if row["model"] == model]
        spots = [places[row["from_variant"], row["to_variant"], row["basis"]] for row in rows]
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": [row["crossover"] for row in rows],
                "y": [spot + (0.16 if number else -0.16) for spot in spots],
                "text": [_turn_text(row) for row in rows],
                "hovertemplate": "%{text}<extra></extra>",
                "customdata": [opens.get(row["to_variant"]) for row in rows],
                "marker": {"color": COLOURS[number], "symbol": MARKERS[number], "size": 10},
            }
        )
    lines = [_interval(row, places) for row in turns]
    bottom = min(places.values(), default=0) - 0.7
    return {
        "data": data,
        "layout": {
            "xaxis": {"type": "date"},
            "yaxis": {
                "range": [bottom, 0.6],
                "tickvals": [spot for spot, _ in ticks],
                "ticktext": [name for _, name in ticks],
                "showgrid": False,
                "zeroline": False,
            },
            "shapes": [shape for shape, _ in lines],
            "annotations": [*heads, *(arrow for _, arrows in lines for arrow in arrows)],
            "hovermode": "closest",
            "uirevision": "keep",
        },
    }


def figure_fit(observed: pd.DataFrame, fits: pd.DataFrame, opens: Mapping[tuple[str, str], str | None]) -> Figure:
    """Draw Fisher and Pry's line through the shares of two sides: a colour a pair.

    Parameters
    ----------
    observed : pd.DataFrame
        Rows of :func:`pair_shares`; larger markers stand for more documents.
    fits : pd.DataFrame
        Rows of ``term_crossovers`` with a date and a finite slope: share = 1 / (1 + exp(-slope x years since the turn)).
        The 95 % interval of the turn lies at 50 %.
    opens : mapping
        What a later word, or several taken together, opens in a period.
    """
    data: list[dict[str, Any]] = []
    by_pair: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in records(observed):
        if not is_missing(one["share"]):
            by_pair.setdefault((one["from_variant"], one["to_variant"]), []).append(one)
    for place, row in enumerate(records(fits)):
        own = by_pair.get((row["from_variant"], row["to_variant"]), [])
        labels = [one["period"] for one in own]
        name = f"{either(row['to_variant'])} over {row['from_variant']}"
        colour, symbol = COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)]
        text = [
            f"{plain(one['period'])}: {one['numerator']:.4g} of {one['denominator']:.4g}, {100 * one['share']:.0f} %"
            for one in own
        ]
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": two_lines(name, NAME),
                "x": [middle(label) for label in labels],
                "y": [100 * one["share"] for one in own],
                "text": text,
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {
                    "color": colour,
                    "symbol": [f"{symbol}-open" if one["partial"] is True else symbol for one in own],
                    "size": [6 + 2.2 * math.sqrt(one["denominator"]) for one in own],
                    "opacity": 0.75,
                },
                "legendgroup": str(place),
                "customdata": [opens.get((row["to_variant"], label)) for label in labels],
            }
        )
        days, shares = fitted(row, labels)
        curve = line([], [], name, place, [])
        data.append(
            {
                **curve,
                "mode": "lines",
                "x": days,
                "y": shares,
                "hoverinfo": "skip",
                "hovertemplate": None,
                "showlegend": False,
            }
        )
    axis = {"title": {"text": "% of the two"}, "range": [-4, 104]}
    layout = over_time(axis, hovermode="closest")
    layout["shapes"] = [_turn_whisker(row, place) for place, row in enumerate(records(fits))]
    return {"data": data, "layout": layout}


def fitted(fit: Any, labels: Sequence[str]) -> tuple[list[str], list[float]]:
    """Return days and shares in % of Fisher and Pry's line over the periods of ``labels``.

    >>> days, shares = fitted({"crossover": "2020-07-01", "slope": 2.0}, ["2020", "2021"])
    >>> days[0], days[-1], round(shares[0]), round(shares[-1])
    ('2020-01-01', '2022-01-01', 27, 95)
    """
    first, last = (pd.Timestamp(day) for day in (start(min(labels)), end(max(labels))))
    days = pd.date_range(first, last, periods=60)
    years = (days - pd.Timestamp(fit["crossover"])) / pd.Timedelta(days=DAYS_A_YEAR)
    # Far from the turn the exponential overflows; a share of 1e-13 is 0 to the eye.
    return days.strftime("%Y-%m-%d").tolist(), [
        100 / (1 + math.exp(-max(-30.0, min(30.0, fit["slope"] * year)))) for year in years.tolist()
    ]


def pair_shares(table: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return what the later side of each pair holds of the two, by period.

    ``table`` holds rows of ``term_succession`` of one contest, field, basis and grain; ``pairs`` has ``from_variant`` and
    ``to_variant`` (several joined by `` | ``). Periods that are not covered have no share.
    """
    named = records(pairs[["from_variant", "to_variant"]].drop_duplicates())
    if not named:
        return pd.DataFrame(columns=_OF_PAIRS)
    state = table.drop_duplicates("period").set_index("period")[["grain", "covered", "partial"]]
    held = table.pivot_table("numerator", "period", "variant", aggfunc="sum").reindex(state.index)
    sides = [(held[row["to_variant"].split(JOINED)].sum(axis=1), held[row["from_variant"]]) for row in named]
    later = pd.concat([one for one, _ in sides], ignore_index=True)
    both = later + pd.concat([older for _, older in sides], ignore_index=True)
    rows = pd.concat([state] * len(named)).reset_index()
    known = rows["covered"].fillna(False).astype(bool) & (both > 0)
    return rows.assign(
        from_variant=[row["from_variant"] for row in named for _ in range(len(state))],
        to_variant=[row["to_variant"] for row in named for _ in range(len(state))],
        numerator=later,
        denominator=both,
        share=(later / both.where(both > 0)).where(known),
    )[_OF_PAIRS]


def _turn_rows(
    table: pd.DataFrame,
) -> tuple[dict[tuple[str, str, str], float], list[tuple[float, str]], list[dict[str, Any]]]:
    """Return where each row stands, the labels of the rows, and a head over each pair."""
    places: dict[tuple[str, str, str], float] = {}
    ticks, heads, at = [], [], 0.0
    for (older, later), rows in table.groupby(["from_variant", "to_variant"], sort=False):
        common = {"xref": "paper", "x": 0, "xanchor": "left", "yref": "y", "yanchor": "middle"}
        heads.append({"y": at, "text": f"<b>{plain(either(str(later)))}</b><br>over {plain(str(older))}", **common})
        for basis in [name for name in BASES if name in set(rows["basis"])]:
            at -= 1
            places[str(older), str(later), basis] = at
            ticks.append((at, _short(basis)))
        at -= 1.2
    return places, ticks, heads


def _short(basis: str) -> str:
    return {"serials_once": "series once"}.get(basis, basis)


def _turn_text(row: dict[str, Any]) -> str:
    low, high = (row[name] if isinstance(row[name], str) else "open" for name in ("ci_low", "ci_high"))
    return (
        f"{plain(either(row['to_variant']))} over {plain(row['from_variant'])}, by {BASES[row['basis']]}:<br>"
        f"<b>{row['crossover']}</b> (95 % interval {low} to {high}), {row['numerator']:.4g} of {row['denominator']}"
    )


def _interval(
    row: dict[str, Any], places: dict[tuple[str, str, str], float]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the line of an interval, and an arrow for each end that is open."""
    number = list(MODELS).index(row["model"])
    spot = places[row["from_variant"], row["to_variant"], row["basis"]] + (0.16 if number else -0.16)
    ends = {side: row[f"ci_{side}"] if isinstance(row[f"ci_{side}"], str) else None for side in ("low", "high")}
    shape = {
        "type": "line",
        "x0": ends["low"] or row["crossover"],
        "x1": ends["high"] or row["crossover"],
        "y0": spot,
        "y1": spot,
        "line": {"color": COLOURS[number], "width": 2},
        "layer": "below",
    }
    arrows = [
        {
            "x": row["crossover"],
            "y": spot,
            "text": "◂ open" if side == "low" else "open ▸",
            "xanchor": "right" if side == "low" else "left",
            "xshift": -8 if side == "low" else 8,
        }
        for side, end in ends.items()
        if end is None
    ]
    return shape, arrows


def _turn_whisker(row: dict[str, Any], place: int) -> dict[str, Any]:
    low, high = (row[name] if isinstance(row[name], str) else row["crossover"] for name in ("ci_low", "ci_high"))
    return {
        "type": "line",
        "x0": low,
        "x1": high,
        "y0": 50,
        "y1": 50,
        "line": {"color": fill(COLOURS[place % len(COLOURS)], 0.6), "width": 7},
        "layer": "below",
    }
