"""Every use of a term with the sentence around it, where the archive has the text; else with the post's address.

Sentences come from the table ``contexts``, which stays on this machine.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from pipeline import registry
from pipeline.errors import clean
from pipeline.extract import within
from pipeline.tables import read_parquet

_LONGEST = 600
_FORMS = " | "


def concordance(build: Path, term: str, first: str | None = None, final: str | None = None) -> pd.DataFrame:
    """Return the uses of a term, the earliest first.

    Parameters
    ----------
    build : Path
        Folder of a build.
    term : str
        Name of a term, or one of its forms.
    first, final : str, optional
        Periods or days, both included.

    Returns
    -------
    pd.DataFrame
        ``posted_at``, ``authors``, ``title``, ``url``, ``field``, ``occurrences``, ``sentence``, ``tags`` (rules of mention).
        A row for each use in a text of the archive; for text that is not on this machine, and for titles and links, one for
        each document and field, without a sentence.

    Raises
    ------
    UnknownName
        For a term that the lexicon does not have, with the nearest.
    """
    exports = build / "exports"
    name = _named(term, read_parquet("terms", exports))
    counts, sentences = read_parquet("term_counts", exports), read_parquet("contexts", build / "local")
    counts = counts[counts["term"] == name]
    spoken = sentences[sentences["term"] == name].assign(occurrences=1)
    pair = ["document_id", "field"]
    silent = counts[~pd.MultiIndex.from_frame(counts[pair]).isin(pd.MultiIndex.from_frame(spoken[pair]))]
    uses = pd.concat([spoken, silent[[*pair, "occurrences"]].assign(sentence=None, tags=None)], ignore_index=True)
    documents = read_parquet("documents", exports)[["document_id", "posted_at", "authors", "title", "url"]]
    table = uses.merge(documents, on="document_id")
    table = table.sort_values(["posted_at", *pair, "position"], kind="stable", na_position="last")
    if first or final:
        table = within(table, "contexts", first, final)
    table = table.reset_index(drop=True)
    return table[["posted_at", "authors", "title", "url", "field", "occurrences", "sentence", "tags"]]


def lines(table: pd.DataFrame, limit: int | None = None) -> Iterator[str]:
    """Yield what ``atlas concordance`` prints: date, author, title, and the sentence or the address.

    With a ``limit``, the last line says how many uses are left out.
    """
    shown = table if limit is None else table.head(limit)
    for use in shown.astype(object).where(shown.notna(), None).to_dict("records"):
        day, who, what = use["posted_at"] or "undated", use["authors"] or "unknown", use["title"] or "comment"
        yield f"{day[:10]}  {clean(who)}: {clean(what)}"
        address = clean(use["url"] or "no address known", _LONGEST)
        if use["sentence"]:
            place = "" if use["field"] == "body" else f"({use['field']}) "
            manner = f"  [{use['tags']}]" if use["tags"] else ""
            yield f"    {place}{clean(use['sentence'], _LONGEST)}{manner}"
        elif use["field"] == "title":
            yield f"    (title) {address}"
        else:
            times = "once" if use["occurrences"] == 1 else f"{use['occurrences']:,} times"
            yield f"    ({use['field']}, {times}; no text here) {address}"
    if len(table) > len(shown):
        yield f"{len(table) - len(shown):,} more; `--limit {len(table)}` shows all"


def _named(term: str, terms: pd.DataFrame) -> str:
    wanted = term.casefold()
    for name, forms in zip(terms["term"], terms["forms"], strict=True):
        known = [] if pd.isna(forms) else forms.split(_FORMS)
        if wanted in map(str.casefold, (name, *known)):
            return str(name)
    return registry.choose(term, terms["term"], "term")
