"""Main paths when nobody may cite himself: what remains of them without self-citations."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.exports._main_paths import main_path_edges, with_reading
from pipeline.exports._population import Population
from pipeline.exports._shared import descent
from pipeline.graph.acyclic import Acyclic, acyclic_form
from pipeline.graph.citation import build_citation_graph
from pipeline.graph.generations import generations

NAME = "main_paths_between_authors"


def build(
    graph_citations: pd.DataFrame,
    documents: pd.DataFrame,
    root_ids: AbstractSet[str],
    acyclic: Acyclic,
    population: Population,
    reach: Reach,
) -> pd.DataFrame:
    """Return the table ``main_paths`` as it is without the citations between documents that share an author.

    Citations whose authors are not all known are kept. The descent from the root work is found anew without them.
    """
    between = graph_citations[~graph_citations["self_citation"].fillna(False).astype(bool)]
    graph = build_citation_graph(between, documents)
    form = acyclic_form(graph, acyclic.policy)
    connected = descent(form, generations(graph, form, root_ids), root_ids)
    table = with_reading(main_path_edges(connected), between, documents, population)
    return with_counts(table, *reach)
