"""Unpacks what somebody else packed: against a limit, and in a time that grows with its size alone.

A few bytes can unpack to any number, and a body may be made of half a million parts, each an archive of its own.
"""

import io
import zlib
from typing import Final

_FIRST: Final = 1 << 10
"""Bytes of a part that are taken first; what is taken beyond its end is copied, so it must be few of a small part."""

_EITHER: Final = 32 + zlib.MAX_WBITS
"""Tells zlib to take a gzip header as well as its own."""


class TooLarge(Exception):
    """It unpacks to more than the limit."""


def unpacked(packed: bytes, limit: int) -> bytes:
    """Return what all parts of something packed by gzip or zlib hold.

    Raises
    ------
    TooLarge
        If that is over ``limit`` bytes.
    EOFError
        If it is cut short.
    zlib.error
        If it, or what follows a part of it, is not packed so.
    """
    rest, whole, left = memoryview(packed), io.BytesIO(), limit + 1  # gives its bytes away without a copy
    while rest:
        part, taken = zlib.decompressobj(_EITHER), _FIRST
        while not part.eof:
            if not rest:
                raise EOFError("it is cut short")
            piece = rest[:taken]
            left -= whole.write(part.decompress(piece, left))
            if not left:
                raise TooLarge
            rest = rest[len(piece) - len(part.unused_data) :]
            taken *= 2
    return whole.getvalue()
