"""One build at a time, whole; a new one is noticed, a broken one is not used."""

import weakref
from pathlib import Path

import pandas as pd
import pytest

from dashboard.app import create_app
from dashboard.components.chart_card import furnish
from dashboard.content import Chart
from dashboard.data_access import Build, Store
from tests.dashboard.toy import citations, documents, publish, settings_for, turn

NAMES = ("documents", "citations", "spread")


def store(data_dir: Path) -> Store:
    return Store(settings_for(data_dir), NAMES)


def test_before_the_first_build_there_is_none(tmp_path: Path) -> None:
    assert store(tmp_path).current() is None


def test_a_build_that_is_published_later_is_noticed(tmp_path: Path) -> None:
    reader = store(tmp_path)
    assert reader.current() is None
    publish(tmp_path)
    first = reader.current()
    publish(tmp_path, "second", recounted=False, documents=documents().head(5))
    second = reader.current()

    assert first is not None
    assert second is not None
    assert (len(first.table("documents")), len(second.table("documents"))) == (41, 5)
    assert first.key != second.key


def test_a_page_that_holds_a_build_reads_every_table_of_that_build(tmp_path: Path) -> None:
    publish(tmp_path)
    held = store(tmp_path).current()
    publish(
        tmp_path, "second", recounted=False, documents=documents().head(5), citations=citations(documents()).head(1)
    )

    assert held is not None
    assert len(held.table("documents")) == 41
    assert len(held.table("citations")) == 12


def test_an_unchanged_build_is_read_once(tmp_path: Path) -> None:
    publish(tmp_path)
    reader = store(tmp_path)

    assert reader.current() is reader.current()


def test_a_build_that_cannot_be_read_leaves_the_last_good_one_and_says_why(tmp_path: Path) -> None:
    publish(tmp_path)
    reader = store(tmp_path)
    good = reader.current()
    publish(tmp_path, "second")
    (tmp_path / "builds" / "second" / "exports" / "spread.parquet").write_bytes(b"not a table")

    assert reader.current() is good
    assert "spread.parquet" in reader.problem
    assert "atlas build" in reader.problem

    publish(tmp_path, "third")
    assert reader.current() is not good
    assert reader.problem == ""


def test_a_link_that_is_turned_back_to_the_good_build_takes_the_notice_away(tmp_path: Path) -> None:
    publish(tmp_path)
    reader = store(tmp_path)
    good = reader.current()
    publish(tmp_path, "second")
    (tmp_path / "builds" / "second" / "exports" / "spread.parquet").write_bytes(b"not a table")
    assert (reader.current(), reader.problem != "") == (good, True)

    turn(tmp_path, "first")
    assert (reader.current(), reader.problem) == (good, "")
    turn(tmp_path, "second")
    assert (reader.current(), "spread.parquet" in reader.problem) == (good, True)


def test_a_folder_that_could_not_be_read_for_a_moment_leaves_no_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path)
    reader = store(tmp_path)
    good = reader.current()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", refuse)
        assert (reader.current(), "Permission denied" in reader.problem) == (good, True)
    assert (reader.current(), reader.problem) == (good, "")


def test_a_first_build_that_cannot_be_read_is_as_none_with_a_reason(tmp_path: Path) -> None:
    publish(tmp_path)
    (tmp_path / "builds" / "first" / "exports" / "documents.parquet").write_bytes(b"")
    reader = store(tmp_path)

    assert reader.current() is None
    assert "documents.parquet" in reader.problem


def test_a_build_that_is_replaced_is_let_go_of_with_all_that_was_drawn_of_it(tmp_path: Path) -> None:
    publish(tmp_path)
    data = store(tmp_path).current()
    assert data is not None
    chart = Chart("one", "One", "One.", None, data.table("documents").head(1), "documents")
    kept = [weakref.ref(one) for one in (data, chart)]
    first, again = (furnish(chart, "page", search, data, "light") for search in ("", "?a=1"))
    assert first.parts["main"] is again.parts["main"]
    assert first.parts["foot"] != again.parts["foot"]

    del data, chart, first, again
    assert [one() for one in kept] == [None, None]


def test_a_table_that_a_build_lacks_is_named(tmp_path: Path) -> None:
    publish(tmp_path)
    (tmp_path / "builds" / "first" / "exports" / "spread.parquet").unlink()
    build = store(tmp_path).current()

    assert build is not None
    assert build.lacks(NAMES) == ["spread"]


def test_what_a_page_does_to_a_table_stays_with_the_page(build: Build) -> None:
    mine = build.table("documents")
    mine["title"] = "changed"

    assert "changed" not in set(build.table("documents")["title"])


def test_a_derived_table_is_computed_once(build: Build) -> None:
    calls: list[Build] = []

    def derive(data: Build) -> int:
        calls.append(data)
        return len(data.table("documents"))

    assert [build.once(derive), build.once(derive)] == [41, 41]
    assert len(calls) == 1


def test_the_as_of_day_is_that_of_the_latest_document(tmp_path: Path, build: Build) -> None:
    undated = documents().assign(posted_at=pd.NA).head(1)
    publish(tmp_path, recounted=False, documents=undated.assign(posted_at=None))
    empty = store(tmp_path).current()

    assert build.as_of == "2024-02-10"
    assert empty is not None
    assert empty.as_of == "an unknown day"


@pytest.mark.parametrize("missing", ["exports", "current"])
def test_a_link_that_leads_nowhere_is_as_no_build(tmp_path: Path, missing: str) -> None:
    publish(tmp_path)
    (tmp_path / missing).unlink()

    assert store(tmp_path).current() is None


def test_rows_that_match_are_those_that_a_scan_finds_in_the_same_order(tmp_path: Path) -> None:
    publish(tmp_path)
    held = store(tmp_path).current()
    assert held is not None
    table = held.table("citations")
    for column in ("citing_id", "cited_id"):
        for value in [*sorted(set(table[column])), "nowhere", ""]:
            pd.testing.assert_frame_equal(held.matching("citations", **{column: value}), table[table[column] == value])


def test_what_is_known_of_named_rows_stands_in_the_order_of_their_names(build: Build) -> None:
    documents = build.table("documents")
    ids = [*documents["document_id"].head(3)[::-1], "forum:unknown", None]

    found = build.first("documents", "document_id", ids, ["title", "karma"])

    expected = documents.drop_duplicates("document_id").set_index("document_id").reindex(ids)[["title", "karma"]]
    pd.testing.assert_frame_equal(found, expected.reset_index(drop=True))
    assert [build.places("documents", "document_id")[one] for one in ids[:3]] == [2, 1, 0]
    of_first = build.first("citations", "cited_id", build.table("citations")["cited_id"].head(1), ["citing_id"])
    assert of_first["citing_id"].tolist() == build.table("citations")["citing_id"].head(1).tolist()


def test_a_page_over_tables_that_cannot_be_read_says_why_and_not_that_there_are_none(tmp_path: Path) -> None:
    publish(tmp_path)
    (tmp_path / "builds" / "first" / "exports" / "documents.parquet").write_bytes(b"")
    with create_app(settings_for(tmp_path)).server.test_client() as client:
        shown = client.get("/", headers={"Host": "127.0.0.1"}).get_data(as_text=True)

    assert "<h1>The tables cannot be read</h1><p>cannot read the table" in shown
    assert "No data yet" not in shown
