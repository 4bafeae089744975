"""A catalog survives being written down, but for what could be a secret."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from krtracker.domain.calendar import Cadence, Calendar, Window, WindowKind
from krtracker.domain.catalog import Catalog, Settings, TableExpectation
from krtracker.domain.key_result import (
    Bounds,
    Change,
    ChangeEntry,
    Expectations,
    Formula,
    FreeExpectation,
    History,
    HistoryKind,
    KeyResult,
    Latest,
    RawSql,
)
from krtracker.errors import Place, Problem, Severity
from krtracker.ledger.catalog_text import from_text, promise_from_text, promise_to_text, to_text
from tests.builders import (
    Q4,
    a_catalog,
    a_connection,
    a_key_result,
    a_measure,
    a_promise,
    an_objective,
)

KEY_RESULTS = [
    pytest.param(a_key_result(), id="the default one"),
    pytest.param(
        a_key_result(
            how=a_measure(
                window=Window(WindowKind.MONTH_TO_DATE),
                latest=Latest("number", ("updated_at", "mod_count")),
                matured_days=30,
                growth=True,
                known="recorded_at",
            ),
            cadence=Cadence.WEEKLY,
            history=History(HistoryKind.OVERWRITTEN, ("order_status",)),
            split_by=("region", "carrier"),
            weight=2.5,
            formerly="old",
            why="because",
        ),
        id="an event log",
    ),
    pytest.param(a_key_result(how=a_measure(at=None, during=("a", "b"))), id="a state"),
    pytest.param(a_key_result(how=RawSql("SELECT 1 AS value", None)), id="raw sql"),
    pytest.param(a_key_result(how=Formula("won / 2"), source=None), id="a formula"),
    pytest.param(a_key_result(keep=Bounds(at_least=62)), id="a keep"),
    pytest.param(
        a_key_result(
            baseline=None,
            change=Change(-30, is_relative=True),
            changes=[ChangeEntry(date(2026, 11, 2), "logistics", "carrier B left")],
        ),
        id="a change",
    ),
    pytest.param(
        a_key_result(
            expectations=Expectations(
                rows=Bounds(at_least=30),
                value=Bounds(0, 500),
                jump_at_most_percent=30,
                nulls_at_most={"delivered_at": 0.01},
                duplicates_at_most={"id": 0},
                free=(
                    FreeExpectation("expect_x", {"column": "a", "max": 3, "in": [1, "b"]}, False),
                ),
            )
        ),
        id="expectations",
    ),
]


@pytest.mark.parametrize("key_result", KEY_RESULTS)
def test_a_key_result_is_read_as_it_was_written_with_its_places(key_result: KeyResult) -> None:
    (found,) = from_text(to_text(a_catalog(key_result))).key_results

    assert found == key_result
    assert (found.place, found.places) == (key_result.place, key_result.places)
    assert found.measure_hash == key_result.measure_hash
    assert found.promise_hash == key_result.promise_hash


def test_settings_connections_objectives_and_problems_are_read_as_they_were_written() -> None:
    catalog = Catalog(
        settings=Settings(
            name="Food & Co",
            calendar=Calendar(ZoneInfo("Europe/Paris"), 6, 4, time(7, 30)),
            language="fr",
            cycles={"pilot": Q4},
            limits_are_errors=True,
            vocabulary={"objective": "Finalité"},
            clock=date(2026, 11, 22),
        ),
        connections={
            "logistics": a_connection(
                tables={"orders": TableExpectation("created_at", 24.0, Bounds(at_least=100))},
                views={"last_events": "SELECT 1"},
                allow_tables=("orders",),
                place=Place("connections.yaml", 1, 1),
                places={"tables": Place("connections.yaml", 5, 3)},
            )
        },
        objectives=(
            an_objective(
                health_metrics=(a_key_result("on_time", is_health_metric=True),),
                contributes_to=("trust",),
                place=Place("kr_definitions/urgent_orders.yaml", 1, 1),
            ),
        ),
        faults={"2026-Q4/on_time": "no column `x`"},
        problems=(Problem("m", Place("a.yaml", 1, 2), "h", Severity.WARNING, None, 4, "on_time"),),
    )

    found = from_text(to_text(catalog))

    assert found == catalog
    assert found.problems == catalog.problems
    assert found.objectives[0].place == catalog.objectives[0].place
    connection = found.connections["logistics"]
    assert connection.place == Place("connections.yaml", 1, 1)
    assert connection.places == {"tables": Place("connections.yaml", 5, 3)}


def test_what_only_a_connector_understands_stays_out() -> None:
    secret = a_connection(settings={"password": "canary"})

    text = to_text(a_catalog(connections=[secret]))

    assert "canary" not in text
    assert "settings" not in from_text(text).connections["logistics"].settings


def test_lines_of_files_stay_out() -> None:
    problem = Problem("`password` must be ${env.NAME}", Place("c.yaml", 1, 1), line="canary")

    assert "canary" not in to_text(a_catalog(problems=[problem]))


def test_the_same_catalog_is_the_same_text() -> None:
    assert to_text(a_catalog()) == to_text(from_text(to_text(a_catalog())))


def test_a_field_that_a_newer_release_wrote_is_passed_over() -> None:
    text = to_text(a_catalog()).replace('"objectives":', '"invented":{"a":1},"objectives":', 1)

    assert from_text(text) == a_catalog()


def test_a_promise_is_read_as_it_was_written() -> None:
    promise = a_promise(path=((date(2026, 10, 31), 44.0),), guardrails=("on_time",), stretch=20.0)

    assert promise_from_text(promise_to_text(promise)) == promise
    assert promise_from_text(promise_to_text(replace(promise, path=()))) != promise
