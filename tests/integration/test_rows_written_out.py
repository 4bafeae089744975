"""Rows that a definition writes out itself, with VALUES, beside those of a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from krtracker.domain.calendar import Window, WindowKind
from krtracker.domain.key_result import Measure
from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, measure
from tests.builders import a_calendar, a_key_result
from tests.engines import KINDS, Engine, Rows, engine

NOW = datetime(2030, 1, 1, tzinfo=UTC)
DAYS = (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 2))
ROWS = (
    ("a", date(2026, 10, 1), 1),
    ("b", date(2026, 10, 1), 10),
    ("c", date(2026, 10, 1), 100),
    ("a", date(2026, 10, 2), 1000),
)
WEIGHTS = "(values ('a', 2), ('b', 3)) as w(kind, factor)"
FROMS = {
    "joined": f"kinds join {WEIGHTS} on kinds.kind = w.kind",
    "in front": f"{WEIGHTS} join kinds on kinds.kind = w.kind",
    "by a shared name": f"kinds join {WEIGHTS} using (kind)",
    "where a row may have none": f"kinds left join {WEIGHTS} on kinds.kind = w.kind",
    "in a bracketed SELECT": "kinds join (select * from (values ('a', 2), ('b', 3))"
    " as v(kind, factor)) as w on kinds.kind = w.kind",
}


@pytest.fixture(scope="module", params=KINDS)
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as made:
        made.put({"kinds": Rows({"kind": "text", "day": "date", "amount": "int"}, ROWS)})
        yield made


@pytest.mark.parametrize("beside", [0, 1], ids=["alone", "beside another"])
@pytest.mark.parametrize("rows", FROMS.values(), ids=FROMS)
def test_rows_written_out_are_joined_like_those_of_a_table(
    source: Engine, rows: str, beside: int
) -> None:
    window = Window(WindowKind.ALL_TIME)
    measures = [Measure(rows, "sum(amount * factor)", at="day", window=window)]
    measures += [Measure(rows, "count(*)", "w.kind = 'a'", at="day", window=window)] * beside
    asked = [
        Asked(a_key_result(f"kr_{number}", how=each), DAYS) for number, each in enumerate(measures)
    ]

    with source.open() as connector:
        found = list(measure(asked, connector=connector, calendar=a_calendar(), now=NOW))

    values = [each.value for each in found if isinstance(each, Reading)]
    assert values == [0, 32, 2032, 0, 1, 2][: 3 * (1 + beside)]
