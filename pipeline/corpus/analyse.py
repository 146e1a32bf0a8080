"""From one body to its text, words and links: a pure function, the same wherever it runs."""

from dataclasses import dataclass

from pipeline.corpus.markup import extract
from pipeline.corpus.naming import Target, name_target
from pipeline.corpus.words import count_words
from pipeline.records import Body


@dataclass(frozen=True, slots=True)
class Task:
    """A body to analyse, and the document that it is of."""

    document_id: str
    kind: str
    body: Body


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one body holds: (field, text, words) for each field with text, (href, place, target) for each link.

    ``left_out`` says what of a body beyond all bounds was not read.

    Text is UTF-8: half the size of a string with one curly quote in it, and cheap to send between processes.
    """

    document_id: str
    texts: tuple[tuple[str, bytes, int], ...]
    links: tuple[tuple[str, str, Target], ...]
    left_out: tuple[str, ...] = ()


def analyse(task: Task) -> Analysis:
    """Return text, words and links of a body.

    The author's own words in a comment are its field ``comment``, notes included; quotations and code keep theirs.
    """
    found = extract(task.body)
    texts = dict(found.texts)
    if task.kind == "comment" and (own := [texts.pop(field) for field in ("body", "footnote") if field in texts]):
        texts = {"comment": "\n".join(own), **texts}
    return Analysis(
        task.document_id,
        tuple((field, text.encode(), count_words(text)) for field, text in texts.items()),
        tuple((link.href, link.place, name_target(link.href, task.body.base_url)) for link in found.links),
        found.left_out,
    )


def analyse_batch(tasks: list[Task]) -> list[Analysis]:
    """Return the analyses of a batch, in its order."""
    return [analyse(task) for task in tasks]
