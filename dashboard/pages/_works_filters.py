"""What a link narrows Works to: each filter gives the documents that fit it, so that a chart can open exactly what it counted."""

from collections.abc import Callable, Mapping
from functools import reduce

import pandas as pd

from dashboard import labels
from dashboard.data_access import Build
from dashboard.facts import adopters, root_documents
from dashboard.labels import spoken
from dashboard.narrowing import Day, Filter, Several
from dashboard.pages import _works_groups
from dashboard.pages._newcomers import arrivals, arrivals_said
from dashboard.pages._works_groups import Ids
from dashboard.trends import spellings_of
from dashboard.url_state import Parameter, View, apart

TABLES = (
    "documents",
    "citations",
    "authors",
    "authorship",
    "term_counts",
    "terms",
    "document_tags",
    "exposures",
    "author_exposures",
    *_works_groups.TABLES,
)
ROOT = "root"
OR_MORE, AND_MORE = " | *", " | +"
"""After a way of finding: found in this way, whatever others; in this way and in another."""
FIELDS = ("title", "all", "body", "footnote", "quote", "code", "comment")
OWN_FIELDS = ("title", "body", "footnote")
OWN = "own"
"""Any of these fields, also of documents whose text is not known; ``all`` leaves those out."""
_OWN_SAID = "titles, bodies and footnotes, as far as they are known"


def filters(data: Build) -> tuple[Parameter, ...]:
    """Return the filters that have no control; those of documents, authors and terms take what the tables know."""
    terms, families, tags, known = data.once(_terms), data.once(_families), data.once(_tags), data.once(_citable)
    forms = data.once(spellings_of)
    return (
        Filter("cites", "Cites", known, limit=500),
        Filter("not_citing", "Does not cite", known, limit=500),
        Filter("cited_by", "Cited by", known, limit=500),
        Filter("cites_author", "Cites a document of", data.once(_authors)),
        Filter("cited_by_author", "Cited by a document of", data.once(_authors)),
        Filter("first_of", "First citing document of an author", data.once(arrivals_said)),
        Filter("brought_by", "First citing document of an adopter who had met the work through", data.once(_authors)),
        Filter("evidence", "The citation was found in", data.once(_evidence)),
        Filter("author", "Author", data.once(_authors)),
        Filter("term", "Uses", terms, spellings=forms),
        Filter("also", "Uses too", terms, spellings=forms),
        Filter("without", "Does not use", terms, spellings=forms),
        Filter("family", "Uses a word of", families),
        Filter("field", "Counted in", {**{name: labels.FIELDS[name] for name in FIELDS}, OWN: _OWN_SAID}),
        Filter("origin", "Told of by", data.once(_origins)),
        Filter("tag", "Tagged", tags),
        *_works_groups.filters(data),
        Several("ids", "Exactly", data.once(_documents), limit=3_900),
        Day("from", "Dated from"),
        Day("to", "Dated to"),
    )


def narrowed(data: Build, view: View) -> Ids | None:
    """Return the documents that fit every filter of a view; None where there is none, so that all fit."""
    parts = [fits(data, view[name], view["field"]) for name, fits in _FITS.items() if view[name]]
    if view["not_citing"]:
        parts.append(data.once(_every) - _itself(data, view["not_citing"]) - _cites(data, view["not_citing"], ""))
    if view["evidence"]:
        parts.append(_found_in(data, view["cites"], view["evidence"]))
    if view["without"]:
        parts.append(data.once(_every) - _term(data, view["without"], view["field"]))
    return reduce(frozenset.intersection, parts) if parts else None


def _cites(data: Build, value: str, _field: str) -> Ids:
    if value == ROOT:
        return data.once(adopters)
    return data.once(_by, "citations", "cited_id", "citing_id").get(value, frozenset())


def _itself(data: Build, value: str) -> Ids:
    """Return the documents of what is cited: they stand apart from those that do not cite it."""
    return frozenset(root_documents(data)["document_id"]) if value == ROOT else frozenset({value})


def ways_found(data: Build, cites: str = "") -> dict[str, frozenset[str]]:
    """Return by citing document in which ways its citations of what ``cites`` names were found; of anything, if it is empty.

    A document that cites several documents of the work counts once, with the ways of all its citations of it.
    """
    rows = data.table("citations")
    if cites:
        targets = set(root_documents(data)["document_id"]) if cites == ROOT else {cites}
        rows = rows[rows["cited_id"].isin(targets)]
    found: dict[str, set[str]] = {}
    for citing, joined in zip(rows["citing_id"].tolist(), rows["evidence"].tolist(), strict=True):
        found.setdefault(citing, set()).update(joined.split(" | "))
    return {citing: frozenset(ways) for citing, ways in found.items()}


def _found_in(data: Build, cites: str, evidence: str) -> Ids:
    """Return the documents with a citation found so, of what ``cites`` names, or of anything.

    ``evidence`` are ways joined as ``citations`` holds them, exactly these; or one way with ``OR_MORE`` or ``AND_MORE``.
    """
    wanted = frozenset(evidence.removesuffix(OR_MORE).removesuffix(AND_MORE).split(" | "))
    found = ways_found(data, cites).items()
    if evidence.endswith(OR_MORE):
        return frozenset(one for one, ways in found if wanted <= ways)
    if evidence.endswith(AND_MORE):
        return frozenset(one for one, ways in found if wanted < ways)
    return frozenset(one for one, ways in found if wanted == ways)


def _evidence(data: Build) -> dict[str, str]:
    exact = sorted(set(data.table("citations")["evidence"]))
    ways = sorted({way for ways in exact for way in ways.split(" | ")})
    said = {OR_MORE: ", alone or not", AND_MORE: ", and in another way"}
    alone = {name: spoken(name) for name in exact}
    return alone | {way + more: spoken(way) + text for way in ways for more, text in said.items()}


