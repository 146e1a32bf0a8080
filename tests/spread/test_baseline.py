"""Karma bands and expectations by hand and against their definitions."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.spread.baseline import BANDS, expected_adopters, karma_bands, matched_posts


def test_bands_are_made_within_the_month() -> None:
    posts = pd.DataFrame(
        {
            "posted_at": ["2019-06-01"] * 5 + ["2019-07-01"] * 2 + ["2019", None],
            "karma": [10, 50, 30, 20, 40, 7, 7, 99, 99],
        }
    )

    assert karma_bands(posts).fillna(0).tolist() == [1, 5, 3, 2, 4, 3, 3, 0, 0]


@given(st.lists(st.integers(-5, 200), min_size=1, max_size=40))
def test_more_karma_is_never_in_a_lesser_band_and_equal_karma_in_the_same(karma: list[int]) -> None:
    bands = karma_bands(pd.DataFrame({"posted_at": "2019-06-02", "karma": karma}))

    by_karma = pd.DataFrame({"karma": karma, "band": bands}).sort_values("karma")
    assert by_karma["band"].is_monotonic_increasing
    assert bands.between(1, BANDS).all()
    assert len(by_karma.drop_duplicates()) == len(set(karma))


def test_bands_of_different_karma_are_even() -> None:
    bands = karma_bands(pd.DataFrame({"posted_at": "2019-06-02", "karma": range(100)}))

    assert bands.value_counts().to_dict() == {1: 20, 2: 20, 3: 20, 4: 20, 5: 20}


def test_expectations_add_up_to_what_was_seen_where_they_come_from() -> None:
    posts = pd.DataFrame(
        {"band": [1, 1, 1, 1, 5, 5, 5, None], "cites": [True, False, False, False, True, True, False, True]}
    )
    typical = pd.Series([True, True, True, True, True, True, False, True])

    expected = expected_adopters(posts, typical)

    assert expected.fillna(-1).tolist() == [0.25] * 4 + [1.0] * 3 + [-1]
    assert expected[typical].sum() == posts.loc[typical & posts["band"].notna(), "cites"].sum()


def test_matched_posts_share_month_and_band_and_are_not_of_the_root_work() -> None:
    posts = pd.DataFrame(
        {
            "document_id": ["r1", "r2", "a", "b", "c", "d"],
            "posted_at": ["2019-06-01", "2019-06-02", "2019-06-30", "2019-07-01", "2019-06-03", "2019-06-04"],
            "band": pd.array([5, 5, 5, 5, 4, None], dtype="Int64"),
        }
    )

    assert matched_posts(posts, {"r1", "r2"}) == {"r1": ["a"], "r2": ["a"]}
