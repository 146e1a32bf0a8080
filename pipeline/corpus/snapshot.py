"""The bundled facts: tables of a real build as gzipped CSV, small enough to come with the program.

Facts only: ids, titles, authors, dates, karma, marks, links, counts. No sentence of anybody's text.

Columns that follow from others are left out and made again when a corpus is built: address, venue, author names of a
document, work, serial, words of titles, the address of a link as written, times of retrieval. Some are written short:

* ``slug``: ``=`` is the slug that the forum makes of the title, ``=-2`` the same with ``-2`` behind it;
* ``name`` of an author: ``=`` is the slug of the author's id;
* ``author_ids`` of a document stand in the document's row, joined by `` | ``, in place of a table;
* ``resolved_id`` of a link: ``=`` is what ``names`` says up to its ``#``;
* ``word_counts`` has one column a field;
* ``outgoing`` holds the pairs that the forum's own reading of a body gives;
* ``stated_citations`` holds the pairs that a page or an index states, with which of these it was;
* ``terms`` says, by a digest, which forms and rules the counts were made with.

Links are kept where they name a document, or should and do not. ``manifest.json`` gives rows and sha256 of each table;
building from these files alone and writing them again gives the same bytes.
"""

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.bounds import SHRUNK
from pipeline.corpus._compact import SAME, expected_slug, lengthen, shorten
from pipeline.corpus.bundled import rows
from pipeline.corpus.citations import FIELD, STATED
from pipeline.corpus.works import ORIGIN
from pipeline.errors import StoreUnusable, UsageError, count
from pipeline.schema import TABLES
from pipeline.settings import Census
from pipeline.tables import conform, csv_text, empty, replacing

LIMIT = 3_000_000
"""Most bytes that the files may take together."""

FIELDS = ("body", "comment", "footnote", "quote", "code")
"""Fields with a column of their own in ``word_counts``; the words of titles are counted again."""

_VERSION = 1
_MANIFEST = "manifest.json"
_README = "README.md"
_DOCUMENTS = [
    "document_id",
    "kind",
    "title",
    "slug",
    "posted_at",
    "modified_at",
    "karma",
    "af",
    "origin",
    "has_body",
    "parent_id",
    "work_id",
    "author_ids",
    "form",
    "reply_to",
    "same_as",
]

_LINKS = ["document_id", "position", "place", "names", "resolved_id", "repaired"]
_PINGBACKS = [name for name in TABLES["pingbacks"].names if name != "retrieved_at"]
_TERMS = ("term_counts", "term_mentions", "term_contexts", "topic_loadings", "topic_words", "topic_choices")
_UNRESOLVED = ("forum-slug:", "forum-legacy:", "agent-foundations:", "address:")
_JOINED = " | "

_TEXT = """\
# Bundled facts

What a fresh copy of the program knows without asking anybody: facts about posts of LessWrong and the Alignment Forum,
made by `atlas snapshot` from a real build. No sentence of anybody's text is in it.

| | |
|---|--:|
| newest document | {as_of} |
| every post is known by its title | {census} |
| documents | {documents:,} |
| of these posts | {posts:,} |
| of these comments | {comments:,} |
| documents whose body was read | {bodies:,} |
| links that name a document, or should | {links:,} |
| items of lists of incoming links | {pingbacks:,} |

Posts whose body was read, by year (known / read): {years}.

Which files there are, with rows and sha256 of the uncompressed CSV, is in `manifest.json`; how they are written is said
in `pipeline/corpus/snapshot.py`.

## Sources and attribution

* Metadata of posts of 2016-2025, and the links and counts made from posts of 2016-2020: derived from the
  `ai-risk-data` data set (Oldenburg), licensed CC BY 4.0. Changed: reduced to facts, merged with the sources below.
* Links, counts, tags and marks of further posts and comments: from a public extract of 15 authors' posts and comments
  (September 2025).
* Links, counts and marks of posts of 2016-2023: from a public library of ebooks of forum sequences (February 2023).
* The list of incoming links: from the GreaterWrong page of the first post of "Risks from Learned Optimization".

Posts and comments belong to their authors; titles and names are quoted to identify them.
"""


