"""Bundled facts: small, whole, and believed least."""

import gzip
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.corpus import as_resources, snapshot
from pipeline.errors import StoreUnusable, UsageError
from pipeline.records import AuthorRef, PingbackRecord
from tests.corpus._names import DAUGHTER, OTHER, ROOT, row

Make = Callable[..., Any]
HTML = (
    f'<p>one two <a href="/posts/{ROOT}#part">a</a> <a href="/lw/n7w/lost">b</a> <a href="/posts/bad">c</a></p>'
    f'<blockquote><a href="https://roots.example/paper">d</a></blockquote><a href="/posts/{OTHER}">me</a>'
    '<a href="https://elsewhere.example">e</a>'
)


@pytest.fixture
def corpus(build: Make, post: Make) -> Any:
    return build(
        post(ROOT, title="On Roots", slug="on-roots", af=True, posted_at="2019-05-31T22:00:00Z"),
        post(
            OTHER, HTML, karma=-3, tags=(("mesa", "Mesa"),), outgoing=(f"forum:{ROOT}", f"forum:{DAUGHTER}"), title="NA"
        ),
        post(
            DAUGHTER,
            title="“Quoted”, title\twith, commas",
            slug="another-slug",
            authors=(AuthorRef("eve", "userEve", "eve"), AuthorRef(None, "userBo", "Bo")),
            crosspost_id="eaforum:TwinTwinTwinTwin1",
            modified_at="2021-01-01T00:00:00Z",
        ),
        post("eaforum:TwinTwinTwinTwin1", authors=None, title=None, slug=None, posted_at=None),
        PingbackRecord(
            f"forum:{ROOT}",
            1,
            "post",
            "NA",
            None,
            "2020-01-01T00:00:00Z",
            5,
            "greaterwrong_text",
            "2026-01-01T00:00:00Z",
        ),
    )


def test_building_from_it_alone_gives_the_same_tables_and_the_same_bytes(
    corpus: Any, build: Make, tmp_path: Path
) -> None:
    first = snapshot.write(tmp_path / "first", as_resources(corpus))
    again = build(snapshot=snapshot.read(tmp_path / "first"))
    second = snapshot.write(tmp_path / "second", as_resources(again))
    assert [path.name for path, _ in first] == [path.name for path, _ in second]
    assert all(one.read_bytes() == two.read_bytes() for (one, _), (two, _) in zip(first, second, strict=True))
    for name in ("authors", "authorship", "document_tags", "citations", "word_counts"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(corpus, name))
    pd.testing.assert_frame_equal(
        again.documents.drop(columns="retrieved_at"), corpus.documents.drop(columns="retrieved_at")
    )
    assert again.documents["retrieved_at"].isna().all()
    assert again.pingbacks["citing_id"].tolist() == [f"forum:{OTHER}"]
    assert again.unresolved_links["why"].tolist() == corpus.unresolved_links["why"].tolist()


def test_it_holds_no_address_as_written_and_no_text(corpus: Any, tmp_path: Path) -> None:
    snapshot.write(tmp_path, as_resources(corpus))
    links = snapshot.read(tmp_path)["links"]
    assert links["href"].isna().all()
    assert len(links) == 5  # the page elsewhere names no document
    held = b"".join(gzip.decompress(path.read_bytes()) for path in tmp_path.glob("*.csv.gz"))
    assert b"one two" not in held


def test_a_live_record_beats_it_and_a_live_body_replaces_its_links_and_words(
    corpus: Any, build: Make, post: Make, tmp_path: Path
) -> None:
    snapshot.write(tmp_path, as_resources(corpus))
    facts = snapshot.read(tmp_path)
    live = build(post(OTHER, "<p>three new words</p>", karma=50, title=None), snapshot=facts)
    found = row(live.documents, f"forum:{OTHER}")
    assert (found.karma, found.title, found.words, found.origin) == (50, "NA", 3, "forum_api")
    assert live.links.empty
    assert live.document_tags["tag"].tolist() == ["mesa"]
    kept = build(post(OTHER, karma=50), snapshot=facts)
    assert row(kept.documents, f"forum:{OTHER}").words == 7
    assert len(kept.links) == 5


@pytest.mark.parametrize("harm", ["flip", "cut", "swap", "remove"])
def test_a_damaged_file_is_named(corpus: Any, tmp_path: Path, harm: str) -> None:
    snapshot.write(tmp_path, as_resources(corpus))
    path = tmp_path / "links.csv.gz"
    data = bytearray(path.read_bytes())
    if harm == "flip":
        data[len(data) // 2] ^= 255
    elif harm == "cut":
        del data[-9:]
    elif harm == "swap":
        data = bytearray(gzip.compress(b"document_id\nforum:x\n"))
    path.write_bytes(data)
    if harm == "remove":
        path.unlink()
    with pytest.raises(StoreUnusable, match=r"links\.csv\.gz"):
        snapshot.read(tmp_path)


def test_a_folder_without_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match=r"manifest\.json"):
        snapshot.read(tmp_path)


def test_one_that_is_too_large_is_not_written(corpus: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "LIMIT", 1000)
    with pytest.raises(StoreUnusable, match="largest"):
        snapshot.write(tmp_path, as_resources(corpus))
    assert not list(tmp_path.iterdir())


def test_few_documents_take_the_place_of_many_only_when_that_is_said_to_be_right(
    corpus: Any, build: Make, post: Make, tmp_path: Path
) -> None:
    snapshot.write(tmp_path, as_resources(corpus))
    held = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    count = snapshot.count_documents(tmp_path)
    one = as_resources(build(post(ROOT)))

    with pytest.raises(UsageError, match=f"the archive knows 1 and .* {count} documents, which stay as they are"):
        snapshot.write(tmp_path, one)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == held
    snapshot.write(tmp_path, one, accept_shrink=True)
    assert snapshot.count_documents(tmp_path) == 1


def test_an_archive_without_documents_never_becomes_bundled_facts(build: Make, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"the archive holds no document, so .* stays as it is"):
        snapshot.write(tmp_path, as_resources(build()), accept_shrink=True)
    assert list(tmp_path.iterdir()) == []


def test_tables_of_terms_come_back_and_absent_ones_are_empty(corpus: Any, tmp_path: Path) -> None:
    counts = pd.DataFrame(
        [(f"forum:{OTHER}", "core", "mesa", field, 2) for field in ("body", "title")],
        columns=["document_id", "family", "term", "field", "occurrences"],
    )
    snapshot.write(tmp_path, {**as_resources(corpus), "term_counts": counts})
    facts = snapshot.read(tmp_path)
    assert facts["term_counts"]["field"].tolist() == ["body"]
    assert facts["topic_loadings"].empty


def test_order_of_records_and_number_of_workers_change_nothing(build: Make, post: Make) -> None:
    records = [
        post(
            f"{n:017d}",
            f'<p>text {n} <a href="/posts/{n // 2:017d}">x</a></p>',
            where=f"#{n}",
            karma=n,
            slug=f"s{n % 3}",
        )
        for n in range(150)
    ]
    records += [post(f"{n:017d}", f"<p>later {n}</p>", where=f"#{n} again") for n in range(0, 150, 7)]
    once = build(*records)
    shuffled = random.Random(1).sample(records, len(records))
    for other in (build(*shuffled), build(*records, workers=2)):
        for name, frame in as_resources(once).items():
            pd.testing.assert_frame_equal(getattr(other, name), frame)


def test_a_process_that_reads_bodies_loads_no_tables() -> None:
    code = "import sys, pipeline.corpus.analyse; print({'pandas', 'pyarrow', 'networkx'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "set()\n"
