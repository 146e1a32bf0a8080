"""The published cascade: both rules, its summary, its caveats."""

import pandas as pd

from pipeline.exports import cascade, cascade_generations, cascade_summary
from pipeline.exports._shared import graph_reach
from pipeline.tables import conform

DOCUMENTS = pd.DataFrame(
    {
        "document_id": ["old", "r", "a", "b", "c"],
        "posted_at": ["2018-01-01", "2019-05-31", "2019-06-01", "2019-06-02", "2019-06-03"],
        "has_body": pd.array([True, True, True, True, False], dtype="boolean"),
        "kind": "post",
    }
)
CITATIONS = pd.DataFrame({"citing_id": ["a", "b", "c", "c"], "cited_id": ["r", "a", "b", "r"], "backward": [False] * 4})


def test_rows_of_both_rules_carry_what_is_known_of_their_reach() -> None:
    table = conform(cascade.build(DOCUMENTS, CITATIONS, {"r"}, graph_reach(DOCUMENTS, {"r"})), "cascade")

    assert table[["rule", "document_id", "depth"]].to_numpy().tolist() == [
        ["first_exposure", "r", 0],
        ["first_exposure", "a", 1],
        ["first_exposure", "c", 1],
        ["first_exposure", "b", 2],
        ["last_exposure", "r", 0],
        ["last_exposure", "a", 1],
        ["last_exposure", "b", 2],
        ["last_exposure", "c", 3],
    ]
    assert set(table["documents_in_reach"]) == {3}
    assert set(table["documents_with_links"]) == {2}
    assert table["provisional"].all()


def test_the_summary_and_the_generations_are_those_of_the_tree() -> None:
    table = cascade.build(DOCUMENTS, CITATIONS, {"r"}, graph_reach(DOCUMENTS, {"r"}))

    summary = conform(cascade_summary.build(table, graph_reach(DOCUMENTS, {"r"})), "cascade_summary").set_index("rule")
    generations = conform(cascade_generations.build(table), "cascade_generations")

    assert summary.loc["first_exposure", ["documents", "depth", "breadth", "leaves"]].tolist() == [3, 2, 2, 2]
    assert summary.loc["last_exposure", ["documents", "depth", "breadth", "leaves"]].tolist() == [3, 3, 1, 1]
    assert summary.loc["last_exposure", "structural_virality"] == 5 / 3
    assert generations.loc[generations["rule"] == "first_exposure", "branching_number"].tolist() == [2.0, 0.5, 0.0]


def test_without_a_root_the_tables_are_empty_but_for_the_summary() -> None:
    table = conform(cascade.build(DOCUMENTS, CITATIONS, set(), graph_reach(DOCUMENTS, set())), "cascade")

    assert table.empty
    assert conform(cascade_generations.build(table), "cascade_generations").empty
    assert conform(cascade_summary.build(table, graph_reach(DOCUMENTS, set())), "cascade_summary")[
        "documents"
    ].tolist() == [0, 0]
