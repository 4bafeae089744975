"""A story that shows every state of a page, written to a real ledger and published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from krtracker.domain.catalog import Catalog, Settings
from krtracker.domain.key_result import Bounds, Change, ChangeEntry, KeyResult
from krtracker.domain.measurement import Judged, Unmeasured, Verdict
from krtracker.domain.objective import Objective
from krtracker.domain.split import Piece, Split, SplitKind
from krtracker.ledger import Ledger
from krtracker.project import Project
from tests.builders import (
    A_DAY,
    a_batch,
    a_calendar,
    a_catalog,
    a_judged,
    a_key_result,
    an_objective,
    an_unmeasured,
)

FIRST = date(2026, 7, 1)
TODAY = date(2026, 11, 22)
NOW_OF_STORY = datetime(2026, 11, 22, 5, 4, tzinfo=UTC)
"""When everything was measured."""
FEED = "the support feed brought 4 rows on Monday instead of about 300"
REASON = "carrier B left; target moved from 214 to 208 EUR"

DELIVERY = a_key_result(split_by=("region",))
COMPLAINTS = a_key_result(
    "waiting_complaints",
    objective="customer_trust",
    title="Complaints about waiting time",
    unit="complaints per week",
    baseline=None,
    change=Change(-30, is_relative=True),
    source="support",
)
BASKET = a_key_result(
    "average_basket",
    objective="customer_trust",
    title="Average basket",
    unit="EUR",
    baseline=198,
    target=214,
    source="crm",
)
CHANGED_BASKET = replace(
    BASKET,
    promise=replace(BASKET.promise, target=208),
    changes=(ChangeEntry(date(2026, 11, 9), "sales", REASON),),
)
CLIENTS = a_key_result(
    "active_clients",
    objective="customer_trust",
    title="Clients who ordered in the last 60 days",
    unit="%",
    keep=Bounds(at_least=62),
)
LEADS = a_key_result(
    "lead_conversion",
    objective="customer_trust",
    title="Leads won within thirty days",
    unit="%",
    baseline=None,
    change=Change(4, is_relative=False),
    source="crm",
)
NEW = a_key_result(
    "first_answer",
    objective="customer_trust",
    title="Time to the first answer",
    unit="h",
    baseline=None,
    target=4,
    source="support",
)
ON_TIME = a_key_result(
    "on_time_rate",
    title="Orders delivered on or before the promised day",
    unit="%",
    keep=Bounds(at_least=90),
    is_health_metric=True,
)


def objectives(basket: KeyResult) -> Sequence[Objective]:
    """Two objectives of two teams."""
    return (
        an_objective(
            DELIVERY,
            contributing_teams=("support",),
            contributes_to=("customer_trust",),
            health_metrics=(ON_TIME,),
        ),
        an_objective(
            *(COMPLAINTS, basket, CLIENTS, LEADS, NEW),
            id="customer_trust",
            title="Be recognised for customer experience",
            team="leadership",
        ),
    )


def a_settings(**fields: object) -> Settings:
    """The project of the story, whose clock stands still on a Sunday."""
    said: dict[str, object] = {
        "name": "Food & Co",
        "clock": TODAY,
        "calendar": a_calendar("Europe/Paris"),
    }
    return Settings(**(said | fields))  # type: ignore[arg-type]  # any field of Settings


def the_catalog(basket: KeyResult = CHANGED_BASKET, settings: Settings | None = None) -> Catalog:
    """What the story's files say; one definition is at fault."""
    return a_catalog(
        *objectives(basket),
        settings=settings or a_settings(),
        faults={LEADS.key: "no column `won_at` in `leads`"},
    )


