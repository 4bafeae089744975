"""What makes a measure and a promise the same, whatever else is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from krtracker.domain.calendar import Cadence, Window, WindowKind
from krtracker.domain.key_result import (
    Bounds,
    Change,
    Expectations,
    Formula,
    History,
    HistoryKind,
    KeyResult,
    RawSql,
    digest,
)
from krtracker.errors import Place
from tests.builders import a_cycle, a_key_result, a_measure, a_promise, last_days

A_KEY_RESULT = a_key_result()
NEXT_CYCLE = a_cycle("2027-Q1")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(a_key_result("renamed", formerly="urgent_delivery_time"), id="id"),
        pytest.param(a_key_result(title="Shorter", why="because", unit="hours"), id="wording"),
        pytest.param(a_key_result(baseline=40, target=20), id="promise"),
        pytest.param(a_key_result(cycle=NEXT_CYCLE), id="cycle"),
        pytest.param(a_key_result(expectations=Expectations(rows=Bounds(1))), id="expectations"),
        pytest.param(a_key_result(cadence=Cadence.WEEKLY), id="cadence"),
        pytest.param(a_key_result(line=99), id="place"),
    ],
)
def test_the_same_measure_is_the_same_series_whatever_else_is_said(other: KeyResult) -> None:
    assert other.measure_hash == A_KEY_RESULT.measure_hash


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(a_key_result(how=a_measure(where="x = 1")), id="where"),
        pytest.param(a_key_result(how=a_measure(window=last_days(7))), id="window"),
        pytest.param(a_key_result(how=a_measure(growth=True)), id="growth"),
        pytest.param(a_key_result(how=RawSql("SELECT 1")), id="raw sql"),
        pytest.param(a_key_result(how=Formula("SELECT 1")), id="formula"),
        pytest.param(a_key_result(source="crm"), id="source"),
        pytest.param(a_key_result(history=History(HistoryKind.NONE)), id="history"),
    ],
)
def test_another_measure_is_another_series(other: KeyResult) -> None:
    assert other.measure_hash != A_KEY_RESULT.measure_hash


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(a_measure(window=Window(WindowKind.CYCLE_TO_DATE)), id="window"),
        pytest.param(a_measure(where="day >= :cycle_start"), id="fragment"),
        pytest.param(RawSql("SELECT 1 WHERE d < :cycle_end"), id="raw sql"),
    ],
)
def test_a_measure_that_looks_at_its_cycle_is_another_in_the_next(how: RawSql) -> None:
    here, there = a_key_result(how=how), a_key_result(how=how, cycle=NEXT_CYCLE)

    assert here.measure_hash != there.measure_hash


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(a_promise(target=28), id="target"),
        pytest.param(a_promise(baseline=None), id="baseline"),
        pytest.param(a_promise(change=Change(-30, is_relative=True)), id="change"),
        pytest.param(a_promise(keep=Bounds(at_least=62)), id="keep"),
        pytest.param(a_promise(path=((date(2026, 10, 31), 44),)), id="path"),
        pytest.param(a_promise(guardrails=("on_time",)), id="guardrails"),
        pytest.param(a_promise(cycle=NEXT_CYCLE), id="cycle"),
    ],
)
def test_another_promise_is_another_promise(other: object) -> None:
    assert a_key_result(promise=other).promise_hash != A_KEY_RESULT.promise_hash


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(a_promise(stretch=20), id="stretch"),
        pytest.param(a_promise(commit=30), id="commit"),
        pytest.param(a_promise(baseline=48, target=24), id="whole numbers"),
    ],
)
def test_lines_beside_a_promise_do_not_change_it(other: object) -> None:
    assert a_key_result(promise=other).promise_hash == A_KEY_RESULT.promise_hash


def test_the_hashes_of_a_release_never_change() -> None:
    assert A_KEY_RESULT.measure_hash.startswith("d554d36c116c")
    assert A_KEY_RESULT.promise_hash.startswith("673cb3cb7fd2")


def test_a_hash_is_of_what_is_said_not_of_the_order() -> None:
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})


def test_a_target_follows_from_the_baseline_in_force() -> None:
    relative = a_promise(baseline=None, change=Change(-30, is_relative=True))
    absolute = a_promise(baseline=None, change=Change(10, is_relative=False))

    assert relative.target_from(50) == 35
    assert absolute.target_from(50) == 60
    assert a_promise().target_from(50) == 24
    assert a_promise(keep=Bounds(at_least=1)).target_from(50) is None


def test_only_a_promise_of_progress_waits_for_a_baseline() -> None:
    assert a_promise(baseline=None).needs_baseline
    assert not a_promise().needs_baseline
    assert not a_promise(keep=Bounds(at_least=1)).needs_baseline


def test_bounds_are_inclusive_and_open_where_nothing_is_said() -> None:
    assert Bounds(1, 2).holds(1)
    assert Bounds(1, 2).holds(2)
    assert not Bounds(1, 2).holds(2.1)
    assert Bounds(at_least=1).holds(1e9)
    assert not Bounds(at_least=1).holds(0.9)


def test_a_field_without_a_place_is_found_where_its_holder_stands() -> None:
    measure, whole = Place("a.yaml", 5, 3), Place("a.yaml", 1, 1)
    key_result = replace(A_KEY_RESULT, places={"measure": measure}, place=whole)

    assert key_result.place_of("measure.where") == measure
    assert key_result.place_of("target") == whole
