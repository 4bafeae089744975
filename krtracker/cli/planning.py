"""What an edit of definitions would change: which promises, which numbers, which statuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace

from krtracker.cli.start import Start
from krtracker.cli.trial import tried
from krtracker.definitions import one_line
from krtracker.domain.catalog import Catalog
from krtracker.domain.due import last_due_day
from krtracker.domain.key_result import Formula, KeyResult
from krtracker.domain.standing import Facts, Point, Standing, standings
from krtracker.ledger import Ledger, Snapshot
from krtracker.project import Project

Progress = Callable[[int], None]
_NAMED = {"how": "measure", "is_health_metric": "kind"}
_ASIDE = {"place", "places", "unasked", "changes"}


@dataclass(frozen=True)
class Edit:
    """One key result before and after; None where it was not, or is no more."""

    before: KeyResult | None
    after: KeyResult | None
    was: Standing | None
    will_be: Standing | None
    fields: tuple[str, ...] = ()
    """What differs in the file; empty where only its surroundings do."""
    fault: str | None = None
    """Why its new value could not be had."""

    @property
    def key_result(self) -> KeyResult:
        """It as it will be, or as it was."""
        found = self.after or self.before
        assert found is not None, "an edit has one side at least"
        return found

    @property
    def key(self) -> str:
        """Its name within the project."""
        return self.key_result.key

    @property
    def cycle(self) -> str:
        """The name of its cycle."""
        return self.key_result.cycle.name

    @property
    def in_a_word(self) -> str:
        """What happens to it."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        return ", ".join(self.fields) or "follows"


def edits(begun: Start, before: Catalog, *, on_progress: Progress) -> list[Edit]:
    """Every key result that an edit touches, with its standing before and after it.

    Only measures that changed are asked of their sources, for the eve of the cycle and the last
    due day; all else is known from the ledger.
    """
    after = begun.catalog
    old, new = _by_key(before), _by_key(after)
    pairs = {key: (_former(each, old), each) for key, each in new.items()}
    gone = [each for key, each in old.items() if key not in _taken(pairs.values()) | set(new)]
    known = _facts(begun.project, old.values())
    touched = {key for key, (was, each) in pairs.items() if was is None or _differ(was, each)}
    asked = {key for key in touched if _asks(*pairs[key])}
    asked |= {each.key for each in new.values() if _reckons_with(each, asked)}
    facts, faults = _new_facts(begun, pairs, asked, on_progress)
    was = standings(before, known, begun.now)
    will_be = standings(after, facts, begun.now)
    found = [
        Edit(
            one,
            each,
            was.get(one.key) if one else None,
            will_be[key],
            _differ(one, each),
            after.faults.get(key) or faults.get(key),
        )
        for key, (one, each) in pairs.items()
        if key in touched or _moved(was.get(one.key) if one else None, will_be[key])
    ]
    return found + [Edit(each, None, was.get(each.key), None) for each in gone]


def _by_key(catalog: Catalog) -> dict[str, KeyResult]:
    return {each.key: each for each in catalog.key_results}


def _former(key_result: KeyResult, old: Mapping[str, KeyResult]) -> KeyResult | None:
    """What it was before, be it under another id."""
    renamed = f"{key_result.cycle.name}/{key_result.formerly}"
    return old.get(key_result.key) or old.get(renamed)


def _taken(pairs: Iterable[tuple[KeyResult | None, KeyResult]]) -> set[str]:
    return {was.key for was, _ in pairs if was is not None}


def _differ(was: KeyResult | None, now: KeyResult) -> tuple[str, ...]:
    """The fields that are not what they were."""
    return tuple(dict.fromkeys(_differing(was, now))) if was is not None else ()


def _differing(was: object, now: object) -> list[str]:
    assert is_dataclass(was) and is_dataclass(now), "asked of definitions alone"  # noqa: PT018
    found = []
    for each in fields(now):
        one, other = getattr(was, each.name, None), getattr(now, each.name)
        if each.name in _ASIDE or one == other:
            continue
        if each.name == "promise":
            found += _differing(one, other)
        else:
            found.append(_NAMED.get(each.name, each.name))
    return found


def _asks(was: KeyResult | None, now: KeyResult) -> bool:
    """Whether its numbers have to be measured: it is new, or counts something else."""
    is_other_eve = was is not None and was.cycle.start != now.cycle.start
    return was is None or was.measure_hash != now.measure_hash or is_other_eve


