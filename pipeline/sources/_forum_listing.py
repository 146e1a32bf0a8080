"""Questions for lists of the forum's API, beside those about posts and their comments: tags, taggings, people.

One request asks for pages of several lists, each under an alias of its own; until 2026-11 each page was asked for by
itself, and such answers are read as before.
"""

import json
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from pipeline.archive.store import Reply
from pipeline.errors import BadPage, clean
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources._forum_questions import Question
from pipeline.sources._healthy import Fields

PAGE: Final = 200


class Page(NamedTuple):
    """A page of one list: the slug or id of what the list is about, and how many rows come before it."""

    about: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A question for lists of one kind: its name in the archive, what answers it, and what each row shall hold.

    ``about`` is the argument that says what a list is about, and ``selector`` where it stands, as ``$about``. ``required``
    are the fields that each row must have, by the member of the row that they are in (``""``: in the row itself).
    ``optional`` are fields that the answer may lack; the forum rejects a question whole that names an unknown one.
    ``single`` says that a list has at most one row; ``a_request`` is how many pages one request may ask for.
    """

    name: str
    of: str
    about: str
    selector: str
    fields: str
    required: Mapping[str, frozenset[str]]
    optional: Mapping[str, str] = field(default_factory=dict)
    single: bool = False
    a_request: int = 10

    def request(self, pages: Sequence[Page], lacking: Set[str]) -> bytes:
        """Return the request for some pages, without the fields that the forum lacks."""
        chosen = [text for name, text in sorted(self.optional.items()) if name not in lacking]
        rows = " ".join([self.fields, *chosen])
        variables: dict[str, Any] = {"limit": 1 if self.single else PAGE}
        declared, lists = ["$limit: Int"], []
        for number, (alias, page) in enumerate(zip(_aliases(pages), pages, strict=True)):
            variables |= {alias: page.about, f"o{number}": page.offset}
            declared.append(f"${alias}: String, $o{number}: Int")
            arguments = f"selector: {self.selector.replace('$about', f'${alias}')}, limit: $limit, offset: $o{number}"
            lists.append(f"{alias}: {self.of}({arguments}) {{ results {{ {rows} }} }}")
        query = f"query {self.name}({', '.join(declared)}) {{ {' '.join(lists)} }}"
        request = {"operationName": self.name, "query": query, "variables": variables}
        return json.dumps(request, separators=(",", ":"), sort_keys=True).encode()

    @property
    def expected(self) -> list[Fields]:
        """What its rows are to look like."""
        known = graphql.names(" ".join([self.fields, *self.optional.values()]))
        return [Fields(required, known, part) for part, required in self.required.items()]

    def question(self, pages: Sequence[Page]) -> Question:
        """Return how an answer to a request is checked."""
        return Question(self.name, aliases=_aliases(pages))


def asked(request_body: bytes | None, listings: Mapping[str, Listing], where: str) -> tuple[Listing, dict[str, Page]]:
    """Return what an archived request asked: the kind of lists, and the page that each alias of its answer holds.

    Raises
    ------
    BadPage
        If it asked for none of ``listings``.
    """
    try:
        request = json.loads(request_body or b"")
        listing, given = listings[request["operationName"]], dict(request["variables"])
        aliases = sorted((key for key in given if re.fullmatch(r"p\d+", key)), key=lambda key: int(key[1:]))
        if not aliases:
            return listing, {listing.of: Page(str(given[listing.about]), int(given.get("offset", 0)))}
        return listing, {alias: Page(str(given[alias]), int(given[f"o{alias[1:]}"])) for alias in aliases}
    except (ValueError, KeyError, TypeError) as error:
        raise BadPage(f"{where}: expected a reply to a question of this source, found another request") from error


def answered(reply: Reply, listings: Mapping[str, Listing]) -> tuple[Listing, dict[Page, list[Any]]]:
    """Return the kind of lists that an archived reply is about, and the rows of each page; none of an answer that is no page.

    Raises
    ------
    BadPage
        If it answers none of ``listings``, or not whole: see :func:`pipeline.sources._forum_graphql.results`.
    """
    listing, pages = asked(reply.request_body, listings, f"{clean(reply.url, 200)} {reply.key}")
    if reply.status != 200:
        return listing, {}
    tops = graphql.results(reply.body, Question(listing.name, aliases=tuple(pages)), f"{listing.name} {reply.key}")
    return listing, {page: tops[alias]["results"] for alias, page in pages.items()}


def _aliases(pages: Sequence[Page]) -> tuple[str, ...]:
    return tuple(f"p{number}" for number in range(len(pages)))
