"""Reads TOML files that people write, and says what is wrong in one: file, line, place, nearest valid key."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from pipeline.errors import UsageError, clean
from pipeline.registry import nearest

_POSITION = re.compile(r" \(at line (\d+), column (\d+)\)$")
_TOKEN = re.compile(
    r'"""(?:.|\n)*?"""|\'\'\'(?:.|\n)*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|(?P<opens>[\[{])|(?P<closes>[\]}])'
)
_BEGINS_ANEW = re.compile(r"\s*(\[|[\w.\"'-]+\s*=)")


def read(path: Path, what: str, remedy: str) -> tuple[str, dict[str, Any]]:
    """Return the text of a TOML file and what it holds.

    Raises
    ------
    UsageError
        If it cannot be read (with ``remedy``) or is not TOML (with the line).
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {what} {path}: {error}; {remedy}") from error
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}{_what_is_not_toml(str(error), text)}") from error


def first_complaint(error: ValidationError) -> Any:
    """Return an unknown key before all else: where one is misspelt, another complaint is that it is missing."""
    complaints = error.errors()
    return next((one for one in complaints if one["type"] == "extra_forbidden"), complaints[0])


def explain(complaint: Any, model: type[BaseModel], values: Mapping[str, Any], text: str, where: str) -> str:
    """Put a complaint about a TOML file into one line.

    Parameters
    ----------
    complaint : dict
        What :func:`first_complaint` chose.
    model : type
        What the file should hold.
    values : mapping
        What it does hold.
    text : str
        Where the line of the key is looked for.
    where : str
        The file.
    """
    location: tuple[str | int, ...] = complaint["loc"]
    line = _line_of([str(part) for part in location], text)
    items, key = _place(location, values)
    start = f"{where}, line {line}: " if line else f"{where}: "
    start += "".join(f"{item}: " for item in items)
    if complaint["type"] == "extra_forbidden":
        return f"{start}unknown key {key!r}; {nearest(str(location[-1]), _keys_at(model, location[:-1]))}"
    if complaint["type"] == "missing":
        return f"{start}the key {key!r} is missing; add it"
    return f"{start}{f'{key}: ' if key else ''}{in_words(complaint)}; mend that"


def in_words(complaint: Any) -> str:
    """Say what was expected, and what one value was found instead."""
    said = (
        complaint["msg"].removeprefix("Value error, ").replace("Input should be", "expected").partition(", unable")[0]
    )
    found = complaint.get("input")
    return f"{said}, found {clean(found, 60)!r}" if isinstance(found, str | int | float) else said


def _place(location: Sequence[str | int], values: Mapping[str, Any]) -> tuple[list[str], str]:
    """Return the items of lists that a place lies in, by number and name, and the key within the last of them.

    >>> _place(("terms", 1, "form"), {"terms": [{"name": "owl"}, {"name": "wren"}]})
    (["term no. 2 'wren'"], 'form')
    """
    items: list[str] = []
    keys: list[str] = []
    found: Any = values
    for part in location:
        found = _inside(found, part)
        if isinstance(part, str):
            keys.append(part)
            continue
        name = next((found[key] for key in ("name", "id") if isinstance(found, dict) and key in found), None)
        items.append(f"{'.'.join(keys).removesuffix('s')} no. {part + 1}" + (f" {clean(name)!r}" if name else ""))
        keys = []
    return items, ".".join(keys)


def _inside(value: Any, part: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    return value[part] if isinstance(value, list) and isinstance(part, int) and part < len(value) else None


def _keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    for part in path:
        field = model.model_fields.get(str(part))
        if field is None:
            continue
        for candidate in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                model = candidate
    return list(model.model_fields)


def _line_of(keys: list[str], text: str) -> int | None:
    names = [key for key in keys if not key.isdigit()]
    if not names:
        return None
    pattern = re.compile(
        rf"^\s*(\[.*\b)?[\"']?{re.escape(names[-1])}[\"']?\s*(=|\]|\.)|[{{,]\s*{re.escape(names[-1])}\s*="
    )
    section = re.compile(r"^\s*\[+\s*([^\]]+?)\s*\]+")
    current, fallback = "", None
    for number, line in enumerate(text.splitlines(), 1):
        if match := section.match(line):
            current = match[1]
        if pattern.search(line):
            fallback = fallback or number
            if all(name in current or name in line for name in names[:-1]):
                return number
    return fallback


def _what_is_not_toml(said: str, text: str) -> str:
    """Say on which line a text stops being TOML; of a list that is not closed, on which line it begins.

    >>> _what_is_not_toml("Unclosed array (at line 2, column 1)", 'forms = ["owl"\\nexamples = []')
    ', line 1: the list that begins here is not closed before line 2; end it with ]'
    >>> _what_is_not_toml("Invalid value (at line 1, column 8)", "root = ")
    ', line 1: not TOML: Invalid value; mend that line'
    """
    lines = text.splitlines(keepends=True)
    position = _POSITION.search(said)
    row, column = (int(position[1]), int(position[2])) if position else (len(lines) + 1, 1)
    here = lines[row - 1] if row <= len(lines) else ""
    if said.startswith("Unclosed array") or (said.startswith("Invalid value") and _BEGINS_ANEW.match(here)):
        open_at: list[int] = []
        for token in _TOKEN.finditer("".join(lines[: row - 1]) + here[: column - 1]):
            if token["opens"]:
                open_at.append(token.start())
            elif token["closes"] and open_at:
                open_at.pop()
        began = text.count("\n", 0, open_at[0]) + 1 if open_at else row
        if began < row:
            before = f"line {row}" if position else "the end of the file"
            return f", line {began}: the list that begins here is not closed before {before}; end it with ]"
    place = f", line {row}" if position else ""
    return f"{place}: not TOML: {_POSITION.sub('', said)}; mend that line"