def write(folder: Path, frames: Mapping[str, Any], *, accept_shrink: bool = False) -> list[tuple[Path, int]]:
    """Write the bundled facts of a build.

    Parameters
    ----------
    folder : Path
        Made if it does not exist; files of an older snapshot are replaced.
    frames : mapping of str to DataFrame
        Tables of the corpus and terms stages, as the later stages get them; other entries are not looked at.
    accept_shrink : bool
        Whether they may take the place of facts about far more documents.

    Returns
    -------
    list of (Path, int)
        Every file and its size in bytes.

    Raises
    ------
    UsageError
        If there is no document besides those of the configuration, or if the documents are under 80 % of those that the folder's
        facts hold, and nobody said that this is right; nothing is written then.
    StoreUnusable
        If the files would take more than :data:`LIMIT` together (nothing is written then), or cannot be written.
    """
    _compare_size(folder, frames["documents"], accept_shrink=accept_shrink)
    texts = {name: csv_text(frame) for name, frame in _short_tables(frames).items()}
    packed = {f"{name}.csv.gz": gzip.compress(text.encode(), 9, mtime=0) for name, text in texts.items()}
    manifest = {
        "version": _VERSION,
        "as_of": _as_of(frames["documents"]),
        "census": census.model_dump() if (census := frames.get("census")) else None,
        "tables": {
            name: {"rows": text.count("\n") - 1, "sha256": hashlib.sha256(text.encode()).hexdigest()}
            for name, text in texts.items()
        },
    }
    packed[_README] = _readme(frames).encode()
    packed[_MANIFEST] = json.dumps(manifest, indent=1, sort_keys=True).encode() + b"\n"
    size = sum(map(len, packed.values()))
    if size > LIMIT:
        largest = ", ".join(
            f"{name} {len(data):,}" for name, data in sorted(packed.items(), key=lambda x: -len(x[1]))[:3]
        )
        raise StoreUnusable(
            f"the snapshot would take {size:,} bytes, more than the {LIMIT:,} allowed; largest: {largest}; "
            "nothing was written; leave out what can be made again"
        )
    for name, data in packed.items():
        with replacing(folder / name) as file:
            file.write(data)
    for path in folder.glob("*.csv.gz"):
        if path.name not in packed:
            path.unlink()
    return [(folder / name, len(data)) for name, data in sorted(packed.items())]


def _compare_size(folder: Path, documents: pd.DataFrame, *, accept_shrink: bool) -> None:
    """Refuse to put few documents, or none, in the place of many."""
    now = int((documents["origin"] != ORIGIN).sum())
    before = count_documents(folder) if (folder / _MANIFEST).is_file() else 0
    advice = "gather or import them first: `atlas import dump FILE`, and name their folder by --data-dir"
    if not now:
        raise UsageError(f"the archive holds no document, so {folder} stays as it is; {advice}")
    if now < SHRUNK * before and not accept_shrink:
        raise UsageError(
            f"the archive knows {now:,} and {folder} {count(before, 'document')}, which stay as they are; {advice}, or say "
            "with --accept-shrink that this is right"
        )


def count_documents(folder: Path) -> int:
    """Return how many documents bundled facts are about."""
    return int(_read_manifest(folder / _MANIFEST)["tables"]["documents"]["rows"])


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """Read bundled facts.

    Returns
    -------
    dict of str to DataFrame
        Tables as :mod:`pipeline.schema` has them; ``documents`` with the columns of facts alone. Beside them
        ``outgoing`` (citing_id, cited_id), and ``terms`` (term, counted_as) where the build knew a lexicon.

    Raises
    ------
    StoreUnusable
        If a file is missing, damaged, or not the one that the manifest describes; names the file.
    """
    manifest = _read_manifest(folder / _MANIFEST)
    short = {name: _read_table(folder / f"{name}.csv.gz", facts) for name, facts in manifest["tables"].items()}
    return _long_tables(short)


