"""Things of the trade with defaults, so that a test shows only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
from sqlglot import exp

from krtracker.connector import Clock, Connector, Parameter, Role
from krtracker.domain.calendar import Calendar, Cycle, Window, WindowKind, cycle_named
from krtracker.domain.catalog import Catalog, Connection, Settings
from krtracker.domain.key_result import (
    Bounds,
    Change,
    ChangeEntry,
    HowMeasured,
    KeyResult,
    Measure,
    Promise,
)
from krtracker.domain.measurement import (
    Failure,
    Judged,
    Measurement,
    Reading,
    TableReading,
    Unmeasured,
    Verdict,
)
from krtracker.domain.objective import Objective
from krtracker.errors import ConnectorError, Place, Problem, QueryError
from krtracker.ledger import Batch

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
"""A Sunday morning, day 53 of the cycle; the last closed day is 2026-11-21."""
Q4 = Cycle("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))
A_DAY = date(2026, 11, 21)
A_MOMENT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def a_cycle(name: str = "2026-Q4") -> Cycle:
    """The cycle that a name means."""
    cycle = cycle_named(name)
    assert cycle is not None, f"no cycle is called {name}"
    return cycle


def a_calendar(zone: str = "UTC", **fields: Any) -> Calendar:
    """The project's calendar in `zone`."""
    return Calendar(zone=ZoneInfo(zone), **fields)


def last_days(days: int) -> Window:
    """The window `last N days`."""
    return Window(WindowKind.LAST, days)


def a_measure(**fields: Any) -> Measure:
    """Average hours of delivery over the last 28 days, but for `fields`."""
    said: dict[str, Any] = {
        "source_rows": "orders",
        "value": "avg(hours_between(ordered_at, delivered_at))",
        "at": "delivered_at",
        "window": last_days(28),
    }
    return Measure(**(said | fields))


def a_promise(
    *,
    cycle: Cycle = Q4,
    baseline: float | None = 48.0,
    target: float | None = 24.0,
    change: Change | None = None,
    keep: Bounds | None = None,
    **fields: Any,
) -> Promise:
    """From 48 to 24 over 2026-Q4; a `change` or a `keep` takes the target's place."""
    has_target = change is None and keep is None
    return Promise(
        cycle=cycle,
        baseline=baseline if keep is None else None,
        target=target if has_target else None,
        change=change,
        keep=keep,
        **fields,
    )


def a_key_result(
    id: str = "urgent_delivery_time",
    *,
    objective: str = "urgent_orders",
    title: str = "Average delivery time of critical orders",
    source: str | None = "logistics",
    how: HowMeasured | None = None,
    promise: Promise | None = None,
    cycle: Cycle = Q4,
    baseline: float | None = 48.0,
    target: float | None = 24.0,
    change: Change | None = None,
    keep: Bounds | None = None,
    changes: Iterable[ChangeEntry] = (),
    unit: str = "h",
    line: int = 10,
    **fields: Any,
) -> KeyResult:
    """A key result of `kr_definitions/<objective>.yaml`; `fields` are any of KeyResult's others."""
    said = promise or a_promise(
        cycle=cycle, baseline=baseline, target=target, change=change, keep=keep
    )
    place = Place(f"kr_definitions/{objective}.yaml", line, 3)
    others: dict[str, Any] = {"place": place, "places": {"target": place}} | fields
    return KeyResult(
        id=id,
        title=title,
        objective=objective,
        promise=said,
        how=how or a_measure(),
        source=source,
        unit=unit,
        changes=tuple(changes),
        **others,
    )


def an_objective(
    *key_results: KeyResult,
    id: str = "urgent_orders",
    title: str = "Deliver urgent orders in a day",
    team: str = "logistics",
    cycle: Cycle = Q4,
    **fields: Any,
) -> Objective:
    """One file with these key results, or with the default one."""
    others: dict[str, Any] = {"file": f"kr_definitions/{id}.yaml"} | fields
    return Objective(
        id=id,
        title=title,
        team=team,
        cycle=cycle,
        key_results=key_results or (a_key_result(),),
        **others,
    )


def a_connection(name: str = "logistics", **fields: Any) -> Connection:
    """A source whose past may change for seven days."""
    return Connection(name=name, type=fields.pop("type", "duckdb"), **fields)


def a_catalog(
    *parts: Objective | KeyResult,
    connections: Iterable[Connection] | None = None,
    settings: Settings | None = None,
    faults: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
) -> Catalog:
    """A catalog of objectives; loose key results are put under the default objective.

    Every source that a key result names is a connection, unless connections are given.
    """
    objectives = [each for each in parts if isinstance(each, Objective)]
    loose = [each for each in parts if isinstance(each, KeyResult)]
    if loose or not parts:
        objectives.append(an_objective(*loose))
    sources = {each.source: None for one in objectives for each in one if each.source}
    known = [a_connection(name) for name in sources] if connections is None else list(connections)
    return Catalog(
        settings=settings or Settings(),
        connections={each.name: each for each in known},
        objectives=tuple(objectives),
        faults=faults or {},
        problems=tuple(problems),
    )


