"""What the guard lets through changes nothing, however the engine reads it."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import pytest

from krtracker.domain.key_result import RawSql
from krtracker.errors import ConnectorError
from krtracker.measures.complaint import FragmentError
from krtracker.measures.raw import statement
from tests.builders import a_connection, last_days
from tests.trust.conftest import Figure
from tests.trust.disagreeing import disagreeing
from tests.trust.guests import guest
from tests.trust.scale import rounds

AT_ONCE = 250
PARAMETERS = {
    "since": datetime(2026, 11, 1),
    "until": datetime(2026, 11, 22),
    "as_of": date(2026, 11, 21),
}


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite", "duckdb"])
def test_what_the_guard_lets_through_changes_nothing(
    dialect: str, tmp_path: Path, figure: Figure
) -> None:
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    count = passed = answered = 0
    with guest(dialect, tmp_path) as (source, state):
        before = state()
        for number in rounds(1, asked=50_000 // AT_ONCE):
            for sql in islice(disagreeing(dialect, number), AT_ONCE):
                count += 1
                try:
                    tree = statement(RawSql(sql, last_days(7)), a_connection(), dialect)
                except FragmentError:
                    continue
                passed += 1
                with suppress(ConnectorError), source.query(tree, PARAMETERS) as reader:
                    reader.read_all()
                    answered += 1
            assert state() == before, number
    assert answered
    figure(
        "T-S04",
        f"{dialect}: {count:,} statements put together at random, {passed:,} let through and "
        f"{answered:,} answered by the engine: nothing changed, no crash",
    )
