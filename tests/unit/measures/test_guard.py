"""What definitions may ask is allowed by name; everything else is refused, with its word."""

from __future__ import annotations

import pytest

from krtracker.domain.key_result import RawSql
from krtracker.measures.complaint import FragmentError
from krtracker.measures.guard import complaints
from krtracker.measures.language import Fragment, Role, parse
from krtracker.measures.raw import statement
from tests.builders import a_connection, last_days

VALUES = """
count(*)
count(distinct customer_id)
100 * count(*) filter (where day(delivered_at) <= promised_on) / count(*)
sum(amount) / nullif(sum(quantity), 0)
percentile_cont(0.9) within group (order by hours_between(a, b))
median(minutes_between(a, b)) + 1
stddev(amount) / avg(amount)
sum(case when priority = 'critical' then amount else 0 end)
count(*) filter (where exists (select 1 from items i where i.order_id = o.id))
coalesce(avg(extract(hour from opened_at)), 0)
greatest(count(*) - 3, 0)
round((avg(length(trim(note))))::numeric, 2)
""".strip().splitlines()

CONDITIONS = """
priority = 'critical' and region in ('north', 'south') or not is_paid
note ilike '%late%' and note !~ '^test' and note not like 'x%'
opened_at between :since and :until and closed_at is null
opened_at + interval '3 days' < closed_at
date_trunc('week', opened_at) = :cycle_start
(opened_at at time zone 'Europe/Paris')::date > promised_on
customer_id in (select id from customers where segment = 'smb')
split_part(email, '@', 2) <> 'example.org'
priority is distinct from 'low'
working_days_between(opened_at, closed_at) > 2
""".strip().splitlines()

ROWS = """
orders
sales.orders o left join items i on i.order_id = o.id
(select * from orders where amount > 0) as o
(with big as (select * from orders where amount > 9) select * from big)
(select *, row_number() over (partition by id order by seen desc) as place from orders) o
(select id from orders union all select id from old_orders)
""".strip().splitlines()

HOSTILE = """
now()
current_date
localtimestamp
clock_timestamp()
'now'::timestamp
'today'::date
random()
gen_random_uuid()
pg_sleep(10)
pg_read_file('/etc/passwd')
pg_ls_dir('.')
lo_import('/etc/passwd')
lo_export(1, '/tmp/x')
dblink('host=evil', 'select 1')
query_to_xml('select 1', true, true, '')
set_config('statement_timeout', '0', false)
current_setting('data_directory')
nextval('orders_id_seq')
setval('orders_id_seq', 1)
version()
current_user
session_user
inet_server_addr()
pg_terminate_backend(1)
load_file('/etc/passwd')
sleep(10)
benchmark(1000000, md5('a'))
load_extension('x')
writefile('a', 'b')
readfile('a')
read_csv('/etc/passwd')
read_text('/etc/passwd')
getenv('HOME')
glob('/**')
sniff_csv('x')
query('select 1')
generate_series(1, 1000000000)
repeat('a', 1000000000)
(select count(*) from pg_shadow)
(select count(*) from information_schema.tables)
(select count(*) from sqlite_master)
(select count(*) from duckdb_secrets())
(select count(*) from read_parquet('x'))
(with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r)
(select 1 from orders for update)
(select 1 into stolen from orders)
x = @@version
a[1]
a -> 'b'
array[1, 2]
row(1, 2)
count(*) = any (select 1)
:password
$1
""".strip().splitlines()


def found(path: str, text: str, role: Role) -> list[str]:
    try:
        tree = parse(Fragment(path, text, role))
    except FragmentError as error:
        return [error.complaint.message]
    return [each.message for each in complaints(tree, role)]


@pytest.mark.parametrize("text", VALUES)
def test_a_value_as_people_write_them_is_allowed(text: str) -> None:
    assert found("measure.value", text, Role.VALUE) == []


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_as_people_write_them_is_allowed(text: str) -> None:
    assert found("measure.where", text, Role.ROW) == []


@pytest.mark.parametrize("text", ROWS)
def test_rows_as_people_write_them_are_allowed(text: str) -> None:
    assert found("measure.from", text, Role.ROWS) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_what_reads_more_than_rows_is_refused_wherever_it_stands(text: str) -> None:
    assert found("measure.value", f"count({text})", Role.VALUE) != []
    assert found("measure.where", f"{text} is null", Role.ROW) != []
    assert found("measure.from", f"(select {text} as a from orders) as o", Role.ROWS) != []


