"""Promises in the ledger: recorded, licensed to change, baselines frozen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from krtracker.domain.calendar import DAY
from krtracker.domain.key_result import Change, ChangeEntry, KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.ledger import Ledger, PromiseKind, RecordedPromise, Snapshot
from krtracker.project import Project
from tests.builders import (
    A_DAY,
    NOW,
    Q4,
    a_batch,
    a_catalog,
    a_cycle,
    a_judged,
    a_key_result,
    a_measure,
)

EARLY = datetime(2026, 10, 5, 8, tzinfo=UTC)
MEASURED = a_key_result(baseline=None, target=None, change=Change(-30, is_relative=True))


def adopted(ledger: Ledger, *key_results: KeyResult, at: datetime = NOW) -> None:
    ledger.adopt(a_catalog(*key_results), now=at, run="run-1")


def promises(ledger: Ledger, project: Project, key_result: KeyResult) -> list[RecordedPromise]:
    ledger.publish()
    with Snapshot.latest(project) as snapshot:
        return snapshot.promises(key_result)


def baseline(ledger: Ledger, project: Project, key_result: KeyResult) -> float | None:
    ledger.publish()
    with Snapshot.latest(project) as snapshot:
        return snapshot.facts()[key_result.key].baseline


def entry(day: date, reason: str = "carrier B left") -> ChangeEntry:
    return ChangeEntry(day, "logistics", reason)


def test_a_promise_is_recorded_once(ledger: Ledger, project: Project) -> None:
    for _ in range(3):
        adopted(ledger, a_key_result())

    (made,) = promises(ledger, project, a_key_result())
    assert (made.kind, made.effective) == (PromiseKind.MADE, Q4.start)
    assert made.promise == a_key_result().promise


def test_a_target_that_moves_without_a_reason_is_a_problem_placed_at_the_target(
    ledger: Ledger,
) -> None:
    adopted(ledger, a_key_result(), at=EARLY)

    (problem,) = ledger.promise_problems(a_catalog(a_key_result(target=28)), NOW)

    assert str(problem).splitlines() == [
        "kr_definitions/urgent_orders.yaml:10:3: `target` changed from 24 to 28 since it was "
        "recorded on 2026-10-05, without an entry in `changes`",
        "      = hint: put it back, or say why: `changes: [{date: 2026-11-22, by: a team, "
        "reason: what happened}]`",
    ]
    assert problem.subject == "urgent_delivery_time"


def test_what_the_hint_says_is_accepted(ledger: Ledger) -> None:
    adopted(ledger, a_key_result())

    changed = a_key_result(target=28, changes=[entry(date(2026, 11, 22))])

    assert ledger.promise_problems(a_catalog(changed), NOW) == []


def test_a_licensed_change_keeps_the_old_promise_and_its_reason(
    ledger: Ledger, project: Project
) -> None:
    adopted(ledger, a_key_result(), at=EARLY)
    changed = a_key_result(target=28, changes=[entry(date(2026, 11, 2))])
    adopted(ledger, changed)

    old, new = promises(ledger, project, changed)

    assert (old.promise.target, new.promise.target) == (24, 28)
    assert (new.kind, new.effective) == (PromiseKind.CHANGED, date(2026, 11, 2))
    assert (new.reason, new.changed_by) == ("carrier B left", "logistics")


def test_one_entry_licenses_one_change(ledger: Ledger) -> None:
    adopted(ledger, a_key_result(), at=EARLY)
    adopted(ledger, a_key_result(target=28, changes=[entry(date(2026, 11, 2))]))

    again = a_key_result(target=30, changes=[entry(date(2026, 11, 2))])

    (problem,) = ledger.promise_problems(a_catalog(again), NOW)
    assert "without a newer entry in `changes`" in problem.message


def test_an_entry_that_stood_there_from_the_start_licenses_nothing(ledger: Ledger) -> None:
    adopted(ledger, a_key_result(changes=[entry(date(2026, 11, 22))]))

    changed = a_key_result(target=28, changes=[entry(date(2026, 11, 22))])

    assert len(ledger.promise_problems(a_catalog(changed), NOW)) == 1


def test_nobody_changes_today_what_was_promised_until_yesterday(ledger: Ledger) -> None:
    adopted(ledger, a_key_result(), at=NOW)

    backdated = a_key_result(target=28, changes=[entry(date(2026, 11, 2))])

    assert len(ledger.promise_problems(a_catalog(backdated), NOW)) == 1


def test_a_change_that_is_written_already_is_not_dated_ahead(
    ledger: Ledger, project: Project
) -> None:
    adopted(ledger, a_key_result(), at=EARLY)
    ahead = a_key_result(target=28, changes=[entry(date(2026, 12, 5))])

    (problem,) = ledger.promise_problems(a_catalog(ahead), NOW)

    assert str(problem).splitlines() == [
        "kr_definitions/urgent_orders.yaml:10:3: `target` changed from 24 to 28 already, and its "
        "entry in `changes` is of a day ahead, 2026-12-05",
        "      = hint: date the entry 2026-11-22 if it holds from now on, or put the change back "
        "until then",
    ]
    adopted(ledger, ahead)
    (kept,) = promises(ledger, project, ahead)
    assert kept.promise.target == 24
    assert ledger.promise_problems(a_catalog(ahead), datetime(2026, 12, 5, 8, tzinfo=UTC)) == []


def test_a_second_change_of_a_day_is_licensed_by_the_entry_that_its_hint_names(
    ledger: Ledger,
) -> None:
    adopted(ledger, a_key_result(), at=EARLY)
    adopted(ledger, a_key_result(target=28, changes=[entry(NOW.date())]))
    again = a_key_result(target=30, changes=[entry(NOW.date())])
    (problem,) = ledger.promise_problems(a_catalog(again), NOW)

    named = a_key_result(target=30, changes=[entry(NOW.date() + DAY)])

    assert "date: 2026-11-23" in (problem.hint or "")
    assert ledger.promise_problems(a_catalog(named), NOW) == []


def test_a_baseline_frozen_later_does_not_make_the_promise_younger(ledger: Ledger) -> None:
    adopted(ledger, MEASURED, at=EARLY)
    ledger.record(a_batch(a_judged(9.0, key_result=MEASURED, as_of=Q4.eve), at=NOW))

    change = Change(-20, is_relative=True)
    licensed = a_key_result(
        baseline=None, target=None, change=change, changes=[entry(date(2026, 11, 2))]
    )

    assert ledger.promise_problems(a_catalog(licensed), NOW) == []


def test_a_measure_that_changes_needs_a_reason_too(ledger: Ledger) -> None:
    adopted(ledger, a_key_result())

    changed = a_key_result(how=a_measure(where="priority = 'high'"))

    (problem,) = ledger.promise_problems(a_catalog(changed), NOW)
    assert problem.message.startswith("the measure changed since it was recorded")


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(datetime(2026, 9, 20, tzinfo=UTC), id="before the cycle"),
        pytest.param(datetime(2027, 1, 2, tzinfo=UTC), id="after the cycle"),
    ],
)
def test_outside_its_cycle_a_promise_may_change_freely(ledger: Ledger, now: datetime) -> None:
    adopted(ledger, a_key_result(), at=now)

    assert ledger.promise_problems(a_catalog(a_key_result(target=28)), now) == []


def test_wording_a_stretch_and_the_order_of_files_are_free(ledger: Ledger) -> None:
    adopted(ledger, a_key_result())
    promise = a_key_result().promise
    reworded = a_key_result(title="Shorter", why="because", line=99)
    stretched = a_key_result(promise=type(promise)(Q4, 48.0, 24.0, stretch=20.0))

    assert ledger.promise_problems(a_catalog(reworded), NOW) == []
    assert ledger.promise_problems(a_catalog(stretched), NOW) == []


def test_the_same_number_written_otherwise_is_the_same_promise(ledger: Ledger) -> None:
    adopted(ledger, a_key_result(target=24))

    assert ledger.promise_problems(a_catalog(a_key_result(target=24.0)), NOW) == []


def test_the_next_cycle_may_promise_anything(ledger: Ledger, project: Project) -> None:
    adopted(ledger, a_key_result())
    following = a_key_result(target=12, cycle=a_cycle("2027-Q1"))
    now = datetime(2027, 1, 2, tzinfo=UTC)

    assert ledger.promise_problems(a_catalog(following), now) == []
    adopted(ledger, following, at=now)
    assert len(promises(ledger, project, following)) == 1


def test_an_unlicensed_change_leaves_the_old_promise_in_force_and_marks_it(
    ledger: Ledger, project: Project
) -> None:
    adopted(ledger, a_key_result())
    adopted(ledger, a_key_result(target=28))
    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        (key_result,) = snapshot.catalog.key_results
        assert key_result.promise.target == 24
        assert "without an entry" in (snapshot.facts()[key_result.key].fault or "")
        assert len(snapshot.promises(key_result)) == 1


def test_a_measured_baseline_is_frozen_at_its_first_trusted_value(
    ledger: Ledger, project: Project
) -> None:
    adopted(ledger, MEASURED)
    assert baseline(ledger, project, MEASURED) is None
    for judged in (
        a_judged(99.0, as_of=Q4.eve, verdict=Verdict.REJECTED),
        a_judged(None, as_of=Q4.eve),
        a_judged(40.0, as_of=Q4.eve),
    ):
        ledger.record(a_batch(judged, key_results=[MEASURED]))

    assert baseline(ledger, project, MEASURED) == 40.0


def test_restating_the_eve_does_not_move_a_frozen_baseline(
    ledger: Ledger, project: Project
) -> None:
    adopted(ledger, MEASURED)
    for value in (40.0, 44.0):
        ledger.record(a_batch(a_judged(value, as_of=Q4.eve), key_results=[MEASURED]))

    assert baseline(ledger, project, MEASURED) == 40.0


def test_a_baseline_measured_before_it_was_promised_is_frozen_at_adoption(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(a_judged(40.0, as_of=Q4.eve)))

    adopted(ledger, MEASURED)

    assert baseline(ledger, project, MEASURED) == 40.0


def test_a_new_target_keeps_the_frozen_baseline(ledger: Ledger, project: Project) -> None:
    adopted(ledger, MEASURED, at=EARLY)
    ledger.record(a_batch(a_judged(40.0, as_of=Q4.eve), key_results=[MEASURED]))
    changed = a_key_result(
        baseline=None,
        target=None,
        change=Change(-20, is_relative=True),
        changes=[entry(date(2026, 11, 2))],
    )
    adopted(ledger, changed)

    assert baseline(ledger, project, changed) == 40.0


def test_a_new_measure_needs_a_new_baseline(ledger: Ledger, project: Project) -> None:
    adopted(ledger, MEASURED, at=EARLY)
    ledger.record(a_batch(a_judged(40.0, as_of=Q4.eve), key_results=[MEASURED]))
    changed = a_key_result(
        how=a_measure(where="x = 1"),
        baseline=None,
        target=None,
        change=Change(-30, is_relative=True),
        changes=[entry(date(2026, 11, 2))],
    )
    adopted(ledger, changed)
    assert baseline(ledger, project, changed) is None

    ledger.record(a_batch(a_judged(50.0, key_result=changed, as_of=Q4.eve), key_results=[changed]))

    assert baseline(ledger, project, changed) == 50.0


def test_a_renamed_key_result_keeps_its_promise_and_its_baseline(
    ledger: Ledger, project: Project
) -> None:
    adopted(ledger, MEASURED)
    ledger.record(a_batch(a_judged(40.0, as_of=Q4.eve), key_results=[MEASURED]))
    renamed = a_key_result(
        "delivery_time",
        formerly=MEASURED.id,
        baseline=None,
        target=None,
        change=Change(-30, is_relative=True),
    )

    assert ledger.promise_problems(a_catalog(renamed), NOW) == []
    adopted(ledger, renamed)

    assert baseline(ledger, project, renamed) == 40.0
    assert promises(ledger, project, renamed)[-1].kind is PromiseKind.RENAMED


def test_the_eve_of_another_day_freezes_nothing(ledger: Ledger, project: Project) -> None:
    adopted(ledger, MEASURED)
    for day in (Q4.eve - DAY, Q4.start, A_DAY - timedelta(days=1)):
        ledger.record(a_batch(a_judged(40.0, as_of=day), key_results=[MEASURED]))

    assert baseline(ledger, project, MEASURED) is None
