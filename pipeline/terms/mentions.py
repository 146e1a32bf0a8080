"""Uses that do more, or less, than use a term: that speak of the word, put it in quotation marks, or deny it.

Each rule has a name and looks at the words right before or behind a use, within its block (paragraph or title); a use
may fall under several.

``named``
    A noun for words stands before it, with an article or the like: *the term X*, *that phrase "X"*. Not *in the long term
    X* or *in other words X*.
``called``
    Somebody is said to call something so: *so-called X*, *what they call an X*, *is known as X*, *dubbed X*.
``judged``
    The word is weighed as a word: *X is a confusing term*, *X seems the wrong word*.
``rejected``
    It is named and not liked: *I don't like the word X*, *let us stop using the term X*. Such a use is ``named`` too.
``quotation_marks``
    Quotation marks stand right around it, whether to name it or to keep a distance. Fields of quoted blocks are another
    matter: those are the field ``quote``.
``negated``
    A negation stands before it with nothing but small words between: *not a X*, *no X*, *isn't really an X*, *without any
    X*, *rather than X*, *non-X*. Not *not only X*, and not *not clear that X exists*.

Rules see words, not meaning: irony, and a negation further off, pass them by.
"""

import re
from collections.abc import Mapping
from typing import Final

import pandas as pd

from pipeline.tables import conform
from pipeline.terms.lexicon import Lexicon

RULES: Final = ("called", "judged", "named", "negated", "quotation_marks", "rejected")

_KEY = ["document_id", "term", "field"]
_REACH = 120
_STRAIGHT: Final = {ord(char): '"' for char in "“”„‟″«»"} | {ord(char): "'" for char in "‘’‛ʼ′´`"} | {ord("‑"): "-"}
_NOUN = r"(?:term|word|phrase|expression|label|name|moniker|buzzword|terminology|jargon)s?"
_NO_NOUN = r"(?!(?:short|long|longer|near|medium|mid|other)[- ]?(?:term|words))"
_ARTICLE = r"(?:the|this|that|these|those|an?|my|our|your|his|her|their|its|of|as|new|old)"
_NAMED = rf"\b{_ARTICLE}\s+(?:{_NO_NOUN}(?!{_NOUN}\b)[\w-]+\s+){{0,2}}{_NO_NOUN}{_NOUN}:?\s+[\"'(]*$"
_TAIL = r"\s+(?:an?\s+|the\s+)?[\"'(]*$"
_DISLIKE = (
    r"(?:(?:n't|\bnot|\bnever|\bno longer)\s+(?:really\s+|much\s+|particularly\s+)?(?:like|love|use|using|(?:a\s+)?fan\s+of|fond\s+of)"
    r"|\b(?:dislike|hate|avoid|retire|taboo|abandon)(?:s|d|ing)?|\bstop(?:ped|s)?\s+(?:using|saying)|\bobject(?:s|ed)?\s+to)"
)
_SMALL = (
    r"(?:an?|the|any|all|really|necessarily|actually|yet|be|being|been|have|having|itself|even|quite|exactly|strictly|truly"
    r"|fully|of|as|such|doing|do|need|involve|involving|require|contain|imply|become|in)"
)
_BEFORE: Final = {
    "named": re.compile(_NAMED),
    "called": re.compile(
        rf"(?:\bso[- ]called|\bwhat\s+(?:[\w']+\s+){{1,3}}(?:call|calls|called|term|termed|dub|dubbed)"
        rf"|\b(?:call|calls|called|dub|dubbed|term|termed)\s+(?:this|these|it|them|such\s+[\w-]+)"
        rf"|\b(?:is|are|was|were|be|been|being|sometimes|often|usually|commonly|also)\s+(?:called|termed|dubbed|known\s+as|referred\s+to\s+as)"
        rf"|\bdubbed){_TAIL}"
    ),
    "rejected": re.compile(rf"{_DISLIKE}\s+(?:to\s+)?(?:[\w-]+\s+)?{_NAMED[2:]}"),
    "negated": re.compile(
        rf"(?:(?:\b(?:not|no|never|neither|nor|without|rather\s+than|instead\s+of|lack\s+of|absence\s+of)|n't)"
        rf"\s+(?:{_SMALL}\s+){{0,3}}|\bnon-?\s?)[\"'(]*$"
    ),
}
_BEHIND: Final = {
    "judged": re.compile(
        rf"[\"')]*,?\s+(?:is|was|seems|sounds)\s+(?:like\s+)?(?:not\s+)?{_ARTICLE}\s+(?:{_NO_NOUN}[\w-]+\s+){{0,3}}{_NO_NOUN}{_NOUN}\b"
    ),
}
_CLOSING = re.compile(r"[.,;:!?]?")


def rules_of(text: str, start: int, end: int) -> tuple[str, ...]:
    """Return the rules that the use ``text[start:end]`` falls under, in alphabetical order.

    >>> text = "I don't like the term “mesa-optimizer”."
    >>> rules_of(text, 23, 37), text[23:37]
    (('named', 'quotation_marks', 'rejected'), 'mesa-optimizer')
    """
    first = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    last = text.find("\n", end)
    last = min(len(text) if last < 0 else last, end + _REACH)
    before = text[first:start].translate(_STRAIGHT).lower()
    behind = text[end:last].translate(_STRAIGHT).lower()
    found = [rule for rule, pattern in _BEFORE.items() if pattern.search(before)]
    found += [rule for rule, pattern in _BEHIND.items() if pattern.match(behind)]
    mark = before[-1:]
    if mark in ('"', "'") and mark and _CLOSING.sub("", behind, count=1)[:1] == mark:
        found.append("quotation_marks")
    return tuple(sorted(found))


def term_mentions(
    uses: pd.DataFrame, text_of: Mapping[tuple[str, str], str], lexicon: Lexicon
) -> tuple[pd.DataFrame, list[tuple[str, ...]]]:
    """Count the uses that fall under each rule.

    Parameters
    ----------
    uses : pd.DataFrame
        What :func:`pipeline.terms.uses.find_uses` found.
    text_of : mapping
        Texts and titles by document and field, as :func:`pipeline.terms.uses.texts_with` gives them.

    Returns
    -------
    tuple
        Table ``term_mentions``, without rows where no use falls under a rule, and the rules of each use, row by row.
    """
    places = zip(uses["document_id"], uses["field"], uses["start"], uses["end"], strict=True)
    rules = [rules_of(text_of[document_id, field], start, end) for document_id, field, start, end in places]
    rows = uses[_KEY].assign(rule=pd.Series(rules, index=uses.index, dtype=object))
    totals = rows.groupby(_KEY).size().rename("occurrences_total")
    under = rows.explode("rule").dropna(subset=["rule"])
    counts = under.groupby([*_KEY, "rule"]).size().rename("occurrences").reset_index().join(totals, on=_KEY)
    return conform(counts.assign(family=counts["term"].map(lexicon.family_of)), "term_mentions"), rules
