"""Exit codes and messages: what failed, where, what to do; never a traceback."""

import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.build import Facts
from pipeline.commands import build as build_command
from pipeline.commands import dashboard as dashboard_command
from pipeline.commands import ingest as ingest_command
from pipeline.errors import StoreUnusable
from pipeline.stopping import Stopped
from pipeline.terminal import Display

PROJECT = Path(__file__).parent.parent


def run(*words: str, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("root = 'rlo'\n[works.rlo]\ntitle = 'T'\ndocuments = [{ id = 'forum:x' }]\n[gather]\npause_second = 3\n", "line 6: unknown key 'gather.pause_second'; did you mean 'pause_seconds'?"),
        ("root = 'rlo'\n[works.rlo]\ntitle = 3\ndocuments = [{ id = 'forum:x' }]\n", "line 3: works.rlo.title"),
        ("root = 'other'\n[works.rlo]\ntitle = 'T'\ndocuments = [{ id = 'forum:x' }]\n", "expected a work of atlas.toml (known: rlo), found 'other'"),
        ("root = \n", "not TOML"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_configuration_is_named_before_any_work(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "atlas.toml").write_text(text, encoding="utf-8")

    done = run("build", "--data-dir", str(tmp_path / "state"), cwd=tmp_path)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "state").exists()


def test_asking_for_tables_before_any_build_names_the_command(tmp_path: Path) -> None:
    done = run("export", "term_trends", "--data-dir", str(tmp_path))

    assert done.returncode == 2
    assert f"run `atlas ingest --data-dir {tmp_path}`" in done.stderr


def test_a_site_without_an_address_is_a_usage_error(tmp_path: Path) -> None:
    done = run("ingest", "--site", "forum", "--data-dir", str(tmp_path))

    assert done.returncode == 2
    assert "--site: expected NAME=URL" in done.stderr


def test_a_data_folder_that_is_a_file_exits_7(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("not a folder", encoding="utf-8")

    done = run("build", "--data-dir", str(tmp_path / "state"))

    assert done.returncode == 7
    assert str(tmp_path / "state") in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_archive_exits_7_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "archive" / "replies.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 300)

    done = run("build", "--data-dir", str(tmp_path))

    assert done.returncode == 7
    assert str(path) in done.stderr
    assert path.read_bytes() == b"this is no database" * 300


def test_an_error_of_ours_becomes_its_exit_code_and_a_bug_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_arguments: object) -> int:
        raise StoreUnusable("cannot write x: disk full; free space")

    def wrong(_arguments: object) -> int:
        raise KeyError("nothing\x1b[31m")

    monkeypatch.setattr(build_command, "run", full)
    assert cli.main(["build"]) == 7
    assert capsys.readouterr().err == "atlas: cannot write x: disk full; free space\n"

    monkeypatch.setattr(build_command, "run", wrong)
    assert cli.main(["build"]) == 1
    said = capsys.readouterr().err
    assert "a mistake in this program: KeyError" in said
    assert "\x1b" not in said


def test_stopping_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(_arguments: object) -> int:
        raise Stopped(130)

    monkeypatch.setattr(build_command, "run", stopped)

    assert cli.main(["build"]) == 130
    assert "run the same command to go on" in capsys.readouterr().err


def test_stopping_a_run_that_asks_for_everything_anew_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ended(_arguments: object) -> int:
        raise Stopped(130)

    monkeypatch.setattr(ingest_command, "run", ended)

    assert cli.main(["ingest", "--refresh"]) == 130
    assert "the rest is as old as it was; run it again to ask for all of it anew" in capsys.readouterr().err
    assert cli.main(["ingest"]) == 130
    assert "run the same command to go on" in capsys.readouterr().err


def test_a_run_that_reaches_its_deadline_says_so_and_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    given: list[float] = []

    def late(*_: object, minutes: float, **__: object) -> None:
        given.append(minutes)
        raise Stopped(142, "too late")

    monkeypatch.setattr("pipeline.ingest.gather", late)

    assert cli.main(["ingest", "--deadline", "30", "--data-dir", str(tmp_path)]) == 142
    assert capsys.readouterr().err == (
        "atlas: too late: stopped; everything received so far is kept, run the same command to go on\n"
    )
    assert cli.main(["ingest", "--data-dir", str(tmp_path)]) == 142
    assert given == [30, math.inf]


def test_a_dashboard_that_is_ended_speaks_of_nothing_received(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ended(_arguments: object) -> int:
        raise Stopped(143)

    monkeypatch.setattr(dashboard_command, "run", ended)

    assert cli.main(["dashboard"]) == 143
    assert capsys.readouterr().err == "atlas: stopped\n"


def test_a_mistake_in_a_family_of_ones_own_is_answered_with_file_line_and_nearest_key(tmp_path: Path) -> None:
    path = tmp_path / "families" / "birds.toml"
    path.parent.mkdir()
    path.write_text(
        'description = "Birds."\n\n[[terms]]\nname = "owl"\ndefinition = "A bird."\ndefinition_source = "a book"\n'
        'form = ["owl"]\nexamples = ["An owl."]\n',
        encoding="utf-8",
    )

    done = run("list", "terms", "--data-dir", str(tmp_path))

    assert done.returncode == 2
    assert done.stderr == f"atlas: {path}, line 7: term no. 1 'owl': unknown key 'form'; did you mean 'forms'?\n"
    path.write_text(path.read_text(encoding="utf-8").replace("form =", "forms ="), encoding="utf-8")
    assert "birds: owl\n" in run("list", "terms", "--data-dir", str(tmp_path)).stdout


def test_a_network_does_not_take_the_place_of_a_forum(tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    facts = dict.fromkeys(Facts.__required_keys__) | {"root": "rlo"}
    (tmp_path / "current" / "build.json").write_text(json.dumps(facts), encoding="utf-8")
    edges = tmp_path / "edges.csv"
    edges.write_text("citing_id,cited_id\nb,a\n", encoding="utf-8")

    done = run("import", "edges", str(edges), "--data-dir", str(tmp_path))

    assert done.returncode == 2
    assert "tables of another corpus" in done.stderr
    assert "--data-dir DIR" in done.stderr
    assert not (tmp_path / "archive").exists()


def test_terms_are_given_in_one_list_or_in_several() -> None:
    line = ["export", "topic_trends", "--terms", "look, sky", "--terms", "owl,jay"]

    assert cli.parser().parse_args(line).terms == ["look, sky", "owl,jay"]


def test_a_port_that_is_none_is_a_mistake_of_the_command_line() -> None:
    done = run("dashboard", "--port", "99999")

    assert done.returncode == 2
    assert "expected a whole number from 1 to 65535, found '99999'" in done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ingest --site forum=notaurl", "--site: expected an http or https address, found 'notaurl'"),
        ("ingest --generations -1", "--generations: expected greater than or equal to 0, found '-1'"),
        ("ingest --pause soon", "--pause: expected a valid number, found 'soon'"),
        ("ingest --root nowork", "--root: expected a work of atlas.toml (known: rlo), found 'nowork'"),
        ("ingest --dry-run --offline", "--dry-run and --offline cannot go together"),
        ("ingest --deadline 0", "--deadline: expected a whole number from 1, found '0'"),
        ("ingest --deadline 5 --offline", "--offline and --deadline cannot go together"),
        ("ingest --offlien", "unknown option --offlien; did you mean '--offline'?"),
        ("ingest --off", "unknown option --off; did you mean '--offline'?"),
        ("--offline ingest", "unknown option --offline here; options stand at the end"),
        ("ingets", "'ingets' is unknown; did you mean 'ingest'?"),
        ("ingest now", "one word too many: 'now'"),
        ("build --workers 0", "--workers: expected a whole number from 1, found '0'"),
        ("concordance owl --limit -3", "--limit: expected a whole number from 1, found '-3'"),
        ("concordance owl --from 2019-02-30", "--from: expected a date such as 2019"),
        ("concordance owl --moved --near wing", "--moved and --near cannot go together"),
        ("export links --format parqet", "--format: 'parqet' is unknown; did you mean 'parquet'?"),
        ("export --grain year --from 2019", "--grain, --from: for a part of a TABLE"),
        ("export --format jsonl", "--format: for a part of a TABLE"),
        ("export links --excel --format parquet", "--excel: for CSV alone, and --format parquet is asked for"),
        ("export links --out pipeline", "--out: expected a file, found the folder pipeline; name a file in it"),
        ("export term_trends --smooth 1", "--smooth: expected a whole number from 3, found '1'"),
        ("import dumps x.json", "'dumps' is unknown; did you mean 'dump'?"),
        ("import dump x.json --root a", "unknown option --root;"),
        ("import edges a.csv b.csv", "one word too many: 'b.csv'"),
        ("snapshot --out pyproject.toml", "--out: expected a folder, found the file pyproject.toml"),
    ],
)
def test_a_mistake_of_the_command_line_names_the_option_once_and_does_nothing(
    line: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    state = tmp_path / "state"
    words = line.split()
    last = [] if words[0].startswith("-") else ["--data-dir", str(state)]

    assert cli.main([*words, *last]) == 2
    error = capsys.readouterr().err
    assert error.startswith("atlas: ")
    assert said in error
    assert error.count("found") <= 1
    assert error.count("\n") == 1
    assert "atlas.toml," not in error
    assert not state.exists()


def test_a_mistake_in_a_variable_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ATLAS_GATHER__PAUSE_SECONDS", "soon")
    assert cli.main(["build"]) == 2
    assert capsys.readouterr().err == "atlas: ATLAS_GATHER__PAUSE_SECONDS: expected a valid number, found 'soon'\n"

    monkeypatch.setenv("ATLAS_GATHER__PAUSE_SECONDS", "")
    monkeypatch.setenv("ATLAS_GATHER__PAUSE", "3")
    assert cli.main(["build"]) == 2
    assert "ATLAS_GATHER__PAUSE: unknown key 'gather.pause'; did you mean 'pause_seconds'?" in capsys.readouterr().err


def test_bytes_of_parquet_are_not_written_to_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)

    assert cli.main(["export", "links", "--format", "parquet", "--data-dir", str(tmp_path)]) == 2
    assert "--format parquet: bytes that a terminal cannot show; add --out FILE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("shell", "code"),
    [
        ("{atlas} list exports | head -1", 0),
        ("{atlas} list sources | true", 0),
        ("PYTHONUNBUFFERED=1 {atlas} list sources | true", 0),
        ("PYTHONUNBUFFERED=1 {atlas} ingest --offline 2>&1 >/dev/null | true", 3),
        ("{atlas} --help | true", 0),
        ("{atlas} --version >/dev/full", 7),
        ("{atlas} list exports >&-", 0),
        ("{atlas} list exports 2>&-", 0),
        ("{atlas} list sources >/dev/full", 7),
        ("{atlas} export no_such_table 2>/dev/full", 2),
        ("{atlas} ingest --dry-run --data-dir Makefile 2>/dev/full", 7),
        ("{atlas} list sources >/dev/full 2>/dev/full", 7),
        ("{atlas} export no_such_table 2>&1 >/dev/null | true", 2),
        ("{atlas} ingest --offline 2>&1 >/dev/null | true", 3),
        ("PYTHONIOENCODING=ascii {atlas} list terms", 0),
        ("LC_ALL=C {atlas} list terms", 0),
    ],
)
def test_an_output_that_is_shut_full_or_plain_is_no_mistake_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str, code: int
) -> None:
    monkeypatch.setenv("ATLAS_DATA_DIR", str(tmp_path))
    command = "unset PYTHONUNBUFFERED; set -o pipefail; " + shell.format(atlas=f"{sys.executable} -m pipeline")
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert done.returncode == code, done.stderr
    assert "mistake" not in done.stderr
    assert "Exception" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_sign_that_an_output_cannot_show_is_spelt_out() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "list", "terms"], capture_output=True, text=True, env=environment, check=True
    )

    assert "utility \\u2260 reward" in done.stdout


