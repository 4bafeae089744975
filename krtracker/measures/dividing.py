"""The value of a day divided over columns: which rows bring how much of it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlglot import exp

from krtracker.domain.key_result import KeyResult, Measure
from krtracker.domain.measurement import Reading
from krtracker.domain.split import Piece, Split, SplitKind, kept
from krtracker.errors import ConnectorError, reason_of
from krtracker.measures.asking import Asking, Question
from krtracker.measures.binding import Binding
from krtracker.measures.complaint import FragmentError
from krtracker.measures.halves import Halves, halves
from krtracker.measures.instants import typed
from krtracker.measures.kinds import Kind, kind
from krtracker.measures.literal import divided
from krtracker.measures.meant import Surroundings, understand
from krtracker.measures.shape import number

logger = logging.getLogger(__name__)
MOST_PIECES = 10_000
"""A column with more values than this tells single rows apart, not parts of a whole."""


class CannotDivideError(Exception):
    """Why a value is not divided over a column, in words for whoever wrote the definition."""


@dataclass(frozen=True)
class Divided:
    """One column over which a key result is divided: what is asked for any day."""

    column: str
    kind: SplitKind
    question: Question


@dataclass
class Dividing:
    """One key result ready to be divided over its columns, as of any day."""

    key_result: KeyResult
    asking: Asking
    binding: Binding
    columns: list[Divided] = field(default_factory=list)
    undivided: dict[str, str] = field(default_factory=dict)
    """By column, why nothing is asked."""

    @classmethod
    def of(
        cls, key_result: KeyResult, asking: Asking, binding: Binding, around: Surroundings
    ) -> Dividing:
        """The columns of `split_by`, each understood and prepared by itself."""
        found = cls(key_result, asking, binding)
        for column in key_result.split_by:
            try:
                found.columns.append(_prepared(column, key_result, asking, around))
            except Exception as error:
                found.undivided[column] = _why(error)
        return found

    def __call__(self, reading: Reading) -> Reading:
        """The reading with its value divided; what cannot be divided says why.

        A value is the value however it is divided: no fault here takes it away.
        """
        splits, undivided = [], dict(self.undivided)
        for each in self.columns:
            try:
                splits.append(self._split(each, reading))
            except Exception as error:
                undivided[each.column] = _why(error)
        for column, why in undivided.items():
            logger.info("%s is not divided over %s: %s", reading.key, column, why)
        return reading._replace(splits=tuple(splits), undivided=undivided)

    def _split(self, each: Divided, reading: Reading) -> Split:
        wanted = each.question.parameters
        values, _ = self.binding.bound(self.key_result, reading.as_of, wanted)
        rows = self.asking.ask(each.question, values).rows
        if len(rows) > MOST_PIECES:
            raise CannotDivideError(f"it has more than {MOST_PIECES:,} values")
        if any(row.get("tied") for row in rows):
            raise CannotDivideError("rows share the last place of an entity with another")
        pieces = kept(list(_pieces(rows, each.kind)), each.kind)
        split = Split(reading.as_of, each.column, each.kind, reading.value, pieces)
        if not split.adds_up:
            raise CannotDivideError("its parts do not add up to the value, which changed meanwhile")
        return split


def _why(error: Exception) -> str:
    foreseen = (CannotDivideError, FragmentError, ConnectorError)
    return reason_of(error, *foreseen, log=logger, failed="a value could not be divided")


def _prepared(column: str, key_result: KeyResult, asking: Asking, around: Surroundings) -> Divided:
    measure = key_result.how
    if not isinstance(measure, Measure):
        raise CannotDivideError("only what a `measure` reckons can be divided")
    if measure.growth:
        raise CannotDivideError("growth against another window is no sum of parts")
    meant = understand(measure, around, [column])
    found = halves(meant.value)
    how = SplitKind.APART if found is None else SplitKind.SUM
    if found is not None and found.below is not None:
        how = SplitKind.RATIO
    tree = divided(measure, meant, _told_by(meant.expected[column]), found or Halves(meant.value))
    tree = tree.limit(MOST_PIECES + 1, copy=False)
    return Divided(column, how, asking.prepare(tree, meant.resolved))


def _told_by(column: exp.Expr) -> exp.Expr:
    """What tells parts apart: to a reader a text that is empty is one that is not given."""
    if kind(column) is not Kind.TEXT:
        return column
    return typed(exp.Nullif(this=column, expression=exp.Literal.string("")), "VARCHAR")


def _pieces(rows: Iterable[Mapping[str, Any]], kind: SplitKind) -> Iterator[Piece]:
    for row in rows:
        below = number(row["below"]).value if kind is SplitKind.RATIO else None
        yield Piece(_name(row["piece"]), int(row["entered"]), number(row["above"]).value, below)


def _name(value: object) -> str:
    """A value of a column as it is written beside its part."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
