"""What a person is told of a fault, with the nearest name that exists."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlglot import exp

from connectors.asking.faults import Fault, Kind
from connectors.asking.names import missing
from krtracker.errors import ConnectorError, QueryError

if TYPE_CHECKING:
    from connectors.asking.source import Source


def in_words(fault: Fault, source: Source, tree: exp.Query | None) -> ConnectorError:
    """The error for a fault, in words for whoever can mend it."""
    match fault.kind:
        case Kind.STOPPED | Kind.OVERDUE:
            return ConnectorError("the statement was ended by the source", transient=True)
        case Kind.TRANSIENT:
            return ConnectorError(f"{source.where}: {fault.text}", transient=True)
        case Kind.FINAL:
            return ConnectorError(f"{source.where}: {fault.text}")
        case Kind.QUERY:
            return QueryError(fault.text)
        case Kind.TOO_LONG:
            return QueryError(_too_long(source, tree))
        case Kind.UNTOLD:
            if tree is None:
                return ConnectorError(f"{source.where}: {fault.text}", transient=True)
            return _absent(source, tree) or QueryError(fault.text)
        case Kind.NO_TABLE:
            return missing("table", fault.name, _tables(source))
        case Kind.NO_COLUMN:
            return missing("column", fault.name, _columns(source, tree))


def _too_long(source: Source, tree: exp.Query | None) -> str:
    """What is said of a whole number that is too long: in which column, unless it was reckoned."""
    found: set[str] = set()
    if tree is not None and tree.find(exp.Add, exp.Sub, exp.Mul, exp.AggFunc) is None:
        asked = {column.name for column in tree.find_all(exp.Column)}
        for table in tree.find_all(exp.Table):
            with suppress(ConnectorError):
                found |= asked.intersection(source.decimals(_written(table, source)))
    where = f" in {' or '.join(f'`{name}`' for name in sorted(found))}" if found else ""
    return (
        f"a whole number{where} is too long for 64 bits: let the source have it as text or a double"
    )


def _absent(source: Source, tree: exp.Query) -> QueryError | None:
    """What the statement names and the source does not have, found without the driver's help."""
    made = {each.alias_or_name for each in tree.find_all(exp.CTE, exp.Alias, exp.TableAlias)}
    for table in tree.find_all(exp.Table):
        try:
            if table.name not in made:
                source.names.find(_written(table, source))
        except QueryError as error:
            return error
    known = [*_columns(source, tree), *made]
    folded = {each.lower() for each in known}
    asked = (each.name for each in tree.find_all(exp.Column) if each.name != "*")
    absent = next((each for each in asked if each.lower() not in folded), None)
    return missing("column", absent, known) if absent else None


def _tables(source: Source) -> Sequence[str]:
    with suppress(ConnectorError):
        return source.tables()
    return ()


def _columns(source: Source, tree: exp.Query | None) -> Sequence[str]:
    known: dict[str, None] = {}
    for table in tree.find_all(exp.Table) if tree else ():
        with suppress(ConnectorError):
            known |= dict.fromkeys(source.describe(_written(table, source)))
    return list(known)


def _written(table: exp.Table, source: Source) -> str:
    return exp.table_(table.this, db=table.args.get("db")).sql(source.dialect)
