"""Words that the lexicon may lack: spellings near its forms, and words that rise together with its terms.

Proposals are for people to judge; nothing is added to a family by itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.errors import clean, count
from pipeline.periods import period
from pipeline.progress import Progress, Silent
from pipeline.tables import read_parquet
from pipeline.terms._grams import Grams, grams_of
from pipeline.terms._names import FIRST_TEXTS, looks_like_a_name, words_of_people
from pipeline.terms._words import words_of
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
LEAST_LIFT: Final = {"titles": 2.0, "texts": 4.0}
"""How much more often documents with a rising word use terms of the lexicon than documents do at large; a title seldom has
room for two terms."""
MOST_COMMON: Final = 0.03
"""Share of a source's texts above which a word is common language, not a term."""
MOST: Final = 200
"""Rising words looked for in each source, single ones and pairs apart."""
EXAMPLES: Final = 2

_COLUMNS = ["kind", "source", "phrase", "near", "quarter", "z", "count", "count_elsewhere", "documents", "authors"]
_COLUMNS += ["documents_with_terms", "examples"]
_SHOWN = ["document_id", "posted_at", "title", "author_ids", "url", "uses_terms"]
_BLOCK = 4
_LETTERS = re.compile(r"[\W_]+")
_PARTS = re.compile(r"[\s-]+")
_STEM = 5
"""Letters that two spellings of a word begin with alike."""


