"""Where a key result stands now: its current value, how far it is, and whether to believe it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import NamedTuple

from krtracker.domain.calendar import DAY, Calendar, Cycle
from krtracker.domain.catalog import Catalog, Settings
from krtracker.domain.due import days_between, last_due_day
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.progress import expected_value, no_way, pace, progress
from krtracker.domain.status import Status, Trust, status_of_keep, status_of_target


class Point(NamedTuple):
    """The measurement in force of one day: the newest row of its series and day."""

    as_of: date
    value: float | None
    verdict: Verdict
    reason: str | None = None


@dataclass(frozen=True)
class Facts:
    """What the ledger knows of one key result."""

    points: Sequence[Point] = ()
    """Oldest first, one a day."""
    baseline: float | None = None
    """The measured baseline as it was frozen; None while pending or where the file states one."""
    last_attempt: str | None = None
    """Why the last due day could not be measured, if it was tried in vain."""
    fault: str | None = None
    """What is wrong in its definition, if it cannot be measured at all."""

    def within(self, cycle: Cycle) -> list[Point]:
        """The days of one cycle, oldest first: a series goes on from one cycle to the next."""
        return [each for each in self.points if cycle.start <= each.as_of <= cycle.end]


@dataclass(frozen=True)
class Standing:
    """Where one key result stands as of now."""

    key_result: KeyResult
    status: Status
    trust: Trust
    last_due: date | None
    current: Point | None = None
    """The last accepted day that has a value."""
    baseline: float | None = None
    target: float | None = None
    progress: float | None = None
    pace: float | None = None
    expected: float | None = None
    """The value that the expected path shows on the day of the current value."""
    since: date | None = None
    """From which day on it is held or stale."""
    why: str | None = None
    """Why it is held, stale, without data or without a way to go, in words."""
    kept_days: int = 0
    """For `keep`: on how many measured days of the cycle it held."""
    measured_days: int = 0
    holds: bool | None = None
    is_over: bool = False
    """Whether the last day of its cycle has closed."""
    change_7_days: float | None = None
    contested_by: tuple[str, ...] = ()
    """Guardrails that are broken while this one moves, by id."""

    @property
    def is_unjudged(self) -> bool:
        """Whether its number is believed, and yet nobody can tell how far it is; `why` says it."""
        return self.status is Status.NO_DATA and self.trust is Trust.TRUSTED

    @property
    def held_share(self) -> float:
        """For `keep`: on which share of the measured days it held; before the first, as of now."""
        return (
            self.kept_days / self.measured_days if self.measured_days else float(bool(self.holds))
        )


def standing(key_result: KeyResult, facts: Facts, *, settings: Settings, now: datetime) -> Standing:
    """Where `key_result` stands at `now`, from what the ledger knows.

    A value is held against the pace of its own day, so that one that is held or stale keeps
    its status.
    """
    calendar, promise = settings.calendar, key_result.promise
    due = last_due_day(key_result, calendar, now)
    believed = _believed(facts.points, key_result.cycle.end)
    current = believed[-1] if believed else None
    baseline = promise.baseline if promise.baseline is not None else facts.baseline
    trust, since, why = _trust(key_result, facts, calendar, due, current, baseline)
    is_over = calendar.last_closed_day(now) >= key_result.cycle.end
    result = Standing(
        key_result, Status.NO_DATA, trust, due, current, baseline, since=since, why=why
    )
    result = replace(result, is_over=is_over)
    if current is None or current.value is None or trust is Trust.NO_DATA:
        return result
    result = replace(result, change_7_days=_change(believed, current))
    if promise.keep is not None:
        return _keep(result, believed)
    target = None if baseline is None else promise.target_from(baseline)
    if baseline is None or target is None:
        return result
    if target == baseline:
        return replace(result, why=why or no_way(promise, baseline))
    done = progress(baseline, target, current.value)
    by_then = pace(promise, baseline, target, current.as_of)
    status = status_of_target(
        progress=done,
        pace=by_then,
        elapsed=key_result.cycle.day_number(current.as_of) / key_result.cycle.days,
        is_over=is_over,
        on_track=settings.on_track,
        at_risk=settings.at_risk,
    )
    return replace(
        result,
        status=status,
        target=target,
        progress=done,
        pace=by_then,
        expected=expected_value(promise, baseline, target, current.as_of),
    )


def standings(catalog: Catalog, facts: Mapping[str, Facts], now: datetime) -> dict[str, Standing]:
    """Every key result's standing by key, with those marked whose guardrails are broken."""
    found = {
        each.key: standing(each, facts.get(each.key, Facts()), settings=catalog.settings, now=now)
        for each in catalog.key_results
    }
    return {key: replace(each, contested_by=_broken(each, found)) for key, each in found.items()}


