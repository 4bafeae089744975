"""Which formulas say something else once their parts are measured anew, or do so already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Reading, Verdict, same
from krtracker.domain.standing import Point
from krtracker.measures.asked import Asked
from krtracker.measures.formula import Book, in_order, those_there

Points: TypeAlias = Mapping[str, Sequence[Point]]
TellPoints: TypeAlias = Callable[[Iterable[KeyResult]], Points]


def following(
    asked: Sequence[Asked], formulas: Sequence[KeyResult], *, catalog: Catalog, points: TellPoints
) -> list[Asked]:
    """Those of some formulas that reckon with what is asked, for the days that they have already.

    Directly, or through another formula. Days for which they are asked themselves are left out, and
    so are those of which one of their parts is not known. `points` is not asked in vain.
    """
    wanted = {each.key_result.key: set(each.days) for each in asked}
    parts = {each.key: those_there(each, catalog) for each in formulas}
    needed = {each.key: each for each in formulas}
    needed |= {part.key: part for each in parts.values() for part in each}
    if not any(part.key in wanted for each in parts.values() for part in each):
        return []
    known = {key: {each.as_of for each in of} for key, of in points(needed.values()).items()}
    found: list[Asked] = []
    for formula in in_order(formulas, catalog):
        keys = [each.key for each in parts[formula.key]]
        told = [wanted.get(key, set()) | known.get(key, set()) for key in keys]
        days = set[date]().union(*(wanted.get(key, ()) for key in keys))
        days &= known.get(formula.key, set()).intersection(*told)
        own = wanted.setdefault(formula.key, set())
        if days - own:
            found.append(Asked(formula, tuple(sorted(days - own))))
            own |= days
    return found


def outrun(
    formulas: Iterable[KeyResult], *, catalog: Catalog, points: Points, now: datetime
) -> dict[str, list[date]]:
    """The days whose recorded value is not what a formula makes of its parts now, by its key.

    Only days of its own cycle and its eve: of all others the parts may be those of another cycle.
    """
    book = Book.of(catalog, points, now)
    found: dict[str, list[date]] = {}
    for formula in in_order(formulas, catalog):
        for point in points.get(formula.key, ()):
            is_own = formula.cycle.eve <= point.as_of <= formula.cycle.end
            if point.verdict is Verdict.PROVISIONAL or not is_own:
                continue
            reading = book.outcome(formula, point.as_of)
            if isinstance(reading, Reading) and not same(reading.value, point.value):
                found.setdefault(formula.key, []).append(point.as_of)
                book.keep(formula, reading)
    return found
