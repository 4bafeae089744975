"""How fresh and how full the tables behind a measure were, for every day from one question."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import accumulate

from sqlglot import exp

from krtracker.domain.calendar import DAY
from krtracker.domain.catalog import Connection, TableExpectation
from krtracker.domain.key_result import Measure
from krtracker.domain.measurement import TableReading
from krtracker.measures.instants import Zones, bracketed, cast
from krtracker.measures.kinds import Kind, kind
from krtracker.measures.meant import Meant, Surroundings, understand
from krtracker.measures.resolving import Resolved
from krtracker.measures.tables import Table
from krtracker.measures.zones import FIRST_DAY, LAST_DAY


@dataclass(frozen=True)
class Clocked:
    """A table with what tells its time: one question of it serves every day."""

    table: str
    updated: str
    """The column or expression that tells the time, as the definition writes it."""
    time: exp.Expr
    rows: exp.Select
    """Where it is read from: `SELECT * FROM ...`."""
    resolved: Resolved
    counts_rows: bool

    @cached_property
    def identity(self) -> str:
        """Equal for equal questions: key results that share it share the answer."""
        return f"{self.table} {self.updated} {self.counts_rows} {self.looks_at}"

    @cached_property
    def looks_at(self) -> str:
        """Equal for equal times of equal rows."""
        return looks_at(self.time, self.rows, self.resolved)

    @property
    def kind(self) -> Kind:
        """What kind of time it is."""
        return kind(self.time)

    def question(self, zones: Zones) -> exp.Select:
        """For every project day that we tell apart, its newest time and its rows."""
        day = zones.day(self.time.copy())
        newest: exp.Expr = exp.Max(this=self.time.copy())
        if self.kind is Kind.MOMENT:
            newest = exp.AtTimeZone(this=newest, zone=exp.Literal.string("UTC"))
        selected = (
            exp.alias_(day, "day_", copy=False),
            exp.alias_(newest, "newest", copy=False),
            exp.alias_(exp.Count(this=exp.Star(), big_int=True), "entered"),
        )
        asked = self.rows.copy().select(*selected, append=False, copy=False)
        return asked.where(*_told(self.time), copy=False).group_by(day.copy(), copy=False)


@dataclass(frozen=True)
class Freshness:
    """The newest time and the rows of every day on which a table has any."""

    days: Sequence[date]
    newest: Sequence[datetime]
    """The newest time up to the end of each of `days`."""
    rows: Mapping[date, int]

    def reading(self, clocked: Clocked, day: date) -> TableReading:
        """How the table stood at the end of `day`."""
        number = bisect_right(self.days, day)
        newest = self.newest[number - 1] if number else None
        rows = self.rows.get(day, 0) if clocked.counts_rows else None
        return TableReading(clocked.table, newest, rows, clocked.updated)


@dataclass(frozen=True)
class Glimpse:
    """What a scan made for other ends saw of how fresh and how full some rows were."""

    looks_at: str
    rows: Sequence[Mapping[str, object]]
    """As the question of a table is answered, but for the days that the scan left out."""
    first: date
    """The first day whose rows it saw by themselves."""
    last: date
    sees_earlier: bool
    """Whether it saw the rows of all days before, as if they were of one."""

    def tells(self, day: date, known: Freshness) -> bool:
        """Whether `known`, made of its rows, is all there is to know of the end of a day."""
        is_any = self.sees_earlier or (bool(known.days) and known.days[0] <= day)
        return is_any and self.first <= day <= self.last


def looks_at(time: exp.Expr, rows: exp.Select, resolved: Resolved) -> str:
    """Equal for equal times of equal rows."""
    names = ",".join(f"{name}={table.name}" for name, table in resolved.tables.items())
    return f"{names} {time.sql('duckdb')} {rows.sql('duckdb')}"


def own_times(measure: Measure, meant: Meant, connection: Connection) -> Iterator[Clocked]:
    """The tables of a measure's `from` whose time is the measure's own.

    A column of a table is looked at in the table as a whole: what a join or a bracketed SELECT
    leaves of its rows says nothing about how fresh it is.
    """
    owners = [(time, _owners(time, meant)) for time in meant.times]
    for name, table in meant.resolved.tables.items():
        entry = expectation(connection, table.name)
        own = [time for time, names in owners if name in names]
        if entry.updated is None and own:
            counts_rows = entry.rows_per_day is not None
            looked_at = _in_table(own[0], meant) or (own[0], meant.rows, meant.resolved)
            yield Clocked(table.name, _said(measure), *looked_at, counts_rows)


def configured(table: Table, around: Surroundings, connection: Connection) -> Clocked | None:
    """A table whose time `connections.yaml` names, which needs no definition.

    Raises:
        FragmentError: that column is not there, or no time.
    """
    entry = expectation(connection, table.name)
    if entry.updated is None:
        return None
    name = ".".join(
        exp.to_identifier(part.name, quoted=True).sql("postgres")
        for part in exp.to_table(table.name).parts
    )
    around = replace(around, allow_tables=None, views={})
    measure = Measure(source_rows=name, value="count(*)", at=entry.updated)
    meant = understand(measure, around)
    counts_rows = entry.rows_per_day is not None
    times = meant.times[0]
    return Clocked(table.name, entry.updated, times, meant.rows, meant.resolved, counts_rows)


def expectation(connection: Connection, table: str) -> TableExpectation:
    """What `connections.yaml` expects of a table, written with its schema or without."""
    plain = table.replace('"', "").lower()
    for name, entry in connection.tables.items():
        wanted = name.replace('"', "").lower()
        if wanted == plain or plain.endswith(f".{wanted}"):
            return entry
    return TableExpectation()


def freshness(
    rows: Sequence[Mapping[str, object]], moment: Callable[[object], datetime | None]
) -> Freshness:
    """What the answer to a table's question says of every day."""
    known = sorted(
        (day, newest, int(str(row["entered"])))
        for row in rows
        if isinstance(day := row["day_"], date) and (newest := moment(row["newest"])) is not None
    )
    return Freshness(
        [day for day, _, _ in known],
        list(accumulate((newest for _, newest, _ in known), max)),
        {day: entered for day, _, entered in known},
    )


