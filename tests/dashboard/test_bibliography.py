"""References hold to the rules of their formats, whatever a title holds."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.bibliography import Reference, bibtex, csl, key_of, reference, ris
from pipeline.settings import Settings

ROW: dict[str, Any] = {
    "document_id": "forum:FkgsxrGf3QxhfLWHG",
    "kind": "post",
    "venue": "af",
    "title": "50% of {A_B",
    "authors": "evhub | Åke & Co",
    "posted_at": "2019-05-31T23:44:53Z",
    "url": "https://www.example.org/posts/a_b?c=1&d={2}",
    "retrieved_at": None,
    "parent_id": None,
}
TEXT = st.text(max_size=60).filter(lambda text: text.encode("utf-8", "ignore").decode() == text)


def test_a_post_as_bibtex() -> None:
    assert bibtex([reference(ROW)]) == (
        "@misc{forum:FkgsxrGf3QxhfLWHG,\n"
        "  title = {{50\\% of \\textbraceleft{}A\\_B}},\n"
        "  author = {{evhub} and {Åke \\& Co}},\n"
        "  year = {2019},\n"
        "  month = {5},\n"
        "  date = {2019-05-31},\n"
        "  howpublished = {AI Alignment Forum},\n"
        "  url = {https://www.example.org/posts/a_b?c=1&d=%7B2%7D},\n"
        "}\n"
    )


def test_a_post_as_ris() -> None:
    assert ris([reference(ROW)]).split("\r\n") == [
        "TY  - BLOG",
        "ID  - forum:FkgsxrGf3QxhfLWHG",
        "TI  - 50% of {A_B",
        "AU  - evhub",
        "AU  - Åke & Co",
        "PY  - 2019",
        "DA  - 2019/05/31",
        "T2  - AI Alignment Forum",
        "UR  - https://www.example.org/posts/a_b?c=1&d=%7B2%7D",
        "ER  - ",
        "",
    ]


def test_a_paper_and_a_comment_as_csl() -> None:
    paper = {**ROW, "document_id": "arxiv:1906.01820", "kind": "paper", "venue": "arxiv", "posted_at": "2019-06"}
    comment = {**ROW, "document_id": "forum-comment:x", "kind": "comment", "title": None}
    first, second = json.loads(csl([reference(paper), reference(comment, "A Post")]))

    assert (first["type"], first["archive"], first["archive_location"]) == ("article", "arXiv", "1906.01820")
    assert first["issued"] == {"date-parts": [[2019, 6]]}
    assert first["author"] == [{"literal": "evhub"}, {"literal": "Åke & Co"}]
    assert (second["type"], second["title"]) == ("post", "Comment on “A Post”")
    assert "accessed" not in second


def test_what_is_not_known_is_left_out() -> None:
    bare = dict.fromkeys(ROW) | {"document_id": "web:a.org", "kind": "page"}

    assert bibtex([reference(bare)]) == "@misc{web:a.org,\n  title = {{web:a.org}},\n}\n"
    assert "javascript" not in ris([reference({**ROW, "url": "javascript:alert(1)"})])


@given(TEXT, TEXT, TEXT)
def test_no_text_breaks_an_entry(title: str, author: str, address: str) -> None:
    row = {**ROW, "title": title, "authors": author, "url": "https://a.org/" + address}
    entry, tagged = bibtex([reference(row)]), ris([reference(row)])
    depth = [entry[:place].count("{") - entry[:place].count("}") for place in range(1, len(entry) + 1)]

    assert depth[-1] == 0
    assert min(depth[len("@misc{") : -2]) >= 1
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line) for line in tagged.split("\r\n")[:-1])
    assert json.loads(csl([reference(row)]))[0]["URL"].startswith("https://a.org/")


@given(st.sets(TEXT.filter(bool), min_size=2, max_size=5))
def test_different_documents_have_different_keys(ids: set[str]) -> None:
    keys = {key_of(one) for one in ids}

    assert len(keys) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9:._-]+", key) for key in keys)


@pytest.fixture(scope="module")
def client(published: Settings) -> FlaskClient:
    return create_app(published).server.test_client()


@pytest.mark.parametrize(("ending", "entries"), [("bib", r"^@misc\{"), ("ris", r"^TY  - "), ("json", r'^  "id": ')])
def test_every_document_that_fits_is_in_the_file(client: FlaskClient, ending: str, entries: str) -> None:
    reply = client.get(f"/csv/works/documents.{ending}?cites=root&kind=any")

    assert reply.status_code == 200
    assert len(re.findall(entries, reply.get_data(as_text=True), re.MULTILINE)) == 11
    assert f'filename="works-documents.{ending}"' in reply.headers["Content-Disposition"]


@pytest.mark.parametrize("address", ["/csv/spread/cumulative-documents.bib", "/csv/works/documents.exe"])
def test_what_is_no_list_of_documents_has_no_references(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_reference_says_only_what_it_is_given() -> None:
    assert reference(ROW) == Reference(
        "forum:FkgsxrGf3QxhfLWHG", "post", "50% of {A_B", ["evhub", "Åke & Co"], "2019-05-31", "AI Alignment Forum",
        "https://www.example.org/posts/a_b?c=1&d=%7B2%7D", "", "", "",
    )  # fmt: skip