def a_reading(
    value: float | None = 42.0,
    *,
    key_result: KeyResult | None = None,
    as_of: date = A_DAY,
    **fields: Any,
) -> Reading:
    """What a source said of `key_result` (the default one) as of a day."""
    asked = key_result or a_key_result()
    said: dict[str, Any] = {
        "rows": 120,
        "newest": datetime(2026, 11, 21, 21, 30, tzinfo=UTC),
        "tables": (TableReading("orders", datetime(2026, 11, 21, 22, 0, tzinfo=UTC), 140),),
        "query": "SELECT AVG(1) AS value FROM orders",
        "parameters": {"as_of": as_of.isoformat()},
        "source": asked.source,
        "duration_seconds": 0.25,
    }
    return Reading(key=asked.key, as_of=as_of, value=value, **(said | fields))


def a_judged(
    value: float | None = 42.0,
    *,
    verdict: Verdict = Verdict.ACCEPTED,
    why: str = "only 3 rows, at least 30 expected",
    failures: Iterable[Failure] | None = None,
    expectations: int = 2,
    **reading: Any,
) -> Judged:
    """A reading with its verdict; a rejected one has failed one expectation for `why`."""
    if failures is None:
        failures = [Failure("rows", why)] if verdict is Verdict.REJECTED else []
    return Judged(a_reading(value, **reading), verdict, tuple(failures), expectations)


def an_unmeasured(
    reason: str = "the source did not answer",
    *,
    key_result: KeyResult | None = None,
    as_of: date = A_DAY,
    **fields: Any,
) -> Unmeasured:
    """A due day on which no reading could be had."""
    return Unmeasured((key_result or a_key_result()).key, as_of, reason, **fields)


def a_measurement(
    value: float | None = 42.0,
    *,
    key_result: KeyResult | None = None,
    as_of: date = A_DAY,
    verdict: Verdict = Verdict.ACCEPTED,
    reason: str | None = None,
    sequence: int = 1,
    measured_at: datetime = A_MOMENT,
    run: str = "run-1",
    **fields: Any,
) -> Measurement:
    """One row of the ledger."""
    of = key_result or a_key_result()
    others: dict[str, Any] = {"source": of.source, "rows": 120} | fields
    return Measurement(
        sequence=sequence,
        cycle=of.cycle.name,
        key_result=of.id,
        measure_hash=of.measure_hash,
        as_of=as_of,
        value=value,
        verdict=verdict,
        reason=reason,
        measured_at=measured_at,
        run=run,
        **others,
    )


def a_batch(
    *outcomes: Judged | Unmeasured,
    key_results: Iterable[KeyResult] | None = None,
    run: str = "run-1",
    at: datetime = NOW,
) -> Batch:
    """What one run has to say of these key results (the default one)."""
    return Batch(
        run,
        at,
        tuple([a_key_result()] if key_results is None else key_results),
        tuple(each for each in outcomes if isinstance(each, Judged)),
        tuple(each for each in outcomes if isinstance(each, Unmeasured)),
    )


class FakeConnector(Connector):
    """A source whose tables are Arrow tables in memory, queried by DuckDB.

    It hands over columns like a file does; `asked` keeps the statements it was sent.
    """

    dialect: ClassVar[str] = "duckdb"
    evaluates: ClassVar[bool] = False

    def __init__(
        self, tables: Mapping[str, pa.Table] | None = None, connection: Connection | None = None
    ) -> None:
        self.contents = dict(tables or {})
        self.connection = connection or a_connection()
        self.asked: list[str] = []

    def tables(self) -> Sequence[str]:
        return list(self.contents)

    def describe(self, table: str) -> Mapping[str, pa.DataType]:
        schema = self._table(table).schema
        return dict(zip(schema.names, schema.types, strict=True))

    @contextmanager
    def query(
        self, tree: exp.Query, parameters: Mapping[str, Parameter] | None = None
    ) -> Iterator[pa.RecordBatchReader]:
        statement = self.statement(tree)
        self.asked.append(statement)
        with duckdb.connect() as engine:
            for name, table in self.contents.items():
                engine.register(name, table)
            try:
                reader = engine.sql(statement, params=dict(parameters or {})).to_arrow_reader()
            except duckdb.Error as error:
                raise QueryError(str(error)) from error
            yield reader

    @contextmanager
    def columns(self, table: str, names: Sequence[str]) -> Iterator[pa.RecordBatchReader]:
        yield self._table(table).select(list(names)).to_reader()

    def statement(self, tree: exp.Query) -> str:
        return tree.sql("duckdb")

    def cancel(self) -> None:
        return

    def role(self) -> Role:
        return Role("reader", can_write=False, is_superuser=False)

    def clock(self) -> Clock:
        return Clock(NOW)

    def close(self) -> None:
        return

    def _table(self, name: str) -> pa.Table:
        if name not in self.contents:
            raise QueryError(f"no table `{name}`")
        return self.contents[name]


@dataclass
class FakeConnectors:
    """Sources by connection name; those named in `down` do not answer."""

    sources: Mapping[str, FakeConnector] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)

    def types(self) -> Sequence[str]:
        return ["duckdb"]

    def dialect(self, type: str) -> str:
        return "duckdb"

    def problems(self, connection: Connection) -> Sequence[Problem]:
        return []

    def open(self, connection: Connection) -> FakeConnector:
        if connection.name in self.down:
            raise ConnectorError(f"`{connection.name}` does not answer", transient=True)
        return self.sources.get(connection.name) or FakeConnector(connection=connection)
