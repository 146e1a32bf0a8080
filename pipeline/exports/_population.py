"""The coverage rule's other half: of what the known documents may speak at all, whatever was read of them."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import pandas as pd

from pipeline.exports._periods import by_grain, is_covered
from pipeline.periods import end, start
from pipeline.settings import Census

FORUM_VENUES = ("af", "lw", "forum")


@dataclass(frozen=True, slots=True)
class Population:
    """When all posts of the forum are known, and when it is known which of its two venues they stand in.

    Attributes
    ----------
    census : Census or None
        Outside it the known posts are a selection. None: the known posts are all there are to speak of.
    told_apart : set of str
        Periods in which the Alignment Forum mark of enough posts is known. It is known mostly where a body is, so in
        other periods the marked posts of a venue would pass for all of it.
    """

    census: Census | None
    told_apart: AbstractSet[str]

    def speaks_for(self, period: str) -> bool:
        """Return whether the posts of a period may be all there are; those without a known period are a selection."""
        if self.census is None:
            return True
        return period[:1].isdigit() and self.census.start <= start(period) < self.census.end

    def bound(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table over time with ``covered`` false where no share can be given, ``partial`` where the census ends.

        A table without the columns ``period``, ``covered`` and ``partial`` is returned as it is.

        Examples
        --------
        >>> table = pd.DataFrame({"period": ["2015", "2019", "2025"], "covered": True, "partial": False})
        >>> bounded = Population(Census(start="2016-01-01", end="2025-08-29"), set()).bound(table)
        >>> bounded[["covered", "partial"]].to_numpy().tolist()
        [[False, False], [True, False], [True, True]]
        >>> Population(None, {"2019"}).bound(table.assign(venue="af"))["covered"].tolist()
        [False, True, False]
        """
        if not {"period", "covered", "partial"} <= set(table.columns):
            return table
        covered, partial = table["covered"].astype(bool), table["partial"].astype(bool)
        if self.census is not None:
            last = self.census.end
            labels = table["period"].unique()
            covered &= table["period"].map({label: self.speaks_for(label) for label in labels}).astype(bool)
            partial |= table["period"].map({label: start(label) < last < end(label) for label in labels}).astype(bool)
        if "venue" in table.columns:
            covered &= ~table["venue"].isin(FORUM_VENUES) | table["period"].isin(self.told_apart)
        return table.assign(covered=covered, partial=partial)


def population(documents: pd.DataFrame, census: Census | None) -> Population:
    """Read off the documents in which periods their venues can be told apart."""
    posts = documents[(documents["kind"] == "post") & documents["venue"].isin(FORUM_VENUES)]
    dated = by_grain(posts[["posted_at", "venue"]])
    rows = (dated["venue"] != "forum").groupby(dated["period"]).agg(["sum", "size"])
    return Population(census, frozenset(rows.index[is_covered(rows["sum"], rows["size"])]))
