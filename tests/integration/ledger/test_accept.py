"""A person believes a held value: appended, shown, kept until the value changes."""

from __future__ import annotations

import pytest

from krtracker.domain.key_result import Change
from krtracker.domain.measurement import Measurement, Verdict
from krtracker.errors import UsageError
from krtracker.ledger import Ledger, Recorded, Snapshot
from krtracker.project import Project
from tests.builders import A_DAY, NOW, Q4, a_batch, a_catalog, a_judged, a_key_result

A_KEY_RESULT = a_key_result()
HELD = a_batch(a_judged(500.0, verdict=Verdict.REJECTED))


def accept(
    ledger: Ledger, *, as_of=A_DAY, key_result=A_KEY_RESULT, reason="counted"
) -> Measurement:
    return ledger.accept(key_result, as_of, reason=reason, by="logistics", now=NOW, run="person")


def test_an_accepted_value_is_believed_and_says_by_whom_and_why(ledger: Ledger) -> None:
    ledger.record(HELD)

    row = accept(ledger)

    assert (row.value, row.verdict) == (500.0, Verdict.ACCEPTED)
    assert row.accepted_by == "logistics: counted"
    (point,) = ledger.points([A_KEY_RESULT])[A_KEY_RESULT.key]
    assert point.verdict is Verdict.ACCEPTED


def test_what_was_rejected_stays_beside_it(ledger: Ledger, project: Project) -> None:
    ledger.record(HELD)
    accept(ledger)
    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        accepted, rejected = snapshot.history(A_KEY_RESULT)

    assert rejected.verdict is Verdict.REJECTED
    assert accepted.failures == rejected.failures
    assert accepted.rows == rejected.rows


def test_a_person_s_word_stands_while_the_value_comes_again(ledger: Ledger) -> None:
    ledger.record(HELD)
    accept(ledger)

    assert ledger.record(HELD) == Recorded(unchanged=1, rejected=1)


def test_a_person_s_word_ends_when_the_value_changes(ledger: Ledger) -> None:
    ledger.record(HELD)
    accept(ledger)

    recorded = ledger.record(a_batch(a_judged(900.0, verdict=Verdict.REJECTED)))

    assert recorded == Recorded(written=1, rejected=1)


def test_accepting_another_value_than_was_believed_before_is_a_restatement(
    ledger: Ledger,
) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    ledger.record(HELD)

    row = accept(ledger)

    assert (row.is_restatement, row.restates) == (True, 42.0)


def test_accepting_the_eve_freezes_the_baseline(ledger: Ledger, project: Project) -> None:
    measured = a_key_result(baseline=None, target=None, change=Change(-30, is_relative=True))
    ledger.adopt(a_catalog(measured), now=NOW, run="run-1")
    held = a_judged(500.0, as_of=Q4.eve, verdict=Verdict.REJECTED)
    ledger.record(a_batch(held, key_results=[measured]))

    accept(ledger, as_of=Q4.eve, key_result=measured)

    ledger.publish()
    with Snapshot.latest(project) as snapshot:
        assert snapshot.facts()[measured.key].baseline == 500.0


def test_a_day_never_measured_cannot_be_accepted(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="was never measured as of 2026-11-21"):
        accept(ledger)


def test_a_believed_value_need_not_be_accepted(ledger: Ledger) -> None:
    ledger.record(a_batch(a_judged(42.0)))

    with pytest.raises(UsageError, match="is accepted: only a rejected value"):
        accept(ledger)


def test_what_has_no_value_cannot_be_accepted(ledger: Ledger) -> None:
    ledger.record(a_batch(a_judged(None, verdict=Verdict.REJECTED, why="two rows came back")))

    with pytest.raises(UsageError, match="has no value to accept: two rows came back"):
        accept(ledger)


def test_a_reason_is_needed(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="say why"):
        accept(ledger, reason="  ")
