"""What stands alone: objectives without a place in the whole, promises that nothing guards."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from krtracker.coach.alike import Direction
from krtracker.coach.question import Question
from krtracker.domain.coaching import Rule
from krtracker.domain.key_result import KeyResult, Measure
from krtracker.domain.objective import Objective

_LASTING = re.compile(r"\b(?:hours|minutes|days|working_days)_between\b", re.IGNORECASE)
_COUNTED = re.compile(r"^\s*(?:count|sum)\s*\(", re.IGNORECASE)
_EFFORT = re.compile(
    r"\b(?:calls?|visits?|meetings?|tickets?|cases?|emails?|posts?|articles?|leads?|demos?|commits?|"
    r"releases?|deploy\w*|features?|tests?|bugs?|audits?|inspections?|pages?|downloads?|clicks?|"
    r"appels?|visites?|rendez-vous|dossiers?|contrôles?|prospects?|relances?|clics?)\b",
    re.IGNORECASE,
)
"""What can be made more of without anybody being better off."""


def about_alignment(objectives: Sequence[Objective]) -> Iterator[tuple[Objective, Question]]:
    """Objectives that lead nowhere and to which nothing leads, where the others are linked."""
    linked: dict[str, set[str]] = defaultdict(set)
    for each in objectives:
        if each.contributes_to:
            linked[each.cycle.name] |= {each.id, *each.contributes_to}
    for each in objectives:
        in_cycle = linked.get(each.cycle.name, set())
        if in_cycle and each.id not in in_cycle:
            seen = "it contributes to no other objective, and none contributes to it"
            asked = "whom does it help? `contributes_to` says so, or is it an aim of its own?"
            yield each, Question(Rule.ORPHAN, seen, asked, "objective")


def about_guardrails(
    objective: Objective, direction: Direction
) -> Iterator[tuple[KeyResult, Question]]:
    """Key results that are easily reached at a cost that nothing in their file would show."""
    for each in objective.key_results:
        how = _game(each, direction(each))
        if how is None or each.promise.guardrails:
            continue
        others = [one for one in objective if one.id != each.id]
        if all(_game(one, direction(one)) == how for one in others):
            seen = f"{how}, and nothing here would show at what cost"
            asked = "how could this be reached without anybody being better off?"
            yield each, Question(Rule.NO_GUARDRAIL, seen, asked, "")


def _game(key_result: KeyResult, way: int) -> str | None:
    """The easy way to reach it, in words."""
    how = key_result.how
    if key_result.promise.keep is not None or not isinstance(how, Measure):
        return None
    if way < 0 and _LASTING.search(how.value):
        return "being quick is easy where being careful is not watched"
    if way > 0 and _COUNTED.match(how.value) and _EFFORT.search(key_result.title):
        return "more of it is easy where nobody asks how good it is"
    return None
