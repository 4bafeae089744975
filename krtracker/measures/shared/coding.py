"""The cell of a row told by small numbers, so that rows are fetched small."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from sqlglot import exp

from krtracker.measures.kinds import named
from krtracker.measures.shared.cells import Dimensions
from krtracker.measures.shared.grid import Days

LARGEST = 2**20
"""One number tells so many combinations of values apart; where there may be more, it takes two."""


@dataclass(frozen=True)
class Word:
    """Dimensions told by one number, and the values of each that the scan found."""

    values: Mapping[str, list[Any]]

    @property
    def size(self) -> int:
        """How many combinations of values there may be."""
        return _product(self.values.values())

    def numbers(self, cells: pa.Table) -> Days:
        """The number of every cell."""
        found = np.zeros(cells.num_rows, np.int64)
        for name, values in self.values.items():
            places = {value: number for number, value in enumerate(values)}
            digits = [places[value] for value in cells.column(name).to_pylist()]
            found = found * len(values) + np.array(digits, np.int64)
        return found

    def expression(self, dims: Dimensions) -> exp.Expr:
        """The number of a row; a value that was not scanned makes it negative."""
        total: exp.Expr = exp.Literal.number(0)
        for name, values in self.values.items():
            is_column = name in dims.columns
            digit = (
                _place(dims.columns[name], values) if is_column else _side(dims.flags[name], values)
            )
            moved = exp.Mul(this=exp.Paren(this=total), expression=exp.Literal.number(len(values)))
            total = exp.Add(this=moved, expression=exp.Paren(this=digit))
        total.type = named("INT")
        return total


@dataclass(frozen=True)
class Coding:
    """How the cell of a row is told, and found again."""

    words: Sequence[Word]
    places: Sequence[Days]
    """For each word, where among its numbers that occur each stands, and -1 at the end."""
    known: Sequence[Days]
    """For each word but the first, what occurs of it together with those before it, in order."""
    cells: Days
    """The cell of what occurs, in that order, and -1 at the end."""

    @classmethod
    def of(cls, cells: pa.Table, names: Iterable[str]) -> Coding:
        """The coding of cells by the dimensions of these names.

        Of cells that these do not tell apart, one stands for all.
        """
        words = _words({name: _different(cells, name) for name in names})
        places, known = [], []
        whole = np.zeros(cells.num_rows, np.int64)
        for number, word in enumerate(words):
            told = word.numbers(cells)
            occurring, place = np.unique(told, return_inverse=True)
            at = np.full(word.size + 1, -1, np.int32)
            at[occurring] = np.arange(len(occurring))
            places.append(at)
            both, whole = np.unique(whole * len(occurring) + place, return_inverse=True)
            if number:
                known.append(both)
        found: Days = np.full(cells.num_rows + 1, -1, np.int32)
        found[whole] = np.arange(cells.num_rows)
        return cls(words, places, known, found)

    def expressions(self, dims: Dimensions) -> dict[str, exp.Expr]:
        """What tells the cell of a row, by name."""
        return {f"code_{number}": each.expression(dims) for number, each in enumerate(self.words)}

    def taken_for(self, others: Days) -> Coding:
        """The same coding, which tells instead of each cell what it is taken for."""
        return replace(self, cells=np.append(others, -1)[self.cells])

    def found(self, told: Sequence[Days]) -> Days:
        """The cells of rows, by what tells them; -1 for those that were not scanned."""
        whole = self.places[0][np.maximum(told[0], -1)]
        for number, known in enumerate(self.known, start=1):
            place = self.places[number][np.maximum(told[number], -1)]
            count = int(self.places[number].max()) + 1
            both = whole.astype(np.int64) * count + place
            at = np.minimum(np.searchsorted(known, both), len(known) - 1)
            whole = np.where((whole >= 0) & (place >= 0) & (known[at] == both), at, -1)
        return self.cells[whole]


def _words(values: Mapping[str, list[Any]]) -> list[Word]:
    """As few words as hold all dimensions, each of a number that stays small."""
    found: list[dict[str, list[Any]]] = [{}]
    for name, each in values.items():
        if found[-1] and _product([*found[-1].values(), each]) > LARGEST:
            found.append({})
        found[-1][name] = each
    return [Word(each) for each in found]


def _product(values: Iterable[Sequence[Any]]) -> int:
    product = 1
    for each in values:
        product *= len(each)
    return product


def _different(table: pa.Table, name: str) -> list[Any]:
    # In Python: Arrow's own `unique` would import `pyarrow.compute` (see `krtracker.columns`).
    return list(dict.fromkeys(table.column(name).to_pylist()))


def _place(column: exp.Column, values: Sequence[Any]) -> exp.Expr:
    chosen = exp.Case()
    for number, value in enumerate(values):
        is_it = (
            exp.Is(this=column.copy(), expression=exp.Null())
            if value is None
            else exp.EQ(this=column.copy(), expression=exp.convert(value))
        )
        chosen = chosen.when(is_it, exp.Literal.number(number), copy=False)
    return chosen.else_(exp.Neg(this=exp.Literal.number(LARGEST)), copy=False)


def _side(condition: exp.Expr, values: Sequence[Any]) -> exp.Expr:
    true, false = (values.index(each) if each in values else 0 for each in (1, 0))
    chosen = exp.Case().when(condition.copy(), exp.Literal.number(true), copy=False)
    return chosen.else_(exp.Literal.number(false), copy=False)
