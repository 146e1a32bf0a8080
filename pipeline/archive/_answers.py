"""What an answer says by its status, headers and first bytes, before anybody reads it."""

import contextlib
import datetime
import email.utils
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

from pipeline.archive.answer import Answer, Broken
from pipeline.errors import clean

FARTHEST: Final = 10 * 365 * 86400.0
"""Seconds; no time to come back is later than this, whatever a site says."""

NOT_MODIFIED: Final = 304
GONE: Final = frozenset({404, 410})
REFUSED: Final = 401
"""Who asks is not let in."""

HIDDEN: Final = frozenset({REFUSED, 451})
BUSY: Final = frozenset({408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 529})
"""No answer yet: some of HTTP, those from 520 on of what stands before many sites (Cloudflare), and 529 for overloaded."""

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHALLENGE: Final = re.compile(
    rb"<(?:title|h1)[^>]*>[^<]*(?:just a moment|security checkpoint|attention required|verify(?:ing)? (?:that )?you are"
    rb"|are you (?:a )?human|checking your browser|access denied|captcha)",
    re.IGNORECASE,
)
_TEST: Final = re.compile(
    rb"<form[^>]{0,300}(?:challenge|captcha|verify)|<(?:iframe|script)[^>]{0,300}challenge"
    rb"|class=[^>]{0,300}(?:h-captcha|g-recaptcha|cf-turnstile)"
    rb"|<(?:iframe|script)\b(?:(?!</(?:iframe|script))[\s\S]){0,3000}?"
    rb"(?:_cf_chl_opt|/cdn-cgi/challenge-platform/(?!scripts/)|captcha-delivery\.com|/\.well-known/vercel/security)",
    re.IGNORECASE,
)
"""What a challenge asks of its reader, or has the reader's browser do: a form, a frame, a script from there or within the
page. Cloudflare adds scripts of its own to pages that are none, from a folder of that name."""

_CHALLENGE_HEADERS: Final = ("cf-mitigated", "x-vercel-mitigated")


def is_challenge(answer: Answer) -> bool:
    """Say whether a site wants proof of a human instead of answering.

    Its title or heading tells where the status is that of a refusal. With 200 the page has to hold the test, too: else it may
    be one that is about such things.
    """
    marked = any(name in answer.headers for name in _CHALLENGE_HEADERS)
    head = answer.body[:20000]
    # A challenge is a page; what JSON quotes, such as the heading of somebody's post, is none.
    worded = head.lstrip()[:1] not in (b"{", b"[") and _CHALLENGE.search(head) is not None
    if answer.status == 200:
        return marked or (worded and _TEST.search(head) is not None)
    return answer.status in (403, 429, 503) and (marked or worded)


def retry_after(answer: Answer, wall: float) -> float | None:
    """Return the seconds that a site asks to wait; None where it asks for none, or for what nobody can read.

    Parameters
    ----------
    wall : float
        Seconds since 1970 by our own clock. A date is read against the site's, where the answer tells it: ours may be wrong.
    """
    value = answer.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), FARTHEST)
    until = _seconds(value)
    if until is None:
        return None
    said = _seconds(answer.headers.get("date", ""))
    wait = until - (wall if said is None else said)
    return min(wait, FARTHEST) if wait > 0 else None


def target(url: str, answer: Answer) -> str:
    """Return where a redirect leads; Broken where that is no address.

    HTTP reads headers as Latin-1; sites that do not escape an address send it in UTF-8, as browsers expect.
    """
    location = answer.headers.get("location", "")
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        target = urljoin(url, location)
        urlsplit(target)
    except ValueError as error:
        raise Broken(
            f"a redirect to what is no address: {clean(url, 60)} -> {clean(location, 60)}", "redirect"
        ) from error
    return target


def _seconds(date: str) -> float | None:
    """Return the seconds since 1970 of a date in a header, which is of UTC where it names no zone; None if it is none."""
    try:
        moment = email.utils.parsedate_to_datetime(date)
        return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def is_conditional(headers: Mapping[str, str]) -> bool:
    """Say whether a request asks only for what has changed."""
    return "If-None-Match" in headers or "If-Modified-Since" in headers
