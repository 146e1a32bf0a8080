"""Tables of the toy build about words: one contest of "old word" and "new word", answered in titles and nowhere else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import periods, tables
from pipeline.schema import TABLES
from pipeline.wording.shares import BASES

CONTEST = "toy"
VARIANTS = ("old word", "new word")
FIELDS = ("title", "all")
TURN = {"crossover": "2020-11-15", "ci_low": "2020-02-01", "ci_high": "2021-10-05"}
NOTE = "not answerable from these data: 1 for new word, at least 5 needed"


Uses = Mapping[str, Mapping[str, tuple[int, int, int]]]


def made(uses: Uses, last_day: str) -> dict[str, pd.DataFrame]:
    """Return the tables by name.

    ``uses`` has documents (and what is not needed here) by term and quarter; the data end with ``last_day``.
    """
    return {
        "term_succession": term_succession(uses, last_day),
        "term_crossovers": term_crossovers(),
        "term_turns": term_turns(),
        "term_switching": term_switching(),
        "term_forms": term_forms(),
        "term_bursts": term_bursts(),
        "co_terms": co_terms(),
        "term_flows": term_flows(),
        "term_drift": term_drift(),
        "term_drift_tests": term_drift_tests(),
    }


def term_succession(uses: Uses, last_day: str) -> pd.DataFrame:
    """Return the shares by title and by body; bodies are covered until September 2020."""
    rows = []
    for field in FIELDS:
        for grain in periods.GRAINS:
            counts: dict[tuple[str, str], int] = {}
            for variant in VARIANTS:
                for quarter, (documents, _, _) in uses[variant].items():
                    label = str(periods.period(periods.start(quarter), grain))
                    counts[label, variant] = counts.get((label, variant), 0) + documents
            for label in periods.between(
                str(periods.period("2019-07-01", grain)), str(periods.period(last_day, grain))
            ):
                total = sum(counts.get((label, variant), 0) for variant in VARIANTS)
                covered = field == "title" or periods.end(label) <= "2020-10-01"
                for basis in BASES:
                    for variant in VARIANTS:
                        held = counts.get((label, variant), 0)
                        share = held / total if total and covered else None
                        rows.append(
                            {
                                "contest": CONTEST,
                                "grain": grain,
                                "period": label,
                                "variant": variant,
                                "share": share,
                                "documents": held,
                                "occurrences": held,
                                "numerator": float(held),
                                "denominator": total,
                                "ci_low": None if share is None else max(0.0, share - 0.3),
                                "ci_high": None if share is None else min(1.0, share + 0.3),
                                "field": field,
                                "basis": basis,
                                "documents_total": 100 if covered else 10,
                                "documents_known": 100,
                                "covered": covered,
                                "partial": periods.end(label) > last_day,
                            }
                        )
    return _whole(rows, "term_succession")


def term_crossovers() -> pd.DataFrame:
    """Return a turn by each basis and model in titles, the last with an open interval, and none in bodies."""
    rows: list[dict[str, Any]] = []
    for field in FIELDS:
        for basis in BASES:
            for model in ("isotonic", "fisher_pry"):
                dated = TURN if field == "title" else {"note": NOTE}
                slope = (
                    {"slope": 2.0, "slope_low": 1.0, "slope_high": 3.0}
                    if model == "fisher_pry" and field == "title"
                    else {}
                )
                rows.append(
                    {"contest": CONTEST, "from_variant": VARIANTS[0], "to_variant": VARIANTS[1], "model": model}
                    | {"field": field, "basis": basis, "numerator": 5.0, "denominator": 8, "covered": field == "title"}
                    | {"left_out": 0, "first_used": "2019-07-20", "last_used": "2024-01-02", **dated, **slope}
                )
    rows[5]["ci_high"] = None
    return _whole(rows, "term_crossovers")


def term_turns() -> pd.DataFrame:
    """Return the turns in one sentence each: answered in titles only."""
    dates = {f"{basis}_{name}": TURN[column] for basis in BASES for name, column in _ENDS}
    rows = [
        {"contest": CONTEST, "field": field, "from_variant": VARIANTS[0], "to_variant": VARIANTS[1]}
        | (
            {"answer": "`new word` over `old word` in titles.", "answerable": True, **dates}
            if field == "title"
            else _OPEN
        )
        for field in FIELDS
    ]
    return _whole(rows, "term_turns")


_ENDS = (("turn", "crossover"), ("ci_low", "ci_low"), ("ci_high", "ci_high"))
_OPEN = {"answer": "Not answerable from these data; a dump of the missing bodies (`atlas import dump FILE`) can tell."}
_OPEN |= {"answerable": False}  # type: ignore[dict-item]


def term_switching() -> pd.DataFrame:
    """Return two steps: half of the old word's share goes to one author who switched and one who came; then all of it."""
    rows = []
    for variant, sign in zip(VARIANTS, (-1, 1), strict=True):
        for first, then, within, arriving, departing in (
            ("2019", "2020", 0.25, 0.5, -0.25),
            ("2020", "2021", 0.0, 0.5, 0.0),
        ):
            change = within + arriving + departing
            rows.append(
                {"contest": CONTEST, "variant": variant, "grain": "year", "field": "title"}
                | {"period_from": first, "period_to": then, "change": sign * change, "within_author": sign * within}
                | {"composition": sign * (change - within), "arriving": sign * arriving, "departing": sign * departing}
                | {"staying": 0.0, "switchers": int(within > 0), "arrivals": 1, "departures": 1, "denominator": 4}
                | {"authors_from": 2, "authors_to": 2, "share_from": 0.5, "share_to": 0.5}
                | {f"{name}_numerator": 0 for name in ("change", "within_author", "composition")}
            )
    return _whole(rows, "term_switching")


