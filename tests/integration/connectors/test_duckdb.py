"""DuckDB: a file that is read, in an engine that reaches nothing else."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from textwrap import dedent

import duckdb
import pytest
from sqlglot import parse_one

from krtracker.errors import ConnectorError, QueryError
from tests.integration.connectors.opening import asked, opened, read, types

secret = [1, 2, 3]
"""A variable that a locked-down engine must not find."""
PROBES = [
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM read_parquet('/etc/passwd')",
    "SELECT * FROM read_json('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "SELECT * FROM 's3://bucket/x.parquet'",
    "SELECT * FROM secret",
    "SELECT getenv('HOME') AS value",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM sqlite_scan('/tmp/x', 't')",
    "SELECT * FROM postgres_scan('host=127.0.0.1', 'public', 't')",
    "SELECT * FROM duckdb_secrets_that_are_not()",
    "COPY orders TO '/tmp/krtracker_probe.csv'",
    "ATTACH '/tmp/krtracker_probe.duckdb'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET threads = 1",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "PRAGMA enable_profiling",
    "CREATE TABLE t (a int)",
    "EXPORT DATABASE '/tmp/krtracker_probe'",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "wms.duckdb"
    with duckdb.connect(path) as source:
        source.execute("CREATE TABLE orders AS SELECT range AS id FROM range(3)")
    return path


@pytest.mark.parametrize("sql", PROBES)
def test_nothing_but_its_own_tables_can_be_reached(file, sql):
    with (
        opened("duckdb", path=str(file)) as source,
        pytest.raises(duckdb.Error),
        source.stream(sql, {}) as answer,  # type: ignore[attr-defined]
    ):
        list(answer.batches)


@pytest.mark.parametrize("sql", PROBES)
def test_the_engine_holds_even_when_what_is_sent_is_not_looked_at(file, sql):
    with opened("duckdb", path=str(file)) as source:
        engine = source.opened()  # type: ignore[attr-defined]
        with pytest.raises(duckdb.Error):
            engine.execute(sql).fetchall()


def test_all_types_come_as_the_few_that_there_are(file):
    with duckdb.connect(file) as source:
        source.execute("""
            CREATE TABLE t AS SELECT 1::UTINYINT a, 2::HUGEINT b, 1.5::DECIMAL(38,4) c,
            'x'::ENUM('x') d, [1, 2] e, {'k': 1} f, TIMESTAMP_NS '2026-01-31 10:00:00' g,
            TIME '10:00' h, INTERVAL 1 DAY i, '{"a": 1}'::JSON j, uuid() k, NULL l,
            DATE '2026-01-31' m, 1.5::FLOAT n, MAP {'a': 1} o
        """)

    with opened("duckdb", path=str(file)) as source:
        found, (row,) = types(source, "t"), read(source, "t")

    assert [found[name] for name in "ab"] == ["int64"] * 2
    assert [found[name] for name in "cn"] == ["double"] * 2
    assert [found[name] for name in "defhijko"] == ["string"] * 8
    assert (found["g"], found["m"]) == ("timestamp[us]", "date32[day]")
    assert (row[1], row[2], row[3], row[7], row[12]) == (
        2,
        1.5,
        "x",
        "10:00:00",
        date(2026, 1, 31),
    )


def test_two_connections_read_one_file(file):
    with opened("duckdb", path=str(file)) as one, opened("duckdb", path=str(file)) as two:
        assert read(one, "orders") == read(two, "orders")


def test_a_file_that_another_program_writes_is_tried_again_later(file):
    code = f"import duckdb; c = duckdb.connect({str(file)!r}); print('x', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(ConnectorError, match="another program is writing to it") as told:
            opened("duckdb", path=str(file))
        writer.kill()

    assert told.value.transient


def test_a_file_that_this_program_writes_is_tried_again_later(file):
    with duckdb.connect(file), pytest.raises(ConnectorError, match="writing to it") as told:
        opened("duckdb", path=str(file))

    assert told.value.transient


@pytest.mark.parametrize("content", ["", "no database at all " * 1000])
def test_a_file_that_is_none_is_told(tmp_path, content):
    path = tmp_path / "x.duckdb"
    path.write_text(content)

    with pytest.raises(ConnectorError) as told:
        opened("duckdb", path=str(path))

    assert not told.value.transient


def test_memory_is_limited(file):
    sql = "SELECT count(*) AS value FROM (SELECT DISTINCT a.range, random() FROM range(30000000) a)"

    with (
        opened("duckdb", path=str(file), memory="40 MB", threads=1, seconds=60) as source,
        pytest.raises(QueryError, match="needs more than 40 MB of memory"),
    ):
        asked(source, sql)


def test_an_error_about_data_does_not_show_it(file):
    with opened("duckdb", path=str(file)) as source, pytest.raises(QueryError) as told:
        asked(source, "SELECT CAST(:name AS INTEGER) AS value", {"name": "ann@example.org"})

    assert "ann" not in str(told.value)
    assert "convert" in str(told.value)


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(
            "SELECT CASE WHEN n < 200000 THEN n ELSE"
            " CAST('ann@example.org' || n AS INTEGER) END AS value FROM range(400000) AS r(n)",
            id="a text that is no number",
        ),
        pytest.param(
            "SELECT orders AS value FROM orders UNION ALL SELECT id FROM orders",
            id="a row among numbers",
        ),
    ],
)
def test_an_error_after_the_first_rows_is_told_like_one_before(file, sql):
    with opened("duckdb", path=str(file)) as source, pytest.raises(QueryError) as told:
        asked(source, sql)

    assert "ann" not in str(told.value)
    assert "onver" in str(told.value) or "cast" in str(told.value)


def test_what_streams_for_too_long_is_ended_too(file):
    sql = "SELECT n AS value FROM range(100000000000) AS r(n) WHERE md5(n::text) LIKE '0000%'"

    with (
        opened("duckdb", path=str(file), seconds=1, threads=1) as source,
        pytest.raises(ConnectorError, match="no answer within 1 second"),
    ):
        asked(source, sql)


def test_nothing_is_drawn_among_results_however_long_it_takes(file):
    """An engine under `python -c` takes itself for a terminal's."""
    code = f"""
        from tests.integration.connectors.opening import asked, opened
        from krtracker.measures.desk import Desk
        with opened("duckdb", path={str(file)!r}) as source:
            said = "SELECT value FROM duckdb_settings() WHERE name = 'enable_progress_bar'"
            desk = Desk(source)
            found = [desk.ask(said, {{}})[1], source.opened().execute(said).fetchall()]
            print(*found)
        """
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "[{'value': 'false'}] [('false',)]", done.stderr


def test_what_is_shown_is_to_the_letter_what_is_sent(file):
    tree = parse_one("SELECT id FROM orders WHERE id > 0 AND id < 2", read="duckdb")

    with opened("duckdb", path=str(file)) as source:
        shown = source.statement(tree)
        assert source.sent(tree) == source.sent(tree) == shown

        source.statement(tree)
        assert source.sent(tree.limit(1)).endswith("LIMIT 1")
