"""The whole line, from a dump to the tables, for another root work: only ``atlas.toml`` differs."""

import csv
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = "p7mMJvwDbuvo4K7NE"
ATLAS_TOML = f"""
root = "agency"
snapshot = "none"

[works.agency]
title = "Agents Inside Their World"
documents = [{{ id = "forum:{ROOT}", part = "Overview", posted_at = "2018-10-29" }}, {{ id = "arxiv:1902.09469" }}]

[contests.optimizers]
variants = ["optimization daemon", "mesa-optimizer"]
"""


def post(number: int, day: str, author: str, title: str, body: str, **more: Any) -> dict[str, Any]:
    return {
        "_id": f"Line{number:013d}", "title": title, "slug": f"line-{number}", "postedAt": f"{day}T09:00:00.000Z",
        "pageUrl": f"https://www.lesswrong.com/posts/Line{number:013d}/line-{number}", "baseScore": 10 + number, "voteCount": 3,
        "commentCount": 0, "meta": False, "question": False, "url": None, "htmlBody": body,
        "user": {"username": author, "slug": author, "displayName": author.title()},
    } | more  # fmt: skip


def link(target: str) -> str:
    return f'<a href="https://www.lesswrong.com/posts/{target}">earlier</a>'


POSTS = [
    post(1, "2018-10-01", "ada", "Before the root", "<p>Nothing here points anywhere.</p>"),
    post(0, "2018-10-29", "ada", "Agents Inside Their World: Overview", "<p>An agent made of parts.</p>", _id=ROOT),
    post(2, "2018-11-20", "bo", "A first reply", f"<p>I read {link(ROOT)} with care.</p>"),
    post(
        3,
        "2019-02-01",
        "chi",
        "On the paper",
        '<p>See <a href="https://arxiv.org/pdf/1902.09469v2.pdf">the paper</a>.</p>',
    ),
    post(
        4, "2019-06-10", "bo", "Mesa-optimizers, again", f"<p>After {link('Line0000000000002')}: a mesa-optimizer.</p>"
    ),
    post(5, "2019-07-01", "dot", "Far from it", f"<p>{link('Line0000000000004')} and {link('NotInTheCorpus000')}</p>"),
    post(6, "2019-07-02", "dot", "No body known", "", htmlBody=None),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Exports folder of a run over the dump, and what the run said."""
    folder = tmp_path_factory.mktemp("line")
    (folder / "atlas.toml").write_text(ATLAS_TOML, encoding="utf-8")
    (folder / "dump.json.gz").write_bytes(gzip.compress(json.dumps(POSTS).encode(), mtime=0))
    atlas(folder, "import", "dump", "dump.json.gz")
    said = atlas(folder, "build")
    return folder / "state" / "exports", said


def atlas(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "pipeline", *words, "--data-dir", str(folder / "state"), "--workers", "1"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(exports: Path, table: str) -> list[dict[str, str]]:
    with (exports / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_generations_start_at_any_document_of_the_configured_work(built: tuple[Path, str]) -> None:
    generation = {row["document_id"]: row["generation"] for row in rows(built[0], "documents")}

    assert generation[f"forum:{ROOT}"] == "0"
    assert generation["arxiv:1902.09469"] == "0"
    assert generation["forum:Line0000000000002"] == "1"
    assert generation["forum:Line0000000000003"] == "1"
    assert generation["forum:Line0000000000004"] == "2"
    assert generation["forum:Line0000000000005"] == "3"
    assert generation["forum:Line0000000000001"] == ""


def test_citations_beyond_the_corpus_are_kept_and_marked(built: tuple[Path, str]) -> None:
    dangling = [row["cited_id"] for row in rows(built[0], "citations") if row["dangling"] == "true"]

    assert dangling == ["forum:NotInTheCorpus000"]


def test_spread_counts_the_citers_of_the_configured_work(built: tuple[Path, str]) -> None:
    years = {
        row["period"]: (row["citing_documents"], row["cumulative_authors"], row["documents_total"])
        for row in rows(built[0], "spread")
        if row["grain"] == "year" and row["venue"] == "all" and row["kind"] == "post"
    }

    assert years == {"2018": ("1", "1", "3"), "2019": ("1", "2", "4")}


def test_a_term_is_counted_where_it_stands(built: tuple[Path, str]) -> None:
    uses = {
        (row["document_id"], row["field"]): row["occurrences"]
        for row in rows(built[0], "term_counts")
        if row["term"] == "mesa-optimizer"
    }

    assert uses == {("forum:Line0000000000004", "title"): "1", ("forum:Line0000000000004", "body"): "1"}


def test_every_table_is_published_with_its_header(built: tuple[Path, str]) -> None:
    from pipeline.schema import TABLES

    published = {path.stem for path in built[0].glob("*.csv")}

    assert published == {name for name, table in TABLES.items() if table.stage == "public"}


def test_the_run_says_what_it_read_and_what_it_could_not(built: tuple[Path, str]) -> None:
    assert "7 posts" in built[1]
    assert "known for 6 of 7 posts" in built[1]
    assert "'Agents Inside Their World' is cited directly by 2 posts; within" in built[1]


def test_posts_of_a_dump_are_a_selection_until_somebody_declares_that_they_are_all(built: tuple[Path, str]) -> None:
    covered = {
        (name, row["covered"])
        for name in ("coverage", "spread", "term_trends", "topic_trends", "term_succession", "main_paths")
        for row in rows(built[0], name)
    }

    assert {flag for _, flag in covered} == {"false"}
    assert {row["provisional"] for name in ("main_paths", "cascade") for row in rows(built[0], name)} <= {"true"}
    assert "The known posts are a selection, so shares of them are shown as gaps, too" in built[1]
    assert "`atlas ingest --scope forum`" in built[1]


def test_export_makes_a_table_again_that_was_deleted(built: tuple[Path, str]) -> None:
    trends = built[0] / "topic_trends.csv"
    before = trends.read_bytes()
    trends.unlink()

    said = atlas(built[0].parent.parent, "export")

    assert trends.read_bytes() == before
    assert f"{trends}  " in said


def test_building_again_from_the_same_input_gives_the_same_bytes(built: tuple[Path, str]) -> None:
    exports = built[0]
    before = {path.name: path.read_bytes() for path in sorted(exports.glob("*.csv"))}
    folder = exports.parent.parent
    for left in (exports.parent / "builds").iterdir():
        (left / "build.json").unlink()
    environment = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "pipeline", "build", "--data-dir", str(folder / "state"), "--workers", "2"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in sorted(exports.glob("*.csv"))} == before
