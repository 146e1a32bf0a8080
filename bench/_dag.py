"""Made-up citation graphs of any size: documents copy references of what they read, and prefer what is new."""

import numpy as np

from pipeline.graph.arrays import EdgeArrays

REFERENCES = 8.5
COPIED = 0.55
AGE = 0.1
"""Mean age of a reference, as a share of all time."""
TOGETHER = 64
"""Documents made at once; they do not cite each other."""


def made_up_citations(edges: int, seed: int = 1) -> EdgeArrays:
    """Return an acyclic graph of about ``edges`` citations, newer -> older, some eight references a document."""
    chance = np.random.default_rng(seed)
    nodes = edges // 8
    cited = np.zeros(0, dtype=np.int64)
    starts = np.zeros(nodes + 1, dtype=np.int64)
    parts = []
    known = np.empty(2 * edges + 1000, dtype=np.int64)
    total = 0
    for first in range(1, nodes, TOGETHER):
        last = min(first + TOGETHER, nodes)
        citing = np.repeat(np.arange(first, last), chance.poisson(REFERENCES, last - first))
        age = chance.exponential(nodes * AGE, len(citing)).astype(np.int64)
        cited = (first - 1 - age % first).clip(min=0)
        # A copied reference is one, drawn evenly, of the document that would have been cited.
        begin, count = starts[cited], starts[cited + 1] - starts[cited]
        copied = (chance.random(len(citing)) < COPIED) & (count > 0)
        chosen = begin + (chance.random(len(citing)) * count).astype(np.int64)
        cited[copied] = known[chosen[copied]]
        pairs = np.unique(citing * nodes + cited)
        citing, cited = np.divmod(pairs, nodes)
        known[total : total + len(cited)] = cited
        starts[first + 1 : last + 1] = total + np.cumsum(np.bincount(citing - first, minlength=last - first))
        total += len(cited)
        parts.append(pairs)
    citing, cited = np.divmod(np.concatenate(parts), nodes)
    ids = np.array([f"doc:{number:08}" for number in range(nodes)], dtype=object)
    return EdgeArrays(ids, citing.astype(np.int32), cited.astype(np.int32))
