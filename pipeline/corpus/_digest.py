"""A hash of a text of any length, piece by piece: a long text is not in memory twice for it."""

import hashlib

from pipeline.bounds import slices


def digest(text: str, size: int, before: str = "") -> bytes:
    """Return the BLAKE2b hash, ``size`` bytes long, of ``before`` and a text as UTF-8; what has no UTF-8 counts as ``?``.

    >>> digest("abc", 8) == digest("c", 8, before="ab") == hashlib.blake2b(b"abc", digest_size=8).digest()
    True
    """
    hashed = hashlib.blake2b(before.encode("utf-8", "replace"), digest_size=size)
    for piece in slices(text):
        hashed.update(piece)
    return hashed.digest()
