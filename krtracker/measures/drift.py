"""What kind of value each column held that a number was reckoned from."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from sqlglot import exp

from krtracker.measures.complaint import Complaint
from krtracker.measures.functions import name_of
from krtracker.measures.guard import is_named_above
from krtracker.measures.kinds import TIMES, Kind, kind
from krtracker.measures.meant import FieldError, Meant
from krtracker.measures.ready import Ready


def columns_of(ready: Ready) -> dict[str, str]:
    """The kind of every column that a question asks for, by `table.column`.

    Kinds and not types: a number that gets wider is the same number, but a time that becomes
    a day, or gains a zone, falls into other windows without any error. A column of which
    nothing is known (it is empty, and nobody declared it) is left out.
    """
    return {name: said for name, type in _typed(ready) if (said := _kind(type)) is not None}


def misfit(meant: Meant) -> FieldError | None:
    """A value or condition that its columns' kinds make senseless, told by the column."""
    parts = (("measure.value", meant.value), ("measure.where", meant.where))
    found = (
        FieldError(complaint, path)
        for path, part in parts
        if part is not None
        for complaint in (*_sums_of_no_numbers(part), *_numbers_held_against_words(part))
    )
    return next(found, None)


def _sums_of_no_numbers(part: exp.Expr) -> Iterator[Complaint]:
    for node in part.find_all(exp.Sum, exp.Avg, exp.Median, exp.Stddev, exp.Variance):
        what = kind(node.this)
        if isinstance(node.this, exp.Column) and what in (Kind.TEXT, *TIMES):
            said = f"`{node.this.name}` is {what.value}, and `{name_of(node)}` takes numbers"
            read = f"where all of it are numbers, `{node.this.name}::numeric` reads them"
            yield Complaint(said, read if what is Kind.TEXT else None, node.this.name)


def _numbers_held_against_words(part: exp.Expr) -> Iterator[Complaint]:
    """A number is never `'done'`: an engine raises an error, or takes the word for nought."""
    for node in part.find_all(exp.EQ, exp.NEQ, exp.In):
        sides = [node.this, node.expression, *node.expressions]
        column = next((each for each in sides if isinstance(each, exp.Column)), None)
        word = next((each.this for each in sides if _is_word(each)), None)
        if column is not None and word and kind(column) in (Kind.INTEGER, Kind.NUMBER):
            said = f"`{column.name}` is a number, and is held against `'{word}'`"
            yield Complaint(said, word=column.name)


def _is_word(node: object) -> bool:
    """Whether it is a text written out that no number could be."""
    if not isinstance(node, exp.Literal) or not node.is_string:
        return False
    try:
        float(node.this)
    except ValueError:
        return True
    return False


def _typed(ready: Ready) -> Iterator[tuple[str, pa.DataType]]:
    if ready.meant is None:
        yield from _of_own_words(ready)
        return
    meant = ready.meant
    needed = meant.resolved.columns(meant.rows)
    names = {table.alias_or_name: table.name for table in meant.rows.find_all(exp.Table)}
    for part in _parts(meant):
        for column in part.find_all(exp.Column):
            if names.get(column.table) in needed:
                needed[names[column.table]].add(column.name)
    for name, table in meant.resolved.tables.items():
        for wanted in sorted(needed[name] & table.columns.keys()):
            yield f"{table.name}.{wanted}", table.columns[wanted]


def _parts(meant: Meant) -> Iterator[exp.Expr]:
    """Everything that a measure reckons with, row by row."""
    yield meant.value
    for part in (meant.where, meant.at, meant.known, meant.per):
        if part is not None:
            yield part
    yield from (*(meant.during or ()), *meant.order_by, *meant.expected.values())


def _of_own_words(ready: Ready) -> Iterator[tuple[str, pa.DataType]]:
    """In SQL of one's own the columns are those of its tables that it names anywhere."""
    tree = ready.question.tree
    named = {column.name.lower() for column in tree.find_all(exp.Column)}
    for node in tree.find_all(exp.Table):
        if not isinstance(node.this, exp.Identifier) or is_named_above(node):
            continue
        table = ready.asking.tables.find(node)
        for column, type in sorted(table.columns.items()):
            if column.lower() in named:
                yield f"{table.name}.{column}", type


def _kind(type: pa.DataType) -> str | None:
    if pa.types.is_null(type):
        return None
    if pa.types.is_timestamp(type):
        return "a moment" if type.tz else "a time without a zone"
    if pa.types.is_date(type):
        return "a day"
    if pa.types.is_boolean(type):
        return "true or false"
    is_number = pa.types.is_integer(type) or pa.types.is_floating(type) or pa.types.is_decimal(type)
    return "a number" if is_number else "text"
