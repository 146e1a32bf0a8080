"""Words worth counting beside a term, or as signs of a topic.

A text is cut into runs of letters at the speed of bytes; what a run holds is worked out once for each run, of which
there are a hundred times fewer.
"""

import re
from functools import cache

from pipeline.terms._folding import LETTER, Folding

_LATIN = "".join(chr(point) for point in range(0xE0, 0x100) if chr(point).isalpha())
_FOLDING = Folding(_LATIN)
_KEPT = frozenset({*_FOLDING.letters, *b"-'"})
_APART = bytes(code if code in _KEPT else 0x20 for code in range(0x100))
_ACCENTED = {_FOLDING.fold(letter).data[0]: letter for letter in _LATIN}
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def runs_of(text: str) -> list[bytes]:
    """Return the folded runs of letters, digits, hyphens and apostrophes of a text, in order."""
    return _FOLDING.fold(text).data.translate(_APART).split()


@cache
def words_in(run: bytes) -> tuple[str, ...]:
    """Return the words of a run, possessives without ending; those in scripts other than Latin are left out."""
    if LETTER in run:
        return ()
    words = (word.removesuffix("'s") for word in _WORD.findall(run.decode("latin-1").translate(_ACCENTED)))
    return tuple(word for word in words if word)


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, with inner hyphens and apostrophes.

    >>> words_of("Evan’s mesa‑optimizers -- they don't, naïvely, 'sleep'")
    ['evan', 'mesa-optimizers', 'they', "don't", 'naïvely', 'sleep']
    """
    return [word for run in runs_of(text) for word in words_in(run)]


def says_something(word: str, stop_words: frozenset[str]) -> bool:
    """Return whether a word is more than a stop word, a contraction, a number or a single letter.

    >>> [says_something(word, frozenset({"the", "it"})) for word in ("the", "it'll", "don't", "2019", "x", "mesa")]
    [False, False, False, False, False, True]
    """
    return (
        len(word) > 1
        and not word.replace("-", "").isdigit()
        and word.partition("'")[0] not in stop_words
        and not word.endswith("n't")
    )


def stop_words() -> frozenset[str]:
    """Return scikit-learn's English stop words; imported when needed, since that takes a second."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS)
