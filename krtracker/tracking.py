"""The way through the house: definition, query, reading, verdict, ledger, snapshot."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import accumulate, groupby

from krtracker.bulk import seldom_collected
from krtracker.connector import Connectors
from krtracker.domain.catalog import Catalog
from krtracker.domain.dividing import split_days
from krtracker.domain.due import days_between, due_days
from krtracker.domain.key_result import Formula, KeyResult, Measure, RawSql
from krtracker.domain.measurement import Judged, Outcome, Reading, Unmeasured
from krtracker.errors import ConnectorError
from krtracker.interruption import finishing, interruptible
from krtracker.ledger import Batch, Ledger, Recorded, parcels
from krtracker.measures import Asked, Plan, following, formula_outcomes, measure, outrun
from krtracker.quality import judge
from krtracker.redaction import redacted

logger = logging.getLogger(__name__)

Progress = Callable[[int], None]
"""Told how many days of key results have been measured since it was last told."""

Planned = Callable[[Plan], None]
"""Told what a source was asked, when it has answered."""

MAY_WRITE = "is read with a role that may write, as `i_know_this_role_can_write` says"

PART = 2000
"""How many queries' work is measured before it is recorded, so what a kill costs."""
OF_A_SCAN = 50
"""So many days of key results come out of a shared scan in the time of one query, or sooner."""


@dataclass(frozen=True)
class Report:
    """What one run measured, what it could not, and what that changed in the ledger."""

    run: str
    judged: tuple[Judged, ...] = ()
    unmeasured: tuple[Unmeasured, ...] = ()
    recorded: Recorded = field(default_factory=Recorded)
    is_interrupted: bool = False
    """Whether it was stopped by hand; what was recorded before stays."""

    def __add__(self, other: Report) -> Report:
        return Report(
            self.run,
            self.judged + other.judged,
            self.unmeasured + other.unmeasured,
            self.recorded + other.recorded,
            self.is_interrupted or other.is_interrupted,
        )


@seldom_collected()
def track(
    catalog: Catalog,
    *,
    ledger: Ledger,
    connectors: Connectors,
    now: datetime,
    run: str,
    asked: Sequence[Asked] | None = None,
    on_progress: Progress = lambda _days: None,
) -> Report:
    """Measure what is due, judge it, record it, publish it: the whole way.

    One batch per source, so that a source that does not answer takes nobody with it; formulas
    last, because they reckon with what the others recorded. What is due can be given instead
    (`asked`), for a backfill. A long past is recorded part by part: stopped by hand, a run keeps
    and publishes what it has.
    """
    report = Report(run)
    try:
        catalog = ledger.adopt(catalog, now=now, run=run)
        asked = due(catalog, ledger, now) if asked is None else asked
        asked = to_divide(asked, catalog, ledger, now)
        for source, wanted in by_source(asked).items():
            for part in parts(wanted):
                with ledger.at_work(source):
                    outcomes = outcomes_of(
                        source, part, catalog, ledger, connectors, now, on_progress
                    )
                for some in parcels(outcomes):
                    batch = judged(some, part, catalog, ledger, connectors, now=now, run=run)
                    with finishing():
                        report += record(batch, ledger)
    except KeyboardInterrupt:
        report = replace(report, is_interrupted=True)
    try:
        with finishing():
            ledger.publish()
    except KeyboardInterrupt:
        report = replace(report, is_interrupted=True)
    return report


def due(catalog: Catalog, ledger: Ledger, now: datetime) -> list[Asked]:
    """Every key result with the days it is to be measured for now, told from the ledger.

    A formula is due as well where it was reckoned from values that its parts no longer have, until
    its cycle is over and its look-back with it.
    """
    points = ledger.points(catalog.sound)
    calendar = catalog.settings.calendar
    closed = calendar.last_closed_day(now)
    formulas = [
        each
        for each in catalog.sound
        if isinstance(each.how, Formula)
        and closed <= each.cycle.end + timedelta(days=look_back_days(each, catalog))
    ]
    again = outrun(formulas, catalog=catalog, points=points, now=now)
    asked = []
    for each in catalog.sound:
        days = due_days(
            each,
            calendar=calendar,
            now=now,
            recorded={point.as_of: point.verdict for point in points.get(each.key, ())},
            look_back_days=look_back_days(each, catalog),
        )
        asked.append(Asked(each, tuple(sorted({*days, *again.get(each.key, ())}))))
    return [each for each in asked if each.days]


def followers(
    asked: Sequence[Asked], among: Iterable[KeyResult], catalog: Catalog, ledger: Ledger
) -> list[Asked]:
    """The formulas among some that are to be reckoned anew because what is asked is measured."""
    formulas = [each for each in among if isinstance(each.how, Formula)]
    return following(asked, formulas, catalog=catalog, points=ledger.points)


def to_divide(
    asked: Sequence[Asked], catalog: Catalog, ledger: Ledger, now: datetime
) -> list[Asked]:
    """What is asked, with the days whose value is also divided over the columns of `split_by`."""
    known = ledger.divided([each.key_result for each in asked if each.key_result.split_by])
    calendar = catalog.settings.calendar
    found = []
    for each in asked:
        before = known.get(each.key_result.key, {})
        days = split_days(
            each.key_result, each.days, calendar=calendar, now=now, divided=before.keys()
        )
        found.append(replace(each, split_days=days, divided=before) if days else each)
    return found


def by_source(asked: Iterable[Asked]) -> dict[str | None, list[Asked]]:
    """What is asked of each source, in the order of the catalog; formulas (None) at the end."""
    groups: dict[str | None, list[Asked]] = {}
    for each in asked:
        groups.setdefault(each.key_result.source, []).append(each)
    formulas = groups.pop(None, None)
    return groups | ({None: formulas} if formulas else {})


