"""Network: the map of citations over time, and the neighbourhood of a document."""

import functools
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote_plus

import pandas as pd

from dashboard import opening, url_state, words
from dashboard.advice import is_network
from dashboard.content import Chart, Content
from dashboard.coverage import FILL, is_provisional
from dashboard.data_access import Build
from dashboard.facts import reach, records, titled
from dashboard.narrowing import Filter
from dashboard.pages._communities import flows_chart, words_chart
from dashboard.pages._network_detail import (
    citation_list,
    document_list,
    link_list,
    named_citations,
    neighbours,
    portrait,
    said,
)
from dashboard.pages._network_figures import HEIGHTS, TINTS, figure_network
from dashboard.pages._network_table import (
    HEAVIEST,
    Selection,
    communities,
    edges,
    generations,
    main_path_edges,
    measures,
    month_span,
    nodes,
    received_in_words,
    select,
)
from dashboard.pages._unread import RECEIVED, ranked_unlike, received_by_list
from dashboard.spans import Months
from dashboard.url_state import Choice, Parameter, Switch, Text, View

NAME = "network"
PATH = "/network"
LABEL = "Network"
TITLE = "Who built on whom, and when?"
ORDER = 25
TABLES = (
    "documents",
    "document_metrics",
    "citations",
    "communities",
    "main_paths",
    "main_path_core",
    "community_labels",
    "community_flows",
)

SCOPES = {"connected": "linked to the work", "corpus": "whole corpus"}
EDGES = {"heaviest": f"the heaviest {HEAVIEST} in view", "path": "main path alone", "all": "all"}
MOST = {"heaviest": HEAVIEST, "path": 0, "all": None}
NARROWING = ("scope", "generation", "community", "least", "time")
LEAST = {str(number): "any number" if not number else f"at least {number}" for number in (0, 1, 2, 5, 10, 20)}
_SHOWN = ["document_id", "title", "authors", "posted_at", "kind", "venue", "generation", "community", "label", "on_main_path", "in_core"]  # fmt: skip
EXPLAINED = {
    "community": "number of its community by citation, the largest first; empty: gives and receives no citation.",
    "label": "what the titles of its community share; empty: nothing stands out.",
    "on_main_path": "true on the global main path by search path count.",
    "in_core": "true where criticality is 0 in `main_path_core`: on a longest chain from the root work.",
}
WHERE = {
    "where": "where the links stand: text, footnote, quotation, list or code.",
    "title": "title of the other document; empty: it has none.",
    "authors": "authors of the other document.",
    "posted_at": "date of the other document, UTC.",
    "kind": "kind of the other document.",
}

