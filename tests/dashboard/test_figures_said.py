"""What cards and answers say of figures: gaps with their causes, what is provisional, periods that are not over, few voices."""

from html import unescape
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.components.computed import computed
from dashboard.coverage import drawn, explain, gaps, is_provisional, so_far
from dashboard.data_access import Build, Store
from dashboard.facts import byline_cautions, reach
from dashboard.figures import HATCH, HATCHED, partial_notes
from dashboard.markup import markup
from dashboard.pages import data, overview, spread, succession, terminology
from dashboard.pages._spread_figures import (
    KNOWN,
    TOTAL,
    common_gaps,
    figure_new_authors,
    spread_table,
)
from dashboard.pages._term_sentences import answer, few_voices
from tests.dashboard.test_dashboard_figures import rows
from tests.dashboard.toy import MARKS, documents, publish


def test_a_gap_says_in_words_what_is_missing_why_and_which_command_fills_it() -> None:
    table = pd.DataFrame(
        {"period": ["2020-Q4", "2021-Q1"], "covered": [False, False], "known": [1, 2], "total": [50, 50]}
    )
    (gap,) = gaps(table, "known", "total")

    assert gap.label == "not drawn:<br>3 % of texts known"
    assert explain([gap], "citing posts") == [
        (
            "Q4 2020 to Q1 2021: the chart shows no citing posts, and the table only those known here, because the text of only 3 of the 100 documents known to be dated in these periods (3 %) has been read; "
            "to fill the gap, run `atlas ingest --scope forum` where the forum can be reached, or `atlas import dump FILE`."
        )
    ]


def test_a_gap_in_what_is_known_to_exist_has_its_own_cause() -> None:
    table = pd.DataFrame({"period": ["2015"], "covered": [False], "known": [14], "total": [14]})
    (gap,) = gaps(table, "known", "total")

    assert gap.label == "not drawn:<br>too few posts known"
    assert "only 14 documents of that time are known, too few to stand for all" in explain([gap], "terms")[0]


def test_of_a_venue_whose_mark_is_unknown_the_cause_is_the_mark() -> None:
    table = pd.DataFrame({"period": ["2019"], "covered": [False], "known": [124], "total": [124], "venue": ["af"]})
    (gap,) = gaps(table, "known", "total")
    (everywhere,) = gaps(table.assign(venue="all"), "known", "total")
    (unread,) = gaps(table.assign(known=3), "known", "total")

    assert gap.label == "not drawn:<br>mark of too few posts known"
    assert (
        "whether they bear the Alignment Forum's mark, so that the 124 documents known here" in explain([gap], "x")[0]
    )
    assert everywhere.label == "not drawn:<br>too few posts known"
    assert unread.label == "not drawn:<br>2 % of texts known"


def test_an_empty_period_is_no_period_without_posts_where_those_of_another_are_not_all_known() -> None:
    months = ["2019-05", "2019-06", "2019-07", "2019-08"]
    table = pd.DataFrame(
        {
            "period": months,
            "covered": [True, False, False, True],
            "known": [4, 0, 3, 5],
            "total": [4, 0, 3, 5],
            "sum": 2,
        }
    )
    blank = table.assign(known=[4, 0, 0, 5], total=[4, 0, 0, 5])
    (gap,) = gaps(table, "known", "total")

    assert (gap.first, gap.last) == ("2019-06", "2019-07")
    assert drawn(so_far(table, "known", "total"), "sum") == [2, None, None, None]
    assert gaps(blank, "known", "total") == []
    assert drawn(so_far(blank, "known", "total"), "sum") == [2, 2, 2, 2]


def test_two_venues_that_the_mark_tells_apart_are_missing_for_want_of_it() -> None:
    table = pd.DataFrame({"period": "2019-06", "covered": False, KNOWN: [5, 0], TOTAL: [5, 0], "venue": ["af", "lw"]})

    assert [gap.label for gap in common_gaps(table)] == ["not drawn:<br>mark of too few posts known"]
    assert [gap.label for gap in common_gaps(table.replace("lw", "web"))] == ["not drawn:<br>too few posts known"]


@pytest.mark.parametrize(("known", "total", "expected"), [(9, 10, False), (899, 1000, True), (0, 0, True)])
def test_a_result_is_provisional_under_nine_tenths(known: int, total: int, expected: bool) -> None:
    assert is_provisional(known, total) is expected


