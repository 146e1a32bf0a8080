"""A small forum on this machine: answers the questions that the gathering asks, and misbehaves where it is told to.

It knows the schema by name: a field that it does not know is a validation error, as on the real forum. Texts are
made up.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ROBOTS = b"User-agent: *\nCrawl-delay: 0\nDisallow: /private/\n"
KNOWN_FIELDS = [
    "results",
    "totalCount",
    "_id",
    "title",
    "slug",
    "pageUrl",
    "postedAt",
    "modifiedAt",
    "baseScore",
    "af",
    "url",
    "userId",
    "user",
    "displayName",
    "htmlBody",
    "tags",
    "name",
    "pingbacks",
    "coauthors",
    "coauthorStatuses",
    "confirmed",
    "fmCrosspost",
    "isCrosspost",
    "foreignPostId",
]

Misbehave = Callable[[BaseHTTPRequestHandler, int, dict[str, str], bytes], None]
"""Sends something else than the right answer (status, headers, body)."""


def post_id(number: int) -> str:
    """Return the id of the n-th post."""
    return f"Loop{number:013d}"


def a_post(number: int, *, cites: tuple[int, ...] = (), **more: Any) -> dict[str, Any]:
    """Return a post as the forum keeps it, with links to the posts it cites."""
    links = "".join(f'<a href="/posts/{post_id(cited)}/x">part {cited}</a> ' for cited in cites)
    return {
        "_id": post_id(number), "title": f"Post number {number}", "slug": f"post-number-{number}",
        "pageUrl": f"https://www.lesswrong.com/posts/{post_id(number)}/post-number-{number}", "url": None,
        "postedAt": f"2020-01-{number:02d}T10:00:00.500Z", "modifiedAt": None, "baseScore": 100 - number, "af": number % 2 == 0,
        "userId": f"user{number:013d}", "user": {"_id": f"user{number:013d}", "slug": f"writer-{number}", "displayName": f"Writer {number}"},
        "coauthors": [], "coauthorStatuses": [], "tags": [{"name": "AI", "slug": "ai"}],
        "fmCrosspost": {"isCrosspost": False, "foreignPostId": None},
        "pingbacks": {"Posts": [post_id(cited) for cited in cites]}, "htmlBody": f"<p>Text {number}. {links}</p>",
    } | more  # fmt: skip


@dataclass
class LoopbackForum:
    """The forum's posts, what it was asked, and how it misbehaves."""

    posts: list[dict[str, Any]]
    robots: bytes = ROBOTS
    known_fields: set[str] = field(default_factory=lambda: set(KNOWN_FIELDS))
    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str, bytes, dict[str, str]]] = field(default_factory=list)
    faults: list[Misbehave] = field(default_factory=list)
    url: str = ""

    def questions(self) -> list[dict[str, Any]]:
        """Return the GraphQL requests received, in order."""
        return [json.loads(body) for method, path, body, _ in self.asked if (method, path) == ("POST", "/graphql")]

    def respond(self, method: str, path: str, body: bytes) -> tuple[int, str, bytes]:
        """Return status, content type and body of the right answer."""
        if path == "/robots.txt":
            return 200, "text/plain", self.robots
        if (method, path) == ("POST", "/graphql"):
            status, answer = self.graphql(json.loads(body))
            return status, "application/json; charset=utf-8", json.dumps(answer).encode()
        if path in self.pages:
            return 200, "text/html; charset=utf-8", self.pages[path]
        return 404, "text/html", b"<!DOCTYPE html><title>404</title>"

    def graphql(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Answer one of the three questions, aliases included."""
        query, variables = request["query"], request["variables"]
        named = set(re.findall(r"\w+", query[query.index("results") :])) - set(variables)
        selectors = {"posts", "selector", "pingbackPosts", "postId", "limit", "offset", "enableTotal", "true"}
        if unknown := sorted(named - self.known_fields - selectors):
            errors = [
                {
                    "message": f'Cannot query field "{name}" on type "Post".',
                    "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"},
                }
                for name in unknown
            ]
            return 400, {"errors": errors}
        if request["operationName"] != "Pingbacks":
            rows = [post for post in self.posts if post["_id"] in variables["ids"]]
            return 200, {"data": {"posts": {"results": [self._row(row, named) for row in rows[: variables["limit"]]]}}}
        data = {}
        for alias, cited in variables.items():
            if re.fullmatch(r"p\d+", alias):
                rows = [post for post in self.posts if cited in post["pingbacks"]["Posts"] and post["baseScore"] > 0]
                rows.sort(key=lambda post: (-post["baseScore"], post["_id"]))
                page = rows[variables["offset"] : variables["offset"] + variables["limit"]]
                data[alias] = {"results": [self._row(row, named) for row in page], "totalCount": len(rows)}
        return 200, {"data": data}

    @staticmethod
    def _row(post: dict[str, Any], named: set[str]) -> dict[str, Any]:
        return {name: value for name, value in post.items() if name in named}


@contextmanager
def serving(forum: LoopbackForum) -> Iterator[LoopbackForum]:
    """Serve a forum on a free port of this machine; its ``url`` says where."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None: ...

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            forum.asked.append((self.command, self.path, body, dict(self.headers)))
            status, kind, answer = forum.respond(self.command, self.path, body)
            headers = {"Content-Type": kind, "Content-Length": str(len(answer))}
            if forum.faults and self.path != "/robots.txt":
                forum.faults.pop(0)(self, status, headers, answer)
            else:
                send(self, status, headers, answer)

        do_GET = do_POST = handle_any  # noqa: N815 - names that http.server looks for

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    forum.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield forum
    finally:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes) -> None:
    """Send an answer as it is; a length that does not fit ends the connection."""
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    if headers.get("Content-Length") != str(len(body)):
        handler.close_connection = True
    handler.wfile.write("\r\n".join(lines).encode() + body)


def status(code: int, **headers: str) -> Misbehave:
    """Answer with a status instead; underscores in header names stand for hyphens."""

    def fault(handler: BaseHTTPRequestHandler, _status: int, _headers: dict[str, str], _body: bytes) -> None:
        send(
            handler,
            code,
            {"Content-Length": "0"} | {name.replace("_", "-"): value for name, value in headers.items()},
            b"",
        )

    return fault


def body(text: bytes, code: int = 200, kind: str = "application/json") -> Misbehave:
    """Answer with another body."""

    def fault(handler: BaseHTTPRequestHandler, _status: int, _headers: dict[str, str], _body: bytes) -> None:
        send(handler, code, {"Content-Type": kind, "Content-Length": str(len(text))}, text)

    return fault


def changed(change: Callable[[Any], Any]) -> Misbehave:
    """Answer with the right JSON, changed by a function."""

    def fault(handler: BaseHTTPRequestHandler, code: int, headers: dict[str, str], right: bytes) -> None:
        text = json.dumps(change(json.loads(right))).encode()
        send(handler, code, headers | {"Content-Length": str(len(text))}, text)

    return fault
