"""What the parameters of a measure are worth on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from krtracker.connector import Parameter
from krtracker.domain.calendar import DAY, Calendar, Cycle, Span, Window
from krtracker.domain.key_result import KeyResult, Measure, RawSql
from krtracker.measures.zones import FIRST_DAY, Boundary, boundary

Alike: TypeAlias = tuple[frozenset[str], Window | None, int, Cycle]
"""What key results have in common that look at days alike."""


class Bound(NamedTuple):
    """What the parameters of a question are worth on a day."""

    values: Mapping[str, Parameter]
    shown: Mapping[str, str]
    """As a receipt shows them."""


@dataclass(frozen=True)
class Binding:
    """The calendar of the project and the zone of a connection, between which days translate."""

    calendar: Calendar
    zone: ZoneInfo
    _told: dict[Alike, dict[date, Bound]] = field(default_factory=dict, compare=False, repr=False)
    _ends: dict[date, datetime] = field(default_factory=dict, compare=False, repr=False)

    def bound(self, key_result: KeyResult, day: date, wanted: frozenset[str]) -> Bound:
        """The same, reckoned once for all key results that look at a day alike."""
        told = self.told(key_result, wanted)
        if day not in told:
            values = self.values(key_result, day, wanted)
            told[day] = Bound(values, shown(values))
        return told[day]

    def told(self, key_result: KeyResult, wanted: frozenset[str]) -> dict[date, Bound]:
        """By day, what has been reckoned so far for key results that look at days alike."""
        how = key_result.how
        window = how.window if isinstance(how, Measure | RawSql) else None
        matured = how.matured_days if isinstance(how, Measure) else 0
        return self._told.setdefault((wanted, window, matured, key_result.cycle), {})

    def ends_of(self, days: Sequence[date]) -> list[datetime]:
        """When each of some days of the project is over, in UTC."""
        for day in days:
            if day not in self._ends:
                self._ends[day] = self.calendar.end_of(day)
        return [self._ends[day] for day in days]

    def values(
        self, key_result: KeyResult, day: date, wanted: Collection[str]
    ) -> dict[str, Parameter]:
        """The parameters in `wanted`, as of `day`; `..._day` and `..._moment` are forms."""
        cycle, how = key_result.cycle, key_result.how
        window = how.window if isinstance(how, Measure | RawSql) else None
        matured = how.matured_days if isinstance(how, Measure) else 0
        span = self._span(window, day, cycle, matured)
        first = span.first or FIRST_DAY
        dates = {"as_of": day, "cycle_start": cycle.start, "cycle_end": cycle.end}
        edges = {
            "until": day + DAY,
            "since": first,
            "window_end": span.until,
            "since_before": _earlier(first, span),
        }
        found: dict[str, Parameter] = {}
        for name in wanted:
            if name in dates:
                found[name] = dates[name]
                continue
            edge, _, form = name.rpartition("_")
            if edge in edges and form in {"day", "moment"}:
                found[name] = getattr(self._boundary(edges[edge]), form)
            else:
                found[name] = self._boundary(edges[name]).naive
        return found

    def _span(self, window: Window | None, day: date, cycle: Cycle, matured: int) -> Span:
        if window is None:
            return Span(None, day + DAY)
        return self.calendar.span(window, day, cycle, matured=matured)

    def _boundary(self, day: date) -> Boundary:
        return boundary(day, self.calendar, self.zone)


def shown(values: Mapping[str, Parameter]) -> dict[str, str]:
    """Parameters as a receipt shows them, in the same order every time."""
    return {name: str(values[name]) for name in sorted(values)}


def _earlier(first: date, span: Span) -> date:
    """The start of the window before, as long as this one."""
    length = span.until - first
    return first - length if first - FIRST_DAY > length else FIRST_DAY + timedelta(0)
