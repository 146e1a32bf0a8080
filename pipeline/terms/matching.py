"""Finds every use of every term in a text, exactly, in one pass.

A use is a form with no letter or digit touching it, whose context rule holds. Where uses overlap, the one that starts
first counts, and of those that start together the longest; then the search goes on behind it. A form that ends with
one of another term behind "and" and the like leaves that one in its place: "inner and outer alignment" uses both.
"""

import re
from collections import Counter
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from pipeline.terms._folding import Folded, Folding
from pipeline.terms._rules import Judge
from pipeline.terms.lexicon import Lexicon

_TWO_SPACES = b"  "
"""Looked for by the automaton, which reads every byte anyway: an own search takes as long again."""

_JOINED = re.compile(rb".*(?: (?:and|or|&|vs\.?|versus) |/)(.+)")


class Match(NamedTuple):
    """One use: ``text[start:end]``, the term, and the form as the lexicon writes it."""

    start: int
    end: int
    term: str
    form: str


class Matcher:
    """A lexicon, compiled.

    Notes
    -----
    All occurrences of all forms are taken from the automaton, overlapping ones too, and only then cut down to uses:
    an automaton told to prefer the longest would hide a shorter form behind a longer one that turns out to touch a
    letter, and padding forms with spaces would miss the second of two terms that share a space.

    Examples
    --------
    >>> from pipeline.terms.lexicon import BUNDLED_FAMILIES, read_lexicon
    >>> matcher = Matcher(read_lexicon([BUNDLED_FAMILIES]))
    >>> matcher.count("A Mesa\u2011Optimizer is not a base optimizer.")
    Counter({'mesa-optimizer': 1, 'base optimizer': 1})
    """

    def __init__(self, lexicon: Lexicon) -> None:
        entries = [(form, term) for _, term in lexicon for form in term.forms]
        self._folding = Folding("".join(form for form, _ in entries))
        patterns = [self._fold(form) for form, _ in entries]
        self._forms = [(term.name, form) for form, term in entries]
        self._judges = [
            [Judge(rule, self._show) for rule in term.context if not rule.forms or form in rule.forms]
            for form, term in entries
        ]
        term_of = dict(zip(patterns, (term.name for _, term in entries), strict=True))
        self._left = [_left_to_others(pattern, term_of) for pattern in patterns]
        self._automaton = BytesAhoCorasick([*patterns, _TWO_SPACES], implementation=Implementation.DFA)

    def count(self, text: str, title: str | None = "", posted_at: str | None = None) -> Counter[str]:
        """Return the uses of each term in ``text``; see :meth:`find`."""
        folded = self._folding.fold_loosely(text)
        return Counter([self._forms[number][0] for _, _, number in self._uses(folded, title, posted_at)])

    def find(self, text: str, title: str | None = "", posted_at: str | None = None) -> list[Match]:
        """Return every use in ``text``, in order.

        Parameters
        ----------
        text : str
            Blocks separated by a line feed.
        title : str or None
            Title of the document, which context rules look at too; None where ``text`` is itself a title.
        posted_at : str or None
            Date of the document, for the rules that ask for one.
        """
        folded = self._folding.fold_loosely(text)
        return [
            Match(*folded.place(start, end), *self._forms[number])
            for start, end, number in self._uses(folded, title, posted_at)
        ]

    def _uses(self, folded: Folded, title: str | None, posted_at: str | None) -> list[tuple[int, int, int]]:
        """Return start, end and form of every use in ``folded``, which is tightened where it has to be."""
        occurrences = self._automaton.find_matches_as_indexes(folded.data, overlapping=True)
        if not occurrences:
            return []
        if any(number == len(self._forms) for number, _, _ in occurrences):
            occurrences = self._automaton.find_matches_as_indexes(folded.tightened().data, overlapping=True)
        data, letters = folded.data, self._folding.letters
        last = len(data)
        found = [
            (start, -end, number)
            for number, start, end in occurrences
            if not (start and data[start - 1] in letters) and not (end < last and data[end] in letters)
        ]
        found.sort()
        uses: list[tuple[int, int, int]] = []
        free = 0
        for start, minus_end, number in found:
            if start < free or not self._allowed(data, start, -minus_end, number, title, posted_at):
                continue
            free = -minus_end - self._left[number]
            uses.append((start, -minus_end, number))
        return uses

    def _allowed(
        self, data: bytes, start: int, end: int, number: int, title: str | None, posted_at: str | None
    ) -> bool:
        judges = self._judges[number]
        if not judges:
            return True
        first = data.rfind(b"\n", 0, start) + 1
        last = data.find(b"\n", end)
        block = data[first : last if last >= 0 else len(data)].decode("latin-1")
        above = None if title is None else self._show(title)
        return all(judge.allows(block, start - first, end - first, above, posted_at) for judge in judges)

    def _show(self, text: str) -> str:
        """Return ``text`` folded, as text that patterns can read."""
        return self._fold(text).decode("latin-1")

    def _fold(self, text: str) -> bytes:
        return self._folding.fold(text).data


def _left_to_others(pattern: bytes, term_of: dict[bytes, str]) -> int:
    """Return how long the end of a form is that is a form of another term, behind a word that joins the two.

    >>> term_of = {b"inner/outer goal": "inner goal", b"outer goal": "outer goal"}
    >>> [_left_to_others(pattern, term_of) for pattern in term_of]
    [10, 0]
    """
    joined = _JOINED.fullmatch(pattern)
    end = joined[1] if joined else b""
    return len(end) if term_of.get(end, term_of[pattern]) != term_of[pattern] else 0