PAIR = {
    "citing_title": "title of the citing document, or who wrote it where it has none.",
    "citing_at": "its date, UTC.",
    "cited_title": "title of the cited document, or who wrote it where it has none.",
    "cited_at": "its date, UTC.",
    "where": WHERE["where"],
}


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may choose."""
    return (
        Choice("scope", "Documents", SCOPES, "connected"),
        Text("q", "Find title or author"),
        Choice("y", "Height", HEIGHTS, "citations"),
        Choice("size", "Size of points", {"same": "all the same"} | data.once(measures), "local_citations"),
        Choice("colour", "Colour of points", TINTS, "generation"),
        Choice("edges", "Lines", EDGES, "heaviest"),
        Choice("generation", "Distance from the work", data.once(generations), "any"),
        Choice("community", "Community", data.once(communities), "any"),
        Choice("least", "Citations received", LEAST, "0"),
        Months("time", "Posted", data.once(month_span)),
        Switch("only", "Only the neighbourhood of the focus"),
        Filter("focus", "In focus", data.once(_titles)),
    )


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    chosen = data.part(select, view)
    address = _focusing(data, view)
    found = [_found(chosen, view["q"], address)] if view["q"] else []
    beside = _focus_charts(data, chosen, address) if chosen.focus else []
    about = _community(data, view)
    charts = [_map(data, view, chosen, address), *found, *beside, *about, _links(data, chosen, address)]
    charts.append(data.once(flows_chart))
    return Content(
        data.part(_answer, view), charts, [*_idle(data, view, chosen.focus), *data.once(_cautions)], columns=2
    )


def _idle(data: Build, view: View, focus: str) -> list[str]:
    """Name the choices that change nothing: the neighbourhood without a focus, and what narrows the map, where it stands alone."""
    if not view["only"]:
        return []
    if not focus:
        return ["only: nothing is in focus, so there is no neighbourhood to show alone, and it changes nothing."]
    usual = url_state.defaults(data.once(parameters))
    idle = [
        f"“{one.label}”" for one in data.once(parameters) if one.name in NARROWING and view[one.name] != usual[one.name]
    ]
    if not idle:
        return []
    return [f"only: the neighbourhood of the focus is shown whole; nothing of it is left out by {words.listing(idle)}."]


def _community(data: Build, view: View) -> list[Chart]:
    """Return what sets the chosen community apart; nothing where none is chosen."""
    if view["community"] == "any":
        return []
    number, table = int(view["community"]), data.once(nodes)
    labels = table.loc[(table["community"] == number).fillna(False), "label"].dropna()
    return [words_chart(data, number, next(iter(labels), None))]


def _titles(data: Build) -> Mapping[str, str]:
    """Return what each document that can be in focus is called."""
    table = data.once(nodes)
    return {
        one: titled({"title": title, "kind": kind, "authors": authors})
        for one, title, kind, authors in zip(table.index, table["title"], table["kind"], table["authors"], strict=True)
    }


def _focusing(data: Build, view: View) -> Callable[[str], str]:
    """Return the function that gives the address of this view with another document in focus; empty for none."""
    kinds = data.once(parameters)
    kept = url_state.write(kinds, View({**view.values, "focus": ""}))
    released = url_state.write(kinds, View({**view.values, "focus": "", "only": False}))
    before = f"{PATH}{kept}{'&' if kept else '?'}focus="
    return lambda document_id: before + _quoted(document_id) if document_id else PATH + released


@functools.lru_cache(maxsize=65_536)
def _quoted(document_id: str) -> str:
    """Return an id as it stands in an address; a map holds thousands."""
    return quote_plus(document_id, safe=":/.")


def _map(data: Build, view: View, chosen: Selection, address: Callable[[str], str]) -> Chart:
    path = data.once(main_path_edges)
    sized = [view["size"]] if view["size"] != "same" else []
    columns = [*_SHOWN, *dict.fromkeys(["local_citations", *sized])]
    known = data.once(reach)
    return Chart(
        "map",
        "Documents and the citations between them, over time",
        "From left to right: time. A point is a document; a line joins two documents of which the later, on the right, cites the "
        f"earlier. Height: {HEIGHTS[view['y']]}; points of one height are spread a little, so that none hides another. The pointer "
        "on a point shows its lines: blue to what it built on, green and dashed to what built on it; a click puts it in focus. "
        "Drag to move, Ctrl and the wheel or the buttons to come closer.",
        figure_network(chosen, MOST[view["edges"]], path, view["y"], view["size"], view["colour"], address),
        chosen.nodes[columns].reset_index(drop=True),
        "documents",
        len(chosen.nodes),
        _without_fit(data, view),
        [*_map_notes(view, chosen), *_uneven(data, view, chosen)] if len(chosen.nodes) else [],
        {**EXPLAINED, **_metric_meanings(data)},
        known.is_provisional,
        opens=[opening.document(one) for one in chosen.nodes["document_id"].tolist()],
        height=620,
        painted=True,
        wide=True,
    )


def _without_fit(data: Build, view: View) -> str:
    """Say that no document fits, and which of the choices that were made might be widened."""
    wider = [
        f"“{SCOPES['corpus']}” for Documents" if view["scope"] == "connected" else "",
        "“any” for distance and community" if {view["generation"], view["community"]} != {"any"} else "",
        "fewer citations received" if view["least"] != "0" else "",
        "a longer span of time" if view["time"] != data.once(month_span) else "",
    ]
    told = words.listing([one for one in wider if one], "or")
    return f"No document fits. Choose {told}." if told else "No document of this corpus cites another one."


def _uneven(data: Build, view: View, chosen: Selection) -> list[str]:
    """Say which documents stand higher, or larger, by a list of incoming links, where citations received are drawn."""
    drawn = view["y"] == "citations" or view["size"] == RECEIVED
    return ranked_unlike(data, chosen.nodes) if drawn else []


def _map_notes(view: View, chosen: Selection) -> list[str]:
    among = words.count(len(chosen.lines), "citation")
    notes = []
    if view["edges"] == "heaviest" and len(chosen.lines) > HEAVIEST:
        notes.append(
            f"Of {among} among the documents drawn the {HEAVIEST} in view that lie on most paths of citations (search path count) are "
            "drawn: come closer to see others. Under the pointer every line of a document shows, and the list and its CSV hold all."
        )
    elif view["edges"] == "path":
        notes.append(
            f"Of {among} among the documents drawn only those of the main path are drawn, and those under the pointer."
        )
    if len(chosen.apart):
        notes.append(
            f"{words.count(len(chosen.apart), 'document')} of the work itself, drawn as stars with their lines, "
            f"{'does' if len(chosen.apart) == 1 else 'do'} not fit what you chose: they only show where it stands, and are neither "
            "counted nor listed nor in the CSV."
        )
    elif not view["only"] and not (chosen.nodes["generation"] == 0).any():
        notes.append("The work itself is of another time and not shown.")
    if chosen.beyond:
        notes.append(
            f"Shown only because they stand beside the focus, though they do not fit: {chosen.beyond:,} of these."
        )
    if view["q"]:
        notes.append(f"{words.count(len(chosen.found), 'document fits', 'documents fit')} the search; they are ringed.")
    if chosen.lines["backward"].any():
        notes.append("A few lines run backward: the earlier document was edited later and then cited the newer one.")
    return notes


def _found(chosen: Selection, sought: str, address: Callable[[str], str]) -> Chart:
    columns = [*_SHOWN, "local_citations"]
    rows = chosen.nodes.loc[chosen.nodes["document_id"].isin(chosen.found), columns].reset_index(drop=True)
    return Chart(
        "found",
        f"What fits {words.quoted(sought)}",
        "Documents shown above in whose title or authors every word stands, the oldest first. A title puts that document in focus.",
        None,
        rows,
        "documents",
        len(rows),
        f"No document shown above has {words.quoted(sought)} in its title or authors. Choose more documents, or Works, which lists all.",
        explained=EXPLAINED,
        body=document_list(rows, "documents that fit the search", address),
        wide=True,
    )


def _focus_charts(data: Build, chosen: Selection, address: Callable[[str], str]) -> list[Chart]:
    document = records(data.once(nodes).loc[[chosen.focus]])[0]
    columns = [*_SHOWN, *(name for name in data.table("document_metrics").columns if name != "document_id")]
    charts = [
        Chart(
            "focus",
            "In focus",
            "The document, its place in the network, and its measures; a dash means not known, which is not 0.",
            None,
            data.once(nodes).loc[[chosen.focus], columns].reset_index(drop=True),
            "documents",
            explained={**EXPLAINED, **_metric_meanings(data)},
            body=portrait(data, document, address),
            wide=True,
        )
    ]
    for side, title in (("references", "What it built on"), ("citations", "What built on it")):
        rows = neighbours(data.once(nodes), data.once(edges), chosen.focus, side)
        other = "cited_id" if side == "references" else "citing_id"
        charts.append(
            Chart(
                side,
                title,
                f"{words.count(len(rows), 'document')} of this corpus, the oldest first. A title puts that document in focus.",
                None,
                rows,
                "citations",
                len(rows),
                without_links(document, side),
                explained=WHERE,
                body=link_list(rows, other, said(data, chosen.focus, side), title, address),
            )
        )
    return charts


def without_links(document: Mapping[str, Any], side: str) -> str:
    """Say why a document has no citation on one side: there is none, or its text is not known."""
    if side == "citations":
        return "No document of this corpus is known to cite it."
    if "local_references" in document and pd.isna(document["local_references"]):
        return "Its text is not known here, and so neither are its links. Run `make ingest`."
    return "It links no document of this corpus."


def _links(data: Build, chosen: Selection, address: Callable[[str], str]) -> Chart:
    table = data.once(named_citations).loc[chosen.edges.index].reset_index(drop=True)
    title = "The citations among these documents"
    return Chart(
        "citations-shown",
        title,
        "All of them, whether drawn or not, with the place of their links; those on most paths of citations first. A title puts "
        "that document in focus.",
        None,
        table,
        "citations",
        empty="No citation among these documents is known. Choose more documents above.",
        explained=PAIR,
        body=citation_list(table, title, address),
        wide=True,
    )


def _metric_meanings(data: Build) -> dict[str, str]:
    return dict(data.described("document_metrics"))


def _answer(data: Build, view: View) -> str:
    chosen = data.part(select, view)
    if chosen.nodes.empty:
        return "No document of the network fits what you chose: 0 are shown."
    if chosen.focus:
        name = words.quoted(data.once(_titles)[chosen.focus])
        on = words.count(len(chosen.references), "document")
        by = words.count(len(chosen.citations), "document")
        return f"As far as links are known, {name} built on {on} of this corpus, and {by} built on it."
    return _joined(chosen.nodes, len(chosen.edges), data.once(received_by_list))


def _joined(table: pd.DataFrame, links: int, listed: Mapping[str, int]) -> str:
    """Say how many documents of which time are shown, how many citations join them, and which is cited most.

    ``listed`` gives by document how many of its citations are known from a list of incoming links alone.
    """
    # The earliest of those that are cited most: the table is in order of time.
    most = table.iloc[int(table["local_citations"].fillna(0).to_numpy(dtype=float).argmax())]
    called, received = words.quoted(titled(most)), received_in_words(most["local_citations"])
    if alone := listed.get(most["document_id"], 0):
        received += f", {alone:,} of them known from its list of incoming links alone, which few documents have"
    dates = table["posted_at"].str[:10]
    if len(table) == 1:
        return f"1 document is shown: {called}, of {dates.iloc[0]} ({received})."
    when = f"of {dates.min()}" if dates.min() == dates.max() else f"from {dates.min()} to {dates.max()}"
    joined = (
        f"are joined by {words.count(links, 'citation')}" if links else "are shown, and no citation joins two of them"
    )
    cited = bool((table["local_citations"].fillna(0) > 0).any())
    last = f"the most cited of them is {called} ({received})" if cited else "none of them is known to be cited"
    return f"{words.count(len(table), 'document')} {when} {joined}; {last}."


def _cautions(data: Build) -> list[str]:
    known = data.once(reach)
    if not is_provisional(known.known, known.total):
        return known.cautions
    few = "" if is_network(data.settings) else ", and after 2020 those of few authors"
    return [
        *known.cautions,
        (
            f"Provisional: of {known.called} the links of only "
            f"{known.known:,} ({words.percent(known.known, known.total)}) are known{few}. A document "
            f"without a line may cite much that cannot be seen here; {FILL}."
        ),
    ]
