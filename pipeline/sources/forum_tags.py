"""Tags of LessWrong and the Alignment Forum from the forum's GraphQL address: the text of each, and the posts under it.

Site:    ``forum``, for the tags named in ``[gather] tags``.
Gives:   of each tag name, text as last edited with its links, headings, kind (core, wiki), parent and sub-tags, former
         slugs, number of posts; of each post under it title, date, author, karma, af mark, and how relevant readers
         voted the tag to be.
Misses:  posts under a tag beyond the first 2,200, since the forum gives no more of a list (a run says where that is so);
         who wrote which part of the text, its earlier versions, the discussion of the tag, texts and coauthors of
         the posts under it.
"""

from collections.abc import Iterator
from itertools import chain

from pipeline.archive.session import Session
from pipeline.archive.store import Reply
from pipeline.errors import clean
from pipeline.progress import Progress
from pipeline.records import QuarantinedRecord, Record, VisibilityRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources._forum_listing import Listing, answered
from pipeline.sources._forum_lists import gather_named
from pipeline.sources._forum_tag_rows import TagReader
from pipeline.sources._healthy import NOT_GIVEN
from pipeline.sources._outcome import SourceOutcome

NAME = "forum_tags"
SITE = "forum"
BASE_URL = "https://www.lesswrong.com"

TEXT = Listing(
    "TagText",
    "tags",
    "slug",
    "{tagBySlug: {slug: $about}}",
    "_id name slug description { html editedAt }",
    {"": frozenset({"_id", "name", "slug", "description"})},
    {
        "core": "core",
        "oldSlugs": "oldSlugs",
        "parentTag": "parentTag { slug name }",
        "pingbacks": "pingbacks",
        "postCount": "postCount",
        "subTags": "subTags { slug name }",
        "wikiOnly": "wikiOnly",
    },
    single=True,
)
POSTS = Listing(
    "TagPosts",
    "tagRels",
    "tag",
    "{postsWithTag: {tagId: $about}}",
    "_id baseScore tag { slug name } "
    "post { _id title slug pageUrl postedAt modifiedAt baseScore af userId user { _id slug displayName } }",
    {"": frozenset({"_id", "baseScore", "tag", "post"}), "post": graphql.CORE},
)
_LISTINGS = {listing.name: listing for listing in (TEXT, POSTS)}


def parse(reply: Reply) -> Iterator[Record]:
    """Read an archived answer.

    Yields
    ------
    Record
        A tag and the facts about it; or each post under a tag, with its tagging. A tag that the forum does not know,
        and every row that cannot be used, is quarantined; such a tag is gone since then.

    Raises
    ------
    BadPage
        If the reply is no whole answer to a question of this module. Gathering stores none such.
    """
    listing, lists = answered(reply, _LISTINGS)
    where = f"{listing.name} {reply.key}"
    reader = TagReader(NAME, reply.retrieved_at, where, BASE_URL, listing.required[""])
    read = reader.tag if listing is TEXT else reader.tagging
    for position, row in enumerate(chain.from_iterable(lists.values()), 1):
        yield from read(row, position)
    if listing is TEXT:
        for page in (page for page, rows in lists.items() if not rows):
            why = f"{NOT_GIVEN}the forum knows no tag of this slug"
            yield QuarantinedRecord(f"{NAME} tag", f"{where} ({clean(page.about)})", why)
            yield VisibilityRecord(f"forum-tag:{page.about.lower()}", "gone", reply.retrieved_at, NAME)
    yield from reader.end()


def gather(settings: Settings, session: Session, progress: Progress) -> SourceOutcome | None:
    """Ask for each tag named in the configuration and for the posts under it; None where nothing is named."""
    return gather_named(
        NAME, settings.gather.sites[SITE], settings.gather.tags, session, progress,
        parse=parse, named=TEXT, items=POSTS, words=("tags", "posts under them"),
    )  # fmt: skip
