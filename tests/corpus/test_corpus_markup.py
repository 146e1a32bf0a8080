"""HTML and Markdown become text by field and links with their places."""

import string

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bounds import DEEPEST, MOST_LINKS
from pipeline.corpus.markup import Extract, extract, extract_html, markdown_to_html
from pipeline.corpus.words import count_words
from pipeline.records import Body


def links_of_beautiful_soup(html: str) -> list[str]:
    """The links as everybody would take them; slow."""
    return [str(link["href"]) for link in BeautifulSoup(html, "lxml").find_all("a", href=True)]


def hrefs(found: Extract) -> list[str]:
    return [link.href for link in found.links]


_tags = st.sampled_from(
    ["a", "p", "div", "li", "ul", "blockquote", "pre", "code", "sup", "span", "table", "td", "style"]
)
_attributes = st.sampled_from(
    [
        "",
        ' href="/x?a=1&amp;b=2"',
        " href='y#z'",
        " href=bare",
        " href",
        ' href="a&lt;b"',
        ' name="n"',
        ' class="footnotes"',
    ]
)
_pieces = st.one_of(
    st.builds("<{}{}>".format, _tags, _attributes),
    st.builds("</{}>".format, _tags),
    st.text(string.ascii_letters + " &;<>\"'=/!-\n\u00e9\u2019", max_size=8),
)


@given(st.lists(_pieces, max_size=25).map("".join))
def test_links_are_those_of_beautiful_soup_on_any_markup(html: str) -> None:
    assert hrefs(extract_html(html)) == links_of_beautiful_soup(html)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/a?x=1&amp;y=2&copy=3">entity</a>',
        "<A HREF='upper'>case</A><a href=first href=second>twice</a>",
        '<a name="anchor">no address</a><a href="">empty</a><a href>none</a>',
        '<p><a href="one">never closed<p><a href="two">next',
        '<script>"<a href=no>"</script><style>a{}</style><template><a href="in">t</a></template>',
        '<!-- <a href="comment"> --><a href=" blank ">blank</a><a href="x\ny">line</a>',
        '<svg><a href="drawn">s</a></svg><textarea><a href="typed"></textarea><a href="a\x00b">nul</a>',
        "<!",
        "<a href='",
        '\ufeff<a href="bom">b</a>',
    ],
)
def test_links_are_those_of_beautiful_soup_on_hard_cases(html: str) -> None:
    assert hrefs(extract_html(html)) == links_of_beautiful_soup(html)


def test_a_link_is_found_as_deep_as_a_browser_goes() -> None:
    depth = DEEPEST - 3  # html, body and the link itself
    found = extract_html(
        "<div>" * depth + '<a href="/deep">deep words</a>' + "</div>" * depth + '<a href="/after">x</a>'
    )
    assert hrefs(found) == ["/deep", "/after"]
    assert found.texts == {"body": "deep words\nx"}
    assert not found.left_out


@pytest.mark.parametrize(
    "deep",
    [
        "<div>" * 200_000,
        "<p><b><a href=x>" * 200_000,
        # Stray ends are looked for among all open elements: read to the end, these would take hours.
        "<b>" * 500_000 + "</p>" * 500_000,
        "<x-y></q>" * 500_000,
        "<blockquote>" * 200_000,
    ],
)
def test_a_body_nested_beyond_all_reason_is_read_in_part_and_told(deep: str) -> None:
    found = extract_html('<a href="/before">read</a>' + deep + '<a href="/after">not read</a>')

    assert found.links[0].href == "/before"
    assert "read" in found.texts["body"]
    assert "/after" not in hrefs(found)
    assert "elements within each other, expected at most 512; read the first 32," in found.left_out[0]


def test_a_body_of_links_keeps_the_first_and_counts_the_others() -> None:
    found = extract_html("".join(f'<a href="/{number}">x</a>' for number in range(1_200)) + "<p>words")

    assert hrefs(found) == [f"/{number}" for number in range(MOST_LINKS)]
    assert found.left_out == ("found 1,200 links, expected at most 500; kept the first 500",)
    assert found.texts["body"].endswith("\nwords")


