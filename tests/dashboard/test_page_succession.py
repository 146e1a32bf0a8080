"""Succession: shares, turns, fitted lines and who made the change, by hand."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.content import Content
from dashboard.data_access import Build, Store
from dashboard.figures import HATCHED, OPENED, partial_notes
from dashboard.markup import markup
from dashboard.pages import succession, terminology
from dashboard.pages._succession_models import disagreement
from dashboard.pages._succession_people import early, people, summary
from dashboard.pages._succession_switching import PARTS, figure_switching
from dashboard.pages._succession_turns import figure_fit, fitted, pair_shares
from dashboard.palette import COLOURS, MARKERS
from pipeline.settings import Settings
from tests.dashboard import toy, toy_words

OLD, NEW = toy_words.VARIANTS


def content(build: Build, search: str = "") -> Content:
    view = url_state.read(succession.parameters(build), search)
    assert not view.notes
    return succession.layout(build, view)


def figure(build: Build, name: str, search: str = "") -> dict:  # type: ignore[type-arg]
    found = next(chart for chart in content(build, search).charts if chart.name == name).figure
    assert found is not None
    return found


def test_the_answer_names_the_turn_with_its_interval_and_how_many_documents(build: Build) -> None:
    assert content(build).answer.translate(toy.MARKS) == (
        "2019 to 2024, 8 documents use one of these words in titles: “new word” overtook “old word” on 2020-11-15 "
        "(95 % interval 2020-02-01 to 2021-10-05, by documents)."
    )


def test_where_the_logistic_curve_excludes_the_day_of_a_turn_both_days_are_named(tmp_path: Path) -> None:
    dated = toy_words.term_crossovers()
    curve = (dated["model"] == "fisher_pry") & (dated["basis"] == "documents") & (dated["field"] == "title")
    dated.loc[curve, ["crossover", "ci_low", "ci_high"]] = ["2020-07-04", "2020-02-13", "2020-11-14"]
    current = Store(toy.publish(tmp_path, term_crossovers=dated), toy.HELD).current()
    assert current is not None
    found = content(current)
    said = "2020-07-04 (95 % interval 2020-02-13 to 2020-11-14, which excludes 2020-11-15)"
    body = next(chart for chart in found.charts if chart.name == "answers").body
    told = re.sub("<[^>]*>", "", markup(body)).replace("\u00a0", " ")

    assert found.answer.endswith(
        f", by documents), by the model that assumes least, but the logistic curve says {said}."
    )
    assert f"The logistic curve disagrees: by documents {said}." in told
    # By authors its interval holds the day, as does one that is open above.
    assert "logistic" not in content(current, "?basis=authors").answer
    dated.loc[curve, "ci_high"] = None
    assert disagreement(toy_words.term_turns().to_dict("records")[0], "documents", dated) == ""


def test_where_one_model_alone_finds_a_turn_its_day_is_named() -> None:
    dated = toy_words.term_crossovers().query("field == 'title'")
    turn = toy_words.term_turns().to_dict("records")[0] | {"documents_turn": None}

    assert disagreement(turn, "documents", dated).endswith("says 2020-11-15 (95 % interval 2020-02-01 to 2021-10-05)")
    assert disagreement(turn, "documents", dated.assign(covered=False)) == ""


def test_where_the_data_give_no_answer_the_page_says_so_and_what_would_answer(build: Build) -> None:
    found = content(build, "?field=all&grain=quarter")

    assert (
        "Not answerable from these data; a dump of the missing bodies (`atlas import dump FILE`) can tell."
        in found.answer
    )
    assert figure(build, "shares", "?field=all")["layout"]["shapes"]
    assert next(chart for chart in found.charts if chart.name == "turns").table.empty


def test_shares_stack_to_the_whole_and_a_period_without_the_words_has_a_count_of_0_and_no_bar(build: Build) -> None:
    old, new, counts = figure(build, "shares")["data"]

    assert old["x"] == [f"{year}-01-01" for year in range(2019, 2025)]
    assert old["y"] == [100, 50, 0, None, None, 0]
    assert new["y"] == [0, 50, 100, None, None, 100]
    assert counts["y"] == [2, 2, 3, 0, 0, 1]


def test_a_period_that_is_not_covered_has_no_share_and_is_shaded(build: Build) -> None:
    drawn = figure(build, "shares", "?field=all&grain=quarter")

    assert [y for x, y in zip(drawn["data"][0]["x"], drawn["data"][0]["y"], strict=True) if x > "2020-09-30"] == [
        None
    ] * 14
    assert {shape["x0"] for shape in drawn["layout"]["shapes"]} == {"2020-10-01"}


def test_the_last_period_is_hatched_where_the_data_end_before_it(build: Build) -> None:
    assert figure(build, "shares")["data"][0]["marker"]["pattern"]["shape"] == ["", "", "", "", "", "/"]


def test_every_bar_opens_the_documents_with_its_word(build: Build) -> None:
    old = figure(build, "shares")["data"][0]

    assert old["customdata"][:3] == [
        "/works?term=old+word&field=title&from=2019-01-01&to=2019-12-31",
        "/works?term=old+word&field=title&from=2020-01-01&to=2020-12-31",
        None,
    ]


def test_a_turn_is_drawn_with_its_interval_and_an_open_end_has_an_arrow(build: Build) -> None:
    drawn = figure(build, "turns")

    assert [trace["x"] for trace in drawn["data"]] == [["2020-11-15"] * 3] * 2
    spans = {(shape["x0"], shape["x1"]) for shape in drawn["layout"]["shapes"]}
    assert spans == {("2020-02-01", "2021-10-05"), ("2020-02-01", "2020-11-15")}
    assert [note["text"] for note in drawn["layout"]["annotations"] if "open" in note["text"]] == ["open ▸"]


def test_fisher_and_pry_s_line_passes_one_half_at_the_turn_and_73_per_cent_half_a_year_later() -> None:
    days, shares = fitted({"crossover": "2020-07-01", "slope": 2.0}, ["2020", "2021"])
    at = dict(zip(days, shares, strict=True))

    assert at[min(days, key=lambda day: abs(pd.Timestamp(day) - pd.Timestamp("2020-07-01")))] == pytest.approx(
        50, abs=1.5
    )
    assert at[min(days, key=lambda day: abs(pd.Timestamp(day) - pd.Timestamp("2020-12-31")))] == pytest.approx(
        73.1, abs=1.5
    )
    assert shares == sorted(shares)


def test_the_share_of_two_leaves_the_third_word_out_and_what_is_not_covered() -> None:
    table = pd.DataFrame(
        {
            "period": ["2019"] * 3 + ["2020"] * 3,
            "variant": ["a", "b", "c"] * 2,
            "numerator": [1.0, 3.0, 4.0, 1.0, 1.0, 0.0],
            "grain": "year",
            "covered": pd.array([True] * 3 + [False] * 3, dtype="boolean"),
            "partial": False,
        }
    )
    pairs = pd.DataFrame({"from_variant": ["a", "a"], "to_variant": ["b", "b | c"]})
    found = pair_shares(table, pairs)

    assert found["share"].tolist()[::2] == [0.75, 0.875]
    assert found["share"].isna().tolist() == [False, True, False, True]


def test_the_parts_of_a_change_stack_to_the_change(build: Build) -> None:
    traces = figure(build, "switching")["data"]
    panel = traces[: len(PARTS) + 1]

    assert [trace["y"] for trace in panel] == [[-25, 0], [-50, -50], [25, 0], [0, 0], [-50, -50]]
    assert [sum(parts) for parts in zip(*(trace["y"] for trace in panel[:-1]), strict=True)] == panel[-1]["y"]
    assert "(1 author)" in panel[0]["text"][0]


def test_who_took_up_another_word_stands_above_who_kept_to_one() -> None:
    uses = pd.DataFrame(
        [
            ("new word", "forum:a", "2020-05-01", "d1"),
            ("old word", "forum:a", "2019-05-01", "d2"),
            ("new word", "forum:b", "2020-01-01", "d3"),
            ("new word", "forum:c", None, "d4"),
            ("old word", "forum:d", "2021-01-01", "d5"),
            ("new word", "forum:d", "2021-01-01", "d5"),
            ("elsewhere", "forum:b", "2018-01-01", "d6"),
        ],
        columns=["term", "author_id", "posted_at", "document_id"],
    )
    names = pd.DataFrame({"author_id": ["forum:a", "forum:b"], "name": ["Ann", "Bob"]})
    table = people(uses, (OLD, NEW), names)

    assert table["author_id"].tolist() == ["forum:a", "forum:d", "forum:b"]
    assert table["first_variant"].tolist() == [OLD, OLD, NEW]
    assert table["later_document_id"].tolist()[:2] == ["d1", "d5"]
    assert summary(table, (OLD, NEW), {}).translate(toy.MARKS) == (
        "Of 3 authors with a dated first use of any of these words, 1 took up another one after their first and 1 used two in "
        "one document, which tells no order; of the others, who used one word only, 1 kept to “new word”."
    )
    told = summary(table, (OLD, NEW), {OLD: "2019-05-02", NEW: "2020-01"})
    assert (
        "1 took up another one after their first (1 of them with a use older than its word is known to be as a term)"
        in told
    )
    assert "older" not in summary(table, (OLD, NEW), {OLD: "2019-05-01", NEW: "2020-02"})  # Bob kept to his word.
    assert early(table, {}) == early(table, {NEW: "2020", OLD: "2019-05-01"}) == []
    (one,) = early(table, {OLD: "2019-05-02"})
    assert one.translate(toy.MARKS) == (
        "1 use of “old word” listed here is older than the first known use as a term: where a word is a common one, too, it may mean "
        "something else."
    )
    (note,) = early(table, {NEW: "2020-02", OLD: "2019-05-02"})
    assert note.translate(toy.MARKS).startswith(
        "2 uses of “new word” and “old word” listed here are older than the first known use as a term"
    )


def test_without_a_contest_the_page_says_how_to_name_one(published: Settings) -> None:
    bare = Store(published.model_copy(update={"contests": {}}), toy.HELD).current()

    assert bare is not None
    assert "Name one in `atlas.toml`" in content(bare).answer


def test_what_is_not_over_in_the_data_is_marked_where_words_were_changed_and_replaced(build: Build) -> None:
    late = build.table("term_switching").assign(partial=True)
    fits = build.table("term_crossovers").dropna(subset=["crossover", "slope"]).head(1)
    pair = fits[["from_variant", "to_variant"]].to_dict("records")[0]
    seen = [{**pair, "period": str(2019 + year), "numerator": 1, "denominator": 2, "share": 0.5} for year in (0, 1)]
    observed = pd.DataFrame(seen).assign(partial=[False, True])
    switched, fitting = figure_switching(late), figure_fit(observed, fits, {})

    assert partial_notes(switched) == [HATCHED]
    assert partial_notes(figure_switching(late.assign(partial=False))) == []
    assert fitting["data"][0]["marker"]["symbol"] == [MARKERS[0], f"{MARKERS[0]}-open"]
    assert partial_notes(fitting) == [OPENED]


def test_a_contest_of_more_pairs_than_there_are_colours_is_drawn(build: Build) -> None:
    fits = build.table("term_crossovers").dropna(subset=["crossover", "slope"]).head(1)
    many = pd.concat([fits.assign(to_variant=f"word {number}") for number in range(len(COLOURS) + 1)])
    seen = [
        {"from_variant": older, "to_variant": later, "period": "2019", "numerator": 1, "denominator": 2}
        for older, later in zip(many["from_variant"], many["to_variant"], strict=True)
    ]
    drawn = figure_fit(pd.DataFrame(seen).assign(share=0.5, partial=False), many, {})

    assert len(drawn["data"]) == 2 * len(many)
    assert len(drawn["layout"]["shapes"]) == len(many)
    assert drawn["data"][-2]["marker"]["color"] == drawn["data"][0]["marker"]["color"]


def test_two_words_of_one_day_are_told_without_an_order() -> None:
    rows = [
        (OLD, "a", "2020-01-01T09:00:00Z"),
        (NEW, "a", "2020-01-01T10:00:00Z"),
        (OLD, "b", "2020-01-01"),
        (NEW, "b", "2020-01-02"),
    ]
    uses = pd.DataFrame(rows, columns=["term", "author_id", "posted_at"]).assign(document_id=["d1", "d2", "d3", "d4"])
    table = people(uses, (OLD, NEW), pd.DataFrame({"author_id": [], "name": []}))

    assert summary(table, (OLD, NEW), {}) == (
        "Of 2 authors with a dated first use of any of these words, 1 took up another one after their first and 1 used two on "
        "the same day, which tells no order."
    )


def test_where_no_period_is_covered_the_answer_counts_nothing(build: Build) -> None:
    view = url_state.read(succession.parameters(build), "?field=all&grain=quarter")
    shares = build.table("term_succession").query("field == 'all' and grain == 'quarter' and basis == 'documents'")
    turns, dated = build.table("term_turns").iloc[:0], build.table("term_crossovers").iloc[:0]
    none = shares.assign(covered=pd.array([False] * len(shares), dtype="boolean"))

    said = succession.answer(none, turns, dated, view)
    assert said.startswith(
        "Not answerable: no quarter is covered, as too few of the titles, bodies and footnotes are known"
    )
    assert "atlas import dump" in said
    known = none.assign(covered=pd.array([True] * len(shares), dtype="boolean"), denominator=0)
    assert succession.answer(known, turns, dated, view).endswith(
        "of covered periods 0 documents use any of these words."
    )


def test_what_a_part_opens_is_told_only_where_there_is_one(build: Build) -> None:
    view = url_state.read(succession.parameters(build), "?field=all&grain=quarter")
    empty, drawn = (
        succession._switching(build, view),
        succession._switching(build, url_state.read(succession.parameters(build), "")),
    )

    assert empty.table.empty
    assert not empty.notes
    assert drawn.notes[0] == succession.SWITCHING_OPENS


def test_words_that_are_taken_together_are_said_with_or_and_stay_apart_in_the_table(tmp_path: Path) -> None:
    both = f"{NEW} | {OLD}"
    turns, dated = toy_words.term_turns(), toy_words.term_crossovers().assign(to_variant=both)
    turns = turns.assign(to_variant=both, answer=turns["answer"].str.replace("`new word`", f"`{both}`"))
    current = Store(toy.publish(tmp_path, term_turns=turns, term_crossovers=dated), toy.HELD).current()
    assert current is not None
    found = content(current)
    charts = {chart.name: chart for chart in found.charts}

    assert "“new word or old word” overtook “old word”" in found.answer.translate(toy.MARKS)
    assert "new word or old word" in markup(charts["answers"].body)
    drawn = [json.dumps(charts[name].figure) for name in ("shares", "turns", "fit")]
    for said in (found.answer, markup(charts["answers"].body), *drawn):
        assert " | " not in said
    assert set(charts["turns"].table["to_variant"]) == {both}


def test_the_words_of_every_contest_stand_beside_each_other_on_terminology(build: Build) -> None:
    link = content(build).charts[0].link
    assert link is not None
    view = url_state.read(terminology.parameters(build), link[1].partition("?")[2])

    assert (view["terms"], view.notes) == ((OLD, NEW), ())
