"""Reading bodies: HTML to text, links and term counts, against BeautifulSoup's html.parser and one `re` alternation."""

import argparse
import random
import re
from collections import Counter

from bs4 import BeautifulSoup

from bench._harness import race, report
from bench._material import from_dumps, made_up
from pipeline.corpus.markup import extract_html
from pipeline.terms.lexicon import BUNDLED_FAMILIES, read_lexicon
from pipeline.terms.matching import Matcher

NAME = "bodies"


def run(arguments: argparse.Namespace) -> None:
    """Race on bodies that are made up, or on a seeded sample of those of real dumps."""
    lexicon = read_lexicon([BUNDLED_FAMILIES])
    term_of = {form.lower(): term.name for _, term in lexicon for form in term.forms}
    bodies = from_dumps(arguments.data) if arguments.data else made_up(arguments.sample, sorted(term_of))
    bodies = random.Random(1).sample(bodies, min(arguments.sample, len(bodies)))
    matcher = Matcher(lexicon)
    alternation = re.compile(
        r"\b(?:" + "|".join(re.escape(form) for form in sorted(term_of, key=len, reverse=True)) + r")\b", re.IGNORECASE
    )

    def pipeline_texts() -> list[list[str]]:
        return [list(extract_html(body).texts.values()) for body in bodies]

    def soup_texts(parser: str) -> list[str]:
        return [_read_with_soup(body, parser)[0] for body in bodies]

    def pipeline_counts(texts: list[list[str]]) -> Counter[str]:
        return sum((matcher.count(text) for parts in texts for text in parts), Counter())

    def plain_counts(texts: list[str]) -> Counter[str]:
        found = (match[0].lower() for text in texts for match in alternation.finditer(text))
        return Counter(term_of[form] for form in found)

    plain = "BeautifulSoup (html.parser), re alternation"
    megabytes = sum(len(body.encode()) for body in bodies) / 1e6
    ours, theirs = pipeline_texts(), soup_texts("html.parser")
    candidates = {
        "pipeline": lambda: pipeline_counts(pipeline_texts()),
        plain: lambda: plain_counts(soup_texts("html.parser")),
        "BeautifulSoup (lxml), re alternation": lambda: plain_counts(soup_texts("lxml")),
    }
    title = f"Bodies to text, links and term counts: {len(bodies):,} bodies, {megabytes:.1f} MB"
    report(title, race(candidates, arguments.rounds), "MB", megabytes, plain)
    parts = {"pipeline": pipeline_texts, plain: lambda: soup_texts("html.parser")}
    report("Of this, HTML to text and links", race(parts, arguments.rounds), "MB", megabytes, plain)
    text = sum(len(part.encode()) for parts in ours for part in parts) / 1e6
    counts = {"pipeline": lambda: pipeline_counts(ours), plain: lambda: plain_counts(theirs)}
    report(f"Of this, counting terms in {text:.1f} MB of text", race(counts, arguments.rounds), "MB", text, plain)
    same = sum([link.href for link in extract_html(body).links] == _read_with_soup(body, "lxml")[1] for body in bodies)
    print(f"\n  Links equal to BeautifulSoup's (lxml) in {same:,} of {len(bodies):,} bodies.")
    found, plainly = pipeline_counts(ours).total(), plain_counts(theirs).total()
    print(
        f"  Terms found: pipeline {found:,}, plain alternation {plainly:,}, which knows no context rules, folding or block bounds."
    )


def _read_with_soup(body: str, parser: str) -> tuple[str, list[str]]:
    soup = BeautifulSoup(body, parser)
    return soup.get_text(" "), [str(link["href"]) for link in soup.find_all("a", href=True)]
