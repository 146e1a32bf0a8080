"""The coverage rule's other half: of what the known documents may speak at all, whatever was read of them."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.exports._periods import by_grain, is_covered
from pipeline.periods import end, start
from pipeline.settings import AF, EVER, WHOLE, Census

FORUM_VENUES = ("af", "lw", "forum")


@dataclass(frozen=True, slots=True)
class Population:
    """When all posts of the forum are known, and when it is known which of its two venues they stand in.

    Attributes
    ----------
    censuses : mapping of str to Census
        :data:`~pipeline.settings.WHOLE` names the days between which every post of the forum is known,
        :data:`~pipeline.settings.AF` those for the Alignment Forum alone. Outside them, and without any, the known posts
        are a selection, however many they are: what lists of incoming links or a dump happened to name.
    told_apart : set of str
        Periods in which the Alignment Forum mark of enough posts is known. It is known mostly where a body is, so in
        other periods the marked posts of a venue would pass for all of it.
    """

    censuses: Mapping[str, Census]
    told_apart: AbstractSet[str]

    @property
    def is_declared(self) -> bool:
        """Whether the documents given are all there are, by declaration, as those of an imported network."""
        return self.censuses.get(WHOLE) == EVER

    def speaks_for(self, period: str, of: str = WHOLE) -> bool:
        """Return whether the posts of a period may be all there are; those without a known period are a selection."""
        census = self.censuses.get(of)
        if census is None or census == EVER:
            return census is not None
        return period[:1].isdigit() and census.start <= start(period) < census.end

    def bound(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table with ``covered`` false where no share can be given, ``partial`` where the census ends.

        Without a census every result is ``provisional``, too. A table without such columns is returned as it is.

        Examples
        --------
        >>> table = pd.DataFrame({"period": ["2015", "2019", "2025"], "covered": True, "partial": False})
        >>> bounded = Population({WHOLE: Census(start="2016-01-01", end="2025-08-29")}, {"2019"}).bound(table)
        >>> bounded[["covered", "partial"]].to_numpy().tolist()
        [[False, False], [True, False], [True, True]]
        >>> Population({}, {"2019"}).bound(table)["covered"].tolist()
        [False, False, False]
        >>> Population({WHOLE: EVER}, {"2019"}).bound(table.assign(venue="af"))["covered"].tolist()
        [False, True, False]
        """
        if "provisional" in table.columns and WHOLE not in self.censuses:
            table = table.assign(provisional=True)
        if not {"period", "covered", "partial"} <= set(table.columns):
            return table
        # Many rows, few periods: each is judged once.
        row, labels = table["period"].factorize()

        def by_row(judge: Callable[[str], bool]) -> "pd.Series[bool]":
            return pd.Series(np.array([judge(label) for label in labels], dtype=bool)[row], table.index)

        spoken_for = by_row(self.speaks_for)
        ends = by_row(self._ends_within)
        if "venue" in table.columns:
            venue, told = table["venue"], by_row(self.told_apart.__contains__)
            marked = (venue == "af") & by_row(lambda label: self.speaks_for(label, AF))
            # Of other venues, such as the EA Forum, there is no census: what is known there is what touches the work.
            counted = ~venue.isin(FORUM_VENUES) if self.is_declared else venue == "all"
            spoken_for = marked | spoken_for & (counted | venue.isin(FORUM_VENUES) & told)
            ends = ends.where(~marked, by_row(lambda label: self._ends_within(label, AF)))
        if "kind" in table.columns and not self.is_declared:
            # A census is one of posts: of tag pages, papers and other pages those are known that touch the work.
            spoken_for &= table["kind"].isin(["post", "all"])
        return table.assign(
            covered=table["covered"].astype(bool) & spoken_for, partial=table["partial"].astype(bool) | ends
        )

    def _ends_within(self, period: str, of: str = WHOLE) -> bool:
        """Return whether a census ends within a period."""
        last = self.censuses[of].end if of in self.censuses else ""
        return start(period) < last < end(period)


def population(documents: pd.DataFrame, censuses: Mapping[str, Census]) -> Population:
    """Read off the documents in which periods their venues can be told apart."""
    posts = documents[(documents["kind"] == "post") & documents["venue"].isin(FORUM_VENUES)]
    dated = by_grain(posts[["posted_at", "venue"]])
    rows = (dated["venue"] != "forum").groupby(dated["period"]).agg(["sum", "size"])
    return Population(censuses, frozenset(rows.index[is_covered(rows["sum"], rows["size"])]))
