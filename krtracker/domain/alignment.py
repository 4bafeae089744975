"""Does it add up: which objective serves which, and what is worth asking about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from krtracker.domain.objective import Objective
from krtracker.domain.standing import Standing
from krtracker.domain.status import Status

WELL = {Status.ON_TRACK, Status.ACHIEVED}
UNWELL = {Status.AT_RISK, Status.OFF_TRACK, Status.MISSED}


@dataclass(frozen=True)
class Branch:
    """An objective, those that serve it, and what else it serves itself."""

    objective: Objective
    served_by: tuple[Branch, ...] = ()
    also: tuple[Objective, ...] = ()
    """It is drawn once, below the first that it serves; these are the others."""


class Asked(StrEnum):
    """What a naive reader asks about an objective."""

    ORPHAN = "orphan"
    """It serves nothing and nothing serves it."""
    UNKNOWN = "unknown"
    """It serves something that is not there."""
    EMPTY = "empty"
    """It has no key result."""
    LEVER = "lever"
    """It goes well, and what it serves does not."""


@dataclass(frozen=True)
class Doubt:
    """One question about one objective; `other` is what else it is about."""

    asked: Asked
    objective: Objective
    other: str = ""


def branches(objectives: Sequence[Objective]) -> list[Branch]:
    """The objectives of one cycle as trees: those served most widely first, orphans last.

    Each stands once, also where contributions go round in a circle.
    """
    by_id = {each.id: each for each in objectives}
    serving: dict[str, list[Objective]] = {}
    for each in objectives:
        for id in each.contributes_to:
            serving.setdefault(id, []).append(each)
    placed: set[str] = set()

    def grow(objective: Objective) -> Branch:
        placed.add(objective.id)
        below = []
        for each in serving.get(objective.id, []):
            if each.id not in placed:
                below.append(grow(each))
        known = [by_id[id] for id in objective.contributes_to if id in by_id]
        return Branch(objective, tuple(below), tuple(known[1:]))

    tops = [each for each in objectives if not any(id in by_id for id in each.contributes_to)]
    found = [grow(each) for each in tops]
    found += [grow(each) for each in objectives if each.id not in placed]
    return sorted(found, key=lambda each: -len(each.served_by))


def doubts(objectives: Sequence[Objective], standings: Mapping[str, Standing]) -> Iterator[Doubt]:
    """Everything worth asking, objective by objective."""
    by_id = {each.id: each for each in objectives}
    served = {id for each in objectives for id in each.contributes_to}
    for each in objectives:
        if not each.contributes_to and each.id not in served and len(objectives) > 1:
            yield Doubt(Asked.ORPHAN, each)
        for id in each.contributes_to:
            if id not in by_id:
                yield Doubt(Asked.UNKNOWN, each, id)
        if not each.key_results:
            yield Doubt(Asked.EMPTY, each)
        for id in each.contributes_to:
            above = by_id.get(id)
            if above and _all(each, WELL, standings) and _any(above, UNWELL, standings):
                yield Doubt(Asked.LEVER, each, above.title)


def _all(objective: Objective, wanted: set[Status], standings: Mapping[str, Standing]) -> bool:
    statuses = [standings[each.key].status for each in objective.key_results]
    return bool(statuses) and all(each in wanted for each in statuses)


def _any(objective: Objective, wanted: set[Status], standings: Mapping[str, Standing]) -> bool:
    return any(standings[each.key].status in wanted for each in objective.key_results)
