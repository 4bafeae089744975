"""Whole numbers that a source keeps as decimals, longer than a double: neighbours stay apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from krtracker.domain.key_result import Expectations, KeyResult, Latest, Measure
from krtracker.domain.measurement import Outcome, Reading, Unmeasured
from krtracker.measures import Asked, measure
from tests.builders import a_calendar, a_key_result, last_days
from tests.engines import KINDS, Engine, Rows, engine

NOW = datetime(2030, 1, 1, tzinfo=UTC)
DAY = date(2026, 10, 5)
DAYS = tuple(DAY + timedelta(days=number) for number in range(-3, 25))
FAR = 10**18
"""Nineteen digits, of which a double tells some hundred neighbours no longer apart."""
COLUMNS = {"id": "whole", "account": "whole", "state": "text", "seen": "date"}
ORDERS = [
    (FAR + 1, FAR + 1, "open", DAY),
    (FAR + 2, FAR + 1, "open", DAY),
    (FAR + 3, FAR + 2, "done", DAY),
    (FAR + 3, FAR + 3, "done", DAY),
    (FAR + 4, None, "done", DAY),
    (None, FAR + 4, "open", DAY),
]
ACCOUNTS = [(FAR + 1,), (FAR + 3,), (FAR + 5,)]
TABLES = {"orders": Rows(COLUMNS, ORDERS), "accounts": Rows({"number": "whole"}, ACCOUNTS)}
VALUES = {
    "count(distinct id)": 4,
    "count(distinct id) filter (where state = 'open')": 2,
    "count(distinct id) filter (where state ~ '^d')": 2,
    "count(distinct case when state = 'open' then id end)": 2,
    "count(distinct coalesce(id, account))": 4,
    "count(distinct id % 1000)": 4,
    "count(id)": 5,
    f"count(*) filter (where id = {FAR + 2})": 1,
    f"count(*) filter (where id in ({FAR + 2}, {FAR + 4}))": 2,
    f"count(*) filter (where id > {FAR + 1} and id <= {FAR + 3})": 3,
    f"count(*) filter (where id between {FAR + 2} and {FAR + 3})": 3,
    "count(*) filter (where id = account)": 2,
    "count(*) filter (where account in (select number from accounts))": 3,
    f"sum(id - {FAR})": 13,
    f"sum(id - {FAR} + 2 * (account - {FAR}))": 9 + 2 * 7,
    f"avg(id - {FAR})": 2.6,
    "count(*) filter (where id is null)": 1,
}
ROWS = {
    "orders join accounts on accounts.number = orders.account": 3,
    "orders left join accounts on accounts.number = orders.account": 6,
    "(select account, seen, count(*) as n from orders group by account, seen) as grouped": 5,
    "(select id, max(seen) as seen from orders where id is not null group by id) as o"
    " join accounts on accounts.number = o.id": 2,
}


@pytest.fixture(scope="module", params=KINDS)
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as made:
        made.put(TABLES)
        yield made


def outcomes(
    source: Engine, wanted: Sequence[KeyResult], days: tuple[date, ...] = (DAY,)
) -> list[Outcome]:
    """What the source says of each key result as of each day."""
    asked = [Asked(each, days) for each in wanted]
    with source.open() as connector:
        return list(measure(asked, connector=connector, calendar=a_calendar(), now=NOW))


def readings(
    source: Engine, wanted: Sequence[KeyResult], days: tuple[date, ...] = (DAY,)
) -> list[Reading]:
    found = outcomes(source, wanted, days)
    for each in found:
        assert isinstance(each, Reading), each
    return [each for each in found if isinstance(each, Reading)]


def counted(value: str, rows: str = "orders") -> Measure:
    return Measure(rows, value, at="seen", window=last_days(7))


@pytest.mark.parametrize(("value", "expected"), VALUES.items())
def test_neighbours_stay_apart(source: Engine, value: str, expected: float) -> None:
    (found,) = readings(source, [a_key_result(how=counted(value))])

    assert found.value == pytest.approx(expected)


def test_neighbours_stay_apart_in_scans_that_are_shared(source: Engine) -> None:
    wanted = [
        a_key_result(f"kr_{number}", how=counted(value)) for number, value in enumerate(VALUES)
    ]

    found = readings(source, wanted, DAYS)

    assert any(each.way is not None and each.way.is_shared for each in found)
    last = [each.value for each in found if each.as_of == DAY + timedelta(days=6)]
    assert last == [pytest.approx(each) for each in VALUES.values()]


def test_neighbours_stay_apart_in_conditions_over_the_same_rows(source: Engine) -> None:
    wanted = [
        a_key_result(
            f"kr_{number}",
            how=Measure(
                "orders", "count(*)", f"id = {FAR + number}", at="seen", window=last_days(7)
            ),
        )
        for number in range(6)
    ]

    assert [each.value for each in readings(source, wanted)] == [0, 1, 1, 2, 1, 0]


@pytest.mark.parametrize(("rows", "expected"), ROWS.items())
def test_only_what_is_equal_is_joined_or_grouped(
    source: Engine, rows: str, expected: float
) -> None:
    (found,) = readings(source, [a_key_result(how=counted("count(*)", rows))])

    assert found.value == expected


def test_neighbours_are_entities_of_their_own_in_a_log(source: Engine) -> None:
    how = Measure("orders", "count(*)", "id is not null", latest=Latest("id", ("seen", "account")))

    (found,) = readings(source, [a_key_result(how=how)])

    assert found.value == 4


def test_neighbours_are_no_duplicates(source: Engine) -> None:
    expect = Expectations(duplicates_at_most={"id": 0})

    (found,) = readings(source, [a_key_result(how=counted("count(*)"), expectations=expect)])

    assert found.duplicates == {"id": 1.0}


def test_a_value_is_divided_over_every_neighbour(source: Engine) -> None:
    key_result = a_key_result(how=counted("count(*)"), split_by=("account",))
    asked = Asked(key_result, (DAY,), split_days=(DAY,))

    with source.open() as connector:
        (found,) = measure([asked], connector=connector, calendar=a_calendar(), now=NOW)

    assert isinstance(found, Reading)
    (split,) = found.splits
    assert {each.name: each.rows for each in split.pieces} == {
        "": 1,
        str(FAR + 1): 2,
        str(FAR + 2): 1,
        str(FAR + 3): 1,
        str(FAR + 4): 1,
    }


@pytest.mark.parametrize("value", ["count(distinct id)", "sum(id)", f"sum(id) / {FAR}"])
def test_a_number_too_long_for_64_bits_is_refused_by_name(source: Engine, value: str) -> None:
    if source.kind == "sqlite":
        pytest.skip("it keeps no such numbers")
    source.put({"orders": Rows(COLUMNS, [*ORDERS, (FAR * 10, FAR, "open", DAY)])})

    refused, whole = outcomes(
        source, [a_key_result("a", how=counted(value)), a_key_result("b", how=counted("count(*)"))]
    )

    source.put(TABLES)
    assert isinstance(refused, Unmeasured)
    assert refused.reason == (
        "a whole number in `id` is too long for 64 bits: let the source have it as text or a double"
    )
    assert isinstance(whole, Reading)
    assert whole.value == 7
