"""What a word is."""

import re

WORD = re.compile(r"[^\W_]+(?:['’\-\u2010\u2011][^\W_]+)*")


def count_words(text: str) -> int:
    """Return the number of words: runs of letters and digits, with inner hyphens and apostrophes.

    >>> count_words("The mesa-optimizer's goal isn't x_1 — or is it?")
    9
    """
    return len(WORD.findall(text))
