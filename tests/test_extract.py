"""Parts of a published table: grains, ranges, terms, formats."""

import io
import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline import extract
from pipeline.errors import UnknownName, UsageError
from pipeline.tables import conform, write_parquet

PERIODS = {
    "year": ["2018", "2019"],
    "quarter": ["2018-Q4", "2019-Q1", "2019-Q2"],
    "month": ["2018-12", "2019-01", "2019-05"],
}


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A published ``spread`` and ``documents`` of a few rows."""
    rows = [
        {
            "period": period, "grain": grain, "venue": "all", "kind": "post", "citing_documents": 1, "citing_authors": 1,
            "new_authors": 1, "cumulative_documents": 1, "cumulative_authors": 1, "documents_total": 4,
            "documents_with_links": 4, "covered": True, "partial": False,
        }
        for grain, periods in PERIODS.items()
        for period in periods
    ]  # fmt: skip
    write_parquet(pd.DataFrame(rows), "spread", tmp_path)
    uses = pd.DataFrame(
        {
            "term": ["mesa-optimizer", "inner alignment"],
            "author_id": ["forum:ada", "forum:ada"],
            "document_id": ["forum:a", "forum:b"],
            "posted_at": ["2019-06-01T10:00:00Z", "2020-01-31T23:59:59Z"],
            "field": ["title", "title"],
            "title": ["Of mesas", None],
            "before_root": [False, False],
            "prior_exposure": [None, "linked"],
            "probable_later_edit": [False, False],
        }
    )
    write_parquet(conform(uses, "term_first_uses"), "term_first_uses", tmp_path)
    return tmp_path


def periods(frame: pd.DataFrame, grain: str) -> list[str]:
    return list(frame.loc[frame["grain"] == grain, "period"])


def test_a_year_as_upper_end_includes_its_last_month_and_quarter(exports: Path) -> None:
    frame = extract.select(exports, extract.Query("spread", end="2018"))

    assert periods(frame, "year") == ["2018"]
    assert periods(frame, "quarter") == ["2018-Q4"]
    assert periods(frame, "month") == ["2018-12"]


def test_a_day_as_lower_end_keeps_the_period_it_falls_in(exports: Path) -> None:
    frame = extract.select(exports, extract.Query("spread", start="2019-05-20", grain="month"))

    assert list(frame["period"]) == ["2019-05"]


def test_a_range_over_moments_includes_its_last_day(exports: Path) -> None:
    frame = extract.select(exports, extract.Query("term_first_uses", start="2019-06-01", end="2020-01-31"))

    assert list(frame["document_id"]) == ["forum:b", "forum:a"]


def test_one_venue_or_field_leaves_the_rows_of_the_others_out(exports: Path) -> None:
    uses = extract.select(exports, extract.Query("term_first_uses", field="title"))

    assert len(uses) == 2
    assert len(extract.select(exports, extract.Query("spread", venue="all", grain="year"))) == 2


def test_values_that_share_no_row_give_an_empty_table_and_none_is_called_unknown(exports: Path) -> None:
    uses = extract.select(exports, extract.Query("term_first_uses"))
    uses.loc[uses["term"] == "inner alignment", "field"] = "body"
    write_parquet(uses, "term_first_uses", exports)

    found = extract.select(exports, extract.Query("term_first_uses", terms=("mesa-optimizer",), field="body"))

    assert found.empty
    assert list(found.columns) == list(uses.columns)


def test_a_valid_range_without_rows_gives_an_empty_table_with_columns(exports: Path) -> None:
    frame = extract.select(exports, extract.Query("spread", start="2030"))

    assert frame.empty
    assert list(frame.columns)[:2] == ["period", "grain"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (extract.Query("spread", start="2020", end="2019"), "--from 2020 is after --to 2019"),
        (extract.Query("spread", start="last week"), "--from: expected a date"),
        (extract.Query("spread", end="2019-02-30"), "--to: expected a date .*, found '2019-02-30'"),
        (extract.Query("spread", start="2019-W53"), "--from: expected a date"),
        (extract.Query("spread", terms=("mesa-optimizer",)), "has none of the columns term, topic"),
        (extract.Query("term_first_uses", grain="year"), "has no column 'grain'"),
        (extract.Query("spread", field="title"), "--field: table spread has no column 'field'"),
    ],
)
def test_a_filter_that_cannot_apply_is_a_usage_error(exports: Path, query: extract.Query, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        extract.select(exports, query)


@pytest.mark.parametrize(
    ("query", "near"),
    [
        (extract.Query("spreads"), "spread"),
        (extract.Query("spread", grain="years"), "year"),
        (extract.Query("term_first_uses", terms=("mesa optimizer",)), "mesa-optimizer"),
        (extract.Query("spread", venue="al"), "all"),
        (extract.Query("term_first_uses", field="titel"), "title"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(exports: Path, query: extract.Query, near: str) -> None:
    with pytest.raises(UnknownName, match=f"did you mean '{near}'"):
        extract.select(exports, query)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (("mesas, look, sky",), ["mesas, look, sky"]),
        (("mesas,look",), ["mesas", "look"]),
        (("mesas, look",), ["mesas", "look"]),
        (("mesas, look, sky", "look"), ["mesas, look, sky", "look"]),
    ],
)
def test_a_topic_whose_name_holds_commas_is_named_whole_and_others_beside_it(
    given: tuple[str, ...], found: list[str], tmp_path: Path
) -> None:
    topics = ["look", "mesas", "mesas, look, sky", "sky"]
    facts = {"rank": 1, "word": "look", "share_of_topic": 0.5, "documents": 3, "documents_total": 4, "agreement": 1.0}
    write_parquet(conform(pd.DataFrame({"topic": topics, **facts}), "topic_words"), "topic_words", tmp_path)

    frame = extract.select(tmp_path, extract.Query("topic_words", terms=given))

    assert sorted(frame["topic"]) == sorted(found)
    with pytest.raises(
        UnknownName, match=r"^unknown topic in topic_words 'mesa, looks, skies'; did you mean 'mesas, look"
    ):
        extract.select(tmp_path, extract.Query("topic_words", terms=("mesa, looks, skies",)))


@pytest.mark.parametrize("form", extract.FORMATS)
def test_every_format_holds_the_same_rows(exports: Path, form: str, tmp_path: Path) -> None:
    frame = extract.select(exports, extract.Query("term_first_uses"))
    extract.save(frame, tmp_path / "part", form)
    written = (tmp_path / "part").read_bytes()

    read = {"csv": pd.read_csv, "parquet": pd.read_parquet, "jsonl": lambda file: pd.read_json(file, lines=True)}[form]
    assert list(read(io.BytesIO(written))["document_id"]) == list(frame["document_id"])


def test_parquet_holds_whole_numbers_of_any_size_as_text_like_the_table_published() -> None:
    paths = pd.Series([2**70 + 1, 3, None], dtype=object)
    file = io.BytesIO()
    extract.write(pd.DataFrame({"spc": paths, "n_links": pd.array([1, 2, None], "Int64")}), file, "parquet")

    read = pd.read_parquet(file)

    assert list(read["spc"].dropna()) == [str(2**70 + 1), "3"]
    assert read["n_links"].dtype == "Int64"


def test_json_lines_hold_numbers_as_exact_as_the_csv_and_null_for_unknown(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "share": pd.array([1 / 3, None], "Float64"),
            "count": pd.array([2**60 + 1, None], "Int64"),
            "name": pd.array(["a/b “c”", None], "str"),
        }
    )
    extract.save(frame, tmp_path / "part", "jsonl")

    first, second = (json.loads(line) for line in (tmp_path / "part").read_text(encoding="utf-8").splitlines())
    assert first == {"share": 1 / 3, "count": 2**60 + 1, "name": "a/b “c”"}
    assert second == {"share": None, "count": None, "name": None}
    extract.save(frame, tmp_path / "part", "csv")
    assert str(first["share"]) in (tmp_path / "part").read_text(encoding="utf-8")
