"""What replies said over time is kept, each value with its first and last day."""

from typing import Any

import pytest

from pipeline.corpus.stage import Corpus, build_from_records
from pipeline.records import Body, DocumentRecord, Record, VisibilityRecord
from pipeline.settings import Settings

FIELDS = ["field", "value", "first_seen_at", "last_seen_at"]


@pytest.fixture
def settings() -> Settings:
    return Settings.model_validate({"root": "w", "works": {"w": {"title": "W", "documents": [{"id": "forum:root"}]}}})


def said(day: int, origin: str = "api", **facts: Any) -> DocumentRecord:
    return DocumentRecord("forum:a", "post", origin, f"2020-01-{day:02d}T00:00:00Z", f"reply {day}", **facts)


def shown(day: int, state: str) -> VisibilityRecord:
    return VisibilityRecord("forum:a", state, f"2020-01-{day:02d}T00:00:00Z", "api")


def build(settings: Settings, *records: Record) -> Corpus:
    return build_from_records(records, settings)


def rows(made: Corpus) -> list[list[str]]:
    short = made.document_history.copy()
    for name in FIELDS[2:]:
        short[name] = short[name].str[8:10]
    return short[FIELDS].to_numpy().tolist()


def test_every_value_of_a_fact_that_changed_has_its_first_and_last_day(settings: Settings) -> None:
    made = build(
        settings,
        said(1, karma=5, title="T", modified_at="2019-01-01T00:00:00Z"),
        said(2, karma=5, title="T", modified_at="2019-01-01T00:00:00Z"),
        said(3, karma=9, title="T", modified_at="2020-01-03T00:00:00Z"),
        said(4, karma=5),
    )

    assert rows(made) == [
        ["karma", "5", "01", "02"],
        ["karma", "9", "03", "03"],
        ["karma", "5", "04", "04"],
        ["modified_at", "2019-01-01T00:00:00Z", "01", "02"],
        ["modified_at", "2020-01-03T00:00:00Z", "03", "03"],
    ]
    assert set(made.document_history["document_id"]) == {"forum:a"}
    assert set(made.document_history["source"]) == {"api"}


def test_what_never_changed_and_what_one_reply_leaves_out_is_no_history(settings: Settings) -> None:
    made = build(settings, said(1, karma=5, af=True), said(2), said(3, karma=5, af=True))

    assert made.document_history.empty


def test_an_edited_body_is_told_by_its_hash_and_the_order_of_records_does_not_matter(settings: Settings) -> None:
    records = [said(day, body=Body("html", text, "https://x.invalid")) for day, text in enumerate("aab", 1)]
    made, again = build(settings, *records), build(settings, *records[::-1])

    assert [(row[0], *row[2:]) for row in rows(made)] == [("body", "01", "02"), ("body", "03", "03")]
    assert rows(made) == rows(again)
    assert len({row[1] for row in rows(made)}) == 2


def test_two_sources_that_differ_are_no_change_and_imports_have_no_day(settings: Settings) -> None:
    made = build(
        settings,
        said(1, karma=5),
        said(2, "page", karma=6),
        said(1, "forum_dump", karma=1, imported=True),
        said(2, "forum_dump", karma=2, imported=True),
    )

    assert made.document_history.empty


@pytest.mark.parametrize(("state", "column"), [("gone", "gone_since"), ("hidden", "hidden_since")])
def test_a_document_that_is_no_longer_shown_stays_with_the_day_since_when(
    settings: Settings, state: str, column: str
) -> None:
    made = build(settings, said(1, title="T"), shown(5, state), shown(9, state))
    document = made.documents.set_index("document_id").loc["forum:a"]

    assert document["title"] == "T"
    assert document[column] == "2020-01-05T00:00:00Z"
    assert rows(made) == [["visibility", state, "05", "09"]]


def test_a_document_that_is_shown_again_is_not_gone(settings: Settings) -> None:
    asked = build(settings, said(1, title="T"), shown(5, "gone"), shown(9, "visible"))
    given = build(settings, said(1, title="T"), shown(5, "gone"), said(9, title="T"))

    for made in (asked, given):
        assert made.documents["gone_since"].isna().all()
    assert [row[1] for row in rows(asked)] == ["gone", "visible"]


def test_a_post_that_nothing_describes_is_not_invented(settings: Settings) -> None:
    made = build(settings, shown(5, "gone"))

    assert list(made.documents["document_id"]) == ["forum:root"]
    assert made.document_history.empty


def test_what_was_told_under_a_second_id_of_a_paper_is_part_of_its_history(settings: Settings) -> None:
    def told(day: int, document_id: str, **facts: Any) -> DocumentRecord:
        return DocumentRecord(document_id, "paper", "index", f"2020-01-0{day}T00:00:00Z", "row", **facts)

    first = told(1, "index:W1", title="First words", same_as=("doi:10.1000/1",))
    second = told(2, "index:W1", title="Last words", same_as=("doi:10.1000/1", "arxiv:2001.00009"))
    gone = VisibilityRecord("doi:10.1000/1", "gone", "2020-01-03T00:00:00Z", "site")
    made = build(settings, first, second, gone)

    assert list(made.documents["document_id"]) == ["arxiv:2001.00009", "forum:root"]
    assert rows(made) == [
        ["title", "First words", "01", "01"],
        ["title", "Last words", "02", "02"],
        ["visibility", "gone", "03", "03"],
    ]
    assert made.documents["gone_since"].tolist()[0] == "2020-01-03T00:00:00Z"


def test_two_versions_of_a_paper_that_one_answer_shows_are_no_change(settings: Settings) -> None:
    told = [
        DocumentRecord(
            name, "paper", "index", f"2020-01-0{day}T00:00:00Z", name, title=name, same_as=("doi:10.1000/1",)
        )
        for day in (1, 2)
        for name in ("index:W1", "index:W2")
    ]

    assert build(settings, *told).document_history.empty


def test_what_a_mirror_says_is_gone_is_there_if_its_own_site_has_shown_it_since(settings: Settings) -> None:
    gone = VisibilityRecord("forum:a", "gone", "2020-01-05T00:00:00Z", "mirror", mirror=True)

    assert build(settings, gone, said(6, title="T")).documents["gone_since"].isna().all()
    assert build(settings, gone, said(4, title="T")).documents["gone_since"].notna().any()


def test_what_its_own_site_says_is_gone_stays_so_whatever_a_mirror_shows(settings: Settings) -> None:
    made = build(settings, said(1, title="T"), shown(5, "gone"), said(6, "mirror", title="T"))

    assert made.documents.set_index("document_id").loc["forum:a", "gone_since"] == "2020-01-05T00:00:00Z"
