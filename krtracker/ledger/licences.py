"""Whether a promise may change like that: one entry of `changes` licenses one change."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime

from krtracker.domain.calendar import DAY
from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import ChangeEntry, KeyResult, Promise
from krtracker.errors import Problem
from krtracker.ledger.promises import Promises, RecordedPromise, promise_of
from krtracker.ledger.series import Renames

FIELD_OF = {"Measure": "measure", "RawSql": "sql", "Formula": "formula"}
"""Under which field of a key result its measure stands."""


def unlicensed(
    catalog: Catalog, promises: Promises, renamed: Renames, *, now: datetime
) -> dict[str, Problem]:
    """By key, what changed in a running cycle without an entry in `changes` that says why."""
    today = catalog.settings.calendar.day_of(now)
    found = {}
    for key_result in catalog.key_results:
        before = promise_of(key_result, promises, renamed)
        is_running = key_result.cycle.start <= today <= key_result.cycle.end
        if before is None or not is_running or before.is_kept_by(key_result):
            continue
        entry = licence(key_result, before)
        if entry is None:
            found[key_result.key] = _problem(key_result, before, today)
        elif entry.date > max(today, _first_day(before)):
            found[key_result.key] = _ahead(key_result, before, entry, today)
    return found


def licence(key_result: KeyResult, before: RecordedPromise) -> ChangeEntry | None:
    """The entry that allows a promise to differ from the one recorded before.

    It is newer than the entry by which the recorded promise was made, and not older than the
    record: nobody changes today what was promised until yesterday.
    """
    entry = newest_entry(key_result)
    if entry is None or entry.date < _first_day(before):
        return None
    return entry


def newest_entry(key_result: KeyResult) -> ChangeEntry | None:
    """The last change that a key result owns up to."""
    return max(key_result.changes, key=lambda each: each.date, default=None)


def _first_day(before: RecordedPromise) -> date:
    """The first day on which an entry may be dated."""
    return max(before.effective + DAY, before.promised_on)


def _problem(key_result: KeyResult, before: RecordedPromise, today: date) -> Problem:
    what, path = _difference(key_result, before)
    day = max(today, _first_day(before))
    entry = f"changes: [{{date: {day}, by: a team, reason: what happened}}]"
    says = f"without {'a newer' if key_result.changes else 'an'} entry in `changes`"
    return Problem(
        message=f"{what} since it was recorded on {before.promised_on}, {says}",
        place=key_result.place_of(path),
        hint=f"put it back, or say why: `{entry}`",
        subject=key_result.id,
    )


def _ahead(
    key_result: KeyResult, before: RecordedPromise, entry: ChangeEntry, today: date
) -> Problem:
    """A change holds as soon as it is recorded: an entry of a later day would tell otherwise."""
    what, path = _difference(key_result, before)
    day = max(today, _first_day(before))
    return Problem(
        message=f"{what} already, and its entry in `changes` is of a day ahead, {entry.date}",
        place=key_result.place_of(path),
        hint=f"date the entry {day} if it holds from now on, or put the change back until then",
        subject=key_result.id,
    )


def _difference(key_result: KeyResult, before: RecordedPromise) -> tuple[str, str]:
    """What differs from the record, in words, and the field that says so."""
    if key_result.promise_hash == before.promise_hash:
        return "the measure changed", FIELD_OF[type(key_result.how).__name__]
    promised = before.promise
    for field in fields(Promise):
        then, today = getattr(promised, field.name), getattr(key_result.promise, field.name)
        if then != today and field.name not in {"stretch", "commit"}:
            return f"`{field.name}` changed{_step(then, today)}", field.name
    return "the promise changed", ""


def _step(then: object, today: object) -> str:
    """From what to what, where both are numbers."""
    if isinstance(then, int | float) and isinstance(today, int | float):
        return f" from {then:g} to {today:g}"
    return ""
