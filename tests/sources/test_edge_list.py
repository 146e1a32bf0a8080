"""Citation networks as CSV and as Pajek files: ids, dates, doubles, loops, and what cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.store import IMPORT, Reply
from pipeline.errors import BadPage
from pipeline.records import DocumentRecord, QuarantinedRecord, Record
from pipeline.sources import edge_list
from pipeline.sources.edge_list import document_id, parse


def reply(text: str | bytes, url: str = "file:net/EDGES.csv", **headers: str) -> Reply:
    body = text.encode() if isinstance(text, str) else text
    return Reply("", edge_list.NAME, IMPORT, url, None, 200, headers, body, "", "2026-01-02T03:04:05Z")


def documents(text: str | bytes, **headers: str) -> dict[str, DocumentRecord]:
    return {one.document_id: one for one in parse(reply(text, **headers)) if isinstance(one, DocumentRecord)}


def quarantined(records: list[Record]) -> list[tuple[str, str, str]]:
    return [(one.what, one.where, one.why) for one in records if isinstance(one, QuarantinedRecord)]


def test_an_edge_list_gives_what_each_document_cites() -> None:
    found = documents("citing_id,cited_id\nb,a\nc,a\nc,b\n")

    assert {name: one.outgoing for name, one in found.items()} == {
        "doc:b": ("doc:a",),
        "doc:a": None,
        "doc:c": ("doc:a", "doc:b"),
    }
    assert {one.kind for one in found.values()} == {"paper"}


def test_doubles_loops_and_rows_without_an_id_are_reported_and_cycles_stay() -> None:
    records = list(parse(reply("citing_id,cited_id\na,b\nb,a\na,b\na,a\n,b\nc,\n")))

    assert {one.document_id: one.outgoing for one in records if isinstance(one, DocumentRecord)} == {
        "doc:a": ("doc:b",),
        "doc:b": ("doc:a",),
    }
    assert quarantined(records) == [
        ("edge_list citation, kept", "net/EDGES.csv #4", "a cites b: given before; counted once"),
        ("edge_list citation, left out", "net/EDGES.csv #5", "a: a document's citation of itself"),
        ("edge_list citation", "net/EDGES.csv #6", "expected two ids, found '' and 'b'"),
        ("edge_list citation", "net/EDGES.csv #7", "expected two ids, found 'c' and ''"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "*Vertices 999999999",
        "*Vertices " + "9" * 5_000,
        "*Vertices \u00b2",
        "*Vertices 2\n" + "1" * 5_000,
        "*Vertices 2\n*Arcs\n1 " + "2" * 5_000,
        "*Vertices 2\n*Arcs\n1 \u00b2",
    ],
)
def test_a_number_that_no_vertex_can_have_is_refused(text: str) -> None:
    with pytest.raises(BadPage, match=r"[Vv]ert"):
        list(parse(reply(text, "file:net/net.net")))


def test_a_document_that_only_cites_itself_is_a_document() -> None:
    assert documents("citing_id,cited_id\na,a\n")["doc:a"].outgoing is None


def test_ids_of_a_known_scheme_stay_and_two_ways_to_write_one_are_one() -> None:
    assert document_id("arxiv:1906.01820") == "arxiv:1906.01820"
    assert document_id("doc:a") == document_id("a") == "doc:a"
    assert document_id("forum:") == "doc:forum:"
    assert documents("citing_id,cited_id\ndoc:a,arxiv:1\na,arxiv:1\n")["doc:a"].outgoing == ("arxiv:1",)


def test_a_doi_is_one_document_however_it_is_written() -> None:
    spelt = [
        "10.1000/ABC",
        "10.1000/abc",
        "doi:10.1000/Abc",
        "DOI: 10.1000/abc",
        "https://doi.org/10.1000/ABC",
        "dx.doi.org/10.1000/abc",
    ]
    records = list(parse(reply("citing_id,cited_id\n" + "".join(f"{one},arXiv:1906.01820v2\n" for one in spelt))))

    assert {one.document_id: one.outgoing for one in records if isinstance(one, DocumentRecord)} == {
        "doi:10.1000/abc": ("arxiv:1906.01820",),
        "arxiv:1906.01820": None,
    }
    assert len(quarantined(records)) == len(spelt) - 1


def test_a_citation_of_oneself_in_two_spellings_is_reported() -> None:
    records = list(
        parse(
            reply(
                "citing_id,cited_id\n10.1000/ABC,https://doi.org/10.1000/abc\narxiv:1906.01820v1,10.48550/arXiv.1906.01820\n"
            )
        )
    )

    assert [what for what, _, _ in quarantined(records)] == ["edge_list citation, left out"] * 2
    assert {one.document_id: one.outgoing for one in records if isinstance(one, DocumentRecord)} == {
        "doi:10.1000/abc": None,
        "arxiv:1906.01820": None,
    }


def test_documents_keep_the_precision_of_their_dates() -> None:
    table = (
        "document_id;title;posted_at;authors;karma\n"
        'a;"On ""x""; and y";1998;Ann B. | Cy;7\n'
        "b;;2019-05-31;;\n"
        "c;;2019-05-31T12:00:00+02:00;;3.0\n"
    )
    found = documents(table)

    assert found["doc:a"].title == 'On "x"; and y'
    assert [one.posted_at for one in found.values()] == ["1998", "2019-05-31", "2019-05-31T10:00:00Z"]
    assert [(one.slug, one.name) for one in found["doc:a"].authors or ()] == [("ann-b", "Ann B."), ("cy", "Cy")]
    assert [one.karma for one in found.values()] == [7, None, 3]
    assert {one.outgoing for one in found.values()} == {()}


def test_fields_that_make_no_sense_are_left_out_and_said() -> None:
    table = "document_id,posted_at,karma,colour\na,spring 1998,many,red\nb,2019-02-30,,\n,1998,,\na,1999,,\n"
    records = list(parse(reply(table, "file:net/DOCS.csv")))

    assert [(one.posted_at, one.karma) for one in records if isinstance(one, DocumentRecord)] == [(None, None)] * 2
    assert [why for _, _, why in quarantined(records)] == [
        "posted_at: found 'spring 1998', wanted a year or an ISO date; kept without it",
        "karma: found 'many', wanted a whole number; kept without it",
        "posted_at: found '2019-02-30', wanted a year or an ISO date; kept without it",
        "document_id: expected an id, found none",
        "a: given before; the first row stands",
        "colour: unknown column, not read",
    ]


PAJEK = """*Vertices 4
1 "Garfield 1955" 0.1 0.2
2 Price
% a remark
3 "Small 1973"
4 "Kessler 1963"
*Arcs
2 1 1.0
3 1
3 2 2
2 1
4 1 0
*Arcslist
4 1 2
"""


def test_a_pajek_network_is_read_with_its_labels_as_ids() -> None:
    records = list(parse(reply(PAJEK, "file:net/small.net")))
    cites = {one.document_id: one.outgoing for one in records if isinstance(one, DocumentRecord) and one.outgoing}

    assert cites == {
        "doc:Price": ("doc:Garfield 1955",),
        "doc:Small 1973": ("doc:Garfield 1955", "doc:Price"),
        "doc:Kessler 1963": ("doc:Garfield 1955", "doc:Price"),
    }
    assert [one.title for one in records if isinstance(one, DocumentRecord) and one.title] == [
        "Garfield 1955",
        "Price",
        "Small 1973",
        "Kessler 1963",
    ]
    assert quarantined(records)[0][2] == "Price cites Garfield 1955: given before; counted once"


def test_arcs_that_run_from_the_cited_document_are_turned() -> None:
    found = documents('*Vertices 2\n1 "a"\n2 "b"\n*Arcs\n1 2\n', arcs="cited-citing")

    assert found["doc:b"].outgoing == ("doc:a",)


def test_vertices_whose_labels_repeat_are_called_by_their_numbers() -> None:
    assert documents('*Vertices 2\n1 "x"\n2 "x"\n*Arcs\n2 1\n')["doc:2"].outgoing == ("doc:1",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,b\n1,2\n", "expected the columns citing_id and cited_id"),
        ("", "expected the columns citing_id and cited_id"),
        ("citing_id,citing_id\n1,2\n", "stands twice"),
        ('citing_id,cited_id\n"a,b\n', "not CSV"),
        (b"citing_id,cited_id\n\xff,b\n", "not UTF-8"),
        ("*Vertices 2\n*Edges\n1 2\n", "have a direction"),
        ("*Vertices 2\n*Arcs\n1 3\n", "line 3: expected vertices from 1 to 2"),
        ("*Vertices\n", "and their number"),
        ("*Network x\n1 2\n", r"expected \*Vertices before"),
        ("*Vertices 1\n*Colours\n", r"\*Arcs or \*Arcslist"),
        ("*Vertices 1\n2 x\n", "expected a vertex from 1 to 1"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_place_and_reason(text: str | bytes, why: str) -> None:
    with pytest.raises(BadPage, match=f"net/EDGES.csv.*{why}"):
        list(parse(reply(text)))


def test_the_reply_that_says_what_was_imported_holds_no_record() -> None:
    assert list(parse(reply("doc:a", edge_list.NETWORK))) == []


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"))))
def test_every_row_is_a_citation_or_is_reported(pairs: list[tuple[str, str]]) -> None:
    text = "citing_id\tcited_id\n" + "".join(f"{citing}\t{cited}\n" for citing, cited in pairs)
    records = list(parse(reply(text)))
    given_pairs = {
        (one.document_id, cited) for one in records if isinstance(one, DocumentRecord) for cited in one.outgoing or ()
    }

    assert given_pairs == {(f"doc:{citing}", f"doc:{cited}") for citing, cited in pairs if citing != cited}
    assert len(given_pairs) + len(quarantined(records)) == len(pairs)
