"""Whether every source lets us in, shows what is asked of it, and keeps us from writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from krtracker.cli.start import Start
from krtracker.cli.wording import counted
from krtracker.connector import Clock, Connector, Role
from krtracker.definitions import one_line
from krtracker.domain.catalog import Connection
from krtracker.domain.due import last_due_day
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Reading, Unmeasured
from krtracker.errors import ConnectorError, Problem, Severity
from krtracker.measures import Asked, measure

CLOCK_MAY_DIFFER_SECONDS = 60


@dataclass(frozen=True)
class Reached:
    """What one source said when it was reached."""

    connection: Connection
    fault: str | None = None
    """Why it did not let us in."""
    role: Role | None = None
    clock: Clock | None = None
    tables: int = 0
    problems: tuple[Problem, ...] = ()

    def in_words(self) -> str:
        """One line for a person."""
        name = f"{self.connection.name} ({self.connection.type})"
        if self.role is None:
            return f"{name}: not reached: {self.fault}"
        rights = "may write" if self.role.can_write else "read-only"
        seen = counted(self.tables, "table")
        zone = f", in zone {self.clock.zone}" if self.clock and self.clock.zone else ""
        return f"{name}: reached as {self.role.name}, {rights}, {seen}{zone}"

    def as_document(self) -> dict[str, Any]:
        """The same as part of a JSON document."""
        return {
            "name": self.connection.name,
            "type": self.connection.type,
            "is_reached": self.fault is None,
            "fault": self.fault,
            "role": self.role and self.role.name,
            "can_write": self.role and self.role.can_write,
            "tables": self.tables,
            "zone": self.clock and self.clock.zone,
        }


def reach(begun: Start) -> list[Reached]:
    """Every source of the project, reached and looked at, in the order of the file."""
    return [reach_one(each, begun) for each in begun.catalog.connections.values()]


def reach_one(connection: Connection, begun: Start) -> Reached:
    """One source, reached and looked at."""
    try:
        with begun.connectors.open(connection) as connector:
            role, clock = connector.role(), connector.clock()
            return Reached(
                connection,
                role=role,
                clock=clock,
                tables=len(connector.tables()),
                problems=(
                    *_rights(connection, role),
                    *_time(connection, clock),
                    *_tables(connection, connector),
                    *_key_results(connection, connector, begun),
                ),
            )
    except ConnectorError as error:
        return Reached(connection, fault=str(error))


def _rights(connection: Connection, role: Role) -> Iterator[Problem]:
    """A role that can write is refused unless the connection says that this is known."""
    if not (role.can_write or role.is_superuser):
        return
    details = f": {'; '.join(role.details)}" if role.details else ""
    is_known = connection.i_know_this_role_can_write
    yield Problem(
        f"`{connection.name}`: role `{role.name}` may do more than read{details}",
        place=connection.place,
        hint="`i_know_this_role_can_write` says so; each run logs it" if is_known else _way(role),
        severity=Severity.WARNING if is_known else Severity.ERROR,
    )


def _way(role: Role) -> str:
    """What an administrator types to make a role that may only read, or the way around it."""
    known = "`i_know_this_role_can_write: true`; each run then logs it"
    if not role.remedy:
        return f"give it a role that may only read, or say {known}"
    typed = "".join(f"\n          {each};" for each in role.remedy)
    return f"make one that may only read:{typed}\n        or, if it has to be this one, say {known}"


def _time(connection: Connection, clock: Clock) -> Iterator[Problem]:
    away = abs((clock.now - datetime.now(UTC)).total_seconds())
    if away > CLOCK_MAY_DIFFER_SECONDS:
        yield Problem(
            f"`{connection.name}`: its clock is {away:.0f} seconds away from this machine's",
            place=connection.place,
            severity=Severity.WARNING,
        )


def _tables(connection: Connection, connector: Connector) -> Iterator[Problem]:
    """The tables named under `tables:` exist, and so do the columns that say how fresh they are."""
    for table, expected in connection.tables.items():
        place = connection.places.get(f"tables.{table}", connection.place)
        try:
            columns = connector.describe(table)
        except ConnectorError as error:
            yield Problem(f"`{connection.name}`: {error}", place=place)
            continue
        if expected.updated and expected.updated.isidentifier() and expected.updated not in columns:
            yield Problem(f"`{table}` has no column `{expected.updated}`", place=place)


def _key_results(connection: Connection, connector: Connector, begun: Start) -> Iterator[Problem]:
    """Each key result is asked for its last due day: its tables and columns must be there."""
    calendar = begun.catalog.settings.calendar
    asked = []
    for each in _understood(begun):
        if each.source == connection.name:
            days = (last_due_day(each, calendar, begun.now) or each.cycle.eve,)
            asked.append(Asked(each, days, split_days=days if each.split_by else ()))
    key_results = {each.key_result.key: each.key_result for each in asked}
    for outcome in measure(
        asked, connector=connector, calendar=calendar, now=begun.now, on_progress=lambda _days: None
    ):
        if isinstance(outcome, Unmeasured):
            found = key_results[outcome.key]
            yield Problem(f"`{found.id}`: {outcome.reason}", place=found.place, subject=found.id)
        elif outcome.undivided:
            yield from _undivided(outcome, key_results[outcome.key])


def _understood(begun: Start) -> Iterator[KeyResult]:
    """The key results that can be asked, though the promise of some may not change like that.

    Who misspelt a column in a running cycle has changed the measure, too; both are told at once.
    """
    if not begun.project.was_tracked:
        yield from begun.catalog.sound
        return
    from krtracker.ledger import Ledger

    changed = map(one_line, Ledger(begun.project).promise_problems(begun.catalog, begun.now))
    faults, of_promises = begun.catalog.faults, set(changed)
    for each in begun.catalog.key_results:
        if each.key not in faults or faults[each.key] in of_promises:
            yield each


def _undivided(reading: Reading, key_result: KeyResult) -> Iterator[Problem]:
    """Columns of `split_by` over which a value cannot be divided: it is measured all the same."""
    for column, why in reading.undivided.items():
        yield Problem(
            f"`{key_result.id}` is not divided over `{column}`: {why}",
            place=key_result.place_of("split_by"),
            severity=Severity.WARNING,
            subject=key_result.id,
        )
