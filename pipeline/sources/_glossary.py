"""Entries of the glossary of "Risks from Learned Optimization", from the lines of a page or of its text."""

import re
from collections.abc import Iterable, Iterator

from pipeline.sources._lines import Line

SECTION = re.compile(r"(Section (?:\d+|[IVX]+)) Glossary\s*:?", re.IGNORECASE)

_ENTRY = re.compile(r"(?:^|(?<=[.!?] )|(?<=[.!?]))(?P<term>[A-Z][^.:;!?\n]{1,58}?)\s*:\s+(?=\S)")
_LOOSE = re.compile(r" ([.,;:!?])")
"""Punctuation that stands apart, where a text has lost the markup between a word and it."""

_WORDS = 5
_LONGEST = 4000


def entries(lines: Iterable[Line]) -> Iterator[tuple[str, str, str]]:
    """Yield section, term and definition of each entry.

    A line may hold several: a term that is defined within another's entry follows it after a full stop. A heading, or
    a line that begins no entry, ends the glossary of a section.

    Examples
    --------
    >>> shown = "Base thing : A base thing is a thing. Base aim : A base aim is its aim."
    >>> list(entries([Line("Section 1 Glossary:", "p"), Line(shown, "li")]))
    [('Section 1', 'base thing', 'A base thing is a thing.'), ('Section 1', 'base aim', 'A base aim is its aim.')]
    """
    section: str | None = None
    for line in lines:
        if heading := SECTION.fullmatch(line.text):
            section = heading[1]
        elif section is not None:
            found = [match for match in _ENTRY.finditer(line.text) if len(match["term"].split()) <= _WORDS]
            if line.level or not found or found[0].start():
                section = None
                continue
            ends = [match.start() for match in found[1:]] + [len(line.text)]
            for match, end in zip(found, ends, strict=True):
                text = _LOOSE.sub(r"\1", line.text[match.end() : end].strip())
                yield section, _lower(match["term"]), text[:_LONGEST]


def _lower(term: str) -> str:
    """Return a term without the capital of a line's beginning; acronyms keep theirs."""
    return term if term[1:2].isupper() else term[0].lower() + term[1:]
