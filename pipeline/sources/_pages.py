"""Fetching a few pages, one after the other, and saying what came."""

from collections.abc import Mapping, Sequence

from pipeline.archive.session import Check, Session
from pipeline.errors import BadPage, ForumRefused, NoAnswer
from pipeline.progress import Progress
from pipeline.sources._outcome import SourceOutcome

_NEXT_STEP = "Save the page in a browser and import it: atlas import page FILE"


def fetch_pages(
    source: str,
    what: str,
    addresses: Sequence[str],
    session: Session,
    progress: Progress,
    *,
    headers: Mapping[str, str],
    check: Check,
) -> SourceOutcome:
    """Fetch pages that are not in the archive, or too old there, until the site refuses.

    Parameters
    ----------
    source : str
        Name of the source.
    what : str
        What the pages are, in words that follow a number: ``pages of root posts``.
    addresses : sequence of str
        The pages.
    session : Session
        Asks for them.
    progress : Progress
        Told of each.
    headers : mapping
        Sent with each request.
    check : callable
        What a page must pass before it is stored.

    Returns
    -------
    SourceOutcome
        How many of the pages are at hand, and why the others are not.
    """
    before, came = session.requests, 0
    missing: list[str] = []
    error: ForumRefused | None = None
    progress.start(what, len(addresses))
    for address in addresses:
        try:
            came += session.fetch(source, address, headers=headers, check=check).status == 200
        except NoAnswer as none:
            if not session.offline:
                missing.append(str(none))
        except BadPage as bad:
            missing.append(str(bad))
        except ForumRefused as refused:
            error = refused
            break
        progress.advance()
    progress.finish()
    return SourceOutcome(
        source, f"{came} of {len(addresses)} {what} in the archive", session.requests - before, tuple(missing), error,
        _NEXT_STEP,
    )  # fmt: skip
