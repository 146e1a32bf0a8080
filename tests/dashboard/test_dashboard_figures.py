"""Figures as pure functions of tables: values, zeros, gaps and marks, without a browser."""

from html import unescape
from pathlib import Path
from types import ModuleType

import orjson
import pandas as pd
import pytest

from dashboard import palette, url_state
from dashboard.components.computed import computed
from dashboard.coverage import drawn, explain, gaps, is_provisional, so_far
from dashboard.data_access import Build, Store
from dashboard.facts import byline_cautions, reach, series
from dashboard.figures import HATCH, HATCHED, partial_notes, plain
from dashboard.markup import markup
from dashboard.pages import data, overview, spread, succession, terminology
from dashboard.pages._overview_figures import figure_growth
from dashboard.pages._ranking import most_cited, ranking
from dashboard.pages._spread_figures import (
    KNOWN,
    TOTAL,
    common_gaps,
    figure_cumulative,
    figure_new_authors,
    spread_table,
    up_to_each,
)
from dashboard.pages._term_figures import figure_trend, figure_voices
from dashboard.pages._term_sentences import answer, few_voices
from dashboard.trends import chosen_rows, default_terms
from tests.dashboard.toy import HOSTILE, MARKS, documents, publish


def rows(
    build: Build,
    *terms: str,
    field: str = "title",
    grain: str = "quarter",
    span: tuple[str, str] = ("2019-01", "2024-12"),
) -> pd.DataFrame:
    return chosen_rows(build, terms, field, "all", grain, span)


# ---------------------------------------------------------------- the coverage rule


def test_a_period_with_too_few_bodies_is_a_gap_and_a_period_without_documents_is_not() -> None:
    table = pd.DataFrame(
        {
            "period": ["2019", "2020", "2021", "2022", "2023"],
            "covered": pd.array([True, False, False, False, True], dtype="boolean"),
            "known": [9, 1, 2, 0, 5],
            "total": [10, 10, 20, 0, 5],
            "value": [1, 2, 3, 0, 4],
        }
    )
    (gap,) = gaps(table, "known", "total")

    assert (gap.first, gap.last, gap.known, gap.total) == ("2020", "2021", 3, 30)
    assert drawn(table, "value") == [1, None, None, None, 4]


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


def test_a_count_so_far_goes_on_after_a_small_gap_of_texts_alone() -> None:
    table = pd.DataFrame(
        {"period": ["2019", "2020", "2021"], "covered": [True, False, True], "total": [40, 4, 9], "sum": 2}
    )
    unread, unsized = table.assign(known=[40, 1, 9]), table.assign(known=[40, 4, 9])

    assert drawn(so_far(unread, "known", "total"), "sum") == [2, None, 2]
    assert drawn(so_far(unsized, "known", "total"), "sum") == [2, None, None]


def test_two_venues_that_the_mark_tells_apart_are_missing_for_want_of_it() -> None:
    table = pd.DataFrame({"period": "2019-06", "covered": False, KNOWN: [5, 0], TOTAL: [5, 0], "venue": ["af", "lw"]})

    assert [gap.label for gap in common_gaps(table)] == ["not drawn:<br>mark of too few posts known"]
    assert [gap.label for gap in common_gaps(table.replace("lw", "web"))] == ["not drawn:<br>too few posts known"]


def test_an_unknown_coverage_is_not_taken_for_a_known_one() -> None:
    table = pd.DataFrame(
        {"period": ["2020"], "covered": pd.array([None], dtype="boolean"), "known": [0], "total": [5], "value": [3]}
    )

    assert len(gaps(table, "known", "total")) == 1
    assert drawn(table, "value") == [None]


@pytest.mark.parametrize(("known", "total", "expected"), [(9, 10, False), (899, 1000, True), (0, 0, True)])
def test_a_result_is_provisional_under_nine_tenths(known: int, total: int, expected: bool) -> None:
    assert is_provisional(known, total) is expected


def test_the_reach_of_the_root_work_is_what_was_posted_since(build: Build) -> None:
    known = reach(build)

    assert (known.known, known.total, known.called) == (12, 40, "40 posts since the work of 2019-06-01")


@pytest.mark.parametrize("venue", ["all", "af"])
def test_the_spread_is_drawn_to_the_last_covered_quarter_and_shaded_after(build: Build, venue: str) -> None:
    table = spread_table(build.table("spread"), (venue,), "post", "quarter")
    figure = figure_cumulative(up_to_each(table), "cumulative_documents", "documents")
    (trace,) = figure["data"]
    known = dict(zip(trace["x"], trace["y"], strict=True))

    assert known["2020-07-01"] == table.set_index("period").loc["2020-Q3", "cumulative_documents"]
    assert all(known[day] is None for day in known if day >= "2020-10-01")
    assert figure["layout"]["shapes"][0]["x0"] == "2020-10-01"
    assert "texts known" in figure["layout"]["annotations"][0]["text"]
    assert trace["connectgaps"] is False


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


