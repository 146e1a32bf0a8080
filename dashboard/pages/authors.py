"""Authors: who took the work up when, and what the record shows them to have met by then."""

from collections.abc import Mapping

import pandas as pd

from dashboard import opening, words
from dashboard.components.listing import Opener, listing
from dashboard.content import Chart, Content, Figure
from dashboard.coverage import FILL, drawn, explain, gaps, is_provisional, stands_behind
from dashboard.data_access import Build
from dashboard.facts import byline_cautions, grain_to_show, reach, series, usual_kind
from dashboard.figures import bars, count_axis, over_time
from dashboard.pages._term_posts import named
from dashboard.url_state import Choice, Parameter, Text, View
from pipeline import periods

NAME = "authors"
PATH = "/authors"
LABEL = "Authors"
TITLE = "Who took the work up, when, and after which contact?"
ORDER = 38
TABLES = ("documents", "authors", "author_metrics", "author_exposures", "spread")

KNOWN, TOTAL = "documents_with_links", "documents_total"
NONE = "no recorded exposure"
CONTACTS = {
    "linked": "linked a citing document",
    "commented": "commented under one",
    "replied": "answered an adopter",
    "coauthored": "signed with an adopter",
    NONE: NONE,
}
WHO = {"adopters": "authors who cite the work", "all": "all authors"}
WITHOUT_OWN = f"The work's own authors are left out, whatever they brought in: choose “{WHO['all']}” to see them. "
SORTS = {
    "first_citing_at": "first citing, earliest first",
    "brought_in": "authors brought in, most first",
    "citations_received": "citations received, most first",
    "documents": "documents, most first",
    "name": "name",
}
COLUMNS = ["author_id", "name", "documents", "citations_received", "citing_documents", "first_citing_at", "exposures", "exposed_via", "brought_in"]  # fmt: skip
SHOWN = {
    "first_citing_at": "first cited the work",
    "exposures": "contacts by then",
    "exposed_via": "first through",
    "brought_in": "brought in",
    "documents": "documents",
    "citing_documents": "that cite the work",
    "citations_received": "citations received",
}
BEHIND: Mapping[str, Opener] = {
    "documents": lambda row: opening.works(author=row["author_id"]),
    "citing_documents": lambda row: opening.works(author=row["author_id"], cites="root"),
    "citations_received": lambda row: opening.works(
        author=row["author_id"], where="local_citations:min:1", sort="-local_citations"
    ),
    "brought_in": lambda row: opening.works(brought_by=row["author_id"]),
}
"""What gives the documents that the numbers of a row count; of citations those that received them, whose own numbers sum to it."""
COUNTED = {
    "first_contact": "kind of the first recorded contact, before the first citing document or in it, or `no recorded exposure`",
    "authors": "authors whose first citing document falls in the period, by that contact. Unit: authors.",
    TOTAL: "documents known in the period. Unit: documents.",
    KNOWN: "of these, those whose outgoing links are known. Unit: documents.",
    "covered": "true where at least 90 % of the period's documents have known links",
    "partial": "true where the data end before the period does",
}


