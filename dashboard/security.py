"""What the application refuses, and what it tells browsers to refuse.

Reachable from this machine only, by its own name only; no script but our files and Dash's own inline lines; callback bodies
are checked against the registered callbacks before Dash sees them, so that a malformed one is a 400 and not a fault.
"""

import json
import logging
import uuid
from typing import Any

from dash import Dash
from dash.exceptions import DashException
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

log = logging.getLogger(__name__)

LARGEST_BODY = 1_000_000
OWN_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
_UPDATE = "/_dash-update-component"


def harden(app: Dash, hosts: tuple[str, ...] = ()) -> None:
    """Add the checks and headers; call it last, when every callback is registered."""
    server: Flask = app.server
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    allowed = OWN_HOSTS | set(hosts)
    policy = content_policy(app)

    @server.before_request
    def refuse() -> tuple[dict[str, str], int] | None:
        if _host_name(request.host) not in allowed:
            return {"error": "this host name is not served"}, 400
        if request.path == _UPDATE and request.method == "POST":
            reason = unusable(request.get_data(), app.callback_map)
            if reason:
                return {"error": reason}, 400
        return None

    @server.after_request
    def protect(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    @server.errorhandler(Exception)
    def answer(error: Exception) -> Any:
        if isinstance(error, HTTPException):
            return error
        if isinstance(error, DashException):
            return {"error": "this request does not fit the application"}, 400
        reference = uuid.uuid4().hex[:8]
        log.exception("%s %s, reference %s", request.method, request.path, reference)
        return {"error": f"a fault of the application; the server's log has it under {reference}"}, 500


def content_policy(app: Dash) -> str:
    """Return the Content-Security-Policy: everything from here, no eval, inline scripts by hash only.

    Styles may stand inline because Mantine and plotly write them; ``data:`` and ``blob:`` pictures are the chart downloads.
    """
    app.index()  # type: ignore[no-untyped-call] # collects the inline scripts, which the hashes must cover
    scripts = " ".join(
        ["'self'", *sorted({f"'{one}'" if not one.startswith("'") else one for one in app.csp_hashes()})]
    )
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


def unusable(body: bytes, callbacks: dict[str, Any]) -> str:
    """Say why a callback's request cannot be used; empty where it can.

    Only the shape is looked at: which callback, and as many inputs, states and outputs as it has. Values are the
    callback's to judge.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return "not JSON"
    if not isinstance(data, dict) or not isinstance(data.get("output"), str):
        return "names no output"
    callback = callbacks.get(data["output"])
    if callback is None:
        return "names an unknown output"
    for side, expected in (("inputs", callback["inputs"]), ("state", callback["state"])):
        given = data.get(side, [])
        if not isinstance(given, list) or len(given) != len(expected):
            return f"has other {side} than the callback"
        if not all(_fits(one, want) for one, want in zip(given, expected, strict=True)):
            return f"has a malformed entry in {side}"
    changed = data.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(one, str) for one in changed):
        return "has malformed changedPropIds"
    return _outputs_fit(data.get("outputs"), data["output"])


def _fits(given: Any, wanted: dict[str, Any]) -> bool:
    if isinstance(given, list):
        return str(wanted["id"]).startswith("{") and all(_names(one, wanted["property"]) for one in given)
    return _names(given, wanted["property"])


def _names(given: Any, prop: str) -> bool:
    return isinstance(given, dict) and isinstance(given.get("id"), (str, dict)) and given.get("property") == prop


def _outputs_fit(outputs: Any, output: str) -> str:
    wanted = len(output[2:-2].split("...")) if output.startswith("..") else 1
    given = outputs if isinstance(outputs, list) else [outputs]
    if output.startswith("..") != isinstance(outputs, list) or len(given) != wanted:
        return "has other outputs than the callback"
    if not all(
        isinstance(one, dict) and isinstance(one.get("id"), (str, dict)) and isinstance(one.get("property"), str)
        for one in given
    ):
        return "has a malformed entry in outputs"
    return ""


def _host_name(host: str) -> str:
    """Return a Host header's name without its port; ``[::1]:80`` keeps its brackets."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host
