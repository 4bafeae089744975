"""A safe guest: hostile statements stopped twice over, hung ones ended, honest ones let through."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from connectors.asking.source import Source
from krtracker.domain.key_result import RawSql
from krtracker.errors import ConnectorError
from krtracker.measures.complaint import FragmentError
from krtracker.measures.raw import statement
from tests.builders import a_connection, last_days
from tests.integration.connectors.opening import asked, opened
from tests.integration.connectors.unreliable import proxy
from tests.servers import Server, mysql, postgres
from tests.trust.analysts import by_analysts
from tests.trust.conftest import Figure
from tests.trust.guests import ROW, SECONDS, TABLE, guest
from tests.trust.honest import honest
from tests.trust.hostile import COUNT, hostile
from tests.trust.scale import rounds

DIALECTS = ("postgres", "mysql", "sqlite", "duckdb")
PASSWD = "root:"
STOLEN = Path("/tmp/krtracker_stolen")


def refused(dialect: str, sql: str) -> bool:
    try:
        statement(RawSql(sql, last_days(7)), a_connection(), dialect)
    except FragmentError:
        return True
    return False


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_guard_stops_every_hostile_statement(dialect: str, figure: Figure) -> None:
    corpus = hostile(dialect)

    assert len(corpus) == len(set(corpus)) == COUNT
    assert [sql for sql in corpus if not refused(dialect, sql)] == []
    figure("T-S01", f"{dialect}: {COUNT} of {COUNT} hostile statements stopped by the guard")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_honest_queries_are_let_through(dialect: str, figure: Figure) -> None:
    corpus = [*honest(dialect), *by_analysts(dialect)]
    stopped = [sql for sql in corpus if refused(dialect, sql)]

    assert len(stopped) <= len(corpus) / 100, stopped
    figure(
        "T-S03", f"{dialect}: {len(corpus) - len(stopped)} of {len(corpus)} honest queries accepted"
    )


@pytest.mark.parametrize("dialect", DIALECTS)
def test_without_the_guard_they_are_still_harmless(
    dialect: str, tmp_path: Path, figure: Figure
) -> None:
    with guest(dialect, tmp_path) as (source, state):
        before, taken = state(), []
        for sql in hostile(dialect):
            began = time.monotonic()
            taken += [sql for row in unguarded(source, sql) if PASSWD in str(row)]
            assert time.monotonic() - began < SECONDS + 5, sql

        assert taken == []
        assert state() == before
        assert not STOLEN.exists()
    figure("T-S01", f"{dialect}: with the guard off, {COUNT} of {COUNT} still harmless")


def unguarded(source: Source, sql: str) -> list[Any]:
    """What the source answers to a text that nobody has looked at."""
    text = sql.replace("%", "%%")
    with (
        suppress(*source.errors, ConnectorError, TypeError),
        source.limited(),
        source.stream(text, {}) as answer,
    ):
        return [row for batch in answer.batches for row in batch.to_pylist()]
    return []


HANGS = {
    "sleep": "SELECT pg_sleep(60) AS value",
    "lifted": "SELECT set_config('statement_timeout', '0', false), pg_sleep(60) AS value",
    "lock": "SELECT count(*) AS value FROM orders",
    "hole": "SELECT count(*) AS value FROM orders",
    "mysql": "SELECT sleep(60) AS value",
}


@pytest.mark.parametrize("kind", HANGS)
def test_what_hangs_is_ended_and_nothing_is_left(kind: str, figure: Figure) -> None:
    here, limit = mysql() if kind == "mysql" else postgres(), 1.0
    count, longest = 0, 0.0
    with here.database() as database:
        here.run(TABLE, ROW, database=database)
        for _ in rounds(1, asked=20):
            count += 1
            with (
                hanging(kind, here, database) as (settings, begin),
                opened(here.kind, seconds=limit, **settings) as source,
            ):
                begin()
                began = time.monotonic()
                with pytest.raises(ConnectorError):
                    asked(source, HANGS[kind])
                longest = max(longest, time.monotonic() - began)
            assert left(here, database) == 0

    assert longest < limit + 5
    said = (
        f"{kind}: {count} hung queries ended within {limit:g} s + 5 s (the slowest {longest:.1f} s)"
    )
    figure("T-B04", f"{said}, none left on the server")


@contextmanager
def hanging(
    kind: str, here: Server, database: str
) -> Iterator[tuple[dict[str, Any], Callable[[], object]]]:
    """The settings of a connection, and what makes the next statement on it hang."""
    settings = here.settings | {"database": database}
    if kind == "lock":
        with here.connect(database) as holder, holder.cursor() as cursor:
            cursor.execute("BEGIN")
            yield settings, lambda: cursor.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")
            cursor.execute("ROLLBACK")
    elif kind == "hole":
        with proxy(here.host, here.port) as line:
            yield settings | {"host": "127.0.0.1", "port": line.port}, line.is_silent.set
    else:
        yield settings, lambda: None


def left(here: Server, database: str) -> int:
    """How many statements run on the server a moment later."""
    sql = (
        f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND state = 'active'"
        if here.kind == "postgres"
        else "SELECT count(*) FROM information_schema.processlist "
        f"WHERE db = '{database}' AND command = 'Query'"
    )
    for _ in range(20):
        ((count,),) = here.run(sql)
        if not count:
            return 0
        time.sleep(0.1)
    return int(count)
