"""When one variant of a contest overtook another, with an interval, or in words why no date is given."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from pipeline.errors import count
from pipeline.exports._wording import FIELDS, LATER, REMEDY, covered_labels, in_covered, owners
from pipeline.periods import between
from pipeline.schema import TABLES
from pipeline.settings import Contest
from pipeline.wording.crossover import MODELS, Turn, turn
from pipeline.wording.shares import BASES, Unit, split_documents, units

NAME = "term_crossovers"
ROWS_FROM = "contests"


def build(
    contests: Mapping[str, Contest],
    term_uses: dict[str, pd.DataFrame],
    coverage_by_field: dict[str, pd.DataFrame],
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
) -> pd.DataFrame:
    """Return a row per contest, pair of variants, field, basis and model.

    Every variant meets every later one of its contest, and the oldest meets all later ones together. Only posts of
    covered months take part.
    """
    rows: list[dict[str, Any]] = []
    for field in FIELDS:
        coverage = coverage_by_field[field]
        counted_under = {basis: owners(basis, term_uses[field], documents, authorship) for basis in BASES}
        for name, contest in contests.items():
            for older, later in _sides(contest.variants):
                uses = term_uses[field][term_uses[field]["term"].isin([older, *later])]
                within = in_covered(uses, coverage)
                facts = _reach(uses, within, coverage)
                splits = split_documents(within, [[older], later])
                for basis in BASES:
                    found = units(splits, counted_under[basis], "quarter")
                    for model in MODELS:
                        names = older, " | ".join(later)
                        dated = turn(found, model, names)
                        rows.append(
                            {
                                "contest": name,
                                "from_variant": names[0],
                                "to_variant": names[1],
                                "field": field,
                                "basis": basis,
                                "numerator": float(sum(unit.weight * unit.parts[1] for unit in found)),
                                "denominator": int(sum(unit.weight for unit in found)),
                                **{key: getattr(dated, key) for key in Turn.__slots__},
                                **facts,
                                "note": _note(dated, found, coverage, facts),
                            }
                        )
    return pd.DataFrame(rows, columns=TABLES[NAME].names)


def _sides(variants: Sequence[str]) -> list[tuple[str, list[str]]]:
    pairs = [(older, [later]) for older, later in combinations(variants, 2)]
    return [*pairs, (variants[0], list(variants[1:]))] if len(variants) > 2 else pairs


def _reach(uses: pd.DataFrame, within: pd.DataFrame, coverage: pd.DataFrame) -> dict[str, Any]:
    """Return the span of the uses that count, whether every month of it is covered, and how many fall outside."""
    left_out = uses["document_id"].nunique() - within["document_id"].nunique()
    if within.empty:
        return {"first_used": None, "last_used": None, "covered": False, "left_out": left_out}
    first, last = within["posted_at"].min(), within["posted_at"].max()
    covered = set(between(first[:7], last[:7])) <= covered_labels(coverage, "month")
    return {"first_used": first[:10], "last_used": last[:10], "covered": covered, "left_out": left_out}


def _note(dated: Turn, found: Sequence[Unit], coverage: pd.DataFrame, facts: Mapping[str, Any]) -> str | None:
    """Add to what the fit says: that it is provisional, a gap beside the turn, documents left out, what would answer."""
    parts = [dated.note]
    if dated.crossover is not None:
        if not facts["covered"]:
            months = (
                coverage[coverage["grain"] == "month"]
                .set_index("period")
                .loc[facts["first_used"][:7] : facts["last_used"][:7]]
            )
            known, read = int(months["documents_known"].sum()), int(months["documents_total"].sum())
            parts.append(
                f"provisional: the field is known for {read:,} of {count(known, 'post')} from the first use to the last"
            )
        earlier = [unit.moment for unit in found if unit.moment[:10] < dated.crossover]
        beside = between(max(earlier)[:7], dated.crossover[:7]) if earlier else []
        if gap := sorted(set(beside) - covered_labels(coverage, "month")):
            parts.append(f"the turn may lie in the gap from {gap[0]} to {gap[-1]}, where too few bodies are known")
    if facts["left_out"]:
        parts.append(f"{count(facts['left_out'], 'document')} in months that are not covered")
    if dated.crossover is None and (dated.note or "").startswith("not answerable"):
        parts.append(LATER if facts["covered"] else REMEDY)
    return "; ".join(filter(None, parts)) or None
