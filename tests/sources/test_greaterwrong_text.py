from typing import Any

import pytest

from pipeline.errors import BadPage
from pipeline.records import PingbackRecord, QuarantinedRecord
from pipeline.sources import greaterwrong_text

TEXT = """Optimizers in the Garden
A gardener who plants gardeners. Cited by none, read by 3 Jun 2019 7:01 UTC; 5 points) (
- ↩︎
- Gardens by Committee, and by Chance by 29 Aug 2022 1:23 UTC; 413 points) (
- A call for gardeners by 23 Apr 2022 20:24 UTC; 102 points) (EA Forum;
- 26 Dec 2020 18:41 UTC; 31 points) 's comment on Book club by the river by (
- 8 Mar 2021 21:14 UTC; 1 point) 's comment on Eve’s “Shortform” by (EA Forum;
- A list item that links nowhere
"""

NAMED = "file:folder/page.txt#forum:PagePost000000001"


def listed(text: str, imported: Any, url: str = NAMED) -> list[PingbackRecord]:
    found = list(greaterwrong_text.parse(imported("greaterwrong_text", text.encode(), url)))
    assert all(isinstance(item, PingbackRecord) for item in found)
    return found  # type: ignore[return-value]


def test_every_item_is_read_with_its_minute_points_and_forum(imported: Any) -> None:
    found = [
        (item.position, item.kind, item.title, item.posted_at, item.points, item.site)
        for item in listed(TEXT, imported)
    ]

    assert found == [
        (1, "post", "Gardens by Committee, and by Chance", "2022-08-29T01:23:00Z", 413, "forum"),
        (2, "post", "A call for gardeners", "2022-04-23T20:24:00Z", 102, "eaforum"),
        (3, "comment", "Book club by the river", "2020-12-26T18:41:00Z", 31, "forum"),
        (4, "comment", "Eve’s “Shortform”", "2021-03-08T21:14:00Z", 1, "eaforum"),
    ]


def test_no_id_is_made_up(imported: Any) -> None:
    assert {(item.citing_id, item.host_id, item.authors) for item in listed(TEXT, imported)} == {(None, None, None)}


def test_the_page_is_named_by_the_reader_and_never_by_its_title(imported: Any) -> None:
    assert {item.listed_on for item in listed(TEXT, imported, "file:a/b.txt#forum:PagePost000000001")} == {
        "forum:PagePost000000001"
    }
    with pytest.raises(BadPage, match=r"which page 'Optimizers in the Garden' is; name it with --of forum:ID"):
        listed(TEXT, imported, "file:a/b.txt")
    with pytest.raises(BadPage, match="lists stand on the pages of posts, and forum-tag:gardens is none"):
        listed(TEXT, imported, "file:a/b.txt#forum-tag:gardens")


@pytest.mark.parametrize(
    "line",
    [
        "- A title by 31 Feb 2022 1:23 UTC; 4 points) (",
        "- by 2 Jun 2019 7:01 UTC; points) (",
        "- x by 2 Juin 2019 7:01 UTC; 1 point) (",
    ],
)
def test_an_item_that_names_no_moment_is_no_item(imported: Any, line: str) -> None:
    assert len(listed(TEXT + line + "\n", imported)) == 4


def test_a_line_among_the_items_that_is_none_is_quarantined(imported: Any) -> None:
    item = next(line for line in TEXT.splitlines() if "Book club" in line)
    damaged = TEXT.replace(item, item.replace("Dec", "Dez"))
    records = list(greaterwrong_text.parse(imported("greaterwrong_text", damaged.encode(), NAMED)))

    assert [one.position for one in records if isinstance(one, PingbackRecord)] == [1, 2, 4]
    (bad,) = (one for one in records if isinstance(one, QuarantinedRecord))
    assert bad.why.startswith('list item 3: found "- 26 Dez 2020')
    assert bad.where.endswith("#3")


def test_a_text_without_such_a_list_is_refused(imported: Any) -> None:
    with pytest.raises(BadPage, match="expected a list of incoming links, found none in 1 line"):
        listed("Only a title\n", imported)
    with pytest.raises(BadPage, match="UTF-8"):
        list(greaterwrong_text.parse(imported("greaterwrong_text", TEXT.encode("utf-16"), NAMED)))


def test_it_knows_its_texts() -> None:
    assert greaterwrong_text.accepts(TEXT.encode())
    assert not greaterwrong_text.accepts(b"Only a title\n- and an item\n")
    assert not greaterwrong_text.accepts(b"<html>" + TEXT.encode())


def test_a_date_that_cannot_be_right_is_named_and_left_out(imported: Any) -> None:
    text = TEXT.replace("29 Aug 2022", "29 Aug 1922")
    note, first, *others = greaterwrong_text.parse(imported("greaterwrong_text", text.encode(), NAMED))

    assert isinstance(note, QuarantinedRecord)
    assert note.what == "greaterwrong_text incoming link, kept"
    assert note.why.startswith("date: found '1922-08-29T01:23:00Z', wanted a date from 2005 to ")
    assert isinstance(first, PingbackRecord)
    assert (first.posted_at, first.points) == (None, 413)
    assert others == listed(TEXT, imported)[1:]
