"""What may stand behind an option, checked while the command line is read; argparse puts the option's name before it."""

import argparse
from collections.abc import Callable
from pathlib import Path

from pipeline import periods
from pipeline.errors import clean


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """Return what reads a whole number in a range, both ends included."""
    wanted = f"a whole number from {least}" + (f" to {most}" if most is not None else "")

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) and (most is None or int(text) <= most)):
            raise argparse.ArgumentTypeError(f"expected {wanted}, found {clean(text)!r}")
        return int(text)

    return read


def date(text: str) -> str:
    """Read a period or a day."""
    if not periods.is_date(text):
        raise argparse.ArgumentTypeError(f"expected {periods.A_DATE}, found {clean(text)!r}")
    return text


def file(text: str) -> Path:
    """Read the name of a file to write."""
    if Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"expected a file, found the folder {clean(text)}; name a file in it")
    return Path(text)


def folder(text: str) -> Path:
    """Read the name of a folder to write to."""
    if Path(text).exists() and not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"expected a folder, found the file {clean(text)}")
    return Path(text)


def name_and_url(text: str) -> tuple[str, str]:
    """Read ``NAME=URL``."""
    name, separator, url = text.partition("=")
    if not (separator and name and url):
        raise argparse.ArgumentTypeError(
            f"expected NAME=URL, found {clean(text)!r}; for example --site forum=http://127.0.0.1:8901"
        )
    return name, url
