"""Every golden case: its records are those expected; damaged, it is read or refused, fast, and never crashes."""

import json
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.sources import golden
from tests.sources.cases import CASES, name, records_of, reply_of

LIMIT = 5.0
TOKENS = (
    b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"<?", b"&", b"&#", b"&#x110000;", b"\x00", b"\xff\xfe",
    b"\xed\xa0\x80", b"<a href='", b"<a href=\"/posts/", b"</a>", b"<div>", b"</div>", b"<li>", b"<ul>", b"<script>",
    b"<template>", b"<table>", b"<title>", b"<main>", b"{", b"}", b"[", b"]", b"null", b"NaN", b"-1", b"1e999", b'"',
    b"\\ud800", b",", b":", b"'", b"=", b"\n", b"#", b"//", b"http://[", b"2021-02-30", b"99999999999999", b"9" * 40,
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_case_gives_the_records_expected(case: Path, pytestconfig: pytest.Config) -> None:
    found = records_of(case)
    wanted = case / "expected.json"
    if pytestconfig.getoption("--write-golden"):
        if golden.write(found, wanted):
            golden.WRITTEN.append(wanted)
        return
    assert wanted.exists(), "no expected.json: run with --write-golden, and look at what it writes"
    assert found == json.loads(wanted.read_text(encoding="utf-8"))


def test_a_golden_file_is_written_only_where_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "expected.json"

    assert [golden.write(records, path) for records in ([], [], [{"record": "Post"}])] == [True, False, True]
    assert json.loads(path.read_text(encoding="utf-8")) == [{"record": "Post"}]
    assert golden.summary([path]) == ["golden files changed: 1; look at them, then run the tests", str(path)]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_damaged_case_is_read_or_refused(case: Path, pytestconfig: pytest.Config) -> None:
    right = reply_of(case).body
    for number in range(pytestconfig.getoption("--mutations")):
        data = damaged(right, random.Random(f"{name(case)} {number}"))
        with within(LIMIT, f"input {number} of {name(case)}"):
            found = records_of(case, data)
        assert all({"record", "refused"} & record.keys() for record in found)


def damaged(right: bytes, dice: random.Random) -> bytes:
    """Return bytes with a few parts cut, doubled, moved, overwritten or interrupted by markup."""
    data = bytearray(right)
    for _ in range(dice.choice((1, 1, 2, 3, 5, 8, 20, 60))):
        start = dice.randrange(len(data) + 1)
        end = min(len(data), start + dice.choice((1, 2, 8, 64, 512)))
        match dice.randrange(7):
            case 0:
                del data[start:end]
            case 1:
                data[start:start] = dice.choice(TOKENS)
            case 2:
                data[start:end] = dice.choice(TOKENS) * dice.choice((1, 2, 50, 2000))
            case 3:
                data[start:start] = data[start:end] * dice.choice((1, 3, 30))
            case 4:
                data[start:end] = dice.randbytes(end - start)
            case 5:
                data[start:end] = data[start:end][::-1]
            case _ if dice.random() < 0.2:
                del data[start:]
    return bytes(data)


@contextmanager
def within(seconds: float, what: str) -> Iterator[None]:
    """Fail what takes more of the processor; parsers written in C end a step before they notice."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"{what}: over {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