def _first_of(data: Build, value: str, _field: str) -> Ids:
    """Return the documents with which authors arrive among those that cite the work, ``af:post:quarter``."""
    return data.once(arrivals).get(value, frozenset())


def _brought_by(data: Build, value: str, _field: str) -> Ids:
    """Return the first citing documents of the adopters whom an author brought in; one that several of them signed counts once."""
    return data.once(_brought).get(value, frozenset())


def _brought(data: Build) -> dict[str, Ids]:
    first = data.table("author_exposures")[["author_id", "first_citing_id"]].dropna()
    met = data.table("exposures")[["author_id", "via_author_id"]].merge(first, on="author_id")
    return {str(author): frozenset(ids) for author, ids in met.groupby("via_author_id")["first_citing_id"]}


def _cited_by(data: Build, value: str, _field: str) -> Ids:
    return data.once(_by, "citations", "citing_id", "cited_id").get(value, frozenset())


def _cites_author(data: Build, value: str, _field: str) -> Ids:
    return _beyond(data, value, "cited_id", "citing_id")


def _cited_by_author(data: Build, value: str, _field: str) -> Ids:
    return _beyond(data, value, "citing_id", "cited_id")


def _beyond(data: Build, author_id: str, own: str, other: str) -> Ids:
    """Return the other ends of the citations whose ``own`` end is a document of an author; a document is no other end of itself."""
    ends = data.once(_by, "citations", own, other)
    return frozenset(one for mine in _author(data, author_id, "") for one in ends.get(mine, ()) if one != mine)


def _author(data: Build, value: str, _field: str) -> Ids:
    return data.once(_by, "authorship", "author_id", "document_id").get(value, frozenset())


def _term(data: Build, value: str, field: str) -> Ids:
    return data.once(_uses, "term").get((value, field), frozenset())


def _family(data: Build, value: str, field: str) -> Ids:
    return data.once(_uses, "family").get((value, field), frozenset())


def _origin(data: Build, value: str, _field: str) -> Ids:
    """Return the documents that exactly these sources told of, joined as ``documents`` holds them."""
    return data.once(_by, "documents", "origin", "document_id").get(value, frozenset())


def _origins(data: Build) -> dict[str, str]:
    return {name: spoken(name) for name in sorted(set(data.table("documents")["origin"].dropna()))}


def _tag(data: Build, value: str, _field: str) -> Ids:
    return data.once(_by, "document_tags", "tag", "document_id").get(value, frozenset())


def _ids(_data: Build, value: str, _field: str) -> Ids:
    return frozenset(apart(value))


_FITS: Mapping[str, Callable[[Build, str, str], Ids]] = {
    "cites": _cites,
    "cited_by": _cited_by,
    "cites_author": _cites_author,
    "cited_by_author": _cited_by_author,
    "first_of": _first_of,
    "brought_by": _brought_by,
    "author": _author,
    "term": _term,
    "also": _term,
    "family": _family,
    "origin": _origin,
    "tag": _tag,
    **_works_groups.FITS,
    "ids": _ids,
}


def _documents(data: Build) -> dict[str, str]:
    """Return every document with its title, or its id where it has none."""
    documents = data.table("documents")
    titled = documents["title"].fillna(documents["document_id"])
    return dict(zip(documents["document_id"].tolist(), titled.tolist(), strict=True))


def _every(data: Build) -> Ids:
    return frozenset(data.table("documents")["document_id"])


def _by(data: Build, table: str, key: str, value: str) -> dict[str, Ids]:
    frame = data.table(table)
    return {str(name): frozenset(ids) for name, ids in frame.groupby(key)[value]}


def _uses(data: Build, what: str) -> dict[tuple[str, str], Ids]:
    """Return the documents that use each term, or family, by field; field empty: anywhere.

    ``all`` is title, body and footnotes of documents of which both title and text are known, as in ``term_trends``; ``own`` is the same of
    all documents.
    """
    counts, documents = data.table("term_counts"), data.table("documents")
    whole = documents.loc[documents["title"].notna() & documents["has_body"].fillna(False).astype(bool), "document_id"]
    own = counts[counts["field"].isin(OWN_FIELDS)]
    read = own[own["document_id"].isin(set(whole))]
    every = pd.concat([counts, read.assign(field="all"), own.assign(field=OWN), counts.assign(field="")])
    return {
        (str(name), str(field)): frozenset(ids) for (name, field), ids in every.groupby([what, "field"])["document_id"]
    }


def _citable(data: Build) -> dict[str, str]:
    """Return what can be cited, with its title: the work, every document, and what only citations name."""
    cited = data.table("citations")["cited_id"].tolist()
    return {ROOT: "the work", **dict(zip(cited, cited, strict=True)), **data.once(_documents)}


def _terms(data: Build) -> dict[str, str]:
    return {name: name for name in sorted(set(data.table("terms")["term"]) | set(data.table("term_counts")["term"]))}


def _families(data: Build) -> dict[str, str]:
    return {
        name: spoken(name)
        for name in sorted(set(data.table("term_counts")["family"]) | set(data.table("terms")["family"]))
    }


def _tags(data: Build) -> dict[str, str]:
    tags = data.table("document_tags").drop_duplicates("tag").sort_values("tag")
    return dict(zip(tags["tag"], tags["tag_name"].fillna(tags["tag"]), strict=True))


def _authors(data: Build) -> dict[str, str]:
    pairs = (
        data.table("authorship").merge(data.table("authors"), on="author_id", how="left").drop_duplicates("author_id")
    )
    return dict(zip(pairs["author_id"], pairs["name"].fillna(pairs["author_id"]), strict=True))
