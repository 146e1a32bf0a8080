"""Posts and comments of the EA Forum that are known to cite the root work, or to be crossposts, from its GraphQL address.

Site:    ``eaforum``, https://forum-bots.effectivealtruism.org, the host that forum keeps for programs. Its ids are its own.
Gives:   posts that a gathered LessWrong post names as its copy, and posts and comments that GreaterWrong lists among the
         links to the root work: titles, dates, karma, authors, tags, bodies, crosspost marks, the comments under them.
Misses:  everything else there: no list of that forum shows who links to another site; coauthors; comments under a post
         after the first 500, which a run names, and answers to questions.
"""

import json
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Any, Final

from pipeline.archive.answer import Answer
from pipeline.archive.session import Session
from pipeline.archive.store import Archive, Judge, Reply
from pipeline.errors import AtlasError, BadPage, ForumRefused, NoAnswer, SchemaChanged, clean, count
from pipeline.progress import Progress
from pipeline.records import PingbackRecord, QuarantinedRecord, Record, VisibilityRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources import _json, forum_api, greaterwrong_page
from pipeline.sources._forum_archived import Archived
from pipeline.sources._forum_asking import HEADERS, NONE_CAME, batches, post_ids
from pipeline.sources._forum_questions import DETAILS
from pipeline.sources._forum_rows import Reader
from pipeline.sources._healthy import NOT_GIVEN, Fields, Rows, refuse_renamed
from pipeline.sources._in_vain import UNUSABLE, judge
from pipeline.sources._outcome import SourceOutcome
from pipeline.sources._settled import hold_up, is_held_up
from pipeline.sources._stand_in import why_not_asked

NAME = "eaforum_api"
SITE = "eaforum"
BASE_URL = "https://forum.effectivealtruism.org"
AFTER_OTHERS = True
"""What is asked for is what other sources have named."""

POSTS: Final = "EaPosts"
COMMENTS: Final = "EaComments"
A_REQUEST: Final = 10
MOST_COMMENTS: Final = 500
NOBODY: Final = "aaaaaaaaaaaaaaaaa"
"""The id of no post, to ask whether the forum answers."""

_AUTHOR = "userId user { _id slug displayName }"
_POST = (
    f"_id title slug pageUrl postedAt modifiedAt baseScore url {_AUTHOR} htmlBody tags {{ name slug }} "
    "fmCrosspost { isCrosspost foreignPostId }"
)
_COMMENT = f"_id postId parentCommentId postedAt baseScore deleted pageUrl {_AUTHOR} htmlBody"


_FIELDS: Final = {
    POSTS: Fields(graphql.CORE, graphql.names(_POST)),
    COMMENTS: Fields(graphql.CORE_OF_COMMENTS, graphql.names(_COMMENT)),
}


def request(name: str, ids: list[str]) -> bytes:
    """Return the request for posts by id, or for the comments under them, in the old style that this forum knows."""
    if name == POSTS:
        of_what, kind = "post", "SinglePostInput"
        given: list[Any] = [{"selector": {"_id": post_id}, "allowNull": True} for post_id in ids]
        fields = f"result {{ {_POST} }}"
    else:
        of_what, kind = "comments", "MultiCommentInput"
        given = [{"terms": {"view": "postCommentsOld", "postId": post_id, "limit": MOST_COMMENTS}} for post_id in ids]
        fields = f"results {{ {_COMMENT} }}"
    aliases = [f"p{number}" for number in range(len(ids))]
    declared = ", ".join(f"${alias}: {kind}" for alias in aliases)
    asked = " ".join(f"{alias}: {of_what}(input: ${alias}) {{ {fields} }}" for alias in aliases)
    query = {"operationName": name, "query": f"query {name}({declared}) {{ {asked} }}"}
    variables = dict(zip(aliases, given, strict=True))
    return json.dumps(query | {"variables": variables}, separators=(",", ":"), sort_keys=True).encode()


