"""Which uses count: dated posts, own words, no later edits."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.terms.lexicon import Lexicon, read_lexicon
from pipeline.wording.uptake import vocabulary
from pipeline.wording.uses import is_later_edit, post_uses

FAMILY = """
description = "Two words."

[[terms]]
name = "coinage"
definition = "A word that somebody made."
definition_source = "made up"
forms = ["coinage"]
first_known_use = "2019-05-31"
first_known_where = "forum:root"
coined = true
examples = ["A coinage."]

[[terms]]
name = "old phrase"
definition = "Two words that anybody could have put together."
definition_source = "made up"
forms = ["old phrase"]
first_known_use = "2019-05"
examples = ["An old phrase."]
"""


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    (tmp_path / "two.toml").write_text(FAMILY, encoding="utf-8")
    return read_lexicon([tmp_path])


@pytest.mark.parametrize(
    ("term", "posted_at", "modified_at", "edit"),
    [
        ("coinage", "2019-01-06T10:00:00Z", None, True),
        ("coinage", "2019-01-06T10:00:00Z", "2019-06-02T10:00:00Z", True),
        ("coinage", "2019-01-06T10:00:00Z", "2019-02-01T10:00:00Z", False),
        ("coinage", "2019-05-31T10:00:00Z", None, False),
        ("coinage", "2019", None, False),
        ("old phrase", "2019-01-06T10:00:00Z", None, False),
        ("old phrase", "2019-01-06T10:00:00Z", "2021-01-01T00:00:00Z", True),
        ("old phrase", "2019-05-01T00:00:00Z", "2021-01-01T00:00:00Z", False),
        ("unlisted", "2001-01-01T00:00:00Z", "2021-01-01T00:00:00Z", False),
    ],
)
def test_a_use_before_its_term_is_a_later_edit_unless_the_record_says_otherwise(
    lexicon: Lexicon, term: str, posted_at: str, modified_at: str | None, edit: bool
) -> None:
    uses = pd.DataFrame(
        {"term": [term], "posted_at": [posted_at], "modified_at": pd.Series([modified_at], dtype="str")}
    )

    assert is_later_edit(uses, lexicon).tolist() == [edit]


def test_all_sums_own_words_of_posts_whose_body_is_known_and_title_asks_for_no_body(lexicon: Lexicon) -> None:
    documents = pd.DataFrame(
        {
            "document_id": ["read", "unread", "comment", "undated"],
            "kind": ["post", "post", "comment", "post"],
            "posted_at": pd.Series(["2020-01-02", "2020-01-01", "2020-01-01", None], dtype="str"),
            "modified_at": pd.Series([None] * 4, dtype="str"),
            "has_body": pd.Series([True, False, True, True], dtype="boolean"),
        }
    )
    counts = pd.DataFrame(
        [("read", field, n) for n, field in enumerate(["title", "body", "footnote", "quote", "code"], start=1)]
        + [(name, "title", 1) for name in ("unread", "comment", "undated")],
        columns=["document_id", "field", "occurrences"],
    ).assign(term="old phrase")

    found = {field: post_uses(counts, documents, field, lexicon) for field in ("all", "title")}

    assert found["all"][["document_id", "occurrences"]].to_numpy().tolist() == [["read", 6]]
    assert found["title"]["document_id"].tolist() == ["unread", "read"]


def test_the_root_works_vocabulary_is_what_it_was_first_to_use(lexicon: Lexicon) -> None:
    assert vocabulary(lexicon, {"forum:root"}) == ["coinage"]
    assert vocabulary(lexicon, {"forum:other"}) == []
