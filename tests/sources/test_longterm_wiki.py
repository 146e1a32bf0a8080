"""The glossary's page, and pages of the Longterm Wiki: what each gives, to whom, and what is told of gaps."""

import html
import json
from typing import Any

import pytest

from pipeline.archive.store import IMPORT, Reply
from pipeline.corpus import build_corpus
from pipeline.errors import BadPage
from pipeline.records import CitationRecord, DefinitionRecord, FactRecord, QuarantinedRecord
from pipeline.settings import Settings
from pipeline.sources import longterm_wiki, rlo_glossary
from tests.sources.cases import FOLDER, PLAIN, RETRIEVED_AT


def test_a_page_without_a_glossary_is_refused(imported: Any) -> None:
    with pytest.raises(BadPage, match="Section 1 Glossary"):
        list(rlo_glossary.parse(imported("rlo_glossary", PLAIN)))


def test_a_glossary_in_other_bytes_than_utf_8_is_read_and_told_of(imported: Any) -> None:
    raw = (FOLDER / "rlo_glossary" / "text" / "raw.txt").read_bytes()
    whole = list(rlo_glossary.parse(imported("rlo_glossary", raw)))
    note, *entries = rlo_glossary.parse(imported("rlo_glossary", b"\xff\n" + raw))

    assert entries == whole
    assert isinstance(note, QuarantinedRecord)
    assert (note.what, note.why) == (
        "rlo_glossary page, kept",
        "expected UTF-8, found other bytes; shown as U+FFFD",
    )


def test_the_resource_page_of_a_glossary_gives_its_definitions_to_the_page_it_describes(imported: Any) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_bytes()
    entries = [one for one in longterm_wiki.parse(imported("longterm_wiki", raw)) if isinstance(one, DefinitionRecord)]
    assert [(entry.term, entry.document_id) for entry in entries] == [
        ("found thing", "web:https://arxiv.org/abs/1906.01820")
    ]


def test_a_resource_page_cites_neither_what_it_is_about_nor_the_pages_of_its_table(
    settings: Settings, imported: Any
) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_bytes()
    corpus = build_corpus([imported("longterm_wiki", raw)], settings)

    assert [
        (one.citing_id.rpartition("/")[2], one.cited_id, one.evidence) for one in corpus.citations.itertuples()
    ] == [
        ("E12", "arxiv:1906.01820", "cited_by_table"),
        ("E197", "arxiv:1906.01820", "cited_by_table"),
    ]


@pytest.mark.parametrize("level", ["h2", "h3"])
@pytest.mark.parametrize("entry", ["https://arxiv.org/abs/1906.01820v3", "http://arxiv.org/pdf/1906.01820"])
def test_no_form_of_the_address_of_what_a_resource_page_is_about_is_a_citation(
    settings: Settings, imported: Any, entry: str, level: str
) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_text(encoding="utf-8")
    details = (
        f"<section><{level}>Paper Details</{level}><div><span>12/5 a year</span>"
        '<a href="https://arxiv.org/abs/1906.01820">1906.01820</a>'
        '<a href="https://doi.org/10.48550/arXiv.1906.01820">DOI</a></div></section><section><h2>Metadata'
    )
    page = raw.replace("https://arxiv.org/abs/1906.01820", entry).replace("<section><h2>Metadata", details)
    records = [*longterm_wiki.parse(imported("longterm_wiki", page.encode()))]
    corpus = build_corpus([imported("longterm_wiki", page.encode())], settings)

    assert list(corpus.citations["cited_id"]) == ["arxiv:1906.01820"] * 2
    assert set(corpus.citations["evidence"]) == {"cited_by_table"}
    facts = {one.fact: one.value for one in records if isinstance(one, FactRecord)}
    assert (facts["credibility, of 5"], facts["importance, of 100"]) == ("4", "81")


def test_a_page_of_another_kind_is_no_resource_page(imported: Any) -> None:
    with pytest.raises(BadPage, match="Resource ID"):
        list(longterm_wiki.parse(imported("longterm_wiki", PLAIN)))


def test_what_a_resource_page_says_beside_its_entry_is_its_own(settings: Settings, imported: Any) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_text(encoding="utf-8")
    more = raw.replace("Made up for a test.", 'See <a href="https://arxiv.org/abs/2001.00001">another</a>.')
    corpus = build_corpus([imported("longterm_wiki", more.encode())], settings)

    assert ("body", "arxiv:2001.00001") in set(
        zip(corpus.citations["evidence"], corpus.citations["cited_id"], strict=True)
    )


