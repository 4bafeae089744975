"""One NaN or infinity among a table's numbers: what it touches is rejected, and nothing is lost."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from krtracker.domain.calendar import Calendar, Window, WindowKind
from krtracker.domain.key_result import KeyResult, Measure
from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, Plan, measure
from krtracker.measures.workshop import Workshop
from tests.builders import a_key_result
from tests.engines import Engine, Rows, engine

NOW = datetime(2026, 12, 1, tzinfo=UTC)
DAYS = tuple(date(2026, 10, day) for day in range(1, 7))
VALUES = (
    "sum(hours)",
    "avg(hours)",
    "max(hours)",
    "min(hours)",
    "count(hours)",
    "sum(hours) / count(*)",
    "sum(hours) filter (where name = 'a')",
    "stddev(hours)",
    "median(hours)",
    "percentile_cont(0.9) within group (order by hours)",
    "count(distinct hours)",
    "count(*)",
)
TOUCHED = [
    pytest.param([math.nan], id="NaN"),
    pytest.param([math.inf], id="infinity"),
    pytest.param([math.inf, -math.inf], id="both infinities"),
    pytest.param([-math.nan, 3.0, math.inf], id="among others"),
]


@pytest.fixture(scope="module", params=["duckdb", "files", "postgres"])
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A source in which a floating number may be none; SQLite and MariaDB keep no NaN."""
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as made:
        yield made


def put(source: Engine, broken: list[float]) -> None:
    """Numbers of six days, those of the third broken."""
    rows: list[tuple[Any, ...]] = [
        (day, float(hours), name)
        for day in DAYS
        for hours, name in ((day.day, "a"), (100 * day.day, "b"), (None, "a"))
        if hours is not None
    ]
    rows += [(DAYS[2], each, "a") for each in broken]
    columns = {"day": "date", "hours": "float", "name": "text"}
    source.put({"calls": Rows(columns, rows)})


def key_results(source: Engine) -> list[KeyResult]:
    """Every value over the last two days, all by one scan."""
    window = Window(WindowKind.LAST, 2)
    return [
        a_key_result(
            f"kr_{number}", how=Measure("calls", value, at="day", window=window), source=source.kind
        )
        for number, value in enumerate(VALUES)
    ]


def told(
    source: Engine, wanted: list[KeyResult]
) -> tuple[dict[tuple[str, date], object], list[Plan]]:
    """What is measured together: values, and that there is a reason where there is none."""
    plans: list[Plan] = []
    with source.open() as connector:
        found = measure(
            [Asked(each, DAYS) for each in wanted],
            connector=connector,
            calendar=Calendar(),
            now=NOW,
            on_plan=plans.append,
        )
        return {(each.key, each.as_of): said(each) for each in found}, plans


def said(outcome: object) -> object:
    assert isinstance(outcome, Reading), outcome
    return "rejected" if outcome.failure else outcome.value


@pytest.mark.parametrize("broken", TOUCHED)
def test_values_together_are_those_of_each_alone(source: Engine, broken: list[float]) -> None:
    put(source, broken)
    wanted = key_results(source)

    together, _ = told(source, wanted)

    with source.open() as connector:
        workshop = Workshop(connector, Calendar(), NOW)
        for each in wanted:
            ready = workshop.ready(each)
            for day in DAYS:
                alone = said(ready.reading(day))
                assert together[each.key, day] == pytest.approx(alone), (each.how, day)


def test_what_a_broken_number_touches_is_rejected_and_all_else_is_as_it_was(
    source: Engine,
) -> None:
    put(source, [])
    wanted = key_results(source)
    whole, _ = told(source, wanted)
    put(source, [math.nan])

    found, plans = told(source, wanted)

    total, count = wanted[0].key, wanted[-1].key
    assert [found[total, day] for day in DAYS[2:4]] == ["rejected", "rejected"]
    others = (*DAYS[:2], *DAYS[4:])
    assert {day: found[total, day] for day in others} == {day: whole[total, day] for day in others}
    assert [found[count, day] for day in DAYS] == [2.0, 4.0, 5.0, 5.0, 4.0, 4.0]
    (scan,) = (each for each in plans[0].entries if not each.why_alone)
    assert wanted[-1].id in scan.key_results
    assert wanted[0].id not in scan.key_results
    reasons = {each.why_alone for each in plans[0].entries if each.why_alone}
    assert reasons == {"some rows have NaN or infinity in `calls.hours`"}
