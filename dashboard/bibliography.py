"""Documents as references: BibTeX, RIS and CSL-JSON, written from rows of ``documents``.

Three small writers of our own: the libraries for these formats bring parsers that nothing here needs. Keys are made from document ids alone, so that a reference keeps its key whatever else is in the file.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.errors import clean

LONGEST = 2_000
SITES = {"af": "AI Alignment Forum", "lw": "LessWrong", "forum": "LessWrong", "eaf": "Effective Altruism Forum"}
OUTSIDE = ("document_id", "title", "authors", "url")
NAMED = (*OUTSIDE, "kind", "venue", "posted_at", "retrieved_at")
"""Columns of ``documents`` of which a reference is made; the first four hold outside text, the others what a table is held to."""

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "$&#_%"},
    }
)
_UNSAFE_IN_KEY = re.compile(r"[^A-Za-z0-9:._-]")
_UNSAFE_IN_URL = re.compile(r"[\s{}\\\"<>^`|]")


@dataclass(frozen=True)
class Reference:
    """One document as a reference; what is not known is empty."""

    key: str
    kind: str
    title: str
    authors: Sequence[str]
    date: str
    site: str
    url: str
    arxiv: str
    doi: str
    accessed: str


def reference(row: Mapping[str, Any], parent_title: str | None = None) -> Reference:
    """Return a row of ``documents`` as a reference; a comment is named by the post that it stands under."""
    said = {name: value for name in NAMED if isinstance(value := row.get(name), str)}
    said |= {name: clean(said[name], LONGEST) for name in OUTSIDE if name in said}
    scheme, _, own = said["document_id"].partition(":")
    url = said.get("url", "")
    title = said.get("title") or (f"Comment on “{clean(parent_title, LONGEST)}”" if parent_title else "")
    return Reference(
        key_of(said["document_id"]),
        said.get("kind", ""),
        title or said["document_id"],
        [name for name in said.get("authors", "").split(" | ") if name],
        said.get("posted_at", "")[:10],
        SITES.get(said.get("venue", ""), ""),
        _UNSAFE_IN_URL.sub(_percent, url) if url.startswith(("https://", "http://")) else "",
        own if scheme == "arxiv" else "",
        own if scheme == "doi" else "",
        said.get("retrieved_at", "")[:10],
    )


def key_of(document_id: str) -> str:
    """Return the key of a document: its id, with a digest where signs had to go.

    >>> key_of("forum:FkgsxrGf3QxhfLWHG"), key_of("web:a.org/x y")
    ('forum:FkgsxrGf3QxhfLWHG', 'web:a.org-x-y-ffb710')
    """
    safe = _UNSAFE_IN_KEY.sub("-", document_id)
    return safe if safe == document_id else f"{safe[:80]}-{hashlib.sha256(document_id.encode()).hexdigest()[:6]}"


def bibtex(references: Iterable[Reference]) -> str:
    """Return references as BibTeX: entries of type ``misc``, names whole, capitals kept."""
    return "\n".join(_bibtex(one) for one in references)


def _bibtex(one: Reference) -> str:
    authors = " and ".join(f"{{{latex(name)}}}" for name in one.authors)
    fields = {
        "title": f"{{{latex(one.title)}}}",
        "author": authors,
        "year": one.date[:4],
        "month": str(int(one.date[5:7])) if one.date[5:7] else "",
        "date": one.date,
        "howpublished": latex(one.site),
        "eprint": one.arxiv,
        "archiveprefix": "arXiv" if one.arxiv else "",
        "doi": one.doi,
        "url": one.url,
        "urldate": one.accessed,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{one.key},", *lines, "}"]) + "\n"


def latex(text: str) -> str:
    """Return text for a field of BibTeX: its braces balance whatever the text holds.

    >>> latex("50% of A_B {or")
    '50\\\\% of A\\\\_B \\\\textbraceleft{}or'
    """
    return text.translate(_LATEX)


def ris(references: Iterable[Reference]) -> str:
    """Return references as RIS: one tag a line, lines ended as its specification says."""
    return "".join(_ris(one) for one in references)


def _ris(one: Reference) -> str:
    kind = {"post": "BLOG", "comment": "ICOMM", "paper": "JOUR" if one.doi else "UNPB"}.get(one.kind, "ELEC")
    lines = [("TY", kind), ("ID", one.key), ("TI", one.title), *(("AU", name) for name in one.authors)]
    lines += [
        ("PY", one.date[:4]),
        ("DA", one.date.replace("-", "/")),
        ("T2", one.site or ("arXiv" if one.arxiv else "")),
    ]
    lines += [("DO", one.doi), ("UR", one.url), ("Y2", one.accessed.replace("-", "/"))]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def csl(references: Iterable[Reference]) -> str:
    """Return references as CSL-JSON."""
    return json.dumps([_csl(one) for one in references], ensure_ascii=False, indent=1) + "\n"


def _csl(one: Reference) -> dict[str, Any]:
    paper = "article-journal" if one.doi else "article"
    item: dict[str, Any] = {
        "id": one.key,
        "type": {"post": "post-weblog", "comment": "post", "paper": paper}.get(one.kind, "webpage"),
        "title": one.title,
        "author": [{"literal": name} for name in one.authors],
        "issued": _date_parts(one.date),
        "container-title": one.site,
        "archive": "arXiv" if one.arxiv else "",
        "archive_location": one.arxiv,
        "DOI": one.doi,
        "URL": one.url,
        "accessed": _date_parts(one.accessed),
    }
    return {name: value for name, value in item.items() if value}


def _date_parts(day: str) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None


def _percent(sign: "re.Match[str]") -> str:
    return "".join(f"%{byte:02X}" for byte in sign[0].encode())


FORMATS: Mapping[str, tuple[str, str, Callable[[Iterable[Reference]], str]]] = {
    "bib": ("BibTeX", "application/x-bibtex", bibtex),
    "ris": ("RIS", "application/x-research-info-systems", ris),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", csl),
}
"""By file ending: what a format is called, its media type, its writer."""
