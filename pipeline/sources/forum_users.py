"""Comments of people on LessWrong and the Alignment Forum, from the forum's GraphQL address.

Site:    ``forum``, for the people named in ``[gather] users``.
Gives:   their comments, the newest first: text, date, karma of both forums, af mark, the post or the tag, the comment answered, answers and
         reviews marked, outgoing links as the forum counts them.
Misses:  comments beyond the newest 2,200, deleted ones, and the person's own karma and words about themselves, which
         no table has.
"""

from collections.abc import Iterator
from itertools import chain

from pipeline.archive.session import Session
from pipeline.archive.store import Reply
from pipeline.errors import clean
from pipeline.progress import Progress
from pipeline.records import QuarantinedRecord, Record
from pipeline.settings import Settings
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources._forum_listing import Listing, answered
from pipeline.sources._forum_lists import gather_named
from pipeline.sources._forum_questions import OPTIONAL_OF_ALL_COMMENTS
from pipeline.sources._forum_rows import Reader
from pipeline.sources._healthy import NOT_GIVEN
from pipeline.sources._outcome import SourceOutcome

NAME = "forum_users"
SITE = "forum"
BASE_URL = "https://www.lesswrong.com"

PERSON = Listing(
    "UserProfile",
    "users",
    "slug",
    "{usersProfile: {slug: $about}}",
    "_id slug displayName",
    {"": frozenset({"_id"})},
    single=True,
)
COMMENTS = Listing(
    "UserComments",
    "comments",
    "user",
    '{profileComments: {userId: $about, sortBy: "new"}}',
    "_id postId parentCommentId postedAt baseScore af deleted pageUrl userId user { _id slug displayName } htmlBody",
    {"": graphql.CORE_OF_COMMENTS},
    OPTIONAL_OF_ALL_COMMENTS,
    a_request=2,  # with their texts, about 1 MB
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
    listing, lists = answered(reply, _LISTINGS)
    where = f"{listing.name} {reply.key}"
    if listing is PERSON:
        for page in (page for page, rows in lists.items() if not rows):
            why = f"{NOT_GIVEN}the forum knows nobody of this slug"
            yield QuarantinedRecord(f"{NAME} person", f"{where} ({clean(page.about)})", why)
        return
    reader = Reader(NAME, reply.retrieved_at, where, BASE_URL, listing.required[""])
    for position, row in enumerate(chain.from_iterable(lists.values()), 1):
        yield from reader.comment(row, position)
    yield from reader.end()


def gather(settings: Settings, session: Session, progress: Progress) -> SourceOutcome | None:
    """Ask for the comments of each person named in the configuration; None where nothing is named."""
    return gather_named(
        NAME, settings.gather.sites[SITE], settings.gather.users, session, progress,
        parse=parse, named=PERSON, items=COMMENTS, words=("people", "comments"),
    )  # fmt: skip
