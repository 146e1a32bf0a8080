"""What a server sent, as everything that asks or checks sees it, or that nothing whole came."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent, whole and unpacked; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


Check = Callable[[Answer], None]
"""Looks at an answer before it is stored; raises BadPage (asked once more) or SchemaChanged (not asked again)."""

Fault = Literal["network", "unreached", "unresolved", "certificate", "redirect", "size", "private"]


class Broken(Exception):
    """No whole answer came, what kind of fault was to blame, and which address; only the first three kinds may pass."""

    def __init__(self, why: str, fault: Fault = "network") -> None:
        super().__init__(why)
        self.fault = fault
        self.url = ""
