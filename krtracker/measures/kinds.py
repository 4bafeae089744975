"""What kind of value an expression has: a project day, a zone-free time, a moment, a number, ..."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import Any

import pyarrow as pa
from sqlglot import exp


class Kind(Enum):
    """The kinds that the language tells apart."""

    DAY = "a date"
    NAIVE = "a timestamp without a zone"
    MOMENT = "a timestamp with a zone"
    INTEGER = "a whole number"
    NUMBER = "a number"
    BOOLEAN = "true or false"
    TEXT = "text"
    INTERVAL = "a span of time"
    UNKNOWN = "of an unknown type"


TIMES = (Kind.DAY, Kind.NAIVE, Kind.MOMENT)
"""The kinds that can be held against the boundaries of a day."""
_MOMENTS = {exp.DType.TIMESTAMPTZ, exp.DType.TIMESTAMPLTZ}
_DAYS = {exp.DType.DATE, exp.DType.DATE32}


def kind(node: exp.Expr | None) -> Kind:
    """The kind of an annotated expression."""
    found = node.type if node is not None else None
    return of_type(found.this) if isinstance(found, exp.DataType) else Kind.UNKNOWN


def of_type(type_: object) -> Kind:
    """The kind that a type of sqlglot's stands for."""
    if type_ in _DAYS:
        return Kind.DAY
    if type_ in _MOMENTS:
        return Kind.MOMENT
    if type_ in exp.DataType.TEMPORAL_TYPES and type_ != exp.DType.TIME:
        return Kind.NAIVE
    if type_ in exp.DataType.INTEGER_TYPES:
        return Kind.INTEGER
    if type_ in exp.DataType.NUMERIC_TYPES:
        return Kind.NUMBER
    if type_ == exp.DType.BOOLEAN:
        return Kind.BOOLEAN
    if type_ in exp.DataType.TEXT_TYPES:
        return Kind.TEXT
    return Kind.INTERVAL if type_ == exp.DType.INTERVAL else Kind.UNKNOWN


_ARROW = (
    (pa.types.is_boolean, "BOOLEAN"),
    (pa.types.is_integer, "BIGINT"),
    (pa.types.is_floating, "DOUBLE"),
    (pa.types.is_decimal, "DOUBLE"),
    (pa.types.is_date, "DATE"),
    (pa.types.is_time, "TIME"),
    (pa.types.is_duration, "INTERVAL"),
    (pa.types.is_string, "VARCHAR"),
    (pa.types.is_large_string, "VARCHAR"),
    (pa.types.is_string_view, "VARCHAR"),
    (pa.types.is_dictionary, "VARCHAR"),
)


def _plain(type_: exp.DataType) -> exp.DataType:
    return exp.DataType(**type_.args)


_Shared: Any = type(
    exp.DataType.__name__,  # by which sqlglot knows what may be a type
    (exp.DataType,),
    {"__deepcopy__": lambda type_, _memo: type_, "copy": _plain},
)
"""A type that nodes and their copies share: most of what is copied with a tree are its types."""


@lru_cache(maxsize=1024)
def _shared(said: tuple[tuple[str, object], ...]) -> exp.DataType:
    found: exp.DataType = _Shared(**dict(said))
    return found


def shared(type_: exp.DataType) -> exp.DataType:
    """One tree for all types that say the same, if they are made of nothing else."""
    said = [(name, each) for name, each in type_.args.items() if each not in (None, False, [])]
    if any(isinstance(each, exp.Expr | list) for _, each in said):
        return type_
    return _shared(tuple(said))


def with_shared_types(tree: exp.Select) -> exp.Select:
    """An annotated tree, quick to be copied."""
    for node in tree.walk():
        if not isinstance(node, exp.DataType) and isinstance(node.type, exp.DataType):
            node.type = shared(node.type)
    return tree


@lru_cache(maxsize=64)
def named(name: str) -> exp.DataType:
    """The type of a name in DuckDB's terms; one tree for all, so copy it before it is placed."""
    return shared(exp.DataType.build(name, dialect="duckdb"))


def type_of(arrow: pa.DataType) -> exp.DataType:
    """The type in SQL of a column that arrives as `arrow`."""
    if pa.types.is_timestamp(arrow):
        return named("TIMESTAMPTZ" if arrow.tz else "TIMESTAMP")
    for fits, name in _ARROW:
        if fits(arrow):
            return named(name)
    return named("UNKNOWN")
