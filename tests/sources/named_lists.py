"""Runs that gather lists named by slugs, tags and people, from a small wiki that remembers what it was asked."""

import copy
from typing import Any

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.progress import Silent
from pipeline.settings import Settings
from tests.loopback_forum import LoopbackForum, a_post, post_id

TAG = {
    "_id": "tagLoop0000000001", "name": "Loops", "slug": "loops", "description": {"html": "<p>A loop.</p>", "editedAt": None},
    "core": True, "oldSlugs": [], "parentTag": None, "pingbacks": {}, "postCount": 3, "subTags": [], "wikiOnly": False,
}  # fmt: skip


class Wiki:
    """A forum with one tag that three posts carry, and one person with two comments; remembers what it was asked.

    ``asked`` names each request with its variables, ``pages`` each page that it asked for: whose list, and from where.
    """

    def __init__(self, forum: LoopbackForum) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.unknown: set[str] = set()
        self.tags = [TAG]
        self.posts = [a_post(number) for number in (1, 2, 3)]
        forum.graphql = self.answer  # type: ignore[method-assign]

    def pages(self, name: str) -> list[list[tuple[str, int]]]:
        return [
            [(given[f"p{n}"], given[f"o{n}"]) for n in range(len(given)) if f"p{n}" in given]
            for called, given in self.asked
            if called == name
        ]

    def answer(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        name, given = request["operationName"], request["variables"]
        self.asked.append((name, given))
        for field in sorted(self.unknown):
            if field in request["query"]:
                message = f'Cannot query field "{field}" on type "Tag".'
                return 400, {"errors": [{"message": message, "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}]}
        comments = [
            {"_id": f"Comment{n:010d}", "postId": post_id(1), "postedAt": "2020-01-05T00:00:00.000Z", "htmlBody": "<p>Yes.</p>"}
            for n in (1, 2)
        ]  # fmt: skip
        listed = [
            {
                "_id": post["_id"],
                "baseScore": 7,
                "tag": {"slug": "loops", "name": "Loops"},
                "post": {asked: value for asked, value in post.items() if asked in request["query"]},
            }
            for post in self.posts
        ]
        data = {}
        for alias in (variable for variable in given if variable.startswith("p")):
            assert f"${alias}: String" in request["query"]
            start = given[f"o{alias[1:]}"]
            rows = {
                "TagText": [tag for tag in self.tags if tag["slug"] == given[alias]],
                "TagPosts": listed,
                "UserProfile": [{"_id": "userAda0000000001", "slug": "ada"}],
                "UserComments": comments,
            }[name]
            data[alias] = {"results": copy.deepcopy(rows[start : start + given["limit"]])}
        return 200, {"data": data}


def run(
    module: Any,
    settings: Settings,
    archive: Archive,
    offline: bool = False,
    refresh: bool = False,
    accept_shrink: bool = False,
    **named: tuple[str, ...],
) -> Any:
    asked = settings.gather.model_copy(update=named)
    clock = iter(range(0, 10**9, 100)).__next__
    session = Session(
        asked,
        archive,
        offline=offline,
        refresh=refresh,
        accept_shrink=accept_shrink,
        sleep=lambda _: None,
        clock=clock,
    )
    try:
        return module.gather(settings.model_copy(update={"gather": asked}), session, Silent())
    finally:
        session.close()


def planned(module: Any, settings: Settings, archive: Archive, *, refresh: bool = False, **named: Any) -> int:
    """Return how many questions a plan counts; the first request is for the host's rules."""
    asked = settings.gather.model_copy(update=named)
    session = Session(asked, archive, refresh=refresh, planning=True)
    module.gather(settings.model_copy(update={"gather": asked}), session, Silent())
    return max(0, session.planned.total() - 1)


def records(module: Any, archive: Archive) -> list[Any]:
    return [record for reply in archive.replies(module.NAME) for record in module.parse(reply)]
