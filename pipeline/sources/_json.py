"""Strict reading of JSON that came from outside."""

import json
import re
from typing import Any

from pipeline.errors import BadPage, clean

_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs: JSON can name one alone, and no file in UTF-8 can hold it."""


def loads(data: bytes, where: str, *, keep_halves: bool = False) -> Any:
    """Return the value that ``data`` holds: UTF-8, a byte order mark skipped, half a character shown as U+FFFD.

    With ``keep_halves`` those stay, for a reader that tells of them.

    Numbers that are not finite pass, so that the row that holds one can be named; all else that is not JSON
    does not.

    Raises
    ------
    BadPage
        For bytes that are not UTF-8, text that is not JSON or cut short, a key that repeats, nesting or a number
        beyond what any real reply has. The message shows ``where`` and how the data begin.
    """
    try:
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object)
        return value if keep_halves or b"\\u" not in data else _whole(value)
    except UnicodeDecodeError as error:
        why = f"byte {error.start} is not UTF-8"
    except RecursionError:
        why = "it is nested too deeply"
    except ValueError as error:
        why = clean(error)
    raise BadPage(f"{where}: expected JSON, but {why}; it begins {clean(data[:80].decode('utf-8', 'replace'))!r}")


def whole(text: str) -> str:
    """Return text that a file in UTF-8 can hold."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {whole(key): _whole(one) for key, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list) else value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} repeats in one object")
    return made
