"""What a reading tells besides its value, and what becomes of what cannot be read."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from sqlglot import exp

from krtracker.connector import Clock, Parameter
from krtracker.domain.calendar import Cadence, Window, WindowKind
from krtracker.domain.catalog import TableExpectation
from krtracker.domain.key_result import (
    Bounds,
    Expectations,
    HowMeasured,
    KeyResult,
    Measure,
    RawSql,
)
from krtracker.domain.measurement import Outcome, Reading, TableReading, Unmeasured
from krtracker.errors import ConnectorError, QueryError
from krtracker.measures import Asked, measure
from tests.builders import (
    NOW,
    FakeConnector,
    a_calendar,
    a_connection,
    a_key_result,
    a_measure,
    last_days,
)
from tests.engines import KINDS, Engine, Rows, engine

DAY = date(2026, 11, 20)
ALL_TIME = Window(WindowKind.ALL_TIME)
ORDERS = {
    "id": "int",
    "account": "text",
    "amount": "decimal",
    "delivered": "naive",
    "recorded": "aware",
    "due": "date",
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def orders() -> dict[str, Rows]:
    moment = datetime(2026, 11, 19, 7, 30, tzinfo=UTC)
    rows = [
        (1, "a", 10.5, at("2026-11-18 10:00"), moment, date(2026, 11, 19)),
        (2, "a", None, at("2026-11-19 11:00"), moment, date(2026, 11, 20)),
        (2, None, 2.25, at("2026-11-19 12:00"), moment, date(2026, 11, 21)),
        (3, "b", 1.0, at("2026-11-25 12:00"), datetime(2026, 11, 25, tzinfo=UTC), None),
    ]
    return {"orders": Rows(ORDERS, rows)}


@pytest.fixture(scope="module", params=KINDS)
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as made:
        made.put(orders())
        yield made


def outcomes(
    source: Engine, *asked: tuple[KeyResult, Sequence[date]], now: datetime = NOW, **fields: Any
) -> list[Outcome]:
    wanted = [Asked(key_result, tuple(days)) for key_result, days in asked]
    with source.open(**fields) as connector:
        return list(measure(wanted, connector=connector, calendar=a_calendar(), now=now))


def reading(source: Engine, how: HowMeasured, day: date = DAY, **fields: Any) -> Reading:
    expect = fields.pop("expectations", Expectations())
    (found,) = outcomes(source, (a_key_result(how=how, expectations=expect), [day]), **fields)
    assert isinstance(found, Reading), found
    return found


def delivered(value: str = "count(*)", **fields: Any) -> Measure:
    return Measure("orders", value, **({"at": "delivered", "window": last_days(28)} | fields))


def test_a_reading_tells_how_many_rows_entered_and_the_newest_of_them(source: Engine) -> None:
    found = reading(source, delivered("avg(amount)", where="id < 3"))

    assert found.value == (10.5 + 2.25) / 2
    assert found.rows == 3
    assert found.newest == datetime(2026, 11, 19, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("column", "newest"),
    [
        ("delivered", datetime(2026, 11, 19, 17, tzinfo=UTC)),
        ("recorded", datetime(2026, 11, 19, 7, 30, tzinfo=UTC)),
        ("due", datetime(2026, 11, 20, tzinfo=UTC)),
    ],
)
def test_the_newest_time_is_told_as_a_moment(source: Engine, column: str, newest: datetime) -> None:
    found = reading(source, delivered(at=column), timezone="America/New_York")

    assert found.newest == newest


def test_no_rows_have_no_newest_time(source: Engine) -> None:
    found = reading(source, delivered(where="account = 'nobody'"))

    assert (found.value, found.rows, found.newest) == (0, 0, None)


def test_missing_and_repeated_values_are_counted_among_the_rows_that_entered(
    source: Engine,
) -> None:
    expect = Expectations(
        nulls_at_most={"amount": 0.1, "orders.account": 0.1}, duplicates_at_most={"id": 0}
    )

    found = reading(source, delivered(), expectations=expect)

    assert found.nulls == {"amount": pytest.approx(1 / 3), "orders.account": pytest.approx(1 / 3)}
    assert found.duplicates == {"id": 1}


def test_an_expected_column_that_is_not_there_is_named(source: Engine) -> None:
    expect = Expectations(nulls_at_most={"amonut": 0.1})

    (found,) = outcomes(source, (a_key_result(how=delivered(), expectations=expect), [DAY]))

    assert isinstance(found, Unmeasured)
    assert found.is_definition_fault
    assert "did you mean `amount`?" in found.reason


def test_the_query_and_its_parameters_are_told_as_they_were_sent(source: Engine) -> None:
    found = reading(source, delivered())

    assert "FROM orders" in found.query
    assert found.parameters["until"] == "2026-11-21 00:00:00"
    assert found.parameters["since"] == "2026-10-24 00:00:00"
    assert found.source == "logistics"
    assert found.duration_seconds >= 0


def test_a_day_that_is_not_over_is_provisional(source: Engine) -> None:
    hourly = a_key_result(how=delivered(), cadence=Cadence.HOURLY)

    found = outcomes(source, (hourly, [date(2026, 11, 21), date(2026, 11, 22)]))

    assert [each.is_provisional for each in found if isinstance(each, Reading)] == [False, True]


def test_a_day_that_ends_this_moment_is_over(source: Engine) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)

    (found,) = outcomes(source, (a_key_result(how=delivered()), [date(2026, 11, 21)]), now=now)

    assert isinstance(found, Reading)
    assert not found.is_provisional


def test_days_that_share_a_scan_are_told_as_each_alone(source: Engine) -> None:
    expect = Expectations(nulls_at_most={"amount": 0.1}, duplicates_at_most={"id": 0})
    asked = a_key_result(how=delivered("sum(amount)"), expectations=expect)
    days = [date(2026, 11, 17) + timedelta(days=number) for number in range(12)]

    shared = outcomes(source, (asked, days))

    alone = [each for day in days for each in outcomes(source, (asked, [day]))]
    assert [_is_shared(each) for each in (*shared, *alone)] == [True] * 12 + [False] * 12
    assert list(map(_without_way, shared)) == list(map(_without_way, alone))


def _is_shared(found: Outcome) -> bool:
    assert isinstance(found, Reading)
    assert found.way is not None
    return found.way.is_shared


def _without_way(found: Outcome) -> Reading:
    """A reading but for what is another one in a scan."""
    assert isinstance(found, Reading)
    return found._replace(way=None, duration_seconds=0.0)


def test_the_days_asked_for_are_divided_whether_or_not_they_share_a_scan(source: Engine) -> None:
    split = a_key_result(how=delivered(), split_by=("account",))
    days = tuple(date(2026, 11, 17) + timedelta(days=number) for number in range(12))
    is_divided = [False, True, False, True, *[False] * 8]
    known = {days[2]: 3.0}
    asked = Asked(split, days, split_days=days[1:4], divided=known)

    with source.open() as connector:
        found = list(measure([asked], connector=connector, calendar=a_calendar(), now=NOW))

    assert all(map(_is_shared, found))
    assert [bool(each.splits) for each in found if isinstance(each, Reading)] == is_divided


def test_what_is_no_value_is_not_divided(source: Engine) -> None:
    split = a_key_result(how=delivered("max(account)"), split_by=("id",))

    with source.open() as connector:
        asked = Asked(split, (DAY,), split_days=(DAY,))
        (found,) = measure([asked], connector=connector, calendar=a_calendar(), now=NOW)

    assert isinstance(found, Reading)
    assert (found.splits, found.undivided) == ((), {})


def test_a_table_is_as_fresh_as_the_measures_own_time_whatever_the_filter(source: Engine) -> None:
    found = reading(source, delivered(where="account = 'nobody'"))

    assert found.tables == (
        TableReading("orders", datetime(2026, 11, 19, 12, tzinfo=UTC), None, "delivered"),
    )


NONE_LEFT = {
    "a join": ("orders as o join orders as p on p.id = o.id + 100", "o.delivered"),
    "a bracketed SELECT": ("(select * from orders where account = 'nobody') as o", "o.delivered"),
    "one in another, by another name": (
        "(select delivered as done from (select * from orders where id > 99) as i) as o",
        "done",
    ),
    "one beside a table": (
        "(select delivered, id from orders where id > 99) as o join orders as p on p.id = o.id",
        "o.delivered::date",
    ),
}


@pytest.mark.parametrize("rows", NONE_LEFT)
def test_a_table_is_as_fresh_as_all_its_rows_whatever_is_left_of_them(
    source: Engine, rows: str
) -> None:
    from_, at = NONE_LEFT[rows]

    found = reading(source, Measure(from_, "count(*)", at=at, window=last_days(28)))

    assert (found.value, found.rows) == (0, 0)
    newest = datetime(2026, 11, 20 if "::date" in at else 19, 0 if "::date" in at else 12)
    assert found.tables == (TableReading("orders", newest.replace(tzinfo=UTC), None, at),)


def test_a_time_that_a_bracketed_select_reckons_is_that_of_its_rows(source: Engine) -> None:
    from_ = "(select max(delivered) as last from orders where id < 3 group by account) as o"

    found = reading(source, Measure(from_, "count(*)", at="last", window=last_days(28)))

    assert found.value == 2
    assert [each.newest for each in found.tables] == [datetime(2026, 11, 19, 12, tzinfo=UTC)]


def test_a_table_is_as_fresh_as_the_column_that_its_connection_names(source: Engine) -> None:
    tables = {"orders": TableExpectation(updated="recorded", rows_per_day=Bounds(at_least=1))}

    days = [date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20)]
    asked = (a_key_result(how=delivered()), days)
    found = outcomes(source, asked, tables=tables, timezone="Asia/Tokyo")

    moment = datetime(2026, 11, 19, 7, 30, tzinfo=UTC)
    assert [each.tables for each in found if isinstance(each, Reading)] == [
        (TableReading("orders", None, 0, "recorded"),),
        (TableReading("orders", moment, 3, "recorded"),),
        (TableReading("orders", moment, 0, "recorded"),),
    ]


def test_a_day_makes_a_table_fresh_until_its_end(source: Engine) -> None:
    found = reading(source, delivered(at="due"))

    assert found.tables[0].newest == datetime(2026, 11, 21, tzinfo=UTC)


def test_sql_of_ones_own_has_tables_whose_freshness_is_known(source: Engine) -> None:
    tables = {"orders": TableExpectation(updated="recorded")}
    sql = RawSql("SELECT count(*) AS value FROM orders WHERE delivered < :until")

    found = reading(source, sql, tables=tables)

    assert found.value == 3
    assert found.rows is None
    assert found.tables[0].newest == datetime(2026, 11, 19, 7, 30, tzinfo=UTC)


def test_sql_of_ones_own_is_told_the_window_and_the_cycle(source: Engine) -> None:
    condition = (
        "delivered >= :since AND delivered < :until AND due >= :cycle_start AND due <= :as_of"
    )
    sql = RawSql(f"SELECT count(*) AS value FROM orders WHERE {condition}", last_days(2))

    assert reading(source, sql, date(2026, 11, 20)).value == 1
    assert reading(source, sql, date(2026, 11, 19)).value == 1
    assert reading(source, sql, date(2026, 11, 22)).value == 0


SHAPES = {
    "SELECT 1 AS value, 2 AS other": (1.0, None),
    "SELECT NULL AS value": (None, None),
    "SELECT sum(amount) AS value FROM orders WHERE 1 = 0": (None, None),
    "SELECT 0 AS value": (0.0, None),
    "SELECT -0.5 AS value": (-0.5, None),
    "SELECT 1234567890123456789012 AS value": (1234567890123456789012.0, None),
    "SELECT 99999999999999999999999999999999999999 AS value": (1e38, None),
    "SELECT 1 AS value WHERE 1 = 0": (None, "the answer has no row"),
    "SELECT id AS value FROM orders": (None, "the answer has more than one row"),
    "SELECT 1 AS value UNION ALL SELECT 1": (None, "the answer has more than one row"),
    "SELECT 1 AS amount": (None, "the answer has no column `value`, only `amount`"),
    "SELECT 'many' AS value": (None, "the value is a text of 4 characters, not a number"),
    "SELECT max(account) AS value FROM orders": (
        None,
        "the value is a text of 1 character, not a number",
    ),
}


@pytest.mark.parametrize("sql", SHAPES)
def test_only_one_number_in_one_row_is_a_value(source: Engine, sql: str) -> None:
    found = reading(source, RawSql(sql))

    assert (found.value, found.failure) == (
        pytest.approx(SHAPES[sql][0]) if SHAPES[sql][0] is not None else None,
        SHAPES[sql][1],
    )


@pytest.mark.parametrize(
    ("value", "failure"),
    [
        ("count(*) > 2", "the value is true, not a number"),
        ("max(account)", "the value is a text of 1 character, not a number"),
        ("max(delivered)", "the value is a time, not a number"),
        ("max(due)", "the value is a time, not a number"),
        ("count(*) * 'NaN'::double precision", "the value is not a number (NaN)"),
        ("count(*) * 'Infinity'::double precision", "the value is infinite"),
    ],
)
def test_a_measure_that_is_no_number_is_rejected_with_its_reason(
    source: Engine, value: str, failure: str
) -> None:
    found = reading(source, delivered(value, window=ALL_TIME), date(2026, 12, 31))

    assert (found.value, found.failure) == (None, failure)


FAULTS = {
    "a missing column": (
        delivered(where="acount = 'a'"),
        "no column `acount` in `orders`; did you mean `account`?",
    ),
    "a missing table": (a_measure(source_rows="order"), "no table `order`; did you mean `orders`?"),
    "a time that is none": (delivered(at="account"), "text where a date or a timestamp is meant"),
    "a function that is not allowed": (
        delivered("sum(money(amount))"),
        "the function `money` is not allowed",
    ),
    "sql with a missing column": (RawSql("SELECT sum(amonut) AS value FROM orders"), "amonut"),
    "sql with a missing table": (RawSql("SELECT 1 AS value FROM order_items"), "`order_items`"),
    "sql that writes": (RawSql("DELETE FROM orders"), "only a SELECT may be asked"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_definition_at_fault_stops_nobody_else(source: Engine, fault: str) -> None:
    how, reason = FAULTS[fault]

    found = outcomes(
        source,
        (a_key_result("sound", how=delivered()), [DAY]),
        (a_key_result("faulty", how=how), [DAY, DAY]),
        (a_key_result("sound_too", how=delivered()), [DAY]),
    )

    assert [type(each) for each in found] == [Reading, Unmeasured, Unmeasured, Reading]
    for each in found:
        if isinstance(each, Unmeasured):
            assert reason in each.reason
            assert each.is_definition_fault
            assert not each.is_transient


def test_data_that_cannot_be_reckoned_with_is_no_fault_of_the_definition(source: Engine) -> None:
    how = delivered("sum(account::integer)")

    (found,) = outcomes(source, (a_key_result(how=how), [DAY]))

    assert isinstance(found, Unmeasured)
    assert not found.is_definition_fault


def test_a_view_of_the_connection_is_a_table_like_any(source: Engine) -> None:
    views = {
        "priced": "select id, delivered, amount * 2 as price from orders where amount is not null",
        "dear": "select * from priced where price > 3",
    }
    how = Measure("dear d", "sum(d.price)", at="d.delivered", window=last_days(28))

    assert reading(source, how, views=views, allow_tables=("orders",)).value == 21 + 4.5


def test_a_table_that_is_not_allowed_is_not_asked(source: Engine) -> None:
    (found,) = outcomes(source, (a_key_result(how=delivered()), [DAY]), allow_tables=("items",))

    assert isinstance(found, Unmeasured)
    assert "not among the tables that may be asked" in found.reason


class Handing(FakeConnector):
    """A source that hands over columns, and remembers which."""

    def __init__(self, *arguments: Any, **fields: Any) -> None:
        super().__init__(*arguments, **fields)
        self.handed: list[tuple[str, list[str]]] = []

    @contextmanager
    def columns(self, table: str, names: Sequence[str]) -> Iterator[pa.RecordBatchReader]:
        self.handed.append((table, list(names)))
        with super().columns(table, names) as reader:
            yield reader


def in_memory() -> dict[str, pa.Table]:
    rows = [{"id": 1, "amount": 2.0, "seen": at("2026-11-19"), "note": "x", "spare": None}]
    return {"orders": pa.Table.from_pylist(rows)}


def test_only_needed_columns_come_to_the_desk_each_table_once() -> None:
    source = Handing(in_memory())
    asked = [
        a_key_result("one", how=Measure("orders", "sum(amount)", at="seen", window=last_days(7))),
        a_key_result(
            "two", how=Measure("orders", "count(*)", at="seen", window=last_days(7), where="id = 1")
        ),
    ]
    days = tuple(DAY - timedelta(days=number) for number in range(20))

    found = list(
        measure(
            [Asked(each, days) for each in asked], connector=source, calendar=a_calendar(), now=NOW
        )
    )

    assert len(found) == 40
    assert source.handed == [("orders", ["amount", "id", "seen"])]
    assert source.asked == []


class Careless(FakeConnector):
    """A source that trips over one of its tables, as nobody foresaw."""

    @contextmanager
    def columns(self, table: str, names: Sequence[str]) -> Iterator[pa.RecordBatchReader]:
        if table == "broken":
            raise KeyError("hunter2")
        with super().columns(table, names) as reader:
            yield reader


@pytest.mark.parametrize("others", [0, 1], ids=["alone", "in a shared scan"])
def test_an_error_that_nobody_foresaw_takes_no_other_key_result_with_it(
    others: int, caplog: pytest.LogCaptureFixture
) -> None:
    tables = in_memory()
    source = Careless({"broken": tables["orders"], **tables})
    days = tuple(DAY - timedelta(days=number) for number in range(3))
    asked = [
        a_key_result(f"{table}_{number}", how=Measure(table, "sum(amount)", at="seen"))
        for table in ("broken", "orders")
        for number in range(1 + others)
    ]

    found = list(
        measure(
            [Asked(each, days) for each in asked], connector=source, calendar=a_calendar(), now=NOW
        )
    )

    fallen, sound = found[: len(found) // 2], found[len(found) // 2 :]
    assert {each.reason for each in fallen if isinstance(each, Unmeasured)} == {
        "an unexpected KeyError; the log of the run tells where"
    }
    assert [each.value for each in sound if isinstance(each, Reading)] == [2.0, 2.0, 0] * (
        1 + others
    )
    assert "in columns" in caplog.text


class Mortal(Handing):
    """A source that answers so many questions and then no more."""

    def __init__(self, lives: int) -> None:
        super().__init__(in_memory())
        self.lives = lives

    @contextmanager
    def query(
        self, tree: exp.Query, parameters: Mapping[str, Parameter] | None = None
    ) -> Iterator[pa.RecordBatchReader]:
        self._live()
        with super().query(tree, parameters) as reader:
            yield reader

    def clock(self) -> Clock:
        self._live()
        return super().clock()

    def _live(self) -> None:
        self.lives -= 1
        if self.lives < 0:
            raise ConnectorError("the line is dead", transient=True)


def test_when_a_source_dies_what_remains_is_unmeasured_with_the_reason() -> None:
    sql = RawSql("SELECT count(*) AS value FROM orders WHERE seen < :until")
    days = tuple(DAY + timedelta(days=number) for number in range(4))
    asked = [Asked(a_key_result(name, how=sql), days) for name in ("one", "two")]

    found = list(measure(asked, connector=Mortal(2), calendar=a_calendar(), now=NOW))

    assert [type(each) for each in found] == [Reading] * 2 + [Unmeasured] * 6
    for each in found[2:]:
        assert isinstance(each, Unmeasured)
        assert each.reason == "the line is dead"
        assert each.is_transient
    assert [each.as_of for each in found] == [*days, *days]


def test_a_definition_at_fault_is_told_its_fault_though_the_source_died() -> None:
    asked = [
        Asked(a_key_result("one", how=RawSql("SELECT count(*) AS value FROM orders")), (DAY,)),
        Asked(a_key_result("faulty", how=RawSql("SELECT 1 AS value FROM order_items")), (DAY,)),
    ]

    found = list(measure(asked, connector=Mortal(0), calendar=a_calendar(), now=NOW))

    told = [(each.is_definition_fault, each.is_transient) for each in found
            if isinstance(each, Unmeasured)]  # fmt: skip
    assert told == [(False, True), (True, False)]


def test_a_source_that_died_is_asked_no_more() -> None:
    sql = RawSql("SELECT count(*) AS value FROM orders WHERE seen < :until")
    asked = [Asked(a_key_result(name, how=sql), (DAY,)) for name in ("one", "two", "three")]
    source = Mortal(0)

    list(measure(asked, connector=source, calendar=a_calendar(), now=NOW))

    assert source.lives == -2  # one question, and one for the clock


def test_a_desk_that_was_made_ready_is_closed_with_all_that_it_began() -> None:
    from krtracker.measures.desk import Desk

    desk = Desk(Handing(in_memory()))
    desk.prepare()

    desk.close()

    assert "krtracker-desk" not in [each.name for each in threading.enumerate()]


class Slow(Handing):
    """A source on which one statement takes too long, and nothing else."""

    @contextmanager
    def query(
        self, tree: exp.Query, parameters: Mapping[str, Parameter] | None = None
    ) -> Iterator[pa.RecordBatchReader]:
        if "42" in self.statement(tree):
            raise ConnectorError("no answer within 60 seconds", transient=True)
        with super().query(tree, parameters) as reader:
            yield reader


def test_a_statement_that_takes_too_long_stops_only_its_own_days() -> None:
    asked = [
        Asked(a_key_result("slow", how=RawSql("SELECT 42 AS value")), (DAY, DAY)),
        Asked(a_key_result("quick", how=RawSql("SELECT 1 AS value")), (DAY,)),
    ]

    found = list(measure(asked, connector=Slow(in_memory()), calendar=a_calendar(), now=NOW))

    assert [type(each) for each in found] == [Unmeasured, Unmeasured, Reading]


def test_progress_is_told_for_every_day_asked() -> None:
    told: list[int] = []
    asked = [Asked(a_key_result(how=RawSql("SELECT 1 AS value")), (DAY, DAY, DAY))]

    list(
        measure(
            asked,
            connector=Handing(in_memory()),
            calendar=a_calendar(),
            now=NOW,
            on_progress=told.append,
        )
    )

    assert sum(told) == 3


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select getenv('HOME')",
        "copy (select 1) to '/tmp/krtracker_stolen'",
        "attach '/tmp/krtracker_stolen' as other",
        "install httpfs",
        "set enable_external_access = true",
        "select * from secret_rows",
    ],
)
def test_the_desk_reads_no_file_and_none_of_our_variables(sql: str) -> None:
    from krtracker.measures.desk import Desk

    secret_rows = pa.table({"a": [1]})
    desk = Desk(Handing({"orders": secret_rows}, a_connection()))

    with pytest.raises(ConnectorError):
        desk.ask(sql, {})


class Mixed(Handing):
    """A source in which one column of a table cannot be handed over."""

    @contextmanager
    def columns(self, table: str, names: Sequence[str]) -> Iterator[pa.RecordBatchReader]:
        if "note" in names:
            raise QueryError("column `note` mixes kinds")
        with super().columns(table, names) as reader:
            yield reader


def test_a_column_at_fault_stops_only_those_who_need_it() -> None:
    hows = {
        "one": Measure("orders", "sum(amount)", at="seen", window=last_days(7)),
        "noted": Measure("orders", "count(note)", at="seen", window=last_days(7)),
        "two": Measure("orders", "count(id)", at="seen", window=last_days(7)),
    }
    asked = [Asked(a_key_result(name, how=how), (DAY,)) for name, how in hows.items()]

    found = list(measure(asked, connector=Mixed(in_memory()), calendar=a_calendar(), now=NOW))

    assert [type(each) for each in found] == [Reading, Unmeasured, Reading]


def test_the_desk_does_not_reckon_for_ever() -> None:
    rows = {"orders": pa.table({"id": range(100_000), "seen": [at("2026-11-19")] * 100_000})}
    source = Handing(rows, a_connection(timeout_seconds=0.2))
    how = Measure("orders a, orders b", "count(distinct a.id * b.id)", at="a.seen", window=ALL_TIME)

    (found,) = measure(
        [Asked(a_key_result(how=how), (DAY,))], connector=source, calendar=a_calendar(), now=NOW
    )

    assert isinstance(found, Unmeasured)
    assert found.reason == "not reckoned within 0.2 seconds"
