"""The one way to the network: polite, patient within bounds, and never where it was not sent.

The archive is asked first, and a page that is there and says how is only asked whether it has changed. What a site's
robots.txt forbids is not asked for; requests to one host keep the pause that is configured, or that the site asks for
where that is longer, and a longer one while its answers are slow; a Retry-After is kept to the letter, by
the runs after this one too. A challenge page ends the run for that host: it is a refusal, and nothing here evades one.
"""

import datetime
import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

from protego import Protego

from pipeline import __version__
from pipeline.archive._answers import (
    BUSY,
    GONE,
    HIDDEN,
    NOT_MODIFIED,
    REDIRECTS,
    REFUSED,
    is_challenge,
    is_conditional,
    retry_after,
)
from pipeline.archive._host import ASKED, SLOWEST, Host, crawl_delay
from pipeline.archive._transport import Broken, Transport
from pipeline.archive.addresses import is_loopback, private_address, same_host
from pipeline.archive.answer import Answer
from pipeline.archive.store import Archive, Reply, now
from pipeline.errors import BadPage, Forbidden, ForumRefused, NoAnswer, UsageError, clean
from pipeline.progress import Progress, Silent
from pipeline.settings import Gather

ROBOTS: Final = "robots"
"""Source under which the rules of each host are archived."""

TRIES: Final = 5
TRIES_UNRESOLVED: Final = 2
"""A name that no name server knows is no site, or there is no network: more tries would only wait."""

HOPS: Final = 5
LONGEST_WAIT: Final = 600.0
"""A site that asks for a longer wait than this is left, with the time to come back."""

_PUBLIC: Final = frozenset({"User-Agent", "Accept", "Accept-Encoding", "Content-Type"})
"""Headers that a host may see to which another one redirects; keys and marks of pages are the first one's business."""

Check = Callable[[Answer], None]
"""Looks at an answer before it is stored; raises BadPage (asked once more) or SchemaChanged (not asked again)."""


