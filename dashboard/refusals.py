"""What a file that is not to be had says: what failed and what to do next, as plain text, for it is read where no page is."""

from collections.abc import Sequence

from flask import Response

from pipeline.errors import clean
from pipeline.settings import Settings

HERE = "The link “CSV” under every chart has the address that works."


def refusal(status: int, what: str, then: str = HERE) -> Response:
    """Return a reply that refuses: what failed, and what to do next."""
    return Response(f"{what}\n{then}\n", status, mimetype="text/plain")


def unknown(kind: str, wanted: str, known: Sequence[str]) -> Response:
    """Return the reply to an address that names a ``kind`` that is not there, with those that are."""
    return refusal(404, f"There is no {kind} “{clean(wanted, 100)}”; there are: {', '.join(known)}.")


def no_build(settings: Settings) -> Response:
    """Return the reply before the first build."""
    return refusal(
        404,
        "Nothing has been gathered in this data folder.",
        f"Run `{settings.command('ingest')}`, then ask for the file again.",
    )
