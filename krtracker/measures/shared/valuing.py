"""What a family's scan says of each of its members: the values, made of the parts it brought."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sqlglot import exp

from krtracker.columns import arrow_column, arrow_table
from krtracker.connector import Parameter
from krtracker.measures.asking import Asking
from krtracker.measures.engines import at_desk
from krtracker.measures.shared.grid import Numbers
from krtracker.measures.shared.member import Member
from krtracker.measures.shared.parts import ROWS, CannotShareError
from krtracker.measures.shared.reckoning import Reckoning


@dataclass(frozen=True)
class Told:
    """What a scan says of one key result, a column for each of its literal query's."""

    days: tuple[date, ...]
    columns: Mapping[str, Sequence[Any] | npt.NDArray[Any]]

    def listed(self) -> dict[str, Sequence[Any]]:
        """The columns, numbers and times as Python has them."""
        return {
            name: column.tolist() if isinstance(column, np.ndarray) else column
            for name, column in self.columns.items()
        }


def readings(
    reckoning: Reckoning, members: Sequence[Member]
) -> Iterator[tuple[Member, Told | CannotShareError]]:
    """For each member what its literal query would have answered of every day.

    Of one whose values cannot be told from this scan, why: it has to be asked literally.
    """
    columns: dict[int, Mapping[str, Numbers]] = {}
    sound = []
    for each in members:
        try:
            columns[id(each)] = _columns(reckoning, each)
            sound.append(each)
        except CannotShareError as reason:
            yield each, reason
    found = _values_of(sound, columns, reckoning.scan.asking)
    for each, values in zip(sound, found, strict=True):
        own = columns[id(each)]
        yield each, _told(each, own, values, reckoning.newest(own))


def _columns(reckoning: Reckoning, member: Member) -> dict[str, Numbers]:
    """Every part of a member for every day, by the name it has in the value."""
    where = list(member.where)
    found = {
        name: reckoning.column(part, member.grid, where)
        for part, name in member.pieces.parts.items()
    }
    if member.earlier is not None:
        for part, name in member.pieces.parts.items():
            found[f"{name}_before"] = reckoning.column(part, member.earlier, where)
    for name, part in member.extras.items():
        found[name] = reckoning.column(part, member.grid, where)
    return found


def _values_of(
    members: Sequence[Member], columns: Mapping[int, Mapping[str, Numbers]], asking: Asking
) -> list[list[float | None]]:
    """The values: a part as it is, or reckoned by DuckDB for members of one wording at once."""
    alike: dict[str, list[int]] = {}
    said: dict[tuple[int, bool], str] = {}
    found: list[list[float | None]] = [[] for _ in members]
    for number, each in enumerate(members):
        value = each.pieces.value
        if isinstance(value, exp.Column) and each.earlier is None:
            part = columns[id(each)][value.name].tolist()
            found[number] = [None if math.isnan(of_day) else of_day for of_day in part]
            continue
        wording = (id(each.pieces.value), each.earlier is not None)
        if wording not in said:
            said[wording] = _statement(each)
        alike.setdefault(said[wording], []).append(number)
    for statement, numbers_ in alike.items():
        told = [columns[id(members[number])] for number in numbers_]
        parts = _parts([members[number] for number in numbers_], told)
        answer = [row[0] for row in asking.reckon(statement, **{ROWS: parts})]
        for number in numbers_:
            days_ = len(members[number].days)
            found[number], answer = answer[:days_], answer[days_:]
    return found


def _parts(members: Sequence[Member], columns: Sequence[Mapping[str, Numbers]]) -> pa.Table:
    """The parts of the values of members of one wording: a row a day, nothing where none is."""
    names = [name for name in columns[0] if name.startswith("part_")]
    parts = {name: np.concatenate([each[name] for each in columns]) for name in names}
    arrays = {name: arrow_column(each, pa.float64()) for name, each in parts.items()}
    return arrow_table({**arrays, **_parameters(members)})


def _statement(member: Member) -> str:
    value = _with_day(member.pieces.value)
    if member.earlier is not None:
        value = _grown(value)
    tree = exp.select(exp.alias_(value, "value")).from_(ROWS)
    return at_desk(tree, {}).sql("duckdb")


def _with_day(value: exp.Expr) -> exp.Expr:
    """What a value says of the day itself stands in columns of the same name."""
    root = exp.Paren(this=value.copy())
    for node in list(root.find_all(exp.Placeholder)):
        node.replace(exp.column(f"day_{node.name}", table=ROWS))
    return root


def _grown(value: exp.Expr) -> exp.Expr:
    """How much a value has grown against the window before, in percent."""
    before = value.copy()
    for column in before.find_all(exp.Column):
        if column.name.startswith("part_"):
            column.set("this", exp.to_identifier(f"{column.name}_before"))
    as_double = exp.DataType.build("DOUBLE")
    ratio = exp.Div(
        this=exp.Cast(this=value, to=as_double),
        expression=exp.Nullif(this=before, expression=exp.Literal.number(0)),
    )
    less_one = exp.Paren(this=exp.Sub(this=ratio, expression=exp.Literal.number(1)))
    return exp.Mul(this=exp.Literal.number(100), expression=less_one)


def _parameters(members: Sequence[Member]) -> dict[str, pa.Array[Any]]:
    """What the values say of the day itself, for every row of the parts."""
    wanted = frozenset(node.name for node in members[0].pieces.value.find_all(exp.Placeholder))
    if not wanted:
        return {}
    days_of: list[dict[str, Parameter]] = [
        each.ready.binding.values(each.ready.key_result, day, wanted)
        for each in members
        for day in each.days
    ]
    found = {name: [each[name] for each in days_of] for name in sorted(wanted)}
    return {f"day_{name}": arrow_column(each, _type(each[0])) for name, each in found.items()}


def _type(value: Parameter) -> pa.DataType:
    """How a day, or a moment with a zone or without, is kept in a column."""
    if not isinstance(value, datetime):
        return pa.date32()
    return pa.timestamp("us", None if value.tzinfo is None else "UTC")


def _told(
    member: Member, columns: Mapping[str, Numbers], values: Sequence[Any], newest: Sequence[Any]
) -> Told:
    """What the literal query would answer for each day."""
    entered = np.rint(columns["entered"]).astype(np.int64)
    told: dict[str, Any] = {"value": values, "entered": entered, "newest": newest}
    for number in range(len(member.meant.expected)):
        present = np.rint(columns[f"present_{number}"]).astype(np.int64)
        told[f"missing_{number}"] = entered - present
        if f"different_{number}" in columns:
            different = np.rint(columns[f"different_{number}"]).astype(np.int64)
            told[f"repeated_{number}"] = present - different
    return Told(member.days, told)
