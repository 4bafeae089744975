"""What a server is really sent: of an additive measure groups, never its rows."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy
from sqlglot import exp, parse_one

from connectors.mysql import MySQL
from connectors.postgres import Postgres
from krtracker.connector import Connector
from krtracker.domain.calendar import Calendar, Window, WindowKind
from krtracker.domain.key_result import KeyResult, Measure
from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, Plan, measure
from tests import servers
from tests.builders import a_key_result
from tests.engines import Engine, engine
from tests.integration.shared_scans.random_measures import tables

DAYS = tuple(date(2026, 10, 1) + timedelta(days=number) for number in range(12))
NOW = datetime(2026, 11, 22, tzinfo=UTC)
MONTH = Window(WindowKind.LAST, 28)
ADDITIVE = (
    "count(*)",
    "sum(amount)",
    "avg(price)",
    "count(*) filter (where priority = 2) / count(*)",
    "avg(hours_between(happened_at, recorded_at))",
    "max(priority) - min(priority)",
)
WHERE = (None, "region = 'north'", "region in ('o''west', 'south') and amount > 40",
         "priority is null or price between 10 and 20")  # fmt: skip


def key_results(source: str) -> list[KeyResult]:
    made = [
        Measure("orders", value, where, at=at, window=MONTH)
        for value in ADDITIVE
        for where in WHERE
        for at in ("happened_at", "moment_at", "on_day")
    ]
    made.append(Measure("orders", "count(*)", during=("happened_at", "ended_at")))
    return [a_key_result(f"kr_{number}", how=how, source=source)
            for number, how in enumerate(made)]  # fmt: skip


@pytest.fixture(scope="module", params=["postgres", "mysql"])
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as made:
        made.put(tables(random.Random(7), rows=500))
        yield made


def measured(connector: Connector, wanted: list[KeyResult]) -> tuple[list[Reading], Plan]:
    plans: list[Plan] = []
    asked = [Asked(each, DAYS) for each in wanted]
    outcomes = measure(
        asked, connector=connector, calendar=Calendar(), now=NOW, on_plan=plans.append
    )
    readings = [each for each in outcomes if isinstance(each, Reading)]
    assert len(readings) == len(wanted) * len(DAYS)
    return readings, plans[0]


def test_no_row_of_a_table_leaves_the_server_for_an_additive_measure(source: Engine) -> None:
    sent: list[str] = []

    def note(_line: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    with source.open() as connector:
        sqlalchemy.event.listen(connector.engine(), "before_cursor_execute", note)
        readings, plan = measured(connector, key_results(source.kind))

    asked = [each for each in sent if "orders" in each]
    assert len(asked) >= 4
    assert [each for each in asked if not is_small(each, source.kind)] == []
    assert all(each.way and each.way.is_shared and each.way.is_in_place for each in readings)
    assert [each.pulled for each in plan.entries if each.pulled] == []


def is_small(statement: str, dialect: str) -> bool:
    """Whether an answer has a row for a group, not for a row of the table."""
    text = statement.replace("%(", ":").replace(")s", "")
    tree = parse_one(text, dialect=dialect)
    assert isinstance(tree, exp.Select)
    limit = tree.args.get("limit")
    if tree.args.get("group") or (limit is not None and int(limit.expression.name) <= 1):
        return True
    return all(each.find(exp.AggFunc) for each in tree.expressions)


def is_close(one: float | None, other: float | None) -> bool:
    """Whether two values are the same but for the order in which numbers of 1e15 were added."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-3)


class Handing(MySQL):
    """MariaDB as if it were not known to reckon as DuckDB does."""

    def reckons(self) -> bool:
        return False


class HandingPostgres(Postgres):
    """PostgreSQL as if it reckoned nothing."""

    def reckons(self) -> bool:
        return False


def there_and_here(
    source: Engine, handing: type[Handing | HandingPostgres], wanted: list[KeyResult]
) -> tuple[list[Reading], Plan, list[Reading]]:
    """What the source reckons, how it was asked, and the same from columns handed over."""
    with source.open() as connector:
        there, plan = measured(connector, wanted)
        settings = connector.settings  # type: ignore[attr-defined]
    with handing(source.connection, settings) as other:
        other.open()
        here, _ = measured(other, wanted)
    return there, plan, here


