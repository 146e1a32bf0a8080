"""A made-up forum whose every turn, switch, burst and first use is known, and must be found again."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

Build = Callable[..., pd.DataFrame]


def _turns(build: Build, resources: dict[str, Any]) -> pd.DataFrame:
    return build("term_crossovers", resources).set_index(["field", "basis", "model"])


@pytest.mark.parametrize("field", ["title", "all"])
@pytest.mark.parametrize("basis", ["authors", "serials_once"])
@pytest.mark.parametrize("model", ["isotonic", "fisher_pry"])
def test_the_planted_turn_lies_in_its_interval(
    build: Build, resources: dict[str, Any], planted: dict[str, Any], field: str, basis: str, model: str
) -> None:
    found = _turns(build, resources).loc[(field, basis, model)]

    truth = planted["truth"]["turn_by_authors"]
    assert found["ci_low"] <= truth + "-31"
    assert found["ci_high"] >= truth + "-01"
    assert found["ci_low"] <= found["crossover"] <= found["ci_high"]
    assert "2019-12" <= found["crossover"][:7] <= "2020-05"


def test_a_series_of_one_author_moves_the_turn_by_documents_and_only_that(
    build: Build, resources: dict[str, Any], planted: dict[str, Any]
) -> None:
    found = _turns(build, resources).xs("isotonic", level="model")["crossover"].xs("title", level="field").str[:7]

    assert found["documents"] == planted["truth"]["turn_by_documents"]
    assert found["authors"] == planted["truth"]["turn_by_authors"]
    assert found["serials_once"] == planted["truth"]["turn_by_authors"]


def test_shares_by_month_are_the_planted_ones_and_sum_to_one(
    build: Build, resources: dict[str, Any], planted: dict[str, Any]
) -> None:
    table = build("term_succession", resources)
    monthly = table[(table["basis"] == "documents") & (table["field"] == "title") & (table["grain"] == "month")]
    new = monthly[monthly["variant"] == "cog-minimizer"].set_index("period")

    assert {label: Fraction(share) for label, share in planted["truth"]["shares"].items()} == {
        label: Fraction(int(row["numerator"]), int(row["denominator"])) for label, row in new.iterrows()
    }
    assert (monthly.groupby("period")["share"].sum() - 1).abs().max() < 1e-12
    assert ((new["ci_low"] <= new["share"]) & (new["share"] <= new["ci_high"])).all()


def test_within_author_and_composition_effects_are_the_planted_ones_to_the_digit(
    build: Build, resources: dict[str, Any], planted: dict[str, Any]
) -> None:
    table = build("term_switching", resources)
    found = table[(table["field"] == "title") & (table["grain"] == "year") & (table["variant"] == "cog-minimizer")]

    assert [
        {
            "from": row["period_from"],
            "to": row["period_to"],
            "within": str(Fraction(row["within_author_numerator"], row["denominator"])),
            "composition": str(Fraction(row["composition_numerator"], row["denominator"])),
            "arrivals": row["arrivals"],
            "departures": row["departures"],
        }
        for _, row in found.iterrows()
    ] == planted["truth"]["steps"]
    assert (found["change_numerator"] == found["within_author_numerator"] + found["composition_numerator"]).all()


def test_the_two_variants_of_a_contest_switch_against_each_other(build: Build, resources: dict[str, Any]) -> None:
    table = build("term_switching", resources).set_index(["field", "grain", "period_from", "variant"])
    old, new = table.xs("gear demon", level="variant"), table.xs("cog-minimizer", level="variant")

    for column in ("within_author_numerator", "composition_numerator"):
        assert [-value for value in old[column]] == new[column].tolist()
    assert old["switchers"].tolist() == new["switchers"].tolist()


@pytest.mark.parametrize("field", ["title", "all"])
def test_every_planted_burst_is_found_and_no_other(
    build: Build, resources: dict[str, Any], planted: dict[str, Any], field: str
) -> None:
    table = build("term_bursts", resources)
    found = table[(table["term"] == "lantern sum") & (table["level"] == 1) & (table["field"] == field)]
    batched = found[found["model"] == "batched"]

    assert batched[["start", "end"]].to_numpy().tolist() == planted["truth"]["bursts"]
    assert batched["numerator"].tolist() == [30, 20]
    if field == "title":
        continuous = found[found["model"] == "continuous"]
        assert len(continuous) == len(batched)
        for (first, after), (start, end) in zip(
            planted["truth"]["bursts"], continuous[["start", "end"]].to_numpy().tolist(), strict=True
        ):
            assert first <= start < end < after


def test_every_first_use_is_found_and_later_edits_are_none(
    build: Build, resources: dict[str, Any], planted: dict[str, Any]
) -> None:
    table = build("term_first_uses", resources)

    found = {
        f"{row['author_id'].removeprefix('forum:')}|{row['term']}": row["document_id"] for _, row in table.iterrows()
    }
    assert found == planted["truth"]["first_uses"]


def test_later_edits_quotations_and_code_are_no_uses(
    build: Build, resources: dict[str, Any], planted: dict[str, Any]
) -> None:
    table = build("term_succession", resources)
    yearly = table[(table["grain"] == "year") & (table["basis"] == "documents")].set_index(
        ["field", "period", "variant"]
    )

    for field in ("title", "all"):
        assert yearly.loc[(field, "2018", "cog-minimizer"), "documents"] == 0
        assert yearly.loc[(field, "2018", "gear demon"), "documents"] == 120
    assert len(planted["truth"]["edited"]) == 3


def test_the_new_word_became_common_property_when_the_citations_ended(
    build: Build, resources: dict[str, Any], planted: dict[str, Any]
) -> None:
    found = build("term_common_property", resources).set_index("term")
    uptake = build("term_uptake", resources).set_index(["term", "grain", "period"])

    assert found.loc["cog-minimizer", "common_since"][:7] == planted["truth"]["common_since"]
    assert (
        found.loc["cog-minimizer", "ci_low"][:7]
        <= planted["truth"]["common_since"]
        <= found.loc["cog-minimizer", "ci_high"][:7]
    )
    assert found.loc["any of them"].drop("note").tolist() == found.loc["cog-minimizer"].drop("note").tolist()
    assert uptake.loc[("cog-minimizer", "month", "2020-08"), ["cites_and_uses", "uses_only"]].tolist() == [10, 0]
    assert uptake.loc[("cog-minimizer", "month", "2020-09"), ["cites_and_uses", "uses_only"]].tolist() == [0, 10]


def test_uptake_is_counted_out_of_the_posts_since_the_root_work_without_its_own(
    build: Build, resources: dict[str, Any]
) -> None:
    documents, root = resources["documents"], "forum:RootRootRootRoot1"
    posted = documents.set_index("document_id")["posted_at"]
    older = documents["posted_at"] < posted[root]
    # What is older than the work was not read: it says nothing of how far the posts since were.
    unread = {**resources, "documents": documents.assign(has_body=~older)}
    uptake = build("term_uptake", unread)
    rows = uptake[uptake["term"] == "cog-minimizer"].set_index(["grain", "period"])
    year = posted[root][:4]
    since = [one for one, day in posted.items() if day[:4] == year and day >= posted[root] and one != root]

    assert 0 < len(since) < (posted.str[:4] == year).sum() - 1
    assert rows.loc[("year", year), ["documents_known", "documents_total"]].tolist() == [len(since), len(since)]
    assert rows.loc[("year", year), "covered"]
    assert (rows["documents_total"] == rows[["cites_and_uses", "cites_only", "uses_only", "neither"]].sum(axis=1)).all()


def test_common_property_is_judged_in_the_months_that_uptake_covers(build: Build, resources: dict[str, Any]) -> None:
    documents, root, month = resources["documents"], "forum:RootRootRootRoot1", "2020-08"
    posted = documents["posted_at"].mask(documents["document_id"] == root, f"{month}-12T00:00:00Z")
    # What is older than the work was not read, in its own month, too.
    moved = documents.assign(posted_at=posted, has_body=posted >= f"{month}-12T00:00:00Z")
    uptake = build("term_uptake", {**resources, "documents": moved})
    common = build("term_common_property", {**resources, "documents": moved}).set_index("term").loc["cog-minimizer"]
    months = uptake[(uptake["term"] == "cog-minimizer") & (uptake["grain"] == "month")].set_index("period")
    covered = months.loc[months["covered"], ["uses_only", "cites_and_uses"]]

    assert covered.loc[month].sum() > 0
    assert (common["numerator"], common["denominator"]) == (covered["uses_only"].sum(), covered.to_numpy().sum())
    assert common["left_out"] == 0


@pytest.mark.parametrize("name", ["term_succession", "term_crossovers", "term_switching", "term_bursts"])
def test_shuffled_rows_and_half_hidden_bodies_leave_titles_as_they_are(
    build: Build, resources: dict[str, Any], name: str
) -> None:
    shuffled = {
        key: value.sample(frac=1, random_state=1) if isinstance(value, pd.DataFrame) and len(value) else value
        for key, value in resources.items()
    }
    shuffled["documents"] = shuffled["documents"].assign(has_body=shuffled["documents"]["document_id"].str[-1] < "5")

    before, after = build(name, resources), build(name, shuffled)

    titles = [table[table["field"] == "title"].reset_index(drop=True) for table in (before, after)]
    pd.testing.assert_frame_equal(titles[0], titles[1])


def test_where_bodies_are_missing_there_is_a_gap_with_its_cause_and_no_share(
    build: Build, resources: dict[str, Any]
) -> None:
    documents = resources["documents"]
    is_gap = documents["posted_at"].str.startswith("2020")
    hidden = {**resources, "documents": documents.assign(has_body=~is_gap | documents["document_id"].str.endswith("7"))}

    shares = build("term_succession", hidden)
    gap = shares[(shares["field"] == "all") & shares["period"].str.startswith("2020")]
    turns = _turns(build, hidden).loc[("all", "authors", "isotonic")]
    bursts = build("term_bursts", hidden)

    assert gap["share"].isna().all()
    assert not gap["covered"].any()
    assert gap["note"].str.startswith("gap: all known for ").all()
    assert not turns["covered"]
    assert turns["left_out"] > 0
    assert "provisional: the field is known for " in turns["note"]
    assert "the turn may lie in the gap from 2020-01 to 2020-12" in turns["note"]
    assert not ((bursts["field"] == "all") & bursts["start"].str.startswith("2020")).any()