def test_the_table_behind_a_gap_still_holds_what_is_known(build: Build) -> None:
    view_table = spread_table(build.table("spread"), ("all",), "post", "quarter").set_index("period")

    assert view_table.loc["2022-Q4", "citing_documents"] == 1
    assert not view_table.loc["2022-Q4", "covered"]


def test_bodies_are_a_gap_where_titles_are_known(build: Build) -> None:
    titles, bodies = rows(build, "new word"), rows(build, "new word", field="body")
    drawn_titles = figure_trend(titles, "share", build.table("terms"), False)["data"][0]
    drawn_bodies = figure_trend(bodies, "share", build.table("terms"), False)["data"][0]

    assert None not in drawn_titles["y"]
    at = dict(zip(drawn_bodies["x"], drawn_bodies["y"], strict=True))
    assert at["2020-01-01"] == 1.0
    assert at["2021-10-01"] is None


# ---------------------------------------------------------------- overview


def test_growth_sets_citing_posts_beside_all_posts(build: Build) -> None:
    table = series(build.table("spread"), grain="quarter", venue="all", kind="post")
    citing, all_posts = figure_growth(table)["data"]

    assert citing["y"][:4] == [0.0, 2.0, 2.0, 3.0]
    assert citing["y"][-1] is None
    assert all_posts["y"][-1] == 1.0
    assert None not in all_posts["y"]


def test_a_contest_counts_titles_by_year_with_zeros(build: Build) -> None:
    charts = {chart.name: chart for chart in overview.layout(build, overview_view(build)).charts}
    old, new = charts["contest-toy"].figure["data"]  # type: ignore[index]

    assert (old["x"][0], old["y"]) == ("2019-01-01", [2.0, 1.0, 0.0, 0.0, 0.0, 0.0])
    assert new["y"] == [0.0, 1.0, 3.0, 0.0, 0.0, 1.0]
    assert charts["contest-toy"].link == ("Succession →", "/succession?contest=toy")


def overview_view(build: Build) -> object:
    from dashboard.url_state import View, defaults

    return View(defaults(overview.parameters(build)))


# ---------------------------------------------------------------- spread


def test_a_line_a_venue_with_its_own_colour_dash_and_marker(build: Build) -> None:
    table = spread_table(build.table("spread"), ("all", "af", "lw"), "post", "year")
    figure = figure_cumulative(up_to_each(table), "cumulative_authors", "authors")
    looks = {(t["line"]["color"], t["line"]["dash"], t["marker"]["symbol"][0]) for t in figure["data"]}

    assert [trace["name"] for trace in figure["data"]] == ["all venues", "Alignment Forum", "LessWrong only"]
    assert len(looks) == 3
    assert figure["layout"]["showlegend"] is True


def test_the_partial_last_period_has_an_open_marker() -> None:
    partial = pd.Series([False, True], dtype="boolean")
    from dashboard.figures import mark_partial

    assert mark_partial(partial, 0)["symbol"] == ["circle", "circle-open"]


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


def test_new_authors_are_those_of_the_table(build: Build) -> None:
    table = spread_table(build.table("spread"), ("all",), "post", "quarter")
    (bars,) = figure_new_authors(table, "quarter")["data"]

    assert bars["y"][:6] == [0.0, 2.0, 2.0, 3.0, 0.0, 0.0]
    assert bars["y"][6:] == [None] * (len(table) - 6)


def test_the_most_cited_citing_posts_come_first_and_hold_no_root(build: Build) -> None:
    ranked = most_cited(build)

    assert ranked["local_citations"].tolist()[:2] == [1, 0]
    assert ranked["title"].iloc[0] == HOSTILE
    assert len(ranked) == 11
    assert "A Toy Work" not in set(ranked["title"])


def test_a_title_of_the_ranking_opens_our_page_of_the_document(build: Build) -> None:
    listed = str(ranking(most_cited(build), "most cited"))

    assert "/doc/forum:00000000000000001" in listed
    assert "https://" not in listed


# ---------------------------------------------------------------- terminology


def test_a_term_is_0_in_every_known_period_without_it(build: Build) -> None:
    table = rows(build, "old word").set_index("period")

    assert table["documents"].tolist() == [2, 0, 1, *[0] * 16]
    assert table.index[-1] == "2024-Q1"
    assert table.loc["2024-Q1", "share_of_documents"] == 0
    assert table.loc["2024-Q1", "documents_total"] == 100
    assert 0.03 < table.loc["2024-Q1", "ci_high"] < 0.04


def test_a_share_is_drawn_in_percent_with_its_interval(build: Build) -> None:
    figure = figure_trend(rows(build, "old word"), "share", build.table("terms"), True)
    trace, first_use = figure["data"]

    assert trace["y"][:2] == [2.0, 0.0]
    assert trace["error_y"]["array"][:2] == [3.0, 0]
    assert trace["error_y"]["arrayminus"][:2] == [2.0, 0]
    assert first_use["x"] == ["2019-07-04"]
    assert "Author 1" in first_use["hovertemplate"]


