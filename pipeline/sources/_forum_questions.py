"""What is asked of ForumMagnum's GraphQL address: one request, and what it says of itself in the archive.

A request keeps its meaning in its name and its variables, so that an archived reply says which posts, which list or
which stretch of time it answers. Names sort so that details, which alone give coauthors, come after bodies in the
archive's order. Several lists go into one request, under an alias each.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

BODIES: Final = "PostBodies"
DETAILS: Final = "PostDetails"
MARKS: Final = "PostMarks"
STATES: Final = "PostStates"
LISTS: Final = "Pingbacks"
WINDOW: Final = "PostWindow"
CHANGES: Final = "PostChanges"
MARKED: Final = "PostsMarked"
COMMENTS: Final = "Comments"
ANSWERS: Final = "CommentAnswers"
COMMENT_WINDOW: Final = "CommentWindow"
COMMENT_CHANGES: Final = "CommentChanges"
COMMENT_MARKS: Final = "CommentMarks"
COMMENT_TEXTS: Final = "CommentTexts"
COMMENT_STATES: Final = "CommentStates"

COMMENTS_BY_ID: Final = frozenset({COMMENT_MARKS, COMMENT_TEXTS})
BY_ID: Final = frozenset({BODIES, DETAILS, MARKS}) | COMMENTS_BY_ID
OF_STATES: Final = frozenset({STATES, COMMENT_STATES})
BY_ALIAS: Final = frozenset({LISTS, COMMENTS, ANSWERS}) | OF_STATES
BY_TIME: Final = frozenset({WINDOW, CHANGES, MARKED, COMMENT_WINDOW, COMMENT_CHANGES})
OF_CHANGES: Final = frozenset({CHANGES, MARKED, COMMENT_CHANGES})
"""Questions whose rows only say what to ask for."""
OF_COMMENTS: Final = frozenset({COMMENTS, ANSWERS, COMMENT_WINDOW}) | COMMENTS_BY_ID
"""Questions whose rows are read as comments."""

OF_TEXTS: Final = OF_COMMENTS - {COMMENT_MARKS}
"""Those of them whose rows hold the text."""

PAGE: Final = 200
"""Items with texts a page of a list. The forum allows 5,000; a smaller answer is lost less often."""

WINDOW_PAGE: Final = 50
"""Posts with bodies a page of a walk: about 1 MB."""

LISTED_PAGE: Final = 1000
"""Rows without bodies a page: of a list of links about 300 kB."""

MARKED_PAGE: Final = 2500
"""Comments without bodies that are asked for by id: half of the forum's 5,000, since a request of 100 kB may be refused."""

LAST_OFFSET: Final = 2000
"""The forum answers a larger offset with an error."""

BEGINNING: Final = "1970-01-01T00:00:00.000Z"
"""No post is dated before it."""

OPTIONAL: Final[Mapping[str, str]] = {
    "afBaseScore": "afBaseScore",
    "coauthorStatuses": "coauthorStatuses { userId confirmed }",
    "coauthors": "coauthors { _id slug displayName }",
    "fmCrosspost": "fmCrosspost { isCrosspost foreignPostId }",
    "pingbacks": "pingbacks",
    "question": "question",
    "tags": "tags { name slug }",
}
OPTIONAL_OF_COMMENTS: Final[Mapping[str, str]] = {
    "afBaseScore": "afBaseScore",
    "answer": "answer",
    "nominatedForReview": "nominatedForReview",
    "pingbacks": "pingbacks",
    "reviewingForReview": "reviewingForReview",
}
OPTIONAL_OF_ALL_COMMENTS: Final[Mapping[str, str]] = {**OPTIONAL_OF_COMMENTS, "tag": "tag { slug }"}
"""Where comments are asked for that stand anywhere: on a tag, too, and then under no post."""
OPTIONAL_OF_MARKS: Final[Mapping[str, str]] = {"contents": "contents { editedAt }"}
_AUTHOR = "userId user { _id slug displayName }"
_LISTED = "_id title slug pageUrl postedAt modifiedAt baseScore af"
_WITH_BODY = f"{_LISTED} url {_AUTHOR} htmlBody"
_COMMENT = f"_id postId parentCommentId postedAt baseScore af deleted pageUrl {_AUTHOR} htmlBody"
_COMMENT_MARKS = "_id postId postedAt baseScore af deleted pageUrl"
_CHANGED = "_id postedAt modifiedAt pingbacks"

KNOWN: Final = frozenset(
    re.findall(
        r"\w+",
        " ".join(
            [_WITH_BODY, _COMMENT, *OPTIONAL.values(), *OPTIONAL_OF_ALL_COMMENTS.values(), *OPTIONAL_OF_MARKS.values()]
        ),
    )
)
"""Every field that some question asks for."""


