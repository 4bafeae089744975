"""Names that differ only in capitals, or in a dot or a quote within them, are different names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

import pytest
import sqlglot
from sqlglot import exp

from krtracker.domain.key_result import Latest, Measure
from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, Plan, measure
from tests.builders import a_calendar, a_key_result, last_days
from tests.engines import Engine, Rows, engine

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
COLUMNS = {"id": "int", "amount": "int", "at": "date", "name": "text"}
AT_DESK = "name ~ 'a'"
"""A condition that no source reckons for us."""


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine("postgres", tmp_path_factory.mktemp("postgres")) as made:
        yield made


@pytest.fixture(scope="module")
def mysql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine("mysql", tmp_path_factory.mktemp("mysql")) as made:
        yield made


def of(amount: int, count: int) -> Rows:
    return Rows(COLUMNS, [(number, amount, DAY, "ab") for number in range(count)])


def a_sum(rows: str, value: str = "sum(amount)", *, of: str = "", where: str = AT_DESK) -> Measure:
    return Measure(rows, value, of + where, at=f"{of}at", window=last_days(7))


def told(source: Engine, measures: Sequence[Measure]) -> tuple[list[object], Plan]:
    """The values of measures asked in one run, and what was asked."""
    asked = [
        Asked(a_key_result(f"kr_{number}", how=how), (DAY,)) for number, how in enumerate(measures)
    ]
    plans: list[Plan] = []
    with source.open() as connector:
        found = list(
            measure(
                asked, connector=connector, calendar=a_calendar(), now=NOW, on_plan=plans.append
            )
        )
    return [each.value if isinstance(each, Reading) else each for each in found], plans[0]


def at_desk(plan: Plan) -> list[str]:
    return [
        " ".join(step.statement.split())
        for entry in plan.entries
        for step in entry.steps
        if not step.is_in_place
    ]


def test_tables_that_differ_in_capitals_are_brought_beside_each_other(postgres: Engine) -> None:
    postgres.put({"orders": of(1, 10), '"Orders"': of(100, 3)})

    values, plan = told(
        postgres,
        [
            a_sum("orders"),
            a_sum('"Orders"'),
            a_sum("orders", "count(*)"),
            a_sum(
                '"Orders" as a join orders as b on a.id = b.id',
                "sum(a.amount) + 1000 * sum(b.amount)",
                of="a.",
            ),
            a_sum(
                'orders join "Orders" on orders.id = "Orders".id',
                'sum(orders.amount) + 1000 * sum("Orders".amount)',
                of="orders.",
            ),
        ],
    )

    assert values == [10, 300, 10, 3300, 300_003]
    assert any("FROM orders WHERE" in each for each in at_desk(plan))


def test_tables_of_mariadb_differ_in_capitals_too(mysql: Engine) -> None:
    if is_folding(mysql):
        pytest.skip("this server's tables are files whose names fold")
    mysql.put({"orders": of(1, 10), "`Orders`": of(100, 3)})

    values, _ = told(mysql, [a_sum("orders"), a_sum('"Orders"'), a_sum("orders", "count(*)")])

    assert values == [10, 300, 10]


def is_folding(source: Engine) -> bool:
    asked = sqlglot.parse_one("SELECT @@lower_case_table_names AS folds", read="mysql")
    assert isinstance(asked, exp.Query)
    with source.open() as connector, connector.query(asked) as reader:
        return bool(reader.read_all().column("folds")[0].as_py())


def test_what_a_table_is_called_does_not_hang_on_what_else_is_asked(postgres: Engine) -> None:
    postgres.put({"orders": of(1, 10), '"Orders"': of(100, 3), '"Clients"': of(7, 1)})

    _, alone = told(postgres, [a_sum('"Orders"')])
    _, beside = told(postgres, [a_sum("orders"), a_sum('"Orders"')])
    _, single = told(postgres, [a_sum('"Clients"')])

    assert at_desk(alone) == at_desk(beside)[1:]
    assert '"Orders_2"' in at_desk(alone)[0]
    assert '"Clients"' in at_desk(single)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param('"a""b"', "ab", id="a quote within a name"),
        pytest.param('"public.ab"', "ab", id="a dot within a name"),
        pytest.param('"shop.ab"', "shop.ab", id="a dot like that of a schema"),
        pytest.param('"Orders"', '"Orders_2"', id="a name like the one that would be given"),
        pytest.param('"ÄB"', '"äb"', id="capitals that are not of the alphabet"),
    ],
)
def test_tables_are_told_apart_by_their_whole_names(postgres: Engine, one: str, other: str) -> None:
    in_shop = other.startswith("shop.")
    with postgres.open() as connector:
        assert connector.engine() is not None
    postgres.put({"orders": of(1, 2)} | ({} if in_shop else {other: of(5, 1)}) | {one: of(100, 3)})
    if in_shop:
        put_in_shop(postgres)

    values, _ = told(postgres, [a_sum(one), a_sum(other), a_sum(one), a_sum("orders")])

    assert values == [300, 5, 300, 2]


def put_in_shop(source: Engine) -> None:
    from tests import servers

    with servers.postgres().connect(source.connection.settings["database"]) as client:
        client.execute("DROP SCHEMA IF EXISTS shop CASCADE; CREATE SCHEMA shop")
        client.execute("CREATE TABLE shop.ab (id int, amount int, at date, name text)")
        client.execute("INSERT INTO shop.ab VALUES (1, 5, '2026-10-01', 'ab')")


SPELT = {"id": "int", "amount": "int", '"Amount"': "int", '"AMOUNT"': "int", "at": "date"}


def test_columns_that_differ_in_capitals_are_told_apart(postgres: Engine) -> None:
    columns = SPELT | {"name": "text"}
    postgres.put({"orders": Rows(columns, [(1, 1, 10, 100, DAY, "ab"), (2, 2, 20, 200, DAY, "b")])})

    values, _ = told(
        postgres,
        [
            a_sum("orders"),
            a_sum("orders", 'sum("Amount")'),
            a_sum("orders", 'sum("AMOUNT") filter (where amount = 1) + 1000 * max("Amount")'),
            a_sum('(select "Amount", amount, name, at from orders) as o', 'sum("Amount" + amount)'),
            a_sum(
                '(select id, max("Amount") as "M", max(amount) as m, max(at) as at, max(name) as '
                'name from orders group by id) as "O" join orders as o on o.id = "O".id',
                'sum("O"."M" - "O".m + o."AMOUNT")',
                of="o.",
            ),
        ],
    )

    assert values == [1, 10, 10_100, 11, 109]


def test_last_rows_are_told_apart_by_columns_in_capitals(postgres: Engine) -> None:
    columns = SPELT | {"name": "text"}
    rows = [(1, 1, 10, 100, DAY, "ab"), (1, 2, 20, 200, date(2026, 9, 30), "ab")]
    postgres.put({"orders": Rows(columns, rows)})
    last = Latest(per="id", order_by=("at",))

    values, _ = told(
        postgres,
        [
            Measure("orders", 'sum("Amount") + 1000 * sum(amount)', AT_DESK, latest=last),
            Measure("orders", 'sum("AMOUNT")', AT_DESK, latest=last),
        ],
    )

    assert values == [1010, 100]


def test_a_with_query_is_not_the_table_that_is_called_like_it_at_the_desk(
    postgres: Engine,
) -> None:
    postgres.put({"orders": of(1, 10), '"Orders"': of(100, 3)})
    made = "with orders_2 as (select * from orders)"
    rows = f'({made} select a.* from orders_2 as a join "Orders" as b on a.id = b.id) as r'

    values, _ = told(postgres, [a_sum(rows)])

    assert values == [3]
