"""Everything that stands behind one number, as a person and as a program reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from krtracker.cli.evidence import Line, evidence, way_document
from krtracker.cli.moved import moved_document, moved_line
from krtracker.cli.promised import limits, promise_lines
from krtracker.cli.wording import moment, number, percent
from krtracker.domain.key_result import Formula, KeyResult
from krtracker.domain.measurement import Measurement, TableReading
from krtracker.domain.moved import Moved
from krtracker.domain.reckoning import in_words, with_numbers
from krtracker.ledger import PromiseKind, Receipt, RecordedPromise, baseline_of, new_measures

SAID = {
    PromiseKind.MADE: "made",
    PromiseKind.CHANGED: "changed",
    PromiseKind.RENAMED: "renamed",
    PromiseKind.BASELINE: "made, its baseline frozen,",
}
"""How each kind of promise came to be, before its day."""


@dataclass(frozen=True)
class Explained:
    """One day of a key result: the measurement in force and where it came from."""

    key_result: KeyResult
    """As it is defined now."""
    receipt: Receipt
    """What the measurement was read from and measured for."""
    before: tuple[Measurement, ...]
    """The earlier rows of the same day, newest first."""
    promises: tuple[RecordedPromise, ...]
    """Every promise made for it in its cycle, oldest first."""
    baseline: float | None
    """The baseline in force now; None while it is pending."""
    snapshot: str
    replaced: tuple[RecordedPromise, RecordedPromise] | None = None
    """The promise of a past day, and the one that took its place; None where it still holds."""
    moved: tuple[Moved, ...] = ()
    """Its change since an earlier day, divided over the columns of `split_by`."""

    @property
    def row(self) -> Measurement:
        """The row in force."""
        return self.receipt.measurement

    @property
    def promised(self) -> KeyResult:
        """The key result with the promise that was in force on its day."""
        if self.replaced is None:
            return self.key_result
        return replace(self.key_result, promise=self.replaced[0].promise)

    @property
    def baseline_then(self) -> float | None:
        """The baseline of that promise; None while it is pending."""
        if self.replaced is None:
            return self.baseline
        return baseline_of(self.replaced[0], self.promises)

    @property
    def target(self) -> float | None:
        """The value that was promised on its day."""
        start = self.baseline_then
        return None if start is None else self.promised.promise.target_from(start)

    def as_document(self) -> dict[str, Any]:
        """The receipt as part of a JSON document."""
        key_result, row = self.key_result, self.row
        newest = self.promises[-1] if self.promises else None
        return {
            "cycle": key_result.cycle.name,
            "kr": key_result.id,
            "title": key_result.title,
            "unit": key_result.unit,
            "as_of": row.as_of,
            "value": row.value,
            "verdict": row.verdict.value,
            "reason": row.reason,
            "accepted_by": row.accepted_by,
            "baseline": self.baseline_then,
            "target": self.target,
            "promise": _promise(self.replaced[0] if self.replaced else newest),
            "promised_since": _promise(newest) if self.replaced else None,
            "promises": promises_told(self.promises),
            "measure": self.measure,
            "with_numbers": self.with_numbers,
            "query": self.receipt.query,
            "way": way_document(self.receipt.way),
            "parameters": dict(row.parameters),
            "source": row.source,
            "run": row.run,
            "measured_at": row.measured_at.isoformat(),
            "rows": row.rows,
            "newest": row.newest,
            "tables": [_table(each) for each in self.receipt.tables],
            "duration_seconds": row.duration_seconds,
            "expectations": row.expectations,
            "failures": [each.reason for each in row.failures],
            "nulls": dict(self.receipt.nulls),
            "duplicates": dict(self.receipt.duplicates),
            "restates": row.restates,
            "sequence": row.sequence,
            "hash": self.receipt.hash,
            "measure_hash": row.measure_hash,
            "definition": self.place,
            "revision": self.receipt.catalog.revision,
            "snapshot": self.snapshot,
            "moved": [moved_document(each) for each in self.moved],
        }

    @property
    def place(self) -> str | None:
        """Where the definition stood by which it was measured."""
        return str(self.defined.place) if self.defined.place else None

    @property
    def defined(self) -> KeyResult:
        """The key result as it was defined when it was measured."""
        return self.receipt.key_result or self.key_result

    @property
    def measure(self) -> str:
        """What was reckoned, in the words of its definition."""
        return in_words(self.defined.how)

    @property
    def with_numbers(self) -> str | None:
        """A formula with the values of its parts; None for what is asked of a source."""
        how = self.defined.how
        if not isinstance(how, Formula):
            return None
        parts = {name: _rounded(text) for name, text in self.row.parameters.items()}
        return f"{with_numbers(how.expression, parts)} = {number(self.row.value)}"


def lines(explained: Explained) -> list[Line]:
    """The receipt as names and texts, in the order of reading."""
    key_result, row = explained.key_result, explained.row
    verdict = f"{row.verdict.value}: {row.reason}" if row.reason else row.verdict.value
    beside = explained.promised.promise.levels(explained.target)
    told = [("value", f"{number(row.value, key_result.unit, beside=beside)} as of {row.as_of}")]
    told.append(("verdict", verdict))
    told += [("accepted by", row.accepted_by)] if row.accepted_by else []
    value = row.value if row.is_believed else None
    told += promise_lines(explained.promised, explained.baseline_then, value, row.as_of)
    told += _replaced(explained)
    told += [("promised", each) for each in promises_told(explained.promises)]
    told.append(("measure", explained.measure))
    told += [("with numbers", explained.with_numbers)] if explained.with_numbers else []
    told += evidence(
        source=row.source,
        seconds=row.duration_seconds,
        rows=row.rows,
        newest=row.newest,
        tables=explained.receipt.tables,
        columns=explained.receipt.columns,
        as_of=row.as_of,
        calendar=explained.receipt.catalog.settings.calendar,
        expectations=row.expectations,
        failures=row.failures,
        parameters=row.parameters,
        way=explained.receipt.way,
    )
    told += _counted(explained.receipt)
    told += [moved_line(each, key_result.unit) for each in explained.moved]
    told.append(("measured", f"{moment(row.measured_at)}, run {row.run}"))
    told += [
        ("before that", f"{number(each.value)}, {each.verdict.value}, {moment(each.measured_at)}")
        for each in explained.before
    ]
    commit = explained.receipt.catalog.revision
    kept = f", commit {commit}" if commit else ""
    told += [("definition", f"{explained.place}{kept}, measure {row.measure_hash[:12]}")]
    return [*told, ("ledger", f"row {row.sequence}, {explained.receipt.hash[:12]}")]


def _replaced(explained: Explained) -> list[Line]:
    """What is promised now, where that is another promise than on the day."""
    if explained.replaced is None:
        return []
    promise, unit = explained.key_result.promise, explained.key_result.unit
    target = None if explained.baseline is None else promise.target_from(explained.baseline)
    aim = limits(promise.keep) if promise.keep else number(target, unit)
    until = explained.replaced[1].effective
    return [("until", f"{until}, when another promise took its place; now it is {aim}")]


def _counted(receipt: Receipt) -> list[Line]:
    """What was counted of columns that something is expected of."""
    told = [("missing", f"{name}: {percent(share)}") for name, share in receipt.nulls.items()]
    return told + [("repeated", f"{name}: {count:g}") for name, count in receipt.duplicates.items()]


def _rounded(text: str) -> str:
    """The value of a part at the precision a person reads; `no value` stays."""
    try:
        return number(float(text))
    except ValueError:
        return text


def _promise(promise: RecordedPromise | None) -> dict[str, Any] | None:
    """The promise that was in force."""
    if promise is None:
        return None
    return {
        "kind": promise.kind.value,
        "since": promise.promised_on,
        "effective": promise.effective,
        "reason": promise.reason,
        "by": promise.changed_by,
        "hash": promise.promise_hash,
    }


def promises_told(promises: Sequence[RecordedPromise]) -> list[str]:
    """How each promise came to be, oldest first; a new measure alone is no new promise."""
    measures = new_measures(promises)
    return [_since(each, is_measure=each.sequence in measures) for each in promises]


def _since(promise: RecordedPromise, *, is_measure: bool) -> str:
    why = f": {promise.reason}" if promise.reason else ""
    by = f" by {promise.changed_by}" if promise.changed_by else ""
    how = "measure changed" if is_measure else SAID[promise.kind]
    return f"{how} on {promise.promised_on}{by}{why}"


def _table(reading: TableReading) -> dict[str, Any]:
    return {
        "table": reading.table,
        "newest": reading.newest,
        "rows_that_day": reading.rows_that_day,
        "updated": reading.updated,
    }