@dataclass(frozen=True, slots=True)
class Question:
    """A request as the archive keeps it.

    ``ids`` are the posts, or comments, it is about, in the order of ``aliases`` where each has its own; ``after`` (included) and
    ``before`` (not included) bound a stretch of time; ``af`` says that it is about posts of the Alignment Forum alone.
    """

    name: str
    ids: tuple[str, ...] = ()
    offset: int = 0
    limit: int = 0
    aliases: tuple[str, ...] = ("posts",)
    after: str = ""
    before: str = ""
    af: bool = False

    def alias_of(self, asked_id: str) -> str:
        """Return the alias of the list of a post; of a question with one list that one."""
        return self.aliases[self.ids.index(asked_id)] if asked_id else self.aliases[0]


def request_of(asked: Question, optional: Sequence[str]) -> bytes:
    """Return the request that asks a question, with those of the optional fields that it may have."""
    if asked.name in COMMENTS_BY_ID:
        return known_comments_request(asked.name, asked.ids, optional)
    if asked.name in BY_ID:
        return posts_request(asked.name, asked.ids, optional)
    if asked.name in BY_TIME:
        return window_request(asked, optional)
    if asked.name in OF_STATES:
        return states_request(asked.name, asked.ids)
    if asked.name == LISTS:
        return lists_request(asked.ids, asked.offset)
    return comments_request(asked.name, asked.ids, asked.offset, optional)


def posts_request(name: str, ids: Sequence[str], optional: Sequence[str] = tuple(OPTIONAL)) -> bytes:
    """Return the request for posts by id: with their bodies, with their details, or with what changes without an edit."""
    fields = _WITH_BODY
    if name == DETAILS:
        fields = " ".join([f"_id {_AUTHOR}", *_chosen(OPTIONAL, optional)])
    elif name == MARKS:
        fields = "_id title modifiedAt baseScore af"
    query = (
        f"query {name}($ids: [String!], $limit: Int) "
        f"{{ posts(selector: {{default: {{exactPostIds: $ids}}}}, limit: $limit) {{ results {{ {fields} }} }} }}"
    )
    return _body(name, query, {"ids": list(ids), "limit": len(ids)})


def lists_request(ids: Sequence[str], offset: int) -> bytes:
    """Return the request for a page of each post's incoming links."""
    variables: dict[str, Any] = {"limit": page_of(LISTS), "offset": offset}
    paging = "limit: $limit, offset: $offset, enableTotal: true"
    return _aliased(
        LISTS,
        ids,
        lambda alias: (
            f"posts(selector: {{pingbackPosts: {{postId: ${alias}}}}}, {paging}) "
            f"{{ results {{ {_LISTED} }} totalCount }}"
        ),
        variables,
    )


def page_of(name: str) -> int:
    """Return how many items a page has of a list of a post."""
    return LISTED_PAGE if name == LISTS else PAGE


def states_request(name: str, ids: Sequence[str]) -> bytes:
    """Return the request that tells, post by post or comment by comment, whether it is there, gone or hidden."""
    of_what, fields = ("post", "_id") if name == STATES else ("comment", "_id deleted")
    return _aliased(name, ids, lambda alias: f"{of_what}(selector: {{_id: ${alias}}}) {{ result {{ {fields} }} }}", {})


def known_comments_request(name: str, ids: Sequence[str], optional: Sequence[str]) -> bytes:
    """Return the request for comments by id: whole, or with what changes without a new text and when they were edited."""
    fields = " ".join([_COMMENT_MARKS if name == COMMENT_MARKS else _COMMENT, *_chosen(optional_of(name), optional)])
    query = (
        f"query {name}($ids: [String!], $limit: Int) "
        f"{{ comments(selector: {{default: {{commentIds: $ids}}}}, limit: $limit) {{ results {{ {fields} }} }} }}"
    )
    return _body(name, query, {"ids": list(ids), "limit": len(ids)})


def comments_request(
    name: str, ids: Sequence[str], offset: int, optional: Sequence[str] = tuple(OPTIONAL_OF_COMMENTS)
) -> bytes:
    """Return the request for a page of each post's comments, or of its answers and the replies to them."""
    view = "postCommentsOld" if name == COMMENTS else "answersAndReplies"
    fields = " ".join([_COMMENT, *_chosen(OPTIONAL_OF_COMMENTS, optional)])
    return _aliased(
        name,
        ids,
        lambda alias: (
            f"comments(selector: {{{view}: {{postId: ${alias}}}}}, limit: $limit, offset: $offset, "
            f"enableTotal: true) {{ results {{ {fields} }} totalCount }}"
        ),
        {"limit": page_of(name), "offset": offset},
    )