def parameters(_data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may choose."""
    return (
        Text("q", "Name contains"),
        Choice("who", "Authors", WHO, "adopters"),
        Choice("sort", "Order", SORTS, "first_citing_at"),
    )


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    adopters = data.once(_adopters)
    listed = _listed(data, view)
    charts = [data.once(_newcomers), _list(listed, data.once(_called), view["who"])]
    return Content(_answer(data, adopters, listed), charts, [*_cautions(data), *data.once(byline_cautions)])


def by_contact(data: Build) -> pd.DataFrame:
    """Return how many authors first cited the work in a post of each period, by the kind of their first recorded contact.

    Comments are never all known, so the few authors whose first citing document is one are left out.
    """
    rows = series(data.table("spread"), grain=data.once(grain_to_show), venue="all", kind=data.once(usual_kind))
    adopters = data.once(_by_post)
    contact = adopters["exposed_by"].fillna(NONE)
    counts = adopters.groupby(["period", contact]).size()
    base = rows[["period", TOTAL, KNOWN, "covered", "partial"]]
    met = [name for name in CONTACTS if name in set(contact)]
    parts = [
        base.assign(first_contact=name, authors=[int(counts.get((label, name), 0)) for label in base["period"]])
        for name in met
    ]
    columns = ["period", "first_contact", "authors", TOTAL, KNOWN, "covered", "partial"]
    whole = pd.concat(parts, ignore_index=True) if parts else base.iloc[:0].assign(first_contact="", authors=0)
    return whole[columns].astype({"authors": "Int64"})


def behind(data: Build) -> dict[tuple[str, str], str | None]:
    """Return the address of the first citing posts of each period and kind of contact; None for more than one can name."""
    adopters = data.once(_by_post)
    groups = adopters.groupby(["period", adopters["exposed_by"].fillna(NONE)])["first_citing_id"]
    return {(str(label), str(name)): named(sorted(set(ids))) for (label, name), ids in groups}


def figure_newcomers(table: pd.DataFrame, behind: Mapping[tuple[str, str], str | None]) -> Figure:
    """Draw the authors new to the work, stacked by first recorded contact; a bar opens their first citing documents."""
    traces = []
    for place, (name, rows) in enumerate(table.groupby("first_contact", sort=False)):
        said = CONTACTS.get(str(name), str(name))
        labels = rows["period"].tolist()
        hover = [f"<b>{label}</b>: {count} {said}" for label, count in zip(labels, rows["authors"], strict=True)]
        links = [behind.get((label, str(name))) for label in labels]
        counted = drawn(rows, "authors")
        traces.append(bars(labels, counted, said, place, hover, rows["partial"], place, customdata=links))
    sums = table.groupby("period", as_index=False).agg(
        {"authors": "sum", TOTAL: "first", KNOWN: "first", "covered": "first"}
    )
    axis = count_axis("authors new to the work", drawn(sums, "authors"))
    layout = over_time(axis, gaps(sums, KNOWN, TOTAL), barmode="stack", hovermode="closest")
    return {"data": traces, "layout": layout}


def _newcomers(data: Build) -> Chart:
    table, there = data.once(by_contact), data.once(behind)
    sums = table.drop_duplicates("period")
    return Chart(
        "newcomers",
        "Authors new to the work, by what they had met by then",
        "Authors whose first citing document is a post, by the kind of their first recorded contact with the work, before that post "
        "or in it. No recorded contact is not no contact: most reading leaves no trace.",
        figure_newcomers(table, there),
        table,
        "spread",
        stands_behind(table, "authors", "author", "authors"),
        "No author is known to cite the work. Run `make ingest`.",
        [*_met_when(data.once(_by_post)), *explain(gaps(sums, KNOWN, TOTAL), "authors")],
        COUNTED,
        opens=[there.get(key) for key in zip(table["period"], table["first_contact"], strict=True)],
        height=320,
    )


def _list(table: pd.DataFrame, called: Mapping[str, str], who: str) -> Chart:
    return Chart(
        "authors",
        "The authors",
        f"{WITHOUT_OWN if who == 'adopters' else ''}A name opens the author's page, a number the documents behind it; citations received open those of the author's documents "
        "that received them. “Brought in”: later adopters who had contact with this author before their first citing document or in "
        "it; the number opens these documents. “Contacts by then”: up to the author's own first citing document, itself included.",
        None,
        table,
        "author_exposures",
        None,
        "No author fits. Shorten the search or choose “all authors” above.",
        body=listing(table, "Authors", SHOWN, "author_id", "name", opening.author, called, BEHIND)
        if len(table)
        else None,
        explained={
            "documents": "documents of this corpus by the author. Unit: documents.",
            "citations_received": "citations that these received from documents of this corpus. Unit: citations.",
            "citing_documents": "of the author's documents, those that cite the work. Unit: documents.",
        },
    )


def _called(data: Build) -> dict[str, str]:
    """Return every author's name by id."""
    authors = data.table("authors").dropna(subset=["name"])
    return dict(zip(authors["author_id"], authors["name"], strict=True))


def _adopters(data: Build) -> pd.DataFrame:
    """Return the authors who cite the work, in order of their first citing documents."""
    rows = data.table("author_exposures")
    found = rows[(rows["role"] == "adopter").fillna(False)].dropna(subset=["first_citing_at"])
    return found.sort_values(["first_citing_at", "author_id"], ignore_index=True)


def _by_post(data: Build) -> pd.DataFrame:
    """Return the authors whose first citing document is a post, with the period in which it falls."""
    adopters, documents, grain = data.once(_adopters), data.table("documents"), data.once(grain_to_show)
    posts = documents.loc[(documents["kind"] == data.once(usual_kind)).fillna(False), "document_id"]
    found = adopters[adopters["first_citing_id"].isin(set(posts))]
    return found.assign(period=found["first_citing_at"].map(lambda moment: periods.period(moment, grain)))


def _everybody(data: Build) -> pd.DataFrame:
    """Return all authors with their measures and contacts."""
    contacts = data.table("author_exposures")[["author_id", "role", "exposures", "exposed_via", "brought_in"]]
    # Two tables know when an author first cited the work; that of the measures knows it for every author.
    everyone = (
        data.table("author_metrics").drop(columns="name").merge(data.table("authors"), on="author_id", how="right")
    )
    return everyone.merge(contacts, on="author_id", how="left")[["role", *COLUMNS]]


def _listed(data: Build, view: View) -> pd.DataFrame:
    table = data.once(_everybody)
    if view["who"] == "adopters":
        table = table[(table["role"] == "adopter").fillna(False)]
    for word in view["q"].casefold().split():
        table = table[table["name"].fillna("").str.casefold().str.contains(word, regex=False)]
    rising = view["sort"] in ("name", "first_citing_at")
    ordered = table.sort_values([view["sort"], "author_id"], ascending=[rising, True], na_position="last")
    return ordered[COLUMNS].reset_index(drop=True)


def _answer(data: Build, adopters: pd.DataFrame, listed: pd.DataFrame) -> str:
    work = data.settings.root_work.title
    if adopters.empty:
        return f"No author is known to cite {words.quoted(work)}; {words.count(len(data.table('authors')), 'author')} are known at all."
    kinds = "a link or a comment" if data.once(byline_cautions) else "a link, a comment or a shared byline"
    before, within = contacts_when(adopters)
    met = before + within
    return (
        f"{words.count(len(adopters), 'author')} besides its own are known to cite {words.quoted(work)}; for {met:,} of them ({words.percent(met, len(adopters))}) "
        f"the record shows a contact ({kinds}), {before:,} before their first citing document and {within:,} in that very document; "
        f"{len(listed):,} are listed below."
    )


def contacts_when(adopters: pd.DataFrame) -> tuple[int, int]:
    """Return how many adopters had a recorded contact before their first citing document, and how many first in that one.

    ``adopters`` holds rows of ``author_exposures``. A contact counts up to the first citing document; one of its date is in it.
    """
    known = adopters.dropna(subset=["exposed_at"])
    within = int((known["exposed_at"] == known["first_citing_at"]).sum())
    return len(known) - within, within


def _met_when(adopters: pd.DataFrame) -> list[str]:
    before, within = contacts_when(adopters)
    return (
        [f"Of the recorded contacts {before:,} came before the post that is counted, {within:,} stand in it."]
        if within
        else []
    )


def _cautions(data: Build) -> list[str]:
    known = data.once(reach)
    if not is_provisional(known.known, known.total):
        return known.cautions
    return [
        *known.cautions,
        (
            f"Provisional: of {known.called} the links of {known.known:,} "
            f"({words.percent(known.known, known.total)}) are known; an author may have cited, or met, the work earlier than it "
            f"seems. To learn more, {FILL}."
        ),
    ]
