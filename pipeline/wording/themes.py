"""Themes: terms that go together in a period; and how the themes of one period flow into those of the next.

After Cobo, M. J., Lopez-Herrera, A. G., Herrera-Viedma, E. & Herrera, F. (2011). An approach for detecting, quantifying,
and visualizing the evolution of a research field. Journal of Informetrics 5(1), 146-166. doi:10.1016/j.joi.2010.10.002
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

FEWEST_DOCUMENTS = 2
"""Documents that two terms need in common for their tie to count; one post can bring any two together."""

MOST_TERMS = 12


class Theme(NamedTuple):
    """A theme: its most central term, and all its terms in alphabetical order."""

    name: str
    terms: tuple[str, ...]


class Flow(NamedTuple):
    """From a theme to one of the next period; one of them is None where a theme has no other that shares a term."""

    theme_from: Theme | None
    theme_to: Theme | None
    shared: tuple[str, ...]
    inclusion: float
    by_name: bool
    """Whether the name of one is a term of the other: the stronger kind of flow."""


def themes(pairs: pd.DataFrame) -> list[Theme]:
    """Gather terms into themes by their ties, the strongest first.

    The strongest tie between two free terms opens a theme; the free term with the strongest tie to any of its members
    joins, until none has a tie or there are twelve; then the next theme opens. Ties count by ``equivalence``, and of equal
    ones the first in alphabetical order. A theme is named after the term with the greatest sum of ties to the others.

    Parameters
    ----------
    pairs : pd.DataFrame
        As :func:`pipeline.wording.co_terms.co_terms` gives them; those with fewer than two documents are passed over.

    Returns
    -------
    list of Theme
        In the order of their opening; no term is in two.
    """
    strength: dict[str, dict[str, float]] = defaultdict(dict)
    kept = pairs[pairs["documents"] >= FEWEST_DOCUMENTS]
    for a, b, tie in zip(kept["term_a"], kept["term_b"], kept["equivalence"], strict=True):
        strength[a][b] = strength[b][a] = tie
    found: list[Theme] = []
    free = set(strength)
    while start := min(((-t, a, b) for a in free for b, t in strength[a].items() if b in free), default=None):
        members = {start[1], start[2]}
        while len(members) < MOST_TERMS:
            near = [(-t, b) for a in members for b, t in strength[a].items() if b in free - members]
            if not near:
                break
            members.add(min(near)[1])
        free -= members
        name = min(members, key=lambda term: (-sum(t for b, t in strength[term].items() if b in members), term))
        found.append(Theme(name, tuple(sorted(members))))
    return found


def flows(before: Sequence[Theme], after: Sequence[Theme]) -> list[Flow]:
    """Return how themes flow on: every two that share a term, and those without any.

    ``inclusion`` is Cobo's: terms shared / terms of the smaller theme. Themes that nothing flows into or out of are
    kept, with the other end None and inclusion 0.

    >>> old, new = Theme("daemon", ("daemon", "optimizer")), Theme("mesa", ("mesa", "optimizer", "outer"))
    >>> [(flow.shared, flow.inclusion, flow.by_name) for flow in flows([old], [new])]
    [(('optimizer',), 0.5, False)]
    """
    found = []
    for old in before:
        for new in after:
            if shared := tuple(sorted(set(old.terms) & set(new.terms))):
                inclusion = len(shared) / min(len(old.terms), len(new.terms))
                found.append(Flow(old, new, shared, inclusion, old.name in new.terms or new.name in old.terms))
    going, coming = {flow.theme_from for flow in found}, {flow.theme_to for flow in found}
    found += [Flow(old, None, (), 0.0, False) for old in before if old not in going]
    found += [Flow(None, new, (), 0.0, False) for new in after if new not in coming]
    return found