def _told(time: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    """Whether a time is there, and none that no calendar has a day for in every zone."""
    first, end = (_edge(day, kind(time)) for day in (FIRST_DAY, LAST_DAY + DAY))
    node = bracketed(time)
    return exp.GTE(this=node.copy(), expression=first), exp.LT(this=node.copy(), expression=end)


def _edge(day: date, what: Kind) -> exp.Expr:
    """The start of a day, to be held against times of a kind."""
    if what is Kind.DAY:
        return cast(exp.Literal.string(day.isoformat()), "DATE")
    if what is Kind.NAIVE:
        return cast(exp.Literal.string(f"{day} 00:00:00"), "TIMESTAMP")
    return cast(exp.Literal.string(f"{day} 00:00:00+00:00"), "TIMESTAMPTZ")


def _owners(time: exp.Expr, meant: Meant) -> set[str]:
    """The tables that a time is read from; those of a bracketed SELECT together if need be."""
    origin = _origin(time, meant)
    if origin is not None:
        return {origin.name}
    wanted = {column.table for column in time.find_all(exp.Column)}
    return {
        table.name
        for source in _sources(meant.rows)
        if source.alias_or_name in wanted
        for table in source.find_all(exp.Table)
    }


def _in_table(time: exp.Expr, meant: Meant) -> tuple[exp.Expr, exp.Select, Resolved] | None:
    """A time as one of the table that its columns are of, and all rows of that table.

    None where it is made of more than the columns of one table, or those are all the rows.
    """
    table = _origin(time, meant)
    if table is None or _sources(meant.rows) == [table]:
        return None
    alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name))
    rows = exp.select("*").from_(exp.Table(this=exp.to_identifier(_ALONE), alias=alias))
    found = exp.Paren(this=time.copy())
    for column in list(found.find_all(exp.Column)):
        column.replace(_traced(column, meant.rows)[1])  # type: ignore[index]  # by `_origin`
    known = {_ALONE: meant.resolved.tables[table.name]}
    return found.this.pop(), rows, Resolved(rows, known)


_ALONE = "table_0"
"""The stand-in name of a table that is looked at by itself."""


def _origin(time: exp.Expr, meant: Meant) -> exp.Table | None:
    """The one table whose columns a time is made of."""
    sources = _sources(meant.rows)
    if (
        len(sources) == 1
        and isinstance(sources[0], exp.Table)
        and not meant.rows.args.get("laterals")
    ):
        return sources[0]
    found = [_traced(column, meant.rows) for column in time.find_all(exp.Column)]
    tables = {id(each[0]): each[0] for each in found if each is not None}
    if None in found or len(tables) != 1:
        return None
    (table,) = tables.values()
    return table if table.name in meant.resolved.tables else None


def _traced(column: exp.Column, rows: exp.Query) -> tuple[exp.Table, exp.Column] | None:
    """The table that a column of some rows comes from, and its column there; None if reckoned."""
    if not isinstance(rows, exp.Select) or rows.args.get("with_") is not None:
        return None
    for source in _sources(rows):
        if source.alias_or_name != column.table:
            continue
        if isinstance(source, exp.Table):
            return source, column.copy()
        inner = source.this if isinstance(source, exp.Subquery) else None
        said = {each.alias_or_name: each.unalias() for each in getattr(inner, "selects", ())}
        found = said.get(column.name)
        if isinstance(inner, exp.Query) and isinstance(found, exp.Column):
            return _traced(found, inner)
    return None


def _sources(rows: exp.Select) -> list[exp.Expr]:
    """What rows are put together of: tables and bracketed SELECTs."""
    from_ = rows.args.get("from_")
    found = [from_.this] if isinstance(from_, exp.From) else []
    return found + [join.this for join in rows.args.get("joins") or ()]


def _said(measure: Measure) -> str:
    if measure.latest is not None:
        return measure.latest.order_by[0]
    return measure.at or (measure.during or ("",))[0]
