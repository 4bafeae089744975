"""A ledger that knows of the time before a cycle, for tests of what the coach asks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta

from connectors.registry import Registry
from krtracker.checking import check
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Judged
from krtracker.ledger import Ledger
from krtracker.project import Project
from tests.builders import NOW, Q4, a_batch, a_judged


def remember(project: Project, levels: Mapping[str, float], *, days: int = 120) -> None:
    """Record values around a level for each key result named, up to the eve of the cycle."""
    catalog = check(project, Registry(project), now=NOW)
    ledger = Ledger(project)
    catalog = ledger.adopt(catalog, now=NOW, run="first")
    known = [each for each in catalog.sound if each.id in levels]
    told = [each for key_result in known for each in _around(key_result, levels, days)]
    ledger.record(a_batch(*told, key_results=known))


def _around(key_result: KeyResult, levels: Mapping[str, float], days: int) -> list[Judged]:
    """A value a day that swings by 5 percent around its level and ends on it."""
    level = levels[key_result.id]
    return [
        a_judged(
            level * (1 + 0.05 * math.sin(back * 2 * math.pi / 9)),
            key_result=key_result,
            as_of=Q4.eve - timedelta(days=back),
        )
        for back in reversed(range(days))
    ]
