"""Citations of the work that are known only from lists of incoming links, in words: figures of its parts leave them out."""

import pandas as pd

from dashboard import words


def listed_alone(rows: pd.DataFrame) -> list[str]:
    """Say how many more documents are known to cite each part, from a list of incoming links alone; nothing where there is none.

    ``rows`` have ``part`` and ``listed_only``, which is summed by part; the part ``all`` is left out.
    """
    counts = rows[rows["part"] != "all"].groupby("part")["listed_only"].sum()
    named = [f"{count:,} that cite “{part}”" for part, count in counts.items() if count]
    if not named:
        return []
    left_out = "Documents known from lists of incoming links alone are left out"
    return [f"Only citations in texts that were read are counted. {left_out}: {words.listing(named)}."]
