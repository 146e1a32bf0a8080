"""What a term or a family means and where that is said, short enough for a hover text."""

import textwrap
from collections.abc import Mapping

import pandas as pd

from dashboard import words
from dashboard.components.mentions import mentioned, told
from dashboard.data_access import Build
from dashboard.facts import records, titles_of
from dashboard.figures import plain
from dashboard.trends import CHOICE_OF_FAMILY

WIDE, LINES = 46, 3
"""Letters of a line that a narrow screen shows, and lines of a definition; its source has two."""


def meant(data: Build) -> dict[str, str]:
    """Return what a hover text says of each term and family, see :func:`in_hover`."""
    terms = data.table("terms")
    return in_hover(terms, titles_of(data, sorted(mentioned(terms["definition_source"].dropna()))))


def in_hover(terms: pd.DataFrame, titles: Mapping[str, str]) -> dict[str, str]:
    """Return the definition and its source as lines for plotly, by choice: the name of a term, or of a whole family.

    Parameters
    ----------
    terms : pd.DataFrame
        The lexicon. A family has no definition of its own: it is any of its terms.
    titles : mapping
        Titles by id of the documents that sources name.
    """
    found = {
        row["term"]: _lines(str(row["definition"]), told(str(row["definition_source"]), titles))
        for row in records(terms.drop_duplicates("term"), ("term", "definition", "definition_source"))
    }
    for family, rows in terms.drop_duplicates(["family", "term"]).groupby("family"):
        names = [f"“{name}”" for name in sorted(rows["term"])]
        any_of = f"Any of {words.count(len(names), 'term')}: {words.listing(names, 'or')}"
        found[f"{CHOICE_OF_FAMILY}{family}"] = _lines(any_of, f"the lexicon, families/{family}.toml")
    return found


def _lines(definition: str, source: str) -> str:
    shown = [*_wrapped(definition, LINES), *_wrapped(f"Source: {source}", 2)]
    return "".join(f"<br><i>{plain(line, WIDE)}</i>" for line in shown)


def _wrapped(text: str, lines: int) -> list[str]:
    return textwrap.wrap(text, WIDE, max_lines=lines, placeholder=" …", break_on_hyphens=False)