UGLY = (
    "CREATE TABLE ugly (id INT, narrow FLOAT, price DECIMAL(12, 3), wide DOUBLE, "
    "name VARCHAR(20), letter CHAR(5), western VARCHAR(20) CHARACTER SET latin1, "
    "on_day DATE, happened DATETIME(6), noted TIMESTAMP(6) NULL)",
    "INSERT INTO ugly VALUES "
    "(1, 1.1, 0.333, 1e15, 'north', 'a', 'é', '2026-10-02', '2026-10-02 23:59:59.999999', "
    "  '2026-10-02 00:00:00'),"
    "(2, 1.7, 0.333, 0.1, 'North', 'a ', 'e', '2026-10-03', '2026-10-03 00:00:00', "
    "  '2026-10-03 12:00:00.5'),"
    "(3, 3.3, 0.334, -1e15, 'north ', 'A', 'É', '0000-00-00', '0000-00-00 00:00:00', NULL),"
    "(4, NULL, NULL, NULL, 'nörth', '', NULL, '2026-10-00', '2026-10-05 12:00:00', "
    "  '2026-10-05 12:00:00'),"
    "(5, 2.5, 1.005, 7, NULL, NULL, 'é ', NULL, NULL, '2026-10-06 01:00:00')",
)
OF_UGLY = ("count(*)", "sum(narrow)", "avg(price)", "sum(wide)", "count(happened)", "avg(id)",
           "stddev(price)", "sum(narrow * price)", "max(narrow)",
           "avg(hours_between(happened, noted))", "count(on_day)")  # fmt: skip
UGLY_WHERE = (None, "name = 'north'", "name <> 'north'", "letter = 'a'", "western = 'é'",
              "name in ('north', 'NORTH')", "name like 'n_rth'", "narrow > 1.1", "narrow = 1.1",
              "price >= 0.334", "on_day is null",
              "not (happened > '2026-10-03'::timestamp)")  # fmt: skip


def test_what_mariadb_reckons_of_ugly_data_is_what_we_reckon_of_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with engine("mysql", tmp_path_factory.mktemp("ugly")) as source:
        server, database = servers.mysql(), source.connection.settings["database"]
        loose = "SET SESSION sql_mode = '', time_zone = '+00:00'"
        server.run(loose, *UGLY, database=database)
        wanted = [
            a_key_result(
                f"kr_{value}_{where}_{at}",
                how=Measure("ugly", value, where, at=at, window=Window(WindowKind.CYCLE_TO_DATE)),
                source="mysql",
            )
            for number, value in enumerate(OF_UGLY)
            for turn, where in enumerate(UGLY_WHERE)
            for at in [("happened", "noted", "on_day")[(number + turn) % 3]]
        ]
        there, plan, here = there_and_here(source, Handing, wanted)

    for mine, other in zip(here, there, strict=True):
        assert is_close(other.value, mine.value), other.query
        assert (other.rows, other.newest) == (mine.rows, mine.newest), other.query
    assert [each.why_here for each in plan.entries if each.pulled] == []


PEOPLE = (
    "CREATE TABLE people (email VARCHAR(20), part INT, on_day DATE)"
    " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
    "INSERT INTO people VALUES ('a@x', 1, '2026-10-05'), ('A@x', 2, '2026-10-05'),"
    " ('b@x', 1, '2026-10-05'), ('b@x ', 2, '2026-10-05'), ('b@x', 1, '2026-10-05')",
)
PART = "case part when 1 then 'a' else 'A' end"


@pytest.mark.parametrize(
    ("rows", "value", "found", "is_in_place"),
    [
        ("(select email, on_day, count(*) as n from people group by email, on_day) as q",
         "count(*)", 4, True),
        ("(select email as who, min(on_day) as on_day from people group by 1) as q",
         "count(distinct who)", 4, False),
        ("(select min(on_day) as on_day, count(*) as n from people group by email) as q",
         "max(n)", 2, True),
        ("(select email, min(on_day) as on_day, count(*) as n from people group by email"
         " having count(*) < 2 order by email limit 9) as q", "count(*)", 3, False),
        ("(select email, min(on_day) as on_day from people group by email) as people",
         "count(*)", 4, True),
        ("(select distinct email, on_day from people) as people", "count(*)", 4, True),
        (f"(select min(on_day) as on_day from people group by {PART}) as q",
         "count(*)", 2, False),
        (f"(select q.part, min(on_day) as on_day from (select on_day, {PART} as part from people)"
         " as q group by q.part) as q", "count(*)", 2, False),
        (f"(select on_day, row_number() over (partition by {PART} order by part nulls first) as n"
         " from people) as q", "max(n)", 3, False),
    ],
)  # fmt: skip
def test_texts_that_differ_by_a_byte_are_different_groups_on_mariadb(
    tmp_path_factory: pytest.TempPathFactory,
    rows: str,
    value: str,
    found: float,
    is_in_place: bool,
) -> None:
    wanted = [a_key_result("kr", how=Measure(rows, value, at="on_day", window=MONTH),
                           source="mysql")]  # fmt: skip
    with engine("mysql", tmp_path_factory.mktemp("people")) as source:
        servers.mysql().run(*PEOPLE, database=source.connection.settings["database"])
        with source.open() as connector:
            readings, plan = measured(connector, wanted)

    assert readings[-1].value == found
    assert [not each.pulled for each in plan.entries] == [is_in_place]