def test_intervals_are_those_of_shares_only(build: Build) -> None:
    table = rows(build, "old word")
    for scale, wanted in (("share", True), ("documents", False), ("per-1000", False)):
        assert ("error_y" in figure_trend(table, scale, build.table("terms"), True)["data"][0]) is wanted


def test_rates_are_per_thousand_words(build: Build) -> None:
    trace = figure_trend(rows(build, "old word"), "per-1000", build.table("terms"), False)["data"][0]

    assert trace["y"][0] == 1000 * 2 / 800


def test_years_bound_what_is_drawn(build: Build) -> None:
    table = rows(build, "new word", span=("2020-01", "2021-12"))

    assert (table["period"].min(), table["period"].max()) == ("2020-Q1", "2021-Q4")


def test_a_whole_family_is_drawn_from_the_topic_table(build: Build) -> None:
    table = rows(build, "family:toy_family", "new word", grain="year")
    by_period = table[table["term"] == "family:toy_family"].set_index("period")

    assert by_period.loc["2023", "documents"] == 20
    assert table["term"].drop_duplicates().tolist() == ["family:toy_family", "new word"]


def test_the_reader_is_told_that_many_documents_are_one_author(build: Build) -> None:
    table = rows(build, "report word", "new word")

    assert [one.translate(MARKS) for one in few_voices(table)] == [
        (
            "Read with care: in Q4 2023 “report word” stands in 20 documents by only 1 author; with the parts of a series counted "
            "once that is 1."
        )
    ]


def test_counting_a_series_once_shrinks_the_report_to_one(build: Build) -> None:
    once = terminology.series_once(rows(build, "report word")).set_index("period")

    assert once.loc["2023-Q4", "documents"] == 1
    assert once.loc["2023-Q4", "share_of_documents"] == 0.01
    assert once["ci_high"].isna().all()


def test_voices_show_documents_authors_and_series_once(build: Build) -> None:
    bar, authors, once = figure_voices(rows(build, "report word"))["data"]
    at = bar["x"].index("2023-10-01")

    assert (bar["y"][at], authors["y"][at], once["y"][at]) == (20.0, 1.0, 1.0)
    assert authors["y"][at - 1] is None
    assert bar["y"][at - 1] == 0.0
    assert "1 author; 1 with a series counted once" in bar["text"][at]


def test_the_answer_names_the_peak_its_documents_and_authors(build: Build) -> None:
    assert answer(rows(build, "report word"), "titles").translate(MARKS) == (
        "From Q3 2019 to Q1 2024, of the 1,900 titles of that time that are known: “report word” stands in 20, with the highest share in Q4 2023 (20 of 100, 1 author)."
    )


def test_the_answer_leaves_out_what_the_coverage_rule_excludes(build: Build) -> None:
    assert answer(rows(build, "report word", field="body"), "bodies").translate(MARKS) == (
        "From Q3 2019 to Q3 2020, of the 500 bodies of that time that are known: “report word” stands in none."
    )


def test_the_default_terms_are_those_of_the_contests(build: Build) -> None:
    assert default_terms(build) == ("old word", "new word")


# ---------------------------------------------------------------- what all figures share


def test_both_schemes_keep_the_figure_and_differ_in_ground_and_ink(build: Build) -> None:
    figure = figure_trend(rows(build, "old word"), "share", build.table("terms"), True)
    before = orjson.dumps(figure)
    light, dark = (palette.themed(figure, scheme)["layout"]["template"]["layout"] for scheme in palette.SCHEMES)

    assert orjson.dumps(figure) == before
    assert light["paper_bgcolor"] != dark["paper_bgcolor"]
    assert light["font"]["color"] != dark["font"]["color"]


def test_every_line_of_the_palette_reads_on_both_grounds_but_the_last() -> None:
    for scheme, ground in (("light", "#ffffff"), ("dark", "#1f2428")):
        shown = (
            palette.COLOURS if scheme == "light" else [palette.DARK_COLOURS.get(one, one) for one in palette.COLOURS]
        )
        weak = [one for one in shown[:-1] if _contrast(one, ground) < 2.2]
        assert weak == []


def test_dark_blue_lines_and_intervals_are_lightened_on_a_dark_ground(build: Build) -> None:
    figure = palette.themed(figure_trend(rows(build, "old word"), "share", build.table("terms"), True), "dark")
    trace, _ = figure["data"]

    assert trace["line"]["color"] == palette.DARK_COLOURS["#0072B2"]
    assert trace["error_y"]["color"] == palette.fill(palette.DARK_COLOURS["#0072B2"], 0.55)


def test_outside_text_cannot_be_markup_in_a_label() -> None:
    assert "<" not in plain(HOSTILE)
    assert len(plain("a" * 500)) == 60


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