def test_the_reach_of_the_root_work_is_what_was_posted_since(build: Build) -> None:
    known = reach(build)

    assert (known.known, known.total, known.called) == (12, 40, "40 posts since the work of 2019-06-01")


def test_a_count_so_far_ends_with_a_period_of_unknown_size_and_its_table_says_so(build: Build) -> None:
    rows = pd.DataFrame(
        {
            "period": ["2019", "2020", "2021", "2022"],
            "covered": pd.array([True, False, False, True], dtype="boolean"),
            "known": [9, 5, 0, 9],
            "total": [9, 5, 0, 9],
        }
    )
    view = url_state.read(spread.parameters(build), "")
    shown = {chart.name: chart for chart in spread.layout(build, view).charts}
    curve = shown["cumulative-documents"]
    (trace,) = curve.figure["data"]

    assert so_far(rows, "known", "total")["covered"].tolist() == [True, False, False, False]
    assert so_far(rows.assign(covered=rows["total"] > 0), "known", "total")["covered"].all()
    assert [one is not None for one in trace["y"]] == curve.table["covered"].tolist()
    assert "up to the period's end" in described_in(computed(curve, build), "covered")


def described_in(shown: object, column: str) -> str:
    """What a card says of a column under "How is this computed?"."""
    text = unescape(markup(shown))
    return text.partition(f"<dt><code>{column}</code></dt>")[2].partition("</dd>")[0]


@pytest.mark.parametrize(
    ("page", "search", "name", "trace"),
    [
        (overview, "", "growth", 1),
        (overview, "", "coverage", 0),
        (data, "?grain=year&venue=forum", "coverage", 0),
        (terminology, "?terms=new+word&grain=year", "voices", 0),
        (succession, "?grain=year", "shares", 1),
    ],
)
def test_the_bar_of_a_period_that_is_not_over_is_hatched_and_its_card_says_so(
    build: Build, page: ModuleType, search: str, name: str, trace: int
) -> None:
    view = url_state.read(page.parameters(build), search)
    chart = next(one for one in page.layout(build, view).charts if one.name == name)
    assert chart.figure is not None
    shapes = chart.figure["data"][trace]["marker"]["pattern"]["shape"]

    # The data of the toy end on 10 February 2024.
    assert len(set(shapes[:-1])) == 1
    assert shapes[0] != shapes[-1] == HATCH
    assert partial_notes(chart.figure) == [HATCHED]


def test_where_no_bar_of_the_last_period_is_drawn_nothing_is_said_of_it(build: Build) -> None:
    table = spread_table(build.table("spread"), ("all",), "post", "quarter")
    figure = figure_new_authors(table, "quarter")

    assert bool(table["partial"].iloc[-1])
    assert "pattern" not in figure["data"][0]["marker"]
    assert partial_notes(figure) == []


def test_the_reader_is_told_that_many_documents_are_one_author(build: Build) -> None:
    table = rows(build, "report word", "new word")

    assert [one.translate(MARKS) for one in few_voices(table)] == [
        (
            "Read with care: in Q4 2023 “report word” stands in 20 documents by only 1 author; with the parts of a series counted "
            "once that is 1."
        )
    ]


def test_the_answer_names_the_peak_its_documents_and_authors(build: Build) -> None:
    assert answer(rows(build, "report word"), "titles").translate(MARKS) == (
        "From Q3 2019 to Q1 2024, of the 1,900 titles of that time that are known: “report word” stands in 20 and stands out most in Q4 2023 (20 of 100, 1 author)."
    )


def test_the_answer_leaves_out_what_the_coverage_rule_excludes(build: Build) -> None:
    assert answer(rows(build, "report word", field="body"), "bodies").translate(MARKS) == (
        "From Q3 2019 to Q3 2020, of the 500 bodies of that time that are known: “report word” stands in none."
    )


def test_a_wholly_covered_corpus_has_no_gap_and_no_caution_about_one(tmp_path: Path) -> None:
    posts = documents().assign(has_body=True, venue="af")
    settings = publish(tmp_path, documents=posts)
    build = Store(settings, spread.TABLES).current()
    assert build is not None
    from dashboard.url_state import View, defaults

    content = spread.layout(build, View(defaults(spread.parameters(build))))
    figure = content.charts[0].figure

    assert figure is not None
    assert figure["layout"]["shapes"] == []
    assert content.cautions == byline_cautions(build)
    assert not any(chart.provisional for chart in content.charts)
