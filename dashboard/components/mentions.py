"""Text that names documents by their ids: each becomes a link that says the title, with the id behind."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import opening
from dashboard.components.text import theirs

_ID = re.compile(r"\b(?:(?:ea)?forum:(?:[A-Za-z0-9]{17}|[0-9a-f]{24})\b|arxiv:\d{4}\.\d{4,5})")
_POSTS = {"forum": "a post of the Alignment Forum or LessWrong", "eaforum": "a post of the EA Forum"}
_FOOTNOTE = re.compile(r"fn(?:ref)?(?:\d+|[-_].*)")


def mentioned(texts: Iterable[str]) -> set[str]:
    """Return the ids of documents that texts name."""
    return {one for text in texts for one in _ID.findall(text)}


def linked(text: str, titles: Mapping[str, str]) -> list[Any]:
    """Return outside text in which the ids of documents are called by their titles, and those in ``titles`` open their pages.

    >>> called = {"forum:FkgsxrGf3QxhfLWHG": "On owls"}
    >>> [getattr(part, "href", None) for part in linked("forum:FkgsxrGf3QxhfLWHG, section 1; arxiv:1606.06565", called)]
    ['/doc/forum:FkgsxrGf3QxhfLWHG', None, None]
    """
    parts: list[Any] = []
    last = 0
    for found in _ID.finditer(text):
        parts += [theirs(text[last : found.start()])] if found.start() > last else []
        parts.append(document_link(found[0], titles))
        last = found.end()
    return [*parts, theirs(text[last:])] if last < len(text) else parts


def told(text: str, titles: Mapping[str, str]) -> str:
    """Return text that names documents with their titles in place of ids, where they are known.

    >>> told("arxiv:1906.01820, section 1; arxiv:1606.06565", {"arxiv:1906.01820": "On owls"})
    '“On owls”, section 1; arxiv:1606.06565'
    """
    return _ID.sub(lambda found: f"“{titles[found[0]]}”" if found[0] in titles else found[0], text)


def document_link(document_id: str, titles: Mapping[str, str]) -> Component:
    """Return the link to a document, which says its title; what is not in ``titles`` is said to be of its kind, and has no page.

    The id stands behind both.
    """
    if document_id not in titles:
        return html.Span(html.Bdi(_unnamed(document_id)), title=document_id)
    return html.A(html.Bdi(titles[document_id]), href=opening.document(document_id), title=document_id)


def _unnamed(document_id: str) -> str:
    """Say what a document without a known title is.

    >>> _unnamed("eaforum:hCsxvMAGpkEuLCE4E"), _unnamed("arxiv:1606.06565")
    ('a post of the EA Forum', 'arXiv 1606.06565')
    """
    scheme, _, own = document_id.partition(":")
    return _POSTS.get(scheme, f"arXiv {own}")


def part(named: str) -> str:
    """Say in words what a link named beside a document as a whole.

    >>> part("forum:x#4_5__Distributional_shift"), part("forum:x#fn-xsRHp-12"), part("forum-comment:y")
    ('section “4 5 Distributional shift”', 'a footnote', 'a comment')
    """
    whole, _, anchor = named.partition("#")
    if not anchor:
        return "a comment" if whole.partition(":")[0].endswith("comment") else whole
    if _FOOTNOTE.fullmatch(anchor):
        return "a footnote"
    return f"section “{' '.join(anchor.replace('_', ' ').split())}”"
