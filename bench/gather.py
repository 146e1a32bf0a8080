"""Gathering: CPU time a reply of about 60 kB costs, fetch, check, archive and parse together, beside a plain client."""

import argparse
import json
import tempfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path

import requests

from bench._harness import race, report
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.settings import Gather
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources import _forum_questions as questions
from pipeline.sources import forum_api

NAME = "gather"
POSTS = 3
BODY = (
    "<p>" + "A made-up sentence about optimizers, with <a href='/posts/FkgsxrGf3QxhfLWHG'>a link</a>. " * 200 + "</p>"
)


def run(arguments: argparse.Namespace) -> None:
    """Ask a server on this machine, in another process, for one reply after another."""
    context = get_context("spawn")
    told: Queue[str] = context.Queue()
    server = context.Process(target=_serve, args=(told,), daemon=True)
    server.start()
    address = told.get(timeout=60)
    asked = [[_post_id(number * POSTS + place) for place in range(POSTS)] for number in range(arguments.sample)]
    size = len(_answer(asked[0]))

    def pipeline() -> None:
        with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "replies.sqlite") as archive:
            session = Session(Gather(sites={"forum": address}, pause_seconds=0, contact="bench"), archive)
            for ids in asked:
                question = questions.Question(questions.BODIES, tuple(ids), limit=len(ids))
                reply = session.ask(
                    forum_api.NAME,
                    address + "/graphql",
                    method="POST",
                    request_body=questions.posts_request(questions.BODIES, ids),
                    check=graphql.check(question, question.name),
                )
                for _ in forum_api.parse(reply):
                    pass
            session.close()

    def plain() -> None:
        with requests.Session() as session:
            for ids in asked:
                session.post(
                    address + "/graphql", data=questions.posts_request(questions.BODIES, ids), timeout=10
                ).json()

    try:
        timings = race({"archived, checked and parsed": pipeline, "requests, json": plain}, arguments.rounds)
    finally:
        server.kill()
    report(
        f"{arguments.sample} replies of {size / 1000:.0f} kB", timings, "replies", arguments.sample, "requests, json"
    )
    cost = 1000 * timings["archived, checked and parsed"].cpu / arguments.sample
    print(f"  {cost:.1f} ms of CPU time a reply; between two requests stand 3,000 ms of pause")


def _post_id(number: int) -> str:
    return f"Bench{number:012d}"


def _answer(ids: list[str]) -> bytes:
    rows = [
        {
            "_id": post_id, "title": "A made-up post", "slug": "a-made-up-post", "pageUrl": f"https://www.lesswrong.com/posts/{post_id}",
            "postedAt": "2020-01-01T00:00:00.000Z", "modifiedAt": None, "baseScore": 10, "af": True, "url": None, "userId": "u",
            "user": {"_id": "u", "slug": "u", "displayName": "U"}, "htmlBody": BODY,
        }
        for post_id in ids
    ]  # fmt: skip
    return json.dumps({"data": {"posts": {"results": rows}}}).encode()


def _serve(told: "Queue[str]") -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None: ...

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            found = _answer(json.loads(body)["variables"]["ids"]) if body else b"User-agent: *\n"
            self.send_response(200)
            self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            self.wfile.write(found)

        do_GET = do_POST = answer  # noqa: N815 - names that http.server looks for

    server = HTTPServer(("127.0.0.1", 0), Handler)
    told.put(f"http://127.0.0.1:{server.server_address[1]}")
    server.serve_forever()
