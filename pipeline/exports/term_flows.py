"""How the themes of one year flow into those of the next."""

from itertools import pairwise
from typing import Any

import pandas as pd

from pipeline.errors import count
from pipeline.exports._periods import is_partial
from pipeline.exports._wording import FIELDS
from pipeline.periods import between
from pipeline.schema import TABLES
from pipeline.wording.themes import Flow, Theme, flows, themes

NAME = "term_flows"
ROWS_FROM = "co_terms"


def build(co_terms: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return a row per field and flow, from each covered year with themes to the next one.

    Years that are not covered have no themes: what is read of them would pass for all. Built from the published co-terms,
    so that a flow can be recomputed from them.
    """
    rows: list[dict[str, Any]] = []
    yearly = co_terms[(co_terms["grain"] == "year") & co_terms["covered"]]
    for field in FIELDS:
        by_year = {str(year): themes(pairs) for year, pairs in yearly[yearly["field"] == field].groupby("period")}
        known = sorted(year for year, found in by_year.items() if found)
        for first, second in pairwise(known):
            skipped = len(between(first, second)) - 2
            note = f"{count(skipped, 'year')} not covered, or without themes, in between" if skipped else None
            rows += [
                {"field": field, "period_from": first, "period_to": second, "note": note, **_row(flow)}
                for flow in flows(by_year[first], by_year[second])
            ]
    table = pd.DataFrame(rows, columns=TABLES[NAME].names)
    table["partial"] = is_partial(table["period_to"], as_of)
    return table


def _row(flow: Flow) -> dict[str, Any]:
    ends = [theme for theme in (flow.theme_from, flow.theme_to) if theme is not None]
    return {
        "theme_from": flow.theme_from and flow.theme_from.name,
        "theme_to": flow.theme_to and flow.theme_to.name,
        "inclusion": flow.inclusion,
        "numerator": len(flow.shared),
        "denominator": min(len(theme.terms) for theme in ends),
        "by_name": flow.by_name,
        "shared": " | ".join(flow.shared) or None,
        "terms_from": _joined(flow.theme_from),
        "terms_to": _joined(flow.theme_to),
    }


def _joined(theme: Theme | None) -> str | None:
    return " | ".join(theme.terms) if theme else None
