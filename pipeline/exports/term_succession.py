"""Shares of competing variants over time: by documents, by authors, and with serials counted once."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from pipeline.exports._intervals import wilson
from pipeline.exports._periods import period_labels
from pipeline.exports._wording import FIELDS, owners
from pipeline.periods import GRAINS
from pipeline.schema import TABLES
from pipeline.settings import Settings
from pipeline.wording.shares import BASES, numerators, split_documents, units

NAME = "term_succession"


def build(
    settings: Settings,
    term_uses: dict[str, pd.DataFrame],
    coverage_by_field: dict[str, pd.DataFrame],
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
) -> pd.DataFrame:
    """Return a row per contest, field, basis, grain, period and variant.

    A series runs from the period of the first use of any variant to that of the last known post, zeros included. Where
    the field is not covered the counts stand, but there is no share.
    """
    parts = []
    for name, contest in sorted(settings.contests.items()):
        for field in FIELDS:
            uses = term_uses[field][term_uses[field]["term"].isin(contest.variants)]
            splits = split_documents(uses, [[variant] for variant in contest.variants])
            counted_under = {basis: owners(basis, uses, documents, authorship) for basis in BASES}
            for grain in GRAINS:
                counted = _counts(uses, grain)
                for basis in BASES:
                    held = numerators(units(splits, counted_under[basis], grain))
                    grid = _grid(
                        coverage_by_field[field], grain, counted.index.get_level_values(0).min(), contest.variants
                    )
                    rows = grid.merge(_held(held, contest.variants), how="left", on=["period", "variant"])
                    rows = rows.join(counted, on=["period", "variant"])
                    parts.append(rows.assign(contest=name, field=field, grain=grain, basis=basis))
    if not parts:
        return pd.DataFrame(columns=TABLES[NAME].names)
    table = pd.concat(parts, ignore_index=True)
    for column in ("numerator", "denominator", "documents", "occurrences"):
        table[column] = table[column].fillna(0)
    shown = table["covered"] & (table["denominator"] > 0)
    table["share"] = (table["numerator"] / table["denominator"]).astype("Float64").mask(~shown)
    low, high = wilson(table["numerator"], table["denominator"].mask(~shown, 0))
    return table.assign(ci_low=low, ci_high=high, note=table["cause"])[TABLES[NAME].names]


def _counts(uses: pd.DataFrame, grain: str) -> pd.DataFrame:
    """Count documents and occurrences of each variant, by period and variant."""
    own = uses.assign(period=period_labels(uses["posted_at"], grain), variant=uses["term"])
    return own.groupby(["period", "variant"]).agg(
        documents=("document_id", "nunique"), occurrences=("occurrences", "sum")
    )


def _grid(coverage: pd.DataFrame, grain: str, since: object, variants: Sequence[str]) -> pd.DataFrame:
    """Return every period since the first use, once a variant; none where there is no use."""
    rows = coverage[coverage["grain"] == grain].drop(columns="grain")
    rows = rows[rows["period"] >= since] if isinstance(since, str) else rows.iloc[:0]
    return rows.merge(pd.DataFrame({"variant": list(variants)}), how="cross")


def _held(held: dict[str, tuple[tuple[Fraction, ...], int]], variants: Sequence[str]) -> pd.DataFrame:
    rows = [
        (label, variant, float(part), total)
        for label, (parts, total) in held.items()
        for variant, part in zip(variants, parts, strict=True)
    ]
    columns = {"period": "str", "variant": "str", "numerator": "float64", "denominator": "int64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)
