"""One way to map a pure function over batches: here, or in worker processes, with the same result."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")
_WAITING_PER_WORKER = 2


def batched(items: Iterable[_T], size: int, weight: Callable[[_T], int], heaviest: int) -> Iterator[list[_T]]:
    """Cut ``items`` into lists of ``size``, or fewer where they weigh ``heaviest`` together; the last may be shorter.

    >>> list(batched(["a", "b", "c", "de", "f"], 2, len, 2))
    [['a', 'b'], ['c', 'de'], ['f']]
    >>> list(batched(["abcd", "e", "f"], 2, len, 2))
    [['abcd'], ['e', 'f']]
    """
    batch: list[_T] = []
    total = 0
    for item in items:
        batch.append(item)
        total += weight(item)
        del item  # a heavy one shall not outlast its batch
        if len(batch) == size or total >= heaviest:
            yield batch
            batch, total = [], 0
    if batch:
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