def test_a_real_of_postgres_is_one_number_wherever_it_is_reckoned(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    values = ("min(narrow)", "sum(narrow)", "avg(narrow)", "median(narrow)",
              "count(*) filter (where narrow > 37.9)", "count(*) filter (where narrow = 37.9)",
              "percentile_cont(0.9) within group (order by narrow)")  # fmt: skip
    wanted = [
        a_key_result(f"kr_{number}", how=Measure("t", value, at="on_day", window=MONTH),
                     source="postgres")
        for number, value in enumerate(values)
    ]  # fmt: skip
    with engine("postgres", tmp_path_factory.mktemp("real")) as source:
        servers.postgres().run(
            "CREATE TABLE t AS SELECT DATE '2026-10-01' + n % 9 AS on_day,"
            " (37.9 + n / 10.0)::real AS narrow FROM generate_series(0, 40) AS n",
            f"ALTER DATABASE {source.connection.settings['database']} SET extra_float_digits = 0",
            database=source.connection.settings["database"],
        )
        there, plan, here = there_and_here(source, HandingPostgres, wanted)

    assert [each.why_here for each in plan.entries if each.pulled] == []
    assert there[0].value == 37.900001525878906
    for mine, other in zip(here, there, strict=True):
        assert mine.value == pytest.approx(other.value, rel=1e-13), other.query


FOLDED = (
    "count(distinct status)",
    "count(distinct name)",
    "count(*) filter (where name = 'OPEN')",
    "count(*) filter (where lower(status) = 'open')",
)


def test_letters_that_postgres_takes_for_alike_are_told_apart(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    inner = "(select status, name, on_day, max(name) as max_of from t group by 1, 2, 3) as q"
    week, status = Window(WindowKind.LAST, 7), "status = 'open'"
    wanted = [
        a_key_result("open", how=Measure("t", "count(*)", status, at="on_day", window=week)),
        *(
            a_key_result(f"kr_{number}", how=Measure("t", value, at="on_day", window=week))
            for number, value in enumerate(FOLDED)
        ),
        a_key_result("groups", how=Measure(inner, "count(*)", at="on_day", window=week)),
        a_key_result("joined", how=Measure(
            "t join (select distinct name as other from t) as o on o.other = t.status",
            "count(*)", at="t.on_day", window=week,
        )),
    ]  # fmt: skip
    with engine("postgres", tmp_path_factory.mktemp("folded")) as source:
        servers.postgres().run(
            "CREATE EXTENSION citext",
            "CREATE COLLATION alike (provider = icu, locale = 'und-u-ks-level2',"
            " deterministic = false)",
            "CREATE TABLE t AS SELECT DATE '2026-09-20' + n / 8 AS on_day,"
            " (array['Open', 'open', 'OPEN', 'Closed'])[n % 4 + 1]::citext AS status,"
            " (array['Open', 'open', 'OPEN', 'Closed'])[n % 4 + 1] COLLATE alike AS name"
            " FROM generate_series(0, 239) AS n",
            database=source.connection.settings["database"],
        )
        with source.open() as connector:
            together, _ = measured(connector, wanted)
        with source.open() as connector:
            asked = [Asked(each, DAYS[:1]) for each in wanted]
            alone = list(measure(asked, connector=connector, calendar=Calendar(), now=NOW))

    expected = [14, 4, 4, 14, 42, 28, 56]
    assert [each.value for each in together[:: len(DAYS)]] == expected
    assert [each.value for each in alone if isinstance(each, Reading)] == expected
