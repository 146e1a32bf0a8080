"""The glossary of "Risks from Learned Optimization", on MIRI's page of the paper: terms and definitions by section.

Site:    a page named in ``[gather] pages``, such as https://intelligence.org/learned-optimization; or a page saved by
         hand, as HTML or as text.
Gives:   each term with its definition, by section of the paper; of a page, also its title and its links.
Misses:  when an entry was written; sections whose heading does not say "Section N Glossary".
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pipeline.archive.store import Reply
from pipeline.errors import BadPage
from pipeline.records import DefinitionRecord, Record
from pipeline.sources import _html, _web
from pipeline.sources._glossary import entries

NAME = "rlo_glossary"
HOME = "web:https://intelligence.org/learned-optimization"

_HEADING = re.compile(rb"Section\s+(?:\d+|[IVX]+)\s+Glossary", re.IGNORECASE)


def accepts(data: bytes) -> bool:
    """Say whether a file is a page, or a text, with such a glossary."""
    return _HEADING.search(data) is not None


def reads(url: str) -> bool:
    """Say whether the page at an address is this glossary."""
    parts = urlsplit(url)
    return parts.hostname in ("intelligence.org", "www.intelligence.org") and "learned-optimization" in parts.path


def parse(reply: Reply) -> Iterator[Record]:
    """Read the page.

    Yields
    ------
    Record
        The page, where it is one, or that it is gone; then a definition per entry, in the page's order. A text, or a page that does not
        say where it is from, is taken for that of :data:`HOME`, unless ``--of`` names another.

    Raises
    ------
    BadPage
        If there is no entry in it.
    """
    if reply.status != 200:
        yield from _html.gone(_web.document_id(reply), NAME, reply)
        return
    document_id = _web.document_id(reply) or HOME
    yield from _html.damage(NAME, reply)
    if _web.is_markup(reply.body):
        yield _web.document(reply, NAME, document_id)
    found = 0
    for section, term, text in entries(_web.lines(reply)):
        found += 1
        yield DefinitionRecord(term, text, section, document_id, NAME, reply.retrieved_at)
    if not found:
        raise BadPage(
            f"{_html.where(reply)}: expected entries under a heading such as 'Section 1 Glossary', found none; "
            "save the whole page"
        )
