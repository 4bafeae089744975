"""Expectations in Great Expectations' own vocabulary, evaluated where the data is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from krtracker.connector import Connectors
from krtracker.domain.catalog import Connection
from krtracker.domain.key_result import FreeExpectation, KeyResult
from krtracker.domain.measurement import Failure, Reading, Verdict, same
from krtracker.domain.standing import Point
from krtracker.errors import ConnectorError, ExpectationError
from krtracker.quality.evaluation import evaluate
from krtracker.quality.tables import table_of


@dataclass(frozen=True)
class Findings:
    """What the free-form expectations of one key result found in its table, as it is now."""

    evaluated: int = 0
    failures: tuple[Failure, ...] = ()


def free_findings(
    readings: Sequence[Reading],
    *,
    key_results: Mapping[str, KeyResult],
    connections: Mapping[str, Connection],
    history: Mapping[str, Sequence[Point]],
    connectors: Connectors,
    last: date,
) -> dict[int, Findings]:
    """What was found, by the position of each reading that it weighs on.

    A table is asked once, for all its key results together, and tells how its rows are now,
    not how they were on a day. So what it tells weighs on the days that are still open: those
    inside the look-back before `last`, the last closed day, that the ledger has not accepted
    with this very value.
    """
    open_days = _open(readings, key_results, connections, history, last)
    asked = [key_results[key] for key in {readings[at].key: None for at in open_days}]
    found: dict[str, Findings] = {}
    for source, of_source in groupby(sorted(asked, key=_source), key=_source):
        found |= _ask(connections[source], list(of_source), connectors)
    return {at: found[readings[at].key] for at in open_days}


def _open(
    readings: Sequence[Reading],
    key_results: Mapping[str, KeyResult],
    connections: Mapping[str, Connection],
    history: Mapping[str, Sequence[Point]],
    last: date,
) -> list[int]:
    """The positions of the readings whose data may still be doubted."""
    with_free = {key for key, each in key_results.items() if each.expectations.free}
    accepted = {
        (key, point.as_of): point.value
        for key in with_free
        for point in history.get(key, ())
        if point.verdict is Verdict.ACCEPTED
    }
    return [
        at
        for at, each in enumerate(readings)
        if each.key in with_free
        and each.source in connections
        and each.as_of > last - _look_back(connections.get(each.source or ""))
        and not _is_settled(each, accepted)
    ]


def _look_back(connection: Connection | None) -> timedelta:
    return timedelta(days=max(connection.look_back_days, 1) if connection else 1)


def _is_settled(reading: Reading, accepted: Mapping[tuple[str, date], float | None]) -> bool:
    place = (reading.key, reading.as_of)
    return place in accepted and same(accepted[place], reading.value)


def _source(key_result: KeyResult) -> str:
    return key_result.source or ""


def _ask(
    connection: Connection, asked: Sequence[KeyResult], connectors: Connectors
) -> dict[str, Findings]:
    """What each key result's expectations found in one source; unanswered ones have failed."""
    try:
        with connectors.open(connection) as connector:
            found: dict[str, Findings] = {}
            for table, group in groupby(sorted(asked, key=_table), key=_table):
                wanted = [(each.key, free) for each in group for free in each.expectations.free]
                try:
                    reasons = evaluate([free for _, free in wanted], connector, table)
                except (ConnectorError, ExpectationError) as error:
                    reasons = [_unanswered(str(error))] * len(wanted)
                found |= _by_key(wanted, reasons)
            return found
    except ConnectorError as error:
        wanted = [(each.key, free) for each in asked for free in each.expectations.free]
        return _by_key(wanted, [_unanswered(str(error))] * len(wanted))


def _by_key(
    wanted: Iterable[tuple[str, FreeExpectation]], reasons: Iterable[str | None]
) -> dict[str, Findings]:
    found: dict[str, Findings] = {}
    for (key, free), reason in zip(wanted, reasons, strict=True):
        so_far = found.get(key, Findings())
        failures = () if reason is None else (Failure(free.name, reason, free.is_critical),)
        found[key] = Findings(so_far.evaluated + 1, (*so_far.failures, *failures))
    return found


def _table(key_result: KeyResult) -> str:
    return table_of(key_result) or ""


def _unanswered(why: str) -> str:
    return f"the expectations could not be evaluated: {why}"
