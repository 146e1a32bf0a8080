"""The rules of each host, its robots.txt: asked for before anything else there, kept in the archive, and obeyed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from protego import Protego

from pipeline.archive._answers import BUSY, REDIRECTS, target
from pipeline.archive._host import ASKED, Host, crawl_delay
from pipeline.archive._hosts import TRIES, Hosts
from pipeline.archive._waits import LONGEST_WAIT
from pipeline.archive.answer import Answer, Broken
from pipeline.archive.store import Archive
from pipeline.errors import Forbidden, ForumRefused, Unreachable, UsageError, clean

ROBOTS: Final = "robots"
"""Source under which the rules of each host are archived."""

HOPS: Final = 5
"""Redirects in a row that are followed."""

Send = Callable[[str, str, bytes | None, dict[str, str], Host], Answer]
"""Sends one request (method, address, body, headers, host) and returns its answer; raises Broken."""


@dataclass(frozen=True, slots=True)
class Robots:
    """Reads and obeys the rules of hosts on behalf of one session, which sends what it asks and names itself."""

    hosts: Hosts
    archive: Archive
    send: Send
    user_agent: str

    def obey(self, url: str, host: Host) -> None:
        """Ask for a host's rules if this run has not yet, keep the pause that they ask for, and forbid what they forbid."""
        if host.rules is None:
            host.rules = self._read(url, host)
            if host.left is not None:  # an answer without rules may ask for a long wait, too
                raise host.left
            delay = crawl_delay(host.rules, self.user_agent)
            if delay > LONGEST_WAIT:
                why = f"robots.txt of {clean(urlsplit(url).netloc)} asks for {delay / 60:,.0f} minutes between requests"
                raise self.hosts.leave(url, why, None)
            host.least = max(host.least, delay)
            host.pause = max(host.pause, host.least)
            host.pause_from(self.hosts.clock())
        refuse_forbidden(host.rules, url, self.user_agent)

    def _read(self, url: str, host: Host) -> Protego:
        """Return the rules of a host: none where it says that it has none (4xx), and no leave where they cannot be read."""
        address = urljoin(url, "/robots.txt")
        why = f"{clean(address)} cannot be read, so nothing there may be asked for"
        try:
            answer = self._ask(address)
        except ForumRefused as refused:
            if host.left is None:  # it is the host to which the rules were moved that does not give them
                moved = clean(str(refused).partition(";")[0], 120)
                raise self.hosts.leave(url, f"{why}: it was moved, and {moved}", None, type(refused)) from refused
            raise
        if answer is None or answer.status in BUSY | REDIRECTS or answer.status >= 500:
            # RFC 9309: rules that exist but cannot be read forbid everything.
            raise self.hosts.leave(url, why, None, Unreachable if answer is None else ForumRefused)
        if answer.status != 200:
            return _rules_in(b"")
        self.archive.put(ROBOTS, "GET", address, answer.body, headers=answer.headers)
        return _rules_in(answer.body)

    def _ask(self, address: str) -> Answer | None:
        """Ask for a robots.txt, as often as it takes and where redirects on allowed hosts lead; None if none came."""
        answer: Answer | None = None
        place, hops = address, 0
        for attempt in range(TRIES):
            try:
                answer = self._sent(place)
                while answer.status in REDIRECTS and hops < HOPS:
                    place, hops = target(place, answer), hops + 1
                    answer = self._sent(place)
            except UsageError:  # it leads to a host that may not be asked
                return None
            except Broken as broken:
                if broken.fault in ("size", "redirect"):
                    return None
                self.hosts.after_fault(address, broken, attempt)
                continue
            if answer.status not in BUSY:
                break
            self.hosts.slow_down(place, answer, attempt)
        return answer

    def _sent(self, place: str) -> Answer:
        """Send one request for rules; leave a host that answers with a challenge, and keep the wait that it asks for."""
        headers = {"User-Agent": self.user_agent, "Accept-Encoding": "gzip"}
        answer = self.send("GET", place, None, headers, self.hosts.allowed(place))
        self.hosts.refuse_challenge(place, answer)
        if answer.status not in BUSY:
            self.hosts.heed(place, answer)
        return answer


def refuse_forbidden(rules: Protego, url: str, user_agent: str) -> None:
    """Raise Forbidden for an address that rules forbid: RFC 9309 forbids addresses, the others of its host may be asked for."""
    if not rules.can_fetch(url, user_agent):
        raise Forbidden(f"robots.txt of {clean(urlsplit(url).netloc)} forbids {clean(url, 200)}; it was not asked for")


def least_pause(archive: Archive, url: str, user_agent: str) -> float:
    """Return the seconds that the host of an address asks for between two requests, as far as is known without asking it."""
    rules = archived_rules(archive, url)
    return ASKED.get(urlsplit(url).netloc.lower(), 0.0) if rules is None else crawl_delay(rules, user_agent)


def archived_rules(archive: Archive, url: str) -> Protego | None:
    """Return the rules of the host of an address as they came last; None if they never did."""
    known = archive.get(ROBOTS, "GET", urljoin(url, "/robots.txt"))
    return None if known is None else _rules_in(known.body)


def _rules_in(body: bytes) -> Protego:
    # With its mark, if there is one, the first line of a file would be none that anybody knows.
    return Protego.parse(body.decode("utf-8-sig", "replace"))