def parse(reply: Reply) -> Iterator[Record]:
    """Read an archived answer.

    Yields
    ------
    Record
        A document per post or comment; for a post that was asked for and not given, and for every row that cannot be
        used, a quarantined record. A post that is not given is gone since then.

    Raises
    ------
    BadPage
        If the reply is no whole answer to a question of this module.
    """
    name, ids = _asked(reply.request_body, reply.url)
    where = f"{name} {reply.key}"
    if reply.status != 200:
        return
    reader = Reader(NAME, reply.retrieved_at, where, BASE_URL, _FIELDS[name].required, "eaforum")
    for post_id, rows in _rows(reply.body, name, ids, where):
        for position, row in enumerate(rows, 1):
            if name == COMMENTS:
                yield from reader.comment(row, position)
            elif row is not None:
                yield from reader.post(row, position)
            elif post_id != NOBODY:
                yield QuarantinedRecord(
                    f"{NAME} post", f"{where} ({clean(post_id)})", f"{NOT_GIVEN}not there: deleted, or not public"
                )
                yield VisibilityRecord(f"eaforum:{post_id}", "gone", reply.retrieved_at, NAME)
    yield from reader.end()


def gather(settings: Settings, session: Session, archive: Archive, progress: Progress) -> SourceOutcome | None:
    """Ask for the posts that other sources have named, and for the comments under them; None where none is named."""
    ids = _named(archive)
    if not ids:
        return None
    if why := why_not_asked(settings, SITE):
        return SourceOutcome(NAME, why)
    missing: list[str] = []
    rows = Rows()
    error: AtlasError | None = None
    before, came, in_vain = session.requests, _came(archive), _in_vain(archive)
    try:
        for name, what in ((POSTS, "posts"), (COMMENTS, "comments")):
            if name == COMMENTS and settings.gather.comments == "none":
                continue
            due = _due(name, ids, session, archive)
            if name == COMMENTS:
                due = sorted({*due, *(one for one in ids if is_held_up(archive, came[one]))})
            if session.offline or not due:
                continue
            progress.start(f"{what} of the EA Forum", len(due))
            found = False
            waiting, spoiled = deque(batches(due, A_REQUEST)), 0
            while waiting:
                batch = waiting.popleft()
                try:
                    judged = judge(parse, rows, was_in_vain=(name, batch) in in_vain)
                    reply = _ask(name, batch, settings, session, judged)
                    missing += _cut(name, batch, reply)
                    found = True
                    if name == COMMENTS:
                        _take_in(came, batch, reply)
                except (NoAnswer, BadPage) as failed:
                    spoiled += 1
                    if isinstance(failed, BadPage) and len(batch) > 1 and (found or spoiled < NONE_CAME):
                        # One post that the forum refuses spoils the answer about all that were asked for with it.
                        waiting.extendleft(reversed(list(batches(batch, -(-len(batch) // 2)))))
                        continue
                    under = "the comments under " if name == COMMENTS else ""
                    others = ", ..." if batch[1:] else ""
                    told = f"{under}{count(len(batch), 'post')} did not come ({clean(batch[0])}{others})"
                    missing.append(f"{told}: {failed}")
                progress.advance(len(batch))
    except (ForumRefused, SchemaChanged) as stop:
        error = stop
    finally:
        progress.finish()
    for post_id in ids if settings.gather.comments != "none" else ():
        missing += hold_up(session, f"the list of comments under eaforum:{post_id}", came[post_id])
    missing += rows.gaps()
    held = len(ids) - len(_due(POSTS, ids, session, archive))
    return SourceOutcome(
        NAME, f"{held:,} of {count(len(ids), 'post')} that other sources name in the archive", session.requests - before,
        tuple(missing), error, "Run again to ask for what is missing",
    )  # fmt: skip


def probe(settings: Settings, session: Session) -> str:
    """Ask for one post, whether it is there or not."""
    if why := why_not_asked(settings, SITE):
        return why
    reply = _ask(POSTS, [NOBODY], settings, session)
    return f"answers with status {reply.status}"


def _named(archive: Archive) -> list[str]:
    """Return the ids of posts there that gathered posts, or lists of links to the root work, name."""
    archived = Archived(archive, forum_api.NAME)
    archived.read()
    answers = {answer.key: answer for answer in archived.posts[DETAILS].values()}
    marks = (row.get("fmCrosspost") for answer in answers.values() for row in archived.rows(answer, "posts"))
    found = {
        f"eaforum:{mark.get('foreignPostId')}" for mark in marks if isinstance(mark, dict) and mark.get("isCrosspost")
    }
    for reply in archive.replies(greaterwrong_page.NAME):
        for record in greaterwrong_page.parse(reply):
            if isinstance(record, PingbackRecord) and record.site == "eaforum":
                found.update(name for name in (record.citing_id, record.host_id) if name)
    return post_ids(found, "eaforum:")


def _due(name: str, ids: list[str], session: Session, archive: Archive) -> list[str]:
    answered: set[str] = set()
    unusable = () if session.offline else archive.notes(UNUSABLE)
    for key, body, status, retrieved_at in archive.requests(NAME):
        asked, given = _asked(body, NAME)
        if asked == name and status == 200 and session.is_fresh(retrieved_at) and key not in unusable:
            answered.update(given)
    return [post_id for post_id in ids if post_id not in answered]


def _in_vain(archive: Archive) -> list[tuple[str, list[str]]]:
    """Return what was asked before of which most rows could not be used."""
    unusable = archive.notes(UNUSABLE)
    return [_asked(body, NAME) for key, body, *_ in archive.requests(NAME) if key in unusable]


def _ask(name: str, ids: list[str], settings: Settings, session: Session, judged: Judge | None = None) -> Reply:
    def look(answer: Answer) -> None:
        graphql.refuse_unknown(answer, name, "the EA Forum")
        rows = [row for _, rows in _rows(answer.body, name, ids, name) for row in rows]
        refuse_renamed(rows, _FIELDS[name], name, "the EA Forum")

    reply = session.ask(
        NAME,
        settings.gather.sites[SITE] + "/graphql",
        method="POST",
        request_body=request(name, ids),
        headers=HEADERS,
        check=look,
        judge=judged,
    )
    if reply.status != 200:
        raise NoAnswer(f"{clean(reply.url, 200)} answers with status {reply.status}")
    return reply


def _cut(name: str, ids: list[str], reply: Reply) -> list[str]:
    """Name the comments that an answer leaves out: of a post it gives no more than was asked for."""
    found = _rows(reply.body, name, ids, name) if name == COMMENTS else ()
    return [
        f"comments under eaforum:{post_id} after the first {MOST_COMMENTS}"
        for post_id, rows in found
        if len(rows) >= MOST_COMMENTS
    ]


def _came(archive: Archive) -> dict[str, list[tuple[str, int]]]:
    """Return how many comments came under each post each time, after the key of the reply."""
    came: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, body, status, _ in archive.requests(NAME):
        name, ids = _asked(body, NAME)
        if status == 200 and name == COMMENTS:
            _take_in(came, ids, archive.reply(key))
    return came


def _take_in(came: dict[str, list[tuple[str, int]]], ids: list[str], reply: Reply) -> None:
    for post_id, rows in _rows(reply.body, COMMENTS, ids, COMMENTS):
        came[post_id].append((reply.key, len(rows)))


def _asked(request_body: bytes | None, where: str) -> tuple[str, list[str]]:
    try:
        asked = json.loads(request_body or b"")
        given = asked["variables"].values()
        ids = [str(one["selector"]["_id"] if "selector" in one else one["terms"]["postId"]) for one in given]
        return str(asked["operationName"]), ids
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadPage(f"{where}: expected a reply to a question of this source, found another request") from error


def _rows(body: bytes, name: str, ids: list[str], where: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield what a whole answer holds for each post: itself (or None), or the comments under it."""
    answer = _json.loads(body, where)
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, dict) or answer.get("errors"):
        raise BadPage(f"{where}: expected data without errors, found {clean(repr(answer))}")
    for number, post_id in enumerate(ids):
        top = data.get(f"p{number}")
        if name == POSTS and isinstance(top, dict) and "result" in top:
            yield post_id, [top["result"]]
        elif name == COMMENTS and isinstance(top, dict) and isinstance(top.get("results"), list):
            yield post_id, top["results"]
        else:
            raise BadPage(f"{where}: expected an answer for {clean(post_id)}, found {clean(repr(top))}")
