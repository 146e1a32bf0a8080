"""Words that the lexicon may lack: spellings near its forms, and words that rise together with its terms.

Proposals are for people to judge; nothing is added to a family by itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.errors import clean
from pipeline.periods import period
from pipeline.tables import read_parquet
from pipeline.terms._words import says_something, stop_words, words_of
from pipeline.terms.contexts import OWN_WORDS
from pipeline.terms.lexicon import Lexicon
from pipeline.terms.matching import Matcher
from pipeline.terms.uses import plain_title

NEAR: Final = 0.86
"""Least similarity of a spelling to a form: difflib's ratio over letters and digits alone."""
FEWEST_SPELT: Final = 2
FEWEST_RISING: Final = 5
"""Documents that a spelling, or a rising word, needs."""
FEWEST_AUTHORS: Final = 3
LEAST_Z: Final = 3.0
LEAST_LIFT: Final = 2.0
"""How much more often documents with a rising word use terms of the lexicon than documents do at large."""
MOST: Final = 200
"""Rising words looked for in each source, single ones and pairs apart."""
EXAMPLES: Final = 2

_COLUMNS = ["kind", "source", "phrase", "near", "quarter", "z", "count", "count_elsewhere", "documents", "authors"]
_COLUMNS += ["documents_with_terms", "examples"]
_BLOCK = 4
_NO_NAMES = frozenset({"ai", "alignment"})
_LETTERS = re.compile(r"[\W_]+")
_SHIFT = 32


@dataclass(frozen=True, slots=True)
class Grams:
    """Words, or pairs of neighbouring words: row by row, in order of grams, the gram, its text, and how often it is there."""

    names: npt.NDArray[np.object_]
    gram: npt.NDArray[np.int64]
    text: npt.NDArray[np.int32]
    count: npt.NDArray[np.int32]

    def texts_with(self, gram: int) -> npt.NDArray[np.int32]:
        """Return the texts in which a gram stands."""
        first, last = np.searchsorted(self.gram, [gram, gram + 1])
        return self.text[first:last]

    def documents(self) -> npt.NDArray[np.int64]:
        """Return in how many texts each gram stands."""
        return np.bincount(self.gram, minlength=len(self.names))


def suggest(build: Path, lexicon: Lexicon) -> pd.DataFrame:
    """Propose spellings and words.

    Parameters
    ----------
    build : Path
        Folder of a build: titles of all posts are read, and bodies, footnotes and comments where the archive has them.
    lexicon : Lexicon
        What is there already.

    Returns
    -------
    pd.DataFrame
        ``kind`` (``spelling``, ``rising``), ``source`` (``titles``, ``texts``), ``phrase``; the nearest form (``near``), or
        the ``quarter`` that stands out and its ``z``; ``count`` there (for spellings: in all) and ``count_elsewhere``;
        ``documents``, ``authors``, and ``documents_with_terms``, those that use a term of the lexicon; ``examples``,
        titles with addresses.

    Notes
    -----
    Titles and texts are never mixed: bodies are known for some years only, and a quarter of titles would then be set
    against bodies. Rising: the log-odds ratio of a quarter against all others with an informative Dirichlet prior (the
    whole source, weighing as much as a mean quarter), divided by its standard deviation [1]_; a word is shown with the
    quarter in which it is largest. Kept are words of five documents and three authors whose documents use terms of the
    lexicon twice as often as documents do at large, since most of what rises on a forum has nothing to do with it, and
    no names of authors.

    References
    ----------
    .. [1] Monroe, B. L., Colaresi, M. P. & Quinn, K. M. (2008). Fightin' Words: lexical feature selection and evaluation
       for identifying the content of political conflict. Political Analysis 16(4), 372-403. doi:10.1093/pan/mpn018
    """
    exports = build / "exports"
    documents = read_parquet(
        "documents", exports, ["document_id", "kind", "posted_at", "title", "author_ids", "authors", "url"]
    )
    with_terms = set(read_parquet("term_counts", exports, ["document_id"])["document_id"])
    titled = documents[(documents["kind"] == "post") & documents["title"].notna()]
    titles = pd.DataFrame({"document_id": titled["document_id"], "text": titled["title"].map(plain_title)})
    texts = read_parquet("texts", build / "local")
    sources = {"titles": titles, "texts": texts.loc[texts["field"].isin(OWN_WORDS), ["document_id", "text"]]}
    names = documents["authors"].dropna().unique()
    known = _Known(lexicon, frozenset(word for name in names for word in words_of(name)) - _NO_NAMES)
    parts = []
    for source, rows in sources.items():
        facts = rows[["document_id"]].merge(documents, on="document_id", how="left")
        facts["uses_terms"] = facts["document_id"].isin(with_terms)
        for grams in _grams(rows["text"]):
            parts += [_spellings(grams, facts, known, source), _rising(grams, facts, known, source)]
    table = pd.concat(parts, ignore_index=True)[_COLUMNS]
    return table.sort_values(
        ["kind", "z", "documents", "phrase"], ascending=[False, False, False, True], ignore_index=True
    )


