"""Terminology: smoothing on request, bursts, spellings and topics, by hand and against the command line's."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.app import load_pages, tables_of
from dashboard.content import Chart, Content
from dashboard.data_access import Build, Store
from dashboard.pages import terminology
from dashboard.pages._term_bursts import MODEL, bursts_of, levels
from dashboard.pages._term_figures import figure_trend
from dashboard.pages._term_sentences import answer, early
from dashboard.smoothing import smoothed
from dashboard.topics import topic_rows
from dashboard.trends import chosen_rows, complete
from pipeline.trends import smoothed as smoothed_by_command
from tests.dashboard import toy

SPAN = ("2019-01", "2024-12")


def charts(build: Build, search: str = "") -> dict[str, Chart]:
    view = url_state.read(terminology.parameters(build), search)
    assert not view.notes
    return {chart.name: chart for chart in terminology.layout(build, view).charts}


def traces(chart: Chart) -> list[dict]:  # type: ignore[type-arg]
    assert chart.figure is not None
    found: list[dict] = chart.figure["data"]  # type: ignore[type-arg]
    return found


def test_nothing_is_smoothed_unless_a_reader_asks(build: Build) -> None:
    assert "smoothed" not in charts(build)["trend"].table
    assert all(trace["mode"] != "lines" for trace in traces(charts(build, "?bursts=no")["trend"]))


def test_a_smoothed_line_says_its_window_and_the_numbers_as_they_are_stay(build: Build) -> None:
    trend = charts(build, "?terms=new+word&grain=year&smooth=1&bursts=no")["trend"]
    line, raw = traces(trend)[:2]

    assert "smoothed over 3 periods" in trend.subtitle
    assert line["y"] == [
        None,
        pytest.approx(100 * 4 / 300),
        pytest.approx(100 * 4 / 300),
        pytest.approx(1.0),
        None,
        None,
    ]
    assert raw["y"] == [0, 1, 3, 0, 0, 1]
    assert trend.table["documents"].tolist() == [0, 1, 3, 0, 0, 1]
    assert any("Smoothed because you asked for it" in note for note in trend.notes)


@pytest.mark.parametrize("each_side", [1, 2])
def test_smoothing_is_that_of_the_command_line(build: Build, each_side: int) -> None:
    table = chosen_rows(build, ("new word", "old word"), "body", "all", "quarter", SPAN)
    window = 2 * each_side + 1
    theirs = smoothed_by_command(table, window)[f"share_of_documents_over_{window}"]

    ours = smoothed(table, "share_of_documents", each_side)
    assert ours.isna().tolist() == theirs.isna().tolist()
    assert ours.dropna().tolist() == pytest.approx(theirs.dropna().tolist())
    assert ours.notna().any()


def test_uses_older_than_a_term_is_known_to_be_are_told_of() -> None:
    terms = pd.DataFrame({"term": ["new", "old", "undated"], "first_known_use": ["2020-06", "2019", pd.NA]})
    rows = pd.DataFrame(
        {
            "term": ["new", "new", "new", "new", "old", "undated"],
            "period": ["2020-04", "2020-05", "2020-06", "2019-Q1", "2018", "2018"],
            "documents": [2, 1, 7, 5, 0, 3],
            "covered": [True, True, True, False, True, True],
        }
    )

    (said,) = early(rows, terms)
    assert said.translate(toy.MARKS).startswith(
        "Older than the first known use as a term, and counted: 3 documents with “new”. "
    )
    assert early(rows[rows["term"] != "new"], terms) == []


def test_a_row_has_the_highest_burst_that_reaches_into_its_period(build: Build) -> None:
    bursts = bursts_of(build.matching("term_bursts", model=MODEL, field="title"), ("new word",))
    rows = pd.DataFrame({"term": "new word", "period": ["2021-Q3", "2021-10", "2021-12", "2021-Q4", "2022-Q1"]})

    rows = rows.assign(covered=True)
    assert levels(rows, bursts).tolist() == [0, 1, 2, 2, 0]
    assert levels(rows.assign(term="old word"), bursts).tolist() == [0] * 5
    assert levels(rows.assign(covered=False), bursts).dropna().tolist() == [1, 2, 2]  # of the others nobody can say


def test_a_burst_is_a_strip_below_that_opens_its_posts(build: Build) -> None:
    strips = [
        trace for trace in traces(charts(build, "?terms=new+word")["trend"]) if trace["name"].startswith("burst of")
    ]

    assert [(strip["x"][0], strip["x"][-1]) for strip in strips] == [
        ("2021-10-01", "2021-12-31"),
        ("2021-12-01", "2021-12-31"),
    ]
    assert strips[0]["customdata"][0] == "/works?term=new+word&field=title&from=2021-10-01&to=2021-12-31"
    assert strips[1]["line"]["width"] > strips[0]["line"]["width"]
    assert not [trace for trace in traces(charts(build, "?bursts=no")["trend"]) if trace["name"].startswith("burst of")]


def test_every_point_opens_the_documents_that_it_counts(build: Build) -> None:
    trend = charts(build, "?terms=family:toy_family~new+word&grain=year&venue=all")["trend"]
    family, new = traces(trend)[:2]

    assert new["customdata"][:3] == [
        None,
        "/works?term=new+word&field=title&from=2020-01-01&to=2020-12-31",
        "/works?term=new+word&field=title&from=2021-01-01&to=2021-12-31",
    ]
    assert family["customdata"][0] == "/works?family=toy_family&field=title&from=2019-01-01&to=2019-12-31"
    assert list(trend.opens) == [*family["customdata"], *new["customdata"]]


def test_spellings_have_a_line_each_when_asked_for_with_zeros(build: Build) -> None:
    assert "spellings" not in charts(build)
    chart = charts(build, "?terms=new+word&grain=year&spellings=yes")["spellings"]

    assert {trace["name"]: trace["y"] for trace in traces(chart)} == {
        "new word": [0, 0, 2, 0, 0, 0],
        "new words": [0, 0, 1, 0, 0, 0],
    }


def test_a_topic_has_zeros_between_its_uses_and_its_csv_is_what_is_shown(build: Build) -> None:
    table = topic_rows(build, ["family: toy_family"], "title", "all", "year", SPAN)

    assert table["documents"].tolist() == [2, 2, 3, 0, 20, 1]
    chart = charts(build, "?grain=year")["topics"]
    assert chart.table["documents"].tolist() == [2, 2, 3, 0, 20, 1]
    assert traces(chart)[0]["customdata"][3] is None


def test_a_filled_in_zero_of_a_topic_has_the_interval_of_none_among_its_documents(tmp_path: Path) -> None:
    rows = toy.topic_trends(pd.DataFrame(toy.term_trends()))
    other = rows[rows["period"] == "2019"].assign(topic="early_family")
    settings = toy.publish(tmp_path, topic_trends=pd.concat([rows, other], ignore_index=True))
    current = Store(settings, tables_of(load_pages())).current()
    assert current is not None
    table = topic_rows(current, ["family: early_family"], "title", "all", "year", SPAN).set_index("period")

    # Wilson's interval of 0 of 100: up to z^2 / (100 + z^2) with z = 1.96.
    assert table.loc["2021", ["documents", "ci_low"]].tolist() == [0, 0]
    assert table.loc["2021", "ci_high"] == pytest.approx(0.0370, abs=0.0001)


def test_the_address_of_a_span_of_months_and_of_a_spelling_opens_that_view_without_a_note(tmp_path: Path) -> None:
    terms = toy.terms().assign(forms=["old word", "new word | new words | newer", "report word | newer", "unused word"])
    current = Store(toy.publish(tmp_path, terms=terms), tables_of(load_pages())).current()
    assert current is not None
    search = "?terms=old+word~new+words&time=2019-08..2021-11&scale=share&grain=month"
    view = url_state.read(terminology.parameters(current), search)
    trend = charts(current, search)["trend"].table

    assert (view["terms"], view["time"], view.notes) == (("old word", "new word"), ("2019-08", "2021-11"), ())
    assert (trend["period"].min(), trend["period"].max()) == ("2019-08", "2021-11")
    quarters = charts(current, search.replace("month", "quarter"))["trend"].table["period"]
    assert (quarters.min(), quarters.max()) == ("2019-Q3", "2021-Q4")
    # A form of two terms names neither.
    assert url_state.read(terminology.parameters(current), "?terms=newer").notes


def test_the_index_names_every_term_with_its_counts(build: Build) -> None:
    table = charts(build)["index"].table.set_index("term")

    assert table["titles"].to_dict() == {"new word": 5, "old word": 3, "report word": 20, "unused word": 0}
    assert table.loc["new word", "first_here"] == "2019-07-20"


def test_every_name_with_a_row_gets_one_for_each_period_and_the_first_of_two_counts() -> None:
    rows = pd.DataFrame(
        {
            "term": ["b", "a", "b", "b", "old"],
            "period": ["2021", "2020", "2020", "2021", "1990"],
            "documents": [1, 2, 3, 9, 4],
        }
    )

    completed = complete(rows, "term", ("b", "none", "a", "old"), ["2020", "2021"])
    assert completed["term"].tolist() == ["b", "b", "a", "a"]
    assert completed["period"].tolist() == ["2020", "2021", "2020", "2021"]
    assert completed["documents"].fillna(-1).tolist() == [3, 1, 2, -1]


def test_a_chosen_term_that_no_document_uses_is_0_in_words_chart_and_table(build: Build) -> None:
    view = url_state.read(terminology.parameters(build), "?terms=unused+word&grain=year&bursts=no")
    shown = terminology.layout(build, view)
    trend = next(one for one in shown.charts if one.name == "trend")

    assert shown.answer.translate(toy.MARKS).endswith(
        "titles of that time that are known: “unused word” stands in none."
    )
    assert trend.table["documents"].tolist() == [0] * 6
    assert trend.table["documents_total"].tolist() == [100] * 6
    assert traces(trend)[0]["y"] == [0] * 6
    assert charts(build, "?terms=new+word~unused+word&grain=year")["trend"].table["term"].nunique() == 2


def test_counting_a_series_once_draws_a_share_of_its_own_and_leaves_the_published_columns(build: Build) -> None:
    view = url_state.read(terminology.parameters(build), "?terms=report+word&grain=quarter&once=yes&smooth=1&bursts=no")
    shown = terminology.layout(build, view)
    table = shown.charts[0].table.set_index("period")
    plain = charts(build, "?terms=report+word&grain=quarter")["trend"].table.set_index("period")

    assert table.loc["2023-Q4", ["documents", "documents_serials_once", "occurrences"]].tolist() == [20, 1, 20]
    assert table.loc["2023-Q4", ["share_of_documents", "share_serials_once"]].tolist() == [0.2, 0.01]
    assert table["ci_high"].equals(plain["ci_high"])
    assert max(one or 0 for one in traces(shown.charts[0])[1]["y"]) == 1.0
    assert table.loc["2023-Q3", "smoothed"] == pytest.approx(1 / 300)
    assert (
        "titles of that time that are known (every part of a series among them, while those with a term count once"
        in shown.answer
    )
    assert "so a share is a lower bound" in shown.charts[0].notes[-2]


def test_the_warning_of_one_author_s_many_parts_goes_where_they_count_once(build: Build) -> None:
    def warned(search: str) -> bool:
        view = url_state.read(terminology.parameters(build), f"?terms=report+word&grain=quarter{search}")
        return any("by only 1 author" in one for one in terminology.layout(build, view).cautions)

    assert warned("")
    assert not warned("&once=yes")


def _used(counts: list[int], total: int, partial: bool = False) -> pd.DataFrame:
    """Return the rows of one term, year by year, the last of them incomplete where that is asked for."""
    rows = pd.DataFrame({"period": [str(2016 + place) for place in range(len(counts))], "documents": counts})
    last = [False] * (len(counts) - 1) + [partial]
    return rows.assign(term="new word", venue="all", documents_total=total, covered=True, partial=last, authors=3)


@pytest.mark.parametrize(
    ("counts", "total", "said"),
    [
        # One title in a month, two in a quarter, five in a year of 14 in all: the highest share is chance.
        ([0] * 38 + [1] + [0] * 77, 213, "stands in 1, and no period stands out from the others."),
        ([0, 0, 1, 3, 1, 2, 5, 1, 1, 0], 4738, "stands in 14, and no period stands out from the others."),
        # Four of 100 titles are more than none of 900, but too few to be spoken of.
        ([0] * 9 + [4], 100, "stands in 4, and no period stands out from the others."),
        ([2, 3, 2, 30, 2], 1000, "stands in 39 and stands out most in 2019 (30 of 1,000, 3 authors)."),
        ([2, 30, 2, 31, 2], 1000, "stands in 67 and stands out most in 2019 (31 of 1,000, 3 authors)."),
        ([9], 100, "stands in 9, and no period stands out from the others."),
    ],
)
def test_a_period_is_named_only_where_its_share_is_above_that_of_the_others(
    counts: list[int], total: int, said: str
) -> None:
    rows = _used(counts, total)

    assert answer(rows, "titles").translate(toy.MARKS).endswith(f"“new word” {said}")


def test_an_incomplete_period_that_stands_out_is_called_so(build: Build) -> None:
    said = answer(_used([2, 3, 2, 30], 1000, partial=True), "titles")

    assert "stands out most in 2019, which is incomplete (30 of 1,000" in said
    notes = charts(build, "?terms=report+word")["trend"].notes
    assert notes[-1].startswith("The answer names a period in which a term stands out only where at least 5 documents")


def test_a_term_that_is_not_counted_is_no_0_but_named(tmp_path: Path) -> None:
    terms = toy.terms()
    terms.loc[terms["term"] == "unused word", "forms"] = None
    settings = toy.publish(tmp_path, terms=terms)
    current = Store(settings, tables_of(load_pages())).current()
    assert current is not None

    def content(search: str) -> Content:
        return terminology.layout(current, url_state.read(terminology.parameters(current), search))

    alone, beside = content("?terms=unused+word"), content("?terms=unused+word~new+word")
    assert alone.answer == "Nothing can be said of the chosen terms: none is counted in titles here."
    assert beside.cautions[0].translate(toy.MARKS).startswith("“unused word” is not counted in titles here")
    assert set(beside.charts[0].table["term"]) == {"new word"}


@pytest.mark.parametrize(
    ("day", "drawn"),
    [("2020-01-01", True), ("2019-12-31", False), ("2020-03", True), ("2020-04", False), ("2020", True)],
)
def test_a_first_use_is_marked_where_its_day_lies_in_the_time_shown(build: Build, day: str, drawn: bool) -> None:
    table = chosen_rows(build, ("new word",), "title", "all", "month", ("2020-01", "2020-03"))
    terms = pd.DataFrame({"term": ["new word"], "first_known_use": [day], "first_known_by": ["Somebody"]})
    marks = [one for one in figure_trend(table, "share", terms, False)["data"] if one["name"].startswith("first known")]

    assert len(marks) == drawn


def test_whole_periods_that_reach_beyond_the_months_chosen_are_told_of(build: Build) -> None:
    def said(search: str) -> list[str]:
        view = url_state.read(terminology.parameters(build), search)
        return [one for one in terminology.layout(build, view).cautions if one.startswith("Whole")]

    assert said("?time=2020-06..2020-07&grain=year") == [
        "Whole years are shown and counted: 2020 reaches beyond June 2020 to July 2020."
    ]
    assert said("?time=2020-04..2020-09&grain=quarter") == []
    assert said("?grain=year") == []


def test_where_the_mark_of_a_venue_is_not_known_the_answer_does_not_blame_the_texts(build: Build) -> None:
    table = chosen_rows(build, ("new word",), "title", "all", "year", SPAN).assign(covered=False)
    unlisted = table.assign(documents_total=table["documents_known"])

    assert "mark or not to say anything about titles here (LessWrong only)" in answer(unlisted, "titles", "lw")
    assert answer(unlisted, "titles") == "Too few of the posts are known to say anything about titles here."
    assert answer(table.assign(documents_total=0), "titles", "lw").startswith("Too few of the texts are known")


@pytest.mark.parametrize(
    ("search", "why"),
    [
        ("?smooth=1", "a smoothed line has none"),
        ("?once=yes", "counts with the parts of a series once have none"),
        ("?scale=documents", "the scale “number of documents” has none"),
    ],
)
def test_intervals_are_told_of_where_they_are_drawn_and_the_switch_is_named_where_there_are_none(
    build: Build, search: str, why: str
) -> None:
    def cautions(chosen: str) -> list[str]:
        found = terminology.layout(build, url_state.read(terminology.parameters(build), chosen)).cautions
        return [one for one in found if one.startswith("intervals: ")]

    assert "95 % intervals" not in charts(build, search)["trend"].subtitle
    assert "upright lines are 95 % intervals." in charts(build)["trend"].subtitle
    assert "95 % intervals" not in charts(build, "?intervals=no")["trend"].subtitle
    assert cautions(f"{search}&intervals=no") == [f"intervals: {why}, so it changes nothing."]
    assert cautions(search) == cautions("?intervals=no") == []
