"""The sentence around each use of a term, for reading on this machine; never exported, never committed."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from pipeline.tables import conform

REACH: Final = 200
"""Characters shown at most on either side of a use."""

_MANNERS: Final = {"quote": "quoted", "code": "code"}
_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|et al|vs|cf|etc|Dr|Mr|Ms|Mrs|Prof|Fig|Sec|Eq|[A-Z])\.$")


def sentences(
    uses: pd.DataFrame, text_of: Mapping[tuple[str, str], str], rules: Sequence[Sequence[str]]
) -> pd.DataFrame:
    """Return the table ``contexts``: a row for each use in a text (a title is shown whole wherever it is needed).

    Parameters
    ----------
    uses : pd.DataFrame
        What :func:`pipeline.terms.uses.find_uses` found.
    text_of : mapping
        Texts by document and field.
    rules : sequence
        The rules of mention of each use, row by row.
    """
    found = uses.assign(tags=pd.Series([" | ".join(names) or None for names in rules], index=uses.index, dtype="str"))
    found = found[found["field"] != "title"]
    places = zip(found["document_id"], found["field"], found["start"], found["end"], strict=True)
    found["sentence"] = [
        sentence_around(text_of[document, field], first, last) for document, field, first, last in places
    ]
    found["manner"] = found["field"].map(_MANNERS).fillna("own")
    return conform(found.rename(columns={"start": "position"}).drop(columns="end"), "contexts")


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence that ``text[start:end]`` stands in, cut at blocks, and at words where it is long.

    >>> sentence_around("One. Two, e.g. Owls, fly. Three.", 15, 19)
    'Two, e.g. Owls, fly.'
    """
    first = max(text.rfind("\n", 0, start) + 1, start - REACH)
    last = text.find("\n", end)
    last = min(len(text) if last < 0 else last, end + REACH)
    before, behind = text[first:start], text[end:last]
    ends = [mark.end() for mark in _END.finditer(before + text[start:end]) if mark.end() <= len(before)]
    ends = [place for place in ends if not _ABBREVIATED.search(before[:place].rstrip())]
    if ends:
        before = before[ends[-1] :]
    elif first and text[first - 1] != "\n":
        before = "… " + before.partition(" ")[2]
    stops = [mark.end() for mark in _END.finditer(behind)]
    stops = [place for place in stops if not _ABBREVIATED.search(behind[:place].rstrip())]
    if stops:
        behind = behind[: stops[0]]
    elif last < len(text) and text[last] != "\n":
        behind = behind.rpartition(" ")[0] + " …"
    return " ".join((before + text[start:end] + behind).split())
