"""The parser of the command line: a mistake names the option and the nearest one, as an error of ours, without a page of usage."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from pipeline.errors import UsageError, clean
from pipeline.registry import nearest


class Parser(argparse.ArgumentParser):
    """Raises UsageError where argparse would print and leave.

    ``conflicts`` are pairs of options that cannot be given together.
    """

    conflicts: Sequence[tuple[str, str]] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **options})

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found."""
        said = message.removeprefix("argument ") + ("" if message.endswith("?") else ";")
        raise UsageError(f"{said} `{self.prog} --help` says what can be given")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """Leave after --help or --version, once what they say is written: the reader may be gone."""
        sys.stdout.flush()
        super().exit(status, message)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse, and refuse what is unknown or cannot go together: the command knows its own options, the program does not."""
        words = sys.argv[1:] if args is None else args
        if self._subparsers and words and words[0].startswith("-") and words[0] not in self._option_string_actions:
            self.error(f"unknown option {clean(words[0])} here; options stand at the end")
        known, rest = super().parse_known_args(words, namespace)
        if rest:
            option = rest[0].partition("=")[0]
            if not option.startswith("-"):
                self.error(f"one word too many: {clean(option)!r}")
            self.error(f"unknown option {clean(option)}; {nearest(option, self._option_string_actions)}")
        for pair in self.conflicts:
            if all(self._is_given(option, known) for option in pair):
                self.error(f"{pair[0]} and {pair[1]} cannot go together")
        return known, rest

    def _is_given(self, option: str, known: argparse.Namespace) -> bool:
        action = self._option_string_actions[option]
        return bool(getattr(known, action.dest) != action.default)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            raise argparse.ArgumentError(action, f"{clean(value)!r} is unknown; {nearest(str(value), action.choices)}")
