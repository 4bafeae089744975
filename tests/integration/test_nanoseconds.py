"""Times finer than ours: the last nanosecond of a day is of that day, whoever looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from connectors.registry import Registry
from krtracker.connector import Connector
from krtracker.domain.calendar import Window, WindowKind
from krtracker.domain.catalog import Connection
from krtracker.domain.key_result import Measure
from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, measure
from krtracker.project import Project
from tests.builders import a_calendar, a_key_result

NOW = datetime(2030, 1, 1, tzinfo=UTC)
DAYS = (date(1969, 12, 31), date(1970, 1, 1), *(date(2026, 10, day) for day in (1, 2)))
TABLE = """
    SELECT time::TIMESTAMP_NS AS time, timezone('UTC', time::TIMESTAMP_NS) AS moment
    FROM (VALUES ('1969-12-31 23:59:59.999999999'), ('2026-10-01 23:59:59.999999999'),
      ('2026-10-02 00:00:00'), ('2026-10-02 00:00:00.000000001')) AS rows(time)"""
ENDLESS = "SELECT TIMESTAMP_NS '2026-10-01' AS begun, TIMESTAMP_NS 'infinity' AS ended"
OF_A_DAY = Window(WindowKind.LAST, 1)


@pytest.fixture(params=["duckdb", "files"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connector]:
    """The same times in a DuckDB file and in a Parquet file."""
    place = tmp_path / "source.duckdb"
    if request.param == "files":
        place = tmp_path / "files"
        place.mkdir()
        duckdb.connect().execute(f"COPY ({TABLE}) TO '{place / 't.parquet'}'")
    else:
        with duckdb.connect(place) as file:
            file.execute(f"CREATE TABLE t AS {TABLE}")
    connection = Connection("source", request.param, {"path": str(place)})
    with Registry(Project(tmp_path)).open(connection) as connector:
        yield connector


@pytest.mark.parametrize("time", ["time", "moment"])
@pytest.mark.parametrize("others", [0, 2], ids=["alone", "in a shared scan"])
def test_the_last_nanosecond_of_a_day_counts_on_that_day(
    source: Connector, time: str, others: int
) -> None:
    asked = [Measure("t", "count(*)", at=time, window=OF_A_DAY)]
    asked += [Measure("t", f"count({time})", at=time, window=OF_A_DAY)] * others

    found = said(source, asked)

    assert found[:4] == [1, 0, 1, 2]


@pytest.mark.parametrize("where", ["day(time) = :as_of", "cast(time as date) = :as_of"])
def test_the_day_of_a_time_is_the_one_that_it_is_of(source: Connector, where: str) -> None:
    assert said(source, [Measure("t", "count(*)", where)]) == [1, 0, 1, 2]


def test_infinity_stays_what_it_is(tmp_path: Path) -> None:
    place = tmp_path / "source.duckdb"
    with duckdb.connect(place) as file:
        file.execute("CREATE TABLE t AS " + ENDLESS)
    connection = Connection("source", "duckdb", {"path": str(place)})
    with Registry(Project(tmp_path)).open(connection) as connector:
        assert said(connector, [Measure("t", "count(*)", during=("begun", "ended"))]) == [
            0,
            0,
            1,
            1,
        ]


def said(source: Connector, measures: list[Measure]) -> list[float | None]:
    """The values of measures as of `DAYS`, one measure after the other."""
    asked = [
        Asked(a_key_result(f"kr_{number}", how=each), DAYS) for number, each in enumerate(measures)
    ]
    found = list(measure(asked, connector=source, calendar=a_calendar(), now=NOW))
    return [each.value for each in found if isinstance(each, Reading)]