def test_a_clock_is_named_as_it_was_written() -> None:
    assert found("measure.where", "opened_at < now()", Role.ROW) == ["`now` asks for the present"]


def test_an_unknown_function_comes_with_the_nearest_one() -> None:
    (complaint,) = complaints(
        parse(Fragment("measure.value", "avg(hour_between(a, b))", Role.VALUE)), Role.VALUE
    )

    assert complaint.hint == "did you mean `hours_between`?"
    assert complaint.position("avg(hour_between(a, b))") == 4


def test_a_connection_may_allow_more_functions() -> None:
    tree = parse(Fragment("measure.value", "sum(to_euro(amount))", Role.VALUE))

    assert list(complaints(tree, Role.VALUE, allow_functions=("to_euro",))) == []


def test_a_connection_may_narrow_the_tables() -> None:
    text = (
        "orders join items using (id) join (with a as (select 1 as id) select * from a) b on true"
    )
    tree = parse(Fragment("measure.from", text, Role.ROWS))

    refused = [each.word for each in complaints(tree, Role.ROWS, allow_tables=("orders",))]

    assert refused == ["items"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("amount", id="a row where many are meant"),
        pytest.param("sum(amount) + amount", id="one beside an aggregate"),
        pytest.param("sum(count(*))", id="an aggregate of an aggregate"),
        pytest.param("avg(amount) over ()", id="a window"),
        pytest.param("42", id="a constant"),
        pytest.param("percentile_cont(90) within group (order by amount)", id="90 for 0.9"),
        pytest.param("percentile_cont(0.9)", id="a percentile of nothing"),
        pytest.param("avg(hours_between(a))", id="one time where two are meant"),
    ],
)
def test_a_value_that_is_not_one_number_over_rows_is_refused(text: str) -> None:
    assert len(found("measure.value", text, Role.VALUE)) == 1


def test_an_aggregate_in_a_condition_is_refused() -> None:
    assert found("measure.where", "sum(amount) > 1", Role.ROW) != []


