"""Every value that shares a scan is the value that its own literal query gives."""

from __future__ import annotations

import math
import os
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from krtracker.domain.calendar import Calendar
from krtracker.domain.key_result import Latest, Measure
from krtracker.errors import ConnectorError
from krtracker.measures.ready import Ready
from krtracker.measures.shared.sharing import share
from krtracker.measures.shared.valuing import Told
from krtracker.measures.workshop import Workshop
from tests.builders import a_key_result
from tests.engines import KINDS, Engine, Rows, engine
from tests.integration.shared_scans.random_measures import a_random_key_result, tables

SCALE = int(os.environ.get("KRTRACKER_SCALE", "1"))
ROUNDS = 4 * SCALE
MEASURES = 100
LOOKED_AT = 2
"""How many of the days are asked literally as well."""
NOW = datetime(2026, 12, 1, tzinfo=UTC)
ZONES = ("UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata", "America/Santiago")


def days_asked(chance: random.Random) -> tuple[date, ...]:
    first = date(2026, 9, 10) + timedelta(days=chance.randrange(40))
    return tuple(first + timedelta(days=number) for number in range(chance.choice([12, 20, 45])))


def is_equal(left: object, right: object, scale: float) -> bool:
    if isinstance(left, float | int) and isinstance(right, float | int):
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9 * scale)
    if isinstance(left, datetime) and isinstance(right, datetime):
        return left.replace(tzinfo=None) == right.replace(tzinfo=None)
    return left == right


def rows_of(told: Told) -> dict[date, dict[str, Any]]:
    """The row that the literal query should answer as of each day."""
    rows = zip(*told.listed().values(), strict=True)
    return {
        day: dict(zip(told.columns, row, strict=True))
        for day, row in zip(told.days, rows, strict=True)
    }


def differences(
    ready: Ready, days: tuple[date, ...], rows: Mapping[date, Mapping[str, Any]]
) -> list[str]:
    found = []
    for day in random.Random(len(days)).sample(days, min(LOOKED_AT, len(days))):
        values = ready.binding.values(ready.key_result, day, ready.question.parameters)
        literal = ready.asking.ask(ready.question, values).rows[0]
        shared = rows[day]
        scale = max(1.0, 100.0 * float(literal["entered"] or 0))
        for name in shared:
            if not is_equal(literal[name], shared[name], scale):
                found.append(
                    f"{ready.key_result.how} as of {day}: {name} is {literal[name]} literally, "
                    f"{shared[name]} shared"
                )
    return found


@pytest.fixture(scope="module", params=KINDS)
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as made:
        yield made


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_shared_value_is_the_literal_value(seed: int, source: Engine) -> None:
    chance = random.Random(seed)
    source.put(tables(chance, rows=chance.choice([0, 3, 200, 600])))
    calendar = Calendar(zone=ZoneInfo(chance.choice(ZONES)))
    wanted = [a_random_key_result(number, chance) for number in range(MEASURES)]
    days = days_asked(chance)

    with source.open(timezone=chance.choice(ZONES)) as connector:
        workshop = Workshop(connector, calendar, NOW)
        ready = [workshop.ready(each) for each in wanted]
        shared = share([(each, days) for each in ready], workshop.asking)
        found: list[str] = []
        for each in ready:
            told = shared.told.get(each.key_result.key)
            if told is not None:
                try:
                    found += differences(each, days, rows_of(told))
                except ConnectorError as error:
                    found.append(f"{each.key_result.how}: only the literal query fails: {error}")

    reasons = Counter(shared.literal.values())
    assert not found, "\n".join(found[:5])
    assert len(shared.told) >= MEASURES // 3, reasons


def test_rows_that_share_the_last_place_are_asked_for_literally(source: Engine) -> None:
    """On the days on which two rows are the last of one ticket; on others the scan is shared."""
    rows = [
        (1, 1.0, on(1)),
        (1, 2.0, on(10)),
        (1, 4.0, on(20)),
        (1, 3.0, on(20)),
        (1, 5.0, on(24)),
        (2, 7.0, on(3)),
    ]
    source.put({"log": Rows({"ticket": "int", "points": "float", "noted": "naive"}, rows)})
    measure = Measure("log", "sum(points)", latest=Latest("ticket", ("noted",)))
    alike = [a_key_result(f"kr_{n}", how=measure, source=source.kind) for n in range(4)]

    def sharing(first: int) -> tuple[list[float], list[str]]:
        days = [date(2026, 10, first + number) for number in range(5)]
        with source.open() as connector:
            workshop = Workshop(connector, Calendar(), NOW)
            ready = [(workshop.ready(each), days) for each in alike]
            shared = share(ready, workshop.asking)
        told = shared.told.get(alike[0].key)
        found = rows_of(told) if told else {}
        return [found[day]["value"] for day in days if day in found], [
            *dict.fromkeys(shared.literal.values())
        ]

    assert sharing(2) == ([1.0, 8.0, 8.0, 8.0, 8.0], [])
    assert sharing(18) == ([], ["rows share the last place of an entity"])
    assert sharing(24) == ([12.0] * 5, [])


def on(day: int) -> datetime:
    return datetime(2026, 10, day, 12)
