"""Who changed a share: authors who changed their words, or authors who came and went."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from pipeline.periods import period
from pipeline.wording.shares import Split


class Usage(NamedTuple):
    """An author in a period: documents (a coauthored one counts in parts), and the part of them that is the variant's."""

    documents: Fraction
    variant: Fraction


class Switching(NamedTuple):
    """The change of a variant's share from one period to the next, taken apart."""

    period_from: str
    period_to: str
    share_from: Fraction
    share_to: Fraction
    within_author: Fraction
    arriving: Fraction
    departing: Fraction
    staying: Fraction
    switchers: int
    arrivals: int
    departures: int
    authors_from: int
    authors_to: int

    @property
    def change(self) -> Fraction:
        """Of the share; equals ``within_author + composition``."""
        return self.share_to - self.share_from

    @property
    def composition(self) -> Fraction:
        """Change by who writes how much: authors who arrive, leave, or write more or less than they did."""
        return self.arriving + self.departing + self.staying


def author_periods(
    splits: Iterable[Split], authors: Mapping[str, Sequence[str]], grain: str, side: int
) -> dict[str, dict[str, Usage]]:
    """Return each period's authors with what they wrote there; documents without a known author are left out.

    A document of k authors gives each of them 1/k of itself, so that the authors' weights sum to one and the share
    that is taken apart is the share by documents.
    """
    gathered: dict[str, dict[str, Usage]] = defaultdict(dict)
    for split in splits:
        label = period(split.posted_at, grain)
        writers = authors.get(split.document_id, ())
        if label is None:
            continue
        for author in writers:
            before = gathered[label].get(author, Usage(Fraction(0), Fraction(0)))
            part = Fraction(1, len(writers))
            gathered[label][author] = Usage(before.documents + part, before.variant + part * split.parts[side])
    return dict(sorted(gathered.items()))


def decompose(label_from: str, before: Mapping[str, Usage], label_to: str, after: Mapping[str, Usage]) -> Switching:
    """Take the change of a variant's share between two periods apart, exactly.

    With ``w`` an author's share of the contest's documents in a period and ``s`` the variant's share of the author's
    own, the share is the sum of ``w * s`` over authors. Its change is the sum of ``mean(w) * change of s`` (authors who
    changed their words) and of ``mean(s) * change of w`` (composition). An author absent from one period has ``w = 0``
    there and the ``s`` of the other.

    Parameters
    ----------
    label_from, label_to : str
        The periods.
    before, after : mapping
        Author -> :class:`Usage`; neither may be empty.

    Returns
    -------
    Switching
        ``switchers`` were there in both periods and changed their share of the variant; ``arrivals`` use the variant and
        were not there before; ``departures`` used it and are not there after.

    Examples
    --------
    One author changes half of their words, and one arrives with the new word:

    >>> one, two, none = Fraction(1), Fraction(2), Fraction(0)
    >>> found = decompose("2020", {"a": Usage(two, none)}, "2021", {"a": Usage(two, one), "b": Usage(two, two)})
    >>> [str(value) for value in (found.change, found.within_author, found.composition)]
    ['3/4', '3/8', '3/8']
    """
    total_before = sum((usage.documents for usage in before.values()), Fraction(0))
    total_after = sum((usage.documents for usage in after.values()), Fraction(0))
    effects = {"within": Fraction(0), "arriving": Fraction(0), "departing": Fraction(0), "staying": Fraction(0)}
    switchers = arrivals = departures = 0
    for author in sorted({*before, *after}):
        old, new = before.get(author), after.get(author)
        if old is None and new is not None:
            effects["arriving"] += new.variant / total_after
            arrivals += new.variant > 0
        elif new is None and old is not None:
            effects["departing"] -= old.variant / total_before
            departures += old.variant > 0
        elif old is not None and new is not None:
            w_old, w_new = old.documents / total_before, new.documents / total_after
            s_old, s_new = old.variant / old.documents, new.variant / new.documents
            effects["within"] += (w_old + w_new) / 2 * (s_new - s_old)
            effects["staying"] += (s_old + s_new) / 2 * (w_new - w_old)
            switchers += s_new != s_old
    return Switching(
        label_from,
        label_to,
        sum((usage.variant for usage in before.values()), Fraction(0)) / total_before,
        sum((usage.variant for usage in after.values()), Fraction(0)) / total_after,
        effects["within"],
        effects["arriving"],
        effects["departing"],
        effects["staying"],
        switchers,
        arrivals,
        departures,
        len(before),
        len(after),
    )


def switching(periods: Mapping[str, Mapping[str, Usage]]) -> list[Switching]:
    """Decompose every step from one period with documents to the next one that has any."""
    labels = sorted(periods)
    return [decompose(first, periods[first], second, periods[second]) for first, second in pairwise(labels)]
