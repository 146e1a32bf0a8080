"""What is asked of ForumMagnum's GraphQL address, and whether an answer is whole.

Three questions: posts with their bodies, the same posts' optional details, and lists of the posts that link to a
post. Their names sort so that details, which alone give coauthors, come after bodies in the archive's order. Lists
of several posts go into one request, under an alias each.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.archive._transport import Answer
from pipeline.errors import BadPage, SchemaChanged, clean
from pipeline.sources import _json

BODIES: Final = "PostBodies"
DETAILS: Final = "PostDetails"
LISTS: Final = "Pingbacks"

PAGE: Final = 200
"""Items a page of a list. The forum allows 5,000; a smaller answer is lost less often."""

LAST_OFFSET: Final = 2000
"""The forum answers a larger offset with an error."""

CORE: Final = frozenset({"_id", "title", "postedAt", "baseScore"})
"""Fields without which a row is no use, and whose loss means that the schema has changed."""

OPTIONAL: Final[Mapping[str, str]] = {
    "coauthorStatuses": "coauthorStatuses { userId confirmed }",
    "coauthors": "coauthors { _id slug displayName }",
    "fmCrosspost": "fmCrosspost { isCrosspost foreignPostId }",
    "pingbacks": "pingbacks",
    "tags": "tags { name slug }",
}
_LISTED = "_id title slug pageUrl postedAt modifiedAt baseScore af"
_WITH_BODY = f"{_LISTED} url userId user {{ _id slug displayName }} htmlBody"
_UNKNOWN_FIELD = re.compile(r'Cannot query field "(\w+)"')


class UnknownFields(SchemaChanged):
    """The forum does not know some of the fields that were asked for."""

    def __init__(self, message: str, fields: frozenset[str]) -> None:
        super().__init__(message)
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Question:
    """A request as the archive keeps it: which question, about which posts, from which place in their lists."""

    name: str
    ids: tuple[str, ...]
    offset: int = 0
    aliases: tuple[str, ...] = ("posts",)


def posts_request(name: str, ids: Sequence[str], optional: Sequence[str] = tuple(OPTIONAL)) -> bytes:
    """Return the request for posts by id, with their bodies or with their details."""
    fields = _WITH_BODY
    if name == DETAILS:
        fields = " ".join(
            ["_id userId user { _id slug displayName }", *(OPTIONAL[field] for field in sorted(optional))]
        )
    query = (
        f"query {name}($ids: [String!], $limit: Int) "
        f"{{ posts(selector: {{default: {{exactPostIds: $ids}}}}, limit: $limit) {{ results {{ {fields} }} }} }}"
    )
    return _body(name, query, {"ids": list(ids), "limit": len(ids)})


def lists_request(ids: Sequence[str], offset: int) -> bytes:
    """Return the request for a page of each post's incoming links."""
    parameters = ", ".join(f"$p{n}: String" for n in range(len(ids)))
    lists = " ".join(
        f"p{n}: posts(selector: {{pingbackPosts: {{postId: $p{n}}}}}, limit: $limit, offset: $offset, enableTotal: true) "
        f"{{ results {{ {_LISTED} }} totalCount }}"
        for n in range(len(ids))
    )
    variables = {f"p{n}": post_id for n, post_id in enumerate(ids)}
    query = f"query {LISTS}($limit: Int, $offset: Int, {parameters}) {{ {lists} }}"
    return _body(LISTS, query, {"limit": PAGE, "offset": offset} | variables)


def question(request_body: bytes | None) -> Question | None:
    """Return what an archived request asked, or None if it is none of ours."""
    try:
        request = json.loads(request_body or b"")
        name, variables = request["operationName"], request["variables"]
        if name in (BODIES, DETAILS):
            return Question(name, tuple(variables["ids"]))
        if name == LISTS:
            aliases = tuple(
                sorted((key for key in variables if re.fullmatch(r"p\d+", key)), key=lambda key: int(key[1:]))
            )
            return Question(name, tuple(variables[key] for key in aliases), int(variables["offset"]), aliases)
    except (ValueError, KeyError, TypeError):
        pass
    return None


def results(body: bytes, asked: Question, where: str) -> dict[str, dict[str, Any]]:
    """Return what a whole answer holds under each alias: ``results``, a list of rows, and perhaps ``totalCount``.

    Raises
    ------
    BadPage
        If the answer is no JSON, reports an error of any kind, or lacks a list of rows.
    """
    answer = _json.loads(body, where)
    errors = answer.get("errors") if isinstance(answer, dict) else None
    if errors:
        raise BadPage(f"{where}: the forum reports an error: {_messages(errors)}")
    data = answer.get("data") if isinstance(answer, dict) else None
    tops = {alias: data.get(alias) if isinstance(data, dict) else None for alias in asked.aliases}
    for alias, top in tops.items():
        if not isinstance(top, dict) or not isinstance(top.get("results"), list):
            raise BadPage(f"{where}: expected a list of results for {alias}, found {clean(repr(top))}")
    return {alias: top for alias, top in tops.items() if isinstance(top, dict)}


def check(asked: Question, where: str) -> Any:
    """Return the check that an answer must pass before it is stored."""

    def look(answer: Answer) -> None:
        if answer.status == 400:
            raise _refused_query(answer, where)
        rows = [row for top in results(answer.body, asked, where).values() for row in top["results"]]
        _compare_fields([row for row in rows if isinstance(row, dict)], asked, where)

    return look


def _refused_query(answer: Answer, where: str) -> BadPage | SchemaChanged:
    reply = _json.loads(answer.body, where)
    errors = reply.get("errors") if isinstance(reply, dict) else None
    messages = _messages(errors)
    fields = frozenset(_UNKNOWN_FIELD.findall(json.dumps(errors).replace('\\"', '"')))
    if fields or "GRAPHQL_VALIDATION_FAILED" in json.dumps(errors):
        named = ", ".join(sorted(fields)) or messages
        return UnknownFields(
            f"the forum's schema changed: {clean(named)} is unknown to {where} ({messages}); update this program, or "
            "import a saved page or a dump",
            fields,
        )
    return BadPage(f"{where}: the forum rejects the query: {messages}")


def _compare_fields(rows: list[dict[str, Any]], asked: Question, where: str) -> None:
    """Tell a renamed field, which is a changed schema, from a row that lacks one."""
    if not rows or asked.name == DETAILS:
        return
    lost = CORE.difference(*rows)
    known = set(re.findall(r"\w+", _WITH_BODY))
    new = frozenset.intersection(*(frozenset(row) for row in rows)) - known
    if lost and new:
        raise SchemaChanged(
            f"the forum's schema changed: {', '.join(sorted(lost))} is missing from every row of {where}, and "
            f"{clean(', '.join(sorted(new)))} is new; update this program, or import a saved page or a dump"
        )


def _messages(errors: Any) -> str:
    if not isinstance(errors, list):
        return clean(repr(errors))
    found = [error.get("message") for error in errors if isinstance(error, dict)]
    return clean("; ".join(str(message) for message in found[:3]), 160)


def _body(name: str, query: str, variables: Mapping[str, Any]) -> bytes:
    request = {"operationName": name, "query": query, "variables": variables}
    return json.dumps(request, separators=(",", ":"), sort_keys=True).encode()
