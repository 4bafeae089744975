"""What every connector promises, as tests: subclass `Contract`, give a source, run pytest."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import pyarrow as pa
import pytest
from sqlglot import exp, parse_one

from krtracker.connector import Connector, Parameter
from krtracker.errors import ConnectorError, QueryError

DAY, MOMENT = date(2026, 3, 29), datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
STAMP = datetime(2026, 3, 29, 2, 30, 0, 123456)
"""An hour that Paris skipped: in a zone-free column it is still what it says."""
COLUMNS: dict[str, pa.DataType] = {
    "id": pa.int64(),
    "amount": pa.float64(),
    "ratio": pa.float64(),
    "urgent": pa.bool_(),
    "priority": pa.string(),
    "ordered_on": pa.date32(),
    "ordered_at": pa.timestamp("us"),
    "known_at": pa.timestamp("us", tz="UTC"),
}
"""The table `orders` of the source under test: a decimal `amount`, the rest as it says."""
ROWS: list[tuple[Any, ...]] = [
    (1, 12.5, 0.5, True, "critical", DAY, STAMP, MOMENT),
    (2, -0.05, 1e-9, False, "naïve 'quoted' 100% 日本", date(2024, 2, 29), STAMP, MOMENT),
    (3, None, None, None, None, None, None, None),
    (4, 99999999.99, 3.0, True, ":until", DAY, STAMP.replace(microsecond=0), MOMENT),
]
MANY = 100_000
"""How many rows the table `many` has: `id` from 0 on, and `name`, any short text."""
Opens = Callable[[float], AbstractContextManager[Connector]]
"""The source, open until the block ends; its connection's time limit is so many seconds."""


