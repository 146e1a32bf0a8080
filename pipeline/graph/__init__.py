"""The citation graph, its acyclic form, and what is computed on them.

``citation`` and ``arrays`` hold the graph: a networkx view for people, arrays for the kernels, of the same edges.
Every edge runs citing -> cited.
"""
