"""Readings become verdicts: accepted, provisional, or rejected with the reasons in words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from krtracker.connector import Connectors
from krtracker.domain.calendar import Calendar
from krtracker.domain.catalog import Connection
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Failure, Judged, Reading, Verdict
from krtracker.domain.standing import Point
from krtracker.quality.batch import broken
from krtracker.quality.claims import Claim, claims_of
from krtracker.quality.drift import unchanged_kinds
from krtracker.quality.free import Findings, free_findings

Batch = Callable[[Sequence[Claim]], set[int]]
"""Tells the positions of the claims that do not hold."""


def judge(
    readings: Sequence[Reading],
    *,
    key_results: Mapping[str, KeyResult],
    connections: Mapping[str, Connection],
    history: Mapping[str, Sequence[Point]],
    connectors: Connectors,
    calendar: Calendar,
    now: datetime,
    columns: Mapping[str, Mapping[str, str]] | None = None,
    in_one_batch: Batch = broken,
) -> list[Judged]:
    """The verdict on every reading, in the order in which they came.

    All short forms of all readings are one batch. Free-form expectations ask the source again,
    once per table, because they see the data as it is now. `columns` are the kinds of value
    that the columns of each key result held when it was last believed. What is only tried may be
    judged `plainly_broken`: the same verdicts, seconds sooner.
    """
    claims = _claims(readings, key_results, connections, history, calendar)
    for own, each in zip(claims, readings, strict=True):
        own += unchanged_kinds(each, (columns or {}).get(each.key, {}))
    flat = [(position, claim) for position, own in enumerate(claims) for claim in own]
    failed = in_one_batch([claim for _, claim in flat])
    failures: list[list[Failure]] = [[] for _ in readings]
    for number in sorted(failed):
        position, claim = flat[number]
        failures[position].append(Failure(claim.expectation, claim.reason))
    free = free_findings(
        readings,
        key_results=key_results,
        connections=connections,
        history=history,
        connectors=connectors,
        last=calendar.last_closed_day(now),
    )
    return [
        _verdict(reading, (*failures[at], *found.failures), len(claims[at]) + found.evaluated)
        for at, reading in enumerate(readings)
        for found in [free.get(at, Findings())]
    ]


def _verdict(reading: Reading, failures: Sequence[Failure], expectations: int) -> Judged:
    if reading.failure is not None:
        failures = (Failure("value", reading.failure), *failures)
    if any(each.is_critical for each in failures):
        verdict = Verdict.REJECTED
    else:
        verdict = Verdict.PROVISIONAL if reading.is_provisional else Verdict.ACCEPTED
    return Judged(reading, verdict, tuple(failures), expectations)


def _claims(
    readings: Sequence[Reading],
    key_results: Mapping[str, KeyResult],
    connections: Mapping[str, Connection],
    history: Mapping[str, Sequence[Point]],
    calendar: Calendar,
) -> list[list[Claim]]:
    """What must hold of each reading; the oldest first, since a jump looks at what came before."""
    claims: list[list[Claim]] = [[] for _ in readings]
    accepted = _accepted(history, readings)
    for at in sorted(range(len(readings)), key=lambda at: readings[at].as_of):
        reading = readings[at]
        known = accepted.setdefault(reading.key, [])
        claims[at] = claims_of(
            reading,
            key_results[reading.key],
            connection=connections.get(reading.source or ""),
            calendar=calendar,
            before=_before(known, reading.as_of),
        )
        is_believed = reading.failure is None and all(claim.holds for claim in claims[at])
        if is_believed and reading.value is not None and not reading.is_provisional:
            known.insert(bisect_left(known, (reading.as_of,)), (reading.as_of, reading.value))
    return claims


def _accepted(
    history: Mapping[str, Sequence[Point]], readings: Sequence[Reading]
) -> dict[str, list[tuple[date, float]]]:
    """The accepted values of each series but for the days being judged, oldest first."""
    judged = {(each.key, each.as_of) for each in readings}
    return {
        key: [
            (point.as_of, point.value)
            for point in points
            if point.verdict is Verdict.ACCEPTED
            and point.value is not None
            and (key, point.as_of) not in judged
        ]
        for key, points in history.items()
    }


def _before(known: Sequence[tuple[date, float]], day: date) -> float | None:
    """The last accepted value before `day`."""
    position = bisect_left(known, (day,))
    return known[position - 1][1] if position else None
