"""Shares of competing variants over time: by documents, by authors, and with serials counted once."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from pipeline.exports._wording import FIELDS, owners
from pipeline.intervals import share, wilson
from pipeline.periods import GRAINS, period
from pipeline.schema import TABLES
from pipeline.settings import Contest
from pipeline.wording.shares import BASES, numerators, split_documents, units

NAME = "term_succession"
ROWS_FROM = "contests"

_KEY = ["contest", "field", "basis", "grain", "period", "variant"]


def build(
    contests: Mapping[str, Contest],
    term_uses: dict[str, pd.DataFrame],
    coverage_by_field: dict[str, pd.DataFrame],
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
) -> pd.DataFrame:
    """Return a row per contest, field, basis, grain, period and variant.

    A series runs from the period of the first use of any variant to that of the last known post, zeros included. Where
    the field is not covered the counts stand, but there is no share.
    """
    rows: list[tuple[Any, ...]] = []
    for field in FIELDS:
        coverage = coverage_by_field[field]
        periods = {grain: coverage.loc[coverage["grain"] == grain, "period"].tolist() for grain in GRAINS}
        for name, contest in contests.items():
            uses = term_uses[field][term_uses[field]["term"].isin(contest.variants)]
            splits = split_documents(uses, [[variant] for variant in contest.variants])
            counted_under = {basis: owners(basis, uses, documents, authorship) for basis in BASES}
            for grain in GRAINS:
                counted = _counts(uses, grain)
                since = min((label for label, _ in counted), default=None)
                for basis in BASES:
                    held = numerators(units(splits, counted_under[basis], grain))
                    for label in periods[grain]:
                        if since is None or label < since:
                            continue
                        parts, total = held.get(label, ((Fraction(0),) * len(contest.variants), 0))
                        rows += [
                            (
                                name,
                                field,
                                basis,
                                grain,
                                label,
                                variant,
                                float(part),
                                total,
                                *counted.get((label, variant), (0, 0)),
                            )
                            for variant, part in zip(contest.variants, parts, strict=True)
                        ]
    table = pd.DataFrame(rows, columns=[*_KEY, "numerator", "denominator", "documents", "occurrences"])
    if table.empty:
        return pd.DataFrame(columns=TABLES[NAME].names)
    known = pd.concat([coverage.assign(field=field) for field, coverage in coverage_by_field.items()])
    table = table.merge(known, how="left", on=["field", "grain", "period"])
    shown = table["covered"] & (table["denominator"] > 0)
    low, high = wilson(table["numerator"], table["denominator"].mask(~shown, 0))
    return table.assign(
        share=share(table["numerator"], table["denominator"].mask(~shown, 0)),
        ci_low=low,
        ci_high=high,
        note=table["cause"],
    )[TABLES[NAME].names]


def _counts(uses: pd.DataFrame, grain: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Count documents and occurrences of each variant, by period and variant."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for moment, variant, occurrences in zip(uses["posted_at"], uses["term"], uses["occurrences"], strict=True):
        if (label := period(moment, grain)) is not None:
            documents, before = found.get((label, variant), (0, 0))
            found[label, variant] = (documents + 1, before + occurrences)
    return found
