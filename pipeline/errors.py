"""Every error raised on purpose.

    AtlasError
    ├── UsageError            exit 2   the command line or the configuration is wrong
    │   └── UnknownName                a table, term, metric or work that does not exist
    ├── Incomplete            exit 3   finished, but something did not come, has shrunk, or could not be used
    ├── ForumRefused          exit 4   rate limit, challenge, robots.txt, or no answer with --live
    │   ├── NoAnswer                   one address gave no usable answer; others of its site may
    │   ├── Unreachable                a site that cannot be reached, or that nobody can be sure to have reached
    │   └── Forbidden                  robots.txt forbids one address; others of its site may be asked
    ├── SchemaChanged         exit 5   the forum's API no longer has a field that is asked for
    ├── RunLocked             exit 6   another run is writing to the data folder
    ├── StoreUnusable         exit 7   data folder full, read-only or corrupt
    ├── MalformedIdentifier            an address that should name a document, but does not
    ├── BadPage                        a page or reply that is not what its reader expects
    └── NotAcyclic                     a measure of acyclic graphs was given a cycle

A message has up to three parts, each one sentence: what failed, where, and what to do next. Text
that came from outside goes through :func:`clean` before it enters a message.
"""

import re

EXIT_DONE = 0
EXIT_BUG = 1
EXIT_INTERRUPTED = 130
EXIT_DEADLINE = 142
"""What the shell says of a program that its own alarm has ended (128 and the number of SIGALRM)."""

EXIT_TERMINATED = 143

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_SPACES = re.compile(" {2,}")


class AtlasError(Exception):
    """An error whose message is meant for the person who ran the command."""

    exit_code = EXIT_BUG


class UsageError(AtlasError):
    """The command line or the configuration cannot be used."""

    exit_code = 2


class UnknownName(UsageError):
    """Somebody asked by name for a thing that does not exist."""


class Incomplete(AtlasError):
    """The run finished, but more records were quarantined than the source's ceiling allows."""

    exit_code = 3


class ForumRefused(AtlasError):
    """A site refuses or cannot be reached, and the run was told that this is an error."""

    exit_code = 4


class NoAnswer(ForumRefused):
    """One address gave no answer, or none that can be used, after every try; others of its site may."""


class Unreachable(ForumRefused):
    """A site cannot be reached: its name is unknown, nobody answers there, or nobody can be sure that it is the site."""


class Forbidden(ForumRefused):
    """The robots.txt of a site forbids one address, which was not asked for; others of the site may be."""


class SchemaChanged(AtlasError):
    """A site's reply lacks a field that the reader needs; asking again does not help."""

    exit_code = 5


class RunLocked(AtlasError):
    """Another run holds the data folder."""

    exit_code = 6


class StoreUnusable(AtlasError):
    """The data folder cannot be read or written."""

    exit_code = 7


class MalformedIdentifier(AtlasError):
    """An address has the shape of a document's address but holds no valid id."""


class BadPage(AtlasError):
    """A page or reply is not of the kind its reader expects."""


class NotAcyclic(AtlasError):
    """A citation graph has a cycle where none may be."""


def clean(text: object, limit: int = 80) -> str:
    """Return outside text on one line, without control characters or halves of signs, cut at ``limit``.

    >>> clean("title\\nwith \\x1b[31mcolour")
    'title with [31mcolour'
    """
    flat = _SPACES.sub(" ", _CONTROL.sub(" ", str(text))).strip()
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> count(1, "post"), count(23313, "post"), count(0, "series", "series")
    ('1 post', '23,313 posts', '0 series')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
