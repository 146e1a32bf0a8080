"""Folds text to one byte a character, so that spelling no longer hides that two words are the same.

Case, curly quotes, hyphens of every kind and white space become one; soft hyphens and other characters without
width vanish. A line feed stays: it parts blocks. One byte a character keeps positions easy to give back, and is what
the fastest automata read.
"""

import re
import sys
import unicodedata
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from pipeline.errors import UsageError

GONE = 0x80
"""Code for what vanishes."""

_UNKNOWN = 0
"""Where a character's code has not been worked out yet; no character has it."""

# Codes above ASCII are letters in Latin-1 where they stand for letters, so that a pattern's idea of a word holds for
# folded text too. The last of each kind stands for every letter, and every sign, that no form uses.
*_LETTERS, LETTER = (code for code in range(0xA0, 0x100) if chr(code).isalpha())
*_SIGNS, SIGN = (code for code in range(0xA1, 0x100) if not chr(code).isalnum())

_BREAK = 0x0A
_SPACE = 0x20
_SPACES = re.compile(rb"  +")
_SINGLE_QUOTES = "'‘’‛ʼ′´`"
_DOUBLE_QUOTES = '"“”„‟″«»'
_HYPHENS = "-‐‑‒–−﹣－"
_WITHOUT_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


class Folded:
    """Folded text: ``data``, one byte a character, without what vanishes; and with single spaces once ``tightened``."""

    def __init__(self, loose: bytes) -> None:
        self._loose = loose
        self.data = loose.translate(None, bytes([GONE])) if GONE in loose else loose

    def tightened(self) -> Self:
        """Make one space of each run of them, and return this."""
        if b"  " in self.data:
            self.data = _SPACES.sub(b" ", self.data)
        return self

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of ``data`` stands in the text itself."""
        if len(self.data) == len(self._loose):
            return start, end
        return int(self._positions[start]), int(self._positions[end - 1]) + 1

    @cached_property
    def _positions(self) -> npt.NDArray[np.intp]:
        """Where each byte of ``data`` stood in the text: what does not vanish, and the first of each run of spaces."""
        codes = np.frombuffer(self._loose, dtype=np.uint8)
        kept = np.flatnonzero(codes != GONE)
        if len(kept) == len(self.data):
            return kept
        spaces = codes[kept] == _SPACE
        again = np.zeros(len(kept), dtype=bool)
        again[1:] = spaces[1:] & spaces[:-1]
        return kept[~again]


class Folding:
    """Folds text; knows the characters beyond ASCII that ``forms`` use, so that no other is taken for them.

    Notes
    -----
    A byte a character is looked up in a table of all of Unicode, which is filled as characters are met; ASCII has a table
    that bytes translate by themselves.
    """

    def __init__(self, forms: str = "") -> None:
        beyond = sorted({char for char in map(_plain, set(forms)) if not char.isascii()})
        letters = [char for char in beyond if _is_letter(char)]
        signs = [char for char in beyond if not _is_letter(char)]
        if len(letters) > len(_LETTERS) or len(signs) > len(_SIGNS):
            raise UsageError(
                f"term families: expected at most {len(_LETTERS)} letters and {len(_SIGNS)} signs beyond ASCII, "
                f"found {len(letters)} and {len(signs)}; leave families out with `families` in atlas.toml"
            )
        self._own = dict(zip(letters, _LETTERS, strict=False)) | dict(zip(signs, _SIGNS, strict=False))
        self._ascii = bytes(self._code(chr(point)) for point in range(0x80)) + bytes(0x80)
        self._codes = np.zeros(sys.maxunicode + 1, dtype=np.uint8)
        self.letters = frozenset({*_LETTERS, LETTER, *(point for point in range(0x80) if chr(point).isalnum())})

    def fold(self, text: str) -> Folded:
        """Return ``text`` folded."""
        return self.fold_loosely(text).tightened()

    def fold_loosely(self, text: str) -> Folded:
        """Return ``text`` folded but for spaces that follow each other; looking for them takes as long as all the rest."""
        if text.isascii():
            return Folded(text.encode("ascii").translate(self._ascii))
        points = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
        if len(points) != len(text):
            points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        # Every point is in the table, so that nothing is clipped: the mode only spares numpy a check of each.
        codes = self._codes.take(points, mode="clip").tobytes()
        if _UNKNOWN in codes:
            for char in set(text):
                self._codes[ord(char)] = self._code(char)
            codes = self._codes.take(points, mode="clip").tobytes()
        return Folded(codes)

    def _code(self, char: str) -> int:
        plain = _plain(char)
        if char == "\n":
            return _BREAK
        if char in _WITHOUT_WIDTH:
            return GONE
        if plain.isspace():
            return _SPACE
        if plain.isascii():
            return ord(plain) if plain.isprintable() else SIGN
        return self._own.get(plain, LETTER if _is_letter(char) else SIGN)


def _plain(char: str) -> str:
    """Return a character's lower-case, straight form."""
    if char in _SINGLE_QUOTES:
        return "'"
    if char in _DOUBLE_QUOTES:
        return '"'
    if char in _HYPHENS:
        return "-"
    return char.lower()[0]


def _is_letter(char: str) -> bool:
    """Return whether a character is part of a word: letters, digits and accents, but no raised note marks."""
    if char.isalnum():
        return not (char.isdigit() and not char.isdecimal())
    return unicodedata.category(char)[0] == "M"
