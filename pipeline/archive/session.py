"""The one way to the network: polite, patient within bounds, and never where it was not sent.

The archive is asked first, and a page that is there and says how is only asked whether it has changed. What a site's
robots.txt forbids is not asked for; requests to one host keep the pause that is configured, or that the site asks for
where that is longer, and a longer one while its answers are slow; a Retry-After is kept to the letter, by
the runs after this one too. A challenge page ends the run for that host: it is a refusal, and nothing here evades one.
"""

import datetime
import math
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pipeline import __version__
from pipeline.archive._answers import NOT_MODIFIED, REFUSED
from pipeline.archive._exchange import Exchange
from pipeline.archive._host import Host
from pipeline.archive._hosts import Hosts
from pipeline.archive._transport import Transport
from pipeline.archive.addresses import is_loopback, same_host
from pipeline.archive.answer import Answer, Broken, Check
from pipeline.archive.robots import Robots, archived_rules, least_pause, refuse_forbidden
from pipeline.archive.store import Archive, Judge, Reply, is_ahead, now
from pipeline.errors import ForumRefused, NoAnswer, UsageError, clean
from pipeline.progress import Progress, Silent
from pipeline.settings import Gather


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
    planning : bool
        Send nothing, and count what would be sent; see :meth:`plan`.
    deadline : float
        The moment of ``clock`` from which on nothing more is asked: what is to be asked then raises
        :class:`pipeline.stopping.Stopped`, and so does at once a pause that would last as long; a host that wants a wait of
        over a minute that would is left, and others are asked.
    clock, wall, sleep : callables
        Monotonic seconds, seconds since 1970, and waiting; tests pass their own when they make one.
    """

    gather: Gather
    archive: Archive
    offline: bool = False
    refresh: bool = False
    accept_shrink: bool = False
    planning: bool = False
    deadline: float = math.inf
    progress: Progress = field(default_factory=Silent)
    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    transport: Transport = field(default_factory=Transport)
    requests: int = 0
    planned: Counter[str] = field(default_factory=Counter)
    """How many requests a run would send to each host; no answer is made up, so that what only answers tell is not in it."""
    _hosts: Hosts = field(init=False)
    _exchange: Exchange = field(init=False)

    def __post_init__(self) -> None:
        for name, url in self.gather.allowed.items():
            parts = urlsplit(url)
            if parts.scheme == "http" and not is_loopback(parts.hostname):
                raise UsageError(f"site {name!r}: expected https, found {clean(url)}; http is for this machine alone")
        self._hosts = Hosts(self.gather, self.archive, self.progress, self.clock, self.wall, self.sleep, self.deadline)
        robots = Robots(self._hosts, self.archive, self._send, self.user_agent)
        self._exchange = Exchange(self._hosts, robots, self._send)

    @property
    def user_agent(self) -> str:
        """How this program names itself."""
        contact = self.gather.contact
        return f"rlo-atlas/{__version__} ({f'+{contact}' if contact else 'contact unset'})"

    def is_fresh(self, retrieved_at: str) -> bool:
        """Say whether a reply of that time need not be asked for again; offline, every reply is fresh.

        One that is dated ahead was stored while the clock of this machine was wrong: how old it is nobody knows.
        """
        if self.offline:
            return True
        age = datetime.datetime.fromisoformat(now()) - datetime.datetime.fromisoformat(retrieved_at)
        return (
            not self.refresh
            and not is_ahead(retrieved_at)
            and age <= datetime.timedelta(days=self.gather.refresh_after_days)
        )

    def least_pause(self, url: str) -> float:
        """Return the seconds between two requests to the host of an address, as far as is known without asking it.

        They are those configured, or those that its archived robots.txt asks for where they are more.
        """
        return max(self.gather.pause_seconds, least_pause(self.archive, url, self.user_agent))

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
        judge: Judge | None = None,
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
        judge : callable, optional
            Decides what is noted about the answer; it is stored together with it.

        Returns
        -------
        Reply
            Status 200, or 404, 410, 451, and 401 where no ``key`` is given: the site has answered, and what it has is not
            (any more) public. Of a session that plans, the archived reply, however old.

        Raises
        ------
        NoAnswer
            If this address gave no answer in five tries, or offline; of a session that plans, if it is not archived.
        BadPage
            If its answer was rejected twice by ``check``, or is too large. Nothing of it is stored.
        Forbidden
            If its robots.txt forbids this address, or one that it redirects to. Others of the host may be asked for.
        ForumRefused
            If the site refuses (403, challenge, no robots.txt that can be read, a wait of over ten minutes) or cannot be reached
            at all; every later request to that host in this run raises it at once. Or if it refuses the ``key`` (401): that is
            about this request alone, and the host is not left.
        SchemaChanged
            If ``check`` raises it. Nothing is stored.
        """
        if self.offline:
            raise NoAnswer(f"{clean(url, 200)} is not in the archive; run without --offline to ask for it")
        if self.planning:
            self.plan(url)
            archived = self.archive.get(source, method, url, request_body)
            if archived is None:
                raise NoAnswer(f"{clean(url, 200)} is not in the archive, and a plan asks nobody")
            return archived
        sent = {
            "User-Agent": self.user_agent,
            "Accept-Encoding": "gzip",
            **self._extra(url),
            **(headers or {}),
            **(key or {}),
        }
        known = self._revalidated(source, method, url, sent)
        answer, final = self._exchange.answer(method, url, request_body, sent, check)
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
            source, method, url, answer.body, request_body=request_body, status=answer.status, headers=kept, judge=judge
        )

    def plan(self, url: str, requests: int = 1) -> None:
        """Count requests that a run would send to the host of an address; before the first it asks for the host's rules.

        Raises
        ------
        ForumRefused
            If the host has asked an earlier run to be left alone for longer than a run waits.
        Forbidden
            If its rules forbade the address when they came last.
        """
        if left := self._hosts.of(url).left:
            raise left
        name = urlsplit(url).netloc
        if name not in self.planned:
            self.planned[name] = 1
        if rules := archived_rules(self.archive, url):
            refuse_forbidden(rules, url, self.user_agent)
        self.planned[name] += requests

    def close(self) -> None:
        """Close every connection, and keep the pause of each host for the next run."""
        self.transport.close()
        self._hosts.keep_pauses()

    def _revalidated(self, source: str, method: str, url: str, sent: dict[str, str]) -> Reply | None:
        """Ask whether a page has changed, where it said how to ask; return the page that is known."""
        known = self.archive.get(source, method, url) if method == "GET" and not self.refresh else None
        if known is None or known.status != 200:
            return None
        marks = {"If-None-Match": known.headers.get("etag"), "If-Modified-Since": known.headers.get("last-modified")}
        sent.update({name: value for name, value in marks.items() if value})
        return known if any(marks.values()) else None

    def _send(self, method: str, url: str, body: bytes | None, headers: dict[str, str], host: Host) -> Answer:
        self._hosts.wait(url)
        if not self.requests and not self.gather.contact:
            self.progress.note(
                "no contact is set; site keepers like to know whom to write to: set gather.contact in atlas.toml, "
                "or ATLAS_GATHER__CONTACT"
            )
        self._hosts.keep_pause(url)
        self.requests += 1
        started, status = self.clock(), 0
        try:
            answer = self.transport.send(method, url, body, headers)
            status = answer.status
            self._hosts.answered = True
            return answer
        except Broken as broken:
            broken.url = url
            raise
        finally:
            host.follow(self.clock() - started, status)
            host.pause_from(self.clock())

    def _extra(self, url: str) -> dict[str, str]:
        """Return the header a user was given; it goes to the forum alone."""
        if not self.gather.extra_header or not same_host(url, self.gather.sites.get("forum", "")):
            return {}
        name, _, value = self.gather.extra_header.partition(":")
        return {name: value}
