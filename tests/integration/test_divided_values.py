"""A value divided over a column: every part is what the rows with that value say by themselves."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from krtracker.domain.key_result import KeyResult, Latest, Measure
from krtracker.domain.measurement import Reading, Unmeasured
from krtracker.domain.split import Piece, Split, SplitKind
from krtracker.measures import Asked, measure
from tests.builders import a_key_result, last_days
from tests.engines import KINDS, Engine, engine
from tests.random_measures import World, world

SCALE = int(os.environ.get("KRTRACKER_SCALE", "1"))
NOW = datetime(2030, 1, 1, tzinfo=UTC)
COLUMNS = ("priority", "is_paid", "quantity")
SUMS = ("count(*)", "sum(amount)", "sum(quantity) / 7", "count(score) - 2 * count(is_paid)")
RATIOS = (
    "avg(amount)",
    "100 * count(*) filter (where is_paid) / count(*)",
    "100.0 * sum(amount) / nullif(sum(quantity), 0)",
    "1 - avg(score) / 10",
    "avg(amount) filter (where score > 5)",
    "100 * (count(*) filter (where score >= 9) - count(*) filter (where score <= 6)) / count(*)",
)
APART = ("count(distinct account_id)", "median(amount)", "max(amount)", "count(*) + 1")
TIMES = (
    Measure("orders", "", at="opened", window=last_days(28)),
    Measure("orders", "", at="opened_at", known="recorded", window=last_days(7)),
    Measure("orders", "", at="promised_on", window=last_days(60)),
    Measure("orders", "", during=("opened_at", "closed_at")),
)


@pytest.fixture(scope="module", params=KINDS)
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as made:
        yield made


@pytest.mark.parametrize("seed", range(SCALE))
def test_a_part_is_what_its_rows_say_by_themselves(source: Engine, seed: int) -> None:
    random = Random(seed)
    here = world(random)
    while len(here.rows("orders")) < 40:
        here = world(random)
    source.put(here.tables)
    asked = [
        a_key_result(f"kr_{number}", how=_a_measure(random, value), cycle=here.cycle)
        for number, value in enumerate(_some(random))
    ]

    for reading in divided(source, here, asked):
        how = asked[int(reading.key.rpartition("_")[2])].how
        assert isinstance(how, Measure)
        assert not reading.undivided, reading
        for split in reading.splits:
            assert split.kind is _kind(how.value)
            assert sum(each.rows for each in split.pieces) == reading.rows
            assert split.adds_up
            alone = [a_key_result(f"p_{n}", how=_only(how, split.column, each), cycle=here.cycle)
                     for n, each in enumerate(split.pieces)]  # fmt: skip
            for piece, own in zip(split.pieces, said(source, here, alone), strict=True):
                assert _near(_value(split, piece), own.value), (how, split.column, piece, own)
                assert piece.rows == own.rows


def test_the_last_rows_of_an_event_log_are_divided_as_they_then_were(source: Engine) -> None:
    random = Random(7)
    here = world(random)
    while len(here.rows("changes")) < 40:
        here = world(random)
    source.put(here.tables)
    latest = Latest("ticket", ("changed_on", "version"))
    how = Measure("changes", "count(*)", latest=latest)

    (reading,) = divided(source, here, [a_key_result(how=how, cycle=here.cycle)], ("state",))

    expected: dict[str, int] = {}
    last: dict[int, tuple[date, int, str | None]] = {}
    for row in here.rows("changes"):
        if row["changed_on"] is not None and row["changed_on"] <= here.middle:
            found = (row["changed_on"], row["version"], row["state"])
            last[row["ticket"]] = max(last.get(row["ticket"], (date.min, 0, None)), found)
    for _, _, state in last.values():
        expected[state or ""] = expected.get(state or "", 0) + 1
    assert {each.name: each.above for each in reading.splits[0].pieces} == expected
    assert reading.splits[0].kind is SplitKind.SUM


def test_a_column_that_is_not_there_takes_no_value_away(source: Engine) -> None:
    here = world(Random(1))
    source.put(here.tables)
    key_result = a_key_result(how=_a_measure(Random(1), "count(*)"), cycle=here.cycle)

    (reading,) = divided(source, here, [key_result], ("regoin", "priority"))

    assert reading.value is not None
    assert [each.column for each in reading.splits] == ["priority"]
    assert "no column `regoin`" in reading.undivided["regoin"]


def divided(
    source: Engine, here: World, asked: Sequence[KeyResult], columns: Sequence[str] = COLUMNS
) -> list[Reading]:
    """What the source says of the middle day, divided over the columns."""
    days = (here.middle,)
    return _readings(
        source,
        here,
        [Asked(replace(each, split_by=tuple(columns)), days, split_days=days) for each in asked],
    )


def said(source: Engine, here: World, asked: Sequence[KeyResult]) -> list[Reading]:
    """What the source says of the middle day."""
    return _readings(source, here, [Asked(each, (here.middle,)) for each in asked])


def _readings(source: Engine, here: World, asked: Sequence[Asked]) -> list[Reading]:
    with source.open(timezone=here.clocks.connection.key) as connector:
        found = list(measure(asked, connector=connector, calendar=here.clocks.calendar, now=NOW))
    failed = [each for each in found if isinstance(each, Unmeasured)]
    assert not failed, failed
    return [each for each in found if isinstance(each, Reading)]


def _a_measure(random: Random, value: str) -> Measure:
    where = random.choice((None, "amount > 20", "priority <> 'low'"))
    return replace(random.choice(TIMES), value=value, where=where)


def _some(random: Random) -> list[str]:
    return [*random.sample(SUMS, 2), *random.sample(RATIOS, 3), *random.sample(APART, 2)]


def _kind(value: str) -> SplitKind:
    if value in SUMS:
        return SplitKind.SUM
    return SplitKind.RATIO if value in RATIOS else SplitKind.APART


def _only(how: Measure, column: str, piece: Piece) -> Measure:
    """The same measure of the rows of one part."""
    nothing = (
        f"({column} is null or {column} = '')" if column == "priority" else f"{column} is null"
    )
    named = f"{column} = '{piece.name}'" if column == "priority" else f"{column} = {piece.name}"
    own = named if piece.name else nothing
    return replace(how, where=f"({how.where}) and {own}" if how.where else own)


def _value(split: Split, piece: Piece) -> float | None:
    if split.kind is not SplitKind.RATIO:
        return piece.above
    return (piece.above or 0.0) / piece.below if piece.below else None


def _near(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-6)
