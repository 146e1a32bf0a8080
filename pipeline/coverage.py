"""The coverage rule: a result stands only on documents that were read, and says how many they are of those known."""

from typing import Any

import pandas as pd

from pipeline.errors import count

COVERED_SHARE = 0.9
"""Below this share of the known documents a series has a gap and a headline is provisional."""

FILLED_BY = "`atlas ingest --scope forum` where the forum can be reached, or `atlas import dump FILE`"
"""The commands that bring the missing bodies; every sentence that speaks of a gap names them in these words."""


COUNTED_BY = (
    "`atlas ingest --scope forum` walks through all; where imported dumps hold every post of a time, say so under [census] "
    "in atlas.toml"
)
"""What makes the known posts of a time all there are; every sentence that calls them a selection says so."""


def headline(answer: str, read: int, known: int, since: str) -> str:
    """Return ``answer`` with the share of the posts since a day that was read, headed "Provisional" where that is too little.

    >>> headline("Ten posts cite it.", 95, 100, "2019-05-31")
    'Ten posts cite it. (Outgoing links are known for 95 of 100 posts since 2019-05-31, 95.0 %.)'
    >>> headline("One post cites it.", 1, 1, "2019-05-31")
    'One post cites it. (Outgoing links are known for 1 of 1 post since 2019-05-31, 100.0 %.)'
    >>> headline("Ten posts cite it.", 5, 100, "2019-05-31")[:31]
    'Provisional: Ten posts cite it.'
    """
    if known == 0:
        return f"Not answerable: no posts since {since} are known."
    heading = "" if read >= COVERED_SHARE * known else "Provisional: "
    posts = f"{count(known, 'post')} since {since}"
    return f"{heading}{answer} (Outgoing links are known for {read:,} of {posts}, {100 * read / known:.1f} %.)"


IMPORTED = "edge_list"
"""Origin of a document whose references an imported edge list gives, all of them."""


def links_known(documents: pd.DataFrame) -> "pd.Series[Any]":
    """Return, per document, whether its outgoing links are known: its body was read, or an edge list gives them.

    Examples
    --------
    >>> documents = pd.DataFrame({"has_body": pd.array([True, False, False], dtype="boolean"),
    ...                           "origin": ["forum_dump", "configuration | edge_list", "edge_list, cited only"]})
    >>> links_known(documents).tolist()
    [True, True, False]
    """
    read = documents["has_body"].fillna(False).astype(bool)
    if "origin" not in documents:
        return read
    return read | pd.Series([IMPORTED in str(one).split(" | ") for one in documents["origin"]], index=documents.index)
