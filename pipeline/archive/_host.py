"""What a run knows about one host, and the pause between two requests to it."""

from dataclasses import dataclass
from typing import Final

from protego import Protego

from pipeline.errors import ForumRefused

SLOWEST: Final = 60.0
"""The longest pause that slow answers lead to."""

ASKED: Final = {"www.lesswrong.com": 3.0, "www.alignmentforum.org": 3.0}
"""Seconds that robots.txt asked for in 2026-08; a plan reckons with them until a run has read what it asks for now."""


def crawl_delay(rules: Protego, user_agent: str) -> float:
    """Return the seconds that a robots.txt asks for between two requests, 0 where it asks for none."""
    return float(rules.crawl_delay(user_agent) or 0.0)


@dataclass(slots=True)
class Host:
    """What this run knows about one host."""

    least: float
    """The pause that is configured, that robots.txt asks for, or that a busy answer has raised."""
    pause: float
    next_at: float = 0.0
    why: str = ""
    """What the wait until then is for, in words that follow its seconds."""
    rules: Protego | None = None
    left: ForumRefused | None = None
    unanswered: int = 0

    def leave_alone(self, until: float, why: str) -> None:
        """Ask nothing of it before a moment of the session's clock, unless a later one is set already."""
        if until > self.next_at:
            self.next_at, self.why = until, why

    def pause_from(self, moment: float) -> None:
        """Keep the pause between two requests."""
        slow = self.pause > self.least
        self.leave_alone(
            moment + self.pause, "as its answers come slowly" if slow else "the pause between two requests"
        )

    def follow(self, latency: float, status: int) -> None:
        """Set the pause by how long the last answer took: half-way to that, never under the least, never shorter for a failure.

        A site that labours answers slowly; the rule is that of Scrapy's AutoThrottle for one request at a time.
        """
        followed = min(max((self.pause + latency) / 2, latency, self.least), SLOWEST)
        if status == 200 or followed > self.pause:
            self.pause = followed
