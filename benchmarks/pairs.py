"""Two sides in turn, again and again: on a busy machine only what ran beside it compares."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.comparing import Values, differences
from benchmarks.running import Side, Taken, run
from benchmarks.sides.answers import Task, read


@dataclass
class Pairs:
    """What ours and another side took, run by run."""

    ours: list[Taken] = field(default_factory=list)
    other: list[Taken] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median of ours by the other, pair by pair."""
        return median(
            one.seconds / other.seconds for one, other in zip(self.ours, self.other, strict=True)
        )

    @property
    def processor_ratio(self) -> float:
        """The same of the time that processors worked, which neighbours disturb less."""
        return median(
            one.processor_seconds / other.processor_seconds
            for one, other in zip(self.ours, self.other, strict=True)
        )

    @property
    def seconds_more(self) -> float:
        """The median of what ours took longer than the other, pair by pair."""
        return median(
            one.seconds - other.seconds for one, other in zip(self.ours, self.other, strict=True)
        )


def alternate(
    first: tuple[Side, Task],
    second: tuple[Side, Task],
    count: int,
    say: Callable[[str], None],
    *,
    are_alike: bool = True,
) -> Pairs:
    """Run both `count` times, in turn, the first one first in every other pair.

    They have to agree if they are alike, on all days for which both are asked.

    Raises:
        RuntimeError: a side failed, or they do not agree where they answer the same.
    """
    found = Pairs()
    for number in range(count):
        order = (0, 1) if number % 2 == 0 else (1, 0)
        taken = {}
        for place in order:
            side, task = (first, second)[place]
            taken[place] = run(side, task)
            say(f"{side.name:>12} {task.count:>5} {taken[place].seconds:8.2f} s")
        found.ours.append(taken[0])
        found.other.append(taken[1])
        if number == 0 and are_alike:
            _agree(first, second)
    return found


def _agree(first: tuple[Side, Task], second: tuple[Side, Task]) -> None:
    (one, asked), (other, asked_too) = first, second
    if asked.count != asked_too.count:
        return
    common = {day.isoformat() for day in set(asked.days) & set(asked_too.days)}
    apart = differences(_values(asked.work, common), _values(asked_too.work, common))
    if apart:
        raise RuntimeError(f"{one.name} and {other.name} differ: {'; '.join(apart[:5])}")


def _values(work: Path, days: Set[str]) -> Values:
    return {key: value for key, value in read(work).items() if key[1] in days}
