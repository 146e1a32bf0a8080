"""What the tables are made of, in sentences: after a build, and for ``atlas status``."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from pipeline.build import Build, current, is_up_to_date
from pipeline.coverage import COUNTED_BY, IMPORTED
from pipeline.errors import count
from pipeline.schema import KEPT
from pipeline.settings import AF, WHOLE, Census, Graph, Settings
from pipeline.tables import read_parquet

_MOST = 5


def summary(settings: Settings, built: Build) -> Iterator[str]:
    """Yield what a build that was just made, or found to be there, holds and what it could not use."""
    yield from _contents(settings, built)
    yield f"Not used: {_unused(built)}; `{settings.command('status')}` lists the reasons."
    state = "made" if built.fresh else "up to date"
    yield f"Tables {state}: {_tables(settings, built)}. Next: {settings.command('dashboard')}"


def report(settings: Settings) -> Iterator[str]:
    """Yield everything ``atlas status`` says: the summary, then reasons and rows by table."""
    built = current(settings)
    yield from _contents(settings, built)
    yield f"Not used: {_unused(built)}."
    if is_up_to_date(settings, built):
        yield f"Tables up to date: {_tables(settings, built)}."
    else:
        yield (
            f"Tables out of date: {_tables(settings, built)}. The archive, the configuration, the term families or this "
            f"program have changed since; `{settings.command('build')}` makes them anew."
        )
    yield _graph(Graph.model_validate(built.facts["graph"]))
    exports = built.folder / "exports"
    yield f"Build {built.facts['build']} by atlas {built.facts['program']}; archive {settings.archive_path}"
    unresolved = read_parquet("unresolved_links", exports)
    if len(unresolved):
        yield "Unresolved links, by reason:"
        for reason, number in unresolved["why"].str.split(":").str[0].value_counts().items():
            yield f"  {number:6,}  {reason}"
    quarantined = read_parquet("quarantine", exports)
    kept = _is_kept(quarantined)
    for heading, rows in (("Quarantined records", quarantined[~kept]), ("Remarks on records kept", quarantined[kept])):
        if len(rows):
            yield f"{heading}:"
        for row in rows.head(_MOST).itertuples():
            yield f"  {row.what} at {row.where}: {row.why}"
        if len(rows) > _MOST:
            yield f"  and {len(rows) - _MOST:,} more in {settings.exports / 'quarantine.csv'}"
    yield "Rows by table:"
    for name, number in built.facts["rows"].items():
        yield f"  {number:8,}  {name}"


def _contents(settings: Settings, built: Build) -> Iterator[str]:
    """Yield what a build holds of the corpus, its coverage and the work's spread."""
    exports, facts = built.folder / "exports", built.facts
    span = f"up to {facts['as_of'][:10]}" if facts["as_of"] else "without a date"
    yield f"Corpus: {_holdings(facts['documents'])} {span}; {_origins(facts['origins'], facts['documents'])}."
    if bundled := facts.get("bundled_documents"):
        yield f"Of them in the bundled facts, which come with the program: {bundled:,}."
    if posts := facts["documents"].get("post"):
        yield _coverage(exports, built.censuses, posts)
    if IMPORTED in facts["origins"]:
        advice = "import it again with --root and the id of a document that others cite"
    else:
        advice = f"gather it with `{settings.command('ingest')}` or import a dump"
    yield _spread(facts["root_title"], exports, advice)


def _unused(built: Build) -> str:
    kept = _is_kept(read_parquet("quarantine", built.folder / "exports", columns=["what"]))
    remarks = int(kept.sum())
    unused = count(built.facts["rows"]["unresolved_links"], "unresolved link")
    unused += f", {count(len(kept) - remarks, 'quarantined record')}"
    return unused + (f"; {count(remarks, 'remark')} on records that are kept" if remarks else "")


def _is_kept(quarantined: pd.DataFrame) -> "pd.Series[bool]":
    """Tell remarks on records that are kept without a part from records that are not."""
    return quarantined["what"].str.endswith(KEPT).astype(bool)


def _tables(settings: Settings, built: Build) -> str:
    folder = settings.exports
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    return f"{len(built.facts['rows'])} CSV files in {shown}"


