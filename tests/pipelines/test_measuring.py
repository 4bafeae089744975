from __future__ import annotations

from datetime import UTC, date, datetime

import dagster as dg
import pytest
from dagster._core.launcher.base import WorkerStatus

from krtracker.errors import ConnectorError
from krtracker.ledger import Snapshot
from pipelines.factory import built
from pipelines.launcher import Launcher
from pipelines.schedules import EVERYTHING
from pipelines.tracker import Tracker
from tests.pipelines.conftest import define, sell

SALES = [(date(2026, 9, 30), 10.0), (date(2026, 10, 3), 15.0)]


@pytest.fixture
def instance() -> dg.DagsterInstance:
    return dg.DagsterInstance.ephemeral()


def run(tracker: Tracker, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    job = built(tracker).resolve_job_def(EVERYTHING)
    return job.execute_in_process(instance=instance, raise_on_error=False)


def values(tracker: Tracker, id: str) -> list[tuple[date, float | None]]:
    key_result = tracker.catalog.find(id)
    assert key_result is not None
    points = tracker.ledger.points([key_result])[key_result.key]
    return [(each.as_of, each.value) for each in points if each.as_of in dict(SALES)]


def materialised(result: dg.ExecuteInProcessResult) -> set[str]:
    events = result.get_asset_materialization_events()
    return {event.asset_key.to_user_string() for event in events if event.asset_key}


def test_a_run_measures_every_source_end_to_end(read, instance):
    tracker = read()

    result = run(tracker, instance)

    assert result.success
    assert {"crm/sales_crm", "sources/crm", "snapshot"} <= materialised(result)
    assert values(tracker, "sales_crm") == SALES
    snapshot = Snapshot.latest(tracker.project)
    assert snapshot is not None
    assert len(snapshot.points(tracker.catalog.sound)) == 3


def test_a_second_run_writes_nothing(read, instance):
    tracker = read()
    run(tracker, instance)

    result = run(tracker, instance)

    written = [
        event.materialization.metadata["rows_written"].value
        for event in result.get_asset_materialization_events()
        if "rows_written" in event.materialization.metadata
    ]
    assert written == [0, 0, 0]


def test_a_source_that_fails_twice_and_then_answers_is_measured(read, instance):
    tracker = read(down="desk", failures=2)

    result = run(tracker, instance)

    assert result.success
    assert values(tracker, "sales_desk") == SALES


@pytest.mark.parametrize("is_transient", [True, False], ids=["for a moment", "for good"])
def test_a_source_that_stays_away_takes_nobody_with_it(read, instance, is_transient):
    error = ConnectorError("`desk` does not answer", transient=is_transient)
    tracker = read(down="desk", failures=99, error=error)

    result = run(tracker, instance)

    assert result.success
    assert values(tracker, "sales_crm") == values(tracker, "sales_shop") == SALES
    assert "desk/sales_desk" not in materialised(result)
    (check,) = [
        each
        for each in result.get_asset_check_evaluations()
        if each.asset_key.path == ["desk", "sales_desk"]
    ]
    assert (check.passed, check.description) == (False, "`desk` does not answer")


def test_a_connector_that_breaks_takes_nobody_with_it(read, instance):
    tracker = read(down="desk", failures=99, error=KeyError("canary"))

    result = run(tracker, instance)

    assert result.success
    assert values(tracker, "sales_crm") == SALES
    snapshot = Snapshot.latest(tracker.project)
    reason = snapshot.facts()["2026-Q4/sales_desk"].last_attempt
    assert reason == "an unexpected KeyError; the log of the run tells where"


def test_the_ledger_keeps_that_a_source_was_asked_in_vain(read, instance):
    tracker = read(down="desk", failures=99)

    run(tracker, instance)

    snapshot = Snapshot.latest(tracker.project)
    assert snapshot is not None
    assert snapshot.facts()["2026-Q4/sales_desk"].last_attempt == "`desk` does not answer"


def test_missed_days_are_filled_once_when_the_source_is_back(read, instance):
    run(read(down="desk", failures=99), instance)
    tracker = read(now=datetime(2026, 10, 5, 8, tzinfo=UTC))

    run(tracker, instance)

    assert values(tracker, "sales_desk") == SALES


def test_a_formula_is_reckoned_from_what_the_others_recorded(project, read, instance):
    define(
        project.root,
        "shop",
        more="""\
  share_of_crm:
    title: Sales in the CRM for each in the shop
    baseline: 0
    target: 2
    formula: sales_crm / sales_shop
""",
    )
    tracker = read()

    run(tracker, instance)

    assert values(tracker, "share_of_crm") == [(day, 1.0) for day, _ in SALES]


def test_a_reading_that_is_not_believed_fails_its_check_with_the_reason(project, read, instance):
    define(project.root, "shop", more="    expect: {rows: {at_least: 3}}")

    result = run(read(), instance)

    (check,) = [
        each
        for each in result.get_asset_check_evaluations()
        if each.asset_key.path == ["shop", "sales_shop"]
    ]
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert check.description == "2 rows entered, at least 3 were expected"


def test_one_key_result_alone_can_be_materialised(read, instance):
    tracker = read()
    key = dg.AssetKey(["crm", "sales_crm"])

    result = (
        built(tracker)
        .resolve_implicit_global_asset_job_def()
        .execute_in_process(instance=instance, asset_selection=[key])
    )

    assert materialised(result) == {"crm/sales_crm"}
    assert values(tracker, "sales_desk") == []


def test_a_scheduled_tick_measures_the_due_day(project, read, instance):
    run(read(), instance)
    sell(project.root, "crm", "2026-10-04 09:00", 7)
    tick = datetime(2026, 10, 5, 4, tzinfo=UTC)  # 06:00 in Paris
    tracker = read(now=tick)
    definitions = built(tracker)
    (schedule,) = definitions.schedules

    context = dg.build_schedule_context(instance=instance, scheduled_execution_time=tick)
    (request,) = schedule.evaluate_tick(context).run_requests
    definitions.resolve_job_def("measure_daily").execute_in_process(
        instance=instance, run_config=request.run_config, tags=request.tags
    )

    key_result = tracker.catalog.find("sales_crm")
    last = tracker.ledger.points([key_result])[key_result.key][-1]
    assert (last.as_of, last.value) == (date(2026, 10, 4), 22.0)


def test_what_was_missed_is_asked_for_without_waiting_for_a_tick(read, instance):
    tracker = read()
    definitions = built(tracker)
    (sensor,) = definitions.sensors
    context = dg.build_sensor_context(instance=instance, definitions=definitions)

    before = sensor.evaluate_tick(context)
    again = sensor.evaluate_tick(context)
    run(tracker, instance)
    after = sensor.evaluate_tick(context)

    assert [each.run_key.split()[0] for each in before.run_requests] == ["2026-10-04T08"]
    assert again.run_requests[0].run_key == before.run_requests[0].run_key
    assert after.run_requests == []
    assert after.skip_message == "everything due has been measured"


def test_a_definition_that_is_mended_is_in_force_although_nothing_is_due(project, read, instance):
    file = next(project.definitions.glob("*.yaml"))
    sound = file.read_text()
    for text in (sound, sound.replace("title:", "tilte:", 1)):
        file.write_text(text)
        run(read(), instance)
    before = Snapshot.latest(project)

    file.write_text(sound)
    definitions = built(read())
    context = dg.build_sensor_context(instance=instance, definitions=definitions)
    (sensor,) = definitions.sensors
    tick = sensor.evaluate_tick(context)

    assert tick.run_requests == []
    assert before.catalog.faults
    assert not Snapshot.latest(project).catalog.faults


def test_a_run_that_failed_is_asked_for_again_within_the_hour(read, instance):
    tracker = read()
    definitions = built(tracker)
    (sensor,) = definitions.sensors
    context = dg.build_sensor_context(instance=instance, definitions=definitions)
    before = sensor.evaluate_tick(context).run_requests[0].run_key

    job = definitions.resolve_job_def(EVERYTHING)
    instance.create_run_for_job(job, status=dg.DagsterRunStatus.FAILURE)

    assert sensor.evaluate_tick(context).run_requests[0].run_key != before


def test_a_run_whose_server_is_gone_is_known_to_be_dead(tmp_path, instance):
    gone = f'{{"host": "localhost", "socket": "{tmp_path}/code"}}'
    job = dg.define_asset_job("nothing")
    run = instance.create_run_for_job(
        dg.Definitions(
            jobs=[job], assets=[dg.asset(name="nothing_much")(lambda: None)]
        ).resolve_job_def("nothing"),
        status=dg.DagsterRunStatus.STARTED,
        tags={".dagster/grpc_info": gone},
    )
    launcher = Launcher()
    launcher.register_instance(instance)

    assert launcher.check_run_worker_health(run).status is WorkerStatus.NOT_FOUND
