"""The qualitative aim that key results serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from krtracker.domain.calendar import Cycle
from krtracker.domain.key_result import KeyResult
from krtracker.errors import Place


@dataclass(frozen=True)
class Objective:
    """One file of `kr_definitions/`: an aim, the team that answers for it, its key results."""

    id: str
    """The file's name without its ending, unique within a cycle."""
    title: str
    team: str
    cycle: Cycle
    key_results: tuple[KeyResult, ...] = ()
    health_metrics: tuple[KeyResult, ...] = ()
    contributing_teams: tuple[str, ...] = ()
    contributes_to: tuple[str, ...] = ()
    why: str | None = None
    unasked: Mapping[str, str] = field(default_factory=dict)
    """By rule of the coach, the reason for which it is not to be asked of anything in the file."""
    file: str = ""
    """Relative to the project."""
    place: Place | None = field(default=None, compare=False)

    @property
    def teams(self) -> tuple[str, ...]:
        """Who answers for it, then who works with them."""
        return (self.team, *self.contributing_teams)

    def __iter__(self) -> Iterator[KeyResult]:
        yield from self.key_results
        yield from self.health_metrics
