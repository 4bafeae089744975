"""Key results that were asked for day by day, each by its own query, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from krtracker.domain.measurement import Reading, Way
from krtracker.measures.plan import Entry, Pulled, Step
from krtracker.measures.ready import Ready


@dataclass
class Alone:
    """What was read without a scan, as a receipt and the plan tell it."""

    why: Mapping[str, str]
    """By key result, why it does not share a scan."""
    _read: dict[str, list[tuple[Ready, Reading]]] = field(default_factory=dict)

    def way(self, ready: Ready, reading: Reading) -> Way:
        """How a reading was had that its own query gave; it is noted for the plan."""
        self._read.setdefault(reading.key, []).append((ready, reading))
        return _way(ready.asking.pulled(ready.question), self.why.get(reading.key, ""))

    def entries(self) -> list[Entry]:
        """Every key result that was asked for alone."""
        return [self._entry(key, found) for key, found in self._read.items()]

    def _entry(self, key: str, found: list[tuple[Ready, Reading]]) -> Entry:
        ready, last = found[-1]
        question = ready.question
        step = Step(
            "one query a day",
            question.statement,
            is_in_place=question.needed is None,
            parameters=last.parameters,
            seconds=sum(reading.duration_seconds for _, reading in found),
        )
        return Entry(
            key_results=(ready.key_result.id,),
            days=tuple(reading.as_of for _, reading in found),
            steps=(step,),
            pulled=ready.asking.pulled(question),
            why_alone=self.why.get(key, ""),
            why_here=question.why_here,
        )


@lru_cache(maxsize=1024)
def _way(pulled: tuple[Pulled, ...], why: str) -> Way:
    return Way(sent=tuple(each.statement for each in pulled), why=why)
