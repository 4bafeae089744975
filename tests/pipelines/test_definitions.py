from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
import yaml

from krtracker.domain.calendar import Cadence, Calendar
from krtracker.domain.catalog import Catalog, Settings
from krtracker.project import Project
from pipelines import assets
from pipelines.factory import built
from pipelines.schedules import cron
from pipelines.tracker import Tracker
from tests.builders import (
    FakeConnectors,
    a_catalog,
    a_connection,
    a_cycle,
    a_key_result,
    an_objective,
)

ROOT = Path(__file__).parents[2]


def told(tmp_path: Path, catalog: Catalog) -> dg.Definitions:
    return built(Tracker(Project(tmp_path), catalog, FakeConnectors()))


def keys(definitions: dg.Definitions) -> set[str]:
    return {each.to_user_string() for each in definitions.resolve_all_asset_keys()}


def spec(definitions: dg.Definitions, *path: str) -> dg.AssetSpec:
    key = dg.AssetKey(list(path))
    return next(each for each in definitions.resolve_all_asset_specs() if each.key == key)


def test_the_code_location_of_this_project_loads_without_great_expectations():
    script = (
        "import sys; from pipelines.definitions import definitions\n"
        "found = definitions()\n"
        "found.resolve_job_def('measure_everything')\n"
        "print(len(list(found.resolve_all_asset_keys())))\n"
        "sys.exit('great_expectations' in sys.modules or 'pandas' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10


def test_a_key_result_is_an_asset_of_its_objective_and_team(tmp_path):
    found = spec(told(tmp_path, a_catalog()), "urgent_orders", "urgent_delivery_time")

    assert found.group_name == "urgent_orders"
    assert found.owners == ["team:logistics"]
    (reference,) = found.metadata["dagster/code_references"].code_references
    assert reference.source == f"{tmp_path}/kr_definitions/urgent_orders.yaml:10"


def test_a_key_result_at_fault_is_seen_with_its_reason_and_stops_nobody(tmp_path):
    sound, bad = a_key_result(), a_key_result("bad")
    catalog = a_catalog(sound, bad, faults={bad.key: "unknown field `taget`"})

    definitions = told(tmp_path, catalog)

    at_fault = spec(definitions, "urgent_orders", "bad")
    assert at_fault.description == "definition at fault: unknown field `taget`"
    job = definitions.resolve_job_def("measure_everything")
    assert dg.AssetKey(["urgent_orders", "bad"]) not in job.asset_layer.executable_asset_keys


def test_an_empty_project_loads(tmp_path):
    assert keys(told(tmp_path, Catalog())) == {"snapshot"}


def test_the_same_objective_in_two_cycles_is_two_groups_of_assets(tmp_path):
    next_year = a_cycle("2027-Q1")
    catalog = a_catalog(
        an_objective(a_key_result()),
        an_objective(a_key_result(cycle=next_year), cycle=next_year),
    )

    found = keys(told(tmp_path, catalog))

    assert "2026-Q4/urgent_orders/urgent_delivery_time" in found
    assert "2027-Q1/urgent_orders/urgent_delivery_time" in found


def test_names_that_dagster_does_not_allow_are_made_fit(tmp_path):
    objective = an_objective(a_key_result(), id="très-bien.v2", team="Équipe Nord")

    found = spec(told(tmp_path, a_catalog(objective)), "tr_s-bien.v2", "urgent_delivery_time")

    assert (found.group_name, found.owners) == ("tr_s_bien_v2", ["team:Équipe Nord"])


def test_very_many_key_results_of_a_source_are_one_asset_per_objective(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "FINEST", 2)
    many = [a_key_result(f"kr_{number}") for number in range(3)]

    found = keys(told(tmp_path, a_catalog(*many)))

    assert found == {"urgent_orders/logistics", "sources/logistics", "snapshot"}


def test_no_setting_of_a_connection_reaches_dagster(tmp_path):
    secret = a_connection(settings={"password": "canary-4711", "host": "db.internal"})
    definitions = told(tmp_path, a_catalog(connections=[secret]))

    snapshot = str(definitions.get_repository_def().get_all_jobs()[0].get_job_snapshot())
    specs = str([each.metadata for each in definitions.resolve_all_asset_specs()])

    assert "canary" not in snapshot + specs
    assert "db.internal" not in snapshot + specs


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [
        pytest.param(Cadence.HOURLY, "30 * * * *", id="every hour"),
        pytest.param(Cadence.DAILY, "30 7 * * *", id="every day"),
        pytest.param(Cadence.WEEKLY, "30 7 * * 1", id="when a week has closed"),
        pytest.param(Cadence.MONTHLY, "30 7 1 * *", id="when a month has closed"),
    ],
)
def test_schedules_say_what_yaml_says(tmp_path, cadence, expected):
    calendar = Calendar(ZoneInfo("Europe/Paris"), measure_at=time(7, 30))
    catalog = replace(
        a_catalog(a_key_result(cadence=cadence)), settings=Settings(calendar=calendar)
    )

    (schedule,) = told(tmp_path, catalog).schedules

    assert schedule.cron_schedule == expected
    assert schedule.execution_timezone == "Europe/Paris"
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING


@pytest.mark.parametrize(("first_day", "cron_day"), [(0, "1"), (5, "6"), (6, "0")])
def test_a_week_closes_before_its_first_day(first_day, cron_day):
    assert cron(Cadence.WEEKLY, Calendar(week_starts=first_day)).split()[-1] == cron_day


def test_both_settings_of_dagster_differ_only_in_where_things_lie():
    ours = yaml.safe_load((ROOT / "dagster.yaml").read_text())
    shipped = yaml.safe_load((ROOT / "krtracker/cli/dagster.yaml").read_text())

    for name in ("storage", "local_artifact_storage", "compute_logs"):
        del ours[name]

    assert ours == shipped
    assert ours["telemetry"]["enabled"] is False


def test_dagster_keeps_to_its_folder(tmp_path):
    (tmp_path / "dagster.yaml").write_text((ROOT / "dagster.yaml").read_text())
    script = "import dagster; dagster.DagsterInstance.get().get_runs()"

    subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=os.environ | {"DAGSTER_HOME": str(tmp_path)},
        check=True,
    )

    assert sorted(each.name for each in tmp_path.iterdir()) == [".krtracker", "dagster.yaml"]
