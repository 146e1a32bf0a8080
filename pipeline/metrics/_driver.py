"""Computes every metric, once each."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.graph.citation import citation_arrays
from pipeline.progress import Progress, Silent
from pipeline.registry import call, plugins, summary
from pipeline.schema import Column

_IDS = {"document": ("documents", "document_id"), "author": ("authors", "author_id")}
_DTYPES = {"integer": "Int64", "number": "Float64", "datetime": "str"}


def compute_all(resources: Mapping[str, Any], progress: Progress | None = None) -> dict[str, pd.DataFrame]:
    """Compute every metric.

    Parameters
    ----------
    resources : mapping
        What metrics may ask for by name. ``citation_arrays`` (the citation graph for kernels) is added to it, and
        ``citations`` are those that the graph is made of, ``graph_citations``, where these are given.

    Returns
    -------
    dict
        ``document`` and ``author``: a frame each with a row for every document (author), indexed by id in
        alphabetical order, and a column a metric, in alphabetical order.
    """
    progress = progress or Silent()
    citations = resources.get("graph_citations", resources["citations"])
    arrays = citation_arrays(citations, resources["documents"])
    everything = {**resources, "citations": citations, "citation_arrays": arrays}
    ids = {kind: pd.Index(sorted(resources[table][key]), name=key, dtype="str") for kind, (table, key) in _IDS.items()}
    computed: dict[str, dict[str, pd.Series[Any]]] = {kind: {} for kind in ids}
    found = plugins("pipeline.metrics")
    progress.start("metrics", len(found))
    for name, metric in found.items():
        values = call(metric.compute, everything)
        values.index = values.index.astype(object)
        if (strange := ids[metric.OF].get_indexer(values.index) < 0).any():
            raise ValueError(f"metric {name}: {values.index[strange][0]!r} is no {metric.OF} of the corpus")
        computed[metric.OF][name] = values.reindex(ids[metric.OF]).astype(_DTYPES[metric.TYPE])
        progress.advance()
    progress.finish()
    return {
        kind: pd.DataFrame(values, index=ids[kind]).set_axis(ids[kind].astype("str"))
        for kind, values in computed.items()
    }


def columns(kind: str) -> tuple[Column, ...]:
    """Describe the columns that the metrics of documents, or of authors, add to their open table."""
    return tuple(
        Column(name, metric.TYPE, summary(metric).rstrip("."), missing=metric.MISSING, unit=metric.UNIT)
        for name, metric in plugins("pipeline.metrics").items()
        if kind == metric.OF
    )
