"""Parts of pages, kept as made: a choice makes anew only what depends on it.

What a part depends on is noted while it is made, from the names that it looks up in the view. It is never written down beside the
part, so it cannot be wrong.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, TypeVar

from dashboard.url_state import View

D = TypeVar("D")
T = TypeVar("T")


class Parts:
    """What functions of data and a view returned, as many as ``limit``, those asked for last.

    Functions must return the same for the same data and values, and look at a view through its names alone.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._looked_at: dict[Hashable, set[tuple[str, ...]]] = {}
        self._lock = threading.Lock()

    def get(self, function: Callable[[D, View], T], data: D, view: View) -> T:
        """Return ``function(data, view)``, or what it returned for a view that was the same in all that it looked at.

        >>> made, parts = [], Parts(limit=10)
        >>> def chart(data, view):
        ...     made.append(view["grain"])
        ...     return data[view["grain"]]
        >>> [parts.get(chart, {"year": 4}, View({"grain": "year", "kind": kind})) for kind in ("post", "comment")]
        [4, 4]
        >>> made
        ['year']
        """
        with self._lock:
            for names in self._looked_at.get(function, ()):
                key = (function, names, tuple(view[name] for name in names))
                if key in self._made:
                    self._made.move_to_end(key)
                    return self._made[key]  # type: ignore[no-any-return]
        noted = _Noted(view.values)
        made = function(data, View(noted))
        names = tuple(sorted(noted.read))
        key = (function, names, tuple(view[name] for name in names))
        with self._lock:
            self._looked_at.setdefault(function, set()).add(names)
            self._made[key] = made
            if len(self._made) > self._limit:
                self._made.popitem(last=False)
        return made


class _Noted(Mapping[str, Any]):
    """The values of a view; ``read`` are the names of those that were looked at."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.read: set[str] = set()
        self._values = values

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        self.read.update(self._values)
        return iter(self._values)

    def __len__(self) -> int:
        self.read.update(self._values)
        return len(self._values)
