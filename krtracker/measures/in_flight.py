"""SQL of one's own, one query a day: a few on their way at a time, the answers in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from threading import Event

from krtracker.connector import Connector
from krtracker.errors import ConnectorError, QueryError
from krtracker.measures.ready import Answered, Ready

AHEAD = 8
"""How many questions a line to the source is given before their answers are looked at."""
AGAIN_SECONDS = 0.1
"""How long a source may take to end what it is told to, before it is told again."""
Asked = tuple[Ready, date]
Outcome = Answered | ConnectorError


@dataclass
class InFlight:
    """Questions that are asked side by side, no more at a time than the connection allows.

    They are sent in the order in which they will be wanted, a group at a time, and nothing else
    is asked meanwhile: so a source never has more of our lines than `max_parallel`. When one
    could not be answered, those not sent yet wait until somebody wants them all the same.
    """

    connector: Connector
    waiting: Sequence[Asked]
    """Every question, in the order in which its answer will be wanted."""
    _found: dict[tuple[str, date], Outcome] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = enumerate(self.waiting)
        self._places = {(ready.key_result.key, day): place for place, (ready, day) in found}

    def answered(self, ready: Ready, day: date) -> Answered:
        """What a question of one's own words brought.

        Raises:
            ConnectorError: it was not answered, or cannot be.
        """
        key = (ready.key_result.key, day)
        if key not in self._found:
            self._ask(self._from(self._places[key]))
        if key not in self._found:  # another one failed before this one was sent
            self._ask([(ready, day)])
        found = self._found.pop(key)
        if isinstance(found, ConnectorError):
            raise found
        return found

    def _from(self, place: int) -> Sequence[Asked]:
        """The question at a place, and those after it, as many as go together."""
        return self.waiting[place : place + AHEAD * self.connector.connection.max_parallel]

    def _ask(self, group: Sequence[Asked]) -> None:
        lines = min(self.connector.connection.max_parallel, len(group))
        stopped = Event()
        if lines == 1:
            self._keep(_one(*each, stopped) for each in group)
            return
        pool = ThreadPoolExecutor(lines, thread_name_prefix="krtracker-ask")
        under_way: list[Future[tuple[Asked, Outcome | None]]] = []
        try:
            for each in group:
                under_way.append(pool.submit(_one, *each, stopped))
            wait(under_way)
        except BaseException:
            stopped.set()
            self._end(under_way)
            raise
        finally:
            pool.shutdown(cancel_futures=True)
        self._keep(map(Future.result, under_way))

    def _end(self, under_way: Sequence[Future[tuple[Asked, Outcome | None]]]) -> None:
        """Have the source end what is under way; told again, for a statement may just begin."""
        for each in under_way:
            each.cancel()
        while wait(under_way, AGAIN_SECONDS).not_done:
            with suppress(Exception):  # a source that cannot be told is left to its own limit
                self.connector.cancel()

    def _keep(self, outcomes: Iterable[tuple[Asked, Outcome | None]]) -> None:
        for (ready, day), outcome in outcomes:
            if outcome is not None:
                self._found[ready.key_result.key, day] = outcome


def _one(ready: Ready, day: date, stopped: Event) -> tuple[Asked, Outcome | None]:
    """The answer of one question, or why there is none; nothing once others were given up."""
    if stopped.is_set():
        return (ready, day), None
    try:
        return (ready, day), ready.answered(day)
    except QueryError as error:
        return (ready, day), error
    except ConnectorError as error:
        stopped.set()
        return (ready, day), error
