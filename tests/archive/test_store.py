import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.store import IMPORT, Archive, Reply
from pipeline.errors import StoreUnusable

ADDRESS = "https://forum.invalid/graphql"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive" / "replies.sqlite") as opened:
        yield opened


def put(archive: Archive, body: bytes, *, day: int = 1, question: bytes | None = b"q", source: str = "site") -> Reply:
    return archive.put(
        source,
        "POST",
        ADDRESS,
        body,
        request_body=question,
        headers={"etag": "x"},
        retrieved_at=f"2026-01-{day:02d}T00:00:00Z",
    )


def test_a_reply_comes_back_byte_for_byte(archive: Archive) -> None:
    stored = put(archive, b"\x00\xff not text \x1f\x8b")

    assert archive.get("site", "POST", ADDRESS, b"q") == stored
    assert stored.sha256 == hashlib.sha256(stored.body).hexdigest()
    assert list(archive.replies()) == [stored]
    assert archive.reply(stored.key) == stored


def test_a_newer_reply_is_read_and_the_older_one_kept(archive: Archive) -> None:
    new = put(archive, b"new", day=2)
    old = put(archive, b"old", day=1)

    assert archive.get("site", "POST", ADDRESS, b"q") == new
    assert list(archive.replies()) == [old, new]


def test_no_body_and_an_empty_body_are_different_requests(archive: Archive) -> None:
    without = put(archive, b"a", question=None)
    empty = put(archive, b"b", question=b"")

    assert archive.get("site", "POST", ADDRESS, None) == without
    assert archive.get("site", "POST", ADDRESS, b"") == empty
    assert archive.get("site", "GET", ADDRESS, None) is None


def test_a_file_that_is_there_is_not_stored_again(archive: Archive) -> None:
    first = archive.put("dump", IMPORT, "file:a/b.json", b"[]")
    again = archive.put("dump", IMPORT, "file:a/b.json", b"[]")
    other = archive.put("dump", IMPORT, "file:a/b.json", b"[1]", retrieved_at="2999-01-01T00:00:00Z")

    assert again == first
    assert [reply.key for reply in archive.replies("dump")] == [first.key, other.key]


def test_of_two_files_of_one_name_in_one_second_the_one_imported_last_is_the_newest(archive: Archive) -> None:
    for body in (b"a", b"b", b"c", b"d", b"a", b"a"):
        archive.put("forum_dump", IMPORT, "file:x.json", body, retrieved_at="2026-01-01T00:00:00Z")

    told = [(reply.body, reply.retrieved_at[-3:]) for reply in archive.replies("forum_dump")]
    assert told == [(b"a", "00Z"), (b"b", "01Z"), (b"c", "02Z"), (b"d", "03Z"), (b"a", "04Z")]


def test_a_file_after_one_that_is_dated_ahead_is_dated_by_the_clock(archive: Archive) -> None:
    archive.put("forum_dump", IMPORT, "file:x.json", b"a", retrieved_at="2999-01-01T00:00:00Z")
    later = archive.put("forum_dump", IMPORT, "file:x.json", b"b", retrieved_at="2026-01-01T00:00:00Z")

    assert later.retrieved_at == "2026-01-01T00:00:00Z"


def test_order_and_digest_do_not_depend_on_the_order_of_arrival(tmp_path: Path) -> None:
    puts = [(b"1", 1, b"q"), (b"2", 2, b"q"), (b"3", 1, b"a"), (b"4", 1, None)]
    read = []
    for name, order in (("forth", puts), ("back", puts[::-1])):
        with Archive(tmp_path / name) as archive:
            for body, day, question in order:
                put(archive, body, day=day, question=question)
            read.append((archive.digest(), [reply.body for reply in archive.replies()]))

    assert read[0] == read[1]
    assert read[0][1] == [b"4", b"3", b"1", b"2"]


def test_the_digest_changes_with_any_reply(archive: Archive) -> None:
    put(archive, b"1")
    before = archive.digest()
    put(archive, b"1", day=2)

    assert archive.digest() != before


def test_requests_are_listed_without_their_bodies_and_counted_by_source(archive: Archive) -> None:
    late = put(archive, b"late", day=9)
    early = put(archive, b"early", day=3)
    put(archive, b"elsewhere", source="another")

    assert archive.requests("site") == [
        (early.key, b"q", 200, "2026-01-03T00:00:00Z"),
        (late.key, b"q", 200, "2026-01-09T00:00:00Z"),
    ]
    assert archive.counts() == {"another": (1, "2026-01-01T00:00:00Z"), "site": (2, "2026-01-09T00:00:00Z")}


