"""Topics that nobody named beforehand: words that tend to stand in the same documents."""

import warnings
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.tables import conform, empty
from pipeline.terms._words import runs_of, says_something, stop_words, words_in

TOPICS = 20
"""Number of topics, fixed beforehand; a small corpus has one for every ``DOCUMENTS_A_TOPIC`` documents."""
DOCUMENTS_A_TOPIC = 10
VOCABULARY = 10_000
"""The words found in most documents, after those in more than half of them."""
KEPT = 3
"""Topics kept a document: its largest, whose loadings are then made to sum to 1 again."""
LABEL_WORDS = 5

_RARE = 5
_COMMON = 0.5
_DIGITS = 4


def topic_loadings(documents: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Find topics in the bodies of posts by non-negative matrix factorisation of TF-IDF weights.

    Returns
    -------
    pd.DataFrame
        Table ``topic_loadings``, at most three rows a document. Posts without a body, or without a word that other
        posts share, have none. Empty for a corpus too small for two topics.

    Notes
    -----
    Deterministic: the start is the singular value decomposition of the weights (NNDSVD) with a fixed seed. Topics are
    those of this corpus; they cannot be compared with those of another run on other documents.

    References
    ----------
    .. [1] Lee, D. D. & Seung, H. S. (1999). Learning the parts of objects by non-negative matrix factorization.
       Nature 401, 788-791. doi:10.1038/44565
    .. [2] Boutsidis, C. & Gallopoulos, E. (2008). SVD based initialization. Pattern Recognition 41(4), 1350-1362.
       doi:10.1016/j.patcog.2007.09.010
    """
    posts = documents.loc[documents["kind"] == "post", "document_id"]
    bodies = texts[(texts["field"] == "body") & texts["document_id"].isin(posts)].sort_values("document_id")
    topics = min(TOPICS, len(bodies) // DOCUMENTS_A_TOPIC)
    if topics < 2:
        return empty("topic_loadings")
    loadings, labels = _factorise(bodies["text"], topics)
    best = np.argsort(-loadings, axis=1, kind="stable")[:, :KEPT]
    rows = pd.DataFrame(
        {
            "document_id": np.repeat(bodies["document_id"].to_numpy(), best.shape[1]),
            "topic": np.array(labels, dtype=object)[best.ravel()],
            "loading": np.take_along_axis(loadings, best, axis=1).ravel(),
        }
    )
    # Two topics of a small corpus may have the same five heaviest words; to a reader they are one.
    summed = rows[rows["loading"] > 0].groupby(["document_id", "topic"])["loading"].sum().reset_index()
    rows = summed.sort_values(["document_id", "loading", "topic"], ascending=[True, False, True])
    return conform(_summing_to_one(rows), "topic_loadings")


def merge_topics(live: pd.DataFrame, bundled: pd.DataFrame) -> pd.DataFrame:
    """Return the topics of the side that rests on more documents: those of two runs are not the same topics."""
    return live if live["document_id"].nunique() >= bundled["document_id"].nunique() else bundled


def _factorise(bodies: "pd.Series[str]", topics: int) -> tuple[npt.NDArray[np.float64], list[str]]:
    """Return the weight of each topic in each body, and the label of each topic."""
    # Imported here: the import takes longer than everything else that `atlas list terms` does.
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfTransformer

    counts, words = _count_words(bodies)
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    model = NMF(n_components=topics, init="nndsvd", random_state=0, tol=1e-3, max_iter=400)
    with warnings.catch_warnings():
        # Where it stops is fixed and so reproducible; that a small corpus could be fitted closer is no news to a reader.
        warnings.simplefilter("ignore", ConvergenceWarning)
        loadings = model.fit_transform(weights)
    heaviest = np.argsort(-model.components_, axis=1, kind="stable")[:, :LABEL_WORDS]
    # A topic's weight in a document is that of its words there, whatever scale the factors happen to have.
    return loadings * model.components_.sum(axis=1), [", ".join(words[row]) for row in heaviest]


def _count_words(bodies: Iterable[str]) -> tuple[Any, npt.NDArray[np.object_]]:
    """Return how often each word of the vocabulary occurs in each body (sparse), and the vocabulary."""
    from scipy.sparse import csr_array

    number: dict[bytes, int] = {}
    counted = [Counter(runs_of(body)) for body in bodies]
    columns = [number.setdefault(run, len(number)) for runs in counted for run in runs]
    ends = np.cumsum([0, *map(len, counted)])
    values = np.fromiter(chain.from_iterable(runs.values() for runs in counted), dtype=np.float64)
    runs = csr_array((values, columns, ends), shape=(len(counted), len(number)))

    words = sorted({word for run in number for word in words_in(run)})
    place = {word: column for column, word in enumerate(words)}
    pairs = [(row, place[word]) for run, row in number.items() for word in words_in(run)]
    holds = csr_array((np.ones(len(pairs)), tuple(zip(*pairs, strict=True))), shape=(len(number), len(words)))
    counts = (runs @ holds).tocsc()

    silent = stop_words()
    found_in = np.diff(counts.indptr)
    least = min(_RARE, 1 + len(counted) // 100)
    chosen = [
        column
        for column in np.argsort(-found_in, kind="stable")
        if least <= found_in[column] <= _COMMON * len(counted) and says_something(words[column], silent)
    ]
    kept = np.sort(chosen[:VOCABULARY])
    return counts[:, kept].tocsr(), np.array(words, dtype=object)[kept]


def _summing_to_one(rows: pd.DataFrame) -> pd.DataFrame:
    """Scale the loadings of each document to sum to 1, rounded; the largest takes up what rounding leaves."""
    documents = rows["document_id"]
    scaled = (rows["loading"] / rows.groupby("document_id")["loading"].transform("sum")).round(_DIGITS)
    rows = rows.assign(loading=scaled)
    left = 1 - rows.groupby("document_id")["loading"].transform("sum")
    rows["loading"] = (rows["loading"] + left.where(~documents.duplicated(), 0)).round(_DIGITS)
    return rows[rows["loading"] > 0]
