"""What the lines of a resource's page of the Longterm Wiki say, whether they come from the page or from its text.

A text glues the cells of a row together (``Sharp TurnRisk69.0``), so types are cut off by the list of those known.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.sources._lines import Line

HOME = "https://www.longtermwiki.com"

TYPES = (
    "Academic", "AI Model", "Analysis", "Approach", "Argument", "Benchmark", "Capability", "Case Study", "Concept", "Crux",
    "Debate", "Event", "Frontier Lab", "Funder", "Historical", "Historical Case Study", "Incident", "Insight", "Internal",
    "Intervention", "Key Crux", "Lab", "Metric", "Model", "Organization", "Overview", "Page", "Parameter", "Person", "Policy",
    "Project", "Research Area", "Research Lab", "Researcher", "Resource", "Risk", "Risk Factor", "Safety Agenda", "Scenario",
    "Startup", "Table",
)  # fmt: skip
"""Types of wiki pages, as the site labels them."""

PURPOSES = ("analysis", "commentary", "educational", "news", "primary source", "reference")
"""Purposes of resources, as the site labels them."""

NONE = "--"
"""What the site shows for a type or a quality that it does not have."""

DETAILS = ("Paper Details", "Forum Post Details")
"""Headings above what other catalogues say of the resource, with its ids there."""

_HEADINGS = (
    *DETAILS,
    "Credibility Rating",
    "Metadata",
    "Summary",
    "Abstract",
    "Key Points",
    "Review",
    "Cached Content Preview",
)
_CITED_BY = re.compile(r"Cited by (?P<count>\d{1,5}) pages?")
_ROW = re.compile(
    rf"(?P<title>.+?)\s*(?P<type>{'|'.join(sorted(map(re.escape, TYPES), key=len, reverse=True))}|{NONE})\s*"
    rf"(?P<quality>\d{{1,3}}\.\d|{NONE})"
)
_HEADER = ("Page", "Type", "Quality")
_CREDIBILITY = re.compile(r"(?P<value>[1-5](?:\.\d)?)\s*/\s*5\b\s*(?P<label>.*)")
_LABEL = re.compile(r"(?P<label>[A-Z][A-Za-z -]{1,30}?)\s*(?:\(\d(?:\.\d)?\))?")
_INHERITED = re.compile(r"Rating inherited from (?P<what>.{1,200})")
_IMPORTANCE = re.compile(r"Importance:\s*(?P<value>\d{1,3})\s*/\s*100(?P<rest>.*)")
_FETCHED = re.compile(r"HTTP (?P<status>\d{3})\s*Fetched (?P<date>[A-Z][a-z]{2} \d{1,2}, \d{4})")
_FOOTER = re.compile(r"Resource ID:\s*(?P<resource>[0-9a-f]{16})(?:\s*\|\s*Stable ID:\s*(?P<stable>[\w-]{4,40}))?")
_KINDS = ("article", "blog", "book", "government", "paper", "podcast", "reference", "report", "talk", "video", "web")


@dataclass(frozen=True, slots=True)
class Cited:
    """A row of the table of citing pages; type and quality are None where the site shows none."""

    title: str
    type: str | None
    quality: str | None


@dataclass(slots=True)
class Parts:
    """A resource's page, taken apart: lines by section, rows of the table, its title, kind and footer."""

    title: str | None = None
    kind: str | None = None
    footer: str = ""
    cited_count: str | None = None
    cited_by: list[Cited | str] = field(default_factory=list)
    cached: list[Line] = field(default_factory=list)
    by_heading: dict[str, list[str]] = field(default_factory=dict)


