"""One way to map a pure function over batches: here, or in worker processes, with the same result."""

import itertools
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")
_WAITING_PER_WORKER = 2


def batched(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Cut ``items`` into lists of ``size``; the last may be shorter.

    >>> list(batched("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch


def map_batches(function: Callable[[_T], _R], batches: Iterable[_T], workers: int) -> Iterator[_R]:
    """Yield ``function`` of each batch, in order. Few batches are in memory at a time.

    With one worker everything runs in this process. ``spawn`` is used where more are asked for: a forked copy of a
    process with threads may hang.
    """
    if workers <= 1:
        yield from map(function, batches)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=workers, mp_context=context) as executor:
        waiting: deque[Future[_R]] = deque()
        for batch in batches:
            waiting.append(executor.submit(function, batch))
            if len(waiting) >= workers * _WAITING_PER_WORKER:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
