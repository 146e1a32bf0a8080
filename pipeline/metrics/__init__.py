"""One module a metric: a number for every document, or for every author.

A metric module declares

``NAME``      its column's name
``OF``        ``document`` (table ``document_metrics``) or ``author`` (table ``author_metrics``)
``TYPE``      ``integer``, ``number`` or ``datetime``
``UNIT``      its unit, None for a pure number
``MISSING``   what an empty cell means
``RESTS_ON``  what has to be known of documents for it: ``links``, ``links_to_root``, ``bylines`` or ``incoming_lists``
``compute``   a function whose parameters name what it needs; returns a series indexed by id

Its docstring's first line describes the column. Ids that the series leaves out get an empty cell.
"""

from pipeline.metrics._driver import columns, compute_all

__all__ = ["columns", "compute_all"]