def test_the_history_of_an_address_begins_with_its_newest_reply_and_reads_no_other(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768435200")  # 2026-01-15
    at = {day: archive.put("site", "GET", "https://a.test/1", b"%d" % day, retrieved_at=f"2026-01-{day}T00:00:00Z")
          for day in (10, 28, 12, 11)}  # fmt: skip
    archive.put("site", "GET", "https://a.test/2", b"another", retrieved_at="2026-01-13T00:00:00Z")
    archive.put("else", "GET", "https://a.test/1", b"another", retrieved_at="2026-01-13T00:00:00Z")

    assert list(archive.history("site", "https://a.test/1")) == [at[12], at[11], at[10], at[28]]


def test_replies_are_read_one_at_a_time_while_others_are_added(archive: Archive) -> None:
    put(archive, b"1")
    put(archive, b"2", day=2)
    reading = archive.replies()
    first = next(reading)
    put(archive, b"3", day=3)

    assert first.body == b"1"
    assert [reply.body for reply in reading] == [b"2"]


def test_a_changed_body_is_noticed_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite"
    with Archive(path) as archive:
        put(archive, b"body")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE bodies SET deflated = ?", (zlib.compress(b"forged"),))
    database.close()
    before = path.read_bytes()

    with Archive(path) as archive, pytest.raises(StoreUnusable, match="does not match its sha256"):
        list(archive.replies())
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("source = 'sits'", "does not match its key"),
        ("method = 'GET'", "does not match its key"),
        ("url = 'https://forun.invalid/graphql'", "does not match its key"),
        ("url = CAST(url AS BLOB)", "has columns of other types"),
        ("method = CAST(method AS BLOB)", "has columns of other types"),
        ("request_body = CAST('p' AS BLOB)", "does not match its key"),
        ("request_body = CAST(request_body AS TEXT)", "has columns of other types"),
        ("status = 404", "does not match its key"),
        ("retrieved_at = '2027-01-01T00:00:00Z'", "does not match its key"),
        ('headers = \'{"etag": "x\'', "headers of the reply .* cannot be read"),
        ("headers = X'7B7D'", "has columns of other types"),
    ],
)
def test_a_reply_of_which_anything_was_changed_is_noticed(tmp_path: Path, damage: str, said: str) -> None:
    path = tmp_path / "replies.sqlite"
    with Archive(path) as archive:
        put(archive, b"answer")
    with sqlite3.connect(path) as database:
        database.execute(f"UPDATE replies SET {damage}")
    database.close()

    with Archive(path) as archive, pytest.raises(StoreUnusable, match=f"is damaged: .*{said}"):
        list(archive.replies())


