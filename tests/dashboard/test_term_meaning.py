"""What a term means and where that is said stands at every point of its line, once in the figure."""

import json

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.data_access import Build
from dashboard.figures import plain
from dashboard.pages import term, terminology
from dashboard.pages._term_meaning import WIDE, in_hover

TERMS = pd.DataFrame(
    {
        "family": ["birds", "birds", "odd"],
        "term": ["owl", "wren", "<b>"],
        "definition": ["A bird of the night.", " ".join(["feathers"] * 60), '"%{y}" <script>$x$</script>'],
        "definition_source": ["arxiv:1906.01820, section 2", "a book", "</i><a href='x'>"],
    }
)
MEANT = in_hover(TERMS, {"arxiv:1906.01820": "On <owls>"})


def trend(build: Build, search: str) -> list[dict]:  # type: ignore[type-arg]
    view = url_state.read(terminology.parameters(build), search)
    assert not view.notes
    (chart,) = (one for one in terminology.layout(build, view).charts if one.name == "trend")
    assert chart.figure is not None
    return [one for one in chart.figure["data"] if "text" in one and "hovertemplate" in one]


def test_a_term_says_its_definition_and_a_source_whose_document_is_called_by_its_title() -> None:
    assert MEANT["owl"] == "<br><i>A bird of the night.</i><br><i>Source: “On &lt;owls&gt;”, section 2</i>"


def test_a_family_says_its_terms_and_the_file_that_names_them() -> None:
    said = "<br><i>Any of 2 terms: “owl” or “wren”</i><br><i>Source: the lexicon, families/birds.toml</i>"
    assert MEANT["family:birds"] == said


def test_a_long_definition_is_shortened_to_lines_that_a_narrow_screen_shows() -> None:
    lines = MEANT["wren"].replace("</i>", "").split("<br><i>")[1:]
    assert len(lines) == 4
    assert lines[2].endswith(" …")
    assert all(len(line) <= WIDE for line in lines)


def test_outside_text_in_a_definition_is_no_markup_template_or_formula() -> None:
    said = MEANT["<b>"]
    assert "&#34;%&#123;y}&#34; &lt;script&gt;&#36;x&#36;" in said
    assert "<script" not in said
    assert "<a " not in said


def test_a_quotation_mark_is_escaped_as_plotly_reads_it() -> None:
    assert plain('a "b"') == "a &#34;b&#34;"


@pytest.mark.parametrize("search", ["", "&time=2021-01..2023-12", "&smooth=1", "&scale=documents", "&once=yes"])
def test_every_line_of_terms_and_families_says_what_they_mean(build: Build, search: str) -> None:
    terms = build.table("terms")
    lines = trend(build, f"?terms=new+word~family:toy_family&bursts=no{search}")

    new, words = (one["hovertemplate"] for one in lines)
    assert terms.loc[terms["term"] == "new word", "definition"].iloc[0] in new
    assert "<i>Any of " in words
    for one in lines:
        meaning = one["hovertemplate"].partition("<i>")[2]
        assert meaning not in json.dumps(one["text"])


def test_the_line_of_a_term_on_its_own_page_says_it_too(build: Build) -> None:
    view = url_state.accept(term.parameters(build), {"name": "new word"})
    (chart,) = (one for one in term.layout(build, view).charts if one.name == "trend")
    assert chart.figure is not None
    assert "<br><i>Source: " in chart.figure["data"][0]["hovertemplate"]
