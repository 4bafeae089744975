"""How numbers, days and moments are written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from krtracker.domain.key_result import Bounds, Change
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Point, Standing
from krtracker.domain.status import Status, Trust
from krtracker.language.notation import GAP, Notation, Quantity, quantity
from tests.builders import A_DAY, a_key_result, a_promise

ENGLISH, FRENCH = Notation("en"), Notation("fr")
HOURS = Quantity(ENGLISH, "h", 1)


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        pytest.param(33.12, "33.1", "33,1", id="rounded"),
        pytest.param(-2.4, "−2.4", "−2,4", id="a true minus"),
        pytest.param(36.25, "36.3", "36,3", id="a half, away from zero"),
        pytest.param(-0.04, "0.0", "0,0", id="no minus before zero"),
        pytest.param(1234567.0, "1\u202f234\u202f567.0", "1\u202f234\u202f567,0", id="thousands"),
        pytest.param(None, GAP, GAP, id="no value is a gap, never zero"),
    ],
)
def test_a_number_is_written_in_the_language_of_the_reader(
    value: float | None, english: str, french: str
) -> None:
    assert ENGLISH.number(value, 1) == english
    assert FRENCH.number(value, 1) == french


@pytest.mark.parametrize(
    ("language", "locale", "number", "day"),
    [
        pytest.param("en", "en-GB", "1.5", "21 Nov 2026", id="British"),
        pytest.param("en", "en-US", "1.5", "Nov 21, 2026", id="American"),
        pytest.param("en", "de-DE", "1,5", "21 Nov 2026", id="German who reads English"),
        pytest.param("en", "de_CH", "1.5", "21 Nov 2026", id="Swiss who reads English"),
        pytest.param("fr", "fr-CA", "1,5", "21 nov. 2026", id="Canadian who reads French"),
        pytest.param("fr", "en-US", "1.5", "21 nov. 2026", id="American who reads French"),
        pytest.param("fr", "", "1,5", "21 nov. 2026", id="a file in French"),
        pytest.param("en", "", "1.5", "21 Nov 2026", id="a file in English"),
    ],
)
def test_numbers_and_days_are_those_of_the_readers_country(
    language: str, locale: str, number: str, day: str
) -> None:
    notation = Notation(language, locale)

    assert notation.number(1.5, 1) == number
    assert notation.day(date(2026, 11, 21), year=True) == day


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    first = date(2026, 10, 1)

    assert FRENCH.day(first, weekday=True) == "jeu. 1er oct."
    assert FRENCH.day(date(2026, 10, 21)) == "21 oct."
    assert ENGLISH.day(first) == "1 Oct"


def test_a_value_carries_its_unit_behind_a_thin_space() -> None:
    assert HOURS.of(33.12) == "33.1\u00a0h"


def test_what_a_person_wrote_is_written_as_that_person_would() -> None:
    assert HOURS.promised(24.0) == "24\u00a0h"
    assert HOURS.promised(24.25) == "24.25\u00a0h"


def test_a_target_that_a_change_made_is_rounded_like_the_values() -> None:
    promise = a_promise(baseline=None, change=Change(7, is_relative=True))

    assert Quantity(ENGLISH, "clients", 0).target(promise, 1550.43) == "1\u202f550\u00a0clients"


@pytest.mark.parametrize(
    ("unit", "says"),
    [
        pytest.param("%", "+0.2\u00a0pt", id="percentages differ by points"),
        pytest.param("/ 10", "+0.2", id="marks differ without a unit"),
        pytest.param("h", "+0.2\u00a0h", id="others by their unit"),
    ],
)
def test_a_change_is_signed(unit: str, says: str) -> None:
    assert Quantity(ENGLISH, unit, 1).change(0.2) == says


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        pytest.param(Bounds(at_least=62), "≥\u00a062\u00a0h", id="at least"),
        pytest.param(Bounds(at_most=40), "≤\u00a040\u00a0h", id="at most"),
        pytest.param(Bounds(2, 4.5), "2 – 4.5\u00a0h", id="between"),
    ],
)
def test_limits_are_written_as_signs(bounds: Bounds, says: str) -> None:
    assert HOURS.bounds(bounds) == says


@pytest.mark.parametrize(
    ("start", "end", "value", "says"),
    [
        pytest.param(48.0, 24.0, 33.123, "33.1", id="a way of a day"),
        pytest.param(6.8, 8.5, 7.872, "7.87", id="a way of two marks"),
        pytest.param(198.0, 208.0, 201.12, "201.1", id="a way of ten in two hundred"),
        pytest.param(8.02, 7.62, 8.4064, "8.41", id="never more than three digits for show"),
    ],
)
def test_decimals_show_a_fiftieth_of_the_way(
    start: float, end: float, value: float, says: str
) -> None:
    key_result = a_key_result(unit="")
    standing = Standing(
        key_result, Status.ON_TRACK, Trust.TRUSTED, None, baseline=start, target=end
    )

    assert quantity(key_result, [value], ENGLISH, standing).of(value) == says


@pytest.mark.parametrize(
    ("share", "says"),
    [
        pytest.param(0.9958, "99 %", id="nearly there is not there"),
        pytest.param(1.0, "100 %", id="there"),
        pytest.param(1.004, "100 %", id="a little further"),
        pytest.param(0.285, "29 %", id="a half"),
        pytest.param(-0.125, "−13 %", id="a half below zero"),
    ],
)
def test_a_share_that_falls_short_is_never_the_whole(share: float, says: str) -> None:
    assert ENGLISH.percent(share).replace("\u00a0", " ") == says


def stands_at(
    value: float, start: float, end: float, *earlier: float, **promised: object
) -> Quantity:
    """How a key result is written whose value is `value` now, on its way from start to end."""
    key_result = a_key_result(**promised)  # type: ignore[arg-type]  # any part of a promise
    standing = Standing(
        key_result,
        Status.MISSED,
        Trust.TRUSTED,
        None,
        current=Point(A_DAY, value, Verdict.ACCEPTED),
        baseline=start,
        target=end if key_result.promise.keep is None else None,
    )
    return quantity(key_result, [*earlier, value], ENGLISH, standing)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        pytest.param(24.04, "24.04", id="one digit tells it"),
        pytest.param(24.004, "24.004", id="two more tell it"),
        pytest.param(24.0, "24.0", id="it is the target"),
        pytest.param(24.3, "24.3", id="it is not near"),
    ],
)
def test_a_value_short_of_its_target_is_not_written_like_it(value: float, says: str) -> None:
    assert stands_at(value, 48, 24, 30.5).bare(value) == says


def test_a_value_outside_its_limits_is_not_written_like_the_limit() -> None:
    written = stands_at(61.97, 0, 0, keep=Bounds(at_least=62))

    assert (written.bare(61.97), written.bare(62.01)) == ("61.97", "62.01")


def test_a_target_that_was_reckoned_is_told_apart_from_a_whole_value() -> None:
    change = Change(-30, is_relative=True)
    written = stands_at(5.0, 7, 4.9, baseline=None, change=change, unit="")

    assert written.of(5.0) == "5"
    assert written.target(a_promise(baseline=None, change=change), 4.9) == "4.9"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(Change(-2.5, is_relative=True), "−2.5\u00a0%", id="percent"),
        pytest.param(Change(-0.4, is_relative=False), "−0.4", id="absolute"),
        pytest.param(Change(30, is_relative=True), "+30\u00a0%", id="whole"),
    ],
)
def test_a_promised_change_is_written_as_a_person_wrote_it(change: Change, says: str) -> None:
    assert HOURS.step(change) == says


def test_counts_have_no_decimals() -> None:
    assert quantity(a_key_result(unit=""), [61.0, 75.0], ENGLISH).of(61.0) == "61"


def test_a_day_is_written_in_the_language_of_the_reader() -> None:
    day = date(2026, 11, 21)

    assert ENGLISH.day(day, weekday=True, year=True) == "Sat 21 Nov 2026"
    assert FRENCH.day(day, weekday=True) == "sam. 21 nov."


def test_a_moment_of_today_is_a_time_alone() -> None:
    moment = datetime(2026, 11, 22, 6, 4, tzinfo=UTC)

    assert ENGLISH.moment(moment, date(2026, 11, 22)) == "06:04"
    assert ENGLISH.moment(moment) == "22 Nov 06:04"


@pytest.mark.parametrize(
    ("seconds", "says"),
    [(0.0, "< 1 ms"), (0.0031, "3 ms"), (0.41, "0.4 s"), (12.3, "12 s"), (180.0, "3 min")],
)
def test_a_duration_has_as_many_digits_as_matter(seconds: float, says: str) -> None:
    assert ENGLISH.seconds(seconds).replace("\u00a0", " ") == says
