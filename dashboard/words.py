"""Numbers, shares and periods in sentences."""

import re
from collections.abc import Sequence

from pipeline import errors

count = errors.count  # A number with its noun, in sentences of both packages.


_ISOLATES = re.compile("[\u2066-\u2069]")


def outside(text: str) -> str:
    r"""Mark outside text within a sentence of ours: :func:`dashboard.components.text.sentence` shows it letter for letter, isolated.

    The marks are those by which Unicode isolates text that has a direction of its own; none is left within.

    >>> outside("a\u2069`b`")
    '\u2068a`b`\u2069'
    """
    return f"\u2068{_ISOLATES.sub('', text)}\u2069"


def quoted(text: str) -> str:
    """Return outside text in quotation marks of ours, for a sentence; see :func:`outside`."""
    return f"“{outside(text)}”"


def percent(part: float, whole: float) -> str:
    """Return a share in words; a small one is not rounded to nothing, nor a large one to all.

    >>> percent(934, 23313), percent(1, 5000), percent(4999, 5000), percent(0, 9), percent(1, 0)
    ('4 %', 'under 0.1 %', '99.9 %', '0 %', 'an unknown share')
    """
    if not whole:
        return "an unknown share"
    share = 100 * part / whole
    if 0 < share < 0.1:
        return "under 0.1 %"
    if share < 1 and share:
        return f"{share:.1f} %"
    if 99 < share < 100:
        return f"{min(share, 99.9):.1f} %"
    return f"{share:.0f} %"


def listing(items: Sequence[str], joined_by: str = "and") -> str:
    """Join items as a sentence does.

    >>> listing(["a"]), listing(["a", "b", "c"], "or"), listing([])
    ('a', 'a, b or c', '')
    """
    return f" {joined_by} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def either(names: str) -> str:
    """Return what tables join by `` | `` where any of them counts, as a sentence has it; also within a sentence of theirs.

    >>> either("schemer | scheming")
    'schemer or scheming'
    """
    return names.replace(" | ", " or ")


def period(label: str) -> str:
    """Return a period as it is said.

    >>> period("2019"), period("2019-Q2"), period("2019-06")
    ('2019', 'Q2 2019', 'June 2019')
    """
    if "Q" in label:
        return f"{label[5:]} {label[:4]}"
    return f"{_MONTHS[int(label[5:]) - 1]} {label[:4]}" if "-" in label else label


_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