def lines(table: pd.DataFrame, limit: int) -> Iterator[str]:
    """Yield what ``atlas terms suggest`` prints: at most ``limit`` proposals of each kind and source."""
    for kind, source in table[["kind", "source"]].drop_duplicates().itertuples(index=False, name=None):
        rows = table[(table["kind"] == kind) & (table["source"] == source)]
        yield f"{kind} in {source}: {len(rows):,} found" + (f", {limit} shown" if len(rows) > limit else "")
        for row in rows.head(limit).to_dict("records"):
            why = (
                f"near {row['near']!r}, {row['count']} uses"
                if kind == "spelling"
                else f"{row['quarter']}: z {row['z']:.1f}, {row['count']} uses, {row['count_elsewhere']:.0f} in other quarters"
            )
            yield (
                f"  {row['phrase']!r}  {why}; {row['documents']} documents of {row['authors']} authors, "
                f"{row['documents_with_terms']} of them with terms of the lexicon"
            )
            for example in row["examples"]:
                yield f"      {example}"


class _Known:
    """What the lexicon finds, and its forms by their first letters."""

    def __init__(self, lexicon: Lexicon, people: frozenset[str]) -> None:
        self.people = people
        self._matcher = Matcher(lexicon)
        forms = sorted({form for _, term in lexicon for form in term.forms})
        self._plain = {" ".join(words_of(form)) for form in forms}
        self._blocks: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for form in forms:
            letters = _squeezed(form)
            self._blocks[letters[:_BLOCK]].append((letters, form))

    def has(self, phrase: str) -> bool:
        """Return whether a form stands in a phrase, or is one, whatever context it needs."""
        return phrase in self._plain or bool(self._matcher.find(phrase, None))

    def near(self, phrase: str) -> str | None:
        """Return the form that a phrase is spelt like, None if there is none."""
        letters = _squeezed(phrase)
        if letters[:_BLOCK] not in self._blocks:
            return None
        best, found = NEAR, None
        for own, form in self._blocks[letters[:_BLOCK]]:
            if abs(len(own) - len(letters)) > _BLOCK:
                continue
            alike = SequenceMatcher(None, own, letters, autojunk=False)
            if alike.real_quick_ratio() >= best and alike.quick_ratio() >= best and (ratio := alike.ratio()) >= best:
                best, found = ratio, form
        return found


def _squeezed(phrase: str) -> str:
    """Return the letters and digits of a phrase.

    >>> _squeezed("mesa-optimiser’s")
    'mesaoptimisers'
    """
    return _LETTERS.sub("", phrase.lower())


def _grams(texts: "pd.Series[str]") -> Iterator[Grams]:
    """Yield the telling words of texts, then the pairs of telling words that stand side by side."""
    silent = stop_words()
    number: dict[str, int] = {}
    telling: list[str] = []
    single: list[npt.NDArray[np.int64]] = []
    for text in texts.tolist():
        codes: list[int] = []
        for word in words_of(text):
            code = number.get(word)
            if code is None:
                code = number[word] = len(telling) if says_something(word, silent) else -1
                if code >= 0:
                    telling.append(word)
            codes.append(code)
        single.append(np.array(codes, dtype=np.int64))
    names = np.array(telling, dtype=object)
    grams, where, count = _tally([row[row >= 0] for row in single])
    yield Grams(names, grams, where, count)
    pairs = [(row[:-1] << _SHIFT | row[1:])[(row[:-1] >= 0) & (row[1:] >= 0)] if len(row) else row for row in single]
    grams, where, count = _tally(pairs)
    # A pair that stands once in all proposes nothing; leaving those out here keeps names for the others alone.
    _, place, documents = np.unique(grams, return_inverse=True, return_counts=True)
    several = documents[place] >= FEWEST_SPELT
    kept, place = np.unique(grams[several], return_inverse=True)
    shown = names[kept >> _SHIFT] + " " + names[kept & (1 << _SHIFT) - 1] if len(kept) else names[:0]
    yield Grams(shown, place.astype(np.int64), where[several], count[several])


