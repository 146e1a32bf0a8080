"""Several parts of one work by one author are one serial."""

import itertools

import pytest

from pipeline.corpus.serials import name_serials, series_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Two sources of goals (Section 2.2.2 of “Scheming AIs”)", "Scheming AIs"),
        ('Arguments (Sections 2.2.4.1-2.2.4.2 of "Scheming AIs")', "Scheming AIs"),
        ("A speech (Post 6 of 7 on Town Planning)", "Town Planning"),
        ("Foo, Part 3", "Foo"),
        ("Foo: Part II", "Foo"),
        ("Foo part 2/3: the rest", "Foo"),
        ("[Foo #4]", "Foo"),
        ("Alignment Newsletter #36", "Alignment Newsletter"),
        ("Something (Foo #5)", "Foo"),
        ("Foo | Chapter 3: Bar", "Foo"),
        ("Foo VII: Bar", "Foo"),
        ("Covid 7/9: Again", "Covid"),
        ("Training Day 12: Focus", "Training"),
        ("Part 3: what now", None),
        ("#4: what now", None),
        ("A day in part of the city", None),
        ("What I did", None),
        ("Reasons to visit 3 towns", None),
    ],
)
def test_the_series_is_what_the_part_mark_belongs_to(title: str, name: str | None) -> None:
    assert series_name(title) == name


def test_three_parts_of_one_author_are_a_serial_and_two_are_not() -> None:
    three = [(f"forum:{n}", f"Foo, part {n}", ("forum:ada",)) for n in (1, 2, 3)]
    assert name_serials(three) == {"forum:1": "Foo", "forum:2": "Foo", "forum:3": "Foo"}
    assert name_serials(three[:2]) == {}
    assert name_serials([*three[:2], ("forum:4", "Foo, part 3", ("forum:bo",))]) == {}


def test_a_report_and_its_announcement_are_one_serial() -> None:
    titles = ["A (Section 1 of “Big Report”)", 'B (Section 2 of "Big Report")', 'C (Section 3 of "big report")']
    posts = [
        (f"forum:{n}", title, ("forum:ada",)) for n, title in enumerate([*titles, 'New: "Big Report: Will it end?"'])
    ]
    for order in itertools.permutations(posts):
        assert set(name_serials(order).values()) == {"Big Report"}
        assert len(name_serials(order)) == 4


def test_serials_of_one_name_by_two_authors_are_told_apart() -> None:
    posts = [(f"forum:{who}{n}", f"Links #{n}", (f"forum:{who}",)) for who in ("ada", "bo") for n in (1, 2, 3)]
    assert set(name_serials(posts).values()) == {"Links (ada)", "Links (bo)"}


def test_posts_without_author_or_title_stand_alone() -> None:
    assert name_serials([(f"forum:{n}", "Foo, part 1", ()) for n in range(3)]) == {}
    assert name_serials([(f"forum:{n}", None, ("forum:ada",)) for n in range(3)]) == {}
