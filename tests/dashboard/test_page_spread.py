"""The figures of the spread that rest on the graph: expectation, curve, cascade, delays, lags and parts."""

import dataclasses
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import opening, url_state
from dashboard.app import load_pages, tables_of
from dashboard.components.panels import table_of
from dashboard.content import Behind, Chart
from dashboard.data_access import Build, Store
from dashboard.facts import documents_by_generation, reach, series
from dashboard.figures import OUTLINED, partial_notes
from dashboard.pages import overview, spread, works
from dashboard.pages._adoption import figure_baseline, figure_fit
from dashboard.pages._cascade import cascade_chart, figure_cascade
from dashboard.pages._lags import figure_lags, lag_chart
from dashboard.pages._newcomers import arrivals
from dashboard.pages._parts import figure_parts, parts_chart
from dashboard.pages._share import by_year
from dashboard.pages._spread_figures import KNOWN, TOTAL
from dashboard.pages._timing import YEAR, attention_chart, figure_attention, figure_time, time_chart
from dashboard.pages._unread import listed_alone
from dashboard.pages._works_groups import steps
from dashboard.pages._works_table import fitting
from tests.dashboard import toy, toy_graph


def charts(build: Build, search: str = "") -> dict[str, Chart]:
    view = url_state.read(spread.parameters(build), search)
    assert not view.notes
    return {chart.name: chart for chart in spread.layout(build, view).charts}


def opened(build: Build, address: str) -> int:
    """How many works an address shows."""
    view = url_state.read(works.parameters(build), address.partition("?")[2])
    assert not view.notes
    return len(fitting(build, view))


