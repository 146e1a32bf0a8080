"""What a server sent, as everything that asks or checks sees it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent, whole and unpacked; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes
