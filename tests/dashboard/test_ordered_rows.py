"""Rows in order: the short way says what pandas says."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.facts import ordered

ROWS = st.lists(st.tuples(st.none() | st.integers(0, 3), st.none() | st.sampled_from("abc"), st.integers(0, 2)))


@given(ROWS, st.booleans(), st.booleans())
def test_rows_stand_as_pandas_sorts_them_and_what_is_not_known_stands_last(
    rows: list[tuple[int | None, str | None, int]], number_falls: bool, name_falls: bool
) -> None:
    table = pd.DataFrame(rows, columns=["number", "name", "tie"]).astype({"number": "Int64", "name": "str"})
    table["place"] = range(len(table))

    found = ordered(table, f"{'-' * number_falls}number", f"{'-' * name_falls}name")

    expected = table.sort_values(
        ["number", "name", "place"],
        ascending=[not number_falls, not name_falls, True],
        na_position="last",
        ignore_index=True,
    )
    pd.testing.assert_frame_equal(found, expected)
