"""Days at the ends of the calendar, which mostly mean "never" or "unknown", count as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from krtracker.domain.calendar import Calendar, Window, WindowKind
from krtracker.domain.key_result import Measure
from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, measure
from tests import servers
from tests.builders import a_key_result
from tests.engines import KINDS, Engine, Rows, engine

NOW = datetime(2030, 1, 1, tzinfo=UTC)
DAYS = (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 2))
ALL_TIME, LAST_DAY = Window(WindowKind.ALL_TIME), Window(WindowKind.LAST, 1)
COLUMNS = {"id": "int", "day": "date", "time": "naive", "until": "naive"}
FIRST, NEVER = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)
ENDS = (
    (1, date.min, FIRST, NEVER),
    (2, date(2026, 10, 1), datetime(2026, 10, 1, 12), NEVER),
    (3, date(2026, 10, 2), datetime(2026, 10, 2, 12), datetime(2026, 10, 2, 12, 30)),
    (4, date.max, NEVER, None),
)
ZONES = [
    pytest.param("UTC", "UTC", id="UTC"),
    pytest.param("Asia/Kathmandu", "America/New_York", id="project east, times west"),
    pytest.param("America/New_York", "Asia/Kathmandu", id="project west, times east"),
]
ASKED = {
    "by day": Measure("t", "count(*)", at="day", window=ALL_TIME),
    "by time": Measure("t", "count(*)", at="time", window=ALL_TIME),
    "of a day": Measure("t", "count(*)", at="day", window=LAST_DAY),
    "open": Measure("t", "count(*)", during=("time", "until")),
}
SAID = {
    "by day": [1, 2, 3],
    "by time": [1, 2, 3],
    "of a day": [0, 1, 1],
    "open": [1, 2, 2],
}


@pytest.fixture(scope="module", params=KINDS)
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as made:
        made.put({"t": Rows(COLUMNS, ENDS)})
        yield made


@pytest.mark.parametrize(("project", "connection"), ZONES)
def test_rows_at_the_ends_of_the_calendar_count_as_they_literally_do(
    source: Engine, project: str, connection: str
) -> None:
    found = readings(source, list(ASKED.values()), project, connection)

    assert values(found) == list(SAID.values())


@pytest.mark.parametrize(("project", "connection"), ZONES)
@pytest.mark.parametrize("name", ASKED)
def test_a_measure_by_itself_says_of_them_what_it_says_beside_others(
    source: Engine, name: str, project: str, connection: str
) -> None:
    found = readings(source, [ASKED[name]], project, connection)

    assert values(found) == [SAID[name]]


@pytest.mark.parametrize("name", ["by day", "by time"])
def test_the_newest_row_of_a_table_is_never_one_of_them(source: Engine, name: str) -> None:
    (found,) = readings(source, [ASKED[name]])

    newest = [each.tables[0].newest for each in found]

    ends = {"by day": datetime(2026, 10, 2, tzinfo=UTC), "by time": at_noon(1)}
    assert newest[:2] == [None, ends[name]]
    assert [each and each.year for each in newest] == [None, 2026, 2026]


def test_what_is_compared_with_the_last_second_of_all_is_compared_in_every_zone(
    source: Engine,
) -> None:
    asked = Measure("t", "count(*)", "until < timestamptz '9999-12-31 23:59:59'", at="time")

    (found,) = readings(source, [asked], connection="America/New_York")

    assert [each.failure for each in found] == [None] * 3


@pytest.fixture(params=["duckdb", "postgres"])
def unbounded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A source that knows `infinity`, in which nothing begins before it and nothing ends."""
    statements = (
        "UPDATE t SET day = '-infinity', time = '-infinity', until = 'infinity' WHERE id = 1",
        "UPDATE t SET until = 'infinity' WHERE id = 2",
        "UPDATE t SET day = 'infinity', time = 'infinity' WHERE id = 4",
    )
    with engine(request.param, tmp_path) as made:
        made.put({"t": Rows(COLUMNS, ENDS)})
        for each in statements:
            if request.param == "duckdb":
                with duckdb.connect(made.connection.settings["path"]) as here:
                    here.execute(each)
            else:
                database = str(made.connection.settings["database"])
                servers.postgres().run(each, database=database)
        yield made


@pytest.mark.parametrize(("project", "connection"), ZONES)
def test_infinity_is_later_or_earlier_than_every_day(
    unbounded: Engine, project: str, connection: str
) -> None:
    together = readings(unbounded, list(ASKED.values()), project, connection)
    alone = [readings(unbounded, [each], project, connection)[0] for each in ASKED.values()]

    assert values(together) == values(alone) == list(SAID.values())


def test_infinity_is_what_it_was_where_columns_are_handed_over(unbounded: Engine) -> None:
    # PostgreSQL is not asked for patterns: the columns come to the desk.
    where = "until = 'infinity' and cast(id as text) ~ '.'"
    asked = [Measure("t", "count(*)", where, at="time", window=ALL_TIME)]

    assert values(readings(unbounded, asked)) == [[1, 2, 2]]


def readings(
    source: Engine, asked: Sequence[Measure], project: str = "UTC", connection: str = "UTC"
) -> list[list[Reading]]:
    """What a source says of each measure as of `DAYS`."""
    calendar = Calendar(ZoneInfo(project))
    wanted = [
        Asked(a_key_result(f"kr_{number}", how=each), DAYS) for number, each in enumerate(asked)
    ]
    with source.open(timezone=connection) as connector:
        found = list(measure(wanted, connector=connector, calendar=calendar, now=NOW))
    told = [each for each in found if isinstance(each, Reading)]
    assert told == found
    return [told[place : place + len(DAYS)] for place in range(0, len(told), len(DAYS))]


def values(found: Sequence[Sequence[Reading]]) -> list[list[float | None]]:
    return [[each.value for each in of_measure] for of_measure in found]


def at_noon(day: int) -> datetime:
    return datetime(2026, 10, day, 12, tzinfo=UTC)
