"""How the hosts of one run are treated: which may be asked, when the next request is due, when one is left alone."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from pipeline.archive import _waits
from pipeline.archive._answers import NOT_MODIFIED, REDIRECTS, is_challenge, retry_after
from pipeline.archive._host import SLOWEST, Host
from pipeline.archive.addresses import is_loopback, private_address, same_host
from pipeline.archive.answer import Answer, Broken
from pipeline.archive.store import Archive
from pipeline.errors import EXIT_DEADLINE, BadPage, ForumRefused, NoAnswer, Unreachable, UsageError, clean
from pipeline.progress import Progress
from pipeline.settings import Gather
from pipeline.stopping import Stopped

TRIES: Final = 5
TRIES_UNRESOLVED: Final = 2
"""A name that no name server knows is no site, or there is no network: more tries would only wait."""


@dataclass(slots=True)
class Hosts:
    """The hosts of one run, with what is known of each.

    Parameters
    ----------
    gather : Gather
        Sites that may be asked, and the pause between two requests to one.
    archive : Archive
        Keeps the waits that a host has asked for.
    progress : Progress
        Told of long waits.
    clock, wall, sleep : callables
        Monotonic seconds, seconds since 1970, and waiting.
    deadline : float
        The moment of the clock from which on nothing more is asked.
    """

    gather: Gather
    archive: Archive
    progress: Progress
    clock: Callable[[], float]
    wall: Callable[[], float]
    sleep: Callable[[float], None]
    deadline: float = math.inf
    answered: bool = False
    """Whether any host has answered in this run."""
    _known: dict[str, Host] = field(default_factory=dict)
    _cut_off: bool = False
    """Whether a host could not be reached at all."""

    def of(self, url: str) -> Host:
        """Return the host of an address."""
        name = urlsplit(url).netloc.lower()
        if name not in self._known:
            host = self._known[name] = Host(self.gather.pause_seconds, self.gather.pause_seconds)
            _waits.obey(self.archive, name, host, clock=self.clock(), wall=self.wall())
        return self._known[name]

    def allowed(self, url: str) -> Host:
        """Return the host of an address that may be asked.

        Raises
        ------
        UsageError
            If the address is not on a configured site.
        ForumRefused
            If the host has been left in this run, or its name leads to a private network.
        """
        parts = urlsplit(url)
        if not any(same_host(url, site) for site in self.gather.allowed.values()) or parts.username or parts.password:
            raise UsageError(f"{clean(url, 120)} is on no configured site; name it with --site NAME=URL")
        host = self.of(url)
        if host.left is not None:
            raise host.left
        if not is_loopback(parts.hostname) and (private := private_address(parts.hostname or "")):
            # So do the name servers of a network that wants a log-in first; that is no mistake in the configuration.
            raise self.leave(url, f"{clean(parts.netloc)} leads to the private address {private}", None, Unreachable)
        return host

    def wait(self, url: str) -> None:
        """Wait until the host of an address may be asked; what cuts the wait short does not make that earlier.

        Raises
        ------
        ForumRefused
            At once, if a long wait for that host would last beyond the deadline: others may be asked before.
        Stopped
            At once, if the deadline has come, or is nearer than the end of a pause.
        """
        host = self.of(url)
        left = host.next_at - self.clock()
        if self.clock() < self.deadline <= host.next_at and left > SLOWEST:
            name = clean(urlsplit(url).netloc)
            why = f"{name} cannot be asked for {left:.0f} s, {host.why}, and --deadline comes before"
            raise self._leave_until(url, why, left)
        if max(host.next_at, self.clock()) >= self.deadline:
            raise Stopped(EXIT_DEADLINE, "the next request would be sent after the time given with --deadline")
        if left > 10:
            self.progress.note(f"waiting {left:.0f} s, {host.why}")
        while (left := host.next_at - self.clock()) > 0:
            self.sleep(left)

    def keep_pause(self, url: str) -> None:
        """Keep the pause after the request that is about to be sent, for a run that begins after a kill."""
        _waits.keep_pause(self.archive, urlsplit(url).netloc.lower(), self.of(url).pause, wall=self.wall())

    def keep_pauses(self) -> None:
        """Keep what is left of the pause of each host, for a run right after this one."""
        for name, host in sorted(self._known.items()):
            _waits.keep_pause(self.archive, name, min(host.next_at - self.clock(), host.pause), wall=self.wall())

    def heed(self, url: str, answer: Answer) -> None:
        """Keep the wait that an answer asks for which is not busy: an error, a page that is gone, a redirect.

        It is an answer all the same. What comes next to that host waits, or is refused where the wait is too long; a redirect
        is not followed before, wherever it leads.
        """
        asked = None if answer.status in (200, NOT_MODIFIED) else retry_after(answer, self.wall())
        if asked is None:
            return
        host, name = self.of(url), clean(urlsplit(url).netloc)
        if asked > _waits.LONGEST_WAIT:
            left = self._leave_for(url, asked, answer)
            if answer.status in REDIRECTS:
                raise left
            return
        self._remember(url, asked)
        host.leave_alone(self.clock() + asked, f"as {name} asks")
        if answer.status in REDIRECTS:
            self.wait(url)

    def slow_down(self, url: str, answer: Answer, attempt: int) -> None:
        """Wait as the site of that address asks, or longer each time, and keep a longer pause for the rest of the run.

        After the last try nobody waits here: what is asked next of that host does, in this run or a later one.
        """
        host = self.of(url)
        asked = retry_after(answer, self.wall())
        if asked is not None and asked > _waits.LONGEST_WAIT:
            raise self._leave_for(url, asked, answer)
        host.least = max(host.least, min(host.pause * 1.5, SLOWEST))
        host.pause = max(host.pause, host.least)
        name = clean(urlsplit(url).netloc)
        if asked is not None:
            self._remember(url, asked)
            host.leave_alone(self.clock() + asked, f"as {name} asks")
        elif attempt < TRIES - 1:
            again = f"before {name} is asked again: status {answer.status}"
            host.leave_alone(self.clock() + self._backoff(attempt), again)
        if attempt < TRIES - 1:
            self.wait(url)

    def after_fault(self, url: str, broken: Broken, attempt: int) -> None:
        """Wait before the next try, or raise if there is to be none.

        The page that was asked for is the one left out; the host where it went wrong, which a redirect may have led to,
        is the one waited for or left.
        """
        at = broken.url or url
        where, name, why = clean(url, 200), clean(urlsplit(at).netloc), clean(broken, 200)
        if broken.fault == "certificate":
            raise self.leave(at, f"cannot trust {name}: {why}", None, Unreachable) from broken
        if broken.fault == "private":
            raise self.leave(at, f"{name} {why}", None, Unreachable) from broken
        if broken.fault == "redirect":
            raise NoAnswer(f"cannot read {where}: {why}; it was left out, run again to ask once more") from broken
        if broken.fault == "size":
            raise BadPage(f"{where}: {why}; nothing of it was stored") from broken
        host = self.of(at)
        tries = TRIES_UNRESOLVED if broken.fault == "unresolved" else TRIES
        if self._cut_off and not self.answered:
            tries = 1  # another host could not be reached either: there is no network, and waiting helps nobody
        if broken.fault == "unresolved":
            host.next_at = self.clock()  # nobody was asked anything, so nobody needs a pause
        if attempt < tries - 1:
            seconds = self._backoff(attempt) / (1 if broken.fault == "network" else 2)
            host.leave_alone(self.clock() + seconds, f"before {name} is asked again: {why}")
            self.wait(at)
        elif broken.fault != "network":
            self._cut_off = True
            count = f"{tries} {'try' if tries == 1 else 'tries'}"
            raise self.leave(at, f"cannot reach {name}: {why} ({count})", None, Unreachable) from broken

    def refuse_challenge(self, url: str, answer: Answer) -> None:
        """Leave a host that wants proof of a human."""
        if is_challenge(answer):
            raise self.leave(url, f"{clean(urlsplit(url).netloc)} answers with a challenge page", answer)

    def refuse_status(self, url: str, answer: Answer) -> None:
        """Leave a host that says by its status that it will not answer."""
        if answer.status == 402:
            raise self.leave(url, f"{clean(urlsplit(url).netloc)} says that the budget is spent (status 402)", answer)
        if answer.status == 403:
            raise self.leave(url, f"{clean(urlsplit(url).netloc)} refuses {clean(url, 120)} (status 403)", answer)

    def leave(self, url: str, why: str, answer: Answer | None, kind: type[ForumRefused] = ForumRefused) -> ForumRefused:
        """Make the error that ends this run's business with a host, and remember it."""
        asked = retry_after(answer, self.wall()) if answer else None
        if asked is not None:
            self._remember(url, asked)
        return self._leave_until(url, why, asked or 3600.0, kind)

    def _leave_until(self, url: str, why: str, seconds: float, kind: type[ForumRefused] = ForumRefused) -> ForumRefused:
        moment = _waits.moment(self.wall() + seconds)
        error = kind(f"{why}; nothing more was asked of it. Stored data is unchanged; try again after {moment}")
        self.of(url).left = error
        return error

    def _leave_for(self, url: str, asked: float, answer: Answer) -> ForumRefused:
        return self.leave(url, f"{clean(urlsplit(url).netloc)} asks to wait {asked / 60:,.0f} minutes", answer)

    def _remember(self, url: str, seconds: float) -> None:
        _waits.keep(self.archive, urlsplit(url).netloc.lower(), seconds, wall=self.wall())

    def _backoff(self, attempt: int) -> float:
        return min(2.0**attempt, 60.0) * random.uniform(1.0, 1.25)  # noqa: S311 - jitter, not a secret
