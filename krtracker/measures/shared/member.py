"""A measure that shares its scan with others: its parts, its conditions and its windows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from sqlglot import exp

from krtracker.domain.calendar import DAY, Calendar, Cycle, Span, Window, WindowKind
from krtracker.domain.key_result import Measure
from krtracker.measures.kinds import Kind, kind
from krtracker.measures.meant import Meant
from krtracker.measures.ready import Ready
from krtracker.measures.shared.grid import Grid
from krtracker.measures.shared.parts import (
    CannotShareError,
    Form,
    Part,
    Pieces,
    conjuncts,
    refuse_day,
    take_apart,
    text_of,
)

_FAILING = (exp.Sqrt, exp.Ln, exp.Log, exp.Pow)
ROW_FORMS = (Form.DISTINCT, Form.QUANTILE)
"""What is told of single rows rather than of groups."""


@dataclass(frozen=True)
class Member:
    """One key result, taken apart, with the days it is asked for."""

    ready: Ready
    meant: Meant
    days: tuple[date, ...]
    pieces: Pieces
    where: Mapping[str, exp.Expr]
    """The conjuncts of its `where`, by their text."""
    extras: Mapping[str, Part]
    """What a reading tells besides the value: `entered`, `newest`, `present_N`, `different_N`."""
    grid: Grid
    earlier: Grid | None = None
    """For growth: the windows before."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every part that is scanned for it."""
        return (*self.pieces.parts, *self.extras.values())

    @property
    def conditions(self) -> dict[str, exp.Expr]:
        """Every conjunct that decides whether a row enters one of its parts."""
        return {**self.where, **self.pieces.conditions}


@dataclass(frozen=True)
class Common:
    """What measures of one wording have in common, taken apart once for all of them."""

    meant: Meant
    pieces: Pieces
    extras: Mapping[str, Part]

    @classmethod
    def of(cls, meant: Meant, once: Collection[str]) -> Common:
        """The common part of a measure; `once` are the columns whose values should not repeat.

        Raises:
            CannotShareError: it has to be asked literally, and why.
        """
        is_latest = meant.per is not None
        if is_latest and (meant.known is not None or meant.during is not None):
            raise CannotShareError("`latest` beside `known` or `during` looks anew on every day")
        if meant.at is None and meant.during is None and not is_latest:
            raise CannotShareError("it has no time, so every day says the same")
        refuse_day(meant.rows, meant.known, meant.at, *(meant.during or ()))
        refuse_day(meant.per, *meant.order_by)
        pieces = take_apart(meant.value)
        _refuse_failing(*pieces.conditions.values())
        extras = _extras(meant, once)
        if is_latest or meant.during is not None or meant.known is not None:
            for part in (*pieces.parts, *extras.values()):
                if part.form in ROW_FORMS:
                    raise CannotShareError(f"`{part.form.value}` over states is asked literally")
        return cls(meant, pieces, extras)


Known: TypeAlias = dict[int, "Common"]
"""What was taken apart before, by the identity of the value's tree."""


def member(ready: Ready, days: Sequence[date], known: Known) -> Member:
    """The key result as a member of a family.

    Raises:
        CannotShareError: it has to be asked literally, and why.
    """
    how, meant = ready.key_result.how, ready.meant
    if not isinstance(how, Measure) or meant is None:
        raise CannotShareError("raw SQL is asked as it is written")
    if any(later <= day for day, later in pairwise(days)):
        raise CannotShareError("its days are not in order, by which a scan tells them")
    once = ready.key_result.expectations.duplicates_at_most
    common = known.get(id(meant.value)) or Common.of(meant, once)
    known[id(meant.value)] = common
    refuse_day(meant.where)
    where = conjuncts(meant.where)
    _refuse_failing(*where.values())
    pieces = _guarded(common.pieces, where)
    grid, earlier = _grids(ready, how, days)
    return Member(ready, meant, tuple(days), pieces, where, common.extras, grid, earlier)


def _extras(meant: Meant, once: Collection[str]) -> dict[str, Part]:
    extras = {"entered": Part(Form.ROWS)}
    time = meant.times[0]
    extras["newest"] = Part(Form.GREATEST, text_of(time), argument=time)
    for number, (name, column) in enumerate(meant.expected.items()):
        text = text_of(column)
        extras[f"present_{number}"] = Part(Form.COUNT, text, argument=column)
        if name in once:
            extras[f"different_{number}"] = Part(Form.DISTINCT, text, argument=column)
    return extras


def _refuse_failing(*conditions: exp.Expr) -> None:
    for condition in conditions:
        if can_fail(condition):
            raise CannotShareError(f"`{text_of(condition)}` may fail on rows that others look at")


def can_fail(node: exp.Expr) -> bool:
    """Whether reckoning `node` may end the whole query on some row."""
    return any(isinstance(each, _FAILING) or _is_risky_cast(each) for each in node.walk())


def _is_risky_cast(node: exp.Expr) -> bool:
    if not isinstance(node, exp.Cast) or isinstance(node.this, exp.Literal | exp.Placeholder):
        return False
    is_text = node.to.this in exp.DataType.TEXT_TYPES
    read = [node.this] if kind(node.this) is Kind.TEXT else list(node.this.find_all(exp.Column))
    return not is_text and any(kind(each) in (Kind.TEXT, Kind.UNKNOWN) for each in read)


def _guarded(pieces: Pieces, where: Mapping[str, exp.Expr]) -> Pieces:
    """Arguments that can fail are reckoned only where the measure's own conditions hold."""
    if not any(part.argument is not None and can_fail(part.argument) for part in pieces.parts):
        return pieces
    guarded = {_guarded_part(part, where, pieces): name for part, name in pieces.parts.items()}
    return Pieces(pieces.value, guarded, pieces.conditions)


def _guarded_part(part: Part, where: Mapping[str, exp.Expr], pieces: Pieces) -> Part:
    if part.argument is None or not can_fail(part.argument):
        return part
    own = [each.copy() for each in where.values()]
    own += [pieces.conditions[text].copy() for text in part.conditions]
    if not own:
        return part
    guarded = exp.Case().when(exp.and_(*own), part.argument.copy())
    guarded.type = part.argument.type
    return Part(part.form, text_of(guarded), part.conditions, part.share, guarded)


def _grids(ready: Ready, how: Measure, days: Sequence[date]) -> tuple[Grid, Grid | None]:
    asked, cycle = tuple(days), ready.key_result.cycle
    return _windows(ready.binding.calendar, cycle, how.window, how.matured_days, how.growth, asked)


@lru_cache(maxsize=256)
def _windows(
    calendar: Calendar,
    cycle: Cycle,
    window: Window | None,
    matured: int,
    growth: bool,
    days: tuple[date, ...],
) -> tuple[Grid, Grid | None]:
    """The windows of each day, and for growth those before: alike for many members."""
    ordinals = [day.toordinal() for day in days]
    if window is None or window.kind is WindowKind.ALL_TIME:
        ends = [day - matured * DAY + DAY for day in days]
        return Grid.of([Span(None, end) for end in ends], ordinals), None
    spans = [calendar.span(window, day, cycle, matured=matured) for day in days]
    if not growth:
        return Grid.of(spans, ordinals), None
    before = [
        Span(span.first - (span.until - span.first), span.first)
        for span in spans
        if span.first is not None
    ]
    return Grid.of(spans, ordinals), Grid.of(before, ordinals)
