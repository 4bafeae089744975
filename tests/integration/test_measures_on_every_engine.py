"""The same definition, any day, any engine: the value that plain Python reckons from the rows."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TypeAlias

import pytest

from krtracker.domain.measurement import Outcome, Reading
from krtracker.measures import Asked, measure
from tests.builders import a_key_result
from tests.by_hand import Spoken, Tied, reckon
from tests.engines import KINDS, Engine, engine
from tests.random_measures import World, a_day, world
from tests.random_measures import measure as any_measure

SCALE = int(os.environ.get("KRTRACKER_SCALE", "1"))
WORLDS = 4 * SCALE
MEASURES = 25
NOW = datetime(2030, 1, 1, tzinfo=UTC)
AskedOfDays: TypeAlias = tuple[Spoken, tuple[date, ...]]


@pytest.fixture(scope="module", params=KINDS)
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as made:
        yield made


@pytest.mark.parametrize("seed", range(WORLDS))
def test_a_random_measure_has_the_value_that_plain_python_reckons(
    source: Engine, seed: int
) -> None:
    random = Random(seed)
    here = world(random)
    asked = [(any_measure(random, here), (a_day(random, here),)) for _ in range(MEASURES)]

    source.put(here.tables)

    expect(said(source, here, asked), asked, here)


@pytest.mark.parametrize("seed", range(1_000_000, 1_000_000 + WORLDS))
def test_many_days_asked_at_once_have_the_values_of_each_alone(source: Engine, seed: int) -> None:
    random = Random(seed)
    here = world(random)
    days = tuple(here.middle + timedelta(days=number) for number in range(-4, 5))
    asked = [(any_measure(random, here), days) for _ in range(MEASURES)]

    source.put(here.tables)

    expect(said(source, here, asked), asked, here)


def said(source: Engine, here: World, asked: Sequence[AskedOfDays]) -> list[Outcome]:
    """What the source says of each measure as of its days."""
    wanted = [
        Asked(a_key_result(f"kr_{number}", how=spoken.measure, cycle=here.cycle), days)
        for number, (spoken, days) in enumerate(asked)
    ]
    with source.open(timezone=here.clocks.connection.key) as connector:
        return list(measure(wanted, connector=connector, calendar=here.clocks.calendar, now=NOW))


def expect(found: Sequence[Outcome], asked: Sequence[AskedOfDays], here: World) -> None:
    """Every reading is what the rows say."""
    wanted = [(spoken, day) for spoken, days in asked for day in days]
    for outcome, (spoken, day) in zip(found, wanted, strict=True):
        context = f"{spoken.measure}\n{day} {here.clocks} {here.cycle}\n{outcome}"
        assert isinstance(outcome, Reading), context
        _compare(spoken, day, outcome, here, context)


def _compare(spoken: Spoken, day: date, reading: Reading, here: World, context: str) -> None:
    try:
        value = reckon(spoken, day, here.cycle, here.clocks)
    except Tied:
        assert reading.failure is not None, context
        assert "share" in reading.failure, context
        return
    assert reading.failure is None, context
    assert (reading.value is None) == (value is None), f"{value}\n{context}"
    if value is not None and reading.value is not None:
        near = math.isclose(reading.value, value, rel_tol=1e-9, abs_tol=1e-6)
        assert near, f"{value}\n{context}"
