"""What a source is asked next, on its way while the last answer is being read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from krtracker.connector import Connector

Work = TypeVar("Work")
Answer = TypeVar("Answer")
FAR = 3
"""How many pieces are sent before the answer of the first is read: the light ones are small."""


def ahead(
    works: Sequence[Work],
    ask: Callable[[Work], Answer],
    connector: Connector,
    is_heavy: Callable[[Work], bool],
) -> Iterator[tuple[Work, Answer]]:
    """Each piece of work with its answer; one is asked at a time, a few in advance.

    In order, but that the answer of only one heavy piece is asked for or held at a time: until it
    has been read, what is light goes before the next.
    """
    if not works:
        return
    waiting, coming = list(works), deque[tuple[Work, Future[Answer]]]()
    pool = ThreadPoolExecutor(1, thread_name_prefix="krtracker-scan")

    def send(*held: Work) -> None:
        while len(coming) < FAR:
            is_full = any(map(is_heavy, (*held, *(work for work, _ in coming))))
            able = (at for at, work in enumerate(waiting) if not (is_full and is_heavy(work)))
            if (place := next(able, None)) is None:
                return
            work = waiting.pop(place)
            coming.append((work, pool.submit(ask, work)))

    try:
        send()
        while coming:
            work, future = coming.popleft()
            answer = future.result()
            del future
            send(work)
            yield work, answer
            del answer
            send()
    except BaseException:
        connector.cancel()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
