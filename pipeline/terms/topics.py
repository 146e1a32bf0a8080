"""Topics that nobody named beforehand: words that tend to stand in the same documents."""

import warnings
from collections.abc import Mapping, Sequence
from itertools import combinations, islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.schema import TABLES
from pipeline.tables import conform, empty
from pipeline.terms._words import WordCounts, says_something, stop_words

NUMBERS = (10, 15, 20, 25)
"""Numbers of topics to choose among. A corpus too small for the least has one topic for ``DOCUMENTS_A_TOPIC`` posts."""
DOCUMENTS_A_TOPIC = 10
DRAWS = 3
"""Fits a number of topics is judged by, each from a seed of its own on a draw of its own."""
DRAWN = 1_000
"""Posts of a draw at most; two thirds of a smaller corpus."""
VOCABULARY = 5_000
"""The words found in most posts, after those in more than half of them."""
KEPT = 3
"""Topics kept a document: its largest, whose loadings are then made to sum to 1 again."""
LABEL_WORDS = 5
WORDS = 10
"""Words that stand for a topic where topics are compared, and that are shown as its evidence."""

_RARE = 5
_COMMON = 0.5
_DIGITS = 4
_ROUNDS = 40

Weights = npt.NDArray[np.float32]


class Topics(NamedTuple):
    """The tables ``topic_loadings``, ``topic_words`` and ``topic_choices``."""

    loadings: pd.DataFrame
    words: pd.DataFrame
    choices: pd.DataFrame


def no_topics() -> Topics:
    """Return the tables of a corpus too small for two topics."""
    return Topics(empty("topic_loadings"), empty("topic_words"), empty("topic_choices"))


