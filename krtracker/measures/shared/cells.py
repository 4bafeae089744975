"""Rows that no condition tells apart, put into one cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sqlglot import exp

from krtracker.columns import arrow_column, arrow_table, coded, numpy_array
from krtracker.measures.asking import Asking
from krtracker.measures.engines import at_desk
from krtracker.measures.kinds import Kind, kind
from krtracker.measures.shared.parts import CannotShareError, columns_of, text_of

Mask = npt.NDArray[np.bool_]
CELLS = "krtracker_cells"
_TOLD_BY_VALUE = (Kind.TEXT, Kind.INTEGER, Kind.BOOLEAN)
MOST_VALUES = 64
"""A column with more values than this in a sample is told apart by its conditions instead."""
MOST_CELLS = 4096
_LARGEST = 2**62
"""The values of dimensions are put into one number only while it stays below this."""


@dataclass(frozen=True)
class Dimensions:
    """What a scan is grouped by besides the day: plain columns, and conditions as 0 or 1."""

    columns: Mapping[str, exp.Column]
    """By the name they have in the scan."""
    flags: Mapping[str, exp.Expr]

    @property
    def names(self) -> tuple[str, ...]:
        """Every dimension's name, in the order of the scan."""
        return (*self.columns, *self.flags)

    def of(self, conditions: Mapping[str, exp.Expr]) -> Dimensions:
        """Those by which these conditions are told."""
        flagged = {text_of(node) for node in self.flags.values()} & conditions.keys()
        used = columns_of({text: node for text, node in conditions.items() if text not in flagged})
        return Dimensions(
            {name: column for name, column in self.columns.items() if text_of(column) in used},
            {name: node for name, node in self.flags.items() if text_of(node) in flagged},
        )


def candidates(conditions: Mapping[str, exp.Expr]) -> dict[str, exp.Column]:
    """The columns by whose values rows might be grouped, by text."""
    return {
        text: column
        for text, column in columns_of(_plain(conditions)).items()
        if kind(column) in _TOLD_BY_VALUE
    }


def dimensions(conditions: Mapping[str, exp.Expr], sampled: Mapping[str, int]) -> Dimensions:
    """How to group rows so that every condition holds for a whole group or for none of it.

    A condition over columns of few values is judged afterwards, on the groups; any other is
    reckoned row by row and becomes a dimension of its own.
    """
    few = {text: count for text, count in sampled.items() if count <= MOST_VALUES}
    while np.prod([count + 1 for count in few.values()] or [1]) > MOST_CELLS:
        few.pop(max(few, key=lambda text: few[text]))
    on_cells = {
        text: node
        for text, node in _plain(conditions).items()
        if {text_of(column) for column in node.find_all(exp.Column)} <= few.keys()
    }
    used = columns_of(on_cells)
    flags = [node for text, node in conditions.items() if text not in on_cells]
    return Dimensions(
        {f"cell_{number}": column for number, column in enumerate(used.values())},
        {f"flag_{number}": node for number, node in enumerate(flags)},
    )


def _plain(conditions: Mapping[str, exp.Expr]) -> dict[str, exp.Expr]:
    """The conditions that look at nothing but the row itself."""
    return {text: node for text, node in conditions.items() if node.find(exp.Query) is None}


@dataclass(frozen=True)
class Cells:
    """The different groups that a scan found, and which condition holds in which."""

    numbers: npt.NDArray[np.int64]
    """For every row of the scan, its cell."""
    table: pa.Table
    """One row a cell: the values of its dimensions."""
    held: Mapping[str, Mask]
    """By a condition's text, the cells in which it holds."""

    def where(self, conditions: Collection[str]) -> Mask:
        """The cells in which all conditions hold."""
        mask = np.ones(self.table.num_rows, bool)
        for text in conditions:
            mask &= self.held[text]
        return mask


def cells(
    scanned: pa.Table, dims: Dimensions, conditions: Mapping[str, exp.Expr], asking: Asking
) -> Cells:
    """The cells of a scan; conditions are judged at the desk, whoever reckoned the scan.

    Raises:
        CannotShareError: a time beyond the calendar is among the values that tell rows apart.
    """
    codes, size = np.zeros(scanned.num_rows, np.int64), 1
    try:
        told = {name: coded(scanned.column(name)) for name in dims.names}
    except OverflowError as error:
        raise CannotShareError("its conditions look at times beyond the calendar") from error
    for places, values in told.values():
        count = max(len(values), 1)
        if size * count > _LARGEST:
            occurring, codes = np.unique(codes, return_inverse=True)
            size = len(occurring)
        codes = codes * count + places
        size *= count
    _, firsts, numbers = np.unique(codes, return_index=True, return_inverse=True)
    columns = {}
    for name, (places, values) in told.items():
        of_cells = [values[place] for place in places[firsts].tolist()]
        columns[name] = arrow_column(of_cells, scanned.schema.field(name).type)
    if not columns:
        columns["all"] = arrow_column([True] * max(len(firsts), 1), pa.bool_())
    table = arrow_table(columns)
    return Cells(numbers, table, _held(table, dims, conditions, asking))


def _held(
    table: pa.Table, dims: Dimensions, conditions: Mapping[str, exp.Expr], asking: Asking
) -> dict[str, Mask]:
    flags = {text_of(node): name for name, node in dims.flags.items()}
    held = {
        text: numpy_array(table.column(name)) == 1
        for text, name in flags.items()
        if text in conditions
    }
    names = {text_of(column): name for name, column in dims.columns.items()}
    judged = {text: node for text, node in conditions.items() if text not in held}
    if judged:
        masks = _judged(table, list(judged.values()), names, asking)
        held |= dict(zip(judged, masks, strict=True))
    return held


def _judged(
    table: pa.Table, nodes: list[exp.Expr], names: Mapping[str, str], asking: Asking
) -> list[Mask]:
    """For every condition, the cells in which it is true (not false, not unknown)."""
    selected = [
        exp.alias_(
            exp.Is(this=_on_cells(node, names), expression=exp.true()),
            f"held_{number}",
        )
        for number, node in enumerate(nodes)
    ]
    statement = at_desk(exp.select(*selected).from_(CELLS), {}).sql("duckdb")
    answer = asking.reckon(statement, **{CELLS: table})
    return list(np.array(answer, bool).reshape(-1, len(nodes)).T)


def _on_cells(node: exp.Expr, names: Mapping[str, str]) -> exp.Expr:
    root: exp.Expr = exp.Paren(this=node.copy())
    for column in list(root.find_all(exp.Column)):
        column.replace(exp.column(names[text_of(column)], table=CELLS))
    return root