def read_census(folder: Path) -> Census | None:
    """Return the days between which the bundled facts know every post of the forum, or None if they do not say."""
    told = _read_manifest(folder / _MANIFEST).get("census")
    return None if told is None else Census.model_validate(told)


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_bytes())
        version = manifest["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unusable(path, f"cannot be read: {error}") from error
    if version != _VERSION or not isinstance(manifest.get("tables"), dict):
        raise _unusable(path, f"expected version {_VERSION}, found {version!r}")
    return dict(manifest)


def _read_table(path: Path, facts: Mapping[str, Any]) -> pd.DataFrame:
    try:
        data = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise _unusable(path, f"cannot be read: {error}") from error
    if hashlib.sha256(data).hexdigest() != facts["sha256"]:
        raise _unusable(path, "is not the file that manifest.json describes (another sha256)")
    return pd.read_csv(io.BytesIO(data), dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")


def _unusable(path: Path, what: str) -> StoreUnusable:
    return StoreUnusable(
        f"bundled facts: {path} {what}; restore the folder from the program's sources, "
        'make it again with `atlas snapshot`, or leave it out with `snapshot = "none"`'
    )


def _short_tables(frames: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    documents = frames["documents"][frames["documents"]["origin"] != ORIGIN]
    short = {
        "documents": _short_documents(documents),
        "authors": _short_authors(frames["authors"], documents),
        "document_tags": frames["document_tags"],
        "links": _short_links(frames["links"]),
        "pingbacks": frames["pingbacks"][_PINGBACKS],
        "outgoing": _outgoing(frames["citations"]),
        "stated_citations": _stated(frames["citations"]),
        "page_facts": frames["page_facts"].drop(columns="retrieved_at"),
        "word_counts": _short_words(frames["word_counts"]),
    }
    for name in _TERMS:
        if name in frames:
            short[name] = frames[name]
    if "lexicon" in frames:
        short["terms"] = frames["lexicon"].table()[["term", "counted_as"]]
    for name in ("term_counts", "term_mentions"):
        if name in short:
            short[name] = short[name][short[name]["field"] != "title"]
    return short


def _short_documents(documents: pd.DataFrame) -> pd.DataFrame:
    short = documents[_DOCUMENTS].copy()
    short["slug"] = [shorten(slug, title and expected_slug(title)) for slug, title in rows(documents, "slug", "title")]
    short["work_id"] = [work if work and ":" in work else None for (work,) in rows(documents, "work_id")]
    return short


def _short_authors(authors: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    wrote = set(documents["author_ids"].dropna().str.split(_JOINED, regex=False).explode())
    short = authors[authors["author_id"].isin(wrote)].copy()
    short["name"] = [shorten(name, _id_part(author_id)) for author_id, name in rows(short, "author_id", "name")]
    return short


def _short_links(links: pd.DataFrame) -> pd.DataFrame:
    should = links["names"].str.startswith(_UNRESOLVED, na=False)
    short = links.loc[links["resolved_id"].notna() | should, _LINKS].copy()
    short["resolved_id"] = [
        SAME if target == names.partition("#")[0] else target for names, target in rows(short, "names", "resolved_id")
    ]
    return short


def _short_words(words: pd.DataFrame) -> pd.DataFrame:
    bodies = words[words["field"] != "title"]
    wide = bodies.set_index(["document_id", "field"])["words"].unstack("field")  # noqa: PD010  pairs are unique
    return wide.reindex(columns=list(FIELDS)).sort_index().reset_index().rename_axis(columns=None)


def _outgoing(citations: pd.DataFrame) -> pd.DataFrame:
    found = citations["evidence"].str.split(_JOINED, regex=False).map(lambda kinds: FIELD in kinds)
    return citations.loc[found.astype(bool), ["citing_id", "cited_id"]]


def _stated(citations: pd.DataFrame) -> pd.DataFrame:
    """Return (citing_id, cited_id, evidence) of the citations that a page or an index states, a row for each way."""
    ways = citations[["citing_id", "cited_id", "evidence"]].assign(
        evidence=citations["evidence"].str.split(_JOINED, regex=False)
    )
    each = ways.explode("evidence")
    return each[each["evidence"].isin(STATED)]


def _long_tables(short: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    documents = _typed(short["documents"].reindex(columns=_DOCUMENTS), "documents")
    documents["slug"] = [
        lengthen(slug, title and expected_slug(title)) for slug, title in rows(documents, "slug", "title")
    ]
    authors = _typed(short["authors"], "authors")
    authors["name"] = [lengthen(name, _id_part(author_id)) for author_id, name in rows(authors, "author_id", "name")]
    links = _typed(short["links"], "links").assign(href=None)
    links["resolved_id"] = [
        names.partition("#")[0] if target == SAME else target for names, target in rows(links, "names", "resolved_id")
    ]
    words = short["word_counts"].melt("document_id", list(FIELDS), "field", "words").dropna()
    long = {
        "documents": documents,
        "authors": conform(authors, "authors"),
        "authorship": _authorship(documents),
        "document_tags": conform(
            _typed(short["document_tags"].reindex(columns=TABLES["document_tags"].names), "document_tags"),
            "document_tags",
        ),
        "links": conform(links, "links"),
        "pingbacks": conform(_typed(short["pingbacks"], "pingbacks").assign(retrieved_at=None), "pingbacks"),
        "outgoing": short["outgoing"],
        "stated_citations": short.get("stated_citations", pd.DataFrame(columns=["citing_id", "cited_id", "evidence"])),
        "page_facts": conform(short["page_facts"].assign(retrieved_at=None), "page_facts")
        if "page_facts" in short
        else empty("page_facts"),
        "word_counts": conform(_typed(words, "word_counts"), "word_counts"),
    }
    if "terms" in short:
        long["terms"] = short["terms"]
    for name in _TERMS:
        long[name] = conform(_typed(short[name], name), name) if name in short else empty(name)
    return long


def _typed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return text cells as the table's types; booleans are ``true`` and ``false``, numbers digits."""
    typed = frame.copy()
    for column in TABLES[name].columns:
        if column.name not in typed.columns:
            continue
        if column.type == "boolean":
            typed[column.name] = typed[column.name].map({"true": True, "false": False}).astype("boolean")
        elif column.type in ("integer", "number"):
            numbers = pd.to_numeric(typed[column.name])
            typed[column.name] = numbers.astype("Int64" if column.type == "integer" else "Float64")
    return typed


def _authorship(documents: pd.DataFrame) -> pd.DataFrame:
    wrote = [
        (document_id, author_id, position)
        for document_id, joined in rows(documents, "document_id", "author_ids")
        for position, author_id in enumerate((joined or "").split(_JOINED), 1)
        if author_id
    ]
    return conform(pd.DataFrame(wrote, columns=["document_id", "author_id", "position"]), "authorship")


def _id_part(document_or_author_id: str) -> str:
    return document_or_author_id.partition(":")[2]


def _as_of(documents: pd.DataFrame) -> str | None:
    newest = documents["posted_at"].max()
    return None if pd.isna(newest) else str(newest)


def _readme(frames: Mapping[str, Any]) -> str:
    documents = frames["documents"][frames["documents"]["origin"] != ORIGIN]
    posts = documents[(documents["kind"] == "post") & documents["posted_at"].notna()]
    by_year = posts.groupby(posts["posted_at"].str[:4])["has_body"].agg(["size", "sum"])
    return _TEXT.format(
        as_of=_as_of(documents),
        census=f"from {census.start} to before {census.end}" if (census := frames.get("census")) else "of no time",
        documents=len(documents),
        posts=int((documents["kind"] == "post").sum()),
        comments=int((documents["kind"] == "comment").sum()),
        bodies=int(documents["has_body"].sum()),
        links=len(_short_links(frames["links"])),
        pingbacks=len(frames["pingbacks"]),
        years=", ".join(f"{year} {size:,} / {read:,}" for year, size, read in by_year.itertuples()),
    )
