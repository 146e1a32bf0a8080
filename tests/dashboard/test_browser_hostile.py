"""Titles, names and terms that would act if anything read them, in a real browser: they are shown, and nothing happens."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest

from dashboard.labels import is_blank
from dashboard.opening import document, term
from pipeline.settings import Settings
from tests.dashboard import toy
from tests.dashboard.browsing import Visit, serving

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>document.title='taken'</script>",
    "<svg/onload=document.title='taken'>",
    "\"><iframe srcdoc='<b>x</b>'>",
    "javascript:document.title='taken'",
    "[a link](javascript:document.title='taken')",
    "%{customdata} $x^2$ <extra>x</extra>",
    "{{7*7}} ${7*7} %s {0.__class__}",
    "../../etc/passwd?x=1#y&z",
    "&lt;b&gt; &#60;b&#62; &amp;",
    "\u200b",
    "\u202egnp.exe",
    "z" + "\u0301" * 60,
    "'\"`;-- | ~ / \\",
)
STANDS = """text => {
    const heading = document.querySelector('#page h1');
    return heading && heading.textContent.startsWith(text) && document.title === heading.textContent + ' · RLO Atlas';
}"""
PATHS = ("/network", "/terminology", "/authors", "/works")


def hostile_build(folder: Path, texts: Sequence[str]) -> Settings:
    """Publish the toy build with each text as a title, an author and a term."""
    documents, terms, uses = toy.documents(), toy.terms(), toy.term_counts()
    said = [texts[number % len(texts)] for number in range(len(documents))]
    documents = documents.assign(title=said, authors=said)
    more = [terms.iloc[[0]].assign(term=text, definition=text, forms=text) for text in texts]
    counts = [uses.iloc[[0]].assign(term=text) for text in texts]
    return toy.publish(
        folder,
        documents=documents,
        authors=toy.authors(documents.drop_duplicates("author_ids")),
        terms=pd.concat([terms, *more]),
        term_counts=pd.concat([uses, *counts]),
    )


def foreign(visit: Visit) -> int:
    """How many elements the page holds that only outside text could have brought."""
    wanted = "script, iframe, img, object, [onload], [onerror], [srcdoc], [href^=javascript]"
    return visit.page.locator("#page").locator(wanted).count()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application over the hostile build."""
    with serving(hostile_build(tmp_path_factory.mktemp("hostile"), HOSTILE)) as url:
        yield url


def test_no_page_runs_what_a_title_a_name_or_a_term_says(visit: Visit) -> None:
    for path in PATHS:
        page = visit.go(path)
        assert foreign(visit) == 0, path
        assert page.title() == f"{page.locator('h1').inner_text()} · RLO Atlas"


def test_the_page_of_each_hostile_document_and_term_stands(visit: Visit) -> None:
    page = visit.go("/terminology")
    # Each text heads a page, in turn that of a document and that of a term: both write headings in one way.
    headings = {document(f"forum:{place:017d}"): HOSTILE[place % len(HOSTILE)] for place in range(13, 26, 2)}
    headings |= {term(text): f"What does “{text}” mean, and who uses it?" for text in HOSTILE[1::2]}
    assert len(headings) == len(HOSTILE)
    for address, heading in headings.items():
        page.evaluate("address => window.history.pushState({}, '', address)", address)
        page.evaluate("window.dispatchEvent(new CustomEvent('_dashprivate_pushstate'))")
        page.wait_for_function(STANDS, arg="Post by" if is_blank(heading) else heading)
        assert foreign(visit) == 0, address
    visit.settle()
