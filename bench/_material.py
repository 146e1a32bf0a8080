"""What is raced on: bodies made up here, or those of real dumps."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.archive.store import IMPORT, Reply, now
from pipeline.errors import BadPage
from pipeline.records import DocumentRecord
from pipeline.sources import forum_dump

WORDS = [
    "a",
    "the",
    "of",
    "to",
    "and",
    "in",
    "that",
    "is",
    "model",
    "goal",
    "training",
    "reward",
    "learned",
    "search",
    "policy",
    "gradient",
    "we",
    "it",
    "for",
    "as",
    "with",
    "this",
    "when",
    "system",
    "behaviour",
    "could",
    "be",
    "selected",
    "objective",
    "because",
    "during",
    "which",
    "agents",
    "would",
    "may",
    "not",
    "from",
    "more",
    "than",
    "outside",
]
_STYLE = (
    "<style>.mjx-chtml {display: inline-block; line-height: 0; margin: 1px 0}\n.mjx-char {white-space: pre}</style>"
)


def made_up(count: int, forms: Sequence[str], seed: int = 1) -> list[str]:
    """Return ``count`` bodies of some 16 kB, shaped like forum posts: links, notes, quotes, lists, a style sheet here and there."""
    return [_body(random.Random(seed * 1_000_003 + number), forms) for number in range(count)]


def _body(chance: random.Random, forms: Sequence[str]) -> str:
    parts = [_STYLE] if chance.random() < 0.07 else []
    for number in range(chance.randint(20, 50)):
        kind = chance.choices(("p", "blockquote", "li", "h2"), (20, 2, 3, 1))[0]
        text = _text(chance, forms, chance.randint(20, 90))
        if chance.random() < 0.2:
            text += f'<sup><a href="#fn{number}" id="fnref{number}">[{number}]</a></sup>'
        parts.append(f"<ul><li>{text}</li></ul>" if kind == "li" else f"<{kind}>{text}</{kind}>")
    parts.append(f'<ol class="footnotes"><li id="fn1">{_text(chance, forms, 30)}</li></ol>')
    return "\n".join(parts)


def _text(chance: random.Random, forms: Sequence[str], length: int) -> str:
    words = []
    for _ in range(length):
        word = chance.choice(forms) if chance.random() < 0.01 else chance.choice(WORDS)
        if chance.random() < 0.01:
            post = "".join(chance.choices("ABCDEFabcdef23456789", k=17))
            word = f'<a href="https://www.lesswrong.com/posts/{post}/some-title?x=1&amp;y=2">{word}</a>'
        elif chance.random() < 0.02:
            word = f"<em>{word}</em>"
        words.append(word)
    return " ".join(words) + "."


def from_dumps(folder: Path) -> list[str]:
    """Return the HTML of every post and comment in the dumps under ``folder``."""
    return [html for path in sorted(folder.rglob("*")) if path.is_file() for html in _read(path)]


def _read(path: Path) -> Iterator[str]:
    reply = Reply("", forum_dump.NAME, IMPORT, f"file:{path.name}", None, 200, {}, path.read_bytes(), "", now())
    try:
        for record in forum_dump.parse(reply):
            if isinstance(record, DocumentRecord) and record.body and record.body.markup != "markdown":
                yield record.body.text
    except BadPage:
        return  # a README beside the dumps
