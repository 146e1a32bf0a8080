"""Serials: several parts of one work by one author, such as a report posted section by section, or a newsletter.

The rule. A title has a *part mark*: a unit with a number (``Part 2``, ``Section 4.1``, ``Chapter IV``, ``Day 3``), a
number behind ``#``, a Roman number before a colon or the end, or a date in digits (``Covid 7/9: ...``). The name of
the serial is

* what the part is said to be of: ``Situational awareness (Section 2.1 of "Scheming AIs")`` -> *Scheming AIs*;
* else what stands before the mark, within its brackets where the mark stands in brackets:
  ``[AN #58] ...`` -> *AN*, ``Infra-Bayesianism, Part 3: proofs`` -> *Infra-Bayesianism*.

Three or more posts that share an author and a name are a serial. A post of that author which quotes the name belongs
to it, too (``New report: "Scheming AIs: Will AIs ..."``). Case, kinds of quotes and dashes do not matter.

Not seen: parts that share no words, parts numbered only as ``[2/4]``, a first part without a mark that does not quote
the name. Taken for a serial though no one text: a recurring meeting of one organiser, a column under one name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from pipeline.corpus.pingbacks import unified

LEAST_PARTS = 3

_ROMAN = r"(?=[IVXL])X{0,3}L?X{0,3}(?:IX|IV|V?I{0,3})"
_NUMBER = rf"(?:\d+(?:\.\d+)*[a-z]?|{_ROMAN}|one|two|three|four|five|six|seven|eight|nine|ten|[A-Z]{{1,2}})(?!\w)"
_NUMBERS = rf"{_NUMBER}(?:\s*(?:[-–—,&/+]|and|to|of)\s*{_NUMBER})*"
_UNIT = (
    r"(?:parts?|pt\.?|sections?|chapters?|episodes?|ep\.?|posts?|days?|weeks?|lessons?|lectures?|volumes?|vol\.?"
    r"|issues?|installments?|appendix|sessions?|no\.?)"
)
_PART_OF = re.compile(
    rf"(?i:\b{_UNIT})\s+{_NUMBERS}\s+(?:of|on|in|from)\s+(?:\d+\s+(?:on|of|in)\s+)?(?P<name>[^()\[\]]+)"
)
_MARKED = (
    re.compile(rf"(?i:(?<!\w){_UNIT})\s*#?{_NUMBERS}"),
    re.compile(r"#\s?\d+"),
    re.compile(r"(?<=\s)\d{1,2}/\d{1,2}(?:/\d{2,4})?(?=\s*:|$)"),
    re.compile(rf"(?<=\s){_ROMAN}(?=\s*[:.)]|\s+[-–—]|$)"),
)
_QUOTED = re.compile(r"[\"“]([^\"“”]+)")
_EDGES = " \t\u00a0\"'“”‘’.,:;|-–—([{)]}"


def name_serials(posts: Iterable[tuple[str, str | None, tuple[str, ...]]]) -> dict[str, str]:
    """Return the name of the serial of each post that belongs to one.

    Parameters
    ----------
    posts : iterable of (document_id, title, author_ids)
        In any order; posts without title or known author stand alone.

    Returns
    -------
    dict
        Names as most of the parts write them; where two authors have serials of one name, the author is added.
    """
    known = [(document_id, title, authors) for document_id, title, authors in sorted(posts) if title and authors]
    parts: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for document_id, title, authors in known:
        if name := series_name(title):
            for author in authors:
                parts[author, unified(name)].append((document_id, name))
    serials = {key: found for key, found in parts.items() if len(found) >= LEAST_PARTS}
    shown = _shown_names(serials)
    member_of: dict[str, tuple[str, str]] = {}
    for key, found in sorted(serials.items(), key=lambda item: (-len(item[1]), item[0])):
        for document_id, _ in found:
            member_of.setdefault(document_id, key)
    for document_id, title, authors in known:
        if document_id not in member_of and (quoted := _quoted_serial(title, authors, shown)):
            member_of[document_id] = quoted
    return {document_id: shown[key] for document_id, key in sorted(member_of.items())}


def series_name(title: str) -> str | None:
    """Return the name of the series that a title's part mark belongs to, or None if it has no mark.

    >>> series_name('On “slack” in training (Section 1.5 of “Scheming AIs”)')
    'Scheming AIs'
    >>> [series_name(title) for title in ("AI #34: Chips", "[AN #58] Mesa", "EIS III: Critiques", "Luna - Part 6")]
    ['AI', 'AN', 'EIS', 'Luna']
    >>> series_name("Selection vs Control (Clarifying Thoughts, Part 1)"), series_name("Petrov Day"), series_name("#4: Cryonics")
    ('Clarifying Thoughts', None, None)
    """
    if match := _PART_OF.search(title):
        return _name(match["name"])
    for pattern in _MARKED:
        if match := pattern.search(title):
            before = title[: match.start()]
            opened = max(before.rfind("("), before.rfind("["))
            inside = before[opened + 1 :] if opened > max(before.rfind(")"), before.rfind("]")) else ""
            if name := _name(inside) or _name(before):
                return name
    return None


def _name(text: str) -> str | None:
    name = " ".join(text.split()).strip(_EDGES)
    return name if sum(character.isalpha() for character in name) >= 2 else None


def _shown_names(serials: dict[tuple[str, str], list[tuple[str, str]]]) -> dict[tuple[str, str], str]:
    shared = Counter(name for _, name in serials)
    shown = {}
    for (author, key), found in serials.items():
        spelled = Counter(name for _, name in found)
        name = min(spelled, key=lambda one: (-spelled[one], one))
        shown[author, key] = f"{name} ({author.partition(':')[2]})" if shared[key] > 1 else name
    return shown


def _quoted_serial(title: str, authors: tuple[str, ...], serials: dict[tuple[str, str], str]) -> tuple[str, str] | None:
    """Return the serial of an author whose name a title quotes, from the beginning of the quotation on."""
    for quoted in _QUOTED.findall(title):
        for author in authors:
            beginning = unified(re.split(r"[:.!?]", quoted)[0]).strip()
            if (author, beginning) in serials:
                return author, beginning
    return None
