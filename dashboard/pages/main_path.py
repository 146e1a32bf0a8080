"""Main path: through which documents the ideas were carried on, by several ways to ask, and how firm the answer is."""

import pandas as pd

from dashboard import opening, words
from dashboard.advice import is_network
from dashboard.components.listing import listing
from dashboard.content import Chart, Content
from dashboard.coverage import FILL
from dashboard.data_access import Build
from dashboard.facts import reach, records, titles
from dashboard.pages._brokers import BETWEEN, brokers_chart
from dashboard.pages._path_figure import LEAST_WIDE, figure_path, height
from dashboard.pages._path_table import Path, main_path, own_share
from dashboard.url_state import Choice, Parameter, Switch, View

NAME = "main-path"
PATH = "/main-path"
LABEL = "Main path"
TITLE = "Through which documents were the ideas carried on?"
ORDER = 27
TABLES = (
    "documents",
    "main_paths",
    "main_paths_between_authors",
    "main_path_summary",
    "main_path_core",
    "acyclic_effects",
    "brokers",
    "authors",
)

SEARCHES = {
    "global": "global",
    "local_forward": "local, forward",
    "local_backward": "local, backward",
    "key_route_global": "key routes, global",
    "key_route_local": "key routes, local",
}
KEY_ROUTES = "key_route_"
"""How the searches begin that start from the heaviest citations, as many as chosen."""
ASKED = {
    "global": "the whole path whose citations weigh most together",
    "local_forward": "from the work on, the heaviest citation at every step",
    "local_backward": "from the latest documents back, the heaviest citation at every step",
    "key_route_global": "the heaviest citations of all, and through each the heaviest whole path",
    "key_route_local": "the heaviest citations of all, and from each the heaviest next step to both sides",
}
WEIGHTS = {"spc": "SPC", "splc": "SPLC", "spnp": "SPNP", "length": "length"}
COUNTED = {
    "spc": "how many paths from a source to a sink run through it",
    "splc": "how many paths from any document to a sink run through it",
    "spnp": "how many pairs of documents are joined through it",
    "length": "1, so that the longest chain is sought",
}
MOST_ROUTES = 10
_EXPLAINED = {
    "in_core": "true where criticality is 0: on a longest chain of citations from the root work; empty: a path without self-citations.",
    "criticality": "longest chain from the root work of all, less the longest through the document; empty: not near any path, or a path without self-citations.",
    "searches": "of the 15 main paths (three weights, five searches), those that it lies on.",
    "share_of_runs": "share of runs, each without a random tenth of the citations, in which it lies on the global path by SPC.",
    "citing_at": "date of the citing document, UTC.",
    "cited_at": "date of the cited document, UTC.",
}
_DOCUMENT = {"authors": "by", "posted_at": "posted", "generation": "distance from the work"}
_FIRMNESS = {
    "in_core": "in the robust core",
    "share_of_runs": "share of runs",
    "searches": "of the 15 paths",
    "criticality": "criticality",
}
_TRIED = (
    "How firmly each belongs there: on how many of the 15 main paths it lies, and in what share of runs without a random tenth of "
    "the citations it stays. The robust core says another thing: a document belongs to it where its criticality is 0, that is, "
    "where it lies on a longest chain of citations from the work, however many runs it stays in."
)
_UNTRIED = (
    "How firmly each belongs there is not known: the robust core, and the runs without a random tenth of the citations, were "
    "computed only for the paths that count self-citations too."
)
_RING = "A ring: the robust core, which lies on a longest chain of citations from the work. "
_CITATION = {
    "citing_at": "posted",
    "cited_id": "cites",
    "cited_at": "posted",
    "count": "weight",
    "k": "key route",
    "self_citation": "own work",
    "covered": "covered period",
}


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may choose."""
    held = set(data.table("main_paths")["weight"])
    weights = {name: label for name, label in WEIGHTS.items() if name in held or name == "spc"}
    routes = {str(number): words.count(number, "route") for number in range(1, MOST_ROUTES + 1)}
    return (
        Choice("search", "Way to search", SEARCHES, "global"),
        Choice("weight", "Weight of a citation", weights, "spc"),
        Choice("k", "Key routes (k)", routes, "1"),
        Switch("between", "Leave self-citations out"),
        Choice("brokers", "Carried between", BETWEEN, "community:author"),
    )


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    path = main_path(data, view["weight"], view["search"], int(view["k"]), view["between"])
    charts = [_drawn(path, view), _documents(path), _citations(path), data.once(_effects)]
    charts = [*charts, data.once(brokers_chart, view["brokers"])]
    cautions = [*_without_effect(view), *data.once(reach).cautions, *_cautions(data, path)]
    return Content(_answer(data, path, view), charts, cautions)


def _without_effect(view: View) -> list[str]:
    """Name a number of key routes where the search knows none."""
    if view["k"] == "1" or view["search"].startswith(KEY_ROUTES):
        return []
    return [f"k: the search “{SEARCHES[view['search']]}” has no key routes, so it changes nothing."]


def _drawn(path: Path, view: View) -> Chart:
    dated = path.documents.dropna(subset=["posted_at"]).reset_index(drop=True)
    missing = len(path.documents) - len(dated)
    return Chart(
        "path",
        "The main path over time",
        f"Sought: {ASKED[view['search']]}. A citation weighs {COUNTED[view['weight']]}. A row is a document, the oldest on top; a "
        f"line leads to the later one that cites it. Colour and marker: the author. {_RING if path.is_tried else ''}Grey ground: "
        "from there on only few of the posts were read.",
        figure_path(dated, path.links, path.covered_until),
        path.links,
        "main_paths",
        len(path.documents),
        _empty(view),
        [*([f"{words.count(missing, 'document')} without a date cannot be drawn."] if missing else []), *_beside(path)],
        _EXPLAINED,
        _provisional(path),
        ("On the whole network →", "/network"),
        opens=[opening.document(one) for one in path.links["citing_id"]],
        height=height(dated),
        least_width=LEAST_WIDE,
    )


def _beside(path: Path) -> list[str]:
    """Say why several documents stand at one place of the path."""
    followers = path.links.groupby("cited_id")["count"].agg(["size", "nunique"])
    equal = followers[(followers["size"] > 1) & (followers["nunique"] == 1)]
    if equal.empty:
        return []
    names = titles(path.documents)
    places = [
        f"{int(row['size']):,} documents follow {words.quoted(names[row['cited_id']])}"
        for row in records(equal.reset_index())
    ]
    return [f"{words.listing(places)} side by side: their citations weigh the same, so none goes before the others."]


def _empty(view: View) -> str:
    if view["weight"] == "length" and view["search"] != "global":
        return "By length there is one search alone: choose the heaviest whole path, or another weight."
    return "No main path is known: nothing known here descends from the root work. Run `make ingest`."


def _documents(path: Path) -> Chart:
    return Chart(
        "documents",
        "The documents on it",
        f"In order of time. {_TRIED if path.is_tried else _UNTRIED}",
        None,
        path.documents,
        "documents",
        len(path.documents),
        "There is no path, and so no document on it. Choose another search or weight.",
        explained=_EXPLAINED,
        body=listing(
            path.documents.assign(title=list(titles(path.documents).values())),
            "the documents on the main path",
            {**_DOCUMENT, **(_FIRMNESS if path.is_tried else {})},
        ),
    )


_CORPUS = ("documents_known", "documents_with_links", "provisional")
_KNOWN = {
    "documents_known": "documents known of the corpus, comments apart: any of them may give a citation. `documents_in_reach` of the "
    "table. Unit: documents.",
    "provisional": "true where the links of less than 90 % of `documents_known` are known",
}


def _citations(path: Path) -> Chart:
    names = titles(path.documents)
    return Chart(
        "weights",
        "Its citations and their weights",
        "How many paths of citations run through each citation, by the weight chosen.",
        None,
        path.links[["citing_at", "citing_id", "cited_at", "cited_id", "count", "k", "self_citation", "covered"]],
        "main_paths",
        empty="There is no path, and so no citation on it. Choose another search or weight.",
        explained=_EXPLAINED,
        body=listing(
            path.links.assign(title=path.links["citing_id"].map(names)),
            "the citations along the main path",
            _CITATION,
            "citing_id",
            titles=names,
        ),
    )


def _effects(data: Build) -> Chart:
    """Return the card of the policies; its reach is the whole corpus, and that of the path only what may cite the work."""
    table = data.table("acyclic_effects").rename(columns={"documents_in_reach": "documents_known"})
    return Chart(
        "policies",
        "How far the path depends on the way circles are broken",
        "Posts that were edited later cite newer ones, so citations can run in a circle, and path counts need a graph without "
        "one. Each way to get there takes other citations out.",
        None,
        table,
        "acyclic_effects",
        empty="Nothing was counted: no citation is known. Run `make ingest`.",
        notes=[_corpus(table)] if len(table) else [],
        explained=_KNOWN,
        provisional=bool(table["provisional"].any()),
        # The same in each row, and said below: they would run out of the card.
        unseen=_CORPUS,
    )


def _corpus(table: pd.DataFrame) -> str:
    known, read = (int(table[name].max()) for name in ("documents_known", "documents_with_links"))
    return f"The links of {read:,} of {words.count(known, 'document')} of the corpus, comments apart, are known."


def _provisional(path: Path) -> bool:
    return bool(path.links["provisional"].fillna(True).any())


def _answer(data: Build, path: Path, view: View) -> str:
    if path.links.empty:
        return _empty(view)
    documents, dates = path.documents, path.documents["posted_at"].dropna().str[:10]
    people = documents["authors"].dropna().str.split(" | ", regex=False).explode().nunique()
    core = int(documents["in_core"].sum())
    firm = f"{'all' if core == len(documents) else f'{core:,}'} of them belong to its robust core"
    head = "Provisional: the" if _provisional(path) else "The"
    when = f", {dates.min()} to {dates.max()}" if len(dates) else ""
    name = words.quoted(data.settings.root_work.title)
    return (
        f"{head} main path from {name} runs through {words.count(len(documents), 'document')} by "
        f"{words.count(people, 'author')}{when}; "
        f"{firm if path.is_tried else 'how firmly each belongs there is not known for a path without self-citations'}."
    )


def _cautions(data: Build, path: Path) -> list[str]:
    if path.links.empty:
        return []
    cautions = []
    known, total = (int(path.links[name].max()) for name in ("documents_with_links", "documents_in_reach"))
    if _provisional(path):
        cautions.append(
            f"The outgoing links of {known:,} of {words.count(total, 'document')} that may cite the work "
            f"({words.percent(known, total)}) are known: those not older than it, by the second, its own documents and comments apart. A path can only run where links are known: this is the longest trail "
            f"that can be seen, not the field's; {FILL}."
        )
    own, of = own_share(path.links)
    if own:
        cautions.append(
            f"{own:,} of {words.count(of, 'citation')} along it ({words.percent(own, of)}) cite the author's own work (dotted)."
        )
    # All months of a network are covered, by declaration: the note speaks of posts that were read.
    return [*cautions, path.note] if path.note and not is_network(data.settings) else cautions
