"""What is shown of long work on a terminal."""

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from pipeline import terminal


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Let a narrow terminal show half an hour of a piece of work, a hundred steps a minute."""
    monkeypatch.setenv("TERM", "xterm")
    screen, minute = io.StringIO(), 0
    console = Console(file=screen, force_terminal=True, width=80, get_time=lambda: 60.0 * minute)
    monkeypatch.setattr(terminal, "Console", lambda **_: console)

    def show(what: str) -> str:
        nonlocal minute
        with terminal.Display() as display:
            display.start(what)
            display.expect(12_345)
            while minute < 30:
                minute += 1
                display.advance(100)
            screen.truncate(0)
            display._bars.refresh()
            return screen.getvalue()

    return show


def test_the_numbers_stand_whole_beside_a_long_name(shown: Callable[[str], str]) -> None:
    assert "3000/12345" in shown("lists of who links to documents of generation 1, from item 1001")


def test_the_time_left_is_known_where_a_step_takes_a_minute(shown: Callable[[str], str]) -> None:
    assert "1:33:27" in shown("posts")