def test_a_body_of_nothing_but_links_is_read_no_further_than_ten_times_as_many() -> None:
    found = extract_html('<a href="/posts/x">x</a>' * 200_000)

    assert len(found.links) == MOST_LINKS
    assert len(found.texts["body"]) < 12 * MOST_LINKS
    assert found.left_out[0].endswith("bytes")


@pytest.mark.parametrize(("before", "links"), [("", []), ('<p>One <a href="/1">two</a></p>', ["/1"])])
def test_a_body_is_read_up_to_an_element_of_countless_attributes(before: str, links: list[str]) -> None:
    found = extract_html(before + "<a " + " ".join(f"a{number}=1" for number in range(20_000)) + ' href="/2">three</a>')

    assert hrefs(found) == links
    assert found.left_out[0].startswith(
        "found an element with more than 1,000 attributes, and did not read on; read the"
    )


def test_an_image_within_a_body_is_no_reason_to_stop() -> None:
    found = extract_html(f'<img src="data:image/png;base64,{"A" * 200_000}=="><p>One <a href="/1">two</a></p>')

    assert (hrefs(found), found.left_out) == (["/1"], ())


@pytest.mark.parametrize("cut", range(-3, 4))
def test_a_long_body_reads_the_same_wherever_it_is_cut(cut: int) -> None:
    piece = '<p>Caf\u00e9 &amp; <b>mesa</b>-optimizer</p><blockquote>a <a href="/x?a&amp;b">link</a></blockquote>'
    filler = "y" * ((1 << 15) - 60 + cut)
    long, short = extract_html(f"<p>{filler} {piece}" * 3), extract_html(f"<p>yy {piece}" * 3)

    assert {field: text.replace(filler, "yy") for field, text in long.texts.items()} == short.texts
    assert long.links == short.links


@pytest.mark.parametrize(
    "html",
    ["<!-- " + "-" * 100_000 + " <a href=no> --><a href=yes>x</a>", f"<a href='{'z' * 100_000}'>x</a>", "é" * 70_000],
)
def test_tokens_longer_than_a_slice_stay_whole(html: str) -> None:
    assert hrefs(extract_html(html)) == links_of_beautiful_soup(html)
    assert extract_html(html).texts["body"] in ("x", "é" * 70_000)


def test_words_are_neither_glued_at_blocks_nor_split_at_inline_tags() -> None:
    html = "<h1>Mesa</h1><p>opti<em>mi</em>zers<b>!</b></p><ul><li>one<li>two</ul><table><tr><td>a<td>b</table>end"
    assert extract_html(html).texts == {"body": "Mesa\noptimizers!\none\ntwo\na\nb\nend"}


def test_white_space_inside_a_block_is_one_space_and_a_double_break_is_a_block() -> None:
    html = "<p>inner\n  \u00a0alignment<br>again</p>x<br>\n<br>y"
    assert extract_html(html).texts == {"body": "inner alignment again\nx\ny"}


def test_style_sheets_and_scripts_are_no_text() -> None:
    html = "<p>E<span><style>.mjx-chtml {display: inline-block}</style>nd</span><script>var words</script></p>"
    assert extract_html(html).texts == {"body": "End"}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('optimizer<sup><a href="#fn1">[1]</a></sup>s are', "optimizers are"),
        (
            'base<span class="footnote-reference" id="fnrefx"><sup><a href="#fnx">[2]</a></sup></span> objective',
            "base objective",
        ),
        ('mesa<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup>-optimizer', "mesa-optimizer"),
        ('inner <a href="#_ftn3">[3]</a>alignment', "inner alignment"),
        ("word<sup>4,5</sup> more", "word more"),
        ("10<sup>6</sup> steps, the 1<sup>st</sup> and e<sup>x</sup>", "106 steps, the 1st and ex"),
        ('as <a href="#results">shown below</a>', "as shown below"),
    ],
)
def test_note_marks_are_dropped_and_nothing_else(html: str, text: str) -> None:
    assert extract_html(f"<p>{html}</p>").texts["body"] == text


def test_addresses_shown_as_text_are_no_words() -> None:
    html = (
        '<p>see <a href="https://a.example/mesa-optimizer">https://a.example/mesa-optimizer</a> and '
        '<a href="b">a.example/inner/alignment</a> or www.b.example/x here; <a href="c">mesa.example</a></p>'
    )
    found = extract_html(html)
    assert found.texts["body"] == "see\nand\nor\nhere; mesa.example"
    assert len(found.links) == 3