def _tally(
    texts: list[npt.NDArray[np.int64]],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return gram, text and count for each gram of each text."""
    found = [np.unique(codes, return_counts=True) for codes in texts]
    lengths = [len(codes) for codes, _ in found]
    grams = np.concatenate([np.empty(0, np.int64), *(codes for codes, _ in found)])
    counts = np.concatenate([np.empty(0, np.int64), *(number for _, number in found)])
    where = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
    order = np.argsort(grams, kind="stable")
    return grams[order], where[order], counts[order].astype(np.int32)


def _spellings(grams: Grams, facts: pd.DataFrame, known: _Known, source: str) -> pd.DataFrame:
    frequent = np.flatnonzero(grams.documents() >= FEWEST_SPELT)
    near = {int(gram): known.near(grams.names[gram]) for gram in frequent}
    chosen = [gram for gram, form in near.items() if form is not None and not known.has(grams.names[gram])]
    total = np.bincount(grams.gram, grams.count, len(grams.names))
    rows = [{"near": near[gram], "count": int(total[gram]), **_evidence(grams, gram, facts, None)} for gram in chosen]
    return pd.DataFrame(rows, columns=_COLUMNS).assign(kind="spelling", source=source)


def _rising(grams: Grams, facts: pd.DataFrame, known: _Known, source: str) -> pd.DataFrame:
    label = {moment: period(moment, "quarter") for moment in facts["posted_at"].dropna().unique()}
    quarter, names = pd.factorize(facts["posted_at"].map(label), sort=True)
    at = quarter[grams.text]
    dated = at >= 0
    frequent = np.flatnonzero(grams.documents() >= FEWEST_RISING)
    if not len(frequent) or len(names) < 2:
        return pd.DataFrame(columns=_COLUMNS)
    place = np.full(len(grams.names), -1)
    place[frequent] = np.arange(len(frequent))
    inside = dated & (place[grams.gram] >= 0)
    counts = np.zeros((len(frequent), len(names)))
    np.add.at(counts, (place[grams.gram[inside]], at[inside]), grams.count[inside])
    sizes = np.bincount(at[dated], grams.count[dated], len(names)).astype(np.float64)
    z = log_odds(counts, sizes)
    best = z.argmax(axis=1)
    base = facts.drop_duplicates("document_id")["uses_terms"].mean()
    rows: list[dict[str, Any]] = []
    for row in np.argsort(-z[np.arange(len(frequent)), best], kind="stable"):
        score = float(z[row, best[row]])
        phrase = grams.names[frequent[row]]
        if score < LEAST_Z or len(rows) == MOST:
            break
        if not known.people.isdisjoint(phrase.split(" ")):
            continue
        found = _evidence(grams, int(frequent[row]), facts, names[best[row]])
        related = found["documents_with_terms"] >= LEAST_LIFT * base * found["documents"] > 0
        if found["authors"] >= FEWEST_AUTHORS and related and not known.has(phrase):
            here = counts[row, best[row]]
            elsewhere = counts[row].sum() - here
            rows.append(
                {
                    "quarter": names[best[row]],
                    "z": score,
                    "count": int(here),
                    "count_elsewhere": int(elsewhere),
                    **found,
                }
            )
    return pd.DataFrame(rows, columns=_COLUMNS).assign(kind="rising", source=source)


def log_odds(counts: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return how far each word stands out in each period against all others, in standard deviations.

    Parameters
    ----------
    counts : array
        Words x periods.
    sizes : array
        All words of each period.
    """
    total, everything = counts.sum(axis=1, keepdims=True), sizes.sum()
    weight = sizes.mean()
    prior = weight * total / everything
    here, there = counts + prior, total - counts + prior
    odds = np.log(here / (sizes + weight - here)) - np.log(there / (everything - sizes + weight - there))
    return np.asarray(odds / np.sqrt(1 / here + 1 / there))


def _evidence(grams: Grams, gram: int, facts: pd.DataFrame, quarter: str | None) -> dict[str, Any]:
    """Return the documents and authors with a gram, and examples from a quarter, or the earliest of all."""
    rows = facts.iloc[grams.texts_with(gram)].drop_duplicates("document_id")
    dated = rows.sort_values(["posted_at", "document_id"])
    if quarter is not None:
        dated = dated[[period(moment, "quarter") == quarter for moment in dated["posted_at"].fillna("")]]
    authors = rows["author_ids"].dropna().str.split(" | ", regex=False).explode()
    return {
        "phrase": grams.names[gram],
        "documents": len(rows),
        "authors": authors.nunique(),
        "documents_with_terms": int(rows["uses_terms"].sum()),
        "examples": [
            f"{clean(title) if isinstance(title, str) else 'comment'}  {url if isinstance(url, str) else ''}".rstrip()
            for title, url in zip(dated["title"].head(EXAMPLES), dated["url"].head(EXAMPLES), strict=True)
        ],
    }