def _believed(points: Sequence[Point], end: date) -> list[Point]:
    """The days up to the end of the cycle whose value counts."""
    rejected = Verdict.REJECTED
    return [
        point
        for point in points
        if point.value is not None and point.verdict is not rejected and point.as_of <= end
    ]


def _on(points: Sequence[Point], day: date) -> Point | None:
    """The point of a day, looked for from the newest one back."""
    newest_first = takewhile(lambda point: point.as_of >= day, reversed(points))
    return next((point for point in newest_first if point.as_of == day), None)


def _trust(
    key_result: KeyResult,
    facts: Facts,
    calendar: Calendar,
    due: date | None,
    current: Point | None,
    baseline: float | None,
) -> tuple[Trust, date | None, str | None]:
    """The first rule that fits: no data, held, stale, trusted."""
    if facts.fault:
        return Trust.NO_DATA, None, f"definition at fault: {facts.fault}"
    last = _on(facts.points, due) if due else None
    if current is None:
        return Trust.NO_DATA, None, _why_no_value(facts, last)
    if key_result.promise.needs_baseline and baseline is None:
        return Trust.NO_DATA, None, "the baseline is not measured yet"
    if last is not None and last.verdict is Verdict.REJECTED:
        return Trust.HELD, _since(facts.points, due), last.reason
    if due is not None and (last is None or last.verdict is Verdict.PROVISIONAL):
        since = _missing_since(key_result, facts.points, calendar, due)
        return Trust.STALE, since, facts.last_attempt or "nothing ran"
    return Trust.TRUSTED, None, None


def _why_no_value(facts: Facts, last: Point | None) -> str:
    """Why there is no value at all yet."""
    if last is None:
        return facts.last_attempt or "not measured yet"
    return last.reason or "measured, but there is no value yet"


def _missing_since(
    key_result: KeyResult, points: Sequence[Point], calendar: Calendar, due: date
) -> date:
    """The first due day after the last one that was measured."""
    measured = [
        point.as_of
        for point in points
        if point.as_of < due and point.verdict is not Verdict.PROVISIONAL
    ]
    if not measured:
        return due
    missing = days_between(key_result, calendar, measured[-1] + DAY, due)
    return missing[0] if missing else due


def _since(points: Sequence[Point], due: date | None) -> date | None:
    """The first day of the unbroken row of rejected days that ends with `due`."""
    since = due
    for point in reversed(points):
        if due is not None and point.as_of > due:
            continue
        if point.verdict is not Verdict.REJECTED:
            break
        since = point.as_of
    return since


def _change(believed: Sequence[Point], current: Point) -> float | None:
    """The current value less that of a week before, or of the last day in the week before that."""
    week_ago = current.as_of - timedelta(days=7)
    lately = takewhile(lambda each: each.as_of > week_ago - timedelta(days=7), reversed(believed))
    earlier = next((each.value for each in lately if each.as_of <= week_ago), None)
    return None if earlier is None or current.value is None else current.value - earlier


def _keep(result: Standing, believed: Sequence[Point]) -> Standing:
    """The standing of a value to be kept within limits: counted in days, not in percent."""
    keep, cycle = result.key_result.promise.keep, result.key_result.cycle
    if keep is None:
        return result
    judged = [(point, keep.holds(point.value)) for point in believed if point.value is not None]
    days = [
        held
        for point, held in judged
        if point.as_of >= cycle.start and point.verdict is Verdict.ACCEPTED
    ]
    value = result.current.value if result.current else None
    holds = value is not None and keep.holds(value)
    last = result.current.as_of if result.current else cycle.eve
    broke_on = _broke_on(judged)
    found = replace(result, holds=holds, kept_days=sum(days), measured_days=len(days))
    status = status_of_keep(
        holds=holds,
        broke_within_7_days=broke_on is not None and broke_on > last - timedelta(days=7),
        held_share=found.held_share,
        is_over=found.is_over,
    )
    return replace(found, status=status)


def _broke_on(judged: Sequence[tuple[Point, bool]]) -> date | None:
    """The first day outside the limits since it last held; None if it holds, or never did."""
    broken = None
    for point, held in reversed(judged):
        if held:
            return broken
        broken = point.as_of
    return None


def _broken(each: Standing, found: Mapping[str, Standing]) -> tuple[str, ...]:
    """The guardrails of a key result that do not hold now."""
    cycle = each.key_result.cycle.name
    guards = [(name, found.get(f"{cycle}/{name}")) for name in each.key_result.promise.guardrails]
    return tuple(name for name, guard in guards if guard is not None and _is_breached(guard))


def _is_breached(guard: Standing) -> bool:
    if guard.key_result.promise.keep is not None:
        return guard.holds is False
    return guard.progress is not None and guard.progress < 0
