"""Networks as Pajek writes them: ``*Vertices``, then ``*Arcs`` or ``*Arcslist``, in plain text."""

import re

from pipeline.errors import BadPage, clean

MOST_VERTICES = 1_000_000
"""A file may say how many vertices it has without listing one; beyond this no file is believed."""

_NUMBER = re.compile(r"[0-9]{1,9}")
_VERTEX = re.compile(r'\s*([0-9]{1,9})(?![0-9])(?:\s+(?:"((?:[^"\\]|\\.)*)"|(\S+)))?')


def is_pajek(text: str) -> bool:
    """Say whether a text begins as a Pajek network does.

    >>> is_pajek("% made by hand\\n*Vertices 3"), is_pajek("citing_id,cited_id")
    (True, False)
    """
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("%")), "")
    return first.lower().startswith(("*vertices", "*network"))


def read(text: str, where: str) -> tuple[list[tuple[int, str]], list[tuple[int, tuple[str, str]]]]:
    """Return the vertices (number, name) and the arcs (line of the file, names of tail and head) of a network.

    A vertex is called by its label where all labels differ, else by its number. Weights of arcs, coordinates and
    times are not read; an arc with the weight 0 is none.

    Raises
    ------
    BadPage
        If a line cannot be read, an arc names no vertex, or the links are edges without direction or a matrix.
    """
    labels: dict[int, str] = {}
    arcs: list[tuple[int, tuple[int, int]]] = []
    section, size = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        place = f"{where}, line {number}"
        if not line.strip() or line.startswith("%"):
            continue
        if line.startswith("*"):
            words = line[1:].split()
            section = words[0].lower().rstrip(":") if words else ""
            if section == "vertices":
                size = _number(words[1]) if len(words) > 1 else -1
                if not 0 <= size <= MOST_VERTICES:
                    raise BadPage(
                        f"{place}: expected *Vertices and their number, at most {MOST_VERTICES:,}, found {clean(line)!r}"
                    )
            elif section in ("edges", "edgeslist", "matrix"):
                raise BadPage(
                    f"{place}: expected *Arcs, which have a direction, found *{section}; save the network as arcs"
                )
            elif section not in ("network", "arcs", "arcslist"):
                raise BadPage(f"{place}: expected *Vertices, *Arcs or *Arcslist, found {clean(line)!r}")
        elif section == "vertices":
            vertex = _VERTEX.match(line)
            if vertex is None or not 1 <= int(vertex[1]) <= size:
                raise BadPage(f"{place}: expected a vertex from 1 to {size}, found {clean(line)!r}")
            labels[int(vertex[1])] = (vertex[2] if vertex[2] is not None else vertex[3] or "").strip()
        elif section in ("arcs", "arcslist"):
            arcs.extend((number, pair) for pair in _arcs(line, section, size, place))
        else:
            raise BadPage(f"{place}: expected *Vertices before the first line of data, found {clean(line)!r}")
    named = [labels.get(vertex, "") for vertex in range(1, size + 1)]
    if "" in named or len(set(named)) < size:
        named = [str(vertex) for vertex in range(1, size + 1)]
    return list(enumerate(named, 1)), [(number, (named[tail - 1], named[head - 1])) for number, (tail, head) in arcs]


def _number(word: str) -> int:
    """Return the number that a word is, -1 if it is none that a vertex can have."""
    return int(word) if _NUMBER.fullmatch(word) else -1


def _arcs(line: str, section: str, size: int, place: str) -> list[tuple[int, int]]:
    words = line.split()
    ends = words if section == "arcslist" else words[:2]
    if len(ends) < 2 or not all(1 <= _number(word) <= size for word in ends):
        raise BadPage(f"{place}: expected vertices from 1 to {size}, found {clean(line)!r}")
    if section == "arcs":
        return [] if words[2:3] in (["0"], ["0.0"]) else [(int(ends[0]), int(ends[1]))]
    return [(int(ends[0]), int(head)) for head in ends[1:]]
