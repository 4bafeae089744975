"""No embedded tool tells anybody outside what is done here, by its own account."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from krtracker.ledger.database import connect
from krtracker.measures.desk import Desk
from krtracker.quality.batch import context
from tests.builders import FakeConnector

ROOT = Path(__file__).parents[2]
FETCHING = ("autoinstall_known_extensions", "autoload_known_extensions", "enable_external_access")
ASKED = "SELECT " + ", ".join(f"current_setting('{name}')" for name in FETCHING)


def test_great_expectations_reports_nothing() -> None:
    assert context().variables.config.analytics_enabled is False


def test_dagster_reports_nothing(tmp_path: Path) -> None:
    settings = ROOT / "krtracker/cli/dagster.yaml"
    (tmp_path / "dagster.yaml").write_text(settings.read_text("utf-8"), encoding="utf-8")

    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        assert instance.telemetry_enabled is False


def test_the_ledgers_engine_fetches_nothing(tmp_path: Path) -> None:
    with connect(tmp_path / "ledger.duckdb", read_only=False) as engine:
        assert engine.execute(ASKED).fetchall() == [(False, False, False)]


def test_the_desks_engine_fetches_nothing() -> None:
    desk = Desk(FakeConnector())

    assert desk.reckon(ASKED) == [(False, False, False)]
    desk.close()