def find_topics(documents: pd.DataFrame, texts: pd.DataFrame, words: WordCounts) -> Topics:
    """Find topics in the bodies of posts by non-negative matrix factorisation of TF-IDF weights.

    Parameters
    ----------
    words : WordCounts
        The words of ``texts``, row by row.

    Returns
    -------
    Topics
        At most three rows of loadings a document; posts without a body, or without a word that other posts share, have
        none. Beside them the words that each topic is named for, with how far other fits find it again, and the numbers of
        topics that were tried. Empty for a corpus too small for two topics.

    Notes
    -----
    The number of topics is chosen by how well topics are found again [3]_: each number of ``NUMBERS`` is fitted from three
    seeds on three draws of posts, and of two fits topics are matched one to one so that the shares of words they have in
    common (Jaccard, ten heaviest words) are largest; the agreement is the mean share. Chosen is the greatest number that
    falls short of the best agreement by no more than the standard error of the best over its pairs of fits. The
    published fit uses all posts, from the singular value decomposition of the weights (NNDSVD [2]_) and a fixed seed, and
    so is the same each time. Topics are those of this corpus; they cannot be compared with those of a run on other
    documents.

    References
    ----------
    .. [1] Lee, D. D. & Seung, H. S. (1999). Learning the parts of objects by non-negative matrix factorization.
       Nature 401, 788-791. doi:10.1038/44565
    .. [2] Boutsidis, C. & Gallopoulos, E. (2008). SVD based initialization. Pattern Recognition 41(4), 1350-1362.
       doi:10.1016/j.patcog.2007.09.010
    .. [3] Greene, D., O'Callaghan, D. & Cunningham, P. (2014). How many topics? Stability analysis for topic models.
       ECML PKDD 2014, 498-513. doi:10.1007/978-3-662-44848-9_32
    """
    posts = documents.loc[documents["kind"] == "post", "document_id"]
    bodies = np.flatnonzero((texts["field"] == "body") & texts["document_id"].isin(posts))
    bodies = bodies[np.argsort(texts["document_id"].to_numpy(dtype=object)[bodies], kind="stable")]
    if len(bodies) < 2 * DOCUMENTS_A_TOPIC:
        return no_topics()
    counts, vocabulary = _telling(words.of(bodies))
    most = min(len(bodies) // DOCUMENTS_A_TOPIC, len(vocabulary))
    if most < 2:
        return no_topics()
    weights = _tf_idf(counts)
    draws = {number: _draws(weights, number) for number in [n for n in NUMBERS if n <= most] or [most]}
    agreements = {
        number: [float(_agreement(*pair).mean()) for pair in combinations(found, 2)] for number, found in draws.items()
    }
    number = _choice(agreements)
    loadings, components = _fit(weights, number, 0, "nndsvd")
    heaviest = _heaviest(components)
    labels = [", ".join(vocabulary[row[:LABEL_WORDS]]) for row in heaviest]
    again = np.mean([_agreement(heaviest, other) for other in draws[number]], axis=0)
    return Topics(
        _loadings(texts["document_id"].to_numpy(dtype=object)[bodies], loadings * components.sum(axis=1), labels),
        _words(components, heaviest, labels, vocabulary, np.diff(counts.tocsc().indptr), len(bodies), again),
        conform(
            pd.DataFrame(
                [(n, DRAWS, np.mean(found), n == number) for n, found in agreements.items()],
                columns=TABLES["topic_choices"].names,
            ).round({"agreement": _DIGITS}),
            "topic_choices",
        ),
    )


def merge_topics(live: Topics, bundled: Topics) -> Topics:
    """Return the topics of the side that rests on more documents: those of two runs are not the same topics."""
    here, there = live.loadings["document_id"].nunique(), bundled.loadings["document_id"].nunique()
    return live if here >= there else bundled


def _telling(counted: WordCounts) -> WordCounts:
    """Return the counts of the words that can tell topics apart."""
    silent = stop_words()
    found_in = np.bincount(counted.counts.indices, minlength=len(counted.words))
    number = counted.counts.shape[0]
    least = min(_RARE, 1 + number // 100)
    frequent = np.flatnonzero((found_in >= least) & (found_in <= _COMMON * number))
    frequent = frequent[np.argsort(-found_in[frequent], kind="stable")]
    chosen = [*islice((n for n in frequent if says_something(counted.words[n], silent)), VOCABULARY)]
    kept = np.sort(np.array(chosen, dtype=np.intp))
    return WordCounts(counted.counts[:, kept], counted.words[kept])


def _tf_idf(counts: Any) -> Any:
    # Imported here: the import takes longer than everything else that `atlas list terms` does.
    from sklearn.feature_extraction.text import TfidfTransformer

    return TfidfTransformer(sublinear_tf=True).fit_transform(counts.astype(np.float32))


def _fit(weights: Any, topics: int, seed: int, start: str) -> tuple[Weights, Weights]:
    """Return the weight of each topic in each post, and of each word in each topic."""
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(n_components=topics, init=start, random_state=seed, max_iter=_ROUNDS)
    with warnings.catch_warnings():
        # Where it stops is fixed and so reproducible; that it could be fitted a little closer is no news to a reader.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit_transform(weights), model.components_


def _draws(weights: Any, topics: int) -> list[npt.NDArray[np.intp]]:
    """Return the heaviest words of the topics of each draw."""
    posts = weights.shape[0]
    found = []
    for seed in range(DRAWS):
        drawn = np.random.default_rng(seed).choice(posts, min(DRAWN, max(topics, posts * 2 // 3)), replace=False)
        found.append(_heaviest(_fit(weights[np.sort(drawn)], topics, seed, "random")[1]))
    return found


def _choice(agreements: Mapping[int, Sequence[float]]) -> int:
    """Return the greatest number of topics whose mean agreement is within a standard error of the best.

    >>> _choice({10: [0.5, 0.6, 0.7], 20: [0.56, 0.56, 0.56], 30: [0.4, 0.4, 0.4]})
    20
    """
    best = max(agreements.values(), key=np.mean)
    enough = np.mean(best) - np.std(best, ddof=1) / np.sqrt(len(best))
    return max(number for number, found in agreements.items() if np.mean(found) >= enough)


def _heaviest(components: Weights) -> npt.NDArray[np.intp]:
    return np.argsort(-components, axis=1, kind="stable")[:, :WORDS]


def _agreement(one: npt.NDArray[np.intp], other: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """Return, per topic of one fit, the share of words it has in common with its partner in another.

    >>> _agreement(np.array([[1, 2, 3], [7, 8, 9]]), np.array([[7, 8, 9], [3, 2, 4]])).tolist()
    [0.5, 1.0]
    """
    from scipy.optimize import linear_sum_assignment

    common = np.array([[len(np.intersect1d(row, partner)) for partner in other] for row in one])
    jaccard = common / (one.shape[1] + other.shape[1] - common)
    mine, theirs = linear_sum_assignment(-jaccard)
    return np.asarray(jaccard[mine, theirs], dtype=np.float64)


def _loadings(ids: npt.NDArray[np.object_], loadings: Weights, labels: Sequence[str]) -> pd.DataFrame:
    """Return the table ``topic_loadings``; a topic's weight in a post is that of its words there."""
    best = np.argsort(-loadings, axis=1, kind="stable")[:, :KEPT]
    rows = pd.DataFrame(
        {
            "document_id": np.repeat(ids, best.shape[1]),
            "topic": np.array(labels, dtype=object)[best.ravel()],
            "loading": np.take_along_axis(loadings, best, axis=1).ravel().astype(np.float64),
        }
    )
    # Two topics of a small corpus may have the same five heaviest words; to a reader they are one.
    summed = rows[rows["loading"] > 0].groupby(["document_id", "topic"])["loading"].sum().reset_index()
    rows = summed.sort_values(["document_id", "loading", "topic"], ascending=[True, False, True])
    return conform(_summing_to_one(rows), "topic_loadings")


def _words(
    components: Weights,
    heaviest: npt.NDArray[np.intp],
    labels: Sequence[str],
    vocabulary: npt.NDArray[np.object_],
    found_in: npt.NDArray[np.intp],
    posts: int,
    again: npt.NDArray[np.float64],
) -> pd.DataFrame:
    """Return the table ``topic_words``."""
    rows = [
        (
            label,
            rank,
            vocabulary[column],
            round(float(weight[column] / weight.sum()), 5),
            found_in[column],
            posts,
            stable,
        )
        for label, columns, weight, stable in zip(labels, heaviest, components, again.round(_DIGITS), strict=True)
        for rank, column in enumerate(columns, 1)
        if weight[column] > 0
    ]
    table = pd.DataFrame(rows, columns=TABLES["topic_words"].names)
    return conform(table.drop_duplicates(["topic", "rank"]), "topic_words")


def _summing_to_one(rows: pd.DataFrame) -> pd.DataFrame:
    """Scale the loadings of each document to sum to 1, rounded; the largest takes up what rounding leaves."""
    documents = rows["document_id"]
    scaled = (rows["loading"] / rows.groupby("document_id")["loading"].transform("sum")).round(_DIGITS)
    rows = rows.assign(loading=scaled)
    left = 1 - rows.groupby("document_id")["loading"].transform("sum")
    rows["loading"] = (rows["loading"] + left.where(~documents.duplicated(), 0)).round(_DIGITS)
    return rows[rows["loading"] > 0]
