"""Dates of different precision."""

import pandas as pd
import pytest

from pipeline.moments import days_after, earliest, is_before


def test_a_moment_is_not_before_the_year_or_day_it_falls_in():
    moments = pd.Series(["2019", "2019-05-31", "2018-12-31T23:59:59Z"])

    assert is_before(moments, "2019-05-31T10:00:00Z").tolist() == [False, False, True]
    assert is_before(pd.Series(["2019-05-31T00:00:00Z"]), "2019").tolist() == [False]


def test_nothing_is_before_an_unknown_moment_nor_unknown_before_anything():
    assert is_before(pd.Series(["2019"]), None).tolist() == [False]
    assert is_before(pd.Series([None, "2018"], dtype="str"), "2019").tolist() == [False, True]


def test_the_index_of_the_moments_is_kept():
    assert is_before(pd.Series(["2018"], index=["x"]), "2019").to_dict() == {"x": True}


def test_the_earliest_of_moments_that_may_be_the_same_is_the_most_exact():
    assert earliest(["2019", "2019-05-31T23:44:53Z", "2019-06-01"]) == "2019-05-31T23:44:53Z"
    assert earliest([None, float("nan")]) is None


@pytest.mark.parametrize(("moment", "days"), [("2020-01-01T12:00:00Z", 0.5), ("2020", 0.0), ("2020-03", 60.0)])
def test_days_count_from_the_start_of_what_is_known(moment: str, days: float):
    assert days_after(pd.Series([moment]), "2020-01-01").tolist() == [days]
