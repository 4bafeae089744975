"""How deliveries are told in rows of the ledger, column by column."""

from __future__ import annotations

import json
from typing import Any

from krtracker.domain.measurement import Failure, Judged, Verdict, Way
from krtracker.ledger.recording import Known
from krtracker.ledger.tables import MEASUREMENTS
from krtracker.ledger.telling import Deliveries, Telling, query_hash
from tests.builders import NOW, a_judged, a_key_result


def told(*judged: Judged, before: Known | None = None) -> tuple[list[dict[str, Any]], Telling]:
    """The rows that tell deliveries, and who told them."""
    telling = Telling(NOW, "run-1")
    columns = telling.columns(
        Deliveries(list(judged), [a_key_result()] * len(judged), [before] * len(judged))
    )
    rows = [dict(zip(MEASUREMENTS.columns, row, strict=True)) for row in zip(*columns, strict=True)]
    return rows, telling


def test_each_field_of_a_delivery_stands_in_its_own_column() -> None:
    judged = a_judged(
        1.5,
        verdict=Verdict.REJECTED,
        why="too few rows",
        nulls={"amount": 0.25},
        duplicates={"id": 3.0},
    )

    (row,), _ = told(judged)

    assert (row["nulls"], row["duplicates"]) == ('{"amount": 0.25}', '{"id": 3.0}')
    assert [each["reason"] for each in json.loads(row["failures"])] == ["too few rows"]
    assert [each["rows_that_day"] for each in json.loads(row["table_readings"])] == [140]
    assert (row["rows_read"], row["duration_seconds"], row["expectations"]) == (120, 0.25, 2)


def test_deliveries_are_told_together_as_each_alone() -> None:
    query, columns = "SELECT 1 AS value", {"orders.id": "integer"}
    judged = [
        a_judged(1.0),
        a_judged(2.0, query=query, rows=None, newest=None, tables=()),
        a_judged(3.0, query=query, columns=columns, nulls={"id": 0.5}),
        a_judged(4.0, query=query, columns=columns, way=Way(why="few"), duplicates={"id": 2.0}),
        a_judged(5.0, query=query, columns=columns, way=Way(is_shared=True, sent=("SELECT 2",))),
        a_judged(6.0, failures=[Failure("rows", "few", is_critical=False)], duration_seconds=1.0),
        a_judged(7.0, parameters={"as_of": "2026-11-20"}),
    ]

    rows, together = told(*judged)

    alone = [told(each) for each in judged]
    assert rows == [row for (row,), _ in alone]
    assert together.texts == {name: text for _, each in alone for name, text in each.texts.items()}
    assert query_hash("SELECT 2") in together.texts
    assert (rows[1]["rows_read"], rows[1]["newest"]) == (None, None)


def test_only_a_restatement_names_the_value_it_replaces() -> None:
    before = Known(
        42.0, Verdict.ACCEPTED, None, is_by_person=False, was_accepted=True, accepted=42.0
    )

    (accepted, rejected), _ = told(
        a_judged(43.0), a_judged(43.0, verdict=Verdict.REJECTED), before=before
    )

    assert (accepted["restates"], accepted["is_restatement"]) == (42.0, True)
    assert (rejected["restates"], rejected["is_restatement"]) == (None, False)
