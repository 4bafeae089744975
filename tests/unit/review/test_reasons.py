"""What moved a key result, as an agenda says it and as a receipt does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from krtracker.domain.agenda import Agenda
from krtracker.domain.moved import Moved, Mover
from krtracker.domain.split import Piece, Split, SplitKind
from krtracker.language.notation import Notation, Quantity
from krtracker.language.voice import Voice
from krtracker.language.words import words
from krtracker.ledger import Ledger, Snapshot
from krtracker.project import Project
from krtracker.review import agenda_of
from krtracker.review.phrases import in_a_sentence, said_of_mover
from krtracker.review.reasons import comparable_days, movements
from tests.builders import A_DAY, NOW, a_batch, a_catalog, a_judged, a_key_result

SUNDAY = date(2026, 11, 15)
DELIVERY = a_key_result(title="Delivery time", split_by=("region", "carrier"))


def a_split(day: date, column: str, value: float, **hours: float) -> Split:
    """A mean of parts that weigh alike, and the value that they amount to."""
    pieces = tuple(Piece(name, 50, 50 * each, 50) for name, each in hours.items())
    return Split(day, column, SplitKind.RATIO, value, pieces)


def by_region(day: date, north: float, south: float) -> Split:
    return a_split(day, "region", (north + south) / 2, north=north, south=south)


KNOWN = {
    SUNDAY: {"region": by_region(SUNDAY, 60, 20)},
    A_DAY: {"region": by_region(A_DAY, 40, 20)},
}


def test_a_change_is_divided_over_the_columns_of_both_days() -> None:
    (found,) = movements(KNOWN, since=SUNDAY, until=A_DAY, value=30.0)

    assert found.main == found.movers[0]
    assert (found.main.name, found.main.total) == ("north", -10)


def test_a_value_restated_since_is_not_explained_by_what_it_was() -> None:
    assert movements(KNOWN, since=SUNDAY, until=A_DAY, value=31.0) == []
    assert comparable_days(KNOWN, until=A_DAY, value=31.0) == []


def test_a_day_that_was_not_divided_cannot_be_compared() -> None:
    assert movements(KNOWN, since=SUNDAY - timedelta(days=1), until=A_DAY, value=30.0) == []
    assert comparable_days(KNOWN, until=A_DAY, value=30.0) == [SUNDAY]


@pytest.mark.parametrize(
    ("language", "mover", "says"),
    [
        (
            "en",
            Mover("north", 60.0, 40.0, 0.5, 0.5, rate=-10.0),
            " North (region) brought −10 h of −10 h: there, 60 h became 40 h.",
        ),
        (
            "en",
            Mover("north", 60.0, 60.0, 0.5, 0.25, mix=-10.0),
            " North (region) brought −10 h of −10 h: its share went from 50 % to 25 %.",
        ),
        (
            "fr",
            Mover("nord", 60.0, 60.0, 0.5, 0.25, mix=-10.0),
            " Nord (region) apporte −10 h sur −10 h : sa part est passée de 50 % à 25 %.",
        ),
    ],
)
def test_a_mover_is_told_with_how_it_moved_the_whole(
    language: str, mover: Mover, says: str
) -> None:
    voice = Voice(words(language), Notation(language), {}, {})
    moved = Moved("region", SplitKind.RATIO, SUNDAY, A_DAY, 40.0, 30.0, (mover,))

    told = said_of_mover(moved, mover, Quantity(voice.notation, "h", 0), voice)

    assert told.replace("\u00a0", " ") == says


def test_the_agenda_says_what_moved_most(tmp_path: Path) -> None:
    agenda, voice = the_meeting(Project(tmp_path))

    (item,) = agenda.items
    assert item.moved is not None
    assert item.moved.column == "region", "it tells more of the change than the carriers do"
    assert (
        in_a_sentence(item, voice)
        .replace("\u00a0", " ")
        .endswith(" North (region) brought −10.0 h of −10.0 h: there, 60.0 h became 40.0 h.")
    )


def the_meeting(project: Project) -> tuple[Agenda, Voice]:
    """Half a year of trembling, then a week in which the north gets twenty hours faster."""
    ledger, catalog = Ledger(project), a_catalog(DELIVERY)
    ledger.adopt(catalog, now=NOW, run="run-1")
    first = date(2026, 5, 1)
    days = [first + timedelta(days=number) for number in range((A_DAY - first).days + 1)]
    judged = [a_judged(_value(day), key_result=DELIVERY, as_of=day, splits=_splits(day))
              for day in days]  # fmt: skip
    ledger.record(a_batch(*judged, key_results=[DELIVERY]))
    ledger.publish()
    snapshot = Snapshot.latest(project)
    assert snapshot is not None
    facts = snapshot.facts()
    agenda = agenda_of(snapshot, now=NOW)
    standings = {each.key: each.now for each in agenda.items}
    return agenda, Voice(words("en"), Notation("en"), facts, standings)


def _value(day: date) -> float:
    return 40.0 + 0.01 * (day.toordinal() % 3) if day < SUNDAY else 40.0 if day == SUNDAY else 30.0


def _splits(day: date) -> tuple[Split, ...]:
    if day not in KNOWN:
        return ()
    region = KNOWN[day]["region"]
    carriers = a_split(day, "carrier", _value(day), a=_value(day), b=_value(day))
    return region, replace(carriers, value=region.value)
