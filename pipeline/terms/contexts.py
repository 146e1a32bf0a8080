"""The words in the company of each term, per year, kept as counts so that no text need travel with them."""

from collections import Counter, defaultdict

import pandas as pd

from pipeline.tables import conform
from pipeline.terms._words import runs_of, says_something, stop_words, words_in, words_of
from pipeline.terms.lexicon import Lexicon
from pipeline.terms.matching import Matcher

REACH = 10
"""Words looked at on either side, stop words among them."""
LEAST = 2
BEST = 40
"""Of a term's year, words that occur at least ``LEAST`` times are kept, and of these the ``BEST`` most frequent."""

_OWN_WORDS = ("body", "footnote", "comment")
_REACH_IN_LETTERS = 40 * REACH


def term_contexts(documents: pd.DataFrame, texts: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Count the words within ten words of each use of a term, in the authors' own words (no quotations, no code).

    Returns
    -------
    pd.DataFrame
        Table ``term_contexts``. Words of another block (paragraph) are no company. ``word_total`` counts the word in
        the same fields of all documents of that year. Documents without a date are left out.
    """
    matcher, silent = Matcher(lexicon), stop_words()
    dated = documents.set_index("document_id")[["posted_at", "title"]]
    own = texts[texts["field"].isin(_OWN_WORDS)].join(dated, on="document_id")
    own = own[own["posted_at"].notna()]
    beside: defaultdict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    runs: defaultdict[int, Counter[bytes]] = defaultdict(Counter)
    for text, posted_at, title in zip(own["text"], own["posted_at"], own["title"], strict=True):
        year = int(posted_at[:4])
        runs[year].update(runs_of(text))
        for use in matcher.find(text, title if isinstance(title, str) else "", posted_at):
            company = _before(text, use.start) + _after(text, use.end)
            beside[use.term, year].update(word for word in company if says_something(word, silent))
    at_all = {year: _words(counted) for year, counted in runs.items()}
    rows = [
        (term, year, word, count, at_all[year][word])
        for (term, year), words in beside.items()
        for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0]))[:BEST]
        if count >= LEAST
    ]
    return conform(pd.DataFrame(rows, columns=["term", "year", "word", "count", "word_total"]), "term_contexts")


def merge_contexts(live: pd.DataFrame, bundled: pd.DataFrame) -> pd.DataFrame:
    """Take each term's year from the side that saw more of it: the two may rest on the same documents."""
    both = pd.concat([live.assign(side=0), bundled.assign(side=1)], ignore_index=True)
    seen = both.groupby(["term", "year", "side"])["count"].sum().reset_index()
    seen = seen.sort_values(["term", "year", "count", "side"], ascending=[True, True, False, True])
    chosen = seen.drop_duplicates(["term", "year"])[["term", "year", "side"]]
    return conform(both.merge(chosen, on=["term", "year", "side"]).drop(columns="side"), "term_contexts")


def _words(runs: Counter[bytes]) -> Counter[str]:
    """Return how often each word occurs in counted runs."""
    words: Counter[str] = Counter()
    for run, count in runs.items():
        for word in words_in(run):
            words[word] += count
    return words


def _before(text: str, start: int) -> list[str]:
    """Return up to ten words of the same block before a place."""
    first = max(text.rfind("\n", 0, start) + 1, start - _REACH_IN_LETTERS)
    return words_of(text[first:start])[-REACH:]


def _after(text: str, end: int) -> list[str]:
    """Return up to ten words of the same block after a place."""
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    return words_of(text[end : min(last, end + _REACH_IN_LETTERS)])[:REACH]
