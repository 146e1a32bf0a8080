"""Words worth counting beside a term, or as signs of a topic.

A text is cut into runs of letters at the speed of bytes; what a run holds is worked out once for each run, of which
there are a hundred times fewer.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

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


class WordCounts(NamedTuple):
    """How often each word occurs in each text: ``counts`` is sparse, a row a text, a column an entry of ``words``."""

    counts: Any
    words: npt.NDArray[np.object_]

    def of(self, rows: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> "WordCounts":
        """Return the counts of some of the texts."""
        return WordCounts(self.counts[rows], self.words)


def count_words(texts: Iterable[str]) -> WordCounts:
    """Count all words of texts, in one pass; four bytes an entry, since a corpus has millions of them."""
    from scipy.sparse import csr_array

    number: dict[bytes, int] = {}
    columns, values = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    for text in texts:
        counted = Counter(runs_of(text))
        places = (number.setdefault(run, len(number)) for run in counted)
        columns.append(np.fromiter(places, np.int32, len(counted)))
        values.append(np.fromiter(counted.values(), np.int32, len(counted)))
    ends = np.cumsum(list(map(len, columns)))
    runs = csr_array((np.concatenate(values), np.concatenate(columns), ends), shape=(len(ends) - 1, len(number)))

    words = sorted({word for run in number for word in words_in(run)})
    place = {word: column for column, word in enumerate(words)}
    inside = [[place[word] for word in words_in(run)] for run in number]
    starts = np.cumsum([0, *map(len, inside)])
    columns_of = np.fromiter((column for row in inside for column in row), np.int32, starts[-1])
    holds = csr_array((np.ones(len(columns_of), np.int32), columns_of, starts), shape=(len(number), len(words)))
    return WordCounts(runs @ holds, np.array(words, dtype=object))


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


@cache
def stop_words() -> frozenset[str]:
    """Return scikit-learn's English stop words, from the file that lists them: importing the package takes a second."""
    package = find_spec("sklearn")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("scikit-learn, whose stop words are left out, is not installed", name="sklearn")
    listed = Path(package.origin).parent / "feature_extraction" / "_stop_words.py"
    return frozenset(run_path(str(listed))["ENGLISH_STOP_WORDS"])
