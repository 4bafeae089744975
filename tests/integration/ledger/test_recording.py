"""What becomes of deliveries: written once, restated, tried again."""

from __future__ import annotations

import math
import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from krtracker.domain.calendar import Window, WindowKind
from krtracker.domain.measurement import Measurement, Verdict
from krtracker.ledger import Ledger, Recorded, Snapshot
from krtracker.project import Project
from tests.builders import (
    A_DAY,
    NOW,
    a_batch,
    a_catalog,
    a_cycle,
    a_judged,
    a_key_result,
    a_measure,
    an_unmeasured,
)

SCALE = int(os.environ.get("KRTRACKER_SCALE", "1"))
A_KEY_RESULT = a_key_result()


def values(ledger: Ledger, key_result=A_KEY_RESULT) -> list[float | None]:
    """The values in force, oldest first."""
    return [point.value for point in ledger.points([key_result])[key_result.key]]


def every_row(ledger: Ledger, project: Project) -> list[Measurement]:
    """Every measurement, as written."""
    ledger.publish()
    with Snapshot.latest(project) as snapshot:
        return snapshot.measurements()


def test_a_ledger_that_was_never_written_knows_no_points(ledger: Ledger, project: Project) -> None:
    assert ledger.points([A_KEY_RESULT]) == {A_KEY_RESULT.key: []}
    assert not project.state.exists()


def test_a_value_is_read_back_with_everything_it_came_with(
    ledger: Ledger, project: Project
) -> None:
    judged = a_judged(0.1 + 0.2)

    recorded = ledger.record(a_batch(judged))

    assert recorded == Recorded(written=1)
    (row,) = every_row(ledger, project)
    assert (row.value, row.as_of, row.verdict) == (0.1 + 0.2, A_DAY, Verdict.ACCEPTED)
    assert (row.rows, row.newest, row.source) == (120, judged.reading.newest, "logistics")
    assert (row.measured_at, row.run, row.expectations) == (NOW, "run-1", 2)
    assert row.parameters == {"as_of": "2026-11-21"}


def test_the_same_delivery_writes_one_row_however_often_it_comes(
    ledger: Ledger, project: Project
) -> None:
    for _ in range(10 * SCALE):
        ledger.record(a_batch(a_judged(42.0), an_unmeasured(as_of=date(2026, 11, 20))))

    assert len(every_row(ledger, project)) == 1
    with Snapshot.latest(project) as snapshot:
        assert len(snapshot.attempts()) == 1
        assert len(snapshot.runs()) == 1


def test_the_same_delivery_twice_in_one_batch_writes_one_row(ledger: Ledger) -> None:
    assert ledger.record(a_batch(a_judged(1.0), a_judged(1.0))) == Recorded(written=1, unchanged=1)


def test_the_noise_of_parallel_sums_is_not_a_restatement(ledger: Ledger) -> None:
    ledger.record(a_batch(a_judged(123456.789)))

    assert ledger.record(a_batch(a_judged(123456.789 * (1 + 1e-10)))) == Recorded(unchanged=1)


def test_a_value_that_changes_later_is_restated_with_both_values_kept(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(a_judged(42.0)))

    recorded = ledger.record(a_batch(a_judged(43.0), run="run-2"))

    assert recorded == Recorded(written=1, restated=1)
    first, second = every_row(ledger, project)
    assert (first.value, first.is_restatement) == (42.0, False)
    assert (second.value, second.restates, second.is_restatement) == (43.0, 42.0, True)
    assert values(ledger) == [43.0]


def test_a_gap_that_is_filled_later_is_a_restatement_of_no_value(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(a_judged(None)))
    ledger.record(a_batch(a_judged(7.0)))

    row = every_row(ledger, project)[-1]

    assert (row.value, row.restates, row.is_restatement) == (7.0, None, True)


def test_a_value_rejected_again_for_the_same_reason_writes_nothing(ledger: Ledger) -> None:
    rejected = a_judged(500.0, verdict=Verdict.REJECTED)
    ledger.record(a_batch(rejected))

    assert ledger.record(a_batch(rejected)) == Recorded(unchanged=1, rejected=1)


def test_a_value_rejected_for_another_reason_is_news(ledger: Ledger) -> None:
    ledger.record(a_batch(a_judged(5.0, verdict=Verdict.REJECTED, why="too few rows")))

    recorded = ledger.record(a_batch(a_judged(5.0, verdict=Verdict.REJECTED, why="dead feed")))

    assert recorded == Recorded(written=1, rejected=1)