class Contract:
    """Tests of the port. A subclass opens a source with the tables `orders` and `many`."""

    slow: ClassVar[str] = (
        "SELECT sum((a.id * 3 + b.id * 5 + c.id) % 97) AS value"
        " FROM many AS a, many AS b, many AS c"
    )
    """A SELECT in the source's own SQL that takes for ever."""
    time_limit: ClassVar[float] = 2.0
    """What `slow` gets, in seconds; anything else gets all the time that a busy machine needs."""

    @pytest.fixture
    def opens(self) -> Opens:
        """How the source is opened under a time limit, with `ROWS` in `orders`."""
        raise NotImplementedError

    @pytest.fixture
    def connector(self, opens: Opens) -> Iterator[Connector]:
        with opens(60.0) as connector:
            yield connector

    @pytest.fixture
    def hurried(self, opens: Opens) -> Iterator[Connector]:
        with opens(self.time_limit) as connector:
            yield connector

    def test_it_lists_its_tables(self, connector: Connector) -> None:
        assert {"orders", "many"} <= set(connector.tables())

    def test_it_describes_a_table_in_the_order_of_its_columns(self, connector: Connector) -> None:
        described = connector.describe("orders")

        assert list(described) == list(COLUMNS)
        for name, type in COLUMNS.items():
            # MySQL has no booleans, only 0 and 1.
            assert described[name] in (type, pa.int64() if type == pa.bool_() else type)

    def test_a_table_that_is_not_there_is_told_with_the_nearest_name(
        self, connector: Connector
    ) -> None:
        with pytest.raises(QueryError, match="no table `ordrs`; did you mean `orders`"):
            connector.describe("ordrs")

    def test_columns_come_with_their_values_in_the_types_described(
        self, connector: Connector
    ) -> None:
        described = connector.describe("orders")

        with connector.columns("orders", list(COLUMNS)) as reader:
            answer = reader.read_all()

        assert dict(zip(answer.schema.names, answer.schema.types, strict=True)) == described
        found = sorted(tuple(row.values()) for row in answer.to_pylist())
        assert found == ROWS

    def test_columns_come_alone_in_the_order_asked(self, connector: Connector) -> None:
        with connector.columns("orders", ["priority", "id"]) as reader:
            assert reader.read_all().schema.names == ["priority", "id"]

    def test_a_column_that_is_not_there_is_told_with_the_nearest_name(
        self, connector: Connector
    ) -> None:
        message = "no column `amonut` in `orders`; did you mean `amount`"
        with pytest.raises(QueryError, match=message), connector.columns("orders", ["amonut"]):
            pass

    def test_parameters_are_bound(self, connector: Connector) -> None:
        for id, name in [(2, ROWS[1][4]), (4, ":until"), (1, "critical")]:
            found = self.answer(
                connector,
                "SELECT max(id) AS value FROM orders WHERE priority = :name AND id >= :id - 1",
                {"name": name, "id": 1, "unused": None},
            )

            assert found == [{"value": id}]

    def test_what_looks_like_a_placeholder_in_a_text_is_text(self, connector: Connector) -> None:
        sql = "SELECT max(id) AS value FROM orders WHERE priority = ':until' OR priority LIKE '%x%'"

        assert self.answer(connector, sql) == [{"value": 4}]

    def test_a_parameter_without_a_value_is_told(self, connector: Connector) -> None:
        with pytest.raises(QueryError, match="no value for the parameter `:id`"):
            self.answer(connector, "SELECT 1 AS value FROM orders WHERE id = :id")

    def test_sums_and_averages_are_numbers(self, connector: Connector) -> None:
        sql = "SELECT sum(amount) AS total, count(*) AS rows_there, avg(ratio) AS mean FROM orders"

        (row,) = self.answer(connector, sql)

        assert row["total"] == pytest.approx(100000012.44)
        assert row["rows_there"] == 4
        assert row["mean"] == pytest.approx(3.500000001 / 3)

    def test_no_rows_are_an_answer_with_columns(self, connector: Connector) -> None:
        with self.query(connector, "SELECT id, priority FROM orders WHERE id > 99") as reader:
            answer = reader.read_all()

        assert (answer.num_rows, answer.schema.names) == (0, ["id", "priority"])

    @pytest.mark.parametrize(
        ("sql", "message"),
        [
            ("SELECT count(*) AS value FROM ordrs", "no table `ordrs`; did you mean `orders`"),
            ("SELECT max(amonut) AS value FROM orders", "no column `amonut`; did you mean `amoun"),
            ("SELECT max(o.amonut) AS value FROM orders AS o", "no column `amonut`; did you mean"),
        ],
    )
    def test_a_query_that_names_what_is_not_there_is_told_the_nearest_name(
        self, connector: Connector, sql: str, message: str
    ) -> None:
        with pytest.raises(QueryError, match=message):
            self.answer(connector, sql)

    @pytest.mark.parametrize(
        "sql",
        [
            "INSERT INTO orders (id) VALUES (9)",
            "DELETE FROM orders",
            "DROP TABLE orders",
            "SELECT id FROM orders FOR UPDATE",
        ],
    )
    def test_what_is_more_than_reading_is_refused(self, connector: Connector, sql: str) -> None:
        with pytest.raises(QueryError):
            self.answer(connector, sql)

        assert self.answer(connector, "SELECT count(*) AS value FROM orders") == [{"value": 4}]

    @pytest.mark.parametrize("second", ["SELECT 2", "DELETE FROM orders", "DROP TABLE orders"])
    def test_a_second_statement_is_refused_even_when_no_parser_saw_it(
        self, connector: Connector, second: str
    ) -> None:
        smuggled = exp.select(exp.Var(this=f"1 AS value FROM orders; {second}"))

        with pytest.raises(QueryError), connector.query(smuggled) as reader:
            reader.read_all()

        assert self.answer(connector, "SELECT count(*) AS value FROM orders") == [{"value": 4}]

    def test_a_statement_that_takes_too_long_is_ended_on_both_sides(
        self, hurried: Connector
    ) -> None:
        started = time.monotonic()

        with pytest.raises(ConnectorError, match="no answer within 2 seconds") as raised:
            self.answer(hurried, self.slow)

        assert raised.value.transient
        assert time.monotonic() - started < self.time_limit + 5
        assert self.answer(hurried, "SELECT count(*) AS value FROM orders") == [{"value": 4}]

    def test_a_statement_is_cancelled_from_another_thread(self, connector: Connector) -> None:
        is_ended = threading.Event()

        def cancel() -> None:
            # Again and again: on a busy machine the first may come before the statement runs.
            while not is_ended.wait(0.4):
                connector.cancel()

        canceller = threading.Thread(target=cancel)
        started = time.monotonic()
        canceller.start()
        try:
            with pytest.raises(ConnectorError, match="cancelled"):
                self.answer(connector, self.slow)
        finally:
            is_ended.set()
            canceller.join()

        assert time.monotonic() - started < 30
        assert self.answer(connector, "SELECT count(*) AS value FROM orders") == [{"value": 4}]

    def test_cancelling_what_does_not_run_changes_nothing(self, connector: Connector) -> None:
        connector.cancel()

        assert self.answer(connector, "SELECT count(*) AS value FROM orders") == [{"value": 4}]

    def test_many_rows_come_batch_by_batch(self, connector: Connector) -> None:
        with connector.columns("many", ["id", "name"]) as reader:
            sizes = [batch.num_rows for batch in reader]

        assert sum(sizes) == MANY
        assert max(sizes) < MANY

    def test_an_answer_may_be_left_before_its_end(self, connector: Connector) -> None:
        with connector.columns("many", ["id"]) as reader:
            reader.read_next_batch()

        assert self.answer(connector, "SELECT count(*) AS value FROM orders") == [{"value": 4}]

    def test_two_answers_may_be_read_at_once(self, connector: Connector) -> None:
        with (
            connector.columns("many", ["id"]) as many,
            connector.columns("orders", ["id"]) as orders,
        ):
            assert many.read_next_batch().num_rows > 0
            assert orders.read_all().num_rows == 4

    def test_the_rights_and_the_clock_are_told(self, connector: Connector) -> None:
        now = connector.clock().now

        assert connector.role().name
        assert now.utcoffset() is not None
        assert abs((now - datetime.now(UTC)).total_seconds()) < 60

    def test_a_statement_is_shown_without_comments(self, connector: Connector) -> None:
        tree = parse_one("SELECT /*! sleep(5) */ 1 AS value", read=connector.dialect)
        assert isinstance(tree, exp.Query)

        assert "sleep" not in connector.statement(tree)

    def test_closing_twice_is_harmless(self, connector: Connector) -> None:
        connector.close()
        connector.close()

    def query(
        self, connector: Connector, sql: str, parameters: Mapping[str, Parameter] | None = None
    ) -> AbstractContextManager[pa.RecordBatchReader]:
        """Ask SQL in the source's own dialect."""
        tree: Any = parse_one(sql, read=connector.dialect)
        return connector.query(tree, parameters)

    def answer(
        self, connector: Connector, sql: str, parameters: Mapping[str, Parameter] | None = None
    ) -> list[dict[str, Any]]:
        """All rows of an answer."""
        with self.query(connector, sql, parameters) as reader:
            return list(reader.read_all().to_pylist())
