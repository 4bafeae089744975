"""Where a key result stands: value, trust, status and marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from krtracker.domain.calendar import Cadence
from krtracker.domain.catalog import Settings
from krtracker.domain.key_result import Bounds, Change, KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Facts, Point, Standing, standing, standings
from krtracker.domain.status import Status, Trust
from tests.builders import A_DAY, NOW, Q4, a_catalog, a_key_result

TARGET = a_key_result(baseline=48, target=24)
KEEP = a_key_result(keep=Bounds(at_least=90))


def point(
    value: float | None,
    day: date = A_DAY,
    verdict: Verdict = Verdict.ACCEPTED,
    reason: str | None = None,
) -> Point:
    return Point(day, value, verdict, reason)


def run_of(*values: float | None, until: date = A_DAY) -> list[Point]:
    """Accepted values of the days that end with `until`."""
    first = until - timedelta(days=len(values) - 1)
    return [point(value, first + timedelta(days=number)) for number, value in enumerate(values)]


def rejected(day: date, reason: str = "dead feed") -> Point:
    return point(999.0, day, Verdict.REJECTED, reason)


def stand(
    *points: Point, key_result: KeyResult = TARGET, now: datetime = NOW, **facts: object
) -> Standing:
    known = Facts(points=sorted(points), **facts)
    return standing(key_result, known, settings=Settings(), now=now)


def days_before(number: int) -> date:
    return A_DAY - timedelta(days=number)


def test_a_value_of_the_last_due_day_is_trusted() -> None:
    found = stand(point(36.0))

    assert (found.trust, found.since, found.why) == (Trust.TRUSTED, None, None)
    assert (found.current, found.last_due) == (point(36.0), A_DAY)
    assert (found.progress, found.baseline, found.target) == (0.5, 48, 24)


def test_pace_and_expected_value_are_those_of_the_value_s_own_day() -> None:
    found = stand(point(36.0))

    assert found.pace == pytest.approx(52 / 92)
    assert found.expected == pytest.approx(48 - 24 * 52 / 92)


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (36.0, Status.AT_RISK),
        (35.0, Status.ON_TRACK),
        (42.0, Status.OFF_TRACK),
        (24.0, Status.ACHIEVED),
        (60.0, Status.OFF_TRACK),
    ],
)
def test_the_status_follows_from_progress_and_pace(value: float, status: Status) -> None:
    assert stand(point(value)).status is status


def test_thresholds_are_the_project_s() -> None:
    settings = Settings(on_track=0.5, at_risk=0.2)

    assert standing(TARGET, Facts([point(40.0)]), settings=settings, now=NOW).status is (
        Status.ON_TRACK
    )


def test_a_rejected_last_day_holds_the_last_trusted_value_and_says_since_when_and_why() -> None:
    found = stand(point(36.0, days_before(2)), rejected(days_before(1), "x"), rejected(A_DAY))

    assert found.trust is Trust.HELD
    assert found.current == point(36.0, days_before(2))
    assert (found.since, found.why) == (days_before(1), "dead feed")


def test_a_held_value_keeps_its_status_however_long_it_is_held() -> None:
    day = date(2026, 10, 20)
    then = stand(point(43.0, day), now=datetime(2026, 10, 21, 8, tzinfo=UTC))
    later = [rejected(day + timedelta(days=number)) for number in range(1, 33)]

    found = stand(point(43.0, day), *later)

    assert found.trust is Trust.HELD
    assert (found.status, found.pace) == (then.status, then.pace)


def test_an_earlier_rejected_day_does_not_hold_what_came_after() -> None:
    assert stand(rejected(days_before(1)), point(36.0)).trust is Trust.TRUSTED


def test_a_last_day_without_measurement_is_stale_since_the_first_missing_one() -> None:
    found = stand(point(36.0, days_before(3)), last_attempt="no route to host")

    assert found.trust is Trust.STALE
    assert (found.since, found.why) == (days_before(2), "no route to host")
    assert found.current == point(36.0, days_before(3))


def test_when_nothing_was_tried_nothing_ran() -> None:
    assert stand(point(36.0, days_before(1))).why == "nothing ran"


def test_a_weekly_value_is_stale_since_the_week_that_is_missing() -> None:
    weekly = a_key_result(cadence=Cadence.WEEKLY)

    found = stand(point(36.0, date(2026, 11, 1)), key_result=weekly)

    assert (found.trust, found.since) == (Trust.STALE, date(2026, 11, 8))
    assert stand(point(36.0, date(2026, 11, 15)), key_result=weekly).trust is Trust.TRUSTED


def test_a_provisional_value_does_not_make_a_closed_day_trusted() -> None:
    provisional = point(36.0, A_DAY, Verdict.PROVISIONAL)

    assert stand(point(37.0, days_before(1)), provisional).trust is Trust.STALE


def test_the_provisional_value_of_today_is_current_and_trusted_by_yesterday() -> None:
    today = point(35.0, NOW.date(), Verdict.PROVISIONAL)

    found = stand(point(36.0), today)

    assert (found.trust, found.current) == (Trust.TRUSTED, today)


def test_a_day_without_value_is_trusted_and_the_last_value_stays_current() -> None:
    found = stand(point(36.0, days_before(1)), point(None))

    assert (found.trust, found.current) == (Trust.TRUSTED, point(36.0, days_before(1)))


@pytest.mark.parametrize(
    ("points", "facts", "why"),
    [
        pytest.param([], {}, "not measured yet", id="nothing ran"),
        pytest.param([], {"last_attempt": "no route"}, "no route", id="tried in vain"),
        pytest.param([rejected(A_DAY)], {}, "dead feed", id="rejected"),
        pytest.param([point(None)], {}, "measured, but there is no value yet", id="no value yet"),
    ],
)
def test_without_a_trusted_value_there_is_no_data(
    points: list[Point], facts: dict[str, str], why: str
) -> None:
    found = stand(*points, **facts)

    assert (found.trust, found.status, found.why) == (Trust.NO_DATA, Status.NO_DATA, why)
    assert found.current is None


def test_a_definition_at_fault_is_no_data_whatever_was_measured() -> None:
    found = stand(point(36.0), fault="no column `x`")

    assert (found.trust, found.status) == (Trust.NO_DATA, Status.NO_DATA)
    assert found.why == "definition at fault: no column `x`"
    assert found.progress is None


def test_a_pending_baseline_is_no_data() -> None:
    measured = a_key_result(baseline=None, target=None, change=Change(-50, is_relative=True))

    pending = stand(point(36.0), key_result=measured)
    frozen = stand(point(36.0), key_result=measured, baseline=48.0)

    assert (pending.trust, pending.status) == (Trust.NO_DATA, Status.NO_DATA)
    assert (frozen.trust, frozen.target, frozen.progress) == (Trust.TRUSTED, 24, 0.5)


def test_a_target_that_is_the_baseline_has_no_progress() -> None:
    assert stand(point(36.0), key_result=a_key_result(baseline=5, target=5)).progress is None


def test_after_the_cycle_its_last_day_counts() -> None:
    now = datetime(2027, 3, 1, 8, tzinfo=UTC)

    met = stand(point(24.0, Q4.end), now=now)
    missed = stand(point(25.0, Q4.end), now=now)

    assert (met.status, met.trust) == (Status.ACHIEVED, Trust.TRUSTED)
    assert (missed.status, missed.pace) == (Status.MISSED, 1)


def test_what_was_measured_after_the_cycle_does_not_count() -> None:
    after = point(24.0, Q4.end + timedelta(days=1))

    found = stand(point(30.0, Q4.end), after, now=datetime(2027, 3, 1, 8, tzinfo=UTC))

    assert found.current == point(30.0, Q4.end)


def test_before_the_cycle_nothing_is_due_and_nothing_is_stale() -> None:
    found = stand(point(47.0, date(2026, 9, 20)), now=datetime(2026, 9, 25, tzinfo=UTC))

    assert (found.trust, found.last_due, found.status) == (Trust.TRUSTED, None, Status.ON_TRACK)


def test_the_change_of_a_week_is_told_against_the_same_weekday_or_the_last_before_it() -> None:
    assert stand(point(40.0, days_before(7)), point(36.0)).change_7_days == -4
    assert stand(point(41.0, days_before(9)), point(36.0)).change_7_days == -5
    assert stand(point(41.0, days_before(14)), point(36.0)).change_7_days is None
    assert stand(point(41.0, days_before(3)), point(36.0)).change_7_days is None


@pytest.mark.parametrize(
    ("promise", "baseline", "why"),
    [
        pytest.param(
            {"change": Change(50, is_relative=True)},
            0.0,
            "the measured baseline is 0, and a percentage of 0 leads nowhere",
            id="a percentage of nothing",
        ),
        pytest.param(
            {"target": 24.0}, 24.0, "the measured baseline is where the target is", id="there"
        ),
    ],
)
def test_a_measured_baseline_that_leaves_no_way_to_go_says_so(
    promise: dict[str, object], baseline: float, why: str
) -> None:
    measured = a_key_result(baseline=None, **promise)

    found = stand(point(3.0), key_result=measured, baseline=baseline)

    assert (found.status, found.trust, found.why) == (Status.NO_DATA, Trust.TRUSTED, why)
    assert found.is_unjudged


def test_a_keep_is_counted_in_days() -> None:
    found = stand(*run_of(80, 95, 95, 95), key_result=KEEP)

    assert (found.kept_days, found.measured_days, found.holds) == (3, 4, True)
    assert (found.status, found.progress) == (Status.ON_TRACK, None)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        pytest.param([95] + [80] * 7, Status.AT_RISK, id="broke within seven days"),
        pytest.param([95] + [80] * 8, Status.OFF_TRACK, id="broke before that"),
        pytest.param([80], Status.OFF_TRACK, id="never held"),
    ],
)
def test_a_keep_that_broke_lately_is_at_risk(values: list[float], status: Status) -> None:
    assert stand(*run_of(*values), key_result=KEEP).status is status


def test_a_keep_that_broke_on_its_newest_value_is_at_risk_however_rarely_it_is_measured() -> None:
    monthly = a_key_result(keep=Bounds(at_least=90), cadence=Cadence.MONTHLY)
    months = [point(95, date(2026, 9, 30)), point(80, date(2026, 10, 31))]

    assert stand(*months, key_result=monthly).status is Status.AT_RISK
    assert stand(*months, point(80, days_before(0)), key_result=monthly).status is Status.OFF_TRACK


def test_a_keep_that_broke_at_the_start_of_its_cycle_was_held_before_it() -> None:
    first = Q4.start + timedelta(days=1)
    now = datetime(2026, 10, 3, 8, tzinfo=UTC)

    found = stand(*run_of(95, 95, 80, 80, until=first), key_result=KEEP, now=now)

    assert (found.status, found.kept_days, found.measured_days) == (Status.AT_RISK, 0, 2)


@pytest.mark.parametrize(("bad", "status"), [(9, Status.ACHIEVED), (10, Status.MISSED)])
def test_a_keep_is_achieved_when_it_held_on_nine_days_of_ten(bad: int, status: Status) -> None:
    values = [80.0] * bad + [95.0] * (92 - bad)

    found = stand(
        *run_of(*values, until=Q4.end), key_result=KEEP, now=datetime(2027, 1, 2, tzinfo=UTC)
    )

    assert (found.measured_days, found.status) == (92, status)


def test_the_provisional_value_of_today_is_no_day_kept_yet() -> None:
    today = point(80.0, NOW.date(), Verdict.PROVISIONAL)

    found = stand(*run_of(95, 95), today, key_result=KEEP)

    assert (found.kept_days, found.measured_days, found.holds) == (2, 2, False)


def test_progress_is_contested_while_a_guardrail_is_broken() -> None:
    guarded = replace(TARGET, promise=replace(TARGET.promise, guardrails=("on_time", "nps", "x")))
    on_time = replace(KEEP, id="on_time", is_health_metric=True)
    nps = a_key_result("nps", baseline=0, target=10)
    catalog = a_catalog(guarded, on_time, nps)
    broken = {
        guarded.key: Facts([point(36.0)]),
        on_time.key: Facts([point(80.0)]),
        nps.key: Facts([point(-1.0)]),
    }
    fine = broken | {on_time.key: Facts([point(95.0)]), nps.key: Facts([point(1.0)])}

    assert standings(catalog, broken, NOW)[guarded.key].contested_by == ("on_time", "nps")
    assert standings(catalog, fine, NOW)[guarded.key].contested_by == ()


def test_every_key_result_of_the_catalog_stands_somewhere() -> None:
    catalog = a_catalog(TARGET, a_key_result("other"))

    found = standings(catalog, {}, NOW)

    assert {each.trust for each in found.values()} == {Trust.NO_DATA}
    assert list(found) == [TARGET.key, "2026-Q4/other"]
