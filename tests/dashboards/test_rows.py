"""One key result as a row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboards.rows import promise, sampled, spark_of, team_name
from dashboards.view import View
from krtracker.domain.calendar import Cadence
from krtracker.domain.key_result import Bounds, Change, KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Facts, Point, Standing
from krtracker.domain.status import Status, Trust
from krtracker.language.notation import Notation, Quantity
from krtracker.language.words import words
from krtracker.ledger import Snapshot
from krtracker.project import Project
from tests.builders import A_DAY, NOW, a_key_result


def days(*back: int) -> list[date]:
    return [A_DAY - timedelta(days=each) for each in back]


def believed(back: int, value: float | None, verdict: Verdict = Verdict.ACCEPTED) -> Point:
    return Point(A_DAY - timedelta(days=back), value, verdict)


def test_a_sample_is_the_value_of_the_day_or_the_last_of_the_week_before() -> None:
    points = [believed(9, 1.0), believed(3, 2.0), believed(0, 3.0)]

    assert sampled(points, days(9, 6, 3, 0)) == [1.0, 1.0, 2.0, 3.0]


def test_a_long_silence_is_a_gap() -> None:
    points = [believed(40, 1.0), believed(0, 3.0)]

    assert sampled(points, days(41, 40, 20, 0)) == [None, 1.0, None, 3.0]


def test_what_is_not_believed_is_not_drawn() -> None:
    points = [believed(3, 2.0), believed(0, 99.0, Verdict.REJECTED)]

    assert sampled(points, days(3, 0)) == [2.0, 2.0]


def test_the_last_believed_value_is_held_however_old_it_is() -> None:
    assert sampled([believed(30, 2.0)], days(30, 10, 0)) == [2.0, 2.0, 2.0]


@pytest.mark.parametrize(
    ("key_result", "target", "says"),
    [
        pytest.param(a_key_result(), 24.0, "target 24 h", id="stated"),
        pytest.param(
            a_key_result(baseline=None, change=Change(-30, is_relative=True)),
            53.9,
            "target 53.9 h (−30 %)",
            id="relative",
        ),
        pytest.param(
            a_key_result(baseline=None, change=Change(-2.5, is_relative=True)),
            97.5,
            "target 97.5 h (−2.5 %)",
            id="relative, with a fraction",
        ),
        pytest.param(
            a_key_result(baseline=None, change=Change(-0.4, is_relative=False)),
            99.6,
            "target 99.6 h (−0.4)",
            id="absolute, with a fraction",
        ),
        pytest.param(
            a_key_result(baseline=None, change=Change(10, is_relative=False)),
            None,
            "target +10",
            id="baseline pending",
        ),
        pytest.param(a_key_result(keep=Bounds(at_most=40)), None, "keep ≤ 40 h", id="limits"),
    ],
)
def test_what_was_promised_is_said_in_a_phrase(
    key_result: KeyResult, target: float | None, says: str
) -> None:
    standing = Standing(key_result, Status.ON_TRACK, Trust.TRUSTED, None, target=target)

    said = promise(standing, Quantity(Notation(), "h", 1), words("en"))

    assert said.replace("\u00a0", " ") == says


def test_a_target_in_force_is_said_before_anything_is_held_against_it() -> None:
    key_result = a_key_result(baseline=None, change=Change(-10, is_relative=True))
    standing = Standing(key_result, Status.NO_DATA, Trust.NO_DATA, None, baseline=40.0)

    said = promise(standing, Quantity(Notation(), "h", 0), words("en"))

    assert said.replace("\u00a0", " ") == "target 36 h (−10 %)"


def test_the_words_of_a_small_line_end_with_the_value_that_is_shown(story: Project) -> None:
    key_result = a_key_result(cadence=Cadence.HOURLY)
    today = believed(-1, 42.4)
    facts = Facts(points=[believed(1, 44.0), believed(0, 42.3), today])
    standing = Standing(
        key_result, Status.ON_TRACK, Trust.TRUSTED, A_DAY, today, baseline=48.0, target=24.0
    )
    snapshot = Snapshot.latest(story)
    assert snapshot is not None
    known = {key_result.key: facts}
    view = View(snapshot, snapshot.catalog, known, {}, NOW, NOW, words("en"), Notation())

    spark = spark_of(standing, view, Quantity(Notation(), "h", 1))

    assert spark is not None
    assert "to 42.4 h" in spark.says.replace("\u00a0", " ")


def test_a_team_is_written_as_a_name() -> None:
    assert team_name("it_support") == "It support"
    assert team_name("") == ""
