"""The sentences about a build: every number in them says what it counts."""

import json
from pathlib import Path

import pytest

from pipeline import cli
from tests.loopback_forum import a_post


def test_the_counts_of_a_build_add_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dump = tmp_path / "posts.json"
    dump.write_text(json.dumps([a_post(1), a_post(2)]), encoding="utf-8")
    where = ["--data-dir", str(tmp_path / "data"), "--no-snapshot"]

    person = (
        Path(__file__).parent / "sources" / "forum_user_page" / "posts" / "raw.html"
    )  # of whose posts no date is shown

    assert cli.main(["import", "dump", str(dump), *where[:2]]) == 0
    assert cli.main(["import", "page", str(person), *where[:2]]) == 0
    capsys.readouterr()
    assert cli.main(["build", *where]) == 0

    corpus, bodies = capsys.readouterr().out.splitlines()[:2]
    assert corpus == (
        "Corpus: 9 posts, 2 pages and 1 paper up to 2020-01-02; told of by configuration: 8; by forum_dump: 2; by "
        "forum_user_page: 2."
    )
    assert bodies.startswith(
        "Bodies: known for 2 of 7 posts with a date (29 %); 2 more without one; no whole year covered. "
    )


def test_the_counts_of_a_network_add_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "edges.csv").write_text("citing_id,cited_id\nb,a\nc,a\n")
    (tmp_path / "documents.csv").write_text("document_id,title\na,A\nb,B\n")
    where = ["--data-dir", str(tmp_path / "data")]
    files = [str(tmp_path / "edges.csv"), "--documents", str(tmp_path / "documents.csv")]

    assert cli.main(["import", "edges", *files, *where]) == 0
    capsys.readouterr()
    assert cli.main(["build", *where]) == 0

    corpus, spread = capsys.readouterr().out.splitlines()[:2]
    assert (
        corpus
        == "Corpus: 3 papers without a date; told of by edge_list: 3; by edge_list, cited only: 1; some by several."
    )
    assert spread.endswith("; import it again with --root and the id of a document that others cite.")


def test_remarks_on_records_that_are_kept_count_as_no_records_set_aside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dump = tmp_path / "posts.json"
    dump.write_text(
        json.dumps([a_post(1) | {"mood": "calm", "tone": "dry"}, a_post(2), {"_id": "x"}]), encoding="utf-8"
    )
    where = ["--data-dir", str(tmp_path / "data")]
    assert cli.main(["import", "dump", str(dump), *where]) == 0
    assert cli.main(["build", *where, "--no-snapshot"]) == 0
    built = capsys.readouterr().out
    assert cli.main(["status", *where]) == 0
    lines = capsys.readouterr().out.splitlines()

    unused = "Not used: 0 unresolved links, 1 quarantined record; 2 remarks on records that are kept"
    assert f"{unused}; `atlas status" in built
    assert f"{unused}." in lines
    start = lines.index("Quarantined records:")
    assert lines[start + 1].startswith("  forum_dump post at ")
    assert lines[start + 2 : start + 5 : 2] == ["Remarks on records kept:", lines[start + 4]]
    assert [line.split(": ")[1] for line in lines[start + 3 : start + 5]] == ["mood", "tone"]