def test_damage_that_is_no_text_is_an_error_with_words(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite"
    with Archive(path) as archive:
        put(archive, b"page")
    path.write_bytes(path.read_bytes().replace(b"ON replies (", b"ON repli\xd5s ("))

    with pytest.raises(StoreUnusable, match="is damaged"):
        Archive(path)


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to be one" * 100])
def test_a_file_that_is_no_archive_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "replies.sqlite"
    path.write_bytes(content)

    with pytest.raises(StoreUnusable, match="damaged"):
        Archive(path)
    assert path.read_bytes() == content


def test_half_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite"
    with Archive(path) as archive:
        for day in range(1, 29):
            put(archive, os.urandom(3000), day=day)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(StoreUnusable, match=r"replies\.sqlite"), Archive(path) as archive:
        list(archive.replies())


def test_an_archive_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite"
    with Archive(path) as archive:
        put(archive, b"page")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()

    with pytest.raises(StoreUnusable, match="version 99"):
        Archive(path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with (
        pytest.raises(StoreUnusable, match="file/inner"),
        Archive(tmp_path / "file" / "inner" / "replies.sqlite") as archive,
    ):
        put(archive, b"page")


def test_a_full_disk_is_an_error_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite"
    with Archive(path) as archive:
        put(archive, b"kept")
    program = f"""
        import os, resource
        from pathlib import Path
        from pipeline.archive.store import Archive
        from pipeline.errors import StoreUnusable
        archive = Archive(Path({str(path)!r}))
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
        try:
            for n in range(100):
                archive.put("site", "GET", f"https://forum.invalid/{{n}}", os.urandom(5000))
        except StoreUnusable as error:
            print(error)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )

    assert "cannot use the archive" in done.stdout
    assert "free space" in done.stdout
    with Archive(path) as archive:
        assert archive.get("site", "POST", ADDRESS, b"q") is not None
        assert all(len(reply.body) in (4, 5000) for reply in archive.replies())


def test_a_kill_at_any_moment_loses_at_most_the_reply_under_way(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite"
    program = f"""
        from pathlib import Path
        from pipeline.archive.store import Archive
        archive = Archive(Path({str(path)!r}))
        for n in range(100_000):
            archive.put("site", "GET", f"https://forum.invalid/{{n}}", b"%d" % n)
            print(n, flush=True)
    """
    running = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert running.stdout is not None
    said = [running.stdout.readline() for _ in range(20)]
    running.send_signal(signal.SIGKILL)
    said += running.stdout.read().splitlines(keepends=True)
    running.wait()
    told = sum(line.endswith("\n") for line in said)

    with Archive(path) as archive:
        bodies = sorted(int(reply.body) for reply in archive.replies())
    assert bodies[:told] == list(range(told))
    assert len(bodies) <= told + 1
    assert sorted(item.name for item in tmp_path.iterdir()) == ["replies.sqlite"]


def test_a_kill_while_the_archive_is_made_leaves_none_or_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "replies.sqlite.new").write_bytes(b"half of a")

    with Archive(tmp_path / "replies.sqlite") as archive:
        stored = put(archive, b"page")
        assert list(archive.replies()) == [stored]
    assert [item.name for item in tmp_path.iterdir()] == ["replies.sqlite"]


def test_reading_makes_no_archive(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive" / "replies.sqlite") as archive:
        assert archive.get("site", "POST", ADDRESS, b"q") is None
        assert (list(archive.replies()), archive.counts(), archive.notes("words")) == ([], {}, {})
        assert archive.left_alone("forum.invalid") is None
        nothing = archive.digest()
    assert list(tmp_path.iterdir()) == []
    with Archive(tmp_path / "archive" / "replies.sqlite") as archive:
        assert archive.digest() == nothing
        archive.leave_alone("forum.invalid", 1, 2)
        put(archive, b"page")
    with Archive(tmp_path / "archive" / "replies.sqlite") as archive:
        assert archive.left_alone("forum.invalid") == (1, 2)
        assert len(list(archive.replies())) == 1


def test_an_archive_that_was_made_meanwhile_is_not_made_anew(tmp_path: Path) -> None:
    with Archive(tmp_path / "replies.sqlite") as late:
        with Archive(tmp_path / "replies.sqlite") as early:
            put(early, b"one", day=1)
        put(late, b"two", day=2)
        assert [reply.body for reply in late.replies()] == [b"one", b"two"]


def test_the_time_can_be_fixed_so_that_runs_can_be_compared(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1559346293")

    assert archive.put("site", "GET", ADDRESS, b"").retrieved_at == "2019-05-31T23:44:53Z"


def test_notes_are_kept_beside_the_replies_and_are_nothing_gathered(tmp_path: Path) -> None:
    with Archive(tmp_path / "replies.sqlite") as archive:
        key = archive.put("site", "GET", ADDRESS, b"page").key
        before = archive.digest()
        assert archive.notes("words") == {}
        archive.keep_notes("words", {key: "one", "other": "two"})
        archive.keep_notes("words", {key: "1"})
        archive.keep_notes("letters", {key: "page"})
    with Archive(tmp_path / "replies.sqlite") as archive:
        assert archive.notes("words") == {key: "1", "other": "two"}
        assert (archive.digest(), len(list(archive.replies()))) == (before, 1)


def test_a_reply_is_stored_together_with_what_is_noted_about_it(archive: Archive) -> None:
    key = archive.put("site", "GET", ADDRESS, b"page", judge=lambda reply: {"words": reply.body.decode()}).key
    assert archive.notes("words") == {key: "page"}

    def interrupted(_: Reply) -> dict[str, str]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.put("site", "GET", ADDRESS, b"other page", judge=interrupted)
    assert [reply.body for reply in archive.replies()] == [b"page"]
