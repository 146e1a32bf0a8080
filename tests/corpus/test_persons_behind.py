"""Who stands behind a document: people of two forums and authors of papers, as far as their names tell."""

from collections.abc import Callable
from typing import Any

from pipeline.records import AuthorRef
from tests.corpus._names import DAUGHTER, OTHER, ROOT

Make = Callable[..., Any]
PAPER, EA_COPY, EA_POST = "arxiv:1905.00001", "eaforum:EaCopyDDDDDDDDDDD", "eaforum:EaPostDDDDDDDDDDD"
ADA, EA_ADA = AuthorRef("ada", "u1", "Ada Lov"), AuthorRef("eaforum:ada", "eaforum:u9", "Ada Lov")
BO, EA_BO = AuthorRef("bo", "u2", "Bo"), AuthorRef("eaforum:bo", "eaforum:u8", "Bo")
TO_PAPER = '<a href="https://arxiv.org/abs/1905.00001">x</a>'


def self_citations(corpus: Any) -> dict[tuple[str, str], bool]:
    return {(one.citing_id, one.cited_id): one.self_citation for one in corpus.citations.itertuples()}


def paper(post: Make, *names: str) -> Any:
    authors = tuple(AuthorRef(None, f"name:{name.lower().replace(' ', '-')}", name) for name in names)
    return post(PAPER, kind="paper", slug=None, origin="openalex", authors=authors)


def test_a_namesake_on_the_other_forum_takes_no_paper_from_a_person(build: Make, post: Make) -> None:
    here = post(OTHER, TO_PAPER, authors=(ADA,))
    there = post(EA_POST, TO_PAPER, authors=(EA_ADA,))
    alone = self_citations(build(paper(post, "Ada Lov"), here))
    both = self_citations(build(paper(post, "Ada Lov"), here, there))

    assert alone == {(f"forum:{OTHER}", PAPER): True}
    assert both == {(f"forum:{OTHER}", PAPER): True, (EA_POST, PAPER): True}


def test_a_name_that_two_of_one_forum_have_is_nobodys_there(build: Make, post: Make) -> None:
    namesake = AuthorRef("ada-2", "u3", "Ada Lov")
    corpus = build(
        paper(post, "Ada Lov"),
        post(OTHER, TO_PAPER, authors=(ADA,)),
        post(DAUGHTER, authors=(namesake,)),
        post(EA_POST, TO_PAPER, authors=(EA_ADA,)),
    )
    assert self_citations(corpus) == {(f"forum:{OTHER}", PAPER): False, (EA_POST, PAPER): True}


def test_writers_of_two_forums_are_one_person_only_where_copies_of_a_post_say_so(build: Make, post: Make) -> None:
    to_root = f'<a href="https://www.lesswrong.com/posts/{ROOT}">x</a>'
    root = post(ROOT, authors=(ADA, BO))
    by_ada, by_bo = post(EA_POST, to_root, authors=(EA_ADA,)), post(f"{EA_POST[:-1]}E", to_root, authors=(EA_BO,))
    copy = post(EA_COPY, authors=(EA_ADA,))
    pairs = [(EA_POST, f"forum:{ROOT}"), (f"{EA_POST[:-1]}E", f"forum:{ROOT}")]

    def found(*records: Any) -> list[bool]:
        return [self_citations(build(root, by_ada, by_bo, *records))[pair] for pair in pairs]

    assert found(copy, post(OTHER, authors=(ADA,))) == [False, False], "a name alone says nothing"
    assert found(copy, post(OTHER, authors=(ADA, BO), crosspost_id=EA_COPY)) == [True, False]
    assert found(post(EA_COPY, authors=(EA_ADA,), crosspost_id=f"forum:{OTHER}"), post(OTHER, authors=(ADA,))) == [
        True,
        False,
    ]
