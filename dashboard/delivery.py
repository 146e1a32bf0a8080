"""How files reach a browser: compressed once, and kept there.

Dash compresses its scripts anew for every visitor, plotly's alone for 0.15 s, and gives no lifetime for those whose name has no
fingerprint. Both cost the first page more than the page itself.
"""

from typing import Any

from flask import Flask, Response, request
from flask_compress import Compress

SUITES = "/_dash-component-suites/"
ASSETS = "/assets/"
DAY = 86_400
YEAR = 365 * DAY
MOST = 100
"""Compressed files that are kept: the pages load some thirty, and anybody can ask for one under many addresses."""


class _Scripts:
    """Compressed scripts by algorithm and address: those of the packages and ours, and never a page, which changes."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self._kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        _, _, address = key.partition(";")
        if address.startswith((SUITES, ASSETS)) and len(self._kept) < MOST:
            self._kept[key] = value


def register(server: Flask) -> None:
    """Compress what is sent, and say how long it may be kept."""
    server.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_LEVEL=3,
        COMPRESS_BR_LEVEL=3,
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/csv",
            "text/javascript",
            "application/javascript",
            "application/json",
            "image/svg+xml",
        ],
        COMPRESS_CACHE_BACKEND=_Scripts,
        COMPRESS_CACHE_KEY=_address,
    )
    Compress(server)

    @server.after_request
    def keep(response: Response) -> Response:
        if response.status_code == 200 and request.path.startswith((SUITES, ASSETS)):
            named = "m" in request.args or ".v" in request.path
            response.headers["Cache-Control"] = (
                f"public, max-age={YEAR}, immutable" if named else f"public, max-age={DAY}"
            )
            # Flask streams our own files, and what is streamed is compressed anew for everybody.
            response.direct_passthrough = False
            response.make_sequence()
        return response


def _address(asked: Any) -> str:
    return str(asked.full_path)
