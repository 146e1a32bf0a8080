"""What gathering from one source brought."""

from dataclasses import dataclass

from pipeline.errors import AtlasError, count

_SAID = 3
"""Things that did not come which a sentence names."""


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What one source brought in this run, and what it did not.

    Parameters
    ----------
    source : str
        Name of the source.
    came : str
        What is at hand from it now, in words.
    requests : int
        Requests sent in this run.
    missing : tuple of str
        One sentence for each thing that was asked for and did not come.
    error : AtlasError, optional
        What ended the gathering from this source before its end.
    next_step : str
        What to do by hand about ``missing`` or ``error``.
    notes : tuple of str
        Sentences worth knowing that are no failure.
    answered : bool
        Whether some of ``missing`` was asked of a site that did answer, although there is an ``error`` about another, or
        about other pages.
    """

    source: str
    came: str
    requests: int = 0
    missing: tuple[str, ...] = ()
    error: AtlasError | None = None
    next_step: str = ""
    notes: tuple[str, ...] = ()
    answered: bool = False

    def sentence(self) -> str:
        """Return all of it on one line, but for what :meth:`unsaid` gives."""
        parts = [f"{self.source}: {self.came} ({count(self.requests, 'request')})"]
        if self.error is not None:
            parts.append(str(self.error))
        parts.extend(self._distinct()[:_SAID])
        if unsaid := self.unsaid():
            parts.append(f"and {len(unsaid)} more, named below")
        parts.extend(self.notes)
        if (self.missing or self.error) and self.next_step:
            parts.append(self.next_step)
        return ". ".join(part.rstrip(". ") for part in parts) + "."

    def unsaid(self) -> list[str]:
        """Return what else did not come: the sentence has no room for it."""
        return self._distinct()[_SAID:]

    def _distinct(self) -> list[str]:
        return list(dict.fromkeys(self.missing))
