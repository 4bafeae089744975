"""What is worth telling since a day, and what is not."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pytest

from krtracker.domain.calendar import Calendar
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.news import News, NewsKind, headlines, last_week_start, news
from krtracker.domain.standing import Facts, Point, standings
from tests.builders import A_DAY, NOW, a_catalog, a_key_result

SINCE = date(2026, 11, 16)


def facts(values: Sequence[float | None], *, held: Iterable[int] = ()) -> Facts:
    """Daily values up to the last closed day; those at places counted from the end are held."""
    first = A_DAY - timedelta(days=len(values) - 1)
    rejected = {len(values) + place for place in held}
    return Facts(
        [
            Point(
                first + timedelta(days=place),
                value,
                Verdict.REJECTED if place in rejected else Verdict.ACCEPTED,
                "too few rows" if place in rejected else None,
            )
            for place, value in enumerate(values)
        ]
    )


def told(known: Facts, key_result: KeyResult | None = None) -> list[News]:
    """The news of one key result since last Monday."""
    catalog = a_catalog(key_result or a_key_result())
    by_key = {each.key: known for each in catalog.key_results}
    return news(catalog, by_key, standings(catalog, by_key, NOW), since=SINCE)


def noise(days: int = 200) -> list[float]:
    """A number that only trembles."""
    tremble = random.Random(7)
    return [35 + tremble.uniform(-1, 1) for _ in range(days)]


@pytest.mark.parametrize(
    ("today", "start"),
    [
        pytest.param(date(2026, 11, 22), SINCE, id="on Sunday, the Monday of the week"),
        pytest.param(date(2026, 11, 23), SINCE, id="on Monday, a whole week ago"),
        pytest.param(date(2026, 11, 24), SINCE, id="on Tuesday, not yesterday"),
        pytest.param(date(2026, 11, 26), date(2026, 11, 23), id="on Thursday, this Monday"),
    ],
)
def test_since_last_week_leaves_enough_days_to_tell_of(today: date, start: date) -> None:
    assert last_week_start(Calendar(), today) == start


def test_a_real_movement_is_told_with_its_step() -> None:
    values = noise()
    values[-6:] = [30.0] * 6

    (moved,) = (each for each in told(facts(values)) if each.kind is NewsKind.MOVED)

    assert moved.step == pytest.approx(30.0 - values[-7])
    assert moved.weight == pytest.approx((abs(moved.step) / 24 * abs(moved.step) / 48) ** 0.5)


def test_trembling_is_not_movement() -> None:
    values = noise()
    values[-1] = values[-7] + 0.1

    assert not [each for each in told(facts(values)) if each.kind is NewsKind.MOVED]


def test_nothing_moves_while_nobody_knows_what_is_usual() -> None:
    found = told(facts([48.0] * 10 + [30.0] * 6))

    assert not [each for each in found if each.kind is NewsKind.MOVED]


def test_a_turned_status_is_told_with_both() -> None:
    values = [48.0] * 47 + [31.0] * 6

    turned = [each for each in told(facts(values)) if each.kind is NewsKind.TURNED]

    assert [(each.before.status.value, each.now.status.value) for each in turned] == [
        ("off track", "on track")
    ]


def test_a_held_number_is_told_as_such_and_as_nothing_else() -> None:
    found = told(facts(noise(), held=range(-6, 0)))

    assert [each.kind for each in found] == [NewsKind.DOUBTED]
    assert found[0].now.why == "too few rows"


def test_there_is_one_headline_of_each_kind_and_no_key_result_twice() -> None:
    moved = noise()
    moved[-6:] = [25.0] * 6
    results = [a_key_result(f"kr_{number}") for number in range(4)]
    catalog = a_catalog(*results)
    by_key = {each.key: facts(moved) for each in results}
    by_key[results[3].key] = facts(noise(), held=range(-6, 0))
    found = news(catalog, by_key, standings(catalog, by_key, NOW), since=SINCE)

    chosen = headlines(found)

    assert len({each.now.key_result.key for each in chosen}) == len(chosen) == 3
    assert chosen[-1].kind is NewsKind.DOUBTED


def test_nothing_measured_is_no_news() -> None:
    assert told(Facts()) == []


def test_a_small_promise_does_not_go_before_a_large_movement() -> None:
    """A cost that is to fall by 0.4 of 8 rises by 0.15; a delay that is to halve falls by 3.4."""
    cost = a_key_result("cost", baseline=8.0, target=7.6)
    delay = a_key_result("delay", baseline=48.0, target=24.0)
    tremble = [value / 100 for value in noise()[:-6]]
    moved = {
        cost.key: facts([each + 7.9 for each in tremble] + [8.4] * 6),
        delay.key: facts([each + 36.35 for each in tremble] + [33.3] * 6),
    }
    catalog = a_catalog(cost, delay)

    told_first = news(catalog, moved, standings(catalog, moved, NOW), since=SINCE)

    assert [each.now.key_result.id for each in told_first if each.kind is NewsKind.MOVED] == [
        "delay",
        "cost",
    ]


def test_what_owners_give_more_weight_goes_first() -> None:
    light, heavy = a_key_result("light"), a_key_result("heavy", weight=2.0)
    known = {each.key: facts([*noise()[:-6], *[20.0] * 6]) for each in (light, heavy)}
    catalog = a_catalog(light, heavy)

    told_first = news(catalog, known, standings(catalog, known, NOW), since=SINCE)

    assert [each.now.key_result.id for each in told_first[:2]] == ["heavy", "light"]