def test_a_rejected_value_that_comes_good_restates_nothing(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(a_judged(500.0, verdict=Verdict.REJECTED)))

    assert ledger.record(a_batch(a_judged(42.0))) == Recorded(written=1)
    assert not every_row(ledger, project)[-1].is_restatement


def test_a_restatement_names_the_last_believed_value_not_the_rejected_one(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    ledger.record(a_batch(a_judged(500.0, verdict=Verdict.REJECTED)))
    ledger.record(a_batch(a_judged(44.0)))

    row = every_row(ledger, project)[-1]

    assert (row.value, row.restates) == (44.0, 42.0)


def test_a_provisional_value_is_replaced_each_hour_and_restates_nothing(
    ledger: Ledger, project: Project
) -> None:
    for value in (1.0, 1.0, 2.0):
        ledger.record(a_batch(a_judged(value, verdict=Verdict.PROVISIONAL)))
    ledger.record(a_batch(a_judged(3.0)))

    rows = every_row(ledger, project)

    assert [row.value for row in rows] == [1.0, 2.0, 3.0]
    assert not any(row.is_restatement for row in rows)


def test_a_provisional_value_never_replaces_that_of_a_closed_day(ledger: Ledger) -> None:
    ledger.record(a_batch(a_judged(3.0)))

    late = a_batch(a_judged(2.0, verdict=Verdict.PROVISIONAL))

    assert ledger.record(late) == Recorded(unchanged=1)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_no_number_is_kept_as_no_value(ledger: Ledger, value: float) -> None:
    rejected = a_judged(value, verdict=Verdict.REJECTED, why="not a number")
    ledger.record(a_batch(rejected))

    assert values(ledger) == [None]
    assert ledger.record(a_batch(rejected)) == Recorded(unchanged=1, rejected=1)


def test_the_next_cycle_continues_the_series(ledger: Ledger) -> None:
    before = a_key_result(cycle=a_cycle("2026-Q3"))
    eve = A_KEY_RESULT.cycle.eve
    ledger.record(a_batch(a_judged(50.0, key_result=before, as_of=eve), key_results=[before]))

    recorded = ledger.record(a_batch(a_judged(50.0, as_of=eve), a_judged(42.0)))

    assert recorded == Recorded(written=1, unchanged=1)
    assert values(ledger) == [50.0, 42.0]


def test_a_window_that_follows_the_cycle_is_another_series_in_each_cycle(ledger: Ledger) -> None:
    to_date = a_measure(window=Window(WindowKind.CYCLE_TO_DATE))
    third = a_key_result(how=to_date, cycle=a_cycle("2026-Q3"))
    fourth = a_key_result(how=to_date)
    ledger.record(a_batch(a_judged(50.0, key_result=third), key_results=[third]))

    assert values(ledger, fourth) == []


def test_another_measure_is_another_series(ledger: Ledger) -> None:
    ledger.record(a_batch(a_judged(42.0)))

    assert values(ledger, a_key_result(how=a_measure(where="region = 'north'"))) == []


def test_another_target_is_the_same_series(ledger: Ledger) -> None:
    ledger.record(a_batch(a_judged(42.0)))

    assert values(ledger, a_key_result(target=20)) == [42.0]


def test_a_renamed_key_result_keeps_its_series(ledger: Ledger) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    renamed = a_key_result("delivery_time", formerly="urgent_delivery_time")

    assert values(ledger, renamed) == [42.0]
    again = a_batch(a_judged(42.0, key_result=renamed), key_results=[renamed])
    assert ledger.record(again) == Recorded(unchanged=1)


def test_one_failing_write_leaves_nothing_of_its_batch(ledger: Ledger) -> None:
    unknown = a_judged(1.0, key_result=a_key_result("not_in_the_batch"))

    with pytest.raises(KeyError):
        ledger.record(a_batch(a_judged(42.0), unknown))

    assert values(ledger) == []


def test_a_day_tried_in_vain_again_after_a_measurement_is_news(
    ledger: Ledger, project: Project
) -> None:
    down = an_unmeasured()
    ledger.record(a_batch(down))
    ledger.record(a_batch(a_judged(42.0)))
    ledger.record(a_batch(down))

    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        assert len(snapshot.attempts()) == 2


def test_a_source_that_is_back_is_said_to_be_back_although_nothing_changed(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    ledger.record(a_batch(an_unmeasured("no route to host"), run="run-2"))
    ledger.publish()
    with Snapshot.latest(project) as snapshot:
        down = snapshot.sources()["logistics"]

    assert ledger.record(a_batch(a_judged(42.0), run="run-3")) == Recorded(unchanged=1)

    ledger.publish()
    with Snapshot.latest(project) as snapshot:
        back = snapshot.sources()["logistics"]
    assert (down.is_failing, down.last_error) == (True, "no route to host")
    assert (back.is_failing, back.last_error) == (False, "no route to host")


def test_words_that_are_no_text_are_kept_all_the_same(ledger: Ledger, project: Project) -> None:
    odd = "text “\udcff\x00” came back"

    ledger.record(a_batch(a_judged(None, verdict=Verdict.REJECTED, why=odd)))

    assert "came back" in (every_row(ledger, project)[0].reason or "")
    assert ledger.record(a_batch(a_judged(None, verdict=Verdict.REJECTED, why=odd))) == Recorded(
        unchanged=1, rejected=1
    )


def test_ninety_days_of_many_key_results_come_back_in_order(ledger: Ledger) -> None:
    days = [A_DAY - timedelta(days=number) for number in range(90)]
    both = [a_key_result(), a_key_result("other", how=a_measure(where="x = 1"))]
    judged = [
        a_judged(float(number), key_result=each, as_of=day)
        for each in both
        for number, day in enumerate(days)
    ]
    ledger.record(a_batch(*judged, key_results=both))

    points = ledger.points([*both, a_key_result("unknown", how=a_measure(where="x = 2"))])

    for each in both:
        assert [point.as_of for point in points[each.key]] == sorted(days)
        assert points[each.key][-1].value == 0.0
    assert points["2026-Q4/unknown"] == []


def test_a_moment_in_another_zone_is_kept_as_the_moment_it_is(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(a_judged(1.0), at=NOW.astimezone(ZoneInfo("Asia/Tokyo"))))

    assert every_row(ledger, project)[0].measured_at == NOW


def test_a_key_result_renamed_twice_keeps_its_series(ledger: Ledger) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    second = a_key_result("second", formerly="urgent_delivery_time")
    third = replace(second, id="third", formerly="second")
    ledger.adopt(a_catalog(second), now=NOW, run="run-2")
    ledger.adopt(a_catalog(third), now=NOW, run="run-3")

    assert values(ledger, third) == [42.0]


@settings(
    max_examples=6 * SCALE,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, 1.0, 2.0, 3.0]),
            st.sampled_from(Verdict),
            st.sampled_from([A_DAY, A_DAY - timedelta(days=1)]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_history_is_the_same_in_one_batch_as_in_many(
    tmp_path: Path, said: list[tuple[float | None, Verdict, date]]
) -> None:
    delivered = [a_judged(value, verdict=verdict, as_of=day) for value, verdict, day in said]
    rows = []
    for batches in ([delivered], [[each] for each in delivered]):
        project = Project(Path(mkdtemp(dir=tmp_path)))
        ledger = Ledger(project)
        for number, batch in enumerate(batches):
            ledger.record(a_batch(*batch, run=f"run-{number}"))
        rows.append(
            [
                (each.as_of, each.value, each.verdict, each.restates, each.is_restatement)
                for each in every_row(ledger, project)
            ]
        )

    assert rows[0] == rows[1]


def test_a_day_told_in_two_cycles_of_one_batch_is_written_once(ledger: Ledger) -> None:
    before = a_key_result(cycle=a_cycle("2026-Q3"))
    eve = A_KEY_RESULT.cycle.eve
    told = [a_judged(50.0, key_result=before, as_of=eve), a_judged(50.0, as_of=eve)]

    recorded = ledger.record(a_batch(*told, key_results=[before, A_KEY_RESULT]))

    assert recorded == Recorded(written=1, unchanged=1)


def test_a_run_took_as_long_as_all_that_it_measured(ledger: Ledger, project: Project) -> None:
    day = A_DAY - timedelta(days=1)
    ledger.record(a_batch(a_judged(1.0, as_of=day), a_judged(2.0)))

    ledger.publish()
    with Snapshot.latest(project) as snapshot:
        assert [each.duration_seconds for each in snapshot.runs()] == [0.5]
