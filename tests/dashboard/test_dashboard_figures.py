"""Figures as pure functions of tables: values, zeros, gaps and marks, without a browser."""

import orjson
import pandas as pd
import pytest

from dashboard import palette
from dashboard.coverage import drawn, gaps, so_far
from dashboard.data_access import Build
from dashboard.facts import series
from dashboard.figures import plain
from dashboard.pages import overview, terminology
from dashboard.pages._overview_figures import figure_growth
from dashboard.pages._ranking import most_cited, ranking
from dashboard.pages._spread_figures import (
    figure_cumulative,
    figure_new_authors,
    spread_table,
    up_to_each,
)
from dashboard.pages._term_figures import figure_trend, figure_voices
from dashboard.trends import chosen_rows, default_terms
from tests.dashboard.toy import HOSTILE


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


def test_a_count_so_far_goes_on_after_a_small_gap_of_texts_alone() -> None:
    table = pd.DataFrame(
        {"period": ["2019", "2020", "2021"], "covered": [True, False, True], "total": [40, 4, 9], "sum": 2}
    )
    unread, unsized = table.assign(known=[40, 1, 9]), table.assign(known=[40, 4, 9])

    assert drawn(so_far(unread, "known", "total"), "sum") == [2, None, 2]
    assert drawn(so_far(unsized, "known", "total"), "sum") == [2, None, None]


def test_an_unknown_coverage_is_not_taken_for_a_known_one() -> None:
    table = pd.DataFrame(
        {"period": ["2020"], "covered": pd.array([None], dtype="boolean"), "known": [0], "total": [5], "value": [3]}
    )

    assert len(gaps(table, "known", "total")) == 1
    assert drawn(table, "value") == [None]


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