@dataclass(slots=True)
class Session:
    """Asks sites on behalf of the source modules.

    Parameters
    ----------
    gather : Gather
        Sites that may be asked, pause, contact, how long a reply stays fresh.
    archive : Archive
        Asked first; every whole answer is stored in it before anything reads it.
    offline : bool
        Use the archive alone, whatever the age of its replies.
    refresh : bool
        Treat every archived reply as too old.
    accept_shrink : bool
        Take a list that has lost much of what was known of it for right.
    clock, wall, sleep : callables
        Monotonic seconds, seconds since 1970, and waiting; tests pass their own.
    """

    gather: Gather
    archive: Archive
    offline: bool = False
    refresh: bool = False
    accept_shrink: bool = False
    progress: Progress = field(default_factory=Silent)
    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    transport: Transport = field(default_factory=Transport)
    requests: int = 0
    _hosts: dict[str, Host] = field(default_factory=dict)
    _answered: bool = False
    """Whether any host has answered in this run."""
    _cut_off: bool = False
    """Whether a host could not be reached at all."""

    def __post_init__(self) -> None:
        for name, url in self.gather.allowed.items():
            parts = urlsplit(url)
            if parts.scheme == "http" and not is_loopback(parts.hostname):
                raise UsageError(f"site {name!r}: expected https, found {clean(url)}; http is for this machine alone")

    @property
    def user_agent(self) -> str:
        """How this program names itself."""
        contact = self.gather.contact
        return f"rlo-atlas/{__version__} ({f'+{contact}' if contact else 'contact unset'})"

    def is_fresh(self, retrieved_at: str) -> bool:
        """Say whether a reply of that time need not be asked for again; offline, every reply is fresh."""
        if self.offline:
            return True
        age = datetime.datetime.fromisoformat(now()) - datetime.datetime.fromisoformat(retrieved_at)
        return not self.refresh and age <= datetime.timedelta(days=self.gather.refresh_after_days)

    def least_pause(self, url: str) -> float:
        """Return the seconds between two requests to the host of an address, as far as is known without asking it.

        They are those configured, or those that its archived robots.txt asks for where they are more.
        """
        known = self.archive.get(ROBOTS, "GET", urljoin(url, "/robots.txt"))
        if known is None:
            return max(self.gather.pause_seconds, ASKED.get(urlsplit(url).netloc.lower(), 0.0))
        return max(self.gather.pause_seconds, crawl_delay(_rules_in(known.body), self.user_agent))

    def known(
        self, source: str, url: str, *, method: str = "GET", request_body: bytes | None = None, keyed: bool = False
    ) -> Reply | None:
        """Return the archived reply if it is fresh; where a request is ``keyed``, a refusal of the key before is none."""
        reply = self.archive.get(source, method, url, request_body)
        if reply is None or not self.is_fresh(reply.retrieved_at) or (keyed and reply.status == REFUSED):
            return None
        return reply

    def fetch(
        self,
        source: str,
        url: str,
        *,
        method: str = "GET",
        request_body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        key: Mapping[str, str] | None = None,
        check: Check | None = None,
    ) -> Reply:
        """Return the archived reply if it is fresh, else ask, archive and return what came; see :meth:`ask`."""
        known = self.known(source, url, method=method, request_body=request_body, keyed=key is not None)
        if known is not None:
            return known
        return self.ask(source, url, method=method, request_body=request_body, headers=headers, key=key, check=check)

    def ask(
        self,
        source: str,
        url: str,
        *,
        method: str = "GET",
        request_body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        key: Mapping[str, str] | None = None,
        check: Check | None = None,
    ) -> Reply:
        """Ask a site, archive the whole answer and return it.

        Parameters
        ----------
        source, url, method, request_body, headers
            Whose answer it is, and the request.
        key : mapping, optional
            Of a site that wants to know who asks: the header that says so, or none where there is no key. What refuses it says
            nothing of the address, and is not archived.
        check : callable, optional
            What an answer must pass before it is stored.

        Returns
        -------
        Reply
            Status 200, or 401, 404, 410 or 451: the site has answered, and what it has is not (any more) public.

        Raises
        ------
        NoAnswer
            If this address gave no answer in five tries, or offline.
        BadPage
            If its answer was rejected twice by ``check``, or is too large. Nothing of it is stored.
        Forbidden
            If its robots.txt forbids this address, or one that it redirects to. Others of the host may be asked for.
        ForumRefused
            If the site refuses (the key, 403, challenge, no robots.txt that can be read, a wait of over ten minutes) or cannot be
            reached at all. Every later request to that host in this run raises it at once.
        SchemaChanged
            If ``check`` raises it. Nothing is stored.
        """
        if self.offline:
            raise NoAnswer(f"{clean(url, 200)} is not in the archive; run without --offline to ask for it")
        sent = {
            "User-Agent": self.user_agent,
            "Accept-Encoding": "gzip",
            **self._extra(url),
            **(headers or {}),
            **(key or {}),
        }
        known = self._revalidated(source, method, url, sent)
        answer, final = self._answer(method, url, request_body, sent, check)
        if key is not None and answer.status == REFUSED:
            raise ForumRefused(
                f"{clean(url, 200)} answers with status {REFUSED}: the key, or the way of asking, is refused"
            )
        kept = dict(answer.headers)
        if final != url:
            kept["atlas-final-url"] = final
        if known is not None and answer.status == NOT_MODIFIED:
            # The body that is known, at a new time; it is stored once.
            kept = known.headers | kept | {"atlas-not-modified": "true"}
            answer = Answer(known.status, kept, known.body)
        return self.archive.put(
            source, method, url, answer.body, request_body=request_body, status=answer.status, headers=kept
        )

    def close(self) -> None:
        """Close every connection."""
        self.transport.close()

    def _revalidated(self, source: str, method: str, url: str, sent: dict[str, str]) -> Reply | None:
        """Ask whether a page has changed, where it said how to ask; return the page that is known."""
        known = self.archive.get(source, method, url) if method == "GET" and not self.refresh else None
        if known is None or known.status != 200:
            return None
        marks = {"If-None-Match": known.headers.get("etag"), "If-Modified-Since": known.headers.get("last-modified")}
        sent.update({name: value for name, value in marks.items() if value})
        return known if any(marks.values()) else None

    # ------------------------------------------------------------ one address, as often as it takes

    def _answer(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str], check: Check | None
    ) -> tuple[Answer, str]:
        why, rejected, final = "", 0, url
        for attempt in range(TRIES):
            try:
                answer, final = self._hops(method, url, body, headers)
                if answer.status in BUSY:
                    why = f"status {answer.status}"
                    self._slow_down(final, answer, attempt)
                    continue
                if answer.status in GONE | HIDDEN or (answer.status == NOT_MODIFIED and is_conditional(headers)):
                    return answer, final
                if check is not None and answer.status in (200, 400):
                    check(answer)
                if answer.status != 200:
                    raise BadPage(f"expected status 200, found {answer.status}")
                return answer, final
            except Broken as broken:
                why, final = clean(broken, 120), broken.url or url
                self._after_fault(url, broken, attempt)
            except BadPage as bad:
                why = clean(bad, 300)
                rejected += 1
                if rejected == 2:
                    break
        if rejected == 2:
            raise BadPage(f"{clean(url, 200)}: {why}; nothing of it was stored")
        host = self._host(final)
        host.unanswered += 1
        if host.unanswered >= 3:
            raise self._leave(final, f"three addresses in a row on {clean(urlsplit(final).netloc)} gave {why}", None)
        raise NoAnswer(f"cannot read {clean(url, 200)}: {why} ({TRIES} tries); run again to ask once more")

    def _after_fault(self, url: str, broken: Broken, attempt: int) -> None:
        """Wait before the next try, or raise if there is to be none.

        The page that was asked for is the one left out; the host where it went wrong, which a redirect may have led to,
        is the one waited for or left.
        """
        at = broken.url or url
        where, name, why = clean(url, 200), clean(urlsplit(at).netloc), clean(broken, 200)
        if broken.fault == "certificate":
            raise self._leave(at, f"cannot trust {name}: {why}", None) from broken
        if broken.fault == "private":
            raise self._leave(at, f"{name} {why}", None) from broken
        if broken.fault == "redirect":
            raise NoAnswer(f"cannot read {where}: {why}; it was left out, run again to ask once more") from broken
        if broken.fault == "size":
            raise BadPage(f"{where}: {why}; nothing of it was stored") from broken
        host = self._host(at)
        tries = TRIES_UNRESOLVED if broken.fault == "unresolved" else TRIES
        if self._cut_off and not self._answered:
            tries = 1  # another host could not be reached either: there is no network, and waiting helps nobody
        if broken.fault == "unresolved":
            host.next_at = self.clock()  # nobody was asked anything, so nobody needs a pause
        if attempt < tries - 1:
            seconds = self._backoff(attempt) / (1 if broken.fault == "network" else 2)
            host.leave_alone(self.clock() + seconds, f"before {name} is asked again: {why}")
            self._wait(host)
        elif broken.fault != "network":
            self._cut_off = True
            count = f"{tries} {'try' if tries == 1 else 'tries'}"
            raise self._leave(at, f"cannot reach {name}: {why} ({count})", None) from broken

    def _hops(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> tuple[Answer, str]:
        """Follow redirects, each within the sites that are configured."""
        passed = [url]
        while True:
            host = self._allowed(passed[-1])
            self._obey_robots(passed[-1], host)
            known = (
                headers if same_host(passed[-1], url) else {name: headers[name] for name in _PUBLIC & headers.keys()}
            )
            answer = self._send(method, passed[-1], body, known, host)
            self._refuse_challenge(passed[-1], answer)
            self._refuse_status(passed[-1], answer)
            if answer.status not in BUSY:
                host.unanswered = 0
            if answer.status not in REDIRECTS:
                return answer, passed[-1]
            target = _target(passed[-1], answer)
            passed.append(target)
            chain = " -> ".join(clean(hop, 60) for hop in passed[:3])
            if len(passed) > HOPS + 1:
                raise Broken(f"more than {HOPS} redirects: {chain}", "redirect")
            if method != "GET" and answer.status not in (307, 308):
                raise Broken(f"a redirect in answer to a {method}: {chain}", "redirect")
            try:
                self._allowed(target)
            except UsageError as error:
                raise Broken(f"a redirect that is not followed: {chain}", "redirect") from error

    def _send(self, method: str, url: str, body: bytes | None, headers: dict[str, str], host: Host) -> Answer:
        self._wait(host)
        if not self.requests and not self.gather.contact:
            self.progress.note(
                "no contact is set; site keepers like to know whom to write to: set gather.contact in atlas.toml, "
                "or ATLAS_GATHER__CONTACT"
            )
        self.requests += 1
        started, status = self.clock(), 0
        try:
            answer = self.transport.send(method, url, body, headers)
            status = answer.status
            self._answered = True
            return answer
        except Broken as broken:
            broken.url = url
            raise
        finally:
            host.follow(self.clock() - started, status)
            host.pause_from(self.clock())

    # ------------------------------------------------------------ manners

    def _obey_robots(self, url: str, host: Host) -> None:
        if host.rules is None:
            host.rules = self._robots(url, host)
            delay = crawl_delay(host.rules, self.user_agent)
            if delay > LONGEST_WAIT:
                why = f"robots.txt of {clean(urlsplit(url).netloc)} asks for {delay / 60:,.0f} minutes between requests"
                raise self._leave(url, why, None)
            host.least = max(host.least, delay)
            host.pause = max(host.pause, host.least)
            host.pause_from(self.clock())
        if not host.rules.can_fetch(url, self.user_agent):
            # RFC 9309 forbids addresses, not hosts: the others of this one may be asked for.
            raise Forbidden(
                f"robots.txt of {clean(urlsplit(url).netloc)} forbids {clean(url, 200)}; it was not asked for"
            )

    def _robots(self, url: str, host: Host) -> Protego:
        """Return the rules of a host: none where it says that it has none (4xx), and no leave where they cannot be read."""
        address = urljoin(url, "/robots.txt")
        answer = self._rules(address, host)
        if answer is None or answer.status in BUSY | REDIRECTS or answer.status >= 500:
            # RFC 9309: rules that exist but cannot be read forbid everything.
            raise self._leave(url, f"{clean(address)} cannot be read, so nothing there may be asked for", None)
        self._refuse_challenge(address, answer)
        if answer.status != 200:
            return _rules_in(b"")
        self.archive.put(ROBOTS, "GET", address, answer.body, headers=answer.headers)
        return _rules_in(answer.body)

    def _rules(self, address: str, host: Host) -> Answer | None:
        """Ask for a robots.txt, as often as it takes and where redirects on its own host lead; None if none came."""
        answer: Answer | None = None
        headers = {"User-Agent": self.user_agent, "Accept-Encoding": "gzip"}
        target, hops = address, 0
        for attempt in range(TRIES):
            try:
                answer = self._send("GET", target, None, headers, host)
                while answer.status in REDIRECTS and hops < HOPS:
                    target, hops = _target(target, answer), hops + 1
                    if not same_host(target, address):
                        return None
                    answer = self._send("GET", target, None, headers, host)
            except Broken as broken:
                if broken.fault in ("size", "redirect"):
                    return None
                self._after_fault(address, broken, attempt)
                continue
            if answer.status not in BUSY:
                break
            self._slow_down(address, answer, attempt)
        return answer

    def _refuse_challenge(self, url: str, answer: Answer) -> None:
        if is_challenge(answer):
            raise self._leave(url, f"{clean(urlsplit(url).netloc)} answers with a challenge page", answer)

    def _refuse_status(self, url: str, answer: Answer) -> None:
        if answer.status == 402:
            raise self._leave(url, f"{clean(urlsplit(url).netloc)} says that the budget is spent (status 402)", answer)
        if answer.status == 403:
            raise self._leave(url, f"{clean(urlsplit(url).netloc)} refuses {clean(url, 120)} (status 403)", answer)

    def _slow_down(self, url: str, answer: Answer, attempt: int) -> None:
        """Wait as the site of that address asks, or longer each time, and keep a longer pause for the rest of the run."""
        host = self._host(url)
        asked = retry_after(answer, self.wall())
        if asked is not None and asked > LONGEST_WAIT:
            raise self._leave(url, f"{clean(urlsplit(url).netloc)} asks to wait {asked / 60:,.0f} minutes", answer)
        host.least = max(host.least, min(host.pause * 1.5, SLOWEST))
        host.pause = max(host.pause, host.least)
        name = clean(urlsplit(url).netloc)
        if asked is not None:
            self._remember(url, asked)
            host.leave_alone(self.clock() + asked, f"as {name} asks")
        elif attempt < TRIES - 1:
            again = f"before {name} is asked again: status {answer.status}"
            host.leave_alone(self.clock() + self._backoff(attempt), again)
        else:
            return
        self._wait(host)

    def _backoff(self, attempt: int) -> float:
        return min(2.0**attempt, 60.0) * random.uniform(1.0, 1.25)  # noqa: S311 - jitter, not a secret

    def _wait(self, host: Host) -> None:
        """Wait until the host may be asked; what cuts the wait short does not make that earlier."""
        if (left := host.next_at - self.clock()) > 10:
            self.progress.note(f"waiting {left:.0f} s, {host.why}")
        while (left := host.next_at - self.clock()) > 0:
            self.sleep(left)

    def _leave(self, url: str, why: str, answer: Answer | None) -> ForumRefused:
        """Make the error that ends this run's business with a host, and remember it."""
        asked = retry_after(answer, self.wall()) if answer else None
        if asked is not None:
            self._remember(url, asked)
        moment = _moment(self.wall() + (asked or 3600.0))
        error = ForumRefused(f"{why}; nothing more was asked of it. Stored data is unchanged; try again after {moment}")
        self._host(url).left = error
        return error

    # ------------------------------------------------------------ where it may go

    def _allowed(self, url: str) -> Host:
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
        host = self._host(url)
        if host.left is not None:
            raise host.left
        if not is_loopback(parts.hostname) and (private := private_address(parts.hostname or "")):
            # So do the name servers of a network that wants a log-in first; that is no mistake in the configuration.
            raise self._leave(url, f"{clean(parts.netloc)} leads to the private address {private}", None)
        return host

    def _host(self, url: str) -> Host:
        name = urlsplit(url).netloc.lower()
        if name not in self._hosts:
            self._hosts[name] = self._new_host(name)
        return self._hosts[name]

    def _new_host(self, name: str) -> Host:
        """Return a host of which this run knows nothing yet, to be left alone for as long as it asked an earlier run."""
        host = Host(self.gather.pause_seconds, self.gather.pause_seconds)
        if (kept := self.archive.left_alone(name)) is None:
            return host
        (asked_at, until), wall = kept, self.wall()
        if wall < asked_at:
            # The clock was set back, perhaps by a year: nobody knows how much of the wait is over, so it begins again.
            until = wall + until - asked_at
            self.archive.leave_alone(name, wall, until)
        if (left := until - wall) > 0:
            asked = f"{clean(name)} asked an earlier run to leave it alone until {_moment(until)}"
            host.leave_alone(self.clock() + left, f"as {asked}")
            if left > LONGEST_WAIT:
                host.left = ForumRefused(
                    f"{asked}; nothing was asked of it. Stored data is unchanged; run again after that time"
                )
        return host

    def _remember(self, url: str, seconds: float) -> None:
        """Keep what a site asks for with its Retry-After, so that a run after this one knows of it."""
        wall = self.wall()
        self.archive.leave_alone(urlsplit(url).netloc.lower(), wall, wall + seconds)

    def _extra(self, url: str) -> dict[str, str]:
        """Return the header a user was given; it goes to the forum alone."""
        if not self.gather.extra_header or not same_host(url, self.gather.sites.get("forum", "")):
            return {}
        name, _, value = self.gather.extra_header.partition(":")
        return {name: value}


def _moment(wall: float) -> str:
    """Return a time in words, rounded up: a reader who comes back then does not come too early."""
    return datetime.datetime.fromtimestamp(math.ceil(wall / 60) * 60, datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")


def _target(url: str, answer: Answer) -> str:
    """Return where a redirect leads; Broken where that is no address."""
    location = answer.headers.get("location", "")
    try:
        target = urljoin(url, location)
        urlsplit(target)
    except ValueError as error:
        raise Broken(
            f"a redirect to what is no address: {clean(url, 60)} -> {clean(location, 60)}", "redirect"
        ) from error
    return target


def _rules_in(body: bytes) -> Protego:
    # With its mark, if there is one, the first line of a file would be none that anybody knows.
    return Protego.parse(body.decode("utf-8-sig", "replace"))
