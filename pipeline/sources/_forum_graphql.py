"""Whether an answer of ForumMagnum's GraphQL address is whole, and what to call it if it is not."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pipeline.archive.answer import Answer
from pipeline.errors import BadPage, SchemaChanged, clean
from pipeline.sources import _json
from pipeline.sources._forum_questions import (
    BODIES,
    BY_TIME,
    CHANGES,
    COMMENT_STATES,
    KNOWN,
    LISTS,
    OF_CHANGES,
    OF_STATES,
    WINDOW,
    Question,
)
from pipeline.sources._healthy import Fields, refuse_renamed

CORE: Final = frozenset({"_id", "title", "postedAt", "baseScore"})
"""Fields of a post without which a row is no use, and whose loss means that the schema has changed."""

CORE_OF_COMMENTS: Final = frozenset({"_id", "postId", "postedAt"})

_REQUIRED: Final = {BODIES: CORE, LISTS: CORE, WINDOW: CORE, CHANGES: frozenset({"_id", "modifiedAt", "pingbacks"})}
_UNKNOWN_FIELD = re.compile(r"""(?:Cannot query field|Field) ["'](\w+)["']""")


_WHY: Final = {
    "app.missing_document": "gone",
    "app.operation_not_allowed": "hidden",
    "only visible to logged-in users": "hidden",
}
"""The words by which the forum says why it does not give something, and what they mean."""

_NOT_VALID = b"GRAPHQL_VALIDATION_FAILED"


class UnknownFields(SchemaChanged):
    """The forum does not know some of the fields that were asked for."""

    def __init__(self, message: str, fields: frozenset[str]) -> None:
        super().__init__(message)
        self.fields = fields


def names(fields: str) -> frozenset[str]:
    """Return the names in a selection of fields, those of nested ones included."""
    return frozenset(re.findall(r"\w+", fields))


def required(asked: Question) -> frozenset[str]:
    """Return the fields that every row of an answer must have."""
    if asked.name in _REQUIRED:
        return _REQUIRED[asked.name]
    return CORE_OF_COMMENTS if "omment" in asked.name else frozenset({"_id"})


def results(body: bytes, asked: Question, where: str) -> dict[str, dict[str, Any]]:
    """Return what a whole answer holds under each alias: ``results``, a list of rows, and perhaps ``totalCount``.

    Raises
    ------
    BadPage
        If the answer is no JSON, reports an error of any kind, or lacks a list of rows.
    """
    answer = _json.loads(body, where, keep_halves=True)
    errors = answer.get("errors") if isinstance(answer, dict) else None
    if errors:
        raise BadPage(f"{where}: the forum reports an error: {_messages(errors)}")
    data = answer.get("data") if isinstance(answer, dict) else None
    tops = {alias: data.get(alias) if isinstance(data, dict) else None for alias in asked.aliases}
    for alias, top in tops.items():
        if not isinstance(top, dict) or not isinstance(top.get("results"), list):
            raise BadPage(f"{where}: expected a list of results for {alias}, found {clean(repr(top))}")
    return {alias: top for alias, top in tops.items() if isinstance(top, dict)}


def states(body: bytes, asked: Question, where: str) -> dict[str, str]:
    """Return, for each post or comment asked about, ``visible``, ``gone`` or ``hidden``.

    The forum says so by an error for each one that it does not give: an unknown id is gone, one that guests may not see
    is hidden. A comment deleted without a trace is given by its id alone, marked so. Here alone an answer with errors is
    whole, if each of them says that of what it is about.

    Raises
    ------
    BadPage
        If some post or comment has neither a row nor such an error: what broke inside the forum tells nothing of it.
    """
    answer = _json.loads(body, where)
    data = answer.get("data") if isinstance(answer, dict) else None
    errors = answer.get("errors") if isinstance(answer, dict) else None
    refused = {
        str(error["path"][0]): str(error.get("message"))
        for error in (errors if isinstance(errors, list) else ())
        if isinstance(error, dict) and isinstance(error.get("path"), list) and error["path"]
    }
    found = {}
    called = "comment" if asked.name == COMMENT_STATES else "post"
    for alias, asked_id in zip(asked.aliases, asked.ids, strict=True):
        top = data.get(alias) if isinstance(data, dict) else None
        row = top.get("result") if isinstance(top, dict) else None
        if isinstance(row, dict) and row.get("_id") == asked_id:
            found[asked_id] = "gone" if row.get("deleted") is True else "visible"
        elif state := next((state for words, state in _WHY.items() if words in refused.get(alias, "")), None):
            found[asked_id] = state
        else:
            raise BadPage(
                f"{where}: expected {called} {clean(asked_id)} or why it is not there, found "
                f"{clean(refused.get(alias) or repr(top), 200)}"
            )
    return found


def check(asked: Question, where: str, expected: Sequence[Fields] = ()) -> Any:
    """Return the check that an answer must pass before it is stored; ``expected`` are the fields of its rows and their parts."""
    expected = expected or [Fields(required(asked), KNOWN)]

    def look(answer: Answer) -> None:
        refuse_unknown(answer, where)
        if asked.name in OF_STATES:
            states(answer.body, asked, where)
            return
        tops = results(answer.body, asked, where)
        if asked.name in OF_CHANGES:
            _refuse_untold((row for top in tops.values() for row in top["results"]), asked, where)
        lists = {
            alias: (top.get("totalCount"), [row for row in top["results"] if isinstance(row, dict)])
            for alias, top in tops.items()
        }
        for fields in expected:
            refuse_renamed([row for _, rows in lists.values() for row in rows], fields, where)
        if asked.name not in BY_TIME:
            _compare_counts(lists, where)

    return look


def refuse_unknown(answer: Answer, where: str, forum: str = "the forum") -> None:
    """Tell a rejected question from an answer.

    Raises
    ------
    UnknownFields
        If the forum does not know a field of it.
    BadPage
        If it rejects the question for another reason.
    """
    if answer.status != 400 and _NOT_VALID not in answer.body[:4000]:
        return
    reply = _json.loads(answer.body, where)
    errors = reply.get("errors") if isinstance(reply, dict) else None
    messages = _messages(errors)
    fields = frozenset(_UNKNOWN_FIELD.findall(json.dumps(errors).replace('\\"', '"')))
    if fields or _NOT_VALID.decode() in json.dumps(errors):
        named = ", ".join(sorted(fields)) or messages
        raise UnknownFields(
            f"{forum}'s schema changed: {clean(named)} is unknown to {where} ({messages}); update this program, or "
            "import a saved page or a dump",
            fields,
        )
    raise BadPage(f"{where}: {forum} rejects the query: {messages}")


def _refuse_untold(rows: Iterable[Any], asked: Question, where: str) -> None:
    """Refuse an answer that does not say of a row what has changed: nobody would ask for that again."""
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("_id"), str) or not required(asked) <= row.keys():
            wanted = ", ".join(sorted(required(asked)))
            raise BadPage(f"{where}: expected {wanted} of everything that has changed, found {clean(repr(row))}")


def _compare_counts(lists: dict[str, tuple[Any, list[dict[str, Any]]]], where: str) -> None:
    """Refuse a list that holds more than the forum counts on it: the rows of another one came in its place."""
    for alias, (total, rows) in lists.items():
        found = len({str(row.get("_id")) for row in rows})
        if isinstance(total, int) and found > total:
            raise BadPage(
                f"{where}: expected at most the {total:,} items that the forum counts on {alias}, found {found:,}"
            )


def _messages(errors: Any) -> str:
    if not isinstance(errors, list):
        return clean(repr(errors))
    found = [error.get("message") for error in errors if isinstance(error, dict)]
    return clean("; ".join(str(message) for message in found[:3]), 160)
