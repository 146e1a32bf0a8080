"""From the archive and the bundled facts to every table, published whole or not at all.

A build is a folder ``builds/<id>`` whose id is a hash of everything it is made from: the archive, the bundled
facts, the configuration, the term families and this program. ``current`` and ``exports`` are symbolic links to the
newest; they move in one rename, so a reader sees one build or the other, never half of both.
"""

import contextlib
import gc
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

import pandas as pd

from pipeline import __version__, corpus, exports, metrics, terms
from pipeline.archive.store import Archive
from pipeline.corpus import snapshot as bundled
from pipeline.corpus.census import known_days
from pipeline.corpus.works import ORIGIN
from pipeline.errors import ForumRefused, StoreUnusable, UsageError
from pipeline.graph.acyclic import acyclic_form
from pipeline.graph.choice import choose_citations, choose_documents
from pipeline.graph.citation import build_citation_graph
from pipeline.graph.generations import generations
from pipeline.network import WORK as IMPORTED_WORK
from pipeline.network import studied_replies, study_settings
from pipeline.progress import Progress, Silent
from pipeline.schema import TABLES
from pipeline.settings import BUNDLED_SNAPSHOT, WHOLE, Census, Graph, Settings
from pipeline.tables import replacing, sync, write_conformed, write_published

CODE = Path(__file__).resolve().parent
STAGING = ".staging-"
"""How the names of folders begin in which a build is made; one that a killed run left is no build."""
KEPT_BUILDS = 2
"""The published build and the one before it, which a running dashboard may still be reading."""


class Facts(TypedDict):
    """What ``build.json`` says of a build."""

    build: str
    program: str
    root: str
    root_title: str
    root_authors: list[str]
    contests: list[dict[str, Any]]
    as_of: str
    graph: dict[str, Any]
    census: dict[str, Any]
    rows: dict[str, int]
    documents: dict[str, int]
    documents_with_body: int
    origins: dict[str, int]
    bundled_documents: int


@dataclass(frozen=True, slots=True)
class Build:
    """A published build: its folder, and what ``build.json`` says of it."""

    folder: Path
    facts: Facts
    fresh: bool

    @property
    def censuses(self) -> dict[str, Census]:
        """When every post is known, by this build; see :func:`pipeline.corpus.census.known_days`."""
        return {of: Census.model_validate(days) for of, days in self.facts["census"].items()}


def build(settings: Settings, archive: Archive, progress: Progress | None = None, *, workers: int = 2) -> Build:
    """Make every table and publish it; a build from the same inputs is not made twice.

    The caller holds the run lock.

    What was published before stays as it was when an error is raised.

    Raises
    ------
    ForumRefused
        If there is no document besides those that the configuration names.
    StoreUnusable
        If the data folder cannot be written.
    """
    progress = progress or Silent()
    settings = study_settings(settings, archive)
    facts = bundled.read(BUNDLED_SNAPSHOT) if settings.snapshot == "bundled" else None
    lexicon = terms.load_lexicon(settings)
    build_id = _fingerprint(settings, archive.digest(), lexicon.digest())
    folder = settings.data_dir / "builds" / build_id
    if not _is_whole(folder):
        staging = _staging_folder(folder)
        with _without_cycle_search():
            resources = study(settings, archive, facts, lexicon, progress, workers=workers)
            _require_documents(settings, resources["documents"])
            made = exports.build_all(resources, progress)
            _write(staging, resources, made, build_id)
        _publish_folder(staging, folder, settings)
        fresh = True
    else:
        fresh = False
    _point(settings.current, Path("builds") / build_id, settings)
    _point(settings.exports, Path("current") / "exports", settings)
    _forget_old_builds(folder, settings)
    return Build(folder, json.loads((folder / "build.json").read_text(encoding="utf-8")), fresh)


