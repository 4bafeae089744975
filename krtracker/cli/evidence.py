"""What a value was reckoned from, as lines of name and text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from krtracker.cli.wording import counted, newest_row
from krtracker.domain.newest import Newest, newest_of_rows, newest_of_table

if TYPE_CHECKING:
    from krtracker.domain.calendar import Calendar
    from krtracker.domain.measurement import Failure, TableReading, Way

NAME_WIDTH = 13
"""How wide the column of names is, in a preview as in a receipt."""

Line = tuple[str, str]
"""The name of a fact and what it says."""


def evidence(
    *,
    source: str | None,
    seconds: float,
    rows: int | None,
    newest: datetime | None,
    tables: Sequence[TableReading],
    columns: Mapping[str, str],
    as_of: date,
    calendar: Calendar,
    expectations: int,
    failures: Sequence[Failure],
    parameters: Mapping[str, str],
    way: Way | None = None,
) -> list[Line]:
    """Source, way, rows, tables, expectations with what failed, and the parameters bound."""
    told = [("source", f"{source}, {seconds:.2f} s" if source else "formula")]
    told += [("asked", asked(way))] if way is not None else []
    if rows is not None:
        found = newest_row(newest_of_rows(newest, calendar)) if newest else ""
        told.append(("rows", f"{rows:,}{f', the newest of {found}' if found else ''}"))
    dated = [(each, newest_of_table(each, columns, calendar, as_of)) for each in tables]
    told += [("table", _table(*each)) for each in dated]
    told.append(("expectations", f"{counted(expectations, 'expectation')} evaluated"))
    told += [("failed", each.reason) for each in failures]
    bound = ", ".join(f"{name} = {value}" for name, value in parameters.items())
    return [*told, ("parameters", bound)] if bound else told


def asked(way: Way) -> str:
    """How a value was had, in words.

    >>> asked(Way(is_shared=True, sent=("SELECT 1",)))
    'in one scan with others, reckoned in the source'
    >>> asked(Way(sent=("SELECT a FROM b",), why="so few values"))
    'alone, reckoned here from columns that the source handed over: so few values'
    """
    how = "in one scan with others" if way.is_shared else "alone"
    here = "here from columns that the source handed over"
    where = "in the source" if way.is_in_place else here
    return f"{how}, reckoned {where}{f': {way.why}' if way.why else ''}"


def _table(reading: TableReading, found: Newest | None) -> str:
    """How fresh and how full a table was."""
    newest = newest_row(found) if found else "none"
    full = (
        ""
        if reading.rows_that_day is None
        else f", {counted(reading.rows_that_day, 'row')} that day"
    )
    return f"{reading.table}: newest row {newest}{full}"


def in_lines(told: Sequence[Line], query: str | None, way: Way | None = None) -> str:
    """Facts below one another, the statements last and set off from the left.

    What was really sent comes first where it is not the query of that day alone.
    """
    from krtracker.domain.statements import statements

    facts = [f"  {name:<{NAME_WIDTH}} {text}" for name, text in told]
    return "\n".join([*facts, *(line for each in statements(query, way) for line in _code(*each))])


def way_document(way: Way | None) -> dict[str, Any] | None:
    """How a value was had, as part of a JSON document."""
    if way is None:
        return None
    return {
        "is_shared": way.is_shared,
        "is_in_place": way.is_in_place,
        "why_alone": way.why or None,
        "sent": list(way.sent),
        "reckoned_here": list(way.here),
    }


def _code(title: str, statement: str) -> list[str]:
    return [f"  {title}", *(f"    {line}" for line in statement.strip().splitlines())]
