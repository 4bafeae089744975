"""Into which parts a long past is cut before it is measured and recorded."""

from __future__ import annotations

from datetime import date, timedelta

from krtracker.domain.key_result import HowMeasured, Measure, RawSql
from krtracker.measures import Asked
from krtracker.tracking import parts
from tests.builders import a_key_result

DAYS = tuple(date(2026, 1, 1) + timedelta(days=number) for number in range(100))
SCANNED = Measure("orders", "count(*)", at="created_at")
ALONE = RawSql("select 1 as value")
NEVER_DATED = Measure("orders", "count(*)")


def asked(*hows: HowMeasured) -> list[Asked]:
    return [Asked(a_key_result(f"number_{place}", how=how), DAYS) for place, how in enumerate(hows)]


def lengths(wanted: list[Asked], size: int) -> list[int]:
    """How many days there are in each part."""
    return [len({day for each in part for day in each.days}) for part in parts(wanted, size)]


def test_queries_of_ones_own_words_are_counted_one_a_day() -> None:
    assert lengths(asked(ALONE), 25) == [25, 25, 25, 25]


def test_what_has_no_time_is_asked_day_by_day_too() -> None:
    assert lengths(asked(NEVER_DATED), 25) == [25, 25, 25, 25]


def test_what_shares_scans_is_cut_into_parts_fifty_times_as_long() -> None:
    assert lengths(asked(SCANNED), 1) == [50, 50]


def test_a_hundred_key_results_over_a_quarter_are_scanned_once() -> None:
    quarter = [Asked(each.key_result, DAYS[:90]) for each in asked(*[SCANNED] * 100)]

    assert len(list(parts(quarter))) == 1


def test_every_day_is_in_one_part_oldest_first() -> None:
    wanted = asked(SCANNED, ALONE)

    found = [
        (each.key_result.id, day) for part in parts(wanted, 7) for each in part for day in each.days
    ]

    assert sorted(found) == sorted((each.key_result.id, day) for each in wanted for day in DAYS)
    assert [day for id, day in found if id == "number_0"] == list(DAYS)