def _holdings(documents: dict[str, int]) -> str:
    """Say how many documents of each kind the corpus holds, those of a forum first.

    >>> _holdings({"paper": 1, "post": 1200, "comment": 2}), _holdings({"paper": 5})
    ('1,200 posts, 2 comments and 1 paper', '5 papers')
    """
    kinds = sorted(documents, key=lambda kind: (kind != "post", kind != "comment", kind)) or ["document"]
    *others, last = (count(documents.get(kind, 0), kind) for kind in kinds)
    return f"{', '.join(others)} and {last}" if others else last


def _origins(origins: dict[str, int], documents: dict[str, int]) -> str:
    """Say how many documents each source told of.

    >>> _origins({"edge_list": 3, "edge_list, cited only": 2}, {"paper": 4})
    'told of by edge_list: 3; by edge_list, cited only: 2; some by several'
    """
    told = "; ".join(f"by {name}: {number:,}" for name, number in sorted(origins.items()))
    return f"told of {told}" + ("; some by several" if sum(origins.values()) > sum(documents.values()) else "")


def _coverage(exports: Path, censuses: Mapping[str, Census], posts: int) -> str:
    """Say for how much of what is known a body is known, and since when hardly any is; posts without a date are in no period."""
    table = read_parquet("coverage", exports)
    years = table[(table["grain"] == "year") & (table["venue"] == "all")]
    known, read = int(years["documents_known"].sum()), int(years["documents_with_body"].sum())
    share = f"{100 * read / known:.0f} %" if known else "no"
    covered = years.loc[years["covered"].fillna(False).astype(bool), "period"]
    dated = count(known, "post") if known == posts else count(known, "post with a date", "posts with a date")
    text = f"Bodies: known for {read:,} of {dated} ({share})"
    if known != posts:
        text += f"; {posts - known:,} more without one"
    if read < known:
        whole = f"whole years covered: {', '.join(covered)}" if len(covered) else "no whole year covered"
        text += f"; {whole}. Links and counts in bodies of other periods are shown as gaps"
    return f"{text}. {_census(censuses)}."


def _census(censuses: Mapping[str, Census]) -> str:
    """Say when every post is known, and what follows where nothing says so.

    >>> _census({AF: Census(start="2017-01-01", end="2026-01-10")})[:89]
    'Every post of the Alignment Forum from 2017-01-01 to before 2026-01-10 is known; of the r'
    """
    days = {of: f"from {census.start} to before {census.end}" for of, census in censuses.items()}
    if WHOLE in days:
        marked = f", and of the Alignment Forum {days[AF]}" if AF in days else ""
        return f"Titles: every post {days[WHOLE]} is known{marked}"
    selected = f"posts are a selection, so shares of them are shown as gaps, too: {COUNTED_BY}"
    if AF in days:
        return f"Every post of the Alignment Forum {days[AF]} is known; of the rest, known {selected}"
    return f"The known {selected}"


def _graph(graph: Graph) -> str:
    """Say which citations results rest on."""
    unit = "documents" if graph.unit == "document" else "works, their copies and parts together"
    links = "all links" if graph.links == "all" else "links in running text and footnotes alone"
    own = "with" if graph.self_citations else "without"
    return (
        f"Graph: of {unit}; {links}, {own} self-citations; cycles undone by {graph.policy} ([graph] of atlas.toml, "
        "--unit, --links, --policy, --no-self-citations)."
    )


def _spread(title: str, exports: Path, advice: str) -> str:
    documents = read_parquet("documents", exports, columns=["document_id", "kind", "generation"])
    citing = documents[documents["generation"] == 1]
    kinds = ", ".join(count(number, str(kind)) for kind, number in citing["kind"].value_counts().sort_index().items())
    later = documents["generation"].dropna()
    depth = int(later.max()) if len(later) else 0
    if citing.empty:
        return f"Spread: nothing in the corpus cites {title!r}; {advice}."
    reached = int((pd.to_numeric(later) >= 1).sum())
    return f"Spread: {title!r} is cited directly by {kinds}; within {count(depth, 'generation')} of it: {count(reached, 'document')}."
