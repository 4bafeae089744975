"""What is suggested of real databases is sound, enough to choose from, and true."""

from __future__ import annotations

import csv
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from connectors.registry import Registry
from krtracker.cli.start import Start
from krtracker.cli.suggesting import Suggestion, measure_of, suggestions
from krtracker.coach.wording import weakness
from krtracker.definitions import load
from krtracker.domain.calendar import Cycle, Window, WindowKind
from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, measure
from krtracker.project import Project
from tests.builders import a_key_result, last_days
from tests.integration.test_demo_story import a_demo
from tests.texts import a_project

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("KRTRACKER_SHARED", ROOT.parent / "shared")) / "data"
ENOUGH = 8
REAL = pytest.mark.skipif(not SHARED.is_dir(), reason="no real data beside the project")
SO_FAR = Window(WindowKind.CYCLE_TO_DATE)
CYCLES = {
    "olist": Cycle("2018-Q1", date(2018, 1, 1), date(2018, 3, 31)),
    "crm_maven": Cycle("crm", date(2017, 7, 3), date(2017, 10, 1)),
}
TRUE = [
    ("olist", "O01", "orders_purchase_to_delivered_customer", None),
    ("olist", "O05", "orders_delivered_customer_on_time", last_days(7)),
    ("olist", "O04", "orders_delivered_customer_on_time", SO_FAR),
    ("olist", "O07", "overdue_orders_estimated_delivery", None),
    ("olist", "O26", "orders_delivered_customer_in_four_weeks", SO_FAR),
    ("crm_maven", "C01", "sales_pipeline_total_won_close_value", SO_FAR),
    ("crm_maven", "C02", "sales_pipeline_won_share", None),
    ("crm_maven", "C03", "sales_pipeline_engage_to_close_won", None),
    ("crm_maven", "C04", "open_sales_pipeline", None),
]
"""Set, key result of the truth, suggestion, and the window of the truth where it is another."""


def begun(project: Project) -> Start:
    catalog = load(project)
    return Start(project, Registry(project), catalog, catalog.settings.now(datetime.now(UTC)))


def suggested(start: Start, source: str) -> list[Suggestion]:
    connection = start.catalog.connections[source]
    with start.connectors.open(connection) as connector:
        return list(suggestions(start, connection, connector))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Start:
    """The real sets, each in a database of its own."""
    folder = tmp_path_factory.mktemp("real")
    for name in CYCLES:
        with duckdb.connect(str(folder / f"{name}.duckdb")) as database:
            for file in (SHARED / name).glob("*.csv"):
                table = file.stem.replace("olist_", "").replace("_dataset", "")
                database.execute(
                    f'CREATE TABLE "{table}" AS SELECT * FROM read_csv_auto(?, sample_size=-1)',
                    [str(file)],
                )
    connections = "".join(f"{name}: {{type: duckdb, path: {name}.duckdb}}\n" for name in CYCLES)
    return begun(a_project(folder, settings="timezone: UTC\n", connections=connections))


@pytest.mark.shared
@REAL
@pytest.mark.parametrize("source", CYCLES)
def test_real_databases_suggest_enough_to_choose_from(real: Start, source: str) -> None:
    assert len(suggested(real, source)) >= ENOUGH


@pytest.mark.shared
@REAL
@pytest.mark.parametrize(("source", "known", "id", "window"), TRUE)
def test_what_is_suggested_has_the_true_values(
    real: Start, source: str, known: str, id: str, window: Window | None
) -> None:
    (found,) = [each.proposal for each in suggested(real, source) if each.proposal.id == id]
    with (SHARED / "truth" / f"{source}.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["kr_id"] == known]
    truth = {date.fromisoformat(row["as_of"]): row["value"] for row in rows}

    how = measure_of(found)
    how = replace(how, window=window) if window is not None else how
    key_result = a_key_result(how=how, cycle=CYCLES[source])
    connection = real.catalog.connections[source]
    with real.connectors.open(connection) as connector:
        readings = [
            each
            for each in measure(
                [Asked(key_result, tuple(truth))],
                connector=connector,
                calendar=real.catalog.settings.calendar,
                now=real.now,
            )
            if isinstance(each, Reading)
        ]

    assert {each.as_of for each in readings} == set(truth)
    for each in readings:
        expected = truth[each.as_of]
        assert each.value == (pytest.approx(float(expected), rel=1e-6) if expected else None)


def test_each_source_of_the_demo_suggests_enough_to_choose_from(tmp_path: Path) -> None:
    start = begun(a_demo(tmp_path).project)

    found = {source: suggested(start, source) for source in start.catalog.connections}

    assert {source for source, of in found.items() if len(of) < ENOUGH} == set()
    titles = [each.proposal.title for of in found.values() for each in of]
    assert [each for each in titles if weakness(each) is not None] == []