def traces(figure: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {trace["name"]: trace for trace in figure["data"]}


def test_the_expectation_is_drawn_only_where_the_posts_were_read(build: Build) -> None:
    table = series(build.table("adoption_baseline"), grain="year")
    drawn = traces(figure_baseline(table))

    assert table["period"].tolist() == ["2019", "2020", "2021", "2022", "2023", "2024"]
    assert drawn["citing posts"]["y"] == [2, None, None, None, None, None]
    assert drawn["expected"]["y"] == [1.5, None, None, None, None, None]
    assert drawn["expected"]["customdata"][0] == "/works?cites=root&text=yes&from=2019-01-01&to=2019-12-31"


def test_the_share_is_drawn_only_where_the_posts_were_read_and_the_years_are_told_in_words(build: Build) -> None:
    chart = charts(build, "?grain=quarter")["share"]
    drawn = dict(zip(chart.table["period"], traces(chart.figure or {})["citing posts"]["y"], strict=True))

    assert drawn["2019-Q2"] == pytest.approx(100 * 2 / 9)
    assert drawn["2020-Q4"] is None
    assert "2019: 2 of 9 (22 %); 2020: 2 of 1;" in chart.notes[-1]
    assert chart.notes[-1].endswith("their share would not be the forum's.")


def test_years_that_are_all_known_have_shares_and_no_excuse() -> None:
    years = pd.DataFrame({"period": ["2019"], "citing_documents": [3], "documents_with_links": [12], "covered": [True]})
    years = years.assign(partial=False)

    assert by_year(years) == ["By year, citing posts of the posts whose links are known: 2019: 3 of 12 (25 %)."]
    assert "known: from June 2019: 3 of 12" in by_year(years, "2019-06")[0]
    assert "No share is given: each year has under 90 %" in by_year(years.assign(covered=False))[0]
    assert "known: 2019 so far: 3 of 12" in by_year(years.assign(partial=True))[0]
    assert by_year(years[:0]) == []


def test_a_fitted_curve_has_its_band_and_its_parameters_in_words(build: Build) -> None:
    chart = charts(build, "?grain=quarter")["fit"]
    drawn = traces(figure_fit(chart.table))

    assert drawn["fitted"]["y"] == [2.2] * 3
    assert drawn["counted"]["y"] == [2.0] * 3
    assert chart.notes == ["Fitted, with 95 % intervals: ceiling 12 (12 to 12) and midpoint years 1.5 (1.5 to 1.5)."]


def test_a_curve_against_the_baseline_says_on_how_many_posts_it_rests_and_opens_those_that_were_read(
    tmp_path: Path,
) -> None:
    rows = toy_graph.frame("adoption_curves", toy.documents())
    weighed = rows.assign(series="against_baseline", kind="post", observed=1.7)
    arriving = rows.assign(series="new_authors", kind="all", observed=2.0)
    settings = toy.publish(tmp_path, adoption_curves=pd.concat([rows, weighed, arriving], ignore_index=True))
    current = Store(settings, tables_of(load_pages())).current()
    assert current is not None
    found = {
        name: charts(current, f"?grain=quarter&series={name}")["fit"] for name in ("against_baseline", "new_authors")
    }

    # The baseline of the toy counts two citing posts a quarter; three quarters have a curve.
    assert found["against_baseline"].documents == 6
    assert found["against_baseline"].opens[0] == "/works?cites=root&text=yes&from=2019-07-01&to=2019-09-30"
    # Six documents of these quarters cite the work, five of them as the first of an author.
    assert found["new_authors"].documents == sum(opened(current, one) for one in charts(current)["fit"].opens if one)
    assert [opened(current, one or "") for one in found["new_authors"].opens] == [2, 2, 3]


def test_where_the_coverage_rule_forbids_a_curve_its_reason_stands_in_its_place(build: Build) -> None:
    chart = charts(build, "?grain=quarter&series=new_authors")["fit"]

    assert chart.table.empty
    assert chart.empty.startswith(
        "No curve is drawn: the rule admits only 9 of 20 periods. To change that, run `atlas ingest"
    )


def test_the_cascade_starts_below_the_work_and_each_bar_opens_its_step(build: Build) -> None:
    drawn = figure_cascade(build.table("cascade_generations"))["data"]

    assert [trace["x"] for trace in drawn] == [[1, 2], [1, 2]]
    assert drawn[0]["y"] == [11, 1]
    assert drawn[1]["customdata"][0] == "/works?kind=any&depth=last_exposure:1"
    assert drawn[0]["marker"].get("pattern") != drawn[1]["marker"]["pattern"]


def test_the_curve_of_authors_starts_at_all_and_ticks_where_somebody_was_last_seen(build: Build) -> None:
    table = build.table("time_to_cite")
    drawn = traces(figure_time(table))
    curve, ticks = drawn["not yet citing"], drawn["last seen without a citation"]

    assert (curve["x"][0], curve["y"][0]) == (0, 100)
    assert curve["line"]["shape"] == "hv"
    assert curve["y"][1:] == pytest.approx([66.667, 66.667, 44.444], abs=0.001)
    assert ticks["x"] == pytest.approx([400 / YEAR, 731 / YEAR])
    assert any("3 cited it, 3 were last seen" in note for note in charts(build)["time-to-cite"].notes)


def test_nobody_watched_gives_words_and_no_curve() -> None:
    nothing = pd.DataFrame(
        columns=["days", "at_risk", "events", "citing_ids", "censored", "surviving", "ci_low", "ci_high"]
    )

    assert traces(figure_time(nothing))["not yet citing"]["y"] == [100]


def test_a_half_life_without_an_interval_has_none_and_the_whole_work_is_on_top(build: Build) -> None:
    half = traces(figure_attention(build.table("attention")))["half-life"]

    assert half["y"] == ["Introduction", "the whole work"]
    assert half["x"] == pytest.approx([1.0, 2.0])
    assert half["error_x"]["array"][0] == 0
    assert half["error_x"]["arrayminus"] == pytest.approx([0, 1.0])
    assert half["customdata"][1] == "/works?kind=any&cites=root&text=yes&generation=1"


@pytest.mark.parametrize("page", [overview, spread], ids=lambda page: page.NAME)
def test_items_of_lists_are_not_called_documents(build: Build, page: Any) -> None:
    view = url_state.read(page.parameters(build), "")
    card = next(one for one in page.layout(build, view).charts if one.name == "listed")

    assert card.documents == Behind(4, one="item", many="items")


def test_the_card_of_the_parts_says_that_the_works_own_documents_are_left_out(build: Build) -> None:
    assert "links each part, the work's own left out." in charts(build)["parts"].subtitle


def test_the_depth_of_the_cascade_is_told_from_the_shortest_distance(build: Build) -> None:
    assert "a depth is not the shortest distance" in cascade_chart(build).subtitle


def test_a_lag_of_few_pairs_has_its_number_and_no_colour_of_its_own(build: Build) -> None:
    table = build.table("venue_lags")
    one = table[table["measure"] == "first_citing"].head(1)
    rows = pd.concat([one.assign(pairs=2), one.assign(from_venue=one["to_venue"].iloc[0], pairs=3, lag_days=7.0)])
    many, few = figure_lags(rows, ())["data"]

    assert [day for row in few["z"] for day in row if day is not None] == [90.0]
    assert [day for row in many["z"] for day in row if day is not None] == [7.0]
    assert len({colour for _, colour in few["colorscale"]}) == 1
    # Text is drawn where there is no number, too: in both it would lie over itself.
    assert [said for row in few["text"] for said in row if said] == ["90 d<br>n = 2"]
    assert [said for row in many["text"] for said in row if said] == ["7 d<br>n = 3"]
    notes = lag_chart(build, "first_citing").notes
    assert any(note.startswith("Grey: fewer than 3 pairs") for note in notes)


def test_lags_run_from_rows_to_columns_and_an_unknown_pair_is_empty(build: Build) -> None:
    table = build.table("venue_lags")
    first = table[table["measure"] == "first_citing"]
    (cells,) = figure_lags(first, ())["data"]

    assert cells["y"] == ["Alignment Forum", "LessWrong"]
    assert cells["z"] == [[None, None], [90.0, None]]
    assert cells["text"][1][0] == "90 d<br>n = 1"
    assert cells["customdata"][1][0].startswith("/works?kind=any&ids=forum:")
    assert cells["customdata"][0] == [None, None]


def test_a_part_s_whole_count_lower_bound_and_not_known_all_differ(build: Build) -> None:
    table = charts(build)["parts"].table
    cells, bounds = figure_parts(table)["data"]

    assert cells["x"] == ["2019-Q3", "2019-Q4", "2022-Q1", "2022-Q2"]
    assert cells["z"] == [[2, 0, None, None]]
    assert (bounds["x"], bounds["text"]) == (["2022-Q1"], ["Introduction, 2022-Q1: at least 3"])
    assert bounds["customdata"][0].endswith("from=2022-01-01&to=2022-03-31")


def test_no_letter_of_a_part_s_name_is_cut_off_beside_its_row(build: Build) -> None:
    table = charts(build)["parts"].table.assign(part="Conclusion and Related Work")
    figure = figure_parts(table)

    assert figure["layout"]["yaxis"]["categoryarray"] == ["Conclusion and Related<br>Work"]
    assert {name for row in figure["data"][0]["text"] for name in row} == {"Conclusion and Related Work"}
    assert not any("%{y}" in trace["hovertemplate"] for trace in figure["data"]), "a label may have two lines"


def test_authors_of_the_work_who_cite_it_are_said_to_be_in_no_number_of_the_time_it_took(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts, known = build.table("author_exposures"), build.table
    own = contacts.assign(role=["root_author", *contacts["role"].iloc[1:]])
    before = time_chart(build).notes
    monkeypatch.setattr(build, "table", lambda name: own if name == "author_exposures" else known(name))

    assert not any("wrote the work" in note for note in before)
    assert any(" 1 wrote the work themselves" in note for note in time_chart(build).notes)


@pytest.mark.parametrize("kind", ["post", "all"])
def test_the_curve_says_of_which_kind_it_is_whatever_is_chosen(build: Build, kind: str) -> None:
    said = charts(build, f"?kind={kind}")["fit"].subtitle

    assert said.startswith("Adoptions per quarter among documents of every kind (whatever kind is chosen above), ")


def test_citations_known_from_lists_alone_are_counted_beside_the_charts_that_leave_them_out(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts, attention = (build.table(name).assign(listed_only=27) for name in ("parts", "attention"))
    empty = attention.head(1).assign(part="Conclusion", listed_only=0, half_life_days=None)
    held = {"parts": parts, "attention": pd.concat([attention, empty])}
    known = build.table
    monkeypatch.setattr(build, "table", lambda name: held[name] if name in held else known(name))
    over_time, lasted = parts_chart(build, "quarter"), attention_chart(build)
    left_out = "Only citations in texts that were read are counted. Documents known from lists of incoming links alone are left out: "

    assert f"{left_out}108 that cite “Introduction”." in over_time.notes
    assert f"{left_out}27 that cite “Introduction”." in lasted.notes
    assert "Not drawn, since no dated text that was read cites it: Conclusion." in lasted.notes
    assert listed_alone(parts.assign(listed_only=0)) == []


def test_a_period_that_is_not_over_is_outlined_in_the_map_of_parts(build: Build) -> None:
    table = build.table("parts")
    late = table.assign(partial=table["period"] == "2022-Q2")
    marks = [shape for shape in figure_parts(late)["layout"]["shapes"] if shape["line"].get("dash")]

    assert [(mark["x0"], mark["x1"]) for mark in marks] == [(2.5, 3.5)]
    assert partial_notes(figure_parts(late)) == [OUTLINED]
    assert partial_notes(figure_parts(table)) == []


def test_the_overview_counts_generations_from_the_first(build: Build) -> None:
    table = documents_by_generation(build)
    chart = next(one for one in overview.layout(build, url_state.read((), "")).charts if one.name == "generations")

    assert table.values.tolist() == [[1, 11], [2, 1]]
    assert list(chart.opens) == ["/works?kind=any&generation=1", "/works?kind=any&generation=2"]


def test_posts_that_may_not_be_all_are_called_a_selection_however_well_they_are_read(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "record", {"census": {"af": {"start": "2017-01-01", "end": "2026-01-01"}}})
    selected = reach(build)
    monkeypatch.setattr(build, "record", {"census": {"all": {"start": "2016-01-01", "end": "2026-01-01"}}})
    whole = dataclasses.replace(reach(build), known=10, total=10)

    assert dataclasses.replace(selected, known=10, total=10).is_provisional
    assert "The known posts are a selection" in selected.cautions[0]
    assert "`atlas ingest --scope forum`" in selected.cautions[0]
    assert (whole.is_provisional, whole.cautions) == (False, [])


def test_every_bar_and_point_of_the_overview_opens_as_many_works_as_it_counts(build: Build) -> None:
    shown = {one.name: one for one in overview.layout(build, url_state.read((), "")).charts}
    for name in ("growth", "coverage", "generations"):
        figure = shown[name].figure
        assert figure is not None
        for trace in figure["data"]:
            pairs = [(there, y) for there, y in zip(trace["customdata"], trace["y"], strict=True) if y is not None]
            assert pairs
            for there, count in pairs[:12]:
                assert count == opened(build, there), (name, trace["name"], there)


def test_a_cumulative_point_opens_all_up_to_its_end(build: Build) -> None:
    figure = charts(build, "?grain=year")["cumulative-documents"].figure
    assert figure is not None
    (trace,) = figure["data"]

    assert trace["customdata"][1] == "/works?cites=root&to=2020-12-31"
    assert trace["y"][0] == opened(build, trace["customdata"][0])


def test_a_bar_of_new_authors_opens_the_first_document_of_each(build: Build) -> None:
    chart = charts(build, "?grain=quarter&kind=post&venues=all~af~lw")["new-authors"]
    assert chart.figure is not None
    counts = dict(zip(zip(chart.table["venue"], chart.table["period"], strict=True), chart.opens, strict=True))

    # Each post of the toy has one author: posts 1 to 7 are the first of seven authors, 8 to 10 and 30 of nobody.
    assert chart.table.loc[chart.table["venue"] == "all", "new_authors"].sum() == 7
    for (venue, period), there in counts.items():
        row = chart.table[(chart.table["venue"] == venue) & (chart.table["period"] == period)]
        assert int(row["new_authors"].iloc[0]) == (opened(build, there) if there else 0), (venue, period)
    for trace in chart.figure["data"]:
        pairs = [(y, there) for y, there in zip(trace["y"], trace["customdata"], strict=True) if y is not None]
        assert [y for y, _ in pairs] == [opened(build, there) if there else 0 for _, there in pairs]


def test_two_new_authors_of_one_document_open_it_once(tmp_path: Path) -> None:
    signed = toy.authorship(toy.documents())
    more = pd.DataFrame([{"document_id": f"forum:{1:017d}", "author_id": "forum:author-6", "position": 2}])
    settings = toy.publish(tmp_path, authorship=pd.concat([signed, more], ignore_index=True))
    current = Store(settings, tables_of(load_pages())).current()
    assert current is not None
    first = arrivals(current)

    # Author 6 arrives with post 1, and with post 6 no more.
    assert first["all:post:year"] == {f"forum:{number:017d}" for number in (1, 2, 3, 4, 5, 7)}


def test_what_stands_behind_several_venues_counts_each_document_once(build: Build) -> None:
    drawn = {
        name: charts(build, f"?grain=year&kind=post&venues={name}")["cumulative-documents"].documents
        for name in ("all", "af~lw~forum", "all~af~lw~forum")
    }

    # Of all venues 2019 alone was read; of those with an unknown mark 2020 too, with two of the citing posts.
    assert drawn == {"all": Behind(4, 7), "af~lw~forum": Behind(6, 5), "all~af~lw~forum": Behind(6, 5)}


def test_a_field_of_steps_opens_as_many_documents_as_it_counts(build: Build) -> None:
    known = build.once(steps)
    assert known
    for step, ids in known.items():
        view = url_state.read(works.parameters(build), opening.works(step=step).partition("?")[2])
        assert not view.notes
        assert len(fitting(build, view)) == len(ids)


def test_a_step_of_the_curve_opens_the_documents_that_made_it(build: Build) -> None:
    curve = traces(figure_time(build.table("time_to_cite")))["not yet citing"]

    assert [bool(address) for address in curve["customdata"]] == [False, True, False, True]
    assert curve["customdata"][1].count("forum:") == 2


def test_a_table_leaves_out_what_another_column_says_and_the_file_keeps_it(build: Build) -> None:
    parts = charts(build)["parts"]

    assert "document_id" in parts.table
    assert "document_id" not in str(table_of(parts))
    assert "part" in str(table_of(parts))


@pytest.mark.parametrize(("venue", "advised"), [("arxiv", False), ("web", False), ("lw", True)])
def test_no_gap_of_what_stands_on_no_forum_is_to_be_filled_from_one(venue: str, advised: bool) -> None:
    rows = pd.DataFrame({"period": ["2019"], "venue": [venue], "covered": [False], KNOWN: [0], TOTAL: [1]})
    (note,) = spread._notes(rows, "posts")

    assert note.startswith("2019: the chart shows no posts (")
    assert ("atlas ingest" in note) == advised
    assert ("of 0 of 1 are known" in note) != advised
