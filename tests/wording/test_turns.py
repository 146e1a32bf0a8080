"""The turn of each contest in one sentence, by hand."""

from typing import Any

import pandas as pd
import pytest

from pipeline.exports import term_turns
from pipeline.schema import TABLES
from pipeline.tables import conform

AGREED = {
    "documents": ("2020-03-01", "2020-02-01", "2020-04-01"),
    "authors": ("2020-03-15", "2020-02-15", "2020-05-01"),
    "serials_once": ("2020-03-01", None, "2020-04-01"),
}


def _turns(given: dict[str, tuple[str | None, str | None, str | None]], **facts: Any) -> pd.Series:
    rows = []
    for basis, (crossover, low, high) in given.items():
        row = dict.fromkeys(TABLES["term_crossovers"].names)
        row |= {"contest": "c", "from_variant": "old", "to_variant": "new", "field": "title", "basis": basis}
        row |= {"model": "isotonic", "crossover": crossover, "ci_low": low, "ci_high": high, "covered": True}
        row |= {"first_used": "2019-01-02", "last_used": "2021-03-04", "left_out": 0, "numerator": 1, "denominator": 2}
        rows += [row | facts, row | facts | {"model": "fisher_pry", "crossover": "1999-01-01"}]
    made = term_turns.build(conform(pd.DataFrame(rows), "term_crossovers"))
    return conform(made, "term_turns").loc[0]


def test_a_turn_that_all_bases_share_is_answered_with_its_intervals() -> None:
    found = _turns(AGREED)

    assert found["answerable"]
    assert found["answer"] == (
        "`new` over `old` in titles: by documents: 2020-03-01 (95 % interval 2020-02-01 to 2020-04-01); "
        "by authors: 2020-03-15 (95 % interval 2020-02-15 to 2020-05-01); "
        "with serials counted once: 2020-03-01 (95 % interval open to 2020-04-01)."
    )
    assert found["authors_turn"] == "2020-03-15"
    assert pd.isna(found["serials_once_ci_low"])


@pytest.mark.parametrize("basis", ["documents", "authors", "serials_once"])
def test_a_basis_whose_date_lies_outside_of_anothers_interval_disagrees(basis: str) -> None:
    found = _turns(AGREED | {basis: ("2020-06-01", "2020-01-01", "2020-07-01")})

    assert not found["answerable"]
    assert found["answer"].startswith(
        "Not answerable from these data, `new` over `old` in titles: the bases disagree ("
    )
    assert found["answer"].endswith(
        "; at least 90% of what could tell is known for every month from the first use to the last, so later posts can tell, more of these hardly."
    )
    assert "2020-06-01 (95 % interval 2020-01-01 to 2020-07-01)" in found["answer"]


def test_a_turn_on_some_bases_and_none_on_another_disagrees() -> None:
    found = _turns(AGREED | {"authors": (None, None, None)}, note="none: new does not overtake old within the data")

    assert not found["answerable"]
    assert "by authors: none: new does not overtake old within the data" in found["answer"]


def test_no_turn_on_any_basis_is_an_answer() -> None:
    nowhere = dict.fromkeys(AGREED, (None, None, None))

    assert _turns(nowhere, note="none: new does not overtake old within the data")["answerable"]


def test_months_of_which_too_little_was_read_forbid_an_answer_and_what_was_read_is_told() -> None:
    found = _turns(AGREED, covered=False, field="all", note="provisional: read 1 of 2; other words")

    assert not found["answerable"]
    assert (
        "between 2019-01-02 and 2021-03-04 lie months of which too little is known; the missing posts and bodies"
        in found["answer"]
    )
    assert "What was read says by documents: 2020-03-01" in found["answer"]


def test_too_few_uses_on_one_basis_are_no_answer() -> None:
    note = "not answerable from these data: 4 for old, at least 5 needed; more"
    found = _turns(AGREED | {"documents": (None, None, None)}, note=note)

    assert not found["answerable"]
    assert "by documents: 4 for old, at least 5 needed; by authors: 2020-03-15" in found["answer"]
    assert "later posts can tell" in found["answer"]
    assert "atlas ingest" not in found["answer"], "every month is covered: hardly anything is left to gather"


def test_no_use_at_all_is_no_answer() -> None:
    nothing = _turns(dict.fromkeys(AGREED, (None, None, None)), first_used=None, last_used=None, covered=False)

    assert nothing["answer"] == (
        "Not answerable from these data, `new` over `old` in titles: no use in a covered month; "
        "the missing posts and bodies can tell: `atlas ingest --scope forum` where the forum can be reached, or `atlas import dump FILE`."
    )
