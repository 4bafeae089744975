"""SQL of one's own: a few queries on their way at a time, never more than the connection allows."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from krtracker.domain.calendar import Calendar
from krtracker.domain.key_result import RawSql
from krtracker.domain.measurement import Outcome, Reading, Unmeasured
from krtracker.interruption import interruptible
from krtracker.measures import Asked, measure
from tests import servers
from tests.builders import a_key_result
from tests.engines import Engine, Rows, engine

DAYS = tuple(date(2026, 11, 1) + timedelta(days=number) for number in range(20))
NOW = datetime(2026, 11, 22, tzinfo=UTC)
PARALLEL = 3
WAIT = {"postgres": "pg_sleep({})", "mysql": "sleep({})"}
WAITED = {"postgres": "count", "mysql": "max"}
"""An aggregate that cannot be had without waiting: MariaDB counts a sleep without sleeping."""
MANY = """(select count(*) from many a cross join many b cross join many c cross join many d
    where a.id + b.id + c.id + d.id < 0)"""
ENDLESS = {"postgres": "pg_sleep(30)", "mysql": MANY}
"""MariaDB ends a sleep in silence when its time is up."""
BUSY = {
    "postgres": "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}' "
    "AND application_name = 'krtracker'",
    "mysql": "SELECT count(*) FROM information_schema.processlist WHERE db = '{}'",
}


@pytest.fixture(scope="module", params=["postgres", "mysql"])
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as made:
        many = Rows({"id": "int"}, [(number,) for number in range(500)])
        made.put({"one": Rows({"id": "int"}, [(1,)]), "many": many})
        yield made


@dataclass
class Watched:
    """How many of our lines the server has had at once."""

    source: Engine
    most: int = 0
    seen: list[int] = field(default_factory=list)

    def count(self) -> int:
        """How many there are now."""
        with self.asking() as count:
            return count()

    @contextmanager
    def asking(self) -> Iterator[Callable[[], int]]:
        """The same again and again, through a line of our own."""
        kind, settings = self.source.kind, self.source.connection.settings
        statement = BUSY[kind].format(settings["database"])
        with servers.server(kind).connect() as line, line.cursor() as cursor:

            def count() -> int:
                cursor.execute(statement)
                return int(cursor.fetchall()[0][0])

            yield count


@contextmanager
def watched(source: Engine) -> Iterator[Watched]:
    """Ask the server again and again while something runs."""
    made, is_over = Watched(source), threading.Event()

    def look() -> None:
        with made.asking() as count:
            while not is_over.is_set():
                made.seen.append(count())

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield made
    finally:
        is_over.set()
        thread.join()
        made.most = max(made.seen)


def measured(source: Engine, wait: str, *, timeout: float = 60.0) -> list[Outcome]:
    """The day of the month of every day, each told after a while."""
    waited = f"{WAITED[source.kind]}({wait})"
    raw = RawSql(f"SELECT extract(day from :as_of) + 0 * {waited} AS value FROM one")
    asked = [Asked(a_key_result(how=raw, source=source.kind), DAYS)]
    allowed = {
        "max_parallel": PARALLEL,
        "timeout_seconds": timeout,
        "allow_functions": ("pg_sleep", "sleep"),
    }
    with source.open(**allowed) as connector:
        return list(measure(asked, connector=connector, calendar=Calendar(), now=NOW))


def test_as_many_queries_as_the_connection_allows_are_on_their_way(source: Engine) -> None:
    with watched(source) as seen:
        outcomes = measured(source, WAIT[source.kind].format("0.15"))

    assert [each.as_of for each in outcomes] == list(DAYS)
    values = [each.value for each in outcomes if isinstance(each, Reading)]
    assert values == [float(day.day) for day in DAYS]
    assert seen.most == PARALLEL


def test_a_query_that_takes_too_long_takes_no_other_with_it(source: Engine) -> None:
    wait = WAIT[source.kind].format("0.3")
    late = f"case when :as_of = '{DAYS[1]}' then {ENDLESS[source.kind]} else {wait} end"

    outcomes = measured(source, late, timeout=1)

    assert [each.as_of for each in outcomes] == list(DAYS)
    assert [type(each) for each in outcomes[:2]] == [Reading, Unmeasured]
    assert getattr(outcomes[1], "reason", None) == "no answer within 1 second"


def test_a_run_that_is_interrupted_leaves_nothing_running(source: Engine) -> None:
    interrupter = threading.Thread(target=interrupt_when_busy, args=(Watched(source),), daemon=True)
    interrupter.start()
    began = time.monotonic()

    with pytest.raises(KeyboardInterrupt), interruptible():
        pytest.fail(f"it ended: {measured(source, WAIT[source.kind].format('20'))}")

    interrupter.join()
    assert time.monotonic() - began < 18
    ends = time.monotonic() + 5
    while Watched(source).count() and time.monotonic() < ends:
        time.sleep(0.05)
    assert Watched(source).count() == 0


def interrupt_when_busy(watched: Watched) -> None:
    """Ctrl-C, once all lines are on their way."""
    with watched.asking() as count:
        while count() < PARALLEL:
            time.sleep(0.01)
    main = threading.main_thread().ident
    assert main is not None
    signal.pthread_kill(main, signal.SIGINT)
