"""Whether each term's company moved with time, against years shuffled as wholes."""

import pandas as pd

from pipeline.errors import count
from pipeline.exports._wording import REMEDY, covered_labels
from pipeline.schema import TABLES
from pipeline.wording.drift import FEWEST_WORDS, FEWEST_YEARS, Drift, Order

NAME = "term_drift_tests"
ROWS_FROM = "term_contexts"

LEVEL = 0.05


def build(drifts: list[Drift], coverage_by_field: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a row per term with two years of company; a test needs five, and an answer all of them covered."""
    covered = covered_labels(coverage_by_field["all"], "year")
    rows = []
    for found in drifts:
        gaps = [str(one.year) for one in found.years if str(one.year) not in covered]
        rows.append(
            {
                "term": found.term,
                "answer": _answer(found, gaps),
                "years": len(found.years),
                "first_year": found.years[0].year,
                "last_year": found.years[-1].year,
                **_columns("", found.apart),
                **_columns("definition_", found.off),
                "words_compared": found.words_compared,
                "covered": not gaps,
            }
        )
    return pd.DataFrame(rows, columns=TABLES[NAME].names)


def _columns(prefix: str, order: Order | None) -> dict[str, float | int | None]:
    values = (None, None, None, None)
    if order is not None:
        values = (order.correlation, order.as_high / order.orders, order.as_high, order.orders)  # type: ignore[assignment]
    return dict(
        zip((f"{prefix}{name}" for name in ("correlation", "p", "numerator", "denominator")), values, strict=True)
    )


def _answer(found: Drift, gaps: list[str]) -> str:
    if found.apart is None:
        return (
            f"Not answerable from these data: {count(len(found.years), 'year')} with {FEWEST_WORDS} words of company, "
            f"at least {FEWEST_YEARS} needed; {REMEDY}."
        )
    if gaps:
        return f"Not answerable from these data: too few bodies are known of {', '.join(gaps)}; {REMEDY}."
    share = found.apart.as_high / found.apart.orders
    steady = f"{found.apart.as_high:,} of {found.apart.orders:,} orders of the years {'is' if found.apart.as_high == 1 else 'are'} as steady"
    if share <= LEVEL:
        return f"Its company moved with time: {steady}."
    return f"No movement with time that shuffled years do not have: {steady}."
