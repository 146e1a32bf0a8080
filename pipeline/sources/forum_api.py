"""Posts and comments of LessWrong and the Alignment Forum, and who links to them, from the forum's GraphQL address.

Site:    ``forum``, https://www.lesswrong.com (the Alignment Forum's own host hides citing posts without its mark).
Gives:   the root posts, the posts on their lists of incoming links, the posts on the lists of those, and so on; with
         ``scope`` every post of the Alignment Forum or of the forum: titles, dates, karma, af mark, authors and
         coauthors, tags, bodies as last edited, outgoing links as the forum counts them, crosspost marks. Comments
         under the root posts and their citers, or all of them, with what they answer, and answers and reviews marked.
         Which posts and comments are gone, and which are hidden from guests; what known ones have become since.
Misses:  drafts, deleted posts, posts with karma of 0 or less where only a list would show them, and those whose karma has
         risen since on a list other than the root posts' before ``--refresh``; in a walk through
         everything what the forum leaves out of its lists (shortform and unlisted posts, events of local groups);
         comments elsewhere unless all are asked for; the text as first published; and what becomes (karma, edits,
         deletions) of those comments that a walk through all of them gave and that link to no post: of other known ones
         it is asked when it is due, of these by ``--refresh`` alone.
"""

from collections.abc import Iterator
from typing import Any

from pipeline.archive.session import Session
from pipeline.archive.store import Archive, Reply, is_ahead, now
from pipeline.errors import AtlasError, BadPage, ForumRefused, SchemaChanged, clean, count
from pipeline.progress import Progress
from pipeline.records import DocumentRecord, PingbackRecord, QuarantinedRecord, Record, VisibilityRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources import _forum_questions as questions
from pipeline.sources import _forum_reach as reach
from pipeline.sources._forum_archived import Archived
from pipeline.sources._forum_asking import HEADERS, Asking
from pipeline.sources._forum_known import look_again
from pipeline.sources._forum_post_lists import judge_lists
from pipeline.sources._forum_questions import (
    BODIES,
    LISTS,
    OF_CHANGES,
    OF_COMMENTS,
    OF_STATES,
    STATES,
    Question,
)
from pipeline.sources._forum_refresh import ask_for_edited, ask_for_marked, bring_up_to_date
from pipeline.sources._forum_rows import Reader
from pipeline.sources._forum_walk import walk, walked
from pipeline.sources._healthy import NOT_GIVEN, too_many
from pipeline.sources._outcome import SourceOutcome

NAME = "forum_api"
SITE = "forum"
BASE_URL = "https://www.lesswrong.com"


def parse(reply: Reply) -> Iterator[Record]:
    """Read an archived answer.

    Yields
    ------
    Record
        A document per row; for a list of incoming links also its place in it; whether a post or a comment is there,
        gone or hidden; for a post that was asked for and not given, and for every row that cannot be used, a quarantined record.

    Raises
    ------
    BadPage
        If the reply is no whole answer to a question of this module. Gathering stores none such.
    """
    asked = questions.question(reply.request_body)
    where = f"{asked.name if asked else reply.url} {reply.key}"
    if asked is None:
        raise BadPage(f"{where}: expected a reply to a question of this source, found another request")
    if reply.status != 200 or asked.name in OF_CHANGES:
        return
    if asked.name in OF_STATES:
        scheme = "forum" if asked.name == STATES else "forum-comment"
        for asked_id, state in graphql.states(reply.body, asked, where).items():
            yield VisibilityRecord(f"{scheme}:{asked_id}", state, reply.retrieved_at, NAME)
        return
    tops = graphql.results(reply.body, asked, where)
    for place, (alias, top) in enumerate(tops.items()):
        named = where if alias in ("posts", "comments") else f"{where} {alias}"
        reader = Reader(NAME, reply.retrieved_at, named, BASE_URL, graphql.required(asked))
        listed_on = f"forum:{asked.ids[place]}" if asked.name == LISTS else None
        yield from _rows(reader, top["results"], asked, listed_on)
        yield from reader.end()


