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
    "afBaseScore",
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
    "question",
    "postId",
    "parentCommentId",
    "deleted",
    "answer",
    "nominatedForReview",
    "reviewingForReview",
    "contents",
    "editedAt",
    "comment",
    "post",
    "tag",
]
_NO_FIELDS = frozenset(
    re.findall(
        r"\w+",
        "posts comments selector result pingbackPosts postCommentsOld answersAndReplies old limit offset enableTotal "
        "true after before timeField afDate posted edited default exactPostIds commentIds allRecentComments sortBy comments",
    )
)

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
        "postedAt": f"2020-01-{number:02d}T10:00:00.500Z", "modifiedAt": None, "baseScore": 100 - number, "af": number % 2 == 0, "afBaseScore": None,
        "userId": f"user{number:013d}", "user": {"_id": f"user{number:013d}", "slug": f"writer-{number}", "displayName": f"Writer {number}"},
        "coauthors": [], "coauthorStatuses": [], "tags": [{"name": "AI", "slug": "ai"}],
        "fmCrosspost": {"isCrosspost": False, "foreignPostId": None},
        "pingbacks": {"Posts": [post_id(cited) for cited in cites]}, "htmlBody": f"<p>Text {number}. {links}</p>",
        "question": False,
    } | more  # fmt: skip


def a_comment(number: int, on: int, *, cites: tuple[int, ...] = (), **more: Any) -> dict[str, Any]:
    """Return a comment as the forum keeps it, under a post, with links to the posts it cites."""
    links = "".join(f'<a href="/posts/{post_id(cited)}/x">part {cited}</a> ' for cited in cites)
    return {
        "_id": f"Note{number:013d}", "postId": post_id(on), "parentCommentId": None,
        "postedAt": f"2020-02-{number:02d}T10:00:00.500Z", "baseScore": 10 - number, "af": False, "afBaseScore": None, "deleted": False,
        "pageUrl": f"https://www.lesswrong.com/posts/{post_id(on)}/x?commentId=Note{number:013d}",
        "userId": "user0000000000009", "user": {"_id": "user0000000000009", "slug": "writer-9", "displayName": "Writer 9"},
        "pingbacks": {"Posts": [post_id(cited) for cited in cites]}, "htmlBody": f"<p>Note {number}. {links}</p>",
        "answer": False, "reviewingForReview": None, "nominatedForReview": None,
        "contents": {"editedAt": f"2020-02-{number:02d}T10:00:00.500Z"},
    } | more  # fmt: skip


@dataclass
class LoopbackForum:
    """The forum's posts, what it was asked, and how it misbehaves."""

    posts: list[dict[str, Any]]
    comments: list[dict[str, Any]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    traceless: set[str] = field(default_factory=set)
    """Comments that were deleted without a trace: no list gives them, and their own page says that they are deleted."""
    robots: bytes = ROBOTS
    robots_status: int = 200
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
            return self.robots_status, "text/plain", self.robots
        if (method, path) == ("POST", "/graphql"):
            status, answer = self.graphql(json.loads(body))
            return status, "application/json; charset=utf-8", json.dumps(answer).encode()
        if path in self.pages:
            return 200, "text/html; charset=utf-8", self.pages[path]
        return 404, "text/html", b"<!DOCTYPE html><title>404</title>"

    def graphql(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Answer one of the questions, aliases included."""
        query, variables, name = request["query"], request["variables"], request["operationName"]
        words = set(re.findall(r"\w+", query[query.index("{") :]))
        named = words - set(variables) - _NO_FIELDS
        if unknown := sorted(named - self.known_fields):
            errors = [
                {
                    "message": f'Cannot query field "{field}" on type "Post".',
                    "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"},
                }
                for field in unknown
            ]
            return 400, {"errors": errors}
        if name in ("PostStates", "CommentStates"):
            return 200, self._states(variables, self.posts if name == "PostStates" else self.comments)
        if "ids" in variables:
            of_what, known = ("comments", self._listed()) if name.startswith("Comment") else ("posts", self.posts)
            ids = set(variables["ids"]) - self.hidden
            rows = [row for row in known if row["_id"] in ids][: variables["limit"]]
            return 200, {"data": {of_what: {"results": [self._row(row, named) for row in rows]}}}
        lists = {
            alias: self._list(name, post_id) for alias, post_id in variables.items() if re.fullmatch(r"p\d+", alias)
        } or self._times(name, variables)
        return 200, {"data": {alias: self._page(rows, variables, named) for alias, rows in lists.items()}}

    def _states(self, variables: dict[str, Any], known: list[dict[str, Any]]) -> dict[str, Any]:
        there = {row["_id"]: {"_id": row["_id"]} for row in known}
        there |= {row_id: {"_id": row_id, "deleted": True} for row_id in self.traceless & there.keys()}
        data: dict[str, Any] = {}
        errors = []
        for alias, row_id in variables.items():
            data[alias] = {"result": there[row_id]} if row_id in there.keys() - self.hidden else None
            if data[alias] is None:
                why = "app.operation_not_allowed" if row_id in there else "app.missing_document"
                errors.append({"message": why, "path": [alias]})
        return {"data": data} | ({"errors": errors} if errors else {})

    def _list(self, name: str, row_id: str) -> list[dict[str, Any]]:
        """Return what stands on a list of a post."""
        if name == "Pingbacks":
            rows = [post for post in self.posts if row_id in post["pingbacks"]["Posts"] and post["baseScore"] > 0]
            return sorted(rows, key=lambda post: (-post["baseScore"], post["_id"]))
        is_answer = name == "CommentAnswers"
        return [one for one in self._listed() if one["postId"] == row_id and one["answer"] == is_answer]

    def _listed(self) -> list[dict[str, Any]]:
        """Return the comments that lists give."""
        return [one for one in self.comments if one["_id"] not in self.traceless | self.hidden]

    def _times(self, name: str, variables: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
        """Return what was posted in a stretch of time, the oldest first."""

        def within(rows: list[dict[str, Any]], when: str = "postedAt") -> list[dict[str, Any]]:
            found = [row for row in rows if variables["after"] <= (row.get(when) or "") < variables["before"]]
            return sorted(found, key=lambda row: (row["postedAt"], row["_id"]))

        shown = [post for post in self.posts if post["_id"] not in self.hidden]
        if name == "PostChanges":
            return {"posted": within(shown), "edited": within(shown, "modifiedAt")}
        if name == "PostsMarked":
            return {"posts": within([post for post in shown if post["af"]], "afDate")}
        if name == "PostWindow":
            return {"posts": within([post for post in shown if post["af"] or not variables.get("af")])}
        return {"comments": within(self._listed())}

    def _page(self, rows: list[dict[str, Any]], variables: dict[str, Any], named: set[str]) -> dict[str, Any]:
        page = rows[variables["offset"] : variables["offset"] + variables["limit"]]
        total = len(rows) if len(page) == variables["limit"] else len(page)
        return {"results": [self._row(row, named) for row in page], "totalCount": total}

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
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that was killed is no news
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