RAW = {
    "postgres": """
SELECT 100.0 * count(*) FILTER (WHERE a < :until) / nullif(count(*), 0) AS value FROM t
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM b - a)) AS value FROM t
WITH x AS (SELECT rank() OVER (PARTITION BY id ORDER BY a) AS n FROM t) SELECT 1 AS value FROM x
SELECT avg(age) AS value FROM (SELECT date_part('day', b - a) AS age FROM t) AS ages
SELECT (data->>'score')::numeric AS value FROM t WHERE tags @> ARRAY['a'] LIMIT 1
SELECT sum(x) AS value FROM t LEFT JOIN LATERAL (SELECT max(b) AS x FROM u) AS l ON true
SELECT count(DISTINCT d) AS value FROM generate_series(1, 3) AS d
""",
    "sqlite": """
SELECT avg((julianday(b) - julianday(a)) * 24) AS value FROM t WHERE b < :until
SELECT sum(CASE WHEN strftime('%w', a) IN ('0', '6') THEN 1.0 ELSE 0 END) AS value FROM t
SELECT total(x) / ifnull(count(y), 1) AS value FROM t WHERE date(a, '+1 day') <= :as_of
SELECT iif(count(*) > 0, 1, 0) AS value FROM t WHERE a GLOB 'x*' AND instr(b, 'c') > 0
""",
    "mysql": """
SELECT avg(timestampdiff(MINUTE, a, b)) / 60 AS value FROM t WHERE b >= :since AND b < :until
SELECT sum(if(a = 'x', 1, 0)) / count(*) * 100 AS value FROM `t` WHERE date_format(b, '%Y') = '2026'
SELECT count(*) AS value FROM t WHERE b > date_sub(:as_of, INTERVAL 7 DAY) AND datediff(b, a) < 3
SELECT ifnull(max(unix_timestamp(b)), 0) AS value FROM t WHERE a REGEXP '^x'
""",
    "duckdb": """
SELECT quantile_cont(x, 0.9) AS value FROM t WHERE a >= :since
SELECT count(*) AS value FROM t QUALIFY row_number() OVER (PARTITION BY id ORDER BY a DESC) = 1
SELECT date_diff('hour', min(a), max(b)) AS value FROM t WHERE a < :until - INTERVAL 1 DAY
SELECT median(epoch(b) - epoch(a)) AS value FROM t ANTI JOIN u USING (id)
""",
}
HOSTILE_RAW = {
    "postgres": """
SELECT now() AS value
SELECT current_date - 1 AS value
SELECT 'today'::date - '2026-01-01'::date AS value
SELECT pg_sleep(1) AS value
SELECT set_config('default_transaction_read_only', 'off', false)::int AS value
SELECT count(*) AS value FROM pg_shadow
SELECT count(*) AS value FROM pg_catalog.pg_authid
SELECT count(*) AS value FROM t FOR UPDATE
SELECT 1 AS value INTO stolen
WITH x AS (DELETE FROM t RETURNING 1) SELECT count(*) AS value FROM x
SELECT pg_read_file('/etc/passwd') AS value
SELECT count(*) AS value FROM pg_ls_dir('/')
SELECT lo_import('/etc/passwd') AS value
SELECT nextval('s') AS value
SELECT extract(day FROM age(a)) AS value FROM t
SELECT * FROM dblink('x', 'select 1') AS t(value int)
COPY t TO '/tmp/x'
DO $$ BEGIN PERFORM 1; END $$
EXPLAIN ANALYZE DELETE FROM t
SELECT 1 AS value; DELETE FROM t
CALL x()
""",
    "sqlite": """
SELECT julianday('now') AS value
SELECT strftime('%s', 'now') AS value
SELECT load_extension('x') AS value
SELECT readfile('/etc/passwd') AS value
SELECT count(*) AS value FROM sqlite_master
SELECT count(*) AS value FROM pragma_table_info('t')
ATTACH 'x' AS y
PRAGMA writable_schema = 1
REPLACE INTO t VALUES (1)
SELECT randomblob(1000000000) AS value
SELECT current_timestamp AS value
SELECT julianday() AS value
SELECT date() AS value
SELECT strftime('%Y') AS value
""",
    "mysql": """
SELECT sleep(5) AS value
SELECT /*!50000 sleep(5) */ 1 AS value
SELECT benchmark(1000000, md5('a')) AS value
SELECT load_file('/etc/passwd') AS value
SELECT 1 AS value INTO OUTFILE '/tmp/x'
SELECT curdate() AS value
SELECT unix_timestamp() AS value
SELECT count(*) AS value FROM mysql.user
SELECT get_lock('a', 10) AS value
SELECT @@version AS value
SELECT 1 AS value FROM t LOCK IN SHARE MODE
HANDLER t OPEN
""",
    "duckdb": """
SELECT count(*) AS value FROM read_csv('/etc/passwd')
SELECT count(*) AS value FROM glob('/**')
SELECT getenv('HOME') AS value
SELECT count(*) AS value FROM duckdb_settings()
SELECT today() AS value
INSTALL httpfs
SET enable_external_access = true
COPY t TO 'x'
EXPORT DATABASE 'x'
SELECT read_text('/etc/passwd') AS value
""",
}


def refusal(dialect: str, sql: str) -> str | None:
    try:
        statement(RawSql(sql, last_days(7)), a_connection(), dialect)
    except FragmentError as error:
        return error.complaint.message
    return None


def corpus(texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, sql) for name, text in texts.items() for sql in text.strip().splitlines()]


@pytest.mark.parametrize(("dialect", "sql"), corpus(RAW))
def test_sql_as_analysts_write_it_is_allowed(dialect: str, sql: str) -> None:
    assert refusal(dialect, sql) is None


@pytest.mark.parametrize(("dialect", "sql"), corpus(HOSTILE_RAW))
def test_sql_that_does_more_than_read_rows_is_refused(dialect: str, sql: str) -> None:
    assert refusal(dialect, sql) is not None


def test_since_needs_a_window() -> None:
    sql = RawSql("SELECT count(*) AS value FROM t WHERE a >= :since")

    with pytest.raises(FragmentError, match="`:since` is the start of a window"):
        statement(sql, a_connection(), "postgres")
