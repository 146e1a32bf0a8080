"""Where the two models of a turn disagree, in words: a turn is answered by the one that assumes least."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.facts import having, records
from dashboard.pages._succession_shares import BASES

OTHER = "fisher_pry"
"""The model that the turns of ``term_turns`` are not of."""


def disagreement(turn: Mapping[str, Any], basis: str, dated: pd.DataFrame) -> str:
    """Return what to add to a turn by one way of counting, where the interval of the logistic curve excludes its day.

    ``turn`` is a row of ``term_turns``, ``dated`` rows of ``term_crossovers`` of one contest and field. Where the turn has no day,
    any day of the curve disagrees; an open end excludes nothing on its side, and a curve without a day nothing at all.
    """
    curve = _of_curve(turn, basis, dated)
    return f", by the model that assumes least, but the logistic curve says {curve}" if curve else ""


def disagreements(turn: Mapping[str, Any], dated: pd.DataFrame) -> str:
    """Return the sentence on all ways of counting of an answered turn by which the models disagree; empty where there is none."""
    found = {basis: _of_curve(turn, basis, dated) for basis in BASES} if turn["answerable"] is True else {}
    said = [f"by {BASES[basis]} {curve}" for basis, curve in found.items() if curve]
    return f" This is by the model that assumes least. The logistic curve disagrees: {'; '.join(said)}." if said else ""


def _of_curve(turn: Mapping[str, Any], basis: str, dated: pd.DataFrame) -> str:
    """Return the curve's day and interval where it excludes the day of a turn, else nothing."""
    pair = {name: turn[name] for name in ("from_variant", "to_variant")}
    for row in records(having(dated, model=OTHER, basis=basis, **pair)):
        low, high = (row[end] if isinstance(row[end], str) else None for end in ("ci_low", "ci_high"))
        day, other = turn[f"{basis}_turn"], row["crossover"]
        agrees = isinstance(day, str) and (low or "") <= day <= (high or "9999")
        if row["covered"] is True and isinstance(other, str) and not agrees:
            excludes = f", which excludes {day}" if isinstance(day, str) else ""
            return f"{other} (95 % interval {low or 'open'} to {high or 'open'}{excludes})"
    return ""
