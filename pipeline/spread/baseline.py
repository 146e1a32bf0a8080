"""What would be expected of posts of the same month and like karma, so that the forum's own growth is taken out."""

from collections.abc import Set as AbstractSet
from typing import Any

import pandas as pd

BANDS = 5


def karma_bands(posts: pd.DataFrame) -> "pd.Series[Any]":
    """Sort the posts of each month into five bands of karma, as even as equal karma allows.

    Parameters
    ----------
    posts : pd.DataFrame
        Columns ``posted_at`` and ``karma``.

    Returns
    -------
    pd.Series
        On the index of ``posts``: 1 (the fifth with the least karma) to 5, Int64; missing where karma or month is not
        known. Posts of equal karma and month share a band, that of their middle rank.

    Examples
    --------
    >>> posts = pd.DataFrame({"posted_at": "2019-06-02", "karma": [1, 2, 3, 4, 5, None]})
    >>> karma_bands(posts).tolist()
    [1, 2, 3, 4, 5, <NA>]
    """
    month = posts["posted_at"].astype("str").str[:7].where(posts["posted_at"].astype("str").str.len() >= 7)
    karma = posts["karma"].astype("Float64").where(month.notna())
    groups = karma.groupby(month)
    # The middle of each rank's step: of five posts the third stands at exactly one half.
    place = (groups.rank(method="average") - 0.5) / groups.transform("count")
    return (place * BANDS).astype("Float64").floordiv(1).add(1).astype("Int64").rename("band")


def expected_adopters(posts: pd.DataFrame, typical: "pd.Series[bool]") -> "pd.Series[Any]":
    """Give each post the share of posts of its band that cite the root work, over all typical periods.

    Summed over a period's posts it is the number of citing posts to be expected there if the root work were cited at
    one rate per band throughout (indirect standardisation); more than that is a gain of the idea, not of the forum.

    Parameters
    ----------
    posts : pd.DataFrame
        Columns ``band`` and ``cites``; posts whose links are known.
    typical : pd.Series
        Which posts the rates are taken from.

    Returns
    -------
    pd.Series
        Float64 within [0, 1]; missing for a post without a band, or of a band without typical posts.

    Examples
    --------
    >>> posts = pd.DataFrame({"band": [1, 1, 5, 5], "cites": [False, False, True, False]})
    >>> expected_adopters(posts, pd.Series(True, index=posts.index)).tolist()
    [0.0, 0.0, 0.5, 0.5]
    """
    rates = posts[typical].groupby("band")["cites"].mean()
    return posts["band"].map(rates).astype("Float64")


def matched_posts(posts: pd.DataFrame, root_ids: AbstractSet[str]) -> dict[str, list[str]]:
    """Return, per post of the root work, the other posts of its month and karma band, in alphabetical order.

    ``posts`` has the columns document_id, posted_at and band. Posts of the root work without a band are left out.

    Examples
    --------
    >>> posts = pd.DataFrame({"document_id": ["r", "a", "b"], "posted_at": ["2019-06-01", "2019-06-09", "2019-06-09"],
    ...                       "band": [5, 5, 4]})
    >>> matched_posts(posts, {"r"})
    {'r': ['a']}
    """
    keyed = posts[posts["band"].notna()].assign(month=posts["posted_at"].astype("str").str[:7])
    is_root = keyed["document_id"].isin(root_ids)
    others = keyed[~is_root].groupby(["month", "band"])["document_id"].apply(sorted).to_dict()
    own = keyed[is_root].sort_values("document_id")
    return {
        document: others.get((month, band), [])
        for document, month, band in zip(own["document_id"], own["month"], own["band"], strict=True)
    }
