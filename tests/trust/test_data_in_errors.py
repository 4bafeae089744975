"""What is in the rows stays there: no error, no reason and no log repeats it."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

import pytest

from krtracker.domain.key_result import RawSql
from krtracker.measures import Asked, measure
from tests.builders import A_DAY, NOW, a_calendar, a_key_result, a_measure, last_days
from tests.engines import KINDS, Rows, engine
from tests.trust.conftest import Figure

PEOPLE = (
    "ann.martin@example.org",
    "Ann O'Zyxwell, 12 quai Qwerty",
    'Ann "A" Vbnmer',
    "Ann\nMartin",
    "0612345678x",
)
WORDS = ("martin", "zyxwell", "qwerty", "vbnmer", "0612345678")
VALUES = (
    "sum(cast(name as integer))",
    "max(cast(name as date))",
    "avg(cast(name as double))",
    "max(name)",
    "sum(cast(name as numeric))",
    "max(cast(name as timestamp))",
)
RAW = (
    "SELECT sum(cast(name as integer)) AS value FROM people",
    "SELECT max(cast(name as date)) AS value FROM people",
    "SELECT name AS value FROM people",
    "SELECT max(name) AS value FROM people",
)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_row_is_told(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, figure: Figure
) -> None:
    caplog.set_level(logging.INFO)
    count = 0
    with engine(kind, tmp_path) as source:
        for name in PEOPLE:
            noon = datetime(2026, 11, 20, 12)
            source.put({"people": Rows({"name": "text", "seen_at": "naive"}, [(name, noon)])})
            with source.open() as connector:
                found = list(
                    measure(_asked(kind), connector=connector, calendar=a_calendar(), now=NOW)
                )
            count += len(found)
            said = " ".join([repr(found), caplog.text]).lower()
            assert [word for word in WORDS if word in said] == []
    figure("T-S10", f"{kind}: {count} questions that fail on names of people: none is repeated")


def _asked(kind: str) -> list[Asked]:
    measures = [
        a_measure(source_rows="people", value=each, at="seen_at", window=last_days(7), where=None)
        for each in VALUES
    ]
    raw = [RawSql(each, None) for each in RAW if kind not in {"sqlite", "files"}]
    if kind == "mysql":
        raw = [RawSql(each.sql.replace("as integer", "as signed"), None) for each in raw]
    ways = enumerate([*measures, *raw])
    return [Asked(a_key_result(f"kr_{number}", how=how), (A_DAY,)) for number, how in ways]