def publish_a_story(project: Project, settings: Settings | None = None) -> Ledger:
    """Half a year of measurements with something to find in them."""
    ledger = Ledger(project)
    early = datetime(2026, 10, 1, 6, tzinfo=UTC)
    ledger.adopt(the_catalog(BASKET, settings), now=early, run="run-early")
    later = datetime(2026, 11, 9, 6, tzinfo=UTC)
    ledger.adopt(the_catalog(settings=settings), now=later, run="run-later")
    now = NOW_OF_STORY
    values = _values()
    key_results = [one for one, _ in values]
    judged = [each for one, days in values for each in _judged(one, days)]
    ledger.record(a_batch(*judged, key_results=key_results, run="run-story", at=now))
    again = [_of(DELIVERY, date(2026, 11, 19), 34.5), an_unmeasured_answer()]
    ledger.record(a_batch(*again, key_results=[DELIVERY, NEW], run="run-again", at=now))
    ledger.adopt(the_catalog(settings=settings), now=now, run="run-again")
    ledger.publish()
    return ledger


def an_unmeasured_answer() -> Unmeasured:
    """The support desk did not answer for the newest key result."""
    return an_unmeasured("connection refused on port 5432", key_result=NEW, as_of=A_DAY)


def _values() -> list[tuple[KeyResult, Mapping[date, float]]]:
    """The values of each key result's days: flat before the cycle, then on their way."""
    broken = {date(2026, 11, 3), date(2026, 11, 4)}
    kept = {day: value - 4 * (day in broken) for day, value in _way(66, 64).items()}
    return [
        (DELIVERY, _way(48, 33.1)),
        (ON_TIME, _way(94, 91.2)),
        (COMPLAINTS, {day: float(round(value)) for day, value in _way(75, 61).items()}),
        (CHANGED_BASKET, _way(198, 204.5)),
        (CLIENTS, kept),
    ]


def _way(start: float, end: float) -> dict[date, float]:
    eve = date(2026, 9, 30)
    days = [FIRST + timedelta(days=number) for number in range((A_DAY - FIRST).days + 1)]
    wave = (0.0, 0.2, -0.1, 0.15, -0.2, 0.05, -0.1)
    return {
        day: round(
            start
            + (end - start) * max((day - eve).days, 0) / (A_DAY - eve).days
            + (0 if day in {eve, A_DAY} else wave[day.toordinal() % 7] * abs(end - start) / 20),
            3,
        )
        for day in days
    }


def _judged(key_result: KeyResult, values: Mapping[date, float]) -> Iterator[Judged]:
    held = {date(2026, 10, 20), date(2026, 10, 21)} if key_result == DELIVERY else set()
    if key_result == COMPLAINTS:
        held = {day for day in values if day >= date(2026, 11, 16)}
    for day, value in values.items():
        yield _of(key_result, day, value, is_held=day in held)


def _of(key_result: KeyResult, day: date, value: float, *, is_held: bool = False) -> Judged:
    verdict = Verdict.REJECTED if is_held else Verdict.ACCEPTED
    until = day + timedelta(days=1)
    return a_judged(
        value,
        verdict=verdict,
        why=FEED,
        key_result=key_result,
        as_of=day,
        rows=1204,
        newest=datetime(day.year, day.month, day.day, 20, 41, tzinfo=UTC),
        query="SELECT\n  AVG(hours) AS value\nFROM orders\nWHERE\n  delivered_at < $until",
        parameters={"until": until.isoformat()},
        duration_seconds=0.41,
        expectations=4,
        splits=_by_region(key_result, day, value),
    )


def _by_region(key_result: KeyResult, day: date, value: float) -> tuple[Split, ...]:
    """The north waits four hours longer than the south, and a little less often as time goes."""
    if key_result != DELIVERY or day not in {date(2026, 9, 30), date(2026, 11, 15), A_DAY}:
        return ()
    north = 602 - (day - date(2026, 9, 30)).days
    south = 1204 - north
    of_south = value - 4 * north / 1204
    pieces = (
        Piece("north", north, (of_south + 4) * north, north),
        Piece("south", south, of_south * south, south),
    )
    return (Split(day, "region", SplitKind.RATIO, value, pieces),)