def study(
    settings: Settings,
    archive: Archive,
    facts: Mapping[str, pd.DataFrame] | None,
    lexicon: terms.Lexicon,
    progress: Progress,
    *,
    workers: int,
) -> dict[str, Any]:
    """Run every stage up to the metrics and return the resources that exports may ask for, by name."""
    made = corpus.build_corpus(studied_replies(archive), settings, facts, progress, workers)
    counted = terms.build_terms(made, facts, lexicon, progress)
    of_root = made.documents["work_id"] == settings.root
    root_ids = frozenset(made.documents.loc[of_root, "document_id"])
    chosen = settings.graph
    chosen_citations = choose_citations(
        made.citations, made.documents, links=chosen.links, self_citations=chosen.self_citations
    )
    graph_citations = choose_citations(chosen_citations, made.documents, chosen.unit)
    graph = build_citation_graph(graph_citations, made.documents)
    acyclic = acyclic_form(graph, chosen.policy)
    censuses = known_days(archive, None if facts is None else bundled.read_census(BUNDLED_SNAPSHOT))
    if settings.census is not None:
        censuses |= {WHOLE: settings.census}
    resources: dict[str, Any] = {
        **corpus.as_resources(made),
        **counted,
        "settings": settings,
        "lexicon": lexicon,
        "root_ids": root_ids,
        "bundled_documents": 0 if facts is None else len(facts["documents"]),
        "as_of": latest(made.documents["posted_at"]),
        "census": censuses.get(WHOLE),
        "population": exports.population(made.documents, censuses),
        "chosen_citations": chosen_citations,
        "graph_citations": graph_citations,
        "graph_documents": choose_documents(made.documents, chosen.unit),
        "citation_graph": graph,
        "acyclic": acyclic,
        "generations": generations(graph, acyclic, root_ids),
    }
    resources["metrics"] = metrics.compute_all(resources, progress)
    return resources


def latest(moments: "pd.Series[str]") -> str:
    """Return the latest moment, empty if none is known: a network may come without a date.

    >>> latest(pd.Series(["2001-05", None], dtype="str")), latest(pd.Series([None], dtype="str"))
    ('2001-05', '')
    """
    return max(moments.dropna(), default="")


def _require_documents(settings: Settings, documents: pd.DataFrame) -> None:
    if (documents["origin"] == ORIGIN).all():
        facts = "hold none" if settings.snapshot == "bundled" else "are left out"
        raise ForumRefused(
            f"nothing to build from: no site answered, the archive holds no document and the bundled facts {facts}; tables made "
            f"before stay as they are; run `{settings.command('ingest')}` with a network, without --no-snapshot, or after "
            "`atlas import`"
        )


@contextlib.contextmanager
def _without_cycle_search() -> Iterator[None]:
    """Keep the collector from searching the build's millions of texts for cycles: they hold none, and it takes a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_whole(folder: Path) -> bool:
    """Return whether a build is there with every table that it published."""
    facts = folder / "build.json"
    if not facts.is_file():
        return False
    published = json.loads(facts.read_text(encoding="utf-8"))["rows"]
    return all((folder / "exports" / f"{name}.{form}").is_file() for name in published for form in ("csv", "parquet"))


def current(settings: Settings) -> Build:
    """Return the published build.

    Raises
    ------
    UsageError
        If nothing has been built yet.
    StoreUnusable
        If it was made by a version of this program that said less of its builds.
    """
    path = settings.current / "build.json"
    if not path.is_file():
        raise UsageError(
            f"no tables in {settings.data_dir}: nothing has been built yet; run `{settings.command('ingest')}`"
        )
    facts = json.loads(path.read_text(encoding="utf-8"))
    if lacking := sorted(Facts.__required_keys__ - facts.keys()):
        raise StoreUnusable(
            f"the tables in {settings.data_dir} were made by another version of atlas: {path.name} lacks "
            f"{', '.join(lacking)}; run `{settings.command('build')}` to make them again"
        )
    return Build(settings.current.resolve(), facts, fresh=False)


def is_up_to_date(settings: Settings, built: Build) -> bool:
    """Return whether a build now, on the same citations, would be the published one."""
    settings = settings.model_copy(update={"graph": Graph.model_validate(built.facts["graph"])})
    with Archive(settings.archive_path) as archive:
        studied = study_settings(settings, archive)
        digest = archive.digest()
    return _fingerprint(studied, digest, terms.load_lexicon(studied).digest()) == str(built.facts["build"])


def _fingerprint(settings: Settings, archive_digest: str, lexicon_digest: str) -> str:
    """Hash everything that a build is a function of."""
    seal = hashlib.sha256()
    studied = settings.model_dump(mode="json", exclude={"data_dir", "gather"})
    for part in (__version__, archive_digest, lexicon_digest, json.dumps(studied, sort_keys=True)):
        seal.update(part.encode() + b"\0")
    code = sorted(CODE.rglob("*.py"), key=str)
    inputs = [*code, *sorted(BUNDLED_SNAPSHOT.glob("*"), key=str)] if settings.snapshot == "bundled" else code
    for path in inputs:
        seal.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return seal.hexdigest()[:16]


def _staging_folder(folder: Path) -> Path:
    """Return an empty folder beside ``folder``; what a killed run left behind is removed first."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _remove_staging(folder.parent)
        staging = folder.parent / f"{STAGING}{folder.name}"
        staging.mkdir()
    except OSError as error:
        raise StoreUnusable(f"cannot write to {folder.parent}: {error.strerror}; choose another --data-dir") from error
    return staging


