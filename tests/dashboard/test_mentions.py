"""Ids of documents in outside text: each is a link in words."""

import pytest

from dashboard.components.mentions import linked, mentioned
from dashboard.markup import markup

POST, TALK, PAPER = "forum:cSXZpvqpa9vbGGLtG", "eaforum:hCsxvMAGpkEuLCE4E", "arxiv:1606.06565"


def test_ids_of_both_forums_and_of_papers_are_found() -> None:
    assert mentioned([f"{POST}, section 1; {TALK}; {PAPER}"]) == {POST, TALK, PAPER}


@pytest.mark.parametrize(
    ("document_id", "said"),
    [
        (POST, "a post of the Alignment Forum or LessWrong"),
        (TALK, "a post of the EA Forum"),
        (PAPER, "arXiv 1606.06565"),
    ],
)
def test_a_document_that_is_in_no_table_is_said_in_words_and_its_id_stands_behind(document_id: str, said: str) -> None:
    (unknown,), (known,) = linked(document_id, {}), linked(document_id, {document_id: "On owls"})

    assert f">{said}</bdi>" in markup(unknown)
    assert f'title="{document_id}"' in markup(unknown)
    assert ">On owls</bdi>" in markup(known)
