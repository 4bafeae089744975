"""Whether the ledger and the head kept apart from it agree."""

from __future__ import annotations

import duckdb

from krtracker.errors import LedgerError
from krtracker.ledger.chain import Head, hash_at, newest, read_head, verify, write_head
from krtracker.ledger.migrations import require_shape
from krtracker.project import Project

NONSENSE = (duckdb.CatalogException, duckdb.BinderException, ValueError, TypeError, KeyError)
"""What reading raises where somebody dropped a table or wrote something else into a row."""


def require_whole(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse a ledger, or a copy of it, that is not what was written.

    Raises:
        LedgerError: a table, a column or a row of it is not.
    """
    require_shape(connection)
    verify(connection, Head())


def proven(project: Project, connection: duckdb.DuckDBPyConnection) -> Head:
    """The head of a whole ledger; one left behind by a crash is moved forward to the end."""
    head = read_head(project.ledger_head)
    end = end_of(connection, head)
    if end != head:
        write_head(project.ledger_head, end)
    return end


def end_of(connection: duckdb.DuckDBPyConnection, head: Head | None) -> Head:
    """The end of the ledger, if it agrees with the head kept apart.

    A crash between the commit and the head leaves the ledger ahead by whole rows: fine, if
    the chain leads to them. A ledger that ends before the head has lost rows.

    Raises:
        LedgerError: it does not agree, or there is no head.
    """
    if head is None:
        raise LedgerError(
            "its head file is gone, and with it the proof that no row is missing; restore both "
            "from the last backup"
        )
    end = newest(connection)
    if end == head:
        return end
    if end.sequence < head.sequence:
        raise LedgerError(
            f"rows {end.sequence + 1} to {head.sequence} are missing: it ends before its head (a "
            "torn write-ahead log, or an older copy); restore the last backup"
        )
    if hash_at(connection, head.sequence) != head.hash:
        raise LedgerError(
            f"row {head.sequence} is not the one its head remembers: rows were changed, or the two "
            "files do not belong together; restore both from the last backup"
        )
    return verify(connection, head)