def _remove_staging(builds: Path) -> None:
    for left in builds.glob(f"{STAGING}*"):
        shutil.rmtree(left)


def _write(staging: Path, resources: Mapping[str, Any], made: Mapping[str, pd.DataFrame], build_id: str) -> None:
    for name, table in TABLES.items():
        if table.stage == "public":
            write_published(made[name], name, staging / "exports", exports.extra_columns(name))
        else:
            write_conformed(made[name] if name in made else resources[name], name, staging / table.stage)
    facts: Facts = {
        "build": build_id,
        "program": __version__,
        "root": resources["settings"].root,
        "root_title": _root_title(resources["settings"], resources["documents"]),
        "root_authors": [*resources["settings"].root_work.authors],
        "contests": [
            {"name": name, "variants": [*one.variants]} for name, one in resources["settings"].contests.items()
        ],
        "as_of": resources["as_of"],
        "graph": resources["settings"].graph.model_dump(),
        "census": {of: days.model_dump() for of, days in sorted(resources["population"].censuses.items())},
        "rows": {name: len(frame) for name, frame in made.items() if TABLES[name].stage == "public"},
        "documents": resources["documents"]["kind"].value_counts().sort_index().to_dict(),
        "documents_with_body": int(resources["documents"]["has_body"].sum()),
        "origins": _origins(resources["documents"]),
        "bundled_documents": resources["bundled_documents"],
    }
    with replacing(staging / "build.json") as file:
        file.write(json.dumps(facts, indent=1, sort_keys=True, default=int).encode() + b"\n")


def _root_title(settings: Settings, documents: pd.DataFrame) -> str:
    """Return what the root work is called; of an imported network, as its root document is."""
    work = settings.root_work
    if settings.root != IMPORTED_WORK or not work.documents:
        return work.title
    root = work.documents[0].id
    named = documents.loc[documents["document_id"] == root, "title"].dropna()
    return str(named.iloc[0]) if len(named) else root


def _origins(documents: pd.DataFrame) -> dict[str, int]:
    counts = documents["origin"].str.split(" | ", regex=False).explode().value_counts().sort_index()
    return {str(origin): int(count) for origin, count in counts.items()}


def _publish_folder(staging: Path, folder: Path, settings: Settings) -> None:
    try:
        sync((*staging.rglob("*"), staging))
        if folder.exists():
            shutil.rmtree(folder)
        staging.rename(folder)
    except OSError as error:
        raise StoreUnusable(
            f"cannot publish {folder}: {error.strerror}; free space and run `{settings.command('build')}`"
        ) from error


def _point(link: Path, target: Path, settings: Settings) -> None:
    """Make ``link`` a symbolic link to ``target`` (relative to it), in one rename."""
    if link.is_symlink() and link.readlink() == target:
        return
    try:
        if link.is_dir() and not link.is_symlink():
            raise StoreUnusable(
                f"{link} is a folder, expected a link of our own making; move it away and run `{settings.command('build')}`"
            )
        temporary = link.with_name(f".{link.name}.new")
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(target)
        temporary.replace(link)
    except OSError as error:
        raise StoreUnusable(f"cannot publish {link}: {error.strerror}; choose another --data-dir") from error


def _forget_old_builds(published: Path, settings: Settings) -> None:
    """Remove every build but the newest, and what killed runs left of others."""
    try:
        _remove_staging(published.parent)
        builds = [path for path in published.parent.iterdir() if path.is_dir() and path != published]
        for path in sorted(builds, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT_BUILDS - 1 :]:
            shutil.rmtree(path)
    except OSError as error:
        raise StoreUnusable(
            f"cannot remove old builds from {published.parent}: {error.strerror}; the new tables are published. Allow writing to "
            f"that folder and run `{settings.command('build')}`"
        ) from error
