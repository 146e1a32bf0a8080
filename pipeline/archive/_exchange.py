"""One address, asked as often as it takes, through redirects on allowed hosts, until a whole answer has come."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pipeline.archive._answers import BUSY, GONE, HIDDEN, NOT_MODIFIED, REDIRECTS, is_conditional, target
from pipeline.archive._hosts import TRIES, Hosts
from pipeline.archive.addresses import same_host
from pipeline.archive.answer import Answer, Broken, Check
from pipeline.archive.robots import HOPS, Robots, Send
from pipeline.errors import BadPage, NoAnswer, UsageError, clean

_PUBLIC: Final = frozenset({"User-Agent", "Accept", "Accept-Encoding", "Content-Type"})
"""Headers that a host may see to which another one redirects; keys and marks of pages are the first one's business."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Gets answers on behalf of one session, with the manners of its hosts and by their rules."""

    hosts: Hosts
    robots: Robots
    send: Send

    def answer(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str], check: Check | None
    ) -> tuple[Answer, str]:
        """Return a whole answer and the address that gave it; :meth:`Session.ask` says what is raised."""
        why, rejected, final = "", 0, url
        for attempt in range(TRIES):
            try:
                answer, final = self._hops(method, url, body, headers)
                if answer.status in BUSY:
                    why = f"status {answer.status}"
                    self.hosts.slow_down(final, answer, attempt)
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
                self.hosts.after_fault(url, broken, attempt)
            except BadPage as bad:
                why = clean(bad, 300)
                rejected += 1
                if rejected == 2:
                    break
        if rejected == 2:
            raise BadPage(f"{clean(url, 200)}: {why}; nothing of it was stored")
        host = self.hosts.of(final)
        host.unanswered += 1
        if host.unanswered >= 3:
            raise self.hosts.leave(
                final, f"three addresses in a row on {clean(urlsplit(final).netloc)} gave {why}", None
            )
        raise NoAnswer(f"cannot read {clean(url, 200)}: {why} ({TRIES} tries); run again to ask once more")

    def _hops(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> tuple[Answer, str]:
        """Follow redirects, each within the sites that are configured."""
        passed = [url]
        while True:
            host = self.hosts.allowed(passed[-1])
            self.robots.obey(passed[-1], host)
            known = (
                headers if same_host(passed[-1], url) else {name: headers[name] for name in _PUBLIC & headers.keys()}
            )
            answer = self.send(method, passed[-1], body, known, host)
            self.hosts.refuse_challenge(passed[-1], answer)
            self.hosts.refuse_status(passed[-1], answer)
            if answer.status not in BUSY:
                host.unanswered = 0
                self.hosts.heed(passed[-1], answer)
            if answer.status not in REDIRECTS:
                return answer, passed[-1]
            following = target(passed[-1], answer)
            passed.append(following)
            chain = " -> ".join(clean(hop, 60) for hop in passed[:3])
            if len(passed) > HOPS + 1:
                raise Broken(f"more than {HOPS} redirects: {chain}", "redirect")
            if method != "GET" and answer.status not in (307, 308):
                raise Broken(f"a redirect in answer to a {method}: {chain}", "redirect")
            try:
                self.hosts.allowed(following)
            except UsageError as error:
                raise Broken(f"a redirect that is not followed: {chain}", "redirect") from error