def _rows(reader: Reader, rows: list[Any], asked: Question, listed_on: str | None) -> Iterator[Record]:
    """Read the rows of one list, each document once."""
    read = reader.comment if asked.name in OF_COMMENTS else reader.post
    seen: set[str] = set()
    for position, row in enumerate(rows, 1):
        for record in read(row, position):
            if not isinstance(record, DocumentRecord):
                yield record
            elif record.document_id not in seen:
                seen.add(record.document_id)
                yield record
                if listed_on is not None:
                    yield PingbackRecord(
                        listed_on, asked.offset + position, "post", record.title, record.document_id, record.posted_at,
                        record.karma, NAME, reader.retrieved_at,
                    )  # fmt: skip
    if asked.name == BODIES:
        for post_id in sorted(set(asked.ids) - {document_id.removeprefix("forum:") for document_id in seen}):
            yield QuarantinedRecord(
                f"{NAME} post",
                f"{reader.where} ({clean(post_id)})",
                f"{NOT_GIVEN}not in the answer: a draft, deleted, not public, or a row that could not be used",
            )


def gather(settings: Settings, session: Session, archive: Archive, progress: Progress) -> SourceOutcome:
    """Bring the archive up to date, walk through what the scope names, then follow the lists from the root posts."""
    archived = Archived(archive, NAME)
    asking = Asking(NAME, _address(settings), parse, settings, session, progress, archived)
    error: AtlasError | None = None
    before, commented = session.requests, 0
    try:
        archived.read()
        citers = bring_up_to_date(asking)
        for name, what, af in reach.kinds_of_windows(settings):
            walk(asking, name, now(), what, af=af)
        ask_for_marked(asking)
        generations = reach.all_generations(asking, citers)
        commented = reach.comments(asking, generations)
        ask_for_edited(asking)
        look_again(asking)
    except (ForumRefused, SchemaChanged) as stop:
        error = stop
    finally:
        progress.finish()
    judge_lists(asking)
    lists = len({post_id for name, post_id, _ in archived.pages if name == LISTS})
    known = archived.posts[BODIES].keys()
    gone = len(known & archived.not_given(STATES))
    posts = count(len(known), "post") + (f" ({gone:,} of them gone or hidden by now)" if gone else "")
    came = f"{posts} and {count(lists, 'list')} of incoming links in the archive"
    if commented:
        came += f", with the comments under {count(commented, 'post')}"
    asking.missing += too_many(asking.rows.unusable, asking.rows.came)
    asking.notes += _dated_ahead(archive)
    return SourceOutcome(
        NAME, came + asking.came(), session.requests - before, tuple(asking.missing), error,
        "Run again to ask for what is missing, or import it: atlas import dump FILE, atlas import page FILE",
        tuple(dict.fromkeys(asking.notes)), asking.gone > 0 or asking.held_up,
    )  # fmt: skip


def _dated_ahead(archive: Archive) -> list[str]:
    ahead = [at for *_, at in archive.requests(NAME) if is_ahead(at)]
    if not ahead:
        return []
    told = f"{count(len(ahead), 'archived answer')} bear a date ahead of now (up to {max(ahead)[:10]})"
    why = "the clock of this machine was wrong when they came"
    held = "what is due was asked for again, but until that date the tables take what they say for the newest"
    return [f"{told}: {why}; {held}"]


def probe(settings: Settings, session: Session) -> str:
    """Ask for one root post and say what came; the answer is archived like any other."""
    ids = reach.roots(settings)[:1]
    if not ids:  # asked for no ids, with room for none, the forum answers with thousands of posts
        return reach.NOT_TRIED
    asked = Question(BODIES, tuple(ids))
    reply = session.ask(
        NAME,
        _address(settings),
        method="POST",
        request_body=questions.posts_request(BODIES, ids),
        headers=HEADERS,
        check=graphql.check(asked, BODIES),
    )
    return f"answers; {sum(isinstance(record, DocumentRecord) for record in parse(reply))} of 1 post came"


def census(archive: Archive, *, af: bool) -> tuple[str, str] | None:
    """Return the days between which every post has been asked for, ``af``: of the Alignment Forum; None without a walk."""
    return walked(archive, NAME, af=af)


def _address(settings: Settings) -> str:
    return settings.gather.sites[SITE] + "/graphql"
