"""Strict reading of JSON that came from outside."""

import json
from typing import Any

from pipeline.errors import BadPage, clean


def loads(data: bytes, where: str) -> Any:
    """Return the value that ``data`` holds: UTF-8, a byte order mark skipped.

    Numbers that are not finite pass, so that the row that holds one can be named; all else that is not JSON
    does not.

    Raises
    ------
    BadPage
        For bytes that are not UTF-8, text that is not JSON or cut short, a key that repeats, nesting or a number
        beyond what any real reply has. The message shows ``where`` and how the data begin.
    """
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        why = f"byte {error.start} is not UTF-8"
    except RecursionError:
        why = "it is nested too deeply"
    except ValueError as error:
        why = clean(error)
    raise BadPage(f"{where}: expected JSON, but {why}; it begins {clean(data[:80].decode('utf-8', 'replace'))!r}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} repeats in one object")
    return made
