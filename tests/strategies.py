"""Random citation graphs, for tests that compare a fast kernel with the definition."""

import networkx as nx
from hypothesis import strategies as st


@st.composite
def citation_graphs(draw: st.DrawFn, most: int = 9) -> "nx.DiGraph[str]":
    """Any graph without loops; some edges backward, some dates unknown."""
    size = draw(st.integers(1, most))
    names = [f"d{number}" for number in range(size)]
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name in names:
        graph.add_node(
            name, posted_at=draw(st.sampled_from([None, "2019", "2019-06-01", "2019-06-01T10:00:00Z", "2021"]))
        )
    pairs = [(citing, cited) for citing in names for cited in names if citing != cited]
    for citing, cited in draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []:
        graph.add_edge(citing, cited, n_links=1, backward=draw(st.booleans()), self_citation=None)
    return graph


@st.composite
def acyclic_graphs(draw: st.DrawFn, most: int = 9) -> "nx.DiGraph[str]":
    """A graph whose edges all run from a later name to an earlier one."""
    size = draw(st.integers(2, most))
    names = [f"d{number}" for number in draw(st.permutations(range(size)))]
    pairs = [(names[citing], names[cited]) for citing in range(size) for cited in range(citing)]
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from(draw(st.lists(st.sampled_from(pairs), unique=True)))
    return graph
