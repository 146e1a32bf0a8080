"""Hub weight: cites what is cited by good hubs."""

from typing import Any

import pandas as pd

from pipeline.graph.arrays import EdgeArrays
from pipeline.metrics._hits import hubs_and_authorities

NAME = "hub"
OF = "document"
TYPE = "number"
UNIT = None
MISSING = "gives and receives no citation within the corpus"
RESTS_ON = "links"


def compute(citation_arrays: EdgeArrays) -> "pd.Series[Any]":
    """Weigh documents by the authorities they cite: the first of :func:`hubs_and_authorities`.

    Parameters
    ----------
    citation_arrays : EdgeArrays
        Edges citing -> cited, one a pair.

    Returns
    -------
    pd.Series
        Shape (documents with a citation to or from another,), indexed by document_id; in [0, 1], summing to 1.
        Documents without citations are left out.

    References
    ----------
    .. [1] Kleinberg, J. M. (1999). doi:10.1145/324133.324140

    Examples
    --------
    >>> from pipeline.graph.arrays import from_pairs
    >>> edges = from_pairs(pd.Series(["c", "d", "d"]), pd.Series(["a", "a", "b"]))
    >>> compute(edges).round(3).to_dict()
    {'a': 0.0, 'b': 0.0, 'c': 0.382, 'd': 0.618}
    """
    hub, _ = hubs_and_authorities(citation_arrays)
    return citation_arrays.series(hub, NAME)
