"""The columns of every table of the ledger, in the order in which they are written and hashed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import pyarrow as pa

Cell: TypeAlias = object
Row: TypeAlias = tuple[Cell, ...]
"""The cells of one row in the order of its table's columns, without sequence, form and hash."""
Columns: TypeAlias = Sequence[Sequence[Cell]]
"""The cells of many rows, column by column, in the same order."""

TEXT, DAY, MOMENT = "text", "day", "moment"
NUMBER, COUNT, FLAG = "number", "count", "flag"
"""Kinds of cell; in words, since whoever only reads the ledger need not wait for Arrow."""


@dataclass(frozen=True)
class Table:
    """One append-only table; each row also has a sequence, the form it is hashed in, its hash."""

    name: str
    columns: dict[str, str]
    """Their kinds, by name."""

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of rows on their way into the table."""
        import pyarrow as pa

        types: dict[str, pa.DataType] = {
            TEXT: pa.string(), DAY: pa.date32(), MOMENT: pa.timestamp("us"),
            NUMBER: pa.float64(), COUNT: pa.int64(), FLAG: pa.bool_(),
        }  # fmt: skip
        own = [(name, types[kind]) for name, kind in self.columns.items()]
        chained = [("sequence", pa.int64()), ("form", pa.int16())]
        return pa.schema([*chained, *own, ("hash", pa.binary())])


MEASUREMENTS = Table(
    "measurements",
    {
        "cycle": TEXT,
        "key_result": TEXT,
        "measure_hash": TEXT,
        "as_of": DAY,
        "value": NUMBER,
        "verdict": TEXT,
        "reason": TEXT,
        "measured_at": MOMENT,
        "run": TEXT,
        "source": TEXT,
        "rows_read": COUNT,
        "newest": MOMENT,
        "duration_seconds": NUMBER,
        "query_hash": TEXT,
        "parameters": TEXT,
        "expectations": COUNT,
        "failures": TEXT,
        "nulls": TEXT,
        "duplicates": TEXT,
        "table_readings": TEXT,
        "restates": NUMBER,
        "is_restatement": FLAG,
        "accepted_by": TEXT,
        "way": TEXT,
    },
)
QUERIES = Table("queries", {"query_hash": TEXT, "query": TEXT})
ATTEMPTS = Table(
    "attempts",
    {
        "cycle": TEXT,
        "key_result": TEXT,
        "measure_hash": TEXT,
        "as_of": DAY,
        "attempted_at": MOMENT,
        "run": TEXT,
        "source": TEXT,
        "reason": TEXT,
        "is_definition_fault": FLAG,
    },
)
RUNS = Table(
    "runs",
    {
        "run": TEXT,
        "source": TEXT,
        "recorded_at": MOMENT,
        "written": COUNT,
        "restated": COUNT,
        "unchanged": COUNT,
        "rejected": COUNT,
        "unmeasured": COUNT,
        "duration_seconds": NUMBER,
        "error": TEXT,
    },
)
PROMISES = Table(
    "promises",
    {
        "cycle": TEXT,
        "key_result": TEXT,
        "formerly": TEXT,
        "kind": TEXT,
        "promise": TEXT,
        "promise_hash": TEXT,
        "measure_hash": TEXT,
        "baseline": NUMBER,
        "effective": DAY,
        "promised_on": DAY,
        "reason": TEXT,
        "changed_by": TEXT,
        "recorded_at": MOMENT,
        "run": TEXT,
    },
)
CATALOGS = Table(
    "catalogs", {"catalog_hash": TEXT, "catalog": TEXT, "adopted_at": MOMENT, "run": TEXT}
)
SPLITS = Table(
    "splits",
    {
        "cycle": TEXT,
        "key_result": TEXT,
        "measure_hash": TEXT,
        "as_of": DAY,
        "split_column": TEXT,
        "kind": TEXT,
        "value": NUMBER,
        "pieces": TEXT,
        "measured_at": MOMENT,
        "run": TEXT,
    },
)

TABLES = (MEASUREMENTS, QUERIES, ATTEMPTS, RUNS, PROMISES, CATALOGS, SPLITS)
