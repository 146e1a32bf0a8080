"""Which terms go together: pairs of terms in one document."""

import numpy as np
import pandas as pd

COLUMNS = [
    "term_a",
    "term_b",
    "documents",
    "documents_a",
    "documents_b",
    "documents_either",
    "association_strength",
    "equivalence",
]


def co_terms(uses: pd.DataFrame) -> pd.DataFrame:
    """Count the documents in which two terms stand together.

    Parameters
    ----------
    uses : pd.DataFrame
        ``document_id`` and ``term``, one row a pair of them.

    Returns
    -------
    pd.DataFrame
        A row per pair of terms with at least one document in common, ``term_a`` < ``term_b``, in that order.
        ``association_strength`` is ``2 m a / (k_a k_b)``: a the documents in common, k a term's sum of a over all others,
        m the sum over all pairs; 1 is what chance would give. ``equivalence`` is ``a**2 / (d_a d_b)``, d a
        term's documents: 1 where two terms never stand apart.

    References
    ----------
    .. [1] van Eck, N. J. & Waltman, L. (2009). How to normalize cooccurrence data? An analysis of some well-known
       similarity measures. JASIST 60(8), 1635-1651. doi:10.1002/asi.21075

    Examples
    --------
    >>> uses = pd.DataFrame({"document_id": ["d", "d", "e"], "term": ["b", "a", "b"]})
    >>> co_terms(uses).to_dict("records")  # doctest: +NORMALIZE_WHITESPACE
    [{'term_a': 'a', 'term_b': 'b', 'documents': 1, 'documents_a': 1, 'documents_b': 2, 'documents_either': 2,
      'association_strength': 2.0, 'equivalence': 0.5}]
    """
    documents, terms = pd.factorize(uses["document_id"]), pd.factorize(uses["term"], sort=True)
    has = np.zeros((len(documents[1]), len(terms[1])))
    has[documents[0], terms[0]] = 1
    together = has.T @ has
    own = np.diag(together).copy()
    np.fill_diagonal(together, 0)
    ties, pairs = together.sum(axis=1), together.sum() / 2
    first, second = np.nonzero(np.triu(together))
    count = together[first, second]
    values = [
        terms[1][first],
        terms[1][second],
        count.astype(int),
        own[first].astype(int),
        own[second].astype(int),
        (own[first] + own[second] - count).astype(int),
        2 * pairs * count / (ties[first] * ties[second]),
        count**2 / (own[first] * own[second]),
    ]
    return pd.DataFrame(dict(zip(COLUMNS, values, strict=True)))