def sections(lines: Iterable[Line]) -> Parts:
    """Take a page apart at its headings.

    Examples
    --------
    >>> parts = sections(Line(text, "p") for text in ("A Title", "web", "Cited by 1 page", "A PageRisk69.0"))
    >>> parts.title, parts.kind, parts.cited_by
    ('A Title', 'web', [Cited(title='A Page', type='Risk', quality='69.0')])
    """
    parts, heading, cells, before = Parts(), "", [], []
    for line in lines:
        if _FOOTER.match(line.text):
            parts.footer, heading = line.text, "footer"
        elif line.text in _HEADINGS:
            heading = line.text
        elif counted := _CITED_BY.fullmatch(line.text):
            heading, parts.cited_count = "Cited by", counted["count"]
        elif heading == "Cached Content Preview":
            parts.cached.append(line)
        elif heading == "Cited by":
            cells.append(line)
        elif not heading:
            before.append(line)
        if heading and heading not in ("Cited by", "Cached Content Preview", "footer") and line.text != heading:
            parts.by_heading.setdefault(heading, []).append(line.text)
    parts.cited_by = list(_rows(cells))
    parts.title, parts.kind = _title(before)
    return parts


def facts_in(parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield name and value of each fact that the page states about the resource."""
    if parts.kind:
        yield "kind", parts.kind
    credibility = parts.by_heading.get("Credibility Rating", [])
    for place, rated in enumerate(map(_CREDIBILITY.match, credibility)):
        if rated is not None:
            yield "credibility, of 5", rated["value"]
            beside = rated["label"] or next(iter(credibility[place + 1 :]), "")
            if (label := _LABEL.fullmatch(beside)) and not _INHERITED.match(beside):
                yield "credibility label", label["label"]
            break
    if inherited := next(filter(None, map(_INHERITED.match, credibility)), None):
        yield "credibility inherited from", inherited["what"].strip()
    yield from _metadata(parts.by_heading.get("Metadata", []))
    if points := [text for text in parts.by_heading.get("Key Points", ()) if text.strip("•- ")]:
        yield "key points", str(len(points))
    if parts.cited_count:
        yield "cited by pages", parts.cited_count
    cached = " ".join(line.text for line in parts.cached[:4])
    if fetched := _FETCHED.search(cached):
        yield "cached on", fetched["date"]
    if footer := _FOOTER.match(parts.footer):
        yield "resource id", footer["resource"]
        if footer["stable"]:
            yield "stable id", footer["stable"]


def _metadata(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield importance, subtype and purpose; the last two are glued together, in a text and where chips share a line."""
    text = " ".join(lines)
    found = _IMPORTANCE.search(text)
    if found:
        yield "importance, of 100", found["value"]
    rest = (found["rest"] if found else text).strip(" |·")
    purpose = next((one for one in PURPOSES if rest.lower().endswith(one)), None)
    if purpose:
        yield "purpose", purpose
        rest = rest[: -len(purpose)].strip(" |·")
    if rest and len(rest) <= 60:
        yield "subtype", rest


def _rows(cells: list[Line]) -> Iterator[Cited | str]:
    """Yield the rows of the table: three cells each on a page, one line each in a text."""
    texts = [line.text for line in cells if line.text not in _HEADER and line.text != "".join(_HEADER)]
    if all(line.tag == "td" for line in cells if line.text in texts) and len(texts) % 3 == 0:
        for start in range(0, len(texts), 3):
            title, kind, quality = texts[start : start + 3]
            yield Cited(title, None if kind == NONE else kind, None if quality == NONE else quality)
        return
    for text in texts:
        row = _ROW.fullmatch(text)
        if row is None:
            yield text
        else:
            shown = (None if row[name] == NONE else row[name] for name in ("type", "quality"))
            yield Cited(row["title"].strip(), *shown)


def _title(before: list[Line]) -> tuple[str | None, str | None]:
    """Return title and kind: the heading and the mark beside it; in a text, the line before the one that is a kind."""
    for place, line in enumerate(before):
        if line.level == 1:
            beside = before[place + 1].text if place + 1 < len(before) else ""
            return line.text, beside if beside.lower() in _KINDS else None
    for place, line in enumerate(before[1:], 1):
        if line.text.lower() in _KINDS:
            return before[place - 1].text, line.text
    return (before[-1].text if before else None), None
