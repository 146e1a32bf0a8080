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
