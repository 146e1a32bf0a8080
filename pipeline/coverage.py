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


def headline(answer: str, read: int, in_reach: int) -> str:
    """Return ``answer`` with the share of what may cite the work that was read, headed "Provisional" where that is too little.

    ``read`` and ``in_reach`` are ``documents_with_links`` and ``documents_in_reach`` of the tables.

    >>> headline("Ten posts cite it.", 95, 100)
    'Ten posts cite it. (Outgoing links are known for 95 of the 100 documents that may cite the work, 95.0 %.)'
    >>> headline("One post cites it.", 1, 1)
    'One post cites it. (Outgoing links are known for 1 of the 1 document that may cite the work, 100.0 %.)'
    >>> headline("Ten posts cite it.", 5, 100)[:31]
    'Provisional: Ten posts cite it.'
    """
    if in_reach == 0:
        return "Not answerable: no document is known that may cite the work."
    heading = "" if read >= COVERED_SHARE * in_reach else "Provisional: "
    those = f"{count(in_reach, 'document')} that may cite the work"
    return f"{heading}{answer} (Outgoing links are known for {read:,} of the {those}, {100 * read / in_reach:.1f} %.)"


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
