"""Names."""

from collections.abc import Iterable


def name_serials(posts: Iterable[tuple[str, str | None, tuple[str, ...]]]) -> dict[str, str]:
    """Stub."""
    return {}
