"""What a long piece of work tells about itself; how that looks is the command line's matter."""

from typing import Protocol


class Progress(Protocol):
    """Told by one piece of work at a time. A display adds the time left."""

    def start(self, what: str, total: int | None = None) -> None:
        """Begin a piece of work of ``total`` steps; None where that cannot be known."""

    def expect(self, total: int) -> None:
        """Correct the number of steps of the piece of work under way."""

    def advance(self, steps: int = 1) -> None:
        """Say that ``steps`` more steps are done."""

    def note(self, text: str) -> None:
        """Say in one line what the reader should know now, such as why nothing moves."""

    def finish(self) -> None:
        """End the piece of work under way."""


class Silent:
    """Shows nothing."""

    def start(self, what: str, total: int | None = None) -> None:
        """Ignore it."""

    def expect(self, total: int) -> None:
        """Ignore it."""

    def advance(self, steps: int = 1) -> None:
        """Ignore it."""

    def note(self, text: str) -> None:
        """Ignore it."""

    def finish(self) -> None:
        """Ignore it."""