def window_request(asked: Question, optional: Sequence[str]) -> bytes:
    """Return the request for a page of everything posted, or changed, in a stretch of time, the oldest first."""
    of_posts = asked.name in (WINDOW, CHANGES, MARKED)
    fields = {
        WINDOW: " ".join([_WITH_BODY, *_chosen(OPTIONAL, optional)]),
        CHANGES: _CHANGED,
        MARKED: "_id postedAt",
        COMMENT_WINDOW: " ".join([_COMMENT, *_chosen(OPTIONAL_OF_ALL_COMMENTS, optional)]),
        COMMENT_CHANGES: "_id postId postedAt",
    }[asked.name]
    what = f"limit: $limit, offset: $offset, enableTotal: true) {{ results {{ {fields} }} totalCount }}"
    bounds = "after: $after, before: $before"
    af = ", af: $af" if asked.af else ""
    if asked.name == CHANGES:
        lists = (
            f"posted: posts(selector: {{old: {{{bounds}}}}}, {what} "
            f'edited: posts(selector: {{old: {{{bounds}, timeField: "modifiedAt"}}}}, {what}'
        )
    elif asked.name == MARKED:
        lists = f'posts(selector: {{old: {{{bounds}, af: true, timeField: "afDate"}}}}, {what}'
    elif of_posts:
        lists = f"posts(selector: {{old: {{{bounds}{af}}}}}, {what}"
    else:
        lists = f'comments(selector: {{allRecentComments: {{sortBy: "old", {bounds}}}}}, {what}'
    declared = "$after: String, $before: String, $limit: Int, $offset: Int" + (", $af: Boolean" if asked.af else "")
    variables = {"after": asked.after, "before": asked.before, "limit": asked.limit, "offset": asked.offset}
    return _body(
        asked.name, f"query {asked.name}({declared}) {{ {lists} }}", variables | ({"af": True} if asked.af else {})
    )


def question(request_body: bytes | None) -> Question | None:
    """Return what an archived request asked, or None if it is none of ours."""
    try:
        request = json.loads(request_body or b"")
        name, variables = request["operationName"], request["variables"]
        offset, limit = int(variables.get("offset", 0)), int(variables.get("limit", 0))
        if name in BY_ID:
            return Question(name, tuple(variables["ids"]), limit=limit, aliases=aliases_of(name))
        if name in BY_ALIAS:
            aliases = sorted((key for key in variables if re.fullmatch(r"p\d+", key)), key=lambda key: int(key[1:]))
            return Question(name, tuple(variables[key] for key in aliases), offset, limit, tuple(aliases))
        if name in BY_TIME:
            return Question(
                name,
                (),
                offset,
                limit,
                aliases_of(name),
                variables["after"],
                variables["before"],
                bool(variables.get("af")),
            )
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    return None


def aliases_of(name: str) -> tuple[str, ...]:
    """Return the names of the lists that a question by id, or about a stretch of time, gives."""
    if name == CHANGES:
        return ("posted", "edited")
    return ("comments",) if name in OF_COMMENTS or name == COMMENT_CHANGES else ("posts",)


def optional_of(name: str) -> Mapping[str, str]:
    """Return the fields that a question does without where the forum does not know them."""
    if name == COMMENT_MARKS:
        return OPTIONAL_OF_MARKS
    if name == COMMENT_WINDOW:
        return OPTIONAL_OF_ALL_COMMENTS
    if name in OF_COMMENTS:
        return OPTIONAL_OF_COMMENTS
    return OPTIONAL if name in (DETAILS, WINDOW) else {}


def _aliased(name: str, ids: Sequence[str], one: Callable[[str], str], variables: dict[str, Any]) -> bytes:
    aliases = {f"p{number}": post_id for number, post_id in enumerate(ids)}
    paging = "$limit: Int, $offset: Int, " if variables else ""
    declared = paging + ", ".join(f"${alias}: String" for alias in aliases)
    lists = " ".join(f"{alias}: {one(alias)}" for alias in aliases)
    return _body(name, f"query {name}({declared}) {{ {lists} }}", variables | aliases)


def _chosen(fields: Mapping[str, str], names: Sequence[str]) -> list[str]:
    return [fields[name] for name in sorted(names) if name in fields]


def _body(name: str, query: str, variables: Mapping[str, Any]) -> bytes:
    request = {"operationName": name, "query": query, "variables": variables}
    return json.dumps(request, separators=(",", ":"), sort_keys=True).encode()
