"""Each change of a variant's share, taken apart into authors who switched and authors who came and went."""

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Any

import pandas as pd

from pipeline.errors import count
from pipeline.exports._periods import is_partial
from pipeline.exports._wording import FIELDS, in_covered, owners
from pipeline.periods import between
from pipeline.schema import TABLES
from pipeline.settings import Contest
from pipeline.wording.shares import Split, split_documents
from pipeline.wording.switching import Switching, author_periods, switching

NAME = "term_switching"
ROWS_FROM = "contests"

_GRAINS = ("year", "quarter")


def build(
    contests: Mapping[str, Contest],
    term_uses: dict[str, pd.DataFrame],
    coverage_by_field: dict[str, pd.DataFrame],
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    as_of: str,
) -> pd.DataFrame:
    """Return a row per contest, field, grain, variant and step from one covered period with documents to the next."""
    rows: list[dict[str, Any]] = []
    for field in FIELDS:
        for grain in _GRAINS:
            covered = in_covered(term_uses[field], coverage_by_field[field], grain)
            for name, contest in contests.items():
                within = covered[covered["term"].isin(contest.variants)]
                authors = owners("authors", within, documents, authorship)
                splits = split_documents(within, [[variant] for variant in contest.variants])
                for side, variant in enumerate(contest.variants):
                    for step in switching(author_periods(splits, authors, grain, side)):
                        given = {"contest": name, "variant": variant, "grain": grain, "field": field}
                        rows.append({**given, **_row(step), "note": _note(step, splits, authors)})
    table = pd.DataFrame(rows, columns=TABLES[NAME].names)
    table["partial"] = is_partial(table["period_to"], as_of)
    return table


def _row(step: Switching) -> dict[str, Any]:
    exact = {
        name: getattr(step, name)
        for name in (
            "share_from",
            "share_to",
            "change",
            "within_author",
            "composition",
            "arriving",
            "departing",
            "staying",
        )
    }
    summed: list[Fraction] = [exact[name] for name in ("change", "within_author", "composition")]
    denominator = lcm(*(value.denominator for value in summed))
    return {
        "period_from": step.period_from,
        "period_to": step.period_to,
        **{name: float(value) for name, value in exact.items()},
        **{f"{name}_numerator": int(exact[name] * denominator) for name in ("change", "within_author", "composition")},
        "denominator": denominator,
        **{name: getattr(step, name) for name in ("switchers", "arrivals", "departures", "authors_from", "authors_to")},
    }


def _note(step: Switching, splits: list[Split], authors: Mapping[str, list[str]]) -> str | None:
    """Say what lies between the periods, and which documents have no known author."""
    parts = []
    if skipped := len(between(step.period_from, step.period_to)) - 2:
        parts.append(f"{count(skipped, 'period')} without covered documents in between")
    nameless = sum(1 for split in splits if split.document_id not in authors)
    if nameless:
        parts.append(f"{count(nameless, 'document')} of the contest left out: no known author")
    return "; ".join(parts) or None
