"""What moved the values of an agenda, a page or a receipt, read from a snapshot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from krtracker.domain.agenda import Agenda, Item
from krtracker.domain.measurement import same
from krtracker.domain.moved import Moved, most_telling, moved
from krtracker.domain.standing import Standing
from krtracker.ledger import Snapshot, Splits


def with_reasons(agenda: Agenda, snapshot: Snapshot) -> Agenda:
    """The agenda, each item that moved with the division that tells most about why."""
    steps = [each for each in agenda.items if each.step and each.now.key_result.split_by]
    known = snapshot.splits([each.now.key_result for each in steps]) if steps else {}
    found = [_with_reason(each, known.get(each.key, {})) for each in agenda.items]
    return replace(agenda, items=tuple(found))


def movements(known: Splits, *, since: date, until: date, value: float | None) -> list[Moved]:
    """The change between two days divided over each column, as far as both days were divided.

    `value` is that of the last day, in force: a day restated and not divided again since is
    not shown.
    """
    before, now = known.get(since, {}), known.get(until, {})
    found = [
        moved(before[column], split)
        for column, split in now.items()
        if column in before and same(split.value, value)
    ]
    return [each for each in found if each is not None]


def comparable_days(known: Splits, *, until: date, value: float | None) -> list[date]:
    """The days before `until` that it can be compared with, oldest first."""
    earlier = sorted(day for day in known if day < until)
    return [day for day in earlier if movements(known, since=day, until=until, value=value)]


def what_moved(before: Standing | None, now: Standing, known: Splits) -> Moved | None:
    """The division of a change that tells most about why; None where it was not divided."""
    then, current = before.current if before else None, now.current
    if then is None or current is None:
        return None
    found = movements(known, since=then.as_of, until=current.as_of, value=current.value)
    return most_telling(each for each in found if same(each.before, then.value))


def _with_reason(item: Item, known: Splits) -> Item:
    if item.step is None:
        return item
    return replace(item, moved=what_moved(item.before, item.now, known))
