"""Manners of use, counted by hand."""

import pandas as pd
import pytest

from pipeline.exports.term_manners import build
from pipeline.tables import empty

DOCUMENTS = pd.DataFrame(
    [
        ("d:1", "post", "2020-01-10", True),
        ("d:2", "post", "2020-02-10", True),
        ("d:3", "post", "2020-03-10", False),
        ("d:4", "post", "2021-01-10", True),
        ("c:1", "comment", "2020-01-11", True),
    ],
    columns=["document_id", "kind", "posted_at", "has_body"],
)
COUNTS = pd.DataFrame(
    [
        ("d:1", "title", 1),
        ("d:1", "body", 4),
        ("d:1", "quote", 3),
        ("d:1", "code", 9),
        ("d:2", "quote", 2),
        ("d:3", "title", 1),
        ("d:4", "footnote", 1),
        ("c:1", "comment", 7),
    ],
    columns=["document_id", "field", "occurrences"],
).assign(family="birds", term="owl")
MENTIONS = pd.DataFrame(
    [
        ("d:1", "body", "negated", 2, 4),
        ("d:1", "title", "negated", 1, 1),
        ("d:1", "quote", "negated", 3, 3),
        ("d:4", "footnote", "named", 1, 1),
    ],
    columns=["document_id", "field", "rule", "occurrences", "occurrences_total"],
).assign(family="birds", term="owl")
COVERAGE = pd.DataFrame(
    [("year", "2020", False, False), ("year", "2021", True, True)], columns=["grain", "period", "covered", "partial"]
)


@pytest.fixture(scope="module")
def manners():
    months = pd.DataFrame(
        [(grain, label, True, False) for grain, labels in
         {"month": ["2020-01", "2020-02", "2021-01"], "quarter": ["2020-Q1", "2021-Q1"]}.items() for label in labels],
        columns=COVERAGE.columns,
    )  # fmt: skip
    return build(DOCUMENTS, COUNTS, MENTIONS, {"all": pd.concat([COVERAGE, months])})


def told(manners, period):
    rows = manners[manners["period"] == period].set_index("manner")
    columns = ["occurrences", "occurrences_total", "documents", "documents_total"]
    return {manner: tuple(row) for manner, row in zip(rows.index, rows[columns].to_numpy().tolist(), strict=True)}


def test_own_and_quoted_uses_part_all_of_them_and_rules_are_counted_among_one_s_own(manners):
    assert told(manners, "2020") == {
        "own": (5, 10, 1, 2),
        "quoted": (5, 10, 2, 2),
        "negated": (3, 5, 1, 1),
        "named": (0, 5, 0, 1),
    }
    assert told(manners, "2020-02") == {"own": (0, 2, 0, 1), "quoted": (2, 2, 1, 1)}
    assert told(manners, "2021")["named"] == (1, 1, 1, 1)


def test_shares_and_intervals_belong_to_the_counts_beside_them(manners):
    year = manners[(manners["period"] == "2020") & (manners["manner"] == "own")].iloc[0]
    assert (year["share_of_occurrences"], year["share_of_documents"]) == (0.5, 0.5)
    assert [round(year[end], 4) for end in ("ci_low", "ci_high")] == [0.0945, 0.9055]
    assert (year["covered"], year["partial"]) == (False, False)


def test_without_uses_there_is_no_row():
    assert build(DOCUMENTS, COUNTS.head(0), empty("term_mentions"), {"all": COVERAGE}).empty