def test_two_citing_pages_of_one_title_are_two(imported: Any) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_bytes()
    twice = raw.replace(b"Finders at Work", b"Found Things").replace(b"<span>--</span>", b"<span>Risk</span>", 1)
    found = [one for one in longterm_wiki.parse(imported("longterm_wiki", twice)) if isinstance(one, CitationRecord)]

    assert [one.citing_id.rpartition("/")[2] for one in found] == ["E197", "E12"]


def test_a_table_with_fewer_rows_than_its_heading_says_is_told_of(imported: Any) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_bytes().replace(b"<!-- -->2<!-- -->", b"7")
    notes = [one for one in longterm_wiki.parse(imported("longterm_wiki", raw)) if isinstance(one, QuarantinedRecord)]

    assert [(one.what, one.why) for one in notes] == [
        (
            "longterm_wiki citing pages, kept",
            "cited by: found 2 rows, wanted 7 as the heading says; kept what there is",
        )
    ]


@pytest.mark.parametrize(
    ("shown", "label"),
    [
        ("<div>4/5</div><span>High</span>", "High"),
        ("<div>4/5</div><span>Very High(4)</span>", "Very High"),
        ("<div>4/5 Good (4)</div>", "Good"),
        ("<div>4/5</div>", None),
        ("<div>4/5</div><div>Rating inherited from arXiv</div>", None),
    ],
)
def test_the_word_for_a_credibility_is_kept(imported: Any, shown: str, label: str | None) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_text(encoding="utf-8")
    assert "<div>4/5</div><span>High</span>" in raw
    page = raw.replace("<div>4/5</div><span>High</span>", shown)
    facts = {
        one.fact: one.value
        for one in longterm_wiki.parse(imported("longterm_wiki", page.encode()))
        if isinstance(one, FactRecord)
    }
    assert (facts["credibility, of 5"], facts.get("credibility label")) == ("4", label)


@pytest.mark.parametrize(("number", "is_one"), [("1", True), ("II", True), ("iv", True), ("two", False)])
def test_a_glossary_is_known_by_its_heading_whatever_its_numerals(imported: Any, number: str, is_one: bool) -> None:
    raw = f"Section {number} Glossary:\n\nFound thing : Whatever is found.\n".encode()
    assert rlo_glossary.accepts(raw) is is_one
    if is_one:
        (entry,) = rlo_glossary.parse(imported("rlo_glossary", raw))
        assert isinstance(entry, DefinitionRecord)
        assert (entry.section, entry.term) == (f"Section {number}", "found thing")


@pytest.mark.parametrize(
    ("method", "address"),
    [(IMPORT, "file:data.html"), ("GET", "https://www.longtermwiki.com/wiki/E197/data")],
)
def test_the_page_of_a_record_says_what_its_bare_json_says(method: str, address: str) -> None:
    raw = (FOLDER / "longterm_wiki" / "data_page" / "raw.html").read_bytes()
    bare = json.loads(html.unescape(raw.decode().split("<pre>")[1].split("</pre>")[0]))
    page, plain = (
        list(longterm_wiki.parse(Reply("k", "longterm_wiki", method, address, None, 200, {}, body, "", RETRIEVED_AT)))
        for body in (raw, json.dumps({"numericId": "E197", **bare}).encode())
    )

    assert longterm_wiki.accepts(raw)
    assert page == plain
    assert {one.document_id for one in page} == {"web:https://www.longtermwiki.com/wiki/E197"}
    assert ("backlinks", "1") in {(one.fact, one.value) for one in page if isinstance(one, FactRecord)}


@pytest.mark.parametrize(
    ("whole", "broken", "why"),
    [
        (b"&quot;quality&quot;: 63,", b"&quot;quality&quot;: 63", "expected JSON, but"),
        (b'href="/wiki/E197"', b'href="/wiki/found-things"', "numericId or wikiId"),
        (b"<pre>{", b"<p>{", "or the record of one in JSON"),
    ],
)
def test_the_page_of_a_record_that_cannot_be_read_is_refused(whole: bytes, broken: bytes, why: str) -> None:
    raw = (FOLDER / "longterm_wiki" / "data_page" / "raw.html").read_bytes()
    assert whole in raw
    address = "https://www.longtermwiki.com/wiki/E197/data"
    body = raw.replace(whole, broken)
    with pytest.raises(BadPage, match=why):
        list(longterm_wiki.parse(Reply("k", "longterm_wiki", "GET", address, None, 200, {}, body, "", RETRIEVED_AT)))
