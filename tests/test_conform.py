"""Conforming: a frame with a table's columns takes its types and its row order, or is refused; the caller's stays."""

from typing import Any

import pandas as pd
import pytest

from pipeline.schema import TABLES, Column, Table
from pipeline.tables import conform, empty

BIRDS = Table(
    "birds",
    "a bird",
    "Birds.",
    (
        Column("bird", "string", "its name"),
        Column("seen_at", "datetime", "when it was seen", missing="not known"),
        Column("eggs", "integer", "its eggs", missing="not counted", unit="eggs"),
        Column("weight", "number", "its weight", missing="not known", unit="g"),
        Column("sings", "boolean", "whether it sings", missing="not known"),
        Column("feathers", "count", "its feathers", missing="not counted", unit="feathers"),
    ),
    key=("bird",),
    order=("seen_at",),
)
ROWS: list[dict[str, Any]] = [
    {"bird": "wren", "seen_at": "", "eggs": None, "weight": 9, "sings": True, "feathers": 10**30},
    {"bird": "owl", "seen_at": "2020", "eggs": 4.0, "weight": 480.5, "sings": None, "feathers": None},
    {"bird": "auk", "seen_at": "2020", "eggs": 1.0, "weight": None, "sings": False, "feathers": 7},
]


@pytest.fixture(autouse=True)
def birds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES, "birds", BIRDS)


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=BIRDS.names)


def test_rows_come_in_their_order_with_their_types_and_empty_text_is_missing() -> None:
    conformed = conform(frame(*ROWS)[BIRDS.names[::-1]].set_index(pd.Index([7, 7, 3])), "birds")

    assert conformed.columns.tolist() == BIRDS.names
    assert conformed.index.tolist() == [0, 1, 2]
    assert conformed["bird"].tolist() == ["auk", "owl", "wren"]
    assert conformed["seen_at"].isna().tolist() == [False, False, True]
    assert [str(dtype) for dtype in conformed.dtypes] == ["str", "str", "Int64", "Float64", "boolean", "object"]
    assert conformed["feathers"].tolist() == [7, None, 10**30]
    assert conformed["weight"].isna().tolist() == [True, False, False]


def test_what_is_conformed_stays_as_it_is() -> None:
    once = conform(frame(*ROWS), "birds")

    pd.testing.assert_frame_equal(conform(once, "birds"), once)
    pd.testing.assert_frame_equal(conform(once.iloc[:1], "birds"), once.iloc[:1])
    pd.testing.assert_frame_equal(conform(once.iloc[:0], "birds"), empty("birds"))


def test_a_change_to_what_came_of_it_does_not_reach_the_frame_that_was_given() -> None:
    given = conform(frame(*ROWS), "birds")
    for rows in (given, given.iloc[:1]):
        before = rows.copy()
        conformed = conform(rows, "birds")
        conformed.loc[0, ["bird", "eggs", "weight", "sings", "feathers"]] = ["crow", 9, 1.5, True, 3]

        pd.testing.assert_frame_equal(rows, before)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([ROWS[0], ROWS[1] | {"bird": ""}], "column 'bird' may not be empty, but is in row 1"),
        ([ROWS[0] | {"bird": None}], "column 'bird' may not be empty, but is in row 0"),
        ([ROWS[0], ROWS[1], ROWS[1]], r"the key \['bird'\] repeats, first at {'bird': 'owl'}"),
    ],
)
def test_rows_that_cannot_stand_are_refused_by_name(rows: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        conform(frame(*rows), "birds")


def test_columns_must_be_those_of_the_table() -> None:
    with pytest.raises(ValueError, match=r"found a difference in \['eggs', 'legs'\]"):
        conform(frame(*ROWS).rename(columns={"eggs": "legs"}), "birds")
