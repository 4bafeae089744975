"""What a weekly meeting talks about, and in which order."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from krtracker.domain.agenda import Agenda, PromiseChange, Topic, agenda
from krtracker.domain.key_result import Bounds, KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.news import NewsKind, news
from krtracker.domain.note import Note, NoteKind, NoteState
from krtracker.domain.standing import Facts, Point, standings
from tests.builders import A_DAY, NOW, a_catalog, a_key_result, a_promise

WEEK = date(2026, 11, 16)
DAYS = 250
DAYS_SINCE = 6


def facts(values: Sequence[float], *, held: int = 0) -> Facts:
    """Daily values up to the last closed day, of which the last `held` are not believed."""
    first = A_DAY - timedelta(days=len(values) - 1)
    verdicts = [Verdict.ACCEPTED] * (len(values) - held) + [Verdict.REJECTED] * held
    return Facts(
        [
            Point(first + timedelta(days=place), value, verdict, "feed almost empty")
            for place, (value, verdict) in enumerate(zip(values, verdicts, strict=True))
        ]
    )


def steady(until: float = 33.0, *, step: float = 0.0, seed: int = 1) -> list[float]:
    """48 before the cycle, then down to `until`, and a `step` in the last days."""
    tremble = random.Random(seed)
    eve = DAYS - 52
    way = [48 + (until - 48) * max(day - eve, 0) / 52 for day in range(DAYS)]
    return [
        value + tremble.uniform(-1.5, 1.5) + (step if day >= DAYS - DAYS_SINCE else 0)
        for day, value in enumerate(way)
    ]


def met(*known: tuple[KeyResult, Facts], **said: object) -> Agenda:
    catalog = a_catalog(*(each for each, _ in known))
    by_key = {each.key: facts for each, facts in known}
    now = standings(catalog, by_key, NOW)
    return agenda(catalog, by_key, now, week=WEEK, today=A_DAY, **said)  # type: ignore[arg-type]


def a_change(key_result: KeyResult, recorded_on: date) -> PromiseChange:
    promise = key_result.promise
    before = a_promise(target=20)
    return PromiseChange(key_result.key, recorded_on, recorded_on, before, promise, "sales", "why")


MOVED = a_key_result("moved")
TURNED = a_key_result("turned")
HELD = a_key_result("held")
REACHED = a_key_result("reached")
CHANGED = a_key_result("changed")
CALM = a_key_result("calm")


def test_topics_come_in_meeting_order_and_each_key_result_once() -> None:
    found = met(
        (CHANGED, facts(steady())),
        (REACHED, facts(steady(step=-10))),
        (HELD, facts(steady(), held=4)),
        (TURNED, facts(steady(step=4))),
        (CALM, facts(steady())),
        (MOVED, facts(steady(step=-7))),
        changes=[a_change(CHANGED, WEEK + timedelta(days=1))],
    )

    assert [(each.topic.value, each.key.partition("/")[2]) for each in found.items] == [
        ("moved", "moved"),
        ("turned", "turned"),
        ("doubted", "held"),
        ("reached", "reached"),
        ("changed", "changed"),
    ]
    assert [each.key for each in found.calm] == [CALM.key]


def test_what_moved_and_turned_is_told_once_with_both() -> None:
    (item,) = met((TURNED, facts(steady(step=8)))).items

    assert (item.topic, item.also) == (Topic.TURNED, (Topic.MOVED,))
    assert item.step is not None
    assert item.step > 3


def test_what_is_not_told_is_calm_only_where_it_is_known_what_is_usual() -> None:
    young, first = a_key_result("young"), a_key_result("first")

    found = met(
        (CALM, facts(steady())),
        (young, facts([48.0 - day for day in range(17)])),
        (first, facts([40.0])),
    )

    assert [(each.topic, each.key) for each in found.calm] == [
        (Topic.CALM, CALM.key),
        (Topic.YOUNG, young.key),
        (Topic.YOUNG, first.key),
    ]


def test_it_is_early_from_the_day_on_which_it_was_reached() -> None:
    values = steady()
    values[-4:] = [23.0] * 4

    (item,) = met((REACHED, facts(values))).items

    assert (item.topic, item.reached_on) == (Topic.REACHED, A_DAY - timedelta(days=3))
    assert item.days_early == 43


def test_only_the_few_that_moved_most_are_talked_about_for_that_alone() -> None:
    known = [
        (a_key_result(f"kr_{step}"), facts(steady(until=36, step=-float(step))))
        for step in range(5, 11)
    ]

    found = met(*known)

    assert [each.key.partition("/")[2] for each in found.items] == ["kr_10", "kr_9", "kr_8"]
    assert len(found.calm) == 3


def test_a_health_metric_is_talked_about_only_when_it_breaks() -> None:
    metric = a_key_result("metric", keep=Bounds(at_most=60), is_health_metric=True)

    calm = met((metric, facts(steady(step=-9))))
    broken = met((metric, facts(steady(step=40))))

    assert (calm.items, calm.calm) == ((), ())
    assert [each.topic for each in broken.items] == [Topic.TURNED]


@pytest.mark.parametrize(
    ("known", "why"),
    [
        pytest.param(Facts(fault="no column `x`"), "definition at fault", id="definition"),
        pytest.param(Facts(last_attempt="connection refused"), "connection refused", id="source"),
    ],
)
def test_what_cannot_be_measured_at_all_is_talked_about(known: Facts, why: str) -> None:
    (item,) = met((HELD, known)).items

    assert item.topic is Topic.DOUBTED
    assert why in (item.now.why or "")


def test_a_change_of_promise_is_told_in_the_week_in_which_it_was_recorded() -> None:
    early = met((CHANGED, facts(steady())), changes=[a_change(CHANGED, date(2026, 11, 9))])

    assert early.items == ()


def test_nothing_measured_yet_is_an_agenda_without_items() -> None:
    found = met((CALM, Facts()))

    assert (found.items, [each.key for each in found.calm]) == ((), [CALM.key])


def a_decision(week: date, state: NoteState = NoteState.OPEN, **fields: object) -> Note:
    changed = fields.pop("changed", week)
    assert isinstance(changed, date)
    kind = fields.pop("kind", NoteKind.DECISION)
    moment = datetime(changed.year, changed.month, changed.day, tzinfo=UTC)
    assert isinstance(kind, NoteKind)
    return Note(f"{kind} {week} {state}", kind, "said", week, state=state, changed_at=moment)


def test_a_meeting_begins_with_last_weeks_decisions_and_what_is_still_open() -> None:
    last, before = date(2026, 11, 9), date(2026, 10, 19)
    open_blocker = a_decision(before, kind=NoteKind.BLOCKER)
    settled = a_decision(before, NoteState.DONE, changed=date(2026, 11, 12))
    notes = [
        a_decision(WEEK),
        a_decision(date(2026, 11, 2), NoteState.DONE),
        open_blocker,
        settled,
        a_decision(last),
        a_decision(last, NoteState.DONE),
        Note("a note", NoteKind.NOTE, "said", last),
    ]

    found = met((CALM, facts(steady())), notes=notes)

    assert list(found.carried) == [settled, notes[4], notes[5], open_blocker]


Tremble = Callable[[random.Random, int], list[float]]


def _normal(chance: random.Random, days: int) -> list[float]:
    return [chance.gauss(36, 1) for _ in range(days)]


def _rolling(chance: random.Random, days: int) -> list[float]:
    daily = [chance.gauss(36, 8) for _ in range(days + 27)]
    return [sum(daily[day : day + 28]) / 28 for day in range(days)]


def _rolling_skewed(chance: random.Random, days: int) -> list[float]:
    daily = [20 + 4 * chance.lognormvariate(1, 0.8) for _ in range(days + 27)]
    return [sum(daily[day : day + 28]) / 28 for day in range(days)]


def _counts(chance: random.Random, days: int) -> list[float]:
    daily = [sum(chance.random() < 0.1 for _ in range(50)) for _ in range(days + 6)]
    return [float(sum(daily[day : day + 7])) for day in range(days)]


def _sluggish(chance: random.Random, days: int) -> list[float]:
    values = [0.0]
    for _ in range(days + 60):
        values.append(0.9 * values[-1] + chance.gauss(0, 1))
    return [36 + value for value in values[-days:]]


def _spiky(chance: random.Random, days: int) -> list[float]:
    return [36 + chance.gauss(0, 1) / max(chance.random(), 0.2) for _ in range(days)]


def _weekly_season(chance: random.Random, days: int) -> list[float]:
    return [36 + 2 * (day % 7 in (5, 6)) + chance.gauss(0, 1) for day in range(days)]


TREMBLES: Sequence[Tremble] = (
    *(_normal, _rolling, _rolling_skewed, _counts, _sluggish, _spiky, _weekly_season),
    *(_rolling, _rolling_skewed, _counts),
)
"""Ten key results of a project in which nothing happens."""


@pytest.mark.parametrize("seed", [1, 22, 333])
def test_weeks_of_noise_say_of_hardly_any_that_something_moved(seed: int) -> None:
    chance = random.Random(seed)
    key_results = [a_key_result(f"kr_{number}") for number in range(len(TREMBLES))]
    catalog = a_catalog(*key_results)

    def moved_in_a_week() -> bool:
        known = {
            each.key: facts(tremble(chance, DAYS))
            for each, tremble in zip(key_results, TREMBLES, strict=True)
        }
        written = agenda(catalog, known, standings(catalog, known, NOW), week=WEEK, today=A_DAY)
        return any(Topic.MOVED in (each.topic, *each.also) for each in written.items)

    assert sum(moved_in_a_week() for _ in range(100)) <= 5


@pytest.mark.parametrize("tremble", TREMBLES[:3])
def test_a_movement_well_beyond_the_noise_is_told(tremble: Tremble) -> None:
    chance = random.Random(7)

    def is_told() -> bool:
        values = tremble(chance, DAYS)
        usual = max(abs(values[day] - values[day - 6]) for day in range(6, DAYS))
        values[-DAYS_SINCE:] = [value - 2.6 * usual for value in values[-DAYS_SINCE:]]
        catalog, known = a_catalog(MOVED), {MOVED.key: facts(values)}
        told = news(catalog, known, standings(catalog, known, NOW), since=WEEK)
        return any(each.kind is NewsKind.MOVED for each in told)

    assert sum(is_told() for _ in range(40)) >= 38
