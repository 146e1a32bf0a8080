"""Shows progress on a terminal: what is being done, how far it is, how much is left and about how long that takes.

Where standard error is no terminal (a log, a pipe), each piece of work is one line at its end.
"""

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Column
from rich.text import Text

from pipeline.errors import UsageError

_REMEMBERED = 600.0
"""Seconds that the time left is reckoned from: a slow site may take one for a step."""


class Display:
    """The :class:`pipeline.progress.Progress` of the command line; a context manager."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._bars = Progress(
            TextColumn(
                "{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis", ratio=2)
            ),
            BarColumn(bar_width=None, table_column=Column(ratio=1)),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            expand=True,
            speed_estimate_period=_REMEMBERED,
        )
        self._live = self._console.is_terminal
        self._task: TaskID | None = None
        self._what, self._done, self._since = "", 0, 0.0

    def __enter__(self) -> Self:
        if self._live:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is not None and issubclass(kind, UsageError):
            self._forget()  # a mistake was made, and how long it took to see it helps nobody
        self._leave("" if kind is None else "stopped after ")
        if self._live:
            self._bars.stop()

    def start(self, what: str, total: int | None = None) -> None:
        """Begin a piece of work of ``total`` steps."""
        self.finish()
        self._what, self._done, self._since = what, 0, time.monotonic()
        if self._live:
            self._task = self._bars.add_task(what, total=total)

    def expect(self, total: int) -> None:
        """Correct the number of steps."""
        if self._task is not None:
            self._bars.update(self._task, total=total)

    def advance(self, steps: int = 1) -> None:
        """Say that ``steps`` more steps are done."""
        self._done += steps
        if self._task is not None:
            self._bars.advance(self._task, steps)

    def note(self, text: str) -> None:
        """Print one line above the bar."""
        self._console.print(Text(text), soft_wrap=True)

    def finish(self) -> None:
        """End the piece of work under way, and leave a line that says how long it took."""
        self._leave("")

    def _leave(self, how: str) -> None:
        if not self._what:
            return
        count = f" ({self._done:,})" if self._done else ""
        print(f"{self._what}{count}: {how}{time.monotonic() - self._since:.1f} s", file=sys.stderr)
        self._forget()

    def _forget(self) -> None:
        if self._task is not None:
            self._bars.remove_task(self._task)
            self._task = None
        self._what = ""