def suggest(build: Path, lexicon: Lexicon, progress: Progress | None = None) -> pd.DataFrame:
    """Propose spellings and words.

    Parameters
    ----------
    build : Path
        Folder of a build: titles of all posts are read, and bodies, footnotes and comments where the archive has them.
    lexicon : Lexicon
        What is there already.
    progress : Progress, optional
        Told which words are looked through.

    Returns
    -------
    pd.DataFrame
        ``kind`` (``spelling``, ``rising``), ``source`` (``titles``, ``texts``), ``phrase``; the nearest form (``near``), or
        the ``quarter`` that stands out and its ``z``; ``count``, the authors there (for spellings: the uses in all), and
        ``count_elsewhere``, those of each other quarter summed;
        ``documents``, ``authors``, and ``documents_with_terms``, those that use a term of the lexicon; ``examples``,
        titles with addresses.

    Notes
    -----
    Titles and texts are never mixed: bodies are known for some years only, and a quarter of titles would then be set
    against bodies. What is counted are authors, each once a quarter, so that neither a long post nor a series makes a
    word rise. Rising: the log-odds ratio of a quarter against all others with an informative Dirichlet prior (the whole
    source, weighing as much as a mean quarter), divided by its standard deviation [1]_; a word is shown with the quarter in
    which it is largest. Kept are words of five documents and three authors in that quarter, in at most 3 % of all texts,
    whose documents use terms of the lexicon twice (titles) or four times (texts) as often as documents do at large. Left
    out are words with digits, names of authors, words that are mostly written with a capital within sentences (people,
    firms, products), words of the lexicon's own forms, single words that stand mostly in a pair proposed too, commands of
    LaTeX and addresses. A spelling differs from a form in endings, or in how words are joined, and begins each word alike.

    References
    ----------
    .. [1] Monroe, B. L., Colaresi, M. P. & Quinn, K. M. (2008). Fightin' Words: lexical feature selection and evaluation
       for identifying the content of political conflict. Political Analysis 16(4), 372-403. doi:10.1093/pan/mpn018
    """
    progress = progress or Silent()
    exports = build / "exports"
    documents = read_parquet(
        "documents", exports, ["document_id", "kind", "posted_at", "title", "author_ids", "authors", "url"]
    )
    with_terms = set(read_parquet("term_counts", exports, ["document_id"])["document_id"])
    titled = documents[(documents["kind"] == "post") & documents["title"].notna()]
    titles = pd.DataFrame({"document_id": titled["document_id"], "text": titled["title"].map(plain_title)})
    texts = read_parquet("texts", build / "local")
    sources = {"titles": titles, "texts": texts.loc[texts["field"].isin(OWN_WORDS), ["document_id", "text"]]}
    known = _Known(lexicon, words_of_people(documents["authors"].dropna().unique()))
    spelt, rising = [], []
    for source, rows in sources.items():
        facts = rows.merge(documents, on="document_id", how="left")
        facts["uses_terms"] = facts["document_id"].isin(with_terms)
        made = grams_of(rows["text"])
        for what in ("words", "pairs of words"):
            progress.start(f"looking through {what} of {source}")
            grams = next(made)
            spelt.append(_spellings(grams, facts, known, source))
            rising.append(_rising(grams, facts, known, source))
            progress.finish()
    table = pd.concat([*spelt, _without_parts(pd.concat(rising, ignore_index=True))], ignore_index=True)[_COLUMNS]
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
                f"near {row['near']!r}, {count(row['count'], 'use')}"
                if kind == "spelling"
                else f"{row['quarter']}: z {row['z']:.1f}, {count(row['count'], 'author')}, {row['count_elsewhere']:.0f} in other quarters"
            )
            yield (
                f"  {row['phrase']!r}  {why}; {count(row['documents'], 'document')} of {count(row['authors'], 'author')}, "
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
        self.parts = {part for form in forms for part in _PARTS.split(form.lower())}
        self._blocks: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for form in forms:
            letters = _squeezed(form)
            self._blocks[letters[:_BLOCK]].append((letters, form))

    def is_of_people(self, phrase: str) -> bool:
        """Return whether an author's name has one of the words."""
        return not self.people.isdisjoint(phrase.split(" "))

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
            if abs(len(own) - len(letters)) > _BLOCK or not _same_stems(phrase, form):
                continue
            alike = SequenceMatcher(None, own, letters, autojunk=False)
            if alike.real_quick_ratio() >= best and alike.quick_ratio() >= best and (ratio := alike.ratio()) >= best:
                best, found = ratio, form
        return found


def _same_stems(phrase: str, form: str) -> bool:
    """Return whether two phrases differ in endings, or in how words are joined, and not in a word.

    >>> [_same_stems(*pair) for pair in (("alignment makes", "alignment faker"), ("inner-align", "inner-aligned"))]
    [False, True]
    >>> _same_stems("mesaoptimisers", "mesa-optimizer")
    True
    """
    ours, theirs = (_PARTS.split(text.lower()) for text in (phrase, form))
    if len(ours) != len(theirs):
        return 1 in (len(ours), len(theirs)) and "".join(ours)[:_STEM] == "".join(theirs)[:_STEM]
    return all(one[:_STEM] == other[:_STEM] for one, other in zip(ours, theirs, strict=True))


def _squeezed(phrase: str) -> str:
    """Return the letters and digits of a phrase.

    >>> _squeezed("mesa-optimiser’s")
    'mesaoptimisers'
    """
    return _LETTERS.sub("", phrase.lower())


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
    documents = grams.documents()
    frequent = np.flatnonzero(documents >= FEWEST_RISING)
    if not len(frequent) or len(names) < 2:
        return pd.DataFrame(columns=_COLUMNS)
    counts = _voices(grams, frequent, quarter, len(names), facts)
    z = log_odds(counts, counts.sum(axis=0))
    best = z.argmax(axis=1)
    # Nearly all candidates fail here, so that evidence, which is slow to put together, is put together for few.
    document, uses_terms = pd.factorize(facts["document_id"])[0], facts.drop_duplicates("document_id")["uses_terms"]
    with_terms, base = uses_terms.to_numpy(), uses_terms.mean()
    rows: list[dict[str, Any]] = []
    for row in np.argsort(-z[np.arange(len(frequent)), best], kind="stable"):
        score = float(z[row, best[row]])
        phrase = grams.names[frequent[row]]
        if score < LEAST_Z or len(rows) == MOST:
            break
        if documents[frequent[row]] > MOST_COMMON * len(facts):
            continue
        if known.is_of_people(phrase) or any(map(str.isdigit, phrase)) or known.has(phrase) or phrase in known.parts:
            continue
        texts = grams.texts_with(int(frequent[row]))
        own = with_terms[np.unique(document[texts])]
        here = counts[row, best[row]]
        if here < FEWEST_AUTHORS or not own.sum() >= LEAST_LIFT[source] * base * len(own) > 0:
            continue
        found = _evidence(grams, int(frequent[row]), facts, names[best[row]])
        if found["authors"] < FEWEST_AUTHORS or looks_like_a_name(phrase, facts["text"].iloc[texts[:FIRST_TEXTS]]):
            continue
        elsewhere = counts[row].sum() - here
        figures = {"quarter": names[best[row]], "z": score, "count": int(here), "count_elsewhere": int(elsewhere)}
        rows.append(figures | found)
    return pd.DataFrame(rows, columns=_COLUMNS).assign(kind="rising", source=source)


def _voices(
    grams: Grams, frequent: npt.NDArray[np.intp], quarter: npt.NDArray[np.intp], quarters: int, facts: pd.DataFrame
) -> npt.NDArray[np.float64]:
    """Return how many authors use each frequent gram in each quarter: a long post, or a busy author, is one voice.

    A post of several authors is the voice of the first; one whose author is not known, a voice of its own.
    """
    voice, voices = pd.factorize(facts["author_ids"].str.partition(" | ")[0].fillna(facts["document_id"]))
    place = np.full(len(grams.names), -1)
    place[frequent] = np.arange(len(frequent))
    inside = (quarter[grams.text] >= 0) & (place[grams.gram] >= 0)
    text = grams.text[inside]
    heard = np.unique((place[grams.gram[inside]] * quarters + quarter[text]) * len(voices) + voice[text])
    cells = np.bincount(heard // len(voices), minlength=len(frequent) * quarters)
    return cells.reshape(len(frequent), quarters).astype(np.float64)


def _without_parts(rising: pd.DataFrame) -> pd.DataFrame:
    """Leave out single words that stand mostly in a pair that is proposed too."""
    whole: dict[tuple[str, str], int] = {}
    for phrase, source, documents in zip(rising["phrase"], rising["source"], rising["documents"], strict=True):
        for word in phrase.split(" ") if " " in phrase else ():
            whole[source, word] = max(whole.get((source, word), 0), documents)
    kept = [
        2 * whole.get((source, phrase), 0) < documents
        for phrase, source, documents in zip(rising["phrase"], rising["source"], rising["documents"], strict=True)
    ]
    return rising[kept]


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
    rows = facts[_SHOWN].iloc[grams.texts_with(gram)].drop_duplicates("document_id")
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
