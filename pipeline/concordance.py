"""Every use of a term with the sentence around it, where the archive has the text; else with the post's address.

Sentences come from the table ``contexts``, which stays on this machine.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from pipeline import registry
from pipeline.coverage import FILLED_BY
from pipeline.errors import UsageError, clean
from pipeline.extract import within
from pipeline.tables import read_parquet

_LONGEST = 600
_FORMS = " | "


def concordance(
    build: Path, term: str, first: str | None = None, final: str | None = None, *, near: str | None = None
) -> pd.DataFrame:
    """Return the uses of a term, the earliest first.

    Parameters
    ----------
    build : Path
        Folder of a build.
    term : str
        Name of a term, or one of its forms.
    first, final : str, optional
        Periods or days, both included.
    near : str, optional
        A word: only uses in authors' own words with it among the ten words on either side, in the same block.

    Returns
    -------
    pd.DataFrame
        ``posted_at``, ``authors``, ``title``, ``url``, ``field``, ``occurrences``, ``sentence``, ``tags`` (rules of mention).
        A row for each use in a text of the archive; for text that is not on this machine, and for titles and links, one for
        each document and field, without a sentence.

    Raises
    ------
    UnknownName
        For a term that the lexicon does not have, with the nearest; for a word that stands near no use of it.
    UsageError
        If ``near`` is asked for and no text with the term is on this machine.
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
    if near is not None:
        table = table.merge(_beside(build, name, near), on=["document_id", "field", "position"])
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


def moved(build: Path, term: str) -> Iterator[str]:
    """Yield, year by year, the words that a term's company gained and lost since its first year, with sentences.

    Raises
    ------
    UnknownName
        For a term that the lexicon does not have, with the nearest.
    """
    exports = build / "exports"
    name = _named(term, read_parquet("terms", exports))
    drift, quotes = read_parquet("term_drift", exports), read_parquet("drift_quotes", build / "local")
    documents = read_parquet("documents", exports, ["document_id", "posted_at", "authors", "title"])
    quotes = quotes[quotes["term"] == name].merge(documents, on="document_id")
    years = drift[(drift["term"] == name) & (drift["year"] != drift["first_year"])]
    if years.empty:
        yield f"{name}: no two years with enough words of company to compare"
    for year in years.to_dict("records"):
        yield f"{year['year']} against {year['first_year']}: distance {year['distance']:.2f}" + (
            "" if year["covered"] else "  (provisional: " + str(year["note"]) + ")"
        )
        for change in ("gained", "lost"):
            words = year[change].split(_FORMS) if isinstance(year[change], str) else []
            for word in words:
                yield f"  {change} {word!r}"
                rows = quotes[(quotes["year"] == year["year"]) & (quotes["change"] == change)]
                for quote in rows[rows["word"] == word].sort_values("quote").to_dict("records"):
                    title = clean(quote["title"]) if isinstance(quote["title"], str) else "comment"
                    yield f"    {quote['posted_at'][:10]}  {title}: {clean(quote['sentence'], _LONGEST)}"
    if len(years) and quotes.empty:
        yield "The sentences are not on this machine: they need the text of the posts in the archive."


def _beside(build: Path, term: str, word: str) -> pd.DataFrame:
    beside = read_parquet("companions", build / "local")
    beside = beside[beside["term"] == term]
    if beside.empty:
        raise UsageError(f"--near: no text that has words beside {term!r} is here; get it with {FILLED_BY}")
    chosen = registry.choose(word.casefold(), beside["word"].unique(), "word near the term")
    return beside.loc[beside["word"] == chosen, ["document_id", "field", "position"]]


def _named(term: str, terms: pd.DataFrame) -> str:
    wanted = term.casefold()
    for name, forms in zip(terms["term"], terms["forms"], strict=True):
        known = [] if pd.isna(forms) else forms.split(_FORMS)
        if wanted in map(str.casefold, (name, *known)):
            return str(name)
    return registry.choose(term, terms["term"], "term")
