"""Folds text to one byte a character, so that spelling no longer hides that two words are the same.

Case, curly quotes, hyphens of every kind and white space become one; soft hyphens and other characters without
width vanish. A line feed stays: it parts blocks. One byte a character keeps positions easy to give back, and is what
the fastest automata read.
"""

import re
import unicodedata
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pipeline.errors import UsageError

GONE = 0
"""Code for what vanishes."""

# Codes above ASCII are letters in Latin-1 where they stand for letters, so that a pattern's idea of a word holds for
# folded text too. The last of each kind stands for every letter, and every sign, that no form uses.
*_LETTERS, LETTER = (code for code in range(0xA0, 0x100) if chr(code).isalpha())
*_SIGNS, SIGN = (code for code in range(0xA1, 0x100) if not chr(code).isalnum())

_BREAK = 0x0A
_SPACE = 0x20
_QUESTION = 0x3F
_SPACES = re.compile(rb"  +")
_SINGLE_QUOTES = "'‘’‛ʼ′´`"
_DOUBLE_QUOTES = '"“”„‟″«»'
_HYPHENS = "-‐‑‒–−﹣－"
_WITHOUT_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


class Folded:
    """Folded text: ``data``, one byte a character, without what vanishes and with single spaces."""

    def __init__(self, loose: bytes) -> None:
        self._loose = loose
        data = loose.translate(None, bytes([GONE])) if GONE in loose else loose
        self.data = _SPACES.sub(b" ", data) if b"  " in data else data

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
        spaces = codes[kept] == _SPACE
        again = np.zeros(len(kept), dtype=bool)
        again[1:] = spaces[1:] & spaces[:-1]
        return kept[~again]


class _Codes(dict[str, int]):
    """The code of every character, worked out when it is first met."""

    def __init__(self, own: dict[str, int]) -> None:
        super().__init__()
        self._own = own

    def __missing__(self, char: str) -> int:
        self[char] = code = self._code(char)
        return code

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


class Folding:
    """Folds text; knows the characters beyond ASCII that ``forms`` use, so that no other is taken for them."""

    def __init__(self, forms: str = "") -> None:
        beyond = sorted({char for char in map(_plain, forms) if not char.isascii()})
        letters = [char for char in beyond if _is_letter(char)]
        signs = [char for char in beyond if not _is_letter(char)]
        if len(letters) > len(_LETTERS) or len(signs) > len(_SIGNS):
            raise UsageError(
                f"term families: expected at most {len(_LETTERS)} letters and {len(_SIGNS)} signs beyond ASCII, "
                f"found {len(letters)} and {len(signs)}; leave families out with `families` in atlas.toml"
            )
        self._codes = _Codes(dict(zip(letters, _LETTERS, strict=False)) | dict(zip(signs, _SIGNS, strict=False)))
        self._latin = bytes(self._codes[chr(point)] for point in range(0x100))
        self.letters = frozenset({*_LETTERS, LETTER, *(point for point in range(0x80) if chr(point).isalnum())})

    def fold(self, text: str) -> Folded:
        """Return ``text`` folded."""
        latin = text.encode("latin-1", "replace")
        codes = latin.translate(self._latin)
        if text.isascii():
            return Folded(codes)
        # Beyond Latin-1 the codec leaves question marks; what stood there is looked up, and so are real ones.
        mended = bytearray(codes)
        place = latin.find(b"?")
        while place >= 0:
            mended[place] = self._codes[text[place]]
            place = latin.find(b"?", place + 1)
        return Folded(bytes(mended))


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
