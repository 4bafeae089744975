"""When each cadence is measured, in the project's zone, and what catches up on missed ticks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import dagster as dg

from krtracker.domain.calendar import Cadence, Calendar
from krtracker.domain.key_result import digest
from pipelines.assets import SNAPSHOT, source_key, units_of
from pipelines.tracker import Tracker

LOOK_AGAIN_SECONDS = 120
"""How often it is looked whether something due was missed."""

MORE_TRIES = 3
"""How often what was missed is asked for again within the hour when runs fail."""

EVERYTHING = "measure_everything"


def schedules_of(tracker: Tracker) -> list[dg.ScheduleDefinition]:
    """One schedule per cadence in use, running from the start.

    Times are local in the project's zone: a tick in the hour that a clock skips comes right
    after it, and one in the hour that occurs twice comes once.
    """
    calendar = tracker.catalog.settings.calendar
    return [
        dg.ScheduleDefinition(
            name=f"{cadence.value}_at_{calendar.measure_at:%H%M}",
            job=job_of(tracker, cadence),
            cron_schedule=cron(cadence, calendar),
            execution_timezone=calendar.zone.key,
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description=f"measures what is due of the {cadence.value} key results",
        )
        for cadence in Cadence
        if any(each.cadence is cadence for each in tracker.catalog.sound)
    ]


def cron(cadence: Cadence, calendar: Calendar) -> str:
    """The ticks of a cadence: each closed day, week or month at its hour, or each hour.

    >>> cron(Cadence.WEEKLY, Calendar(week_starts=6))
    '0 6 * * 0'
    """
    minute, hour = calendar.measure_at.minute, calendar.measure_at.hour
    first_of_week = (calendar.week_starts + 1) % 7  # cron's Sunday is 0, Python's Monday
    return {
        Cadence.HOURLY: f"{minute} * * * *",
        Cadence.DAILY: f"{minute} {hour} * * *",
        Cadence.WEEKLY: f"{minute} {hour} * * {first_of_week}",
        Cadence.MONTHLY: f"{minute} {hour} 1 * *",
    }[cadence]


def job_of(tracker: Tracker, cadence: Cadence) -> Any:
    """The job that measures one cadence, with the sources it asks and the snapshot after it."""
    chosen = [each for each in tracker.catalog.sound if each.cadence is cadence]
    sources = list({each.source: None for each in chosen})
    keys = [
        unit.key
        for source in sources
        for unit in units_of(tracker, source=source)
        if any(each.cadence is cadence for each in unit.key_results)
    ]
    own = [source_key(source) for source in sources]
    return _job(
        f"measure_{cadence.value}",
        dg.AssetSelection.assets(*keys, *own, SNAPSHOT),
        f"measures what is due of the {cadence.value} key results",
    )


def everything(tracker: Tracker) -> Any:
    """The job that measures whatever is due."""
    names = [source_key(source) for source in _sources(tracker)]
    keys = [unit.key for source in _sources(tracker) for unit in units_of(tracker, source=source)]
    return _job(
        EVERYTHING, dg.AssetSelection.assets(*keys, *names, SNAPSHOT), "measures whatever is due"
    )


def _sources(tracker: Tracker) -> list[str | None]:
    return list({each.source: None for each in tracker.catalog.sound})


def _job(name: str, selection: dg.AssetSelection, description: str) -> Any:
    """A job whose steps share one process.

    Each process would pay seconds and hundreds of megabytes for its imports, while sources
    keep it waiting most of the time.
    """
    return dg.define_asset_job(
        name, selection, description=description, executor_def=dg.in_process_executor
    )


def catching_up(tracker: Tracker, job: Any) -> dg.SensorDefinition:
    """The sensor that asks for a run when something due was never measured.

    A machine that slept through its ticks, a source that was away, a definition just written:
    each is found from the ledger, not from ticks. The same days are asked for at most once an
    hour, so that a source that stays away is not pressed; a few times more if the run itself
    failed, because then nobody was asked. What the files say is taken up when it first looks,
    because a fault that is mended, or a title, makes no day due that a run would wait for.
    """
    is_taken_up = False

    @dg.sensor(
        name="catch_up",
        job=job,
        minimum_interval_seconds=LOOK_AGAIN_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="measures what was due and never measured",
    )
    def catch_up(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        nonlocal is_taken_up
        if not is_taken_up:
            tracker.take_up("catch_up")
            is_taken_up = True
        overdue = tracker.overdue()
        if not overdue:
            return dg.SkipReason("everything due has been measured")
        hour = tracker.clock().strftime("%Y-%m-%dT%H")
        what = digest([[each.key_result.key, each.days] for each in overdue])
        failed = min(_failures(context.instance), MORE_TRIES)
        return dg.RunRequest(run_key=f"{hour} {what[:12]} {failed}")

    return catch_up


def _failures(instance: dg.DagsterInstance) -> int:
    """How many runs that were to catch up failed within the hour."""
    return instance.get_runs_count(
        dg.RunsFilter(
            job_name=EVERYTHING,
            statuses=[dg.DagsterRunStatus.FAILURE],
            created_after=datetime.now(UTC) - timedelta(hours=1),
        )
    )
