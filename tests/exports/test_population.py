"""Of what the known documents may speak: the census, and venues that can be told apart."""

import pandas as pd
import pytest

from pipeline.exports import population
from pipeline.exports._population import Population
from pipeline.settings import AF, EVER, WHOLE, Census

YEARS = Census(start="2016-01-01", end="2026-01-01")


def posts(*marks: str) -> pd.DataFrame:
    """Return a post of June 2019 for each venue given."""
    return pd.DataFrame({"kind": "post", "venue": list(marks), "posted_at": "2019-06-01T00:00:00Z"})


def rows(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"period": ["2019-06"], "covered": True, "partial": False, **columns})


def test_a_venue_is_covered_only_where_the_mark_of_nine_posts_in_ten_is_known() -> None:
    enough = population(posts(*["af"] * 4, *["lw"] * 5, "forum"), {WHOLE: YEARS})
    too_few = population(posts(*["af"] * 4, *["lw"] * 4, "forum", "forum"), {WHOLE: YEARS})

    assert enough.bound(rows(venue="af"))["covered"].tolist() == [True]
    assert too_few.bound(rows(venue="af"))["covered"].tolist() == [False]
    assert too_few.bound(rows(venue="all"))["covered"].tolist() == [True]


def test_outside_the_census_nothing_is_covered_however_much_was_read() -> None:
    bounds = Population({WHOLE: Census(start="2019-07-01", end="2020-01-01")}, frozenset())

    assert bounds.bound(rows())["covered"].tolist() == [False]


def test_a_table_without_periods_is_left_as_it_is() -> None:
    table = pd.DataFrame({"covered": [True], "note": ["x"]})

    assert population(posts("af"), {WHOLE: YEARS}).bound(table) is table


def test_without_a_census_nothing_is_covered_and_every_result_is_provisional() -> None:
    bounds = population(posts(*["af"] * 5, *["lw"] * 5), {})

    assert bounds.bound(rows())["covered"].tolist() == [False]
    assert [bounds.bound(rows(venue=venue))["covered"].tolist() for venue in ("all", "af", "lw", "eaf")] == [
        [False]
    ] * 4
    assert bounds.bound(pd.DataFrame({"provisional": [False]}))["provisional"].tolist() == [True]
    assert not bounds.speaks_for("2019-06")


def test_a_census_of_the_forum_does_not_speak_for_the_ea_forum_or_for_papers() -> None:
    bounds = population(posts("lw"), {WHOLE: YEARS})

    assert {venue: bounds.bound(rows(venue=venue))["covered"].tolist() for venue in ("all", "lw", "eaf", "arxiv")} == {
        "all": [True], "lw": [True], "eaf": [False], "arxiv": [False],
    }  # fmt: skip
    assert bounds.bound(pd.DataFrame({"provisional": [False]}))["provisional"].tolist() == [False]


@pytest.mark.parametrize("venue", ["all", "lw", "af"])
def test_a_census_is_one_of_posts_and_speaks_for_no_other_kind_of_page(venue: str) -> None:
    kinds = ("post", "all", "tag", "page", "paper")
    bounds, declared = (population(posts("lw"), {WHOLE: census, AF: census}) for census in (YEARS, EVER))

    assert [bounds.bound(rows(venue=venue, kind=kind))["covered"].all() for kind in kinds] == [True] * 2 + [False] * 3
    assert all(declared.bound(rows(venue=venue, kind=kind))["covered"].all() for kind in kinds)


def test_a_walk_through_the_alignment_forum_speaks_for_it_where_marks_of_others_are_unknown() -> None:
    until = Census(start="2017-01-01", end="2019-06-20")
    bounds = population(posts("af", *["forum"] * 9), {AF: until})
    both = population(posts("af", *["forum"] * 9), {AF: until, WHOLE: Census(start="2016-01-01", end="2019-06-10")})

    assert {venue: bounds.bound(rows(venue=venue))["covered"].tolist() for venue in ("all", "af", "lw", "forum")} == {
        "all": [False], "af": [True], "lw": [False], "forum": [False],
    }  # fmt: skip
    assert both.bound(rows(venue="af"))[["covered", "partial"]].to_numpy().tolist() == [[True, True]]
    assert bounds.bound(rows(venue="lw"))["partial"].tolist() == [False]


def test_the_documents_of_an_imported_network_are_all_there_are() -> None:
    bounds = population(posts("lw"), {WHOLE: EVER})

    assert {venue: bounds.bound(rows(venue=venue))["covered"].tolist() for venue in ("all", "arxiv", "web")} == {
        "all": [True], "arxiv": [True], "web": [True],
    }  # fmt: skip
    assert bounds.speaks_for("undated")
    assert not population(posts("lw"), {WHOLE: YEARS}).speaks_for("undated")
