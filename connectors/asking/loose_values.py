"""What SQLite leaves open, settled: types of values, times as text, names in quotes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlglot import exp

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_PER_BATCH = 20_000


def batches(
    first: list[Any], fetch: Callable[[], list[Any]], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """The rows of an answer, those fetched already and those still to fetch, in their types."""
    import pyarrow as pa

    from connectors.asking.written_times import times

    for rows in chain([first] if first else [], iter(fetch, [])):
        columns = zip(*rows, strict=True)
        arrays = [times(each, field) for each, field in zip(columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def types_of_all(
    connection: sqlite3.Connection, sql: str, bound: Mapping[str, Any], count: int
) -> list[pa.DataType]:
    """The types in a long answer, in which the first rows cannot speak for all."""
    names = [f"c{number}" for number in range(count)]
    kinds = ", ".join(f"group_concat(DISTINCT typeof({name}))" for name in names)
    asked = f"WITH answer ({', '.join(names)}) AS ({sql}) SELECT {kinds} FROM answer"
    (found,) = connection.execute(asked, bound).fetchall()
    return [_of_kinds(set((each or "").split(",")) - {"null", ""}) for each in found]


def _of_kinds(kinds: set[str]) -> pa.DataType:
    import pyarrow as pa

    from connectors.asking.arrow import INTEGER, NUMBER, TEXT

    if not kinds:
        return pa.null()
    if kinds == {"integer"}:
        return INTEGER
    return NUMBER if kinds <= {"integer", "real"} else TEXT


def bound(value: Any) -> Any:
    """A parameter as SQLite keeps such values: times as text."""
    if isinstance(value, datetime):
        value = value if value.tzinfo is None else value.astimezone(UTC)
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return value.isoformat() if isinstance(value, date) else value


def quoted(name: str) -> str:
    """A name in the quotes in which SQLite takes it for nothing else."""
    doubled = name.replace("`", "``")
    return f"`{doubled}`"


def in_backticks(node: exp.Expression) -> exp.Expression:
    """A node of a tree, its quoted names as `quoted` writes them."""
    if isinstance(node, exp.Identifier) and node.args.get("quoted"):
        return exp.Var(this=quoted(node.name))
    return node
