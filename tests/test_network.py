"""From the files of a citation network to its corpus: what is stored, said, refused and studied."""

from pathlib import Path

import pytest

from pipeline.archive.store import Archive
from pipeline.corpus import build_corpus
from pipeline.coverage import links_known
from pipeline.errors import UsageError
from pipeline.network import import_network, studied_replies, study_settings
from pipeline.settings import load

EDGES = "citing_id,cited_id\nb,a\nc,a\nc,b\nb,c\nd,b\nd,b\nd,d\n"
DOCS = "document_id,title,posted_at\na,The first,1998\nb,The second,2001-05\nc,The third,2001\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    edges, docs = tmp_path / "EDGES.csv", tmp_path / "DOCS.csv"
    edges.write_text(EDGES)
    docs.write_text(DOCS)
    return edges, docs


def test_importing_says_what_the_network_holds_and_what_was_done_with_it(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    with Archive(tmp_path / "replies.sqlite") as archive:
        told = list(import_network(files[0], archive, documents=files[1], root="a"))

    assert told == [
        "documents: 4, with a date: 3; citations: 5",
        "documents known by their id alone: 1, such as doc:d",
        "cycles: 1, of 2 documents, the largest of 2 with doc:b: kept; acyclic_effects.csv says what the measures make of them",
        "edge_list citation, kept: 1, first in EDGES.csv #7: d cites b: given before; counted once",
        "edge_list citation, left out: 1, first in EDGES.csv #8: d: a document's citation of itself",
        "root: doc:a",
    ]


def test_the_corpus_of_a_network_holds_its_documents_and_nothing_else(files: tuple[Path, Path], tmp_path: Path) -> None:
    with Archive(tmp_path / "replies.sqlite") as archive:
        list(import_network(files[0], archive, documents=files[1], root="a"))
        settings = study_settings(load(), archive)
        corpus = build_corpus(archive.replies(), settings)

    documents = corpus.documents.set_index("document_id")
    assert settings.snapshot == "none"
    assert [document.id for document in settings.root_work.documents] == ["doc:a"]
    assert documents["posted_at"].dropna().to_dict() == {"doc:a": "1998", "doc:b": "2001-05", "doc:c": "2001"}
    assert documents.loc["doc:b", "title"] == "The second"
    pairs = corpus.citations.set_index(["citing_id", "cited_id"])
    assert sorted(pairs.index) == [
        ("doc:b", "doc:a"),
        ("doc:b", "doc:c"),
        ("doc:c", "doc:a"),
        ("doc:c", "doc:b"),
        ("doc:d", "doc:b"),
    ]
    assert set(pairs["evidence"]) == {"edge_list"}
    assert set(pairs["n_links"]) == {1}
    assert links_known(documents).to_dict() == {"doc:a": True, "doc:b": True, "doc:c": True, "doc:d": True}
    assert not pairs["backward"].any(), "periods that may be the same are not backward"


def test_both_sides_of_a_citation_are_known_however_their_ids_are_written(tmp_path: Path) -> None:
    edges, docs = tmp_path / "edges.csv", tmp_path / "docs.csv"
    edges.write_text(
        "citing_id,cited_id\ndoi:10.1000/XYZ,doi:10.1000/ABC\ndoi:10.1000/xyz,web:http://www.example.org/a/\n"
        "web:https://example.org/a,doi:10.48550/arXiv.1906.01820\ndoi:10.1000/abc,doi:10.1000/ABC\n"
    )
    docs.write_text("document_id,title,posted_at\ndoi:10.1000/ABC,The first,1998\ndoi:10.1000/XYZ,The second,2001\n")
    with Archive(tmp_path / "replies.sqlite") as archive:
        told = list(import_network(edges, archive, documents=docs, root="doi:10.1000/ABC"))
        settings = study_settings(load(), archive)
        corpus = build_corpus(archive.replies(), settings)

    assert told[0] == "documents: 4, with a date: 2; citations: 3"
    assert told[-1] == "root: doi:10.1000/abc"
    assert [document.id for document in settings.root_work.documents] == ["doi:10.1000/abc"]
    assert sorted(corpus.documents["document_id"]) == [
        "arxiv:1906.01820",
        "doi:10.1000/abc",
        "doi:10.1000/xyz",
        "web:https://example.org/a",
    ]
    found = corpus.citations.set_index(["citing_id", "cited_id"])
    assert list(found.index) == [
        ("doi:10.1000/xyz", "doi:10.1000/abc"),
        ("doi:10.1000/xyz", "web:https://example.org/a"),
        ("web:https://example.org/a", "arxiv:1906.01820"),
    ]
    assert not found["dangling"].any()
    assert found["citation_age_days"].iloc[0] == 1096


def test_a_network_may_have_no_root(files: tuple[Path, Path], tmp_path: Path) -> None:
    with Archive(tmp_path / "replies.sqlite") as archive:
        told = list(import_network(files[0], archive))
        settings = study_settings(load(), archive)
        corpus = build_corpus(archive.replies(), settings)

    assert told[-1].startswith("no root")
    assert settings.root_work.documents == ()
    assert len(corpus.documents) == 4
    known = links_known(corpus.documents.set_index("document_id"))
    assert not known["doc:a"], "without a list of documents, nothing says that what is only cited cites nothing"
    assert known.sum() == 3


def test_an_archive_of_something_else_is_not_mixed_with_a_network(files: tuple[Path, Path], tmp_path: Path) -> None:
    with Archive(tmp_path / "replies.sqlite") as archive:
        archive.put("forum_dump", "IMPORT", "file:x", b"[]")
        with pytest.raises(UsageError, match="data folder of its own"):
            import_network(files[0], archive)
        assert study_settings(load(), archive) == load()


def test_a_corrected_file_takes_the_place_of_the_former_one(files: tuple[Path, Path], tmp_path: Path) -> None:
    with Archive(tmp_path / "replies.sqlite") as archive:
        list(import_network(files[0], archive, documents=files[1], root="a"))
        before = archive.digest()
        again = list(import_network(files[0], archive, documents=files[1], root="a"))
        assert archive.digest() == before
        files[0].write_text("citing_id,cited_id\nb,a\nx,b\n")
        corrected = list(import_network(files[0], archive, documents=files[1], root="b"))
        settings = study_settings(load(), archive)
        corpus = build_corpus(studied_replies(archive), settings)

        assert again[-1] == "root: doc:a"
        names = f"{tmp_path.name}/EDGES.csv and {tmp_path.name}/DOCS.csv"
        assert corrected[-2:] == [
            "root: doc:b",
            f"takes the place of what was imported before ({names}, with the root doc:a), which stays in the archive",
        ]
        assert [document.id for document in settings.root_work.documents] == ["doc:b"]
        assert corpus.citations[["citing_id", "cited_id"]].to_numpy().tolist() == [
            ["doc:b", "doc:a"],
            ["doc:x", "doc:b"],
        ]
        assert sorted(corpus.documents["document_id"]) == ["doc:a", "doc:b", "doc:c", "doc:x"]
        assert EDGES.encode() in [reply.body for reply in archive.replies()]


def test_what_the_last_import_leaves_out_is_studied_no_more(files: tuple[Path, Path], tmp_path: Path) -> None:
    with Archive(tmp_path / "replies.sqlite") as archive:
        list(import_network(files[0], archive, documents=files[1], root="a"))
        told = list(import_network(files[0], archive))
        settings = study_settings(load(), archive)
        corpus = build_corpus(studied_replies(archive), settings)

    assert any(line.startswith("no root") for line in told)
    assert settings.root_work.documents == ()
    assert corpus.documents["title"].isna().all()


def test_a_network_that_is_imported_again_may_be_turned(tmp_path: Path) -> None:
    path = tmp_path / "small.net"
    path.write_text('*Vertices 2\n1 "old"\n2 "new"\n*Arcs\n1 2\n')
    pairs = []
    with Archive(tmp_path / "replies.sqlite") as archive:
        for turned in (False, True, False):
            list(import_network(path, archive, arcs_reversed=turned))
            corpus = build_corpus(studied_replies(archive), study_settings(load(), archive))
            pairs += corpus.citations[["citing_id", "cited_id"]].to_numpy().tolist()

    assert pairs == [["doc:old", "doc:new"], ["doc:new", "doc:old"], ["doc:old", "doc:new"]]


def test_a_network_of_an_archive_that_names_the_root_alone_is_read(files: tuple[Path, Path], tmp_path: Path) -> None:
    with Archive(tmp_path / "replies.sqlite") as archive:
        archive.put("edge_list", "IMPORT", "file:net/EDGES.csv", EDGES.encode())
        archive.put("edge_list", "IMPORT", "root:", b"doc:a")
        settings = study_settings(load(), archive)

        assert [document.id for document in settings.root_work.documents] == ["doc:a"]
        assert len(build_corpus(studied_replies(archive), settings).citations) == 5


def test_the_root_that_an_earlier_release_kept_is_the_document_that_its_files_name_now(tmp_path: Path) -> None:
    with Archive(tmp_path / "replies.sqlite") as archive:
        archive.put("edge_list", "IMPORT", "file:net/EDGES.csv", b"citing_id,cited_id\nb,10.1000/A\n")
        archive.put("edge_list", "IMPORT", "root:", b"doc:10.1000/A")
        settings = study_settings(load(), archive)

        assert [document.id for document in settings.root_work.documents] == ["doi:10.1000/a"]
        assert set(build_corpus(studied_replies(archive), settings).citations["cited_id"]) == {"doi:10.1000/a"}


def test_nothing_is_stored_of_files_that_cannot_be_used(files: tuple[Path, Path], tmp_path: Path) -> None:
    files[1].write_text("name\nx\n")
    with Archive(tmp_path / "replies.sqlite") as archive:
        with pytest.raises(UsageError, match="It was not stored") as error:
            import_network(files[0], archive, documents=files[1])
        assert str(error.value).startswith(f"cannot import {files[1]}: expected the columns")
        with pytest.raises(UsageError, match="--root: expected the id of one of the 4 documents"):
            import_network(files[0], archive, root="z")
        with pytest.raises(UsageError, match="cannot read"):
            import_network(tmp_path / "missing.csv", archive)
        assert archive.counts() == {}


@pytest.mark.parametrize(
    "text", [DOCS, "citing_id,cited_id\n", "citing_id,cited_id\na,a\n,b\n", '*Vertices 1\n1 "a"\n']
)
def test_a_file_of_edges_without_one_is_refused(text: str, files: tuple[Path, Path], tmp_path: Path) -> None:
    files[0].write_text(text)
    with Archive(tmp_path / "replies.sqlite") as archive:
        with pytest.raises(
            UsageError, match="found none that can be used; a list of documents goes behind --documents"
        ):
            import_network(files[0], archive, documents=files[1])
        assert archive.counts() == {}


def test_a_pajek_network_needs_no_list_of_documents(tmp_path: Path) -> None:
    path = tmp_path / "small.net"
    path.write_text('*Vertices 2\n1 "old"\n2 "new"\n*Arcs\n1 2\n')
    with Archive(tmp_path / "replies.sqlite") as archive:
        told = list(import_network(path, archive, root="old", arcs_reversed=True))
        corpus = build_corpus(archive.replies(), study_settings(load(), archive))

    assert corpus.citations[["citing_id", "cited_id"]].to_numpy().tolist() == [["doc:new", "doc:old"]]
    assert told[-1].startswith("arcs: read from the cited to the citing document")


@pytest.mark.parametrize(
    ("root", "found"), [("1", "doc:old (vertex 1)"), ("2", "doc:new (vertex 2)"), ("3", "doc:3"), ("new", "doc:new")]
)
def test_the_root_of_a_pajek_network_is_a_label_or_a_number_of_a_vertex(tmp_path: Path, root: str, found: str) -> None:
    path = tmp_path / "small.net"
    path.write_text('*Vertices 4\n1 "old"\n2 "new"\n3 "odd"\n4 "3"\n*Arcs\n1 2\n')
    with Archive(tmp_path / "replies.sqlite") as archive:
        assert f"root: {found}" in list(import_network(path, archive, root=root))


@pytest.mark.parametrize("root", ["9", "0", "1.0", "older"])
def test_a_root_that_no_vertex_is_called_is_refused(tmp_path: Path, root: str) -> None:
    path = tmp_path / "small.net"
    path.write_text('*Vertices 2\n1 "old"\n2 "new"\n*Arcs\n1 2\n')
    with Archive(tmp_path / "replies.sqlite") as archive:
        with pytest.raises(UsageError, match=r"--root: .* \(in a Pajek file a label or a vertex number\)"):
            import_network(path, archive, root=root)
        assert archive.counts() == {}