def _reckons_with(key_result: KeyResult, keys: set[str]) -> bool:
    """Whether it is a formula over one of these."""
    if not isinstance(key_result.how, Formula):
        return False
    words = re.findall(r"[a-z][a-z0-9_]*", key_result.how.expression)
    return any(f"{key_result.cycle.name}/{word}" in keys for word in words)


def _facts(project: Project, key_results: Iterable[KeyResult]) -> dict[str, Facts]:
    """What the ledger knows of key results, whatever its own catalog says of them."""
    asked = list(key_results)
    ledger = Ledger(project)
    points, pasts = ledger.points(asked), ledger.pasts(asked)
    snapshot = Snapshot.latest(project)
    reasons = {} if snapshot is None else snapshot.facts()
    return {
        each.key: Facts(
            points=points.get(each.key, ()),
            baseline=pasts[each.key].baseline if each.key in pasts else None,
            last_attempt=reasons[each.key].last_attempt if each.key in reasons else None,
        )
        for each in asked
    }


def _new_facts(
    begun: Start,
    pairs: Mapping[str, tuple[KeyResult | None, KeyResult]],
    asked: set[str],
    on_progress: Progress,
) -> tuple[dict[str, Facts], dict[str, str]]:
    """What would be known after the edit, and why some of it cannot be had."""
    found = _facts(begun.project, [each for _, each in pairs.values()])
    faults: dict[str, str] = {}
    for key in sorted(asked - unmeasurable(begun)):
        _, key_result = pairs[key]
        points, fault = _tried(begun, key_result, on_progress)
        eve = next((each for each in points if each.as_of == key_result.cycle.eve), None)
        is_measured = key_result.promise.needs_baseline and eve is not None
        baseline = eve.value if is_measured and eve is not None else None
        found[key] = Facts(points=points, baseline=baseline, last_attempt=fault)
        if fault is not None:
            faults[key] = fault
    for key, (was, key_result) in pairs.items():
        needs = key_result.promise.needs_baseline and found[key].baseline is None
        if needs and was is not None and key not in asked:
            found[key] = replace(found[key], baseline=_on_the_eve(key_result, found[key]))
    return found, faults


def unmeasurable(begun: Start) -> set[str]:
    """The key results at fault, but for those that only lack the reason for their change."""
    wanting = Ledger(begun.project).promise_problems(begun.catalog, begun.now)
    lines = {one_line(each) for each in wanting}
    return {key for key, why in begun.catalog.faults.items() if why not in lines}


def _on_the_eve(key_result: KeyResult, facts: Facts) -> float | None:
    """The baseline as it would be frozen: the value of the day before the cycle."""
    eve = (each.value for each in facts.points if each.as_of == key_result.cycle.eve)
    return next(eve, None)


def _tried(
    begun: Start, key_result: KeyResult, on_progress: Progress
) -> tuple[list[Point], str | None]:
    calendar = begun.catalog.settings.calendar
    due = last_due_day(key_result, calendar, begun.now) or calendar.last_closed_day(begun.now)
    days = sorted({due, min(key_result.cycle.eve, due)})
    trial = tried(begun, key_result, days, on_progress)
    points = [
        Point(day, each.reading.value, each.verdict, each.reason)
        for day, each in sorted(trial.judged.items())
    ]
    lost = trial.unmeasured.get(due)
    held = trial.judged.get(due)
    return points, lost.reason if lost else held.reason if held else None


def _moved(was: Standing | None, will_be: Standing) -> bool:
    """Whether anything shown of it differs."""
    return was is None or told(was) != told(will_be)


def told(standing: Standing | None) -> dict[str, float | str | None]:
    """The numbers and words of a standing that people see."""
    if standing is None:
        return {}
    current = standing.current
    return {
        "value": current.value if current else None,
        "baseline": standing.baseline,
        "target": standing.key_result.promise.target_in_force(standing.baseline),
        "progress": standing.progress,
        "status": standing.status.value,
        "trust": standing.trust.value,
        "contested": ", ".join(standing.contested_by) or None,
    }


def measured_days(begun: Start, before: Catalog) -> int:
    """About how many days will be measured, for a bar."""
    old = _by_key(before)
    changed = (each for each in begun.catalog.sound if _asks(_former(each, old), each))
    return 2 * len(list(changed))
