"""What can go wrong overnight: some sixty faults, each with how it must end and be named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from tests.trust.gate import (
    ROWS_A_DAY,
    SOUND,
    TODAY,
    Fault,
    Source,
    does,
    insert,
    nothing,
    rows_of,
)  # fmt: skip

NEW = f"ordered_at >= '{TODAY}'"
STALE = "^the newest row of orders is 24.8 hours older than 22 Nov; .* brought no rows on 22 Nov"


def arriving(count: int = ROWS_A_DAY, *, later: timedelta = timedelta()):
    """The day's first rows, with their times moved."""

    def inject(source: Source, _path: Path) -> None:
        rows = rows_of(TODAY)[:count]
        insert(source, [(number, moment + later, *rest) for number, moment, *rest in rows])

    return inject


def twice(source: Source, _path: Path) -> None:
    insert(source, rows_of(TODAY))


def replaced_by(content: bytes) -> Callable[[Path], None]:
    """The file is another one in the morning."""

    def replace(path: Path) -> None:
        path.write_bytes(content)

    return replace


def gone(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])


DATA = [
    Fault(
        "nulls",
        r"^14\.29 percent of `amount` is missing",
        does(f"UPDATE orders SET amount = NULL WHERE {NEW}"),
    ),
    Fault(
        "all_nulls", r"^100 percent of `amount` is missing", does("UPDATE orders SET amount = NULL")
    ),
    Fault("loaded_twice", r"^the orders table brought 40 rows on 22 Nov", twice, expects=False),
    Fault(
        "duplicates",
        r"^19 rows with the `number` of another row",
        does(f"UPDATE orders SET number = 1 WHERE {NEW}"),
    ),
    Fault(
        "half_loaded", r"^the orders table brought 9 rows on 22 Nov", arriving(9), day_arrives=False
    ),
    Fault(
        "a_tenth_loaded",
        r"^the orders table brought 2 rows on 22 Nov",
        arriving(2),
        day_arrives=False,
    ),
    Fault("dead_feed", STALE, does(), day_arrives=False),
    Fault("dead_feed_nothing_expected", STALE, does(), day_arrives=False, expects=False),
    Fault(
        "dead_for_days",
        r"^40 rows entered.* newest row of orders is 120\.8 hours older than 22 Nov",
        does("DELETE FROM orders WHERE ordered_at >= '2026-11-18'"),
        day_arrives=False,
    ),
    Fault(
        "emptied",
        r"^no rows entered.* the orders table has no row up to 22 Nov",
        does("DELETE FROM orders"),
        value="count(*)",
    ),
    Fault(
        "emptied_nothing_expected",
        r"^the orders table has no row up to 22 Nov",
        does("DELETE FROM orders"),
        value="count(*)",
        expects=False,
    ),
    Fault(
        "future_rows", STALE, arriving(later=timedelta(days=2)), day_arrives=False, expects=False
    ),
    Fault(
        "clock_a_day_behind",
        STALE,
        arriving(later=timedelta(days=-1)),
        day_arrives=False,
        expects=False,
    ),
    Fault(
        "clock_hours_ahead",
        r"^the orders table brought 5 rows on 22 Nov",
        arriving(later=timedelta(hours=12)),
        day_arrives=False,
        expects=False,
    ),
    Fault(
        "clock_hours_behind",
        r"^the orders table brought 12 rows on 22 Nov",
        arriving(later=timedelta(hours=-14)),
        day_arrives=False,
        expects=False,
    ),
    Fault(
        "replica_lag",
        r"^the orders table brought 5 rows on 22 Nov",
        arriving(5),
        day_arrives=False,
        expects=False,
    ),
    Fault(
        "cents_for_euros",
        r"^the value was 1,662\.23, at most 160 .*moved by 1,409\.74 percent",
        does(f"UPDATE orders SET amount = amount * 100 WHERE {NEW}"),
    ),
    Fault(
        "another_currency",
        r"^the value moved by 39\.87 percent, from 110\.15 to 154\.07",
        does("UPDATE orders SET amount = amount * 1.4"),
    ),
    Fault(
        "sign_flipped",
        r"^the value was -110\.05, at least 80 was expected",
        does("UPDATE orders SET amount = -amount"),
    ),
    Fault(
        "zeros", r"^the value was 0, at least 80 was expected", does("UPDATE orders SET amount = 0")
    ),
    Fault(
        "past_deleted",
        r"^60 rows entered, at least 100 were expected",
        does("DELETE FROM orders WHERE number % 3 <> 0 AND ordered_at < '2026-11-22'"),
    ),
    Fault(
        "states_renamed",
        r"^no rows entered, at least 100 were expected",
        does("UPDATE orders SET state = 'DONE'"),
    ),
    Fault(
        "states_translated",
        r"^40 rows entered, at least 100 were expected",
        does("UPDATE orders SET state = 'fini' WHERE ordered_at >= '2026-11-18'"),
    ),
    Fault(
        "nan",
        r"^the value is not a number \(NaN\)$",
        does(f"UPDATE orders SET amount = 'NaN'::DOUBLE WHERE {NEW}"),
        expects=False,
    ),
    Fault(
        "infinite",
        r"^the value is infinite$",
        does(f"UPDATE orders SET amount = 'inf'::DOUBLE WHERE {NEW}"),
        expects=False,
    ),
    Fault(
        "overflow",
        r"^the value is infinite$",
        does("UPDATE orders SET amount = 1.7e308"),
        value="sum(amount)",
        expects=False,
    ),
]
SCHEMA = [
    Fault(
        "column_renamed",
        r"^`measure\.value`: no column `amount` in `orders`$",
        does("ALTER TABLE orders RENAME amount TO price"),
        ends="stale",
    ),
    Fault(
        "column_dropped",
        r"^`measure\.value`: no column `amount` in `orders`$",
        does("ALTER TABLE orders DROP amount"),
        ends="stale",
    ),
    Fault(
        "time_renamed",
        r"^`measure\.at`: no column `ordered_at` in `orders`; did you mean `created_at`\?$",
        does("ALTER TABLE orders RENAME ordered_at TO created_at"),
        ends="stale",
    ),
    Fault(
        "filter_dropped",
        r"^`measure\.where`: no column `state` in `orders`$",
        does("ALTER TABLE orders DROP state"),
        ends="stale",
    ),
    Fault(
        "table_renamed",
        r"^`measure\.from`: no table `orders`; did you mean `orders_v2`\?$",
        does("ALTER TABLE orders RENAME TO orders_v2"),
        ends="stale",
    ),
    Fault(
        "table_dropped",
        r"^`measure\.from`: no table `orders`$",
        does("DROP TABLE orders"),
        ends="stale",
    ),
    Fault(
        "number_to_text",
        r"^`measure\.value`: `amount` is text, and `avg` takes numbers; where all of it are numbers, "
        r"`amount::numeric` reads them$",
        does("ALTER TABLE orders ALTER amount TYPE VARCHAR"),
        expects=False,
        ends="stale",
    ),
    Fault(
        "number_to_text_in_max",
        r"`orders\.amount` was a number and is text now",
        does("ALTER TABLE orders ALTER amount TYPE VARCHAR"),
        value="max(amount)",
        expects=False,
    ),
    Fault(
        "number_to_truth",
        r"`orders\.amount` was a number and is true or false now",
        does("ALTER TABLE orders ALTER amount TYPE BOOLEAN"),
        value="max(amount)",
        expects=False,
    ),
    Fault(
        "number_to_whole",
        r"^the value was 1, at least 80 was expected",
        does(
            "UPDATE orders SET amount = amount / 100",
            "ALTER TABLE orders ALTER amount TYPE INTEGER",
        ),
    ),
    Fault(
        "time_to_text",
        r"^`measure\.at`: text where a date or a timestamp is meant",
        does("ALTER TABLE orders ALTER ordered_at TYPE VARCHAR"),
        expects=False,
        ends="stale",
    ),
    Fault(
        "time_to_day",
        r"^`orders\.ordered_at` was a time without a zone and is a day now",
        does("ALTER TABLE orders ALTER ordered_at TYPE DATE"),
        expects=False,
    ),
    Fault(
        "time_gets_a_zone",
        r"^`orders\.ordered_at` was a time without a zone and is a moment now",
        does("ALTER TABLE orders ALTER ordered_at TYPE TIMESTAMPTZ"),
        expects=False,
    ),
    Fault(
        "text_to_number",
        r"^`measure\.where`: `state` is a number, and is held against `'done'`$",
        does("ALTER TABLE orders DROP state", "ALTER TABLE orders ADD state INTEGER"),
        expects=False,
        ends="stale",
    ),
    Fault(
        "sqlite_column_dropped",
        r"^`measure\.value`: no column `amount` in `orders`$",
        does("ALTER TABLE orders DROP COLUMN amount"),
        kind="sqlite",
        ends="stale",
    ),
    Fault(
        "sqlite_column_renamed",
        r"^`measure\.value`: no column `amount` in `orders`$",
        does("ALTER TABLE orders RENAME amount TO price"),
        kind="sqlite",
        ends="stale",
    ),
    Fault(
        "sqlite_text",
        r"^`measure\.value`: `amount` is text, and `avg` takes numbers; where all of it are numbers, "
        r"`amount::numeric` reads them$",
        does("UPDATE orders SET amount = amount || ' EUR'"),
        kind="sqlite",
        expects=False,
        ends="stale",
    ),
    Fault(
        "sqlite_some_text",
        r"^`measure\.value`: `amount` is text, and `avg` takes numbers; where all of it are numbers, "
        r"`amount::numeric` reads them$",
        does(f"UPDATE orders SET amount = '7 EUR' WHERE {NEW}"),
        kind="sqlite",
        expects=False,
        ends="stale",
    ),
    Fault(
        "sqlite_times_as_seconds",
        r"^`measure\.at`: a whole number where a date or a timestamp is meant",
        does("UPDATE orders SET ordered_at = strftime('%s', ordered_at)"),
        kind="sqlite",
        expects=False,
        ends="stale",
    ),
    Fault(
        "sqlite_times_as_french",
        r"^column `ordered_at` mixes kinds",
        does("UPDATE orders SET ordered_at = strftime('%d/%m/%Y', ordered_at)"),
        kind="sqlite",
        expects=False,
        ends="stale",
    ),
]
ANSWERS = [
    Fault(
        "two_rows",
        r"^the answer has more than one row$",
        does("CREATE OR REPLACE VIEW answer AS SELECT 1.0 AS value UNION ALL SELECT 2.0"),
        sql="select value from answer where :until > :since",
    ),
    Fault(
        "no_row",
        r"^the answer has no row$",
        does("CREATE OR REPLACE VIEW answer AS SELECT 1.0 AS value WHERE false"),
        sql="select value from answer where :until > :since",
    ),
    Fault(
        "text",
        r"^the value is a text of 7 characters, not a number",
        does("CREATE OR REPLACE VIEW answer AS SELECT 'hundred' AS value"),
        sql="select value from answer where :until > :since",
    ),
    Fault(
        "number_as_text",
        r"^the value is a text of 3 characters, not a number",
        does("CREATE OR REPLACE VIEW answer AS SELECT '100' AS value"),
        sql="select value from answer where :until > :since",
    ),
    Fault(
        "truth",
        r"^the value is true, not a number",
        does("CREATE OR REPLACE VIEW answer AS SELECT true AS value"),
        sql="select value from answer where :until > :since",
    ),
    Fault(
        "a_time",
        r"^the value is a time, not a number",
        does("CREATE OR REPLACE VIEW answer AS SELECT now() AS value"),
        sql="select value from answer where :until > :since",
    ),
    Fault(
        "not_a_number",
        r"^the value is not a number \(NaN\)$",
        does("CREATE OR REPLACE VIEW answer AS SELECT 'NaN'::DOUBLE AS value"),
        sql="select value from answer where :until > :since",
    ),
    Fault(
        "no_value_column",
        r"^the answer has no column `value`, only `amount`$",
        does("CREATE OR REPLACE VIEW answer AS SELECT 1.0 AS amount"),
        sql="select * from answer where :until > :since",
    ),
    Fault(
        "division_fails",
        r"^could not convert string … to DOUBLE",
        does(
            "CREATE OR REPLACE VIEW answer AS SELECT CAST(state AS DOUBLE) AS value FROM orders LIMIT 1"
        ),
        sql="select value from answer where :until > :since",
        ends="stale",
    ),
    Fault(
        "hangs",
        r"^no answer within 1 second",
        does(
            "CREATE OR REPLACE VIEW answer AS SELECT count(*)::DOUBLE AS value FROM range(90000000) a, range(90000) b WHERE (a.range * b.range) % 7 = 3"
        ),
        sql="select value from answer where :until > :since",
        ends="stale",
    ),
    Fault("raw_dead_feed", STALE, does(), day_arrives=False, sql=SOUND),
]
FILES = [
    Fault(
        "file_gone",
        r"^there is no file `data/file_gone\.duckdb`",
        does(),
        gone,
        ends="stale",
    ),
    Fault(
        "file_cut",
        r"^`data/file_cut\.duckdb`: could not read enough bytes",
        does(),
        cut,
        ends="stale",
    ),
    Fault(
        "file_emptied",
        r"^`data/file_emptied\.duckdb`: this is no DuckDB file$",
        does(),
        replaced_by(b""),
        ends="stale",
    ),
    Fault(
        "file_of_another_kind",
        r"^`data/file_of_another_kind\.duckdb`: this is no DuckDB file$",
        does(),
        replaced_by(b"nonsense" * 9000),
        ends="stale",
    ),
    Fault(
        "sqlite_gone",
        r"^there is no file `data/sqlite_gone\.sqlite`",
        does(),
        gone,
        kind="sqlite",
        ends="stale",
    ),
    Fault(
        "sqlite_nonsense",
        r"^`data/sqlite_nonsense\.sqlite`: file is not a database$",
        does(),
        replaced_by(b"nonsense" * 9000),
        kind="sqlite",
        ends="stale",
    ),
    Fault(
        "sqlite_cut",
        r"^`data/sqlite_cut\.sqlite`: database disk image is malformed$",
        does(),
        cut,
        kind="sqlite",
        ends="stale",
    ),
]
FAULTS = (*DATA, *SCHEMA, *ANSWERS, *FILES)
SOUND_ONES = (
    Fault("sound", "", nothing, ends="trusted"),
    Fault("sound_sqlite", "", nothing, ends="trusted", kind="sqlite"),
    Fault("sound_sql", "", nothing, ends="trusted", sql=SOUND),
)