def test_soft_hyphens_and_zero_width_spaces_vanish() -> None:
    assert extract_html("<p>opti\u00admi\u200bzer</p>").texts["body"] == "optimizer"


def test_fields_exclude_each_other() -> None:
    html = (
        "<p>own</p><blockquote><p>said <code>x</code></p></blockquote><pre>code</pre><p>use <code>f</code> now</p>"
        '<section class="footnotes"><ol><li class="footnote-item" id="fn1"><span class="footnote-back-link">'
        '<sup><a href="#fnref1">^</a></sup></span><div class="footnote-content">note<blockquote>cited</blockquote></div>'
        "</li></ol></section><p>after</p>"
    )
    assert extract_html(html).texts == {
        "body": "own\nuse\nnow\nafter",
        "footnote": "note",
        "quote": "said\ncited",
        "code": "x\ncode\nf",
    }


@pytest.mark.parametrize(
    ("html", "place"),
    [
        ("<p>{}</p>", "body"),
        ("<ul><li>{}</li></ul>", "list"),
        ("<ul><li><blockquote>{}</blockquote></li></ul>", "quote"),
        ("<blockquote><ul><li>{}</li></ul></blockquote>", "quote"),
        ("<pre>{}</pre>", "code"),
        ('<section class="footnotes"><ol><li id="fn1">{}</li></ol></section>', "footnote"),
        ('<ol class="footnotes-list"><li class="footnote-item"><p>{}</p></li></ol>', "footnote"),
        ('<p><a href="#_ftnref1" name="_ftn1">[1]</a> note {}</p>', "footnote"),
        ('<p><sup><a href="#fnref-2">2</a></sup> note {}</p>', "footnote"),
        ('<p>text <a href="#fnref-2">back</a> {}</p>', "body"),
        ('<p><a href="#_ftnref1">[1]</a> note</p><p>{}</p>', "body"),
    ],
)
def test_a_link_has_its_place(html: str, place: str) -> None:
    assert extract_html(html.format('<a href="/here">here</a>')).links[-1].place == place


@pytest.mark.parametrize("mark", ["<sup>{}</sup>", '<span class="footnote-back-link"><sup>{}</sup></span>', "{}"])
def test_text_behind_a_back_link_at_the_beginning_of_a_paragraph_is_a_note(mark: str) -> None:
    html = f"<p>own</p><p>{mark.format('<a href=#_ftnref1>[1]</a>')} the note</p><p>own again</p>"
    assert extract_html(html).texts == {"body": "own\nown again", "footnote": "the note"}


def test_markdown_takes_the_same_way() -> None:
    text = "Mesa *opti*mizers[^a], see [it](/posts/x).\n\n> said\n\n```\ncode\n```\n\n[^a]: A note with [link](/n).\n"
    found = extract(Body("markdown", text, "https://www.lesswrong.com"))
    assert found.texts == {
        "body": "Mesa optimizers, see it.",
        "footnote": "A note with link.",
        "quote": "said",
        "code": "code",
    }
    assert [(link.href, link.place) for link in found.links if not link.href.startswith("#")] == [
        ("/posts/x", "body"),
        ("/n", "footnote"),
    ]
    assert hrefs(found) == links_of_beautiful_soup(markdown_to_html(text))


@pytest.mark.parametrize("html", ["", "  \n", "<", "\x1d3", "&#29;3", "<p>\ud800", "<!--"])
def test_odd_input_gives_text_and_no_error(html: str) -> None:
    assert extract_html(html).links == ()


def test_one_body_leaves_nothing_in_the_next() -> None:
    extract_html("<blockquote><pre><a href=x>never closed")
    assert extract_html("<p>plain</p>").texts == {"body": "plain"}


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("don't stop", 2), ("state-of-the-art, 3rd — x_y", 4), ("naïve \u2019tis", 2)]
)
def test_words_are_runs_of_letters_and_digits(text: str, words: int) -> None:
    assert count_words(text) == words


def test_links_that_never_end_are_found_without_reading_what_follows_for_each() -> None:
    found = extract_html("<p><b><a href=/posts/FkgsxrGf3QxhfLWHG>word " * 200 + "word<br>" * 200_000)

    assert len(found.links) == 200
