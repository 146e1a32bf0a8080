"""Finding terms: the matcher against hyperscan's exact count and a plain `re` alternation, on the same texts."""

import argparse
import importlib
import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from bench._harness import Timing, race, report
from bench._material import from_dumps, made_up
from pipeline.corpus.markup import extract_html
from pipeline.terms.lexicon import BUNDLED_FAMILIES, Lexicon, read_lexicon
from pipeline.terms.matching import Matcher

NAME = "terms"

PLAIN = "re alternation, IGNORECASE"
HYPERSCAN = "hyperscan, leftmost-longest sweep"
_WITHIN, _AT_LEAST = 3, 100
_SAME = ("-‐‑‒–−﹣－", "'‘’‛ʼ′´`", '"“”„‟″«»')
_WITHOUT_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_TURNS = 4
"""How often the fast candidates go over the texts in one race, so that a clock tick does not matter."""

Counts = Counter[str]


def run(arguments: argparse.Namespace) -> None:
    """Race on the texts of made-up bodies, or of a seeded sample of those of real dumps; without context rules."""
    lexicon = _without_rules(read_lexicon([BUNDLED_FAMILIES]))
    term_of = {form.lower(): term.name for _, term in lexicon for form in term.forms}
    bodies = from_dumps(arguments.data) if arguments.data else made_up(arguments.sample, sorted(term_of))
    bodies = random.Random(1).sample(bodies, min(arguments.sample, len(bodies)))
    texts = [text for body in bodies for text in extract_html(body).texts.values()]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    matcher, plain = Matcher(lexicon), _plain(term_of)
    finders: dict[str, Callable[[str], Counts]] = {"pipeline": matcher.count, PLAIN: plain}
    if hyperscan := _hyperscan(term_of):
        finders[HYPERSCAN] = hyperscan

    counts = {name: _total(find, texts) for name, find in finders.items()}
    fast = [name for name in finders if name != PLAIN]
    timings = race(
        {name: lambda find=finders[name]: [_total(find, texts) for _ in range(_TURNS)] for name in fast},
        arguments.rounds,
    )  # type: ignore[misc]
    timings = {name: Timing(taken.cpu / _TURNS, taken.wall / _TURNS) for name, taken in timings.items()}
    timings |= race({PLAIN: lambda: _total(plain, texts)}, 1)
    report(f"Terms in {len(texts):,} texts, {megabytes:.1f} MB", timings, "MB", megabytes, PLAIN)

    reference = _total(lambda text: plain(_spelt_plainly(text)), texts)
    ours = timings["pipeline"].cpu
    print(
        f"\n  Uses found: {counts['pipeline'].total():,}; the slow reference (characters one by one, then `re`): "
        f"{'the same, term by term' if reference == counts['pipeline'] else f'{reference.total():,}, NOT the same'}."
    )
    print(f"  Times the speed of the alternation: {timings[PLAIN].cpu / ours:,.0f} (target: at least {_AT_LEAST}).")
    if HYPERSCAN in timings:
        same = (
            "the same uses"
            if counts[HYPERSCAN] == counts["pipeline"]
            else f"{counts[HYPERSCAN].total():,} uses, NOT the same"
        )
        print(
            f"  Times hyperscan's CPU: {ours / timings[HYPERSCAN].cpu:.1f} (target: at most {_WITHIN}); it finds {same}."
        )
    else:
        print("  hyperscan is not installed, so it was not raced: `.venv/bin/pip install hyperscan` adds it.")


def _without_rules(lexicon: Lexicon) -> Lexicon:
    """Return the lexicon without context rules, which only the pipeline knows."""
    return Lexicon(
        {
            name: family.model_copy(
                update={"terms": [term.model_copy(update={"context": ()}) for term in family.terms]}
            )
            for name, family in lexicon.families.items()
        }
    )


def _total(find: Callable[[str], Counts], texts: list[str]) -> Counts:
    found: Counts = Counter()
    for text in texts:
        found.update(find(text))
    return found


def _plain(term_of: dict[str, str]) -> Callable[[str], Counts]:
    """Return a finder that tries every form at every place, the longest first."""
    forms = "|".join(map(re.escape, sorted(term_of, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![^\W_])(?:{forms})(?![^\W_])", re.IGNORECASE)
    return lambda text: Counter(term_of[use.lower()] for use in pattern.findall(text))


def _spelt_plainly(text: str) -> str:
    """Return the text with plain hyphens, quotes and single spaces, character by character."""
    plain = {other: group[0] for group in _SAME for other in group} | dict.fromkeys(_WITHOUT_WIDTH, "")
    spaced = ("".join(" " if char != "\n" and char.isspace() else plain.get(char, char) for char in text)).lower()
    return re.sub(" +", " ", spaced)


def _hyperscan(term_of: dict[str, str]) -> Callable[[str], Counts] | None:
    """Return a finder by hyperscan: every match with its start, then leftmost-longest by a sweep; None if not installed."""
    try:
        hyperscan: Any = importlib.import_module("hyperscan")
    except ModuleNotFoundError:
        return None
    forms = sorted(term_of)
    names = [term_of[form] for form in forms]
    flags = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_SOM_LEFTMOST
    database = hyperscan.Database()
    database.compile(
        expressions=[_expression(form).encode() for form in forms],
        ids=list(range(len(forms))),
        flags=[flags] * len(forms),
    )

    def find(text: str) -> Counts:
        data = text.encode()
        matches: list[tuple[int, int, int]] = []
        database.scan(data, match_event_handler=lambda number, start, end, *_: matches.append((start, -end, number)))
        found, free = [], 0
        for start, minus_end, number in sorted(matches):
            if start >= free and not _letter_before(data, start) and not _letter_behind(data, -minus_end):
                free = -minus_end
                found.append(names[number])
        return Counter(found)

    return find


def _expression(form: str) -> str:
    """Write a form for hyperscan, so that it reads every hyphen, quote and run of spaces as one."""
    kinds = {group[0]: f"[{re.escape(group)}]" for group in _SAME} | {" ": "[ \t\u00a0]+"}
    return "".join(kinds.get(char, re.escape(char)) for char in form)


def _letter_before(data: bytes, place: int) -> bool:
    return data[max(0, place - 4) : place].decode(errors="ignore")[-1:].isalnum()


def _letter_behind(data: bytes, place: int) -> bool:
    return data[place : place + 4].decode(errors="ignore")[:1].isalnum()
