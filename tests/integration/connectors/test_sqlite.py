"""SQLite: files that must not change, and types that nobody enforced."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from krtracker.errors import ConnectorError, QueryError
from tests.integration.connectors.opening import asked, opened, read, types


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "crm.sqlite"


def given(file: Path, *statements: str) -> None:
    with sqlite3.connect(file) as source:
        for each in statements:
            source.execute(each)
    source.close()


def test_texts_are_times_where_all_of_them_are(file):
    given(
        file,
        "CREATE TABLE t (day TEXT, at TEXT, zoned TEXT, said TEXT, declared DATE)",
        "INSERT INTO t VALUES ('2026-01-31', '2026-01-31T10:00:00.5', '2026-01-31 12:00+02:00',"
        " '2026-01-31', '2026-01-31')",
        "INSERT INTO t VALUES ('', NULL, '2026-01-31 10:00:00Z', 'soon', NULL)",
    )
    with opened("sqlite", path=str(file)) as source:
        assert types(source, "t") == {
            "day": "date32[day]",
            "at": "timestamp[us]",
            "zoned": "timestamp[us, tz=UTC]",
            "said": "string",
            "declared": "date32[day]",
        }
        day, moment = date(2026, 1, 31), datetime(2026, 1, 31, 10, tzinfo=UTC)
        assert read(source, "t", "day", "at", "zoned", "said") == [
            (day, datetime(2026, 1, 31, 10, 0, 0, 500_000), moment, "2026-01-31"),
            (None, None, moment, "soon"),
        ]


def test_mixed_forms_stop_only_what_asks_for_the_column(file):
    given(
        file,
        "CREATE TABLE t (id INTEGER, at DATETIME)",
        "INSERT INTO t VALUES (1, '2026-01-31 10:00:00'), (2, '2026-01-31')",
    )
    with opened("sqlite", path=str(file)) as source:
        assert read(source, "t", "id") == [(1,), (2,)]
        with pytest.raises(QueryError, match="column `at` mixes kinds"):
            read(source, "t", "at")


def test_a_fraction_after_a_thousand_whole_numbers_is_not_cut(file):
    numbers = ", ".join(f"({each})" for each in range(1_500))
    given(
        file,
        "CREATE TABLE t (undeclared, declared NUMERIC)",
        f"INSERT INTO t (undeclared) VALUES {numbers}",
        "UPDATE t SET declared = undeclared",
        "INSERT INTO t VALUES (0.5, 0.5)",
    )
    with opened("sqlite", path=str(file)) as source:
        assert types(source, "t") == {"undeclared": "double", "declared": "double"}
        assert read(source, "t")[-1] == (0.5, 0.5)


def test_a_column_of_texts_in_which_nothing_stands_is_of_no_type(file):
    given(
        file,
        "CREATE TABLE t (a TEXT, b TEXT, c, d DATE, e INTEGER)",
        "INSERT INTO t (b) VALUES ('')",
    )
    with opened("sqlite", path=str(file)) as source:
        assert list(types(source, "t").values()) == ["null"] * 3 + ["date32[day]", "int64"]
        assert read(source, "t") == [(None,) * 5]


def test_days_after_a_thousand_empty_texts_are_days(file):
    given(
        file,
        "CREATE TABLE t (day TEXT)",
        f"INSERT INTO t VALUES {', '.join(['(char())'] * 1_500)}",
        "INSERT INTO t VALUES ('2026-01-31')",
    )
    with opened("sqlite", path=str(file)) as source:
        assert types(source, "t") == {"day": "date32[day]"}


def test_the_types_of_a_long_answer_are_told_from_all_of_it(file):
    given(
        file,
        "CREATE TABLE t (id INTEGER)",
        "INSERT INTO t WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n"
        " WHERE i < 49999) SELECT i FROM n",
    )
    sql = (
        "SELECT CASE WHEN id > 45000 THEN 0.5 ELSE 1 END AS a, CASE WHEN id > 45000 THEN 'x' END b"
    )
    with opened("sqlite", path=str(file)) as source:
        rows = asked(source, f"{sql} FROM t WHERE id >= :least", {"least": 0})

    assert (rows[0], rows[-1], len(rows)) == ((1.0, None), (0.5, "x"), 50_000)


def test_a_misspelt_name_in_double_quotes_is_not_taken_for_a_text(file):
    given(file, "CREATE TABLE t (status TEXT)", "INSERT INTO t VALUES ('open')")

    with (
        opened("sqlite", path=str(file)) as source,
        pytest.raises(QueryError, match="no column `statsu`; did you mean `status`"),
    ):
        asked(source, """SELECT count(*) AS value FROM t WHERE "statsu" = 'open'""")


def test_views_generated_columns_and_odd_names_are_asked_like_others(file):
    given(
        file,
        'CREATE TABLE "Order Items" ("select" INTEGER, "a`b" TEXT, twice AS ("select" * 2))',
        """INSERT INTO "Order Items" VALUES (2, 'x')""",
        'CREATE VIEW seen AS SELECT "select" / 2.0 AS half FROM "Order Items"',
    )
    with opened("sqlite", path=str(file)) as source:
        assert list(source.tables()) == ['"Order Items"', "seen"]
        assert read(source, '"Order Items"') == [(2, "x", 4)]
        assert read(source, "seen") == [(1.0,)]


def test_nothing_that_writes_attaches_or_loads_gets_through(file, tmp_path):
    given(file, "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
    before = file.read_bytes()
    attempts = ["load_extension('x')", "writefile('x', 'y')", "fts3_tokenizer('x')"]

    with opened("sqlite", path=str(file)) as source:
        for each in attempts:
            with pytest.raises(QueryError):
                asked(source, f"SELECT {each} AS value")

    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["crm.sqlite"]


def test_a_file_that_is_none_is_told(file):
    file.write_text("no database at all, " * 100)

    with pytest.raises(ConnectorError, match="file is not a database"):
        opened("sqlite", path=str(file))


def test_a_writer_in_the_way_is_waited_for_and_then_tried_again_later(file):
    given(file, "CREATE TABLE t (a)")
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")

    with pytest.raises(ConnectorError, match="another program is writing to it") as told:
        opened("sqlite", path=str(file), seconds=0.5)
    writer.close()

    assert told.value.transient


def test_a_file_in_write_ahead_mode_is_read_while_it_is_written(file):
    given(file, "PRAGMA journal_mode = WAL", "CREATE TABLE t (a INTEGER)")
    writer = sqlite3.connect(file)
    writer.execute("INSERT INTO t VALUES (1)")

    with opened("sqlite", path=str(file)) as source:
        assert read(source, "t") == []
        writer.commit()
        assert read(source, "t") == [(1,)]
    writer.close()


def test_parameters_are_kept_as_sqlite_keeps_times(file):
    given(file, "CREATE TABLE t (at TEXT)", "INSERT INTO t VALUES ('2026-01-31 10:00:00')")
    sql = "SELECT count(*) AS value FROM t WHERE at >= :since AND at < :until AND date(at) = :day"

    with opened("sqlite", path=str(file)) as source:
        found = asked(
            source,
            sql,
            {
                "since": datetime(2026, 1, 31, 10, tzinfo=UTC),
                "until": datetime(2026, 1, 31, 10, 0, 1),
                "day": date(2026, 1, 31),
            },
        )

    assert found == [(1,)]
