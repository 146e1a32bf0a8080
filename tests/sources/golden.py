"""Writing what golden cases give anew: only what changed, and named at the end of the run."""

import json
from pathlib import Path
from typing import Any

WRITTEN: list[Path] = []
"""Files that this run wrote."""


def write(records: list[dict[str, Any]], path: Path) -> bool:
    """Write the records of a case unless they stand there; return whether the file changed."""
    text = json.dumps(records, ensure_ascii=False, indent=1) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True


def summary(written: list[Path]) -> list[str]:
    """Say how many files were written, and which.

    >>> summary([]), summary([Path("a/expected.json")])
    (['golden files changed: 0'], ['golden files changed: 1; look at them, then run the tests', 'a/expected.json'])
    """
    if not written:
        return ["golden files changed: 0"]
    return [f"golden files changed: {len(written)}; look at them, then run the tests", *map(str, written)]
