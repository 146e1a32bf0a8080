"""Short ways to write what follows from other columns, so that the bundled facts stay small and plain CSV."""

import re
import unicodedata

SAME = "="
"""Stands for "what the rule gives"; text behind it is added to that."""

_LONGEST_SLUG = 60
_NO_LETTERS = re.compile(r"[^a-z0-9_]+")


def expected_slug(title: str) -> str:
    """Return the slug that the forum makes of a title, where no other post had it first.

    >>> expected_slug("Why CFAR's Mission & Vision?")
    'why-cfar-s-mission-and-vision'
    """
    plain = unicodedata.normalize("NFKD", title.replace("&", " and ").replace("’", "'"))
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    letters = letters.replace("‘", "").replace("“", "").replace("”", "")
    slug = _NO_LETTERS.sub("-", letters.lower()).strip("-")
    if len(slug) <= _LONGEST_SLUG:
        return slug
    cut = slug[: _LONGEST_SLUG + 1].rfind("-")
    return slug[:cut] if cut > 0 else slug[:_LONGEST_SLUG]


def shorten(value: str | None, rule: str | None) -> str | None:
    """Return ``value`` shortened by what a rule gives.

    >>> shorten("a-meetup-2", "a-meetup"), shorten("other", "a-meetup"), shorten("=x", None)
    ('=-2', 'other', '==x')
    """
    if value is None:
        return None
    if rule and value.startswith(rule):
        return SAME + value[len(rule) :]
    return SAME + value if value.startswith(SAME) else value


def lengthen(short: str | None, rule: str | None) -> str | None:
    """Return what :func:`shorten` was given; ``rule`` is the same as then.

    >>> [lengthen(short, rule) for short, rule in (("=-2", "a-meetup"), ("other", "a-meetup"), ("==x", None))]
    ['a-meetup-2', 'other', '=x']
    """
    if short is None or not short.startswith(SAME):
        return short
    return short[len(SAME) :] if not rule or short.startswith(SAME + SAME) else rule + short[len(SAME) :]
