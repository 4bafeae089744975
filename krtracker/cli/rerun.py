"""Whether measuring again, from a receipt alone, brings the value that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from krtracker.cli.start import Start
from krtracker.cli.trial import reread
from krtracker.cli.wording import newest_row, number
from krtracker.domain.key_result import Formula, HistoryKind, KeyResult
from krtracker.domain.measurement import Reading, same
from krtracker.domain.newest import newest_of_rows
from krtracker.ledger import Receipt

EQUAL, RESTATED, CANNOT = "equal", "restated", "cannot"


@dataclass(frozen=True)
class Rerun:
    """What measuring again said: `equal`, `restated` (another value), or `cannot` with a reason."""

    outcome: str
    value: float | None = None
    reason: str | None = None
    """Why it cannot be measured again, or why what came back is no number."""
    changed: tuple[str, ...] = ()
    """What is not as it was: rows, newest row, query, parts of a formula."""

    @property
    def is_equal(self) -> bool:
        """Whether the same value came again."""
        return self.outcome == EQUAL

    @property
    def was_measured(self) -> bool:
        """Whether any value came at all."""
        return self.outcome != CANNOT

    def as_document(self) -> dict[str, Any]:
        """The same as part of a JSON document."""
        return {
            "outcome": self.outcome,
            "value": self.value,
            "reason": self.reason,
            "changed": list(self.changed),
        }


def measured_again(begun: Start, receipt: Receipt) -> Rerun:
    """Measure the day of a receipt again, by the definition that the receipt itself holds.

    Of the project as it lies on disk only the way to the source is taken: host, password. What
    was measured, in which zone and against which views, the ledger knows.
    """
    row, key_result = receipt.measurement, receipt.key_result
    if key_result is None or key_result.measure_hash != row.measure_hash:
        return Rerun(CANNOT, reason="the ledger does not hold the definition it was measured by")
    if (why := _out_of_reach(key_result, receipt, begun)) is not None:
        return Rerun(CANNOT, reason=why)
    found = reread(_as_it_was(begun, receipt), key_result, row.as_of)
    if not isinstance(found, Reading):
        return Rerun(CANNOT, reason=found.reason)
    is_equal = same(found.value, row.value)
    changed = () if is_equal else tuple(_changed(receipt, key_result, found))
    return Rerun(EQUAL if is_equal else RESTATED, found.value, found.failure, changed)


def _out_of_reach(key_result: KeyResult, receipt: Receipt, begun: Start) -> str | None:
    """Why the source cannot tell of that day any more."""
    day, source = receipt.measurement.as_of, key_result.source
    if source is not None and source not in begun.catalog.connections:
        return f"`connections.yaml` no longer has `{source}`"
    closed = begun.catalog.settings.calendar.last_closed_day(begun.now)
    if not key_result.history.has_past and day != closed:
        return f"the source keeps only the present, and {day} is past"
    return None


def _as_it_was(begun: Start, receipt: Receipt) -> Start:
    """The project by what its files said then, with the way to each source as it is now."""
    now = begun.catalog.connections
    ways = {
        name: replace(each, settings=now[name].settings, type=now[name].type)
        for name, each in receipt.catalog.connections.items()
        if name in now
    }
    return replace(begun, catalog=replace(receipt.catalog, connections=ways, faults={}))


def _changed(receipt: Receipt, key_result: KeyResult, found: Reading) -> Iterator[str]:
    """What is not as the receipt says, most telling first."""
    row = receipt.measurement
    if row.rows != found.rows:
        yield f"rows: {_count(row.rows)} then, {_count(found.rows)} now"
    if row.newest != found.newest and found.newest is not None:
        calendar = receipt.catalog.settings.calendar
        then = newest_row(newest_of_rows(row.newest, calendar)) if row.newest else "none"
        now = newest_row(newest_of_rows(found.newest, calendar))
        yield f"newest row: {then} then, {now} now"
    if isinstance(key_result.how, Formula):
        yield from _other_values(row.parameters, found.parameters)
    elif receipt.query is not None and receipt.query != found.query:
        yield "the statement is put together differently"
    if key_result.history.kind is HistoryKind.OVERWRITTEN:
        columns = ", ".join(f"`{name}`" for name in key_result.history.overwritten)
        yield f"past days are reckoned with today's values of {columns}"
    if row.rows == found.rows and row.newest == found.newest and row.source is not None:
        yield "the same rows hold other values, or other rows took their place"


def _other_values(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """The parts of a formula that say something else."""
    for name in sorted(now.keys() | then.keys()):
        old, new = then.get(name, "nothing"), now.get(name, "nothing")
        if old != new and not same(_number(old), _number(new)):
            yield f"`{name}`: {_shown(old)} then, {_shown(new)} now"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _shown(text: str) -> str:
    value = _number(text)
    return text if value is None else number(value)


def _count(rows: int | None) -> str:
    return "unknown" if rows is None else f"{rows:,}"