def test_of_a_mistake_it_is_not_said_how_long_it_took(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>A page of nobody.</p></body></html>")

    assert cli.main(["import", "page", str(page), "--data-dir", str(tmp_path / "data")]) == 2
    assert capsys.readouterr().err == (
        f"atlas: cannot import {page}: the page does not say where it is from; name it with --of web:https://... "
        "It was not stored\n"
    )


def test_an_import_of_which_a_file_is_refused_stores_the_others_and_ends_incomplete(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, nobodys = tmp_path / "page.html", tmp_path / "nobodys.html"
    page.write_text(
        '<html><head><link rel="canonical" href="https://example.org/a"></head><body><p>A page.</p></body></html>'
    )
    nobodys.write_text("<html><body><p>A page of nobody.</p></body></html>")
    line = ["import", "page", *map(str, (nobodys, page, tmp_path / "none.html")), "--data-dir", str(tmp_path / "data")]

    assert cli.main(line) == 3
    said = capsys.readouterr()
    assert [row.partition(": ")[0] for row in said.out.splitlines()] == [
        str(page),
        f"Stored in the archive; 2 files refused, see above; `atlas build --data-dir {tmp_path / 'data'}` makes the tables.",
    ]
    refusals = [row for row in said.err.splitlines() if row.startswith("atlas: ")]
    assert len(refusals) == 2
    assert refusals[0].startswith(f"atlas: cannot import {nobodys}: the page does not say where it is from")
    assert refusals[1].startswith(f"atlas: cannot read {tmp_path / 'none.html'}: No such file or directory")


def test_an_import_that_is_refused_leaves_nothing_behind(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>A page of nobody.</p></body></html>")
    (tmp_path / "used").mkdir()

    for folder in ("new", "used"):
        assert cli.main(["import", "page", str(page), "--data-dir", str(tmp_path / folder)]) == 2
        assert cli.main(["import", "edges", str(page), "--data-dir", str(tmp_path / folder)]) == 2
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == [
        "page.html",
        "used",
        "used/.lock",
    ]


@pytest.mark.parametrize("line", ["import page x.html", "ingest --offline", "build", "status", "export spread"])
def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    (tmp_path / "file").write_text("")

    assert cli.main([*line.split(), "--data-dir", str(tmp_path / "file")]) == 7
    assert (
        capsys.readouterr().err == f"atlas: the data folder {tmp_path / 'file'} is a file; choose another --data-dir\n"
    )


def test_a_piece_of_work_that_was_stopped_does_not_look_finished(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        with Display() as display:
            display.start("reading", 9)
            display.advance(2)
            display.start("counting", 9)
            raise Stopped(130)

    with pytest.raises(KeyboardInterrupt):
        work()

    said = capsys.readouterr().err
    assert re.fullmatch(r"reading \(2\): [\d.]+ s\ncounting: stopped after [\d.]+ s\n", said)
