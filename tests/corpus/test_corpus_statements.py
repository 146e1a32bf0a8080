"""What pages state outright becomes citations, tags, facts and definitions; ids of one document become one."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest

from pipeline.corpus import as_resources, snapshot
from pipeline.corpus.identities import aliases, canonical
from pipeline.exports.documents import _EVIDENCE as REASONS
from pipeline.records import AuthorRef, CitationRecord, DefinitionRecord, FactRecord, Statement, TaggingRecord
from tests.corpus._names import DAUGHTER, OTHER, ROOT, row

Make = Callable[..., Any]
WHEN = "2026-01-01T00:00:00Z"
LATER = "2027-01-01T00:00:00Z"
PAPER, PREPRINT, DOI = "openalex:W12", "arxiv:2001.00001", "doi:10.1234/abc"


def cites(citing: str, cited: str, evidence: Statement = "citation_index") -> CitationRecord:
    return CitationRecord(citing, cited, evidence, "an_index", WHEN, "reply #1")


def fact(value: str, at: str = WHEN, fact: str = "credibility") -> FactRecord:
    return FactRecord("web:https://pages.example/p", fact, value, "a_page", at)


def citations(corpus: Any) -> list[tuple[str, str, str, int]]:
    return [(one.citing_id, one.cited_id, one.evidence, one.n_links) for one in corpus.citations.itertuples()]


def test_a_stated_citation_is_a_row_and_its_citing_document_exists(build: Make) -> None:
    corpus = build(
        cites(PREPRINT, "arxiv:1905.00001"),
        cites(PREPRINT, "arxiv:1905.00001", "cited_by_table"),
        cites("web:https://pages.example/p", "web:https://roots.example/paper", "cited_by_table"),
        cites(PREPRINT, "doi:10.1/beyond"),
    )
    assert citations(corpus) == [
        (PREPRINT, "arxiv:1905.00001", "citation_index | cited_by_table", 1),
        (PREPRINT, "doi:10.1/beyond", "citation_index", 1),
        ("web:https://pages.example/p", "web:https://roots.example/paper", "cited_by_table", 0),
    ]
    assert corpus.citations["dangling"].tolist() == [False, True, False]
    assert [row(corpus.documents, one).kind for one in (PREPRINT, "web:https://pages.example/p")] == ["paper", "page"]
    assert "doi:10.1/beyond" not in set(corpus.documents["document_id"])


def test_a_citation_found_as_link_and_in_an_index_is_one_row(build: Make, post: Make) -> None:
    body = '<a href="https://arxiv.org/abs/1905.00001">paper</a>'
    corpus = build(post(OTHER, body), cites(f"forum:{OTHER}", "arxiv:1905.00001"))
    assert citations(corpus) == [(f"forum:{OTHER}", "arxiv:1905.00001", "body | citation_index", 1)]


def test_ids_of_one_paper_become_the_best_known_one_everywhere(build: Make, post: Make) -> None:
    paper: dict[str, Any] = {"kind": "paper", "slug": None, "authors": None, "posted_at": None}
    one = post(PAPER, **paper | {"title": "From an index", "posted_at": "2020-02-02"}, same_as=(DOI,))
    two = post(PREPRINT, **paper | {"title": None}, same_as=("doi:10.1234/ABC",), retrieved_at="2026-02-01T00:00:00Z")
    linking = post(OTHER, '<a href="https://doi.org/10.1234/ABC">the published one</a>')
    records = [one, two, linking, cites(PAPER, f"forum:{ROOT}"), cites(DOI, "arxiv:1905.00001"), post(ROOT)]
    corpus = build(*records)
    assert citations(corpus) == [
        (PREPRINT, "arxiv:1905.00001", "citation_index", 1),
        (PREPRINT, f"forum:{ROOT}", "citation_index", 1),
        (f"forum:{OTHER}", PREPRINT, "body", 1),
    ]
    known = row(corpus.documents, PREPRINT)
    assert (known.title, known.posted_at, known.same_as) == ("From an index", "2020-02-02", f"{DOI} | {PAPER}")
    assert not {DOI, PAPER} & set(corpus.documents["document_id"])
    again = build(*reversed(records))
    pd.testing.assert_frame_equal(again.documents, corpus.documents)
    pd.testing.assert_frame_equal(again.citations, corpus.citations)


def test_the_body_moves_with_the_better_known_id(build: Make, post: Make) -> None:
    body = f'<p>three small words <a href="/posts/{ROOT}">root</a></p>'
    corpus = build(post(PAPER, body, kind="page", same_as=(PREPRINT,)), post(ROOT))
    assert citations(corpus) == [(PREPRINT, f"forum:{ROOT}", "body", 1)]
    assert row(corpus.documents, PREPRINT).words == 4
    assert corpus.texts["document_id"].tolist() == [PREPRINT]


def test_a_link_to_a_former_slug_of_a_tag_cites_the_tag_unless_another_has_the_slug_now(
    build: Make, post: Make
) -> None:
    page = post(ROOT, '<a href="/tag/Inner-Optimizer">a</a> <a href="/w/taken">b</a>')
    facts = [
        FactRecord("forum-tag:mesa", "old_slugs", "Inner-Optimizer | taken", "forum_tags", WHEN),
        FactRecord("forum-tag:older", "old_slugs", "inner-optimizer", "forum_tags", "2020-01-01T00:00:00Z"),
    ]
    corpus = build(page, *facts, post("forum-tag:taken", kind="tag"))

    cited = corpus.citations.set_index("cited_id")["dangling"].to_dict()
    assert cited == {"forum-tag:mesa": False, "forum-tag:taken": False}
    assert corpus.links["names"].tolist() == ["forum-tag:inner-optimizer", "forum-tag:taken"]


def test_what_an_edge_list_says_is_cited_stands_under_the_id_that_is_kept(build: Make, post: Make) -> None:
    corpus = build(post(PAPER, kind="paper", same_as=(PREPRINT,)), post(ROOT, outgoing=(PAPER,)))
    assert corpus.citations[["cited_id", "dangling"]].to_numpy().tolist() == [[PREPRINT, False]]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("web:http://www.arxiv.org/pdf/1906.01820v3", "arxiv:1906.01820"),
        ("web:https://www.lesswrong.com/posts/RootPostAAAAAAAAA/some-slug", f"forum:{ROOT}"),
        ("web:HTTPS://Pages.example:443/p/?utm_source=a#part", "web:https://pages.example/p"),
        ("web:not an address", "web:not an address"),
        ("doi:10.1000/A<b>#2", "doi:10.1000/a<b>#2"),
        ("doi:10.48550/ARXIV.1906.01820", "arxiv:1906.01820"),
        ("arxiv:math.GT/0309136v1", "arxiv:math/0309136"),
        ("arxiv:as it is", "arxiv:as it is"),
        ("forum:AsIt.Is", "forum:AsIt.Is"),
    ],
)
def test_an_id_is_written_one_way(given: str, wanted: str) -> None:
    assert canonical(given) == wanted
    assert canonical(wanted) == wanted


def test_chains_of_ids_end_at_one() -> None:
    same = {"s2:9": ["doi:10.1/b"], "openalex:W1": ["doi:10.1/a", "doi:10.1/b"], "web:https://a.example": []}
    assert aliases(same) == dict.fromkeys(["doi:10.1/b", "openalex:W1", "s2:9"], "doi:10.1/a")


def test_a_link_to_a_page_that_is_in_the_corpus_is_a_citation(build: Make, post: Make) -> None:
    link = post(OTHER, '<a href="http://www.pages.example/p/#top">page</a> <a href="https://elsewhere.example">e</a>')
    assert citations(build(link)) == []
    page = post("web:https://pages.example/p", kind="page", authors=None)
    assert citations(build(link, page)) == [(f"forum:{OTHER}", "web:https://pages.example/p", "body", 1)]


def test_taggings_join_the_tags_of_documents(build: Make, post: Make) -> None:
    corpus = build(
        post(OTHER, tags=(("mesa", "Mesa-Optimization"), ("inner", "Inner"))),
        TaggingRecord(f"forum:{OTHER}", "mesa", "mesa old name", 9, "tag_page", "2025-01-01T00:00:00Z"),
        TaggingRecord(f"forum:{OTHER}", "mesa", "mesa name", 12, "tag_page", WHEN),
        TaggingRecord(f"forum:{DAUGHTER}", "mesa", "mesa name", None, "tag_page", WHEN),
    )
    found = corpus.document_tags.astype(object).where(corpus.document_tags.notna(), None).to_numpy().tolist()
    assert found == [
        [f"forum:{DAUGHTER}", "mesa", "mesa name", None],
        [f"forum:{OTHER}", "inner", "Inner", None],
        [f"forum:{OTHER}", "mesa", "Mesa-Optimization", 12],
    ]
    assert row(corpus.documents, f"forum:{DAUGHTER}").origin == "tag_page"


@pytest.mark.parametrize(
    ("said", "listed", "tags"),
    [
        ({}, {}, ["mesa"]),
        ({"retrieved_at": LATER}, {}, []),
        ({"retrieved_at": LATER}, {"retrieved_at": LATER}, ["mesa"]),
        ({"retrieved_at": LATER, "tags": None}, {}, ["mesa"]),
        ({"retrieved_at": LATER, "imported": True}, {}, ["mesa"]),
        ({"retrieved_at": LATER, "mirror": True}, {}, ["mesa"]),
        ({}, {"retrieved_at": LATER, "imported": True}, []),
        ({}, {"retrieved_at": ""}, []),
        ({}, {"retrieved_at": LATER, "mirror": True}, []),
        ({"mirror": True}, {"retrieved_at": LATER, "mirror": True}, ["mesa"]),
        ({"retrieved_at": LATER, "mirror": True}, {"mirror": True}, []),
        ({"retrieved_at": LATER, "imported": True}, {"mirror": True}, ["mesa"]),
    ],
)
def test_a_tags_list_older_than_what_a_post_last_said_gives_it_no_tag_that_it_lost(
    build: Make, post: Make, said: dict[str, Any], listed: dict[str, Any], tags: list[str]
) -> None:
    last = post(OTHER, **({"tags": (), "retrieved_at": WHEN} | said))
    tagging = TaggingRecord(f"forum:{OTHER}", "mesa", "Mesa", 12, "tag_page", WHEN)
    assert build(last, replace(tagging, **listed)).document_tags["tag"].tolist() == tags


def test_a_list_that_counts_for_nothing_hides_no_other(build: Make, post: Make) -> None:
    listed = TaggingRecord(f"forum:{OTHER}", "mesa", "Mesa", None, "tag_page", LATER)
    mirrored = replace(listed, source="mirror", retrieved_at="2028-01-01T00:00:00Z", mirror=True)
    before = replace(listed, relevance=12, retrieved_at="2025-01-01T00:00:00Z")
    said = post(OTHER, tags=(), retrieved_at=WHEN)

    assert build(said, mirrored, before).document_tags["tag"].tolist() == []
    assert build(said, mirrored, before, listed).document_tags["tag"].tolist() == ["mesa"]


def test_a_newer_page_that_does_not_say_how_relevant_a_tag_is_takes_nothing_back(build: Make) -> None:
    corpus = build(
        TaggingRecord(f"forum:{OTHER}", "mesa", "Mesa", 12, "tag_page", "2025-01-01T00:00:00Z"),
        TaggingRecord(f"forum:{OTHER}", "mesa", "Mesa", None, "mirror", WHEN),
    )
    assert corpus.document_tags["relevance"].tolist() == [12]


def test_of_several_copies_of_a_page_the_newest_states_the_fact(build: Make) -> None:
    corpus = build(fact("4"), fact("3", "2025-01-01T00:00:00Z"), fact("7", fact="importance"))
    assert corpus.page_facts[["fact", "value"]].to_numpy().tolist() == [["credibility", "4"], ["importance", "7"]]


def test_definitions_stay_beside_the_texts(build: Make) -> None:
    entry = DefinitionRecord("mesa-thing", "A thing below.", "Section 1", "web:https://a.example/g/", "glossary", WHEN)
    alone = replace(entry, document_id="web:https://a.example/concept", section="")
    corpus = build(replace(entry, text="An older thing.", retrieved_at="2025-01-01T00:00:00Z"), entry, alone)
    assert corpus.definitions["section"].isna().tolist() == [True, False]
    assert corpus.definitions[["document_id", "term", "text"]].to_numpy().tolist() == [
        ["web:https://a.example/concept", "mesa-thing", "A thing below."],
        ["web:https://a.example/g", "mesa-thing", "A thing below."],
    ]


def test_a_name_with_its_own_scheme_is_the_author_id(build: Make, post: Make) -> None:
    ada = AuthorRef(None, "name:ada-l", "Ada L.")
    corpus = build(
        post(PREPRINT, kind="paper", authors=(ada,)), post("arxiv:1905.00001", kind="paper", authors=(ada,)),
        cites(PREPRINT, "arxiv:1905.00001"),
    )  # fmt: skip
    assert corpus.authors[["author_id", "name"]].to_numpy().tolist() == [["name:ada-l", "Ada L."]]
    assert corpus.authors["user_id"].isna().all()
    assert corpus.citations["self_citation"].tolist() == [True]


def test_the_bundled_facts_hold_all_of_it_but_definitions(build: Make, post: Make, tmp_path: Path) -> None:
    ada = AuthorRef(None, "name:ada-l", "Ada L.")
    made = build(
        post(PREPRINT, kind="paper", slug=None, authors=(ada,), same_as=(DOI,)),
        post(OTHER, form="question"),
        post(f"forum-comment:{DAUGHTER}", kind="comment", form="review", reply_to=f"forum-comment:{OTHER}"),
        cites(PREPRINT, "arxiv:1905.00001"),
        cites(PREPRINT, "arxiv:1905.00001", "cited_by_table"),
        TaggingRecord(f"forum:{OTHER}", "mesa", "Mesa", 3, "tag_page", WHEN),
        fact("4"),
        DefinitionRecord("mesa-thing", "A thing below.", "Section 1", "web:https://a.example/g", "glossary", WHEN),
    )
    snapshot.write(tmp_path / "first", as_resources(made))
    again = build(snapshot=snapshot.read(tmp_path / "first"))
    for name in ("documents", "authors", "citations", "document_tags", "page_facts"):
        left, right = (
            getattr(one, name).drop(columns="retrieved_at", errors="ignore").query("index == index")
            for one in (again, made)
        )
        pd.testing.assert_frame_equal(left, right)
    assert again.definitions.empty
    assert "retrieved_at" in again.page_facts
    second = snapshot.write(tmp_path / "second", as_resources(again))
    for path, _ in second:
        assert path.read_bytes() == (tmp_path / "first" / path.name).read_bytes(), path.name


def test_facts_bundled_by_an_older_program_are_read(build: Make, post: Make, tmp_path: Path) -> None:
    snapshot.write(tmp_path, as_resources(build(post(OTHER, tags=(("mesa", "Mesa"),)))))
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    for name in ("page_facts", "stated_citations"):
        del manifest["tables"][name]
        (tmp_path / f"{name}.csv.gz").unlink()
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    facts = snapshot.read(tmp_path)
    assert facts["page_facts"].empty
    assert build(snapshot=facts).document_tags["tag"].tolist() == ["mesa"]


def test_every_kind_of_statement_has_a_reason_in_words() -> None:
    assert set(get_args(Statement)) <= set(REASONS)
