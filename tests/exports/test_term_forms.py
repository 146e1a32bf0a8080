"""Spellings of terms over time, counted by hand."""

import pandas as pd

from pipeline.exports.term_forms import build
from pipeline.tables import conform

DOCUMENTS = pd.DataFrame(
    [
        ("d:1", "post", "2020-01-10"),
        ("d:2", "post", "2020-02-10"),
        ("d:3", "post", None),
        ("c:1", "comment", "2020-01-11"),
    ],
    columns=["document_id", "kind", "posted_at"],
)
COUNTS = pd.DataFrame(
    [
        ("d:1", "owl", "title", 1),
        ("d:2", "owl", "title", 2),
        ("d:2", "owls", "title", 1),
        ("d:2", "owls", "body", 4),
        ("d:3", "owl", "title", 1),
        ("c:1", "owl", "comment", 5),
    ],
    columns=["document_id", "form", "field", "occurrences"],
).assign(family="birds", term="owl")


def test_posts_and_occurrences_are_counted_by_form_field_and_period_and_undated_posts_in_none() -> None:
    table = conform(build(COUNTS, DOCUMENTS), "term_forms")
    yearly = table[table["grain"] == "year"]

    assert yearly[["field", "form", "documents", "occurrences"]].to_numpy().tolist() == [
        ["body", "owls", 1, 4],
        ["title", "owl", 2, 3],
        ["title", "owls", 1, 1],
    ]
    assert table.loc[(table["grain"] == "month") & (table["form"] == "owl"), "period"].tolist() == [
        "2020-01",
        "2020-02",
    ]
