"""Waits that a host has asked for, and the pause after a request, kept in the archive for the runs after this one."""

import datetime
import math
from typing import Final

from pipeline.archive._host import Host
from pipeline.archive.store import Archive, Waits
from pipeline.errors import ForumRefused, clean

LONGEST_WAIT: Final = 600.0
"""A site that asks for a longer wait than this is left, with the time to come back."""


def keep(archive: Archive, name: str, seconds: float, *, wall: float) -> None:
    """Keep what a host asks for with its Retry-After, so that a run after this one knows of it."""
    archive.leave_alone(name, wall, wall + seconds)


def keep_pause(archive: Archive, name: str, seconds: float, *, wall: float) -> None:
    """Keep the pause after a request, so that a run right after this one keeps it; a pause of none costs nothing."""
    if seconds > 0:
        archive.leave_alone(name, wall, wall + seconds, of="pauses")


def obey(archive: Archive, name: str, host: Host, *, clock: float, wall: float) -> None:
    """Leave a host alone for as long as it asked an earlier run, or as the pause of that one lasts.

    Where a host asked for too long, it is left alone for this run.

    Parameters
    ----------
    archive : Archive
        Holds the waits.
    name : str
        Of the host, with its port.
    host : Host
        What this run knows of it, nothing yet.
    clock, wall : float
        The time now: monotonic seconds, and seconds since 1970.
    """
    pause = _left(archive, name, "pauses", wall)
    host.leave_alone(clock + pause, "the pause after the last request of an earlier run")
    if (left := _left(archive, name, "waits", wall)) > 0:
        asked = f"{clean(name)} asked an earlier run to leave it alone until {moment(wall + left)}"
        host.leave_alone(clock + left, f"as {asked}")
        if left > LONGEST_WAIT:
            host.left = ForumRefused(
                f"{asked}; nothing was asked of it. Stored data is unchanged; run again after that time"
            )


def _left(archive: Archive, name: str, of: Waits, wall: float) -> float:
    """Return the seconds for which a host is still to be left alone for an earlier run's sake; 0 if none."""
    if (kept := archive.left_alone(name, of=of)) is None:
        return 0.0
    asked_at, until = kept
    if wall < asked_at:
        # The clock was set back, perhaps by a year: nobody knows how much of the wait is over, so it begins again.
        until = wall + until - asked_at
        archive.leave_alone(name, wall, until, of=of)
    return max(until - wall, 0.0)


def moment(wall: float) -> str:
    """Return a time in words, rounded up: a reader who comes back then does not come too early."""
    return datetime.datetime.fromtimestamp(math.ceil(wall / 60) * 60, datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
