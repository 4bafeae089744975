"""Which formulas are reckoned anew, and for which days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from krtracker.domain.key_result import Formula, KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Point
from krtracker.measures import Asked, following, outrun
from tests.builders import A_DAY, NOW, a_catalog, a_key_result

BEFORE = A_DAY - timedelta(days=1)
WON, LOST = a_key_result("won"), a_key_result("lost")


def a_formula(id: str, expression: str) -> KeyResult:
    return a_key_result(id, how=Formula(expression), source=None)


BOTH = a_formula("both", "won + lost")
SHARE = a_formula("share", "won / positive(both)")
CATALOG = a_catalog(SHARE, BOTH, WON, LOST)


def known(**values: Mapping[date, float | None]) -> dict[str, Sequence[Point]]:
    return {
        f"2026-Q4/{id}": [Point(day, value, Verdict.ACCEPTED) for day, value in of.items()]
        for id, of in values.items()
    }


def followed(
    asked: Sequence[Asked], points: Mapping[str, Sequence[Point]]
) -> dict[str, list[date]]:
    found = following(asked, [SHARE, BOTH], catalog=CATALOG, points=lambda _: points)
    return {each.key_result.id: list(each.days) for each in found}


DAYS = {BEFORE: 1.0, A_DAY: 1.0}
EVERYTHING = known(won=DAYS, lost=DAYS, both=DAYS, share=DAYS)


def test_formulas_over_formulas_follow_too() -> None:
    assert followed([Asked(LOST, (A_DAY,))], EVERYTHING) == {"both": [A_DAY], "share": [A_DAY]}


def test_days_that_are_asked_already_are_left_out() -> None:
    asked = [Asked(WON, (BEFORE, A_DAY)), Asked(BOTH, (A_DAY,)), Asked(SHARE, (BEFORE, A_DAY))]

    assert followed(asked, EVERYTHING) == {"both": [BEFORE]}


def test_a_day_of_which_another_part_is_not_known_is_left_out() -> None:
    points = EVERYTHING | known(lost={BEFORE: 1.0})

    assert followed([Asked(WON, (BEFORE, A_DAY))], points) == {
        "both": [BEFORE],
        "share": [BEFORE, A_DAY],
    }


def test_the_ledger_is_not_asked_where_no_formula_reckons_with_what_is_asked() -> None:
    other = a_key_result("other")

    def points(_: object) -> dict[str, Sequence[Point]]:
        raise AssertionError("asked in vain")

    assert following([Asked(other, (A_DAY,))], [BOTH], catalog=CATALOG, points=points) == []


def behind(points: Mapping[str, Sequence[Point]]) -> dict[str, list[date]]:
    return outrun([SHARE, BOTH], catalog=CATALOG, points=points, now=NOW)


PARTS = known(won={A_DAY: 1.0}, lost={A_DAY: 3.0})


def test_a_formula_whose_parts_say_the_same_is_not_outrun() -> None:
    assert behind(PARTS | known(both={A_DAY: 4.0}, share={A_DAY: 0.25})) == {}


def test_a_formula_whose_parts_say_something_else_is_outrun_with_those_over_it() -> None:
    points = PARTS | known(both={A_DAY: 5.0}, share={A_DAY: 0.2})

    assert behind(points) == {"2026-Q4/both": [A_DAY], "2026-Q4/share": [A_DAY]}


def test_a_formula_over_one_that_is_held_for_a_reason_of_its_own_is_not_outrun() -> None:
    held = {"2026-Q4/both": [Point(A_DAY, 4.0, Verdict.REJECTED, "above 3")]}

    assert behind(PARTS | held | known(share={A_DAY: None})) == {}


def test_a_formula_of_which_a_part_is_not_known_is_not_outrun() -> None:
    assert behind(known(won={A_DAY: 1.0}, both={A_DAY: 4.0})) == {}
