"""How long a statement may take, how much it may bring, and who ends it when it does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from krtracker.errors import QueryError

if TYPE_CHECKING:
    import pyarrow as pa

CUT_AFTER_SECONDS = 1.5
"""How long a source may take to obey a cancel before its line is cut."""


Line = TypeVar("Line", bound=Hashable)


class Running(Generic[Line]):
    """The driver's connections on which a statement may be under way, and for whom.

    Several threads may ask one source at a time; when the time of one is up, the statements of
    the others go on.
    """

    def __init__(self) -> None:
        self._lines: dict[Line, int] = {}

    def add(self, line: Line) -> None:
        """The thread that calls begins to ask on a line."""
        self._lines[line] = threading.get_ident()

    def discard(self, line: Line) -> None:
        """Nothing runs on a line any more."""
        self._lines.pop(line, None)

    def of(self, asker: int | None) -> list[Line]:
        """The lines on which a thread asks; of all threads where none is named."""
        return [line for line, by in list(self._lines.items()) if asker in (None, by)]


class Watch:
    """Ends a statement from outside when nothing has come for too long.

    First it asks the source to stop, then it cuts the line. The source has a limit of its own;
    this one holds when that was lifted, or when the network no longer carries anything. Time
    that the reader takes over a batch does not count.
    """

    def __init__(
        self, seconds: float, *, cancel: Callable[[], None], cut: Callable[[], None]
    ) -> None:
        self.seconds = seconds
        self.is_over = False
        self._cancel = cancel
        self._cut = cut
        self._is_done = False
        self._since: float | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._since = time.monotonic()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._is_done = True
            self._changed.notify()
        if self.is_over:
            # A late cancel must not reach the statement that comes next on the same line.
            self._thread.join(CUT_AFTER_SECONDS)

    @property
    def elapsed(self) -> float:
        """Seconds for which the source has been waited for."""
        return 0.0 if self._since is None else time.monotonic() - self._since

    @contextmanager
    def resting(self) -> Iterator[None]:
        """No time passes inside: it is the reader who takes it."""
        self._restart(None)
        try:
            yield
        finally:
            self._restart(time.monotonic())

    def _restart(self, since: float | None) -> None:
        with self._changed:
            self._since = since
            self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            while not self._is_done and self.elapsed < self.seconds:
                left = None if self._since is None else self.seconds - self.elapsed
                self._changed.wait(left)
            if self._is_done:
                return
            self.is_over = True
        with suppress(Exception):  # a source that cannot be reached to be told is cut off next
            self._cancel()
        with self._changed:
            if self._changed.wait_for(lambda: self._is_done, CUT_AFTER_SECONDS):
                return
        with suppress(Exception):
            self._cut()


def capped(
    batches: Iterator[pa.RecordBatch], *, rows: int, megabytes: int
) -> Iterator[pa.RecordBatch]:
    """The batches, up to a number of rows and of megabytes; beyond it the answer is refused."""
    seen = size = 0
    for batch in batches:
        seen += batch.num_rows
        size += batch.nbytes
        if seen > rows:
            raise QueryError(f"the answer has more than {rows:,} rows; aggregate in the query")
        if size > megabytes * 2**20:
            raise QueryError(f"the answer is larger than {megabytes:,} MB; ask for fewer columns")
        yield batch
