"""The short ways that tables take to order, to Parquet and to CSV give what pandas' own ways give."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import StoreUnusable
from pipeline.schema import TABLES, Column, Table
from pipeline.tables import conform, csv_text, read_parquet, write_parquet

RINGS = Table(
    "rings",
    "a ring on a bird's leg",
    "Rings.",
    (
        Column("colour", "string", "its colour", missing="not seen"),
        Column("number", "integer", "its number"),
        Column("grams", "number", "its weight", missing="not known", unit="g"),
        Column("put_on", "date", "the day it was put on", missing="not known"),
        Column("closed", "boolean", "whether it is closed", missing="not known"),
        Column("readings", "count", "times that it was read", missing="not known", unit="readings"),
    ),
    key=("colour", "number"),
    order=("grams", "put_on"),
)
TEXTS = st.none() | st.sampled_from(
    ["", "a", "ab", "B", "é", "\uffff", "\U0001f426", 'so "so"', "a,b", "a\nb", "a\r\nb"]
)
ROWS = st.fixed_dictionaries(
    {
        "colour": TEXTS,
        "number": st.integers(-3, 3) | st.integers(-(2**63), 2**63 - 1),
        "grams": st.none() | st.floats(-2, 2).map(lambda grams: grams + 0.0) | st.floats(allow_infinity=True),
        "put_on": TEXTS,
        "closed": st.none() | st.booleans(),
        "readings": st.none() | st.integers(0, 10**30),
    }
)
ORDER = ("grams", "put_on", "colour", "number")
BIRDS = st.lists(ROWS, max_size=7, unique_by=lambda row: (row["colour"] or "", row["number"]))


@pytest.fixture(autouse=True, scope="module")
def rings() -> Any:
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(TABLES, "rings", RINGS)
        yield


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=RINGS.names, dtype=object).astype({"number": "Int64"})


@given(BIRDS)
def test_rows_come_in_the_order_that_a_stable_sort_of_each_column_gives(rows: list[dict[str, Any]]) -> None:
    def place(row: dict[str, Any]) -> tuple[Any, ...]:
        keys = ((row[name] in (None, "") or row[name] != row[name], row[name]) for name in ORDER)
        return tuple((missing, 0 if missing else value) for missing, value in keys)

    found = conform(frame(rows), "rings")
    slow = frame(sorted(rows, key=place))

    assert found.index.equals(pd.RangeIndex(len(rows)))
    assert found["number"].tolist() == slow["number"].tolist()


@given(BIRDS.filter(len), st.data())
def test_a_key_that_repeats_is_refused_wherever_it_stands(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(rows)) | {"grams": 7.5, "put_on": "2021"}
    place = data.draw(st.integers(0, len(rows)))

    with pytest.raises(ValueError, match=r"the key \['colour', 'number'\] repeats, first at"):
        conform(frame([*rows[:place], again, *rows[place:]]), "rings")


@settings(max_examples=30)
@given(rows=BIRDS)
def test_what_was_written_to_parquet_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    written = conform(frame(rows), "rings")
    first = write_parquet(written, "rings", folder).read_bytes()
    found = read_parquet("rings", folder)

    assert found["readings"].tolist() == written["readings"].tolist()
    pd.testing.assert_frame_equal(found[RINGS.names[:-1]], written[RINGS.names[:-1]], check_exact=True)
    assert write_parquet(written, "rings", folder).read_bytes() == first


def test_columns_of_plug_ins_come_back_with_their_types_too(tmp_path: Path) -> None:
    extra = [
        Column("beads", "integer", "its beads", missing="none"),
        Column("gap", "number", "its gap", missing="none"),
    ]
    rows = frame([{"colour": "red", "number": 1}, {"colour": "red", "number": 2}])
    rows = rows.assign(beads=pd.array([2**62 + 1, None], "Int64"), gap=pd.array([None, 0.1], "Float64"))
    write_parquet(rows, "rings", tmp_path, extra)

    found = read_parquet("rings", tmp_path)

    assert [str(found[name].dtype) for name in ("beads", "gap")] == ["Int64", "Float64"]
    assert found["beads"].dropna().tolist() == [2**62 + 1]
    assert read_parquet("rings", tmp_path, equal=("number", 2))["gap"].tolist() == [0.1]  # type: ignore[arg-type]


def test_a_table_of_another_version_is_told_by_the_columns_that_it_lacks(tmp_path: Path) -> None:
    older = conform(frame([{"colour": "red", "number": 1}]), "rings").drop(columns=["closed", "put_on"])
    older.to_parquet(tmp_path / "rings.parquet")

    with pytest.raises(StoreUnusable, match=r"another version of atlas: it lacks .*closed.*; run `atlas build`"):
        read_parquet("rings", tmp_path)
    assert read_parquet("rings", tmp_path, columns=["colour"])["colour"].tolist() == ["red"]


@given(BIRDS)
def test_csv_is_what_pandas_writes_where_no_cell_holds_a_return(rows: list[dict[str, Any]]) -> None:
    shown = conform(frame([row for row in rows if "\r" not in f"{row['colour']}{row['put_on']}"]), "rings")
    slow = shown.assign(closed=shown["closed"].map({True: "true", False: "false"}))

    assert csv_text(shown) == slow.to_csv(index=False, lineterminator="\n")


def test_csv_of_a_frame_that_is_no_table_is_what_pandas_writes() -> None:
    shown = pd.DataFrame({"n": [1, 2], "x": [0.1, np.nan], "mixed": [1.5, None], "few": [None, None]})
    shown["kind"] = pd.Categorical(["a", None])
    shown["on"] = pd.array(["x", None], "string")

    assert csv_text(shown) == shown.to_csv(index=False, lineterminator="\n")


def test_a_formula_is_guarded_and_a_flag_is_in_small_letters_in_a_column_of_any_type() -> None:
    shown = pd.DataFrame({"any": pd.Series(["=1+1", None, 2**70], dtype=object), "flag": [True, False, True]})
    shown["kind"] = pd.Categorical(["=1+1", None, "plain"])

    assert csv_text(shown, excel=True) == f"any,flag,kind\n'=1+1,true,'=1+1\n,false,\n{2**70},true,plain\n"
