"""A change divided over its parts adds up exactly, whatever appears, vanishes or is too small."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from krtracker.domain.moved import Moved, Mover, most_telling, moved
from krtracker.domain.segments import FEWEST_ROWS
from krtracker.domain.split import Piece, Split, SplitKind, kept

NOW = date(2026, 11, 21)
WEEK_AGO = NOW - timedelta(days=6)
NAMES = ("", "north", "south", "east", "west", "isle", *(f"town {n}" for n in range(12)))
numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 6))


def a_ratio(day: date = NOW, /, **parts: tuple[float, float]) -> Split:
    """The mean of so many rows each; the name `nobody` stands for none given."""
    pieces = tuple(
        Piece("" if name == "nobody" else name, int(rows), mean * rows, rows)
        for name, (mean, rows) in parts.items()
    )
    return whole(Split(day, "region", SplitKind.RATIO, None, pieces))


def a_sum(day: date = NOW, /, **parts: float) -> Split:
    pieces = tuple(Piece(name, int(count), count) for name, count in parts.items())
    return whole(Split(day, "region", SplitKind.SUM, None, pieces))


def whole(split: Split) -> Split:
    return replace(split, value=split.whole)


def changed(before: Split, now: Split) -> Moved:
    found = moved(replace(before, as_of=WEEK_AGO), now)
    assert found is not None
    return found


def told(found: Moved) -> dict[str, tuple[float, float]]:
    """What every part brought by its own value, and by its share."""
    return {
        each.name or ("others" if each.is_others else "not given"): (
            round(each.rate, 9),
            round(each.mix, 9),
        )
        for each in found.movers
    }


@st.composite
def splits(draw: st.DrawFn) -> tuple[Split, Split]:
    """Two days of one value: parts that stay, appear, vanish, hardly count, or weigh nothing."""
    kind = draw(st.sampled_from([SplitKind.SUM, SplitKind.RATIO]))
    days = []
    for day in (WEEK_AGO, NOW):
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=18, unique=True))
        pieces = [
            Piece(
                name,
                draw(st.integers(1, 40)),
                draw(numbers),
                draw(st.one_of(st.just(0.0), st.floats(0.5, 1e4))) if kind is SplitKind.RATIO
                else None,
            )
            for name in names
        ]  # fmt: skip
        most = draw(st.sampled_from([3, 100]))
        days.append(whole(Split(day, "region", kind, None, kept(pieces, kind, most))))
    return days[0], days[1]


@settings(max_examples=1_000)
@given(splits(), st.integers(1, 20))
def test_what_the_parts_bring_adds_up_to_the_change(days: tuple[Split, Split], most: int) -> None:
    found = moved(*days, most=most)
    assume(found is not None)
    assert found is not None

    size = max([1.0, abs(found.before), abs(found.now), *(abs(e.total) for e in found.movers)])
    off = math.fsum([*(each.total for each in found.movers), -found.change])
    assert abs(off) <= 1e-9 * size
    assert len(found.movers) <= most + 1
    assert all(each.mix == 0 for each in found.movers) or found.has_mix


def test_a_part_that_got_better_alone_brings_all_of_the_change() -> None:
    found = changed(
        a_ratio(north=(40, 50), south=(60, 50)), a_ratio(north=(40, 50), south=(50, 50))
    )

    assert found.change == -5
    assert told(found) == {"south": (-5, 0), "north": (0, 0)}


def test_a_part_that_only_grew_brings_its_distance_from_the_whole() -> None:
    found = changed(a_ratio(fast=(20, 50), slow=(60, 50)), a_ratio(fast=(20, 75), slow=(60, 25)))

    assert found.change == -10
    assert told(found) == {"fast": (0, -3.75), "slow": (0, -6.25)}


def test_a_part_that_appears_or_vanishes_brings_it_by_its_share() -> None:
    found = changed(a_ratio(b=(60, 50), a=(40, 50)), a_ratio(a=(40, 50), c=(30, 50)))

    assert found.change == -15
    assert all(rate == 0 for rate, _ in told(found).values())
    assert math.isclose(sum(mix for _, mix in told(found).values()), -15)
    assert [(each.name, each.before, each.now) for each in found.movers if each.name != "a"] == [
        ("b", 60, None),
        ("c", None, 30),
    ]


def test_the_parts_of_a_count_bring_their_own_change() -> None:
    found = changed(a_sum(web=100, phone=40), a_sum(web=70, phone=45))

    assert told(found) == {"web": (-30, 0), "phone": (5, 0)}
    assert not found.has_mix


def test_rows_without_a_value_are_a_part_of_their_own() -> None:
    found = changed(a_ratio(nobody=(10, 50), a=(40, 50)), a_ratio(nobody=(30, 50), a=(40, 50)))

    assert told(found) == {"not given": (10, 0), "a": (0, 0)}
    assert found.main is None, "nobody can act on what is not given"


def test_a_part_of_a_few_people_is_never_told_apart() -> None:
    before = a_ratio(a=(40, 50), b=(44, 50), one=(99, FEWEST_ROWS - 1), c=(30, 20))
    now = a_ratio(a=(40, 50), b=(40, 50), one=(10, 20), c=(30, 20))

    found = changed(before, now)

    assert "one" not in {each.name for each in found.movers}
    assert found.movers[-1].is_others
    assert math.isclose(math.fsum(each.total for each in found.movers), found.change)


def test_of_very_many_parts_the_largest_movers_are_told_apart() -> None:
    before = a_sum(WEEK_AGO, **{f"p{number}": 10 for number in range(30)})
    now = a_sum(**{f"p{number}": 10 + number for number in range(30)})

    found = changed(before, now)

    assert [each.name for each in found.movers] == [*(f"p{n}" for n in range(29, 21, -1)), ""]
    assert found.movers[-1].total == sum(range(22))


def test_a_part_that_may_have_been_among_the_others_joins_them() -> None:
    before = a_sum(WEEK_AGO, a=90, b=50, c=9)
    before = replace(before, pieces=kept(before.pieces, SplitKind.SUM, 2))

    found = changed(before, a_sum(a=90, b=50, c=60))

    assert [(each.name, each.is_others, each.total) for each in found.movers] == [
        ("a", False, 0),
        ("b", False, 0),
        ("", True, 51),
    ]


def test_the_parts_of_a_median_have_values_and_bring_nothing() -> None:
    def a_median(day: date, value: float, **parts: float) -> Split:
        pieces = tuple(Piece(name, 30, each) for name, each in parts.items())
        return Split(day, "region", SplitKind.APART, value, (*pieces, Piece("few", 2, 1.0)))

    found = changed(a_median(WEEK_AGO, 5, a=4, b=6), a_median(NOW, 7, a=4.5, b=9))

    assert [(each.name, each.before, each.now, each.total) for each in found.movers] == [
        ("b", 6, 9, 0),
        ("a", 4, 4.5, 0),
    ]
    assert (found.adds_up, found.main) == (False, None)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param(a_sum(a=1, b=9), a_ratio(a=(1, 9), b=(2, 9)), id="another kind"),
        pytest.param(Split(NOW, "r", SplitKind.RATIO, None, ()), a_ratio(a=(1, 9)), id="no value"),
        pytest.param(a_sum(a=10), a_sum(a=20), id="one part only"),
        pytest.param(replace(a_sum(a=10, b=9), value=3), a_sum(a=20, b=9), id="parts of another"),
    ],
)
def test_days_that_cannot_be_compared_say_nothing(before: Split, now: Split) -> None:
    assert moved(replace(before, as_of=WEEK_AGO), now) is None


def test_the_main_mover_goes_the_way_of_the_change() -> None:
    before, now = a_sum(a=100, b=50, c=50), a_sum(a=60, b=80, c=20)

    main = changed(before, now).main

    assert main is not None
    assert (main.name, main.total) == ("a", -40)


def test_the_column_that_tells_most_is_told() -> None:
    even = changed(a_sum(a=100, b=100), a_sum(a=90, b=90))
    clear = replace(even, column="carrier", movers=(Mover("c", 100, 80, rate=-20.0),))

    assert most_telling([even, clear]) == clear
    assert most_telling([]) is None
