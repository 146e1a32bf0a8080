"""Words that name somebody or something: people, firms, products. They are not terms."""

import re
from collections.abc import Iterable
from typing import Final

from pipeline.terms._words import words_of

MOSTLY = 0.8
"""Share of a word's places within sentences at which a name is written with a capital."""

FIRST_TEXTS: Final = 50
"""Texts that are looked at: enough to tell."""

_NO_NAMES = frozenset({"ai", "alignment", "research", "center", "team", "the"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words_of_people(names: Iterable[str]) -> frozenset[str]:
    """Return the words of authors' names, those of handles such as `AdaLovelace` too.

    >>> sorted(words_of_people(["Ada Byron", "CharlesBabbage"]))
    ['ada', 'babbage', 'byron', 'charles', 'charlesbabbage']
    """
    found = {word for name in names for written in (name, _CAMEL.sub(" ", name)) for word in words_of(written)}
    return frozenset(found - _NO_NAMES)


def looks_like_a_name(phrase: str, texts: Iterable[str]) -> bool:
    """Return whether a phrase is mostly written with capitals behind a small word, by the first 50 texts that hold it.

    What is written in capitals alone is an abbreviation, not a name.

    >>> looks_like_a_name("ada", ["when Ada met Ada"]), looks_like_a_name("hch", ["on HCH"])
    (True, False)
    """
    shape = re.compile(
        r"(?<=[a-z,] )" + r"[\s-]+".join(f"(?:{re.escape(word)})" for word in phrase.split(" ")) + r"(?![^\W_])",
        re.IGNORECASE,
    )
    large = small = 0
    for _, text in zip(range(FIRST_TEXTS), texts, strict=False):
        for found in shape.findall(text):
            named = all(word[:1].isupper() and not (word.isupper()) for word in found.split())
            large, small = large + named, small + (not named)
    return large > 0 and large >= MOSTLY * (large + small)
