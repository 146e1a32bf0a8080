"""How much of what a result reaches could be read: the columns that every result carries.

Comments are not counted: those known were all read, and are never all there are. Counted with the posts, they would make
them seem better known than they are.
"""

from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coverage import COVERED_SHARE, links_known
from pipeline.graph.citation import is_among
from pipeline.moments import earliest, is_before

Counts = npt.NDArray[np.int64]


class Reach(NamedTuple):
    """How many documents a result reaches, comments apart, and of how many of them the links are known."""

    known: int
    read: int


def in_reach(documents: pd.DataFrame, root_ids: AbstractSet[str]) -> pd.DataFrame:
    """Return the documents that may cite the root work: those not dated before it, its own left out."""
    is_root = is_among(documents["document_id"], root_ids)
    since = earliest(documents["posted_at"][is_root])
    return documents[~is_root & ~is_before(documents["posted_at"], since)]


def is_countable(documents: pd.DataFrame) -> "pd.Series[bool]":
    """Return, per document, whether it is of those that may all be known: all but comments."""
    return documents["kind"] != "comment"


def countable(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the documents that may all be known."""
    return documents[is_countable(documents)]


def counted(documents: pd.DataFrame) -> Reach:
    """Count the documents, and those whose links are known.

    >>> counted(pd.DataFrame({"has_body": pd.array([True, False], dtype="boolean"), "kind": "post"}))
    Reach(known=2, read=1)
    """
    known = is_countable(documents)
    return Reach(int(known.sum()), int((known & links_known(documents)).sum()))


def with_counts(table: pd.DataFrame, known: Any, read: Any) -> pd.DataFrame:
    """Return ``table`` with how many documents are in reach, how many have known links, and whether that is too few.

    Both are one number, as a :class:`Reach` has them, or one a row.

    >>> with_counts(pd.DataFrame({"x": [1, 2]}), np.array([10, 0]), np.array([9, 0]))["provisional"].tolist()
    [False, True]
    """
    too_few = (known == 0) | (read < COVERED_SHARE * known)
    return table.assign(documents_in_reach=known, documents_with_links=read, provisional=too_few)


def counts_by(group: pd.Series, documents: pd.DataFrame, wanted: pd.Series) -> tuple[Counts, Counts]:
    """Count the documents of each group that are known, and those whose links are; ``group`` is on the index of both.

    Examples
    --------
    >>> documents = pd.DataFrame({"has_body": pd.array([True, False, True], dtype="boolean"), "kind": "post"})
    >>> [one.tolist() for one in counts_by(pd.Series(["af", "af", "lw"]), documents, pd.Series(["lw", "af", "eaf"]))]
    [[1, 2, 0], [1, 1, 0]]
    """
    known = is_countable(documents)
    of_all, of_read = (group[those].value_counts() for those in (known, known & links_known(documents)))
    asked = pd.Index(wanted)
    return np.asarray(of_all.reindex(asked, fill_value=0)), np.asarray(of_read.reindex(asked, fill_value=0))


def counts_since(moments: pd.Series, documents: pd.DataFrame) -> tuple[Counts, Counts]:
    """Count, per moment, the documents that are not dated before it, and those of them whose links are known.

    Moments and dates are compared as far as both are known; what is not dated may be of any time.

    Examples
    --------
    >>> documents = pd.DataFrame({"posted_at": ["2019", "2019-06-01", "2020", None], "kind": "post",
    ...                           "has_body": pd.array([False, True, True, False], dtype="boolean")})
    >>> [one.tolist() for one in counts_since(pd.Series(["2019-05-31", "2020-01", None]), documents)]
    [[4, 2, 4], [2, 1, 2]]
    """
    # With "~", which sorts after every digit, a date known less exactly comes last of those it may be equal to.
    is_counted = is_countable(documents)
    dates = documents["posted_at"][is_counted].fillna("").to_numpy(dtype=object) + "~"
    wanted = moments.fillna("").to_numpy(dtype=object)
    since = [
        len(ends) - np.searchsorted(ends, wanted)
        for ends in (np.sort(dates), np.sort(dates[links_known(documents)[is_counted]]))
    ]
    return since[0], since[1]
