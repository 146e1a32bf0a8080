"""Context rules: where an ambiguous form means the term, and where something else.

A rule looks at the words around one occurrence: at the same block (paragraph, list item, heading; for a title: the
whole title) and, for text below a title, at the title too. Tags are not asked: they are known for few documents, and
a count must not depend on where a record came from.
"""

import re
from collections.abc import Callable
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Context(BaseModel):
    """One rule. An occurrence counts if every part that is stated holds.

    A star at the end of a word in ``needs``, ``without`` or ``not_in`` stands for any ending (``optimi*``).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    forms: tuple[str, ...] = ()
    """Forms that the rule is for; none named: every form of the term."""

    needs: tuple[str, ...] = ()
    """At least one of these words stands beside the occurrence."""

    needs_in: Literal["everywhere", "text"] = "everywhere"
    """``text``: titles count without; there the form alone has proved to be enough."""

    without: tuple[str, ...] = ()
    """None of these words stands beside it."""

    not_in: tuple[str, ...] = ()
    """It is not part of one of these longer phrases."""

    not_before: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    """Documents dated before this use the form in an older sense."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.needs or self.without or self.not_in or self.not_before):
            raise ValueError("expected at least one of needs, without, not_in, not_before")
        return self


class Judge:
    """A rule, compiled; ``fold`` folds its words as the text is folded."""

    def __init__(self, rule: Context, fold: Callable[[str], str] = str.lower) -> None:
        self._needs = _any_of(rule.needs, fold)
        self._titles_need = rule.needs_in == "everywhere"
        self._without = _any_of(rule.without, fold)
        self._not_in = _any_of(rule.not_in, fold)
        self._longest = max(map(len, rule.not_in), default=0)
        self._not_before = rule.not_before

    def allows(self, block: str, start: int, end: int, title: str | None, posted_at: str | None) -> bool:
        """Return whether the occurrence ``block[start:end]`` counts.

        ``block`` and ``title`` are folded; ``title`` is None where the block is itself a title.
        """
        if self._not_before and posted_at is not None and posted_at < self._not_before:
            return False
        if self._not_in and self._is_part_of(self._not_in, block, start, end):
            return False
        beside = (block[:start], block[end:], title or "")
        if self._without and any(map(self._without.search, beside)):
            return False
        if self._needs and (title is not None or self._titles_need):
            return any(map(self._needs.search, beside))
        return True

    def _is_part_of(self, phrases: re.Pattern[str], block: str, start: int, end: int) -> bool:
        """Return whether a longer phrase begins at or before the occurrence and ends at or behind it."""
        for first in range(max(0, start - self._longest), start + 1):
            # One character more than the phrase, so that what stands behind it is seen.
            found = phrases.match(block, first, first + self._longest + 1)
            if found and found.end() >= end:
                return True
        return False


def _any_of(words: tuple[str, ...], fold: Callable[[str], str] = str.lower) -> re.Pattern[str] | None:
    r"""Return a pattern for whole words; a star stands for any ending.

    >>> bool(_any_of(("ai",)).search("fair")), bool(_any_of(("optimi*",)).search("an optimiser"))
    (False, True)
    """
    if not words:
        return None
    parts = [
        re.escape(fold(word.removesuffix("*"))) + ("" if word.endswith("*") else r"(?![^\W_])")
        for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})")
