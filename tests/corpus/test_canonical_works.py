"""The documents of works are found whatever way the configuration writes their ids."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.corpus import build_from_records
from pipeline.corpus.works import with_canonical_works
from pipeline.settings import Settings
from tests.corpus._names import OTHER


def of(*ids: str) -> Settings:
    documents = [{"id": one, "part": f"Part {number}"} for number, one in enumerate(ids, 1)]
    return Settings.model_validate({"root": "roots", "works": {"roots": {"title": "On Roots", "documents": documents}}})


@pytest.mark.parametrize(
    ("written", "wanted", "address"),
    [
        (
            "web:http://www.roots.example/paper/",
            "web:https://roots.example/paper",
            "https://roots.example/paper#part",
        ),
        ("doi:10.1000/ABC", "doi:10.1000/abc", "https://doi.org/10.1000/ABC"),
        ("doi:10.48550/arXiv.1905.00001", "arxiv:1905.00001", "https://arxiv.org/abs/1905.00001"),
        ("arxiv:1905.00001v2", "arxiv:1905.00001", "https://arxiv.org/pdf/1905.00001v2.pdf"),
    ],
)
def test_a_link_to_a_work_is_a_citation_however_the_work_is_written(
    post: Callable[..., Any], written: str, wanted: str, address: str
) -> None:
    made = build_from_records([post(OTHER, f'<a href="{address}">x</a>')], of(written))

    assert made.documents.loc[made.documents["work_id"] == "roots", "document_id"].tolist() == [wanted]
    assert made.citations["cited_id"].tolist() == [wanted]


def test_two_ways_to_write_one_id_are_one_document_as_the_first_has_it() -> None:
    work = with_canonical_works(of("doi:10.1000/ABC", "forum:RootPostAAAAAAAAA", "doi:10.1000/abc")).root_work

    assert [(one.id, one.part) for one in work.documents] == [
        ("doi:10.1000/abc", "Part 1"),
        ("forum:RootPostAAAAAAAAA", "Part 2"),
    ]
