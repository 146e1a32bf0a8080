"""What results are taken on: said on the command line, kept with the tables, and held to."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from pipeline.cli import main
from pipeline.errors import EXIT_DONE, StoreUnusable, UsageError

ROOT = "rootPost000000001"
POSTS = [
    # id, author, date, linked
    (ROOT, "ada", "2019-01-15", ()),
    ("adasPost000000001", "ada", "2019-02-15", (ROOT,)),
    ("bobsPost000000001", "bob", "2019-03-15", (ROOT,)),
    ("bobsPost000000002", "bob", "2019-04-15", (ROOT, "bobsPost000000001")),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build four posts without self-citations, works counted as one."""
    folder = tmp_path_factory.mktemp("choice")
    posts = [
        {
            "_id": name,
            "title": name,
            "slug": name.lower(),
            "postedAt": f"{date}T12:00:00.000Z",
            "htmlBody": "".join(
                f'<p><a href="https://www.lesswrong.com/posts/{other}/x">x</a></p>' for other in linked
            ),
            "user": {"slug": author, "displayName": author},
        }
        for name, author, date, linked in POSTS
    ]
    dump, config = folder / "dump.json", folder / "gears.toml"
    dump.write_text(json.dumps({"data": {"posts": {"results": posts}}}))
    config.write_text(f'root = "gears"\n[works.gears]\ntitle = "Gears"\ndocuments = [{{ id = "forum:{ROOT}" }}]\n')
    common = ["--data-dir", str(folder), "--config", str(config), "--no-snapshot", "--workers", "1"]
    assert main(["import", "dump", str(dump), *common]) == EXIT_DONE
    assert main(["build", *common, "--unit", "work", "--no-self-citations"]) == EXIT_DONE
    return folder


def _run(built: Path, *words: str) -> int:
    return main([*words, "--data-dir", str(built), "--config", str(built / "gears.toml"), "--no-snapshot"])


def test_the_choice_is_kept_with_the_tables_and_shown(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = json.loads((built / "current" / "build.json").read_text())
    assert facts["graph"] == {
        "unit": "work",
        "policy": "backward_then_condense",
        "links": "all",
        "self_citations": False,
    }
    assert _run(built, "status") == EXIT_DONE
    assert (
        "Graph: of works, their copies and parts together; all links, without self-citations" in capsys.readouterr().out
    )


def test_without_self_citations_an_author_of_the_root_work_adopts_nothing(built: Path) -> None:
    years = pd.read_csv(built / "exports" / "spread.csv").query("grain == 'year' and venue == 'all' and kind == 'post'")
    cascade = pd.read_csv(built / "exports" / "cascade.csv").query("rule == 'last_exposure'")
    citations = pd.read_csv(built / "exports" / "citations.csv")

    assert years[["citing_documents", "citing_authors"]].to_numpy().tolist() == [[2, 1]]
    # The second post cites the first, but of the same author: both hang on the root work.
    assert cascade["depth"].tolist() == [0, 1, 1]
    assert len(citations) == 4, "the table of citations keeps every one, flagged"


def test_a_part_of_a_table_that_was_made_otherwise_is_refused(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(built, "export", "spread", "--unit", "work") == EXIT_DONE
    capsys.readouterr()
    assert _run(built, "export", "spread", "--unit", "document") == UsageError.exit_code
    assert "were built with unit = 'work'" in capsys.readouterr().err


def test_tables_are_up_to_date_until_something_they_are_made_from_changes(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def status() -> str:
        capsys.readouterr()
        assert _run(built, "status") == EXIT_DONE
        return capsys.readouterr().out

    tables = len(list((built / "exports").glob("*.csv")))
    made = f"Tables up to date: {tables} CSV files in {built}/exports."
    assert made in status(), "a build on other citations than the default ones is as good"
    assert "`atlas status" not in status(), "the report does not send to itself"

    family = built / "families" / "birds.toml"
    family.parent.mkdir()
    family.write_text(
        'description = "Birds."\n[[terms]]\nname = "owl"\ndefinition = "A bird."\ndefinition_source = "me"\n'
    )
    assert "Tables out of date" in status()
    family.unlink()
    assert made in status()

    (built / "more.json").write_text((built / "dump.json").read_text() + " ")
    assert _run(built, "import", "dump", str(built / "more.json")) == EXIT_DONE
    assert f"`atlas build --data-dir {built}` makes the tables" in capsys.readouterr().out
    assert f"`atlas build --data-dir {built}` makes them anew" in status()


@pytest.mark.parametrize(
    "words", [["export", "spread"], ["status"], ["status", "--coverage"], ["concordance", "gears"]]
)
def test_tables_of_a_version_that_did_not_keep_the_choice_are_to_be_made_again(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    older = shutil.copytree(built, tmp_path / "older", symlinks=True)
    path = older / "current" / "build.json"
    facts = json.loads(path.read_text())
    path.write_text(json.dumps({name: fact for name, fact in facts.items() if name != "graph"}))

    assert _run(older, *words) == StoreUnusable.exit_code

    assert "made by another version of atlas: build.json lacks graph; run `atlas build" in capsys.readouterr().err


def test_a_table_of_a_version_with_fewer_columns_is_to_be_made_again(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = shutil.copytree(built, tmp_path / "older", symlinks=True)
    path = older / "current" / "exports" / "spread.parquet"
    pd.read_parquet(path).drop(columns="new_authors").to_parquet(path)

    assert _run(older, "export", "spread") == StoreUnusable.exit_code

    assert "made by another version of atlas: it lacks new_authors; run `atlas build`" in capsys.readouterr().err
