"""Disruption: whether those who cite a document leave what it built on behind."""

from typing import Any

import pandas as pd

from pipeline.moments import DAY

NAME = "disruption"
OF = "document"
TYPE = "number"
UNIT = None
MISSING = "gives no citation, or nothing later cites it or what it cites within five years, or date not known"
RESTS_ON = "links"

WITHIN_DAYS = 1826


def compute(citations: pd.DataFrame, documents: pd.DataFrame) -> "pd.Series[Any]":
    """Compare later documents that cite a document alone with those that cite it beside its references.

    Of the documents posted after it, within 1,826 days, let i cite the document and none of its references, j cite it
    and at least one of them, and k cite one of them but not it: CD = (i - j) / (i + j + k).

    Parameters
    ----------
    citations : pd.DataFrame
        Table ``citations``, a row a pair. Backward citations are left out; references beyond the corpus count.
    documents : pd.DataFrame
        Table ``documents``, for the dates.

    Returns
    -------
    pd.Series
        Shape (dated documents with a reference and a later document as above,), indexed by document_id; from -1
        (consolidates) to 1 (disrupts).

    Notes
    -----
    Documents whose bodies are not known are missing among the later ones, and the more so the more recent. With few
    later documents the value jumps: read it beside ``local_citations``. A document younger than five years has not
    had all its time.

    References
    ----------
    .. [1] Funk, R. J. & Owen-Smith, J. (2017). A dynamic network measure of technological change. Management Science
       63(3), 791-817. doi:10.1287/mnsc.2015.2366

    Examples
    --------
    'f' cites 'r'; later 'i' cites 'f' alone, 'j' both, and 'k' 'r' alone:

    >>> pairs = [("f", "r"), ("i", "f"), ("j", "f"), ("j", "r"), ("k", "r"), ("i2", "f")]
    >>> citations = pd.DataFrame(pairs, columns=["citing_id", "cited_id"]).assign(backward=False)
    >>> dates = {"r": "2018", "f": "2019", "i": "2020", "i2": "2020", "j": "2020", "k": "2021"}
    >>> documents = pd.DataFrame({"document_id": dates.keys(), "posted_at": dates.values()})
    >>> float(compute(citations, documents)["f"])
    0.25
    """
    moments = pd.to_datetime(documents["posted_at"], format="ISO8601", utc=True)
    known = moments.notna()
    posted = dict(zip(documents["document_id"][known], (moments[known] - pd.Timestamp(0, tz="UTC")) / DAY, strict=True))
    forward = citations[~citations["backward"].astype(bool)]
    references: dict[str, set[str]] = {}
    citers: dict[str, set[str]] = {}
    for citing, cited in zip(forward["citing_id"], forward["cited_id"], strict=True):
        if citing != cited:
            references.setdefault(citing, set()).add(cited)
            citers.setdefault(cited, set()).add(citing)
    values = {}
    for document in sorted(references):
        if document not in posted:
            continue
        since = posted[document]
        of_references = set().union(*(citers[cited] for cited in references[document]))
        own = citers.get(document, set())
        later = {d for d in own | of_references if d in posted and since < posted[d] <= since + WITHIN_DAYS}
        if later:
            alone, beside = len(later & own - of_references), len(later & own & of_references)
            values[document] = (alone - beside) / len(later)
    return pd.Series(values, dtype="float64", name=NAME).rename_axis("document_id")