def parts(asked: Sequence[Asked], size: int | None = None) -> Iterator[list[Asked]]:
    """What is asked of one source, cut by time into parts of about the work of `size` queries.

    Cut by time and not by key result, so that those of one table still share its scans; and by
    work, because every part scans anew: what shares scans is cut into parts ten times as long.
    """
    work: Counter[date] = Counter()
    for each in asked:
        work.update(dict.fromkeys(each.days, 1 if _may_share(each.key_result) else OF_A_SCAN))
    per_day, size = sorted(work.items()), (size or PART) * OF_A_SCAN
    before = accumulate((count for _, count in per_day), initial=0)
    for _, group in groupby(zip(per_day, before, strict=False), key=lambda pair: pair[1] // size):
        days = {day for (day, _), _ in group}
        part = [replace(each, days=tuple(d for d in each.days if d in days)) for each in asked]
        yield [each for each in part if each.days]


def _may_share(key_result: KeyResult) -> bool:
    """Whether its days are mostly had together, rather than by a query for each."""
    how = key_result.how
    if not isinstance(how, Measure):
        return not isinstance(how, RawSql)
    return how.latest is None and (how.at is not None or how.during is not None)


def outcomes_of(
    source: str | None,
    asked: Sequence[Asked],
    catalog: Catalog,
    ledger: Ledger,
    connectors: Connectors,
    now: datetime,
    on_progress: Progress = lambda _days: None,
    on_plan: Planned = lambda _plan: None,
) -> list[Outcome]:
    """A reading, or the reason why there is none, for every day asked of one source.

    In which statements it was asked is told to `on_plan`.
    """
    calendar = catalog.settings.calendar
    if source is None:
        points = ledger.points(catalog.key_results)
        return formula_outcomes(asked, catalog=catalog, points=points, now=now)
    connection = catalog.connections[source]
    if connection.i_know_this_role_can_write:
        logger.warning("%s %s", source, MAY_WRITE)
    try:
        with interruptible() as check, connectors.open(connection) as connector:
            found = []
            for each in measure(
                asked,
                connector=connector,
                calendar=calendar,
                now=now,
                on_progress=on_progress,
                on_plan=on_plan,
            ):
                check()
                found.append(_without_secrets(each))
        return found
    except ConnectorError as error:
        logger.warning("%s did not answer: %s", source, error)
        return [
            Unmeasured(each.key_result.key, day, redacted(str(error)), error.transient)
            for each in asked
            for day in each.days
        ]


def judged(
    outcomes: Sequence[Outcome],
    asked: Sequence[Asked],
    catalog: Catalog,
    ledger: Ledger,
    connectors: Connectors,
    *,
    now: datetime,
    run: str,
) -> Batch:
    """The readings of one source with their verdicts, and what could not be had, as one batch."""
    readings = [each for each in outcomes if isinstance(each, Reading)]
    unmeasured = tuple(each for each in outcomes if isinstance(each, Unmeasured))
    keys = {each.key for each in outcomes}
    key_results = {
        each.key_result.key: each.key_result for each in asked if each.key_result.key in keys
    }
    known = _judged(readings, key_results, catalog, ledger, connectors, now) if readings else ()
    return Batch(run, now, tuple(key_results.values()), known, unmeasured)


def record(batch: Batch, ledger: Ledger) -> Report:
    """Write a batch, all of it or nothing."""
    return Report(batch.run, batch.judged, batch.unmeasured, ledger.record(batch))


def _judged(
    readings: Sequence[Reading],
    key_results: Mapping[str, KeyResult],
    catalog: Catalog,
    ledger: Ledger,
    connectors: Connectors,
    now: datetime,
) -> tuple[Judged, ...]:
    """Readings with what is to be believed of them, beside what the ledger knows."""
    with interruptible():
        found = judge(
            readings,
            key_results=key_results,
            connections=catalog.connections,
            history=ledger.points(key_results.values()),
            columns=ledger.columns(key_results.values()),
            connectors=connectors,
            calendar=catalog.settings.calendar,
            now=now,
        )
    return tuple(_judged_without_secrets(each) for each in found)


def _without_secrets(outcome: Outcome) -> Outcome:
    """What a source said, which may have repeated what it was told."""
    if isinstance(outcome, Unmeasured):
        return replace(outcome, reason=redacted(outcome.reason))
    if outcome.failure is not None:
        return outcome._replace(failure=redacted(outcome.failure))
    return outcome


def _judged_without_secrets(judged: Judged) -> Judged:
    failures = tuple(replace(each, reason=redacted(each.reason)) for each in judged.failures)
    return judged._replace(failures=failures) if failures else judged


def look_back_days(key_result: KeyResult, catalog: Catalog) -> int:
    """How long the past of a key result may still change: its source's, or its parts' longest."""
    connection = catalog.connections.get(key_result.source or "")
    if connection is not None:
        return connection.look_back_days
    return max((each.look_back_days for each in catalog.connections.values()), default=7)


def closing_days(key_result: KeyResult, catalog: Catalog, first: date, last: date) -> Asked:
    """One key result asked for every day from `first` to `last` on which its cadence closes.

    The eve of its cycle is among them if it lies between: every baseline needs it.
    """
    days = set(days_between(key_result, catalog.settings.calendar, first, last))
    eve = key_result.cycle.eve
    if first <= eve <= last:
        days.add(eve)
    return Asked(key_result, tuple(sorted(days)))
