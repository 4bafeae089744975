"""Formulas reckon with what other key results said on the same day, and with nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from krtracker.domain.key_result import Formula, KeyResult
from krtracker.domain.measurement import Outcome, Reading, Unmeasured, Verdict
from krtracker.domain.standing import Point
from krtracker.measures import Asked, faults, formula_outcomes
from tests.builders import A_DAY, NOW, a_catalog, a_cycle, a_key_result


def a_formula(expression: str, id: str = "coverage", **fields: Any) -> KeyResult:
    return a_key_result(id, how=Formula(expression), source=None, **fields)


def a_point(value: float | None, verdict: Verdict = Verdict.ACCEPTED, day: date = A_DAY) -> Point:
    return Point(day, value, verdict, "too few rows" if verdict is Verdict.REJECTED else None)


def outcome(expression: str, **points: Point) -> Outcome:
    formula = a_formula(expression)
    parts = [a_key_result(name) for name in ("pipeline", "won")]
    known = {f"2026-Q4/{name}": [point] for name, point in points.items()}
    (found,) = formula_outcomes(
        [Asked(formula, (A_DAY,))], catalog=a_catalog(formula, *parts), points=known, now=NOW
    )
    return found


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("pipeline / positive(2500000 - won)", 2.0),
        ("pipeline - won * 2 / 4", 2_500_000.0),
        ("-(pipeline) + 1.5", -2_999_998.5),
        ("won / (pipeline - 3000000)", None),
        ("positive(won - pipeline)", None),
        ("pipeline / positive(1000000 - won)", None),
    ],
)
def test_a_formula_is_arithmetic_over_the_same_day(expression: str, value: float | None) -> None:
    reading = outcome(expression, pipeline=a_point(3_000_000), won=a_point(1_000_000))

    assert isinstance(reading, Reading)
    assert (reading.value, reading.failure) == (value, None)


def test_a_part_without_a_value_leaves_none() -> None:
    reading = outcome("pipeline + won", pipeline=a_point(1), won=a_point(None))

    assert isinstance(reading, Reading)
    assert (reading.value, reading.failure) == (None, None)
    assert reading.parameters == {"pipeline": "1", "won": "no value"}


def test_a_part_that_is_not_believed_makes_the_formula_unbelieved() -> None:
    reading = outcome("pipeline + won", pipeline=a_point(1, Verdict.REJECTED), won=a_point(1))

    assert isinstance(reading, Reading)
    assert reading.failure == "`pipeline` is not believed: too few rows"


def test_a_part_that_was_not_measured_leaves_the_formula_unmeasured() -> None:
    unmeasured = outcome("pipeline + won", pipeline=a_point(1))

    assert isinstance(unmeasured, Unmeasured)
    assert unmeasured.reason == f"`won` is not measured as of {A_DAY}"
    assert not unmeasured.is_definition_fault


def test_a_value_too_large_is_rejected() -> None:
    reading = outcome("pipeline * pipeline", pipeline=a_point(1e200), won=a_point(1))

    assert isinstance(reading, Reading)
    assert reading.failure == "the value is infinite"


def test_a_formula_may_reckon_with_a_formula_whatever_their_order() -> None:
    outer, inner = a_formula("inner_one * 2", "outer_one"), a_formula("won + 1", "inner_one")
    catalog = a_catalog(outer, inner, a_key_result("won"))

    found = formula_outcomes(
        [Asked(outer, (A_DAY,)), Asked(inner, (A_DAY,))],
        catalog=catalog,
        points={"2026-Q4/won": [a_point(4)]},
        now=NOW,
    )

    assert [each.value for each in found if isinstance(each, Reading)] == [10.0, 5.0]


def test_parts_are_those_of_the_same_cycle() -> None:
    formula = a_formula("won + 0")
    now, then = a_key_result("won"), a_key_result("won", cycle=a_cycle("2027-Q1"))
    points = {now.key: [a_point(1)], then.key: [a_point(2)]}

    (found,) = formula_outcomes(
        [Asked(formula, (A_DAY,))], catalog=a_catalog(formula, now, then), points=points, now=NOW
    )

    assert isinstance(found, Reading)
    assert found.value == 1.0


@pytest.mark.parametrize(
    ("expression", "message", "hint"),
    [
        ("pipelin + won", "no key result or health metric `pipelin`", "did you mean `pipeline`?"),
        ("won + coverage", "`coverage` reckons with `coverage` in turn", None),
        ("1 + 2", "a formula reckons with other key results, and this names none", None),
        (
            "log(won)",
            "`log` is not part of a formula",
            "there are names of key results, numbers, + - * / ( ) and `positive(...)`",
        ),
        ("won +", "cannot be read at `+`", None),
        ("won > 1", "`won > 1` is not part of a formula", None),
        ("(select 1)", "`(SELECT 1)` is not part of a formula", None),
    ],
)
def test_what_is_no_formula_is_a_problem(expression: str, message: str, hint: str | None) -> None:
    formula = a_formula(expression)
    catalog = a_catalog(formula, a_key_result("pipeline"), a_key_result("won"))

    (problem,) = faults(formula, connection=None, dialect=None, catalog=catalog)

    assert problem.message == f"`formula`: {message}"
    if hint is not None:
        assert problem.hint == hint


def test_formulas_that_go_round_in_a_circle_are_problems() -> None:
    one, two = a_formula("two_way", "one_way"), a_formula("one_way + 1", "two_way")
    catalog = a_catalog(one, two)

    assert faults(one, connection=None, dialect=None, catalog=catalog) != []
    assert formula_outcomes([Asked(one, (A_DAY,))], catalog=catalog, points={}, now=NOW) != []
