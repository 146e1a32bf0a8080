"""What each way of making the citation graph acyclic changes."""

from collections.abc import Set as AbstractSet

import networkx as nx
import pandas as pd

from pipeline.exports._caveats import counted, with_counts
from pipeline.exports._shared import descent
from pipeline.graph.acyclic import POLICIES, Acyclic, acyclic_form
from pipeline.graph.generations import generations
from pipeline.graph.main_paths import global_path
from pipeline.graph.path_counts import search_path_counts

NAME = "acyclic_effects"


def build(
    citation_graph: "nx.DiGraph[str]", acyclic: Acyclic, root_ids: AbstractSet[str], documents: pd.DataFrame
) -> pd.DataFrame:
    """Return a row a policy, with its effect on the graph, the generations and the main path."""
    rows = []
    for policy in POLICIES:
        form = acyclic if policy == acyclic.policy else acyclic_form(citation_graph, policy)
        reached = generations(citation_graph, form, root_ids)
        connected = descent(form, reached, root_ids)
        path = global_path(connected, search_path_counts(connected))
        ends = {connected.ids[end[edge]] for edge in path for end in (connected.citing, connected.cited)}
        longest = reached["generation_longest"].max()
        rows.append({"policy": policy, **form.effect, "longest_chain": longest, "main_path": ends})
    table = pd.DataFrame(rows)
    used = table.loc[table["policy"] == acyclic.policy, "main_path"].iloc[0]
    table["used"] = table["policy"] == acyclic.policy
    table["main_path_documents"] = [len(path) for path in table["main_path"]]
    table["main_path_shared"] = [len(path & used) for path in table["main_path"]]
    return with_counts(table.drop(columns="main_path"), *counted(documents))