def term_forms() -> pd.DataFrame:
    """Return two spellings of "new word" in titles of 2021, and none in texts."""
    rows = [
        {"period": period, "grain": grain, "family": "toy_family", "term": "new word", "form": form, "field": "title"}
        | {"documents": documents, "occurrences": documents}
        for grain, period in (("year", "2021"), ("quarter", "2021-Q4"), ("month", "2021-10"))
        for form, documents in (("new word", 2), ("new words", 1))
    ]
    return _whole(rows, "term_forms")


def term_bursts() -> pd.DataFrame:
    """Return a burst of the last quarter of 2021, with a higher one in its December, and one by moments."""
    rows = [
        {"term": "new word", "model": model, "level": level, "start": start, "end": "2022-01-01", "weight": 3.0}
        | {"field": "title", "numerator": 3, "denominator": 100, "documents": 5, "partial": False}
        for model, level, start in (
            ("batched", 1, "2021-10-01"),
            ("batched", 2, "2021-12-01"),
            ("continuous", 1, "2021-10-05"),
        )
    ]
    return _whole(rows, "term_bursts")


def co_terms() -> pd.DataFrame:
    """Return two pairs in titles of 2020, and one in bodies of 2021, of which too few were read."""
    rows = [
        {"period": period, "term_a": a, "term_b": b, "documents": both, "documents_a": n_a, "documents_b": n_b}
        | {"field": field, "grain": "year", "association_strength": strength, "equivalence": both**2 / (n_a * n_b)}
        | {"documents_either": n_a + n_b - both, "documents_total": 100 if field == "title" else 10}
        | {"documents_known": 100, "covered": field == "title", "partial": False}
        for field, period, a, b, both, n_a, n_b, strength in (
            ("title", "2020", "new word", "old word", 2, 4, 3, 1.5),
            ("title", "2020", "new word", "report word", 1, 4, 1, 0.5),
            ("all", "2021", "new word", "old word", 1, 1, 1, 2.0),
        )
    ]
    return _whole(rows, "co_terms")


def term_flows() -> pd.DataFrame:
    """Return a flow of two terms, and a theme that flows into nothing."""
    both, one = "new word | old word", "report word | unused word"
    rows: list[dict[str, Any]] = [
        {"theme_from": "old word", "theme_to": "new word", "inclusion": 1.0, "numerator": 2, "by_name": True}
        | {"shared": both, "terms_from": both, "terms_to": both},
        {"theme_from": "report word", "inclusion": 0.0, "numerator": 0, "by_name": False, "terms_from": one},
    ]
    same = {"field": "title", "period_from": "2019", "period_to": "2020", "denominator": 2, "partial": False}
    return _whole([row | same for row in rows], "term_flows")


def term_drift() -> pd.DataFrame:
    """Return the company of one term in its first year, which was read, and in the next, which was not."""
    rows: list[dict[str, Any]] = [
        {"year": 2019, "definition_distance": 0.8, "numerator": 0, "denominator": 0, "words": 60, "covered": True},
        {"year": 2020, "distance": 0.5, "definition_distance": 0.9, "gained": "planned | hidden", "lost": "simple"}
        | {"numerator": 1, "denominator": 1, "words": 80, "covered": False, "note": "too few bodies are known"},
    ]
    same = {"term": "new word", "first_year": 2019, "words_first_year": 60, "words_compared": 60}
    return _whole([row | same for row in rows], "term_drift")


def term_drift_tests() -> pd.DataFrame:
    """Return the verdict on that term."""
    row = {"term": "new word", "answer": "Not answerable from these data: 2 years.", "years": 2, "words_compared": 60}
    return _whole([row | {"first_year": 2019, "last_year": 2020, "covered": False}], "term_drift_tests")


def _whole(rows: list[dict[str, Any]], table: str) -> pd.DataFrame:
    return pd.DataFrame(rows).reindex(columns=TABLES[table].names)


def add_text(folder: Path) -> None:
    """Write sentences as a build keeps them on the machine that has the text: markup in them is text."""
    use = {"document_id": f"forum:{7:017d}", "term": "new word", "field": "body", "position": 12}
    context = use | {"form": "new word", "sentence": "A <i>planned</i> new word.", "manner": "own", "tags": "named"}
    moved = use | {"year": 2020, "change": "gained", "rank": 1, "word": "planned", "quote": 1, "year_of_quote": 2020}
    tables.write_parquet(_whole([context], "contexts"), "contexts", folder)
    tables.write_parquet(_whole([moved | {"sentence": context["sentence"]}], "drift_quotes"), "drift_quotes", folder)
