"""The chain that runs through every row of the ledger, and its head, kept in a file apart."""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from krtracker.errors import LedgerError
from krtracker.ledger import durable
from krtracker.ledger.canonical import canonical_row, canonical_rows
from krtracker.ledger.migrations import STEPS, version_of
from krtracker.ledger.tables import TABLES, Columns, Row, Table

if TYPE_CHECKING:
    import pyarrow as pa

    from krtracker.columns import Values

FORM = 2
"""The canonical form in which new rows are hashed."""
ADDED = {("measurements", "way"): 2}
"""From which form on a column is covered that was not there at first."""
FORMS = {
    form: {
        table.name: tuple(
            name for name in table.columns if ADDED.get((table.name, name), 1) <= form
        )
        for table in TABLES
    }
    for form in (1, 2)
}
"""Which columns each form covers; a column added later enters only forms from then on."""
FETCHED_AT_ONCE = 10_000


@dataclass(frozen=True)
class Head:
    """The end of the chain: the sequence number and the hash of its newest row."""

    sequence: int = 0
    hash: bytes = bytes(32)

    @property
    def text(self) -> str:
        """How it is written into its file, and wherever else it is to be remembered."""
        return json.dumps({"sequence": self.sequence, "hash": self.hash.hex()}) + "\n"


class Chain:
    """Gives rows their sequence numbers and hashes, each hash over the one before."""

    def __init__(self, head: Head) -> None:
        self.head = head

    def link(self, table: Table, columns: Columns) -> pa.Table:
        """The rows as they go into `table`; the head moves to the last of them."""
        import numpy as np
        import pyarrow as pa

        from krtracker.columns import arrow_column

        first, last = self.head.sequence + 1, self.head.hash
        hashes = []
        for spelt in canonical_rows(FORM, table, first, columns):
            last = hashlib.sha256(last + spelt).digest()
            hashes.append(last)
        count = len(hashes)
        self.head = Head(self.head.sequence + count, last)
        numbers = np.arange(first, first + count)
        whole: list[Values] = [numbers, np.full(count, FORM), *columns, hashes]
        schema = table.schema
        arrays = [
            arrow_column(cells, kind) for cells, kind in zip(whole, schema.types, strict=True)
        ]
        return pa.Table.from_arrays(arrays, schema=schema)


def row_hash(
    previous: bytes, form: int, table: str, sequence: int, cells: Sequence[object]
) -> bytes:
    """The hash of one row over the hash before it and the row's canonical form."""
    return hashlib.sha256(previous + canonical_row(form, table, sequence, cells)).digest()


def verify(connection: duckdb.DuckDBPyConnection, start: Head) -> Head:
    """Follow the chain from `start` to its end, which is returned.

    Raises:
        LedgerError: a row is missing, was changed or was put in; the message says which.
    """
    head = start
    for sequence, table, form, cells, found in _rows_after(connection, start.sequence):
        if sequence != head.sequence + 1:
            raise LedgerError(f"row {head.sequence + 1} is missing: the next one is row {sequence}")
        if found != row_hash(head.hash, form, table, sequence, cells):
            raise LedgerError(f"row {sequence} (in `{table}`) is not what was written")
        head = Head(sequence, found)
    return head


def newest(connection: duckdb.DuckDBPyConnection) -> Head:
    """The row with the highest number, whether or not the chain leads to it."""
    tables = _there(connection)
    if not tables:
        return Head()
    each = " UNION ALL ".join(f"SELECT max(sequence) AS last FROM {table.name}" for table in tables)
    row = connection.execute(f"SELECT max(last) FROM ({each})").fetchone()
    last = row[0] if row else None
    return Head() if last is None else Head(last, hash_at(connection, last))


def hash_at(connection: duckdb.DuckDBPyConnection, sequence: int) -> bytes:
    """The hash that row `sequence` carries; empty where there is no such row."""
    if sequence == 0:
        return Head().hash
    each = " UNION ALL ".join(
        f"SELECT hash FROM {table.name} WHERE sequence = $sequence" for table in _there(connection)
    )
    row = connection.execute(each, {"sequence": sequence}).fetchone()
    return bytes(row[0]) if row else b""


def _there(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """The tables that a ledger has: one of an older shape may lack the newest.

    Told from its shape: DuckDB's own list of tables takes as long as all other questions.
    """
    made = "".join(STEPS[: version_of(connection)])
    return [table for table in TABLES if f"CREATE TABLE {table.name} (" in made]


def read_head(path: Path) -> Head | None:
    """What the head's file says; None where there is none.

    Raises:
        LedgerError: the file says nothing that can be understood.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Head(int(said["sequence"]), bytes.fromhex(said["hash"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise LedgerError(
            f"{path} is damaged, and with it the proof that the ledger is whole; "
            "restore both from the last backup"
        ) from error


def write_head(path: Path, head: Head) -> None:
    """Remember the head apart from the ledger, on the disk before this returns."""
    durable.write(path, head.text)


def _rows_after(
    connection: duckdb.DuckDBPyConnection, sequence: int
) -> Iterator[tuple[int, str, int, Row, bytes]]:
    """Every row after `sequence`, of all tables, in the order in which they were written."""
    streams = (_rows_of(table, connection.cursor(), sequence) for table in _there(connection))
    return heapq.merge(*streams, key=lambda row: row[0])


def _rows_of(
    table: Table, cursor: duckdb.DuckDBPyConnection, sequence: int
) -> Iterator[tuple[int, str, int, Row, bytes]]:
    names = list(table.columns)
    cursor.execute(
        f"SELECT sequence, form, hash, {', '.join(names)} FROM {table.name} "
        "WHERE sequence > ? ORDER BY sequence",
        [sequence],
    )
    while rows := cursor.fetchmany(FETCHED_AT_ONCE):
        for number, form, found, *cells in rows:
            covered = FORMS.get(form, {}).get(table.name, ())
            by_name = dict(zip(names, cells, strict=True))
            yield number, table.name, form, tuple(by_name[name] for name in covered), bytes(found)
