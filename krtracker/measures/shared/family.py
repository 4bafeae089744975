"""Measures that one scan serves: the same rows, looked at by the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from sqlglot import exp

from krtracker.measures.binding import Binding
from krtracker.measures.meant import Meant
from krtracker.measures.resolving import Resolved
from krtracker.measures.shared.grid import EVER
from krtracker.measures.shared.member import Member
from krtracker.measures.shared.parts import Part, text_of


@dataclass
class Family:
    """Members whose rows and times are equal, so that they are scanned together."""

    members: list[Member] = field(default_factory=list)

    @property
    def meant(self) -> Meant:
        """What all its members say of rows and times."""
        return self.members[0].meant

    @property
    def resolved(self) -> Resolved:
        """The tables behind it."""
        return self.meant.resolved

    @property
    def binding(self) -> Binding:
        """The calendar and the zone that all its members share."""
        return self.members[0].ready.binding

    @property
    def is_state(self) -> bool:
        """Whether rows count while they are open, not from a moment on."""
        return self.meant.during is not None

    @property
    def is_latest(self) -> bool:
        """Whether of each entity only the last row counts, until the next one comes."""
        return self.meant.per is not None

    @property
    def tells_freshness(self) -> bool:
        """Whether its rows, of which none are left out but for their day, tell how fresh it is."""
        return self.meant.at is not None and self.meant.known is None and not self.is_latest

    @property
    def first(self) -> date | None:
        """The earliest day whose rows are looked at; None where there is no earliest."""
        return _first(self.members)

    def first_of(self, part: Part) -> date | None:
        """The earliest day that those look at who ask for a part; None where there is none."""
        return _first(member for member, _ in self.asking(part))

    def asking(self, part: Part) -> Iterator[tuple[Member, Part]]:
        """Who asks for a part, and as whose conditions have it."""
        for member in self.members:
            for each in member.parts:
                if (each.form, each.text) == (part.form, part.text):
                    yield member, each

    @property
    def first_asked(self) -> date:
        """The earliest day asked for."""
        return min(each.days[0] for each in self.members)

    @property
    def last_asked(self) -> date:
        """The latest day asked for."""
        return max(each.days[-1] for each in self.members)

    @property
    def parts(self) -> dict[tuple[object, str], Part]:
        """Every aggregate to scan, one for each form and argument."""
        return {(part.form, part.text): part for each in self.members for part in each.parts}

    @property
    def conditions(self) -> dict[str, exp.Expr]:
        """Every conjunct of its members, by text."""
        return {text: node for each in self.members for text, node in each.conditions.items()}

    @property
    def values(self) -> int:
        """How many values it is asked for."""
        return int(np.sum([len(each.days) for each in self.members]))


def _first(members: Iterable[Member]) -> date | None:
    grids = [grid for each in members for grid in (each.grid, each.earlier) if grid]
    lowest = min(int(grid.first.min()) for grid in grids)
    return None if lowest <= EVER else date.fromordinal(max(lowest, 2))


def families(members: Iterable[Member], is_placed: Callable[[Member], bool]) -> list[Family]:
    """Members put together with those they can share a scan with.

    Those that a source can reckon stay apart from those of which it cannot, so that nobody's
    columns are fetched for somebody else's sake.
    """
    found: dict[tuple[object, ...], Family] = {}
    told: dict[int, tuple[object, ...]] = {}
    for each in members:
        rows = id(each.meant.rows)
        if rows not in told:
            told[rows] = _looks_at(each.meant)
        found.setdefault((is_placed(each), *told[rows]), Family()).members.append(each)
    return list(found.values())


def _looks_at(meant: Meant) -> tuple[object, ...]:
    tables = tuple((name, table.name) for name, table in meant.resolved.tables.items())
    times = (meant.at, *(meant.during or (None, None)), meant.known, meant.per, *meant.order_by)
    return text_of(meant.rows), tables, *(text_of(each) if each else None for each in times)
