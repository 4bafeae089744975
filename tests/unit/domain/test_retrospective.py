"""What a cycle came to, and what is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from krtracker.domain.key_result import Bounds, ChangeEntry, KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.retrospective import Reason, lessons, scores, unfinished, wins
from krtracker.domain.standing import Facts, Point, Standing, standings
from tests.builders import A_DAY, NOW, Q4, a_catalog, a_key_result, an_objective

AFTER = datetime(2027, 1, 20, 8, tzinfo=UTC)
CHANGE = ChangeEntry(date(2026, 11, 9), "sales", "new prices")


def facts(*values: float, held: Sequence[int] = ()) -> Facts:
    first = A_DAY - timedelta(days=len(values) - 1)
    return Facts(
        [
            Point(
                first + timedelta(days=place),
                value,
                Verdict.REJECTED if place in held else Verdict.ACCEPTED,
            )
            for place, value in enumerate(values)
        ]
    )


def stood(
    key_result: KeyResult, known: Facts, *, now: datetime = NOW
) -> tuple[Standing, dict[str, Facts]]:
    by_key = {key_result.key: known}
    return standings(a_catalog(key_result), by_key, now)[key_result.key], by_key


def asked(key_result: KeyResult, known: Facts) -> list[Reason]:
    standing, by_key = stood(key_result, known)
    early = wins([standing], by_key)
    return [each.reason for each in lessons([standing], by_key, early)]


def test_a_win_is_early_from_the_day_on_which_it_stays_reached() -> None:
    standing, by_key = stood(a_key_result(), facts(30, 23, 25, 24, 23, 22))

    (win,) = wins([standing], by_key)

    assert win.reached_on == A_DAY - timedelta(days=2)
    assert win.days_early == 42


def test_what_came_after_a_cycle_takes_no_win_from_it() -> None:
    after = [Point(date(2027, 1, day), 40.0, Verdict.ACCEPTED) for day in (1, 2)]
    known = Facts([Point(date(2026, 12, 1), 20.0, Verdict.ACCEPTED), *after])
    standing, by_key = stood(a_key_result(), known, now=AFTER)

    (win,) = wins([standing], by_key)

    assert win.reached_on == date(2026, 12, 1)


def test_days_after_a_cycle_raise_no_question_about_it() -> None:
    after = [Point(date(2027, 1, day), 9e9, Verdict.REJECTED) for day in range(1, 12)]
    known = Facts([Point(Q4.end, 20.0, Verdict.ACCEPTED), *after])
    standing, by_key = stood(a_key_result(), known, now=AFTER)

    assert lessons([standing], by_key, []) == []


def test_what_was_reached_and_lost_is_no_win() -> None:
    standing, by_key = stood(a_key_result(), facts(30, 23, 30))

    assert wins([standing], by_key) == []


@pytest.mark.parametrize(
    ("key_result", "known", "reasons"),
    [
        pytest.param(a_key_result(), facts(40), [Reason.UNMET], id="behind"),
        pytest.param(a_key_result(), facts(30), [], id="on its way"),
        pytest.param(a_key_result(), facts(20), [Reason.EARLY], id="reached long before"),
        pytest.param(
            a_key_result(),
            facts(*[30.0] * 9, held=range(5)),
            [Reason.HELD],
            id="not believed for days",
        ),
        pytest.param(
            a_key_result(keep=Bounds(at_least=90)),
            facts(*[80.0] * 20),
            [Reason.UNKEPT],
            id="not kept",
        ),
    ],
)
def test_one_question_about_each_that_stands_out(
    key_result: KeyResult, known: Facts, reasons: list[Reason]
) -> None:
    assert asked(key_result, known) == reasons


def test_another_promise_is_asked_about_and_an_entry_alone_is_not() -> None:
    entered = a_key_result(changes=[CHANGE])
    standing, by_key = stood(entered, facts(30))

    (lesson,) = lessons([standing], by_key, [], changed={entered.key})

    assert lesson.reason is Reason.CHANGED
    assert lessons([standing], by_key, []) == []


def test_scores_are_means_of_the_way_and_count_what_was_reached() -> None:
    done, half = a_key_result("done"), a_key_result("half")
    catalog = a_catalog(an_objective(done, half))
    found = standings(catalog, {done.key: facts(20), half.key: facts(36)}, NOW)

    (score,) = scores(catalog.objectives, found)

    assert (score.share, score.reached) == (0.75, 1)


def test_nothing_measured_has_no_score() -> None:
    catalog = a_catalog(a_key_result())

    (score,) = scores(catalog.objectives, standings(catalog, {}, NOW))

    assert (score.share, score.reached) == (None, 0)


def test_what_is_behind_is_carried_over_the_furthest_behind_first() -> None:
    far, near, well = a_key_result("far"), a_key_result("near"), a_key_result("well")
    known = {far.key: facts(47), near.key: facts(40), well.key: facts(30)}
    found = standings(a_catalog(far, near, well), known, NOW)

    assert [each.key_result.id for each in unfinished(list(found.values()))] == ["far", "near"]
