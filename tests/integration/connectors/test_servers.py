"""PostgreSQL and MySQL: limits that hold, rights that are told, faults in our own words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import duckdb
import pytest

from krtracker.connector import Connector
from krtracker.errors import ConnectorError, QueryError
from tests.integration.connectors.opening import asked, opened, read, types
from tests.integration.connectors.unreliable import (
    mysql_that_asks_for_a_file,
    postgres_that_says,
    proxy,
)
from tests.ports import free_port
from tests.servers import Server, mysql, postgres, server

pytestmark = [pytest.mark.postgres, pytest.mark.mysql]
SLEEP = {"postgres": "SELECT pg_sleep(60) AS value", "mysql": "SELECT sleep(60) AS value"}
RUNNING = {
    "postgres": "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}' AND state = 'active'",
    "mysql": "SELECT count(*) FROM information_schema.processlist"
    " WHERE db = '{}' AND command = 'Query'",
}
PASSWORD = "hunter2-4711"


@pytest.fixture(params=["postgres", "mysql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def here(kind: str) -> Server:
    return server(kind)


@pytest.fixture
def database(here: Server) -> Iterator[str]:
    with here.database() as name:
        yield name


@pytest.fixture
def reader(here: Server, database: str) -> Iterator[dict[str, Any]]:
    """The settings of somebody who may read `orders` and nothing else."""
    user = f"reader_{database[-8:]}"
    here.run("CREATE TABLE orders (id INTEGER, name VARCHAR(20))", database=database)
    if here.kind == "postgres":
        here.run(
            f"CREATE ROLE {user} LOGIN PASSWORD '{PASSWORD}'",
            f"GRANT SELECT ON orders TO {user}",
            f"REVOKE CREATE ON SCHEMA public FROM public; REVOKE ALL ON DATABASE {database} "
            f"FROM public; GRANT CONNECT ON DATABASE {database} TO {user}",
            database=database,
        )
    else:
        here.run(
            f"CREATE USER {user} IDENTIFIED BY '{PASSWORD}'",
            f"GRANT SELECT ON {database}.* TO {user}",
        )
    yield here.settings | {"database": database, "user": user, "password": PASSWORD}
    here.run(
        *([f"DROP OWNED BY {user}", f"DROP ROLE {user}"] if here.kind == "postgres" else []),
        database=database,
    )
    if here.kind == "mysql":
        here.run(f"DROP USER {user}")


def reached(here: Server, database: str, **others: Any) -> Connector:
    return opened(here.kind, **(here.settings | {"database": database} | others))


def left_running(here: Server, database: str) -> int:
    ((count,),) = here.run(RUNNING[here.kind].format(database))
    return int(count)


def test_nothing_is_left_on_the_server_when_time_is_up(here, database):
    with (
        reached(here, database, seconds=1) as source,
        pytest.raises(ConnectorError, match="no answer within 1 second") as told,
    ):
        asked(source, SLEEP[here.kind])

    assert told.value.transient
    assert left_running(here, database) == 0


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT set_config('statement_timeout', '0', false), pg_sleep(60)",
        "SELECT set_config('statement_timeout', '0', true), pg_sleep(60)",
        "SELECT pg_sleep(0.5) FROM generate_series(1, 1000)",
    ],
)
def test_a_time_limit_that_a_query_lifts_is_kept_by_us(sql):
    here = postgres()
    with here.database() as database, reached(here, database, seconds=1) as source:
        started = time.monotonic()
        with pytest.raises(ConnectorError, match="no answer within"):
            asked(source, sql)

        assert time.monotonic() - started < 6
        assert left_running(here, database) == 0
        assert asked(source, "SELECT current_setting('statement_timeout') AS x") == [("1s",)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT set_config('transaction_read_only', 'off', false), lo_create(0)",
        "SELECT set_config('default_transaction_read_only', 'off', false), nextval('counter')",
        "SELECT nextval('counter')",
        "SELECT lo_create(0)",
        "SELECT setval('counter', 9)",
        "SELECT query_to_xml('DELETE FROM orders RETURNING 1', true, true, '')",
    ],
)
def test_a_select_that_writes_is_refused_or_rolled_back(sql):
    here = postgres()
    with here.database() as database:
        here.run(
            "CREATE SEQUENCE counter; CREATE TABLE orders AS SELECT 1 AS id", database=database
        )
        with reached(here, database) as source, suppress(QueryError):
            asked(source, sql)

        assert here.run("SELECT count(*) FROM pg_largeobject_metadata", database=database) == [(0,)]
        assert here.run("SELECT is_called FROM counter", database=database) == [(False,)]
        assert here.run("SELECT count(*) FROM orders", database=database) == [(1,)]


def test_a_line_that_falls_silent_is_given_up(here, database):
    with proxy(here.host, here.port) as line:
        said = {"host": "127.0.0.1", "port": line.port}
        with reached(here, database, seconds=1, **said) as source:
            line.is_silent.set()
            started = time.monotonic()
            with pytest.raises(ConnectorError, match="no answer within 1 second"):
                asked(source, "SELECT 1 AS value")

            assert time.monotonic() - started < 1 + 1 + 5
            line.is_silent.clear()
            assert asked(source, "SELECT 1 AS value") == [(1,)]


def test_a_line_that_was_dropped_is_taken_up_again(here, database):
    with reached(here, database) as source:
        asked(source, "SELECT 1 AS value")
        if here.kind == "postgres":
            here.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                f" WHERE datname = '{database}'"
            )
        else:
            for (number,) in here.run(
                f"SELECT id FROM information_schema.processlist WHERE db = '{database}'"
            ):
                here.run(f"KILL {number}")
        with pytest.raises(ConnectorError) as told:
            asked(source, "SELECT 1 AS value")

        assert told.value.transient
        assert asked(source, "SELECT 1 AS value") == [(1,)]


def test_nobody_listening_may_be_tried_again(kind):
    port = free_port()

    with pytest.raises(ConnectorError, match=rf"`source` \(127.0.0.1:{port}\): ") as told:
        opened(kind, host="127.0.0.1", port=port, database="x", user="x", password=PASSWORD)

    assert told.value.transient
    assert PASSWORD not in str(told.value)


def test_a_database_that_is_not_there_is_told(here):
    with pytest.raises(ConnectorError, match="nowhere") as told:
        reached(here, "nowhere")

    assert not told.value.transient


def test_a_wrong_password_is_told_without_it(kind):
    if kind == "postgres":
        with (
            postgres_that_says("28P01", 'password authentication failed for user "x"') as port,
            pytest.raises(ConnectorError, match="password authentication failed") as told,
        ):
            opened(kind, host="127.0.0.1", port=port, database="x", user="x", password=PASSWORD)
    else:
        with pytest.raises(ConnectorError, match="access denied for user") as told:
            reached(mysql(), "mysql", user="krtracker_nobody", password=PASSWORD)

    shown = f"{told.value} {told.value.__cause__!r} {told.value.__cause__}"
    assert not told.value.transient
    assert PASSWORD not in shown


def test_too_many_connections_may_be_tried_again():
    with (
        postgres_that_says("53300", "sorry, too many clients already") as port,
        pytest.raises(ConnectorError, match="too many clients") as told,
    ):
        opened("postgres", host="127.0.0.1", port=port, database="x", user="x", password="x")

    assert told.value.transient


def test_a_server_that_wishes_for_a_local_file_gets_none(tmp_path):
    (tmp_path / "secret.txt").write_text(PASSWORD)
    received: list[bytes] = []

    with (
        mysql_that_asks_for_a_file(str(tmp_path / "secret.txt"), received) as port,
        pytest.raises(ConnectorError),
    ):
        opened("mysql", host="127.0.0.1", port=port, database="x", user="x", seconds=2)

    assert received
    assert not any(PASSWORD.encode() in each for each in received)


def test_one_who_may_only_read_has_no_right_too_many(kind, reader):
    with opened(kind, **reader) as source:
        role = source.role()

        assert role.name.startswith(reader["user"])
        assert (role.can_write, role.is_superuser, role.details) == (False, False, ())
        assert list(source.tables()) == ["orders"]


def test_an_administrator_is_told_to_be_one(here, database):
    with reached(here, database) as source:
        role = source.role()

    assert role.can_write
    assert role.is_superuser
    assert role.details


def test_what_an_administrator_is_told_to_do_makes_a_role_that_may_only_read(here, database):
    here.run("CREATE TABLE orders (id INTEGER)", database=database)
    with reached(here, database) as source:
        remedy = source.role().remedy
    name = f"reader_{uuid4().hex[:8]}"
    assert remedy
    for each in remedy:
        here.run(each.replace("krtracker_reader", name).replace("...", PASSWORD), database=database)

    try:
        settings = here.settings | {"database": database, "user": name, "password": PASSWORD}
        with opened(here.kind, **settings) as source:
            assert not source.role().can_write
            assert list(source.tables()) == ["orders"]
    finally:
        if here.kind == "postgres":
            here.run(f"DROP OWNED BY {name}", f"DROP ROLE {name}", database=database)
        else:
            here.run(f"DROP USER {name}")


@pytest.mark.parametrize(
    ("grant", "words"),
    [
        ("GRANT INSERT ON orders TO {}", "may write to public.orders"),
        ("GRANT CREATE ON SCHEMA public TO {}", "may create tables in public"),
        ("GRANT CREATE ON DATABASE {database} TO {}", "may create schemas"),
        ("GRANT pg_read_server_files TO {}", "is a member of pg_read_server_files"),
        ("GRANT pg_write_all_data TO {}", "is a member of pg_write_all_data"),
        ("ALTER ROLE {} CREATEDB", "may create roles or databases"),
    ],
)
@pytest.mark.parametrize("kind", ["postgres"])
def test_each_right_too_many_is_told_of_a_postgres_role(here, database, reader, grant, words):
    here.run(grant.format(reader["user"], database=database), database=database)

    with opened("postgres", **reader) as source:
        role = source.role()

    assert role.can_write
    assert any(words in each for each in role.details)


@pytest.mark.parametrize(
    "right", ["INSERT", "FILE", "SUPER", "CREATE", "EXECUTE", "ALL PRIVILEGES"]
)
@pytest.mark.parametrize("kind", ["mysql"])
def test_each_right_too_many_is_told_of_a_mysql_user(here, reader, right):
    here.run(f"GRANT {right} ON *.* TO {reader['user']}")

    with opened("mysql", **reader) as source:
        role = source.role()

    assert role.can_write
    assert any(f"{right} on *.*" in each for each in role.details)


def test_a_table_one_may_not_read_is_told(kind, here, database, reader):
    here.run("CREATE TABLE salaries (id INTEGER)", database=database)
    if kind == "mysql":
        pytest.skip("its rights here are on the whole database")

    with opened(kind, **reader) as source:
        with pytest.raises(QueryError, match="no table `salaries`"):
            source.describe("salaries")
        with pytest.raises(QueryError, match="permission denied for table salaries"):
            asked(source, "SELECT * FROM salaries")


def test_an_error_about_data_does_not_show_it(here, database):
    sql = {"postgres": "SELECT CAST(:name AS INTEGER) AS value",
           "mysql": "SELECT extractvalue('<a/>', concat('\\\\', :name)) AS value"}  # fmt: skip

    with reached(here, database) as source, pytest.raises(QueryError) as told:
        asked(source, sql[here.kind], {"name": "ann@example.org"})

    assert "ann" not in str(told.value)


def test_tables_of_another_schema_are_asked_by_their_full_name():
    here = postgres()
    with here.database() as database:
        here.run(
            "CREATE SCHEMA crm; CREATE TABLE crm.leads (id INTEGER); INSERT INTO crm.leads VALUES"
            " (1); CREATE TABLE orders (id INTEGER); CREATE SCHEMA empty",
            database=database,
        )
        with reached(here, database) as source:
            assert list(source.tables()) == ["crm.leads", "orders"]
            assert read(source, "crm.leads") == [(1,)]
        with reached(here, database, schema="crm") as source:
            assert list(source.tables()) == ["leads", "public.orders"]
            assert asked(source, "SELECT id FROM leads") == [(1,)]


def test_all_types_of_postgres_come_as_the_few_that_there_are():
    here = postgres()
    with here.database() as database:
        here.run(
            "CREATE TYPE mood AS ENUM ('ok')",
            "CREATE TABLE t AS SELECT 1::smallint a, 2::bigint b, 'NaN'::numeric c, 1.5::real d,"
            " 'ok'::mood e, '{1,2}'::int[] f, '{\"a\": 1}'::jsonb g, interval '1 day' h,"
            " time '10:00' i, 'x'::char(3) j, '2026-01-31 12:00+02'::timestamptz k,"
            " '1.2.3.4'::inet l, gen_random_uuid() m, 7::oid n, true o,"
            " '\\x01'::bytea p, NULL::int q, 9007199254740993::numeric(38, 0) r,"
            " 1.5::numeric(9, 2) s, 9007199254740993::numeric t",
            database=database,
        )
        with reached(here, database) as source:
            found, (row,) = types(source, "t"), read(source, "t")

    assert [found[name] for name in "abnqr"] == ["int64"] * 5
    assert [found[name] for name in "cdst"] == ["double"] * 4
    assert [found[name] for name in "efghijlmp"] == ["string"] * 9
    assert row[2] != row[2]
    assert row[6] == '{"a": 1}'
    assert row[17:] == (2**53 + 1, 1.5, 2.0**53)
    assert (row[10], row[14], row[16]) == (datetime(2026, 1, 31, 10, tzinfo=UTC), True, None)


def test_a_real_of_postgres_is_the_number_that_it_is_cast_to():
    here = postgres()
    written = ("37.9", "0.1", "3.4028235e38", "1e-45", "16777217", "Infinity", "NULL")
    with here.database() as database:
        here.run(
            "CREATE TABLE t (narrow real)",
            *(f"INSERT INTO t VALUES ({each if each == 'NULL' else repr(each)})"
              for each in written),
            database=database,
        )  # fmt: skip
        with reached(here, database) as source:
            handed = read(source, "t")
            cast = asked(source, "SELECT CAST(narrow AS DOUBLE PRECISION) AS narrow FROM t")

    assert handed == cast
    assert handed[0] == (37.900001525878906,)


def test_an_interval_of_postgres_is_text_that_can_be_cast_back():
    here = postgres()
    written = ("3 days 03:00:00", "-1 days +02:03:00", "1 year 2 mons", "-00:00:01.5")
    with here.database() as database:
        here.run(
            "CREATE TABLE t (took interval)",
            *(f"INSERT INTO t VALUES ('{each}')" for each in written),
            database=database,
        )
        with reached(here, database) as source:
            texts = [took for (took,) in read(source, "t")]
            theirs = asked(source, "SELECT EXTRACT(EPOCH FROM took) FROM t WHERE took < '1 month'")

    seconds = "SELECT extract(epoch FROM cast(? AS INTERVAL))"
    ours = [duckdb.execute(seconds, [text]).fetchone() for text in texts]
    assert texts == ["3 days 03:00:00", "-1 days 02:03:00", "1 year 2 mons", "-00:00:01.5"]
    assert [each for each in ours if each[0] < 30 * 86_400] == theirs


def test_a_time_beyond_those_of_python_is_infinity_to_an_engine():
    here = postgres()
    rows = (
        "SELECT 'infinity'::date AS day, 'infinity'::timestamp AS time, 'infinity'::timestamptz AS"
        " moment UNION ALL SELECT '10000-01-01', '10000-01-01', '10000-01-01' UNION ALL"
        " SELECT '0044-03-15 BC', '-infinity', '-infinity' UNION ALL SELECT '2026-10-01',"
        " '2026-10-01 12:00:00.5', '2026-10-01 12:00:00.25+02'"
    )
    with here.database() as database:
        here.run(f"CREATE TABLE t AS {rows}", database=database)
        with (
            reached(here, database) as source,
            source.columns("t", TIMES) as reader,
            duckdb.connect() as desk,
        ):
            found = desk.from_arrow(reader.read_all()).select("COLUMNS(*)::text").fetchall()

    assert found[:3] == [("infinity",) * 3, ("infinity",) * 3, ("-infinity",) * 3]
    assert found[3][:2] == ("2026-10-01", "2026-10-01 12:00:00.5")


TIMES = ["day", "time", "moment"]


def test_all_types_of_mysql_come_as_the_few_that_there_are():
    here = mysql()
    with here.database() as database:
        here.run(
            "SET time_zone = '+02:00', sql_mode = ''",
            "CREATE TABLE t (a TINYINT(1), b BIT(1), c BIT(8), d DECIMAL(9,2), e FLOAT, f DATE,"
            " g DATETIME(3), h TIMESTAMP NULL, i TIME, j YEAR, k ENUM('x'), l JSON, m BLOB,"
            " n BIGINT UNSIGNED, o DECIMAL(38))",
            "INSERT INTO t VALUES (5, b'1', b'11', 1.5, 0.5, '2026-01-31', '2026-01-31 10:00:00.5',"
            " '2026-01-31 12:00:00', '10:00:00', 2026, 'x', '{\"a\": 1}', x'01', 7,"
            " 9007199254740993), (NULL, NULL, NULL, NULL, NULL, '0000-00-00', '0000-00-00', NULL,"
            " NULL, NULL, NULL, NULL, NULL, 18446744073709551615, NULL)",
            database=database,
        )
        with reached(here, database) as source:
            found = types(source, "t")
            first, second = read(source, "t", *"abcdefghijklmo")
            with pytest.raises(QueryError, match="column `n` mixes kinds"):
                read(source, "t", "n")

    assert [found[name] for name in "acjo"] == ["int64"] * 4
    assert (found["b"], found["d"], found["f"]) == ("bool", "double", "date32[day]")
    assert (found["g"], found["h"]) == ("timestamp[us]", "timestamp[us, tz=UTC]")
    assert first[:6] == (5, True, 3, 1.5, 0.5, date(2026, 1, 31))
    assert first[6] == datetime(2026, 1, 31, 10, 0, 0, 500_000)
    assert first[7] == datetime(2026, 1, 31, 10, tzinfo=UTC)
    assert first[13] == 2**53 + 1
    assert second == (None,) * 14


def test_what_a_text_means_does_not_hang_on_the_server(here, database):
    with reached(here, database) as source:
        assert asked(source, r"SELECT 'a''b' AS x, '\\n' AS y")[0][0] == "a'b"


def test_an_engine_for_libraries_is_under_the_same_limits(here, database):
    here.run("CREATE TABLE orders (id INTEGER)", database=database)
    with reached(here, database, seconds=1) as source:
        engine = source.engine()
        for sql in ("INSERT INTO orders VALUES (1)", SLEEP[here.kind]):
            with engine.connect() as line, pytest.raises(Exception, match=r"(?i)read.only|stat"):
                line.exec_driver_sql(sql)
        with engine.connect() as line:
            assert line.exec_driver_sql("SELECT count(*) FROM orders").scalar() == 0
