"""What a source is asked next, on its way while the last answer is being read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from krtracker.connector import Connector

Work = TypeVar("Work")
Answer = TypeVar("Answer")


def ahead(
    works: Sequence[Work], ask: Callable[[Work], Answer], connector: Connector
) -> Iterator[tuple[Work, Answer]]:
    """Each piece of work with its answer, in order; one is asked for in advance, and no more."""
    if not works:
        return
    pool = ThreadPoolExecutor(1, thread_name_prefix="krtracker-scan")
    try:
        coming: Future[Answer] = pool.submit(ask, works[0])
        for work, after in zip(works, [*works[1:], None], strict=True):
            answer = coming.result()
            if after is not None:
                coming = pool.submit(ask, after)
            yield work, answer
            del answer
    except BaseException:
        connector.cancel()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
