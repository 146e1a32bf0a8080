"""Terms that go together: pairs, themes, and the company of a term, by hand."""

from pathlib import Path

import pandas as pd
import pytest
from dash.development.base_component import Component

from dashboard import url_state
from dashboard.content import Chart
from dashboard.data_access import Build, Store
from dashboard.pages import together
from dashboard.pages._quotes import beside_moved_words, marked
from dashboard.pages._together_drift import figure_drift, whose_definition
from dashboard.pages._together_matrix import chosen_pairs, figure_matrix
from pipeline import tables
from tests.dashboard import toy, toy_words

FAMILIES = pd.Series({"a": "one", "b": "two", "c": "one", "d": "two"})
PAIRS = pd.DataFrame(
    [("a", "b", 5, 9, 6), ("a", "c", 2, 9, 4), ("b", "d", 1, 6, 1)],
    columns=["term_a", "term_b", "documents", "documents_a", "documents_b"],
).assign(association_strength=1.5, equivalence=0.1)


def charts(build: Build, search: str = "") -> dict[str, Chart]:
    view = url_state.read(together.parameters(build), search)
    assert not view.notes
    return {chart.name: chart for chart in together.layout(build, view).charts}


def answer(build: Build, search: str) -> str:
    return together.layout(build, url_state.read(together.parameters(build), search)).answer


def test_pairs_are_those_among_the_terms_of_most_posts() -> None:
    found = chosen_pairs(PAIRS, FAMILIES, terms=3, least=1)

    assert found[["term_a", "term_b"]].to_numpy().tolist() == [["a", "b"], ["a", "c"]]
    assert chosen_pairs(PAIRS, FAMILIES, terms=9, least=3)["term_b"].tolist() == ["b"]


def test_the_matrix_is_a_triangle_ordered_by_family_and_a_pair_without_a_row_is_empty() -> None:
    pairs = chosen_pairs(PAIRS, FAMILIES, terms=9, least=1)
    drawn = figure_matrix(pairs, "documents", ["/ab", "/ac", "/bd"])
    (cells,) = drawn["data"]

    assert [label["text"] for label in drawn["layout"]["annotations"]] == ["a (9)", "c (4)", "b (6)", "d (1)"]
    assert [row[:3] for row in cells["z"]] == [[2, None, None], [5, None, None], [None, None, 1]]
    assert cells["customdata"][1][0] == "/ab"
    assert cells["text"][0][1] == ""


def test_a_cell_opens_the_posts_with_both_terms(build: Build) -> None:
    matrix = charts(build, "?least=1")["matrix"]

    assert matrix.opens[0] == "/works?term=new+word&also=old+word&field=title&from=2020-01-01&to=2020-12-31"
    assert matrix.figure is not None
    assert matrix.opens[0] in matrix.figure["data"][0]["customdata"][0]


def test_a_period_of_which_too_little_was_read_is_provisional_and_says_how_much(build: Build) -> None:
    said = answer(build, "?field=all&period=2021&least=1")

    assert said.startswith("Provisional: in the 10 posts of 2021")
    assert "of 100 posted" in said
    assert charts(build, "?field=all&period=2021&least=1")["matrix"].provisional
    assert not charts(build)["matrix"].provisional


def test_a_flow_is_as_wide_as_the_terms_that_are_shared_and_a_theme_alone_stands_in_the_table(build: Build) -> None:
    flows = charts(build)["flows"]
    assert flows.figure is not None
    (drawn,) = flows.figure["data"]

    assert drawn["link"]["value"] == [2]
    assert drawn["node"]["label"] == ["old word 2019", "new word 2020"]
    assert drawn["node"]["x"] == [0.001, 0.999]
    assert len(flows.table) == 2
    assert "1 theme of titles shares no term" in flows.notes[0]


def test_distances_are_drawn_in_covered_years_only(build: Build) -> None:
    drift = charts(build)["drift"]
    assert drift.figure is not None
    first, definition = drift.figure["data"]

    assert first["y"] == [None, None]
    assert definition["y"] == [0.8, None]
    assert "0.50" in first["text"][1]
    assert "gained: planned | hidden" in first["text"][1]


def test_a_year_of_the_drift_that_is_not_over_is_an_open_marker_and_named(build: Build) -> None:
    table = charts(build)["drift"].table
    late = table.assign(partial=[True, False], covered=True)
    (symbol, other) = figure_drift(late)["data"][0]["marker"]["symbol"]

    assert symbol == f"{other}-open"
    assert together._unfinished(late) == [
        f"{late['period'][0]}, an open marker, is not over in the data: its company may still change."
    ]
    assert together._unfinished(late.assign(covered=False)) == []


def test_words_that_moved_are_provisional_where_too_little_was_read_and_name_the_remedy(build: Build) -> None:
    moved = charts(build)["words"]

    assert moved.provisional
    assert moved.notes == [
        "No text on this machine: run `atlas ingest --scope forum` where the forum can be reached, or `atlas import dump FILE`."
    ]


@pytest.fixture
def with_text(tmp_path: Path) -> Build:
    """A build with one sentence of this machine."""
    settings = toy.publish(tmp_path)
    toy_words.add_text(settings.exports.resolve().parent / "local")
    current = Store(settings, toy.HELD).current()
    assert current is not None
    return current


def test_a_word_that_moved_is_shown_in_its_sentence(with_text: Build) -> None:
    quotes = beside_moved_words(with_text, "new word")

    assert {key: [quote.sentence for quote in found] for key, found in quotes.items()} == {
        ("2020", "gained", "planned"): ["A <i>planned</i> new word."]
    }
    assert quotes["2020", "gained", "planned"][0].title == "Post number 7"
    assert not charts(with_text)["words"].notes


def test_the_form_is_marked_whatever_its_case_and_its_hyphen() -> None:
    parts = marked("A Mesa-Optimizer and a mesa optimizer.", "mesa-optimizer")

    assert [part.children if isinstance(part, Component) else part for part in parts] == [
        "A ",
        "Mesa-Optimizer",
        " and a ",
        "mesa optimizer",
        ".",
    ]


def test_sentences_are_in_no_table_that_can_be_downloaded(with_text: Build) -> None:
    for chart in charts(with_text).values():
        assert "planned</i>" not in tables.csv_text(chart.table)


def test_whose_definition_a_term_is_compared_with_is_said_by_title() -> None:
    def rows(*sources: str) -> pd.DataFrame:
        return pd.DataFrame({"definition_source": list(sources)})

    assert whose_definition(rows("lexicon", "lexicon"), {}) == [
        "The definition of the term is that of the list of terms."
    ]
    assert [
        one.translate(toy.MARKS) for one in whose_definition(rows("forum:a | forum:b"), {"forum:a": "A Glossary"})
    ] == ["The definition of the term is that of “A Glossary” and “forum:b”."]
    assert whose_definition(rows(), {}) == []


def test_one_post_is_one_post_in_the_answer(build: Build) -> None:
    pairs = build.table("co_terms")
    assert (pairs["documents"] == 1).any()
    assert "(1 posts)" not in answer(build, "?least=1")
    assert "(1 post)" in answer(build, "?least=1")
