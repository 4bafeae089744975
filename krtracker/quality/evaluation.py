"""One table held against expectations: in its own database, or as a frame of its columns."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Any

from krtracker.connector import Connector
from krtracker.domain.key_result import FreeExpectation
from krtracker.errors import ConnectorError, ExpectationError
from krtracker.quality.batch import context
from krtracker.quality.tables import QUOTES, plain
from krtracker.quality.words import amount

if TYPE_CHECKING:
    from great_expectations.execution_engine.execution_engine import ExecutionEngine

_MISSING = re.compile(r'The column "(.+?)" in BatchData does not exist')

GRACE_SECONDS = 2.0
"""How much later than the source's own limit ours ends a statement."""

YES_OR_NO = {"result_format": "BOOLEAN_ONLY"}
"""The result format that carries no value out of the source."""


def evaluate(
    expectations: Sequence[FreeExpectation], connector: Connector, table: str
) -> list[str | None]:
    """Why each expectation does not hold for the rows of `table`, or None where it does.

    A source with a SQLAlchemy engine is asked in place, through that engine and so under its
    limits; any other hands over the columns that the expectations name.

    Raises:
        ConnectorError: the source did not answer.
        ExpectationError: the table cannot be held against expectations at all.
    """
    exact = _exact(table, connector)
    try:
        with _watched(connector), _quiet():
            results = _validated(expectations, connector, exact)
    except ConnectorError:
        raise
    except Exception as error:  # the library lets through whatever a driver raises
        raise ExpectationError(_first_line(error)) from error
    by_position = {_position(result): result for result in results}
    return [_reason(each, by_position[at], table) for at, each in enumerate(expectations)]


def _validated(
    expectations: Sequence[FreeExpectation], connector: Connector, table: str
) -> Iterable[Any]:
    """The library's own results, in an order of its own."""
    from great_expectations.core.batch import Batch
    from great_expectations.validator.validator import Validator

    engine = connector.engine()
    execution, data = (
        _frame(expectations, connector, table) if engine is None else _in_place(engine, table)
    )
    validator = Validator(
        execution_engine=execution, batches=[Batch(data=data)], data_context=context()
    )
    return validator.graph_validate(
        configurations=[_configuration(at, each) for at, each in enumerate(expectations)],
        runtime_configuration={"result_format": YES_OR_NO, "catch_exceptions": True},
    )


@contextmanager
def _watched(connector: Connector) -> Iterator[None]:
    """End from outside what outlives the connection's limit, should the source's own fail."""
    timer = Timer(connector.connection.timeout_seconds + GRACE_SECONDS, connector.cancel)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the library's warning that it finds a table's own SELECT unusual (1.24)."""
    log = logging.getLogger("great_expectations.expectations.metrics.util")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


def _position(result: Any) -> int:
    return int(result.expectation_config.meta["position"])


def _configuration(position: int, expectation: FreeExpectation) -> Any:
    """The expectation as the library writes it, marked so that its result is found again."""
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    return ExpectationConfiguration(
        type=expectation.name,
        kwargs=dict(expectation.arguments),
        meta={"position": position},
    )


def _exact(table: str, connector: Connector) -> str:
    """The table as the source spells it, told by its full name, else without schema and case."""
    known = connector.tables()
    if table in known:
        return table
    found = [each for each in known if plain(each) == plain(table)]
    if len(found) != 1:
        raise ExpectationError(f"no one table is called `{table}`")
    return found[0]


def _in_place(engine: Any, table: str) -> tuple[ExecutionEngine[Any], Any]:
    """The table where it lies; nothing temporary is created, for nothing may be written."""
    from great_expectations.core.batch_spec import SqlAlchemyDatasourceBatchSpec
    from great_expectations.execution_engine.sqlalchemy_execution_engine import (
        SqlAlchemyExecutionEngine,
    )

    execution = SqlAlchemyExecutionEngine(engine=engine, create_temp_table=False)
    schema, _, name = table.rpartition(".")
    said = SqlAlchemyDatasourceBatchSpec(
        type="table",
        data_asset_name=table,
        table_name=name.strip(QUOTES),
        schema_name=schema.strip(QUOTES) or None,
        create_temp_table=False,
    )
    return execution, execution.get_batch_data(said)


def _frame(
    expectations: Iterable[FreeExpectation], connector: Connector, table: str
) -> tuple[ExecutionEngine[Any], Any]:
    """The columns that are needed, as a frame; all of them only for what is said of all."""
    from great_expectations.execution_engine.pandas_batch_data import PandasBatchData
    from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine

    known = list(connector.describe(table))
    names = [name for name in known if name in set(_columns(expectations, known))]
    with connector.columns(table, names or known[:1]) as reader:
        frame = reader.read_all().to_pandas()
    execution = PandasExecutionEngine()
    return execution, PandasBatchData(execution_engine=execution, dataframe=frame)


def _columns(expectations: Iterable[FreeExpectation], known: Sequence[str]) -> Iterable[str]:
    for each in expectations:
        if each.name.startswith("expect_table_column"):
            yield from known
        for name, value in each.arguments.items():
            if name in {"column", "column_A", "column_B"}:
                yield str(value)
            elif name == "column_list" and isinstance(value, list):
                yield from map(str, value)


def _reason(expectation: FreeExpectation, result: Any, table: str) -> str | None:
    fault = _fault(result.exception_info or {})
    if fault is not None:
        return f"`{expectation.name}` could not be evaluated on {table}: {fault}"
    if result.success:
        return None
    said = ", ".join(f"{name} {_said(value)}" for name, value in expectation.arguments.items())
    return f"`{expectation.name}` does not hold for {table}" + (f" ({said})" if said else "")


def _said(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return amount(value)


def _fault(exception: Mapping[str, Any]) -> str | None:
    """Why an expectation could not be evaluated; the library nests it in one form or another."""
    if "raised_exception" in exception:
        if not exception["raised_exception"]:
            return None
        return _worded(str(exception.get("exception_message") or "no reason given"))
    found = (_fault(each) for each in exception.values() if isinstance(each, Mapping))
    return next((each for each in found if each), None)


def _worded(message: str) -> str:
    if message.startswith("No provider found"):
        return "this kind of source cannot tell"
    if missing := _MISSING.search(message):
        return f"there is no column `{missing[1]}`"
    return _first_line(message)


def _first_line(error: object) -> str:
    """The first line alone: the rest of a driver's error repeats the statement."""
    return next(iter(str(error).strip().splitlines()), "no reason given")[:300]
