"""Of what the known documents may speak: the census, and venues that can be told apart."""

import pandas as pd

from pipeline.exports import population
from pipeline.exports._population import Population
from pipeline.settings import Census


def posts(*marks: str) -> pd.DataFrame:
    """Return a post of June 2019 for each venue given."""
    return pd.DataFrame({"kind": "post", "venue": list(marks), "posted_at": "2019-06-01T00:00:00Z"})


def rows(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"period": ["2019-06"], "covered": True, "partial": False, **columns})


def test_a_venue_is_covered_only_where_the_mark_of_nine_posts_in_ten_is_known() -> None:
    enough = population(posts(*["af"] * 4, *["lw"] * 5, "forum"), None)
    too_few = population(posts(*["af"] * 4, *["lw"] * 4, "forum", "forum"), None)

    assert enough.bound(rows(venue="af"))["covered"].tolist() == [True]
    assert too_few.bound(rows(venue="af"))["covered"].tolist() == [False]
    assert too_few.bound(rows(venue="all"))["covered"].tolist() == [True]


def test_outside_the_census_nothing_is_covered_however_much_was_read() -> None:
    bounds = Population(Census(start="2019-07-01", end="2020-01-01"), frozenset())

    assert bounds.bound(rows())["covered"].tolist() == [False]


def test_a_table_without_periods_is_left_as_it_is() -> None:
    table = pd.DataFrame({"covered": [True], "note": ["x"]})

    assert population(posts("af"), Census(start="2020-01-01", end="2021-01-01")).bound(table) is table
