"""Everything that stands behind one number, as a person and as a program reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from krtracker.cli.evidence import Line, evidence, way_document
from krtracker.cli.promised import promise_lines
from krtracker.cli.wording import moment, number, percent
from krtracker.domain.key_result import Formula, KeyResult
from krtracker.domain.measurement import Measurement, TableReading
from krtracker.domain.moved import Moved, Mover
from krtracker.domain.reckoning import in_words, with_numbers
from krtracker.ledger import PromiseKind, Receipt, RecordedPromise

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
    """The baseline in force; None while it is pending."""
    snapshot: str
    moved: tuple[Moved, ...] = ()
    """Its change since an earlier day, divided over the columns of `split_by`."""

    @property
    def row(self) -> Measurement:
        """The row in force."""
        return self.receipt.measurement

    def as_document(self) -> dict[str, Any]:
        """The receipt as part of a JSON document."""
        key_result, row = self.key_result, self.row
        target = None if self.baseline is None else key_result.promise.target_from(self.baseline)
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
            "baseline": self.baseline,
            "target": target,
            "promise": _promise(self.receipt.promise),
            "promises": [_since(each) for each in self.promises],
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
            "moved": [_moved(each) for each in self.moved],
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
    told = [("value", f"{number(row.value, key_result.unit)} as of {row.as_of}")]
    told.append(("verdict", verdict))
    told += [("accepted by", row.accepted_by)] if row.accepted_by else []
    value = row.value if row.is_believed else None
    told += promise_lines(key_result, explained.baseline, value, row.as_of)
    told += [("promised", _since(each)) for each in explained.promises]
    told.append(("measure", explained.measure))
    told += [("with numbers", explained.with_numbers)] if explained.with_numbers else []
    told += evidence(
        source=row.source,
        seconds=row.duration_seconds,
        rows=row.rows,
        newest=row.newest,
        tables=explained.receipt.tables,
        expectations=row.expectations,
        failures=row.failures,
        parameters=row.parameters,
        way=explained.receipt.way,
    )
    told += _counted(explained.receipt)
    told += [_moved_line(each, key_result.unit) for each in explained.moved]
    told.append(("measured", f"{moment(row.measured_at)}, run {row.run}"))
    told += [
        ("before that", f"{number(each.value)}, {each.verdict.value}, {moment(each.measured_at)}")
        for each in explained.before
    ]
    commit = explained.receipt.catalog.revision
    kept = f", commit {commit}" if commit else ""
    told += [("definition", f"{explained.place}{kept}, measure {row.measure_hash[:12]}")]
    return [*told, ("ledger", f"row {row.sequence}, {explained.receipt.hash[:12]}")]


def _counted(receipt: Receipt) -> list[Line]:
    """What was counted of columns that something is expected of."""
    told = [("missing", f"{name}: {percent(share)}") for name, share in receipt.nulls.items()]
    return told + [("repeated", f"{name}: {count:g}") for name, count in receipt.duplicates.items()]


def _moved_line(moved: Moved, unit: str) -> Line:
    """The change since a day, and what each part of a column brought to it."""
    name = f"by {moved.column}"
    if not moved.adds_up:
        values = (f"{_part(e)} {number(e.before)} to {number(e.now)}" for e in moved.movers)
        return name, f"no sum of parts since {moved.since}: {', '.join(values)}"
    brought = (f"{_part(each)} {each.total:+.3g}" for each in moved.movers)
    return name, f"{moved.change:+.3g} {unit} since {moved.since}: {', '.join(brought)}"


def _part(mover: Mover) -> str:
    return "others" if mover.is_others else mover.name or "not given"


def _moved(moved: Moved) -> dict[str, Any]:
    return {
        "column": moved.column,
        "kind": moved.kind.value,
        "since": moved.since,
        "before": moved.before,
        "change": moved.change,
        "parts": [
            {
                "part": each.name,
                "is_others": each.is_others,
                "before": each.before,
                "now": each.now,
                "share_before": each.share_before,
                "share_now": each.share_now,
                "by_value": each.rate if moved.adds_up else None,
                "by_share": each.mix if moved.has_mix else None,
                "brought": each.total if moved.adds_up else None,
            }
            for each in moved.movers
        ],
    }


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


def _since(promise: RecordedPromise) -> str:
    why = f": {promise.reason}" if promise.reason else ""
    by = f" by {promise.changed_by}" if promise.changed_by else ""
    return f"{SAID[promise.kind]} on {promise.promised_on}{by}{why}"


def _table(reading: TableReading) -> dict[str, Any]:
    return {
        "table": reading.table,
        "newest": reading.newest,
        "rows_that_day": reading.rows_that_day,
        "updated": reading.updated,
    }
