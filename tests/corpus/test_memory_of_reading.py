"""The archive may be larger than memory: replies and bodies are let go one by one."""

import weakref
from collections.abc import Iterator

import pytest

from pipeline.archive.store import Reply
from pipeline.corpus import reading
from pipeline.progress import Silent
from pipeline.records import Body, DocumentRecord


class Watched(Reply):
    """A reply that can be watched."""


class Text(str):
    """A text that can be watched."""


def test_a_reply_is_let_go_before_the_next_one_is_read() -> None:
    seen: list[weakref.ref[Watched]] = []

    def a_reply(number: int) -> Watched:
        assert [ref() for ref in seen] == [None] * number
        made = Watched(str(number), "robots", "GET", "https://x.org/robots.txt", None, 200, {}, b"", "", "2020")
        seen.append(weakref.ref(made))
        return made

    assert list(reading.records_of(a_reply(number) for number in range(3))) == []
    assert len(seen) == 3


def test_a_long_body_is_let_go_before_the_next_one_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_HEAVIEST", 1)
    seen: list[weakref.ref[Text]] = []

    def a_record(number: int) -> DocumentRecord:
        assert [ref() for ref in seen] == [None] * number
        # The second has nothing new to read: such a record must not be held either.
        text = Text(f"<p>word {number if number != 1 else 0}</p>")
        seen.append(weakref.ref(text))
        name = f"forum:abcdefghijklmno{0 if number < 2 else number:02}"
        body = Body("html", text, "https://www.lesswrong.com")
        return DocumentRecord(name, "post", "forum_api", f"2026-01-0{number + 1}T00:00:00Z", "w", body=body)

    def records() -> Iterator[DocumentRecord]:
        for number in range(4):
            yield a_record(number)

    found = reading.read_records(records(), None, Silent(), 1)
    assert len(seen) == 4
    assert sorted(found.analyses) == [f"forum:abcdefghijklmno{number:02}" for number in (0, 2, 3)]
