"""Words and pairs of words, text by text: what proposals for the lexicon are chosen from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.terms._words import says_something, stop_words, words_of

LEAST_TEXTS: Final = 2
"""Texts that a pair of words stands in at least."""

_NO_WORDS = re.compile(r"\\[A-Za-z]+|https?://\S+|www\.\S+")
"""Commands of LaTeX, and addresses."""

_SHIFT = 32


@dataclass(frozen=True, slots=True)
class Grams:
    """Words, or pairs of neighbouring words: row by row, in order of grams, the gram, its text, and how often it is there."""

    names: npt.NDArray[np.object_]
    gram: npt.NDArray[np.int64]
    text: npt.NDArray[np.int32]
    count: npt.NDArray[np.int32]

    def texts_with(self, gram: int) -> npt.NDArray[np.int32]:
        """Return the texts in which a gram stands."""
        first, last = np.searchsorted(self.gram, [gram, gram + 1])
        return self.text[first:last]

    def documents(self) -> npt.NDArray[np.int64]:
        """Return in how many texts each gram stands."""
        return np.bincount(self.gram, minlength=len(self.names))


def grams_of(texts: "pd.Series[str]") -> Iterator[Grams]:
    """Yield the telling words of texts, then the pairs of telling words that stand side by side."""
    silent = stop_words()
    number: dict[str, int] = {}
    telling: list[str] = []
    single: list[npt.NDArray[np.int64]] = []
    for text in texts.tolist():
        codes: list[int] = []
        for word in words_of(_NO_WORDS.sub(" ", text)):
            code = number.get(word)
            if code is None:
                code = number[word] = len(telling) if says_something(word, silent) else -1
                if code >= 0:
                    telling.append(word)
            codes.append(code)
        single.append(np.array(codes, dtype=np.int64))
    names = np.array(telling, dtype=object)
    grams, where, count = _tally([row[row >= 0] for row in single])
    yield Grams(names, grams, where, count)
    pairs = [(row[:-1] << _SHIFT | row[1:])[(row[:-1] >= 0) & (row[1:] >= 0)] if len(row) else row for row in single]
    grams, where, count = _tally(pairs)
    # A pair that stands once in all proposes nothing; leaving those out here keeps names for the others alone.
    _, place, documents = np.unique(grams, return_inverse=True, return_counts=True)
    several = documents[place] >= LEAST_TEXTS
    kept, place = np.unique(grams[several], return_inverse=True)
    shown = names[kept >> _SHIFT] + " " + names[kept & (1 << _SHIFT) - 1] if len(kept) else names[:0]
    yield Grams(shown, place.astype(np.int64), where[several], count[several])


def _tally(
    texts: list[npt.NDArray[np.int64]],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return gram, text and count for each gram of each text."""
    found = [np.unique(codes, return_counts=True) for codes in texts]
    lengths = [len(codes) for codes, _ in found]
    grams = np.concatenate([np.empty(0, np.int64), *(codes for codes, _ in found)])
    counts = np.concatenate([np.empty(0, np.int64), *(number for _, number in found)])
    where = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
    order = np.argsort(grams, kind="stable")
    return grams[order], where[order], counts[order].astype(np.int32)
