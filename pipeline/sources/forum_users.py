"""Comments of people on LessWrong and the Alignment Forum, from the forum's GraphQL address.

Site:    ``forum``, for the people named in ``[gather] users``.
Gives:   their comments, the newest first: text, date, karma, af mark, the post, the comment answered, answers and
         reviews marked, outgoing links as the forum counts them.
Misses:  comments beyond the newest 2,200, deleted ones, and the person's own karma and words about themselves, which
         no table has.
"""

from collections.abc import Iterator

from pipeline.archive.session import Session
from pipeline.archive.store import Reply
from pipeline.errors import clean
from pipeline.progress import Progress
from pipeline.records import QuarantinedRecord, Record
from pipeline.settings import Settings
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources._forum_lists import Listing, asked, estimate_named, gather_named, rows
from pipeline.sources._forum_rows import Reader
from pipeline.sources._healthy import NOT_GIVEN
from pipeline.sources._outcome import SourceOutcome

NAME = "forum_users"
SITE = "forum"
BASE_URL = "https://www.lesswrong.com"

PERSON = Listing(
    "UserProfile",
    "users",
    "$slug: String",
    "selector: {usersProfile: {slug: $slug}}, limit: 1",
    "_id slug displayName",
    {"": frozenset({"_id"})},
)
COMMENTS = Listing(
    "UserComments",
    "comments",
    "$user: String, $limit: Int, $offset: Int",
    'selector: {profileComments: {userId: $user, sortBy: "new"}}, limit: $limit, offset: $offset',
    "_id postId parentCommentId postedAt baseScore af deleted pageUrl userId user { _id slug displayName } htmlBody",
    {"": graphql.CORE_OF_COMMENTS},
    {
        "answer": "answer",
        "nominatedForReview": "nominatedForReview",
        "pingbacks": "pingbacks",
        "reviewingForReview": "reviewingForReview",
    },
)
_LISTINGS = {listing.name: listing for listing in (PERSON, COMMENTS)}


def parse(reply: Reply) -> Iterator[Record]:
    """Read an archived answer.

    Yields
    ------
    Record
        Each comment; a person whom the forum does not know, and every row that cannot be used, is quarantined.

    Raises
    ------
    BadPage
        If the reply is no whole answer to a question of this module. Gathering stores none such.
    """
    listing, variables = asked(reply, _LISTINGS)
    if reply.status != 200:
        return
    where = f"{listing.name} {reply.key}"
    found = rows(reply, listing)
    if listing is PERSON:
        if not found:
            named = clean(variables.get("slug"))
            why = f"{NOT_GIVEN}the forum knows nobody of this slug"
            yield QuarantinedRecord(f"{NAME} person", f"{where} ({named})", why)
        return
    reader = Reader(NAME, reply.retrieved_at, where, BASE_URL, listing.required[""])
    for position, row in enumerate(found, 1):
        yield from reader.comment(row, position)
    yield from reader.end()


def gather(settings: Settings, session: Session, progress: Progress) -> SourceOutcome | None:
    """Ask for the comments of each person named in the configuration; None where nothing is named."""
    return gather_named(
        NAME, settings.gather.sites[SITE], settings.gather.users, session, progress,
        parse=parse, named=PERSON, items=COMMENTS, by="user", words=("people", "comments"),
    )  # fmt: skip


def estimate(settings: Settings, session: Session) -> int:
    """Return how many requests a run takes at least."""
    return estimate_named(NAME, settings.gather.sites[SITE], settings.gather.users, session, parse=parse, named=PERSON)
