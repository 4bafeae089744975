"""The statements that a family is scanned with: one grouped, and one for each argument of rows."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from sqlglot import exp

from krtracker.columns import numpy_array
from krtracker.connector import Parameter
from krtracker.domain.calendar import DAY
from krtracker.measures.asking import Asking, Question
from krtracker.measures.binding import shown
from krtracker.measures.instants import bracketed, cast
from krtracker.measures.kinds import Kind, kind, named
from krtracker.measures.literal import boundary
from krtracker.measures.meant import Meant
from krtracker.measures.plan import Step
from krtracker.measures.shared.cells import Dimensions
from krtracker.measures.shared.cost import SAMPLE
from krtracker.measures.shared.days import day_of
from krtracker.measures.shared.family import Family
from krtracker.measures.shared.fetched import Classes, Fetched, Incoming
from krtracker.measures.shared.grid import EVER, Days
from krtracker.measures.shared.parts import CannotShareError, Form, Part, text_of
from krtracker.measures.zones import boundary as edge

SCANNED = "scanned"
SAMPLED, GROUPED = "a sample", "the groups"
"""What the first two statements of a scan are for."""
MOST_GROUPS = 1_000_000
"""More groups than this are no saving: the family is asked literally."""
MOST_ROWS = 4_000_000
"""As many rows at most are fetched for a percentile or for distinct things: some 100 MB."""
GROUPED_FORMS = (Form.ROWS, Form.COUNT, Form.SUM, Form.LEAST, Form.GREATEST, Form.VARIANCE)


class Sample(NamedTuple):
    """What was seen of a family's rows before they are scanned."""

    rows: int
    """How many there are, but for those beyond the sample."""
    values: Mapping[str, int]
    """How many values each column has among them."""


@dataclass
class Scan:
    """What of a family's rows is looked at, and the columns under which it comes back."""

    family: Family
    asking: Asking
    questions: list[Question] = field(default_factory=list)
    """Everything that was asked, in order."""
    steps: list[Step] = field(default_factory=list)
    """What each of them brought."""

    @property
    def base(self) -> date:
        """The first day on which rows are told apart; all before it count alike."""
        grids = [grid for each in self.family.members for grid in (each.grid, each.earlier) if grid]
        finite = [
            int(grid.first[grid.first > EVER].min()) for grid in grids if (grid.first > EVER).any()
        ]
        ends = [int(grid.until.min()) - 1 for grid in grids]
        return date.fromordinal(max(min(finite + ends), 3))

    def sample(self, columns: Mapping[str, exp.Column]) -> Sample:
        """How many rows there are, up to a number, and how many values in each column of those."""
        names = {text: f"sampled_{number}" for number, text in enumerate(columns)}
        looked_at = {names[text]: column for text, column in columns.items()}
        inner = self._rows(looked_at or {"row": exp.Literal.number(1)}).limit(SAMPLE, copy=False)
        counted = exp.alias_(exp.Count(this=exp.Star(), big_int=True), "sampled")
        counts = [
            exp.alias_(exp.Count(this=exp.Distinct(expressions=[_of(name, columns[text])])), name)
            for text, name in names.items()
        ]
        found = self._fetch(_of_rows(exp.select(counted, *counts), inner), SAMPLED)
        (told,) = found.to_pylist()
        return Sample(told["sampled"], {text: told[name] for text, name in names.items()})

    def grouped(self, dims: Dimensions) -> pa.Table:
        """Partial results by day and dimension: `day`, `other`, the dimensions, the parts."""
        selected, aggregated = self._times() | _dimensions(dims), dict[str, exp.Expr]()
        names_of: dict[str, str] = {}
        for name, part in self.aggregates().items():
            # Reckoned once for all that is made of it: an engine may not see that they are equal.
            argument = names_of.setdefault(part.text, f"of_{name}")
            if part.argument is not None:
                selected[argument] = part.argument
            aggregated |= aggregate(name, part, argument)
        names = (*self._times(), *dims.names)
        keys: dict[str, exp.Expr] = {name: exp.column(name, table=SCANNED) for name in names}
        if self.family.is_latest:
            selected |= self._succession()
            keys["gone"] = self._gone()
            aggregated["tied"] = exp.Max(this=_of("is_tied", flag(exp.true())))
        inner = self._rows(selected)
        outer = exp.select(*(exp.alias_(node, name) for name, node in (keys | aggregated).items()))
        outer = _of_rows(outer, inner).where(*self._still(), copy=False)
        outer = outer.group_by(*(key.copy() for key in keys.values()), copy=False)
        return self._fetch(outer, GROUPED)

    def aggregates(self) -> dict[str, Part]:
        """The grouped parts by the name of their column; each form and argument once."""
        found = [part for part in self.family.parts.values() if part.form in GROUPED_FORMS]
        return {f"part_{number}": part for number, part in enumerate(found)}

    def entered(self, grouped: pa.Table) -> int:
        """How many rows the groups hold."""
        parts = self.aggregates().items()
        (name,) = (name for name, part in parts if part.form is Form.ROWS)
        return int(numpy_array(grouped.column(name)).sum())

    def rows(
        self,
        argument: exp.Expr,
        dims: Dimensions,
        classes: Classes,
        *,
        first: date | None,
        most: int,
    ) -> Fetched:
        """The day, the class and the value of every row in which `argument` has one.

        Rows before `first` are left out. There are no more than `most`, as the groups told.

        Raises:
            CannotShareError: there are too many, or some that the first scan did not find.
        """
        if most > MOST_ROWS:
            raise CannotShareError(f"more than {MOST_ROWS:,} rows are no saving")
        codes = classes.coding.expressions(dims)
        inner = self._rows({**self._times(), **codes, "value": argument})
        there = exp.Not(this=exp.Is(this=_of("value", argument), expression=exp.Null()))
        if kind(argument) in (Kind.INTEGER, Kind.NUMBER):
            value: exp.Expr = _of("value", argument)
        else:
            value = cast(_of("value", argument), "VARCHAR")
        names = [exp.column(name, table=SCANNED) for name in ("day", *codes)]
        outer = exp.select(*names, exp.alias_(value, "value"))
        outer = _of_rows(outer, inner).where(there, copy=False)
        since, until = (self.base - DAY).toordinal(), self.family.last_asked.toordinal() + 2
        incoming = Incoming(classes, since, until, most=most)
        with self._asked(outer, rows_of(text_of(argument)), first) as reader:
            for batch in reader:
                told = [numpy_array(batch.column(name)) for name in codes]
                incoming.take(days(batch.column("day")), told, batch.column("value"))
        return incoming.fetched()

    def _rows(self, selected: Mapping[str, exp.Expr]) -> exp.Select:
        """The family's rows inside the days looked at, with the expressions selected."""
        listed = [exp.alias_(node.copy(), name, copy=False) for name, node in selected.items()]
        rows = self.family.meant.rows.copy().select(*listed, append=False, copy=False)
        return rows.where(*self._within(), copy=False)

    def _times(self) -> dict[str, exp.Expr]:
        """The day from which a row counts, and, for states and `known`, another one."""
        meant, last = self.family.meant, self.family.last_asked
        before, day = _date(self.base - DAY), self._day
        if self.family.is_latest:
            since = _greatest(day(meant.order_by[0]), before)
            if meant.at is None:
                return {"day": since}
            never = _date(last + DAY)
            counts = exp.Case().when(_less(meant.at, "until"), _greatest(day(meant.at), before))
            return {"day": _dated(counts.else_(never)), "other": since}
        if meant.during is None:
            # Rows of days before the first one looked at are left out by `_within`.
            at, is_open = day(_some(meant.at)), self.family.first is None
            times = {"day": _greatest(at, before) if is_open else at}
            known = (
                {"other": _greatest(day(meant.known), before)} if meant.known is not None else {}
            )
            return times | known
        start, end = meant.during
        far = _date(last + DAY)
        closed = exp.Least(
            this=exp.Coalesce(this=day(end), expressions=[far]), expressions=[far.copy()]
        )
        begins = _greatest(day(start), before)
        if meant.known is not None:
            begins.append("expressions", day(meant.known))
        return {"day": begins, "other": _dated(closed)}

    def _day(self, time: exp.Expr) -> exp.Expr:
        """The project day of a time, as far as days are told apart."""
        return day_of(time, self.family.binding, self.base, self.family.last_asked)

    def _succession(self) -> dict[str, exp.Expr]:
        """When the next row of the same entity comes, and whether it shares its place."""
        meant = self.family.meant
        next_one = _over(exp.Lead(this=meant.order_by[0].copy()), meant)
        place, number = _over(exp.Rank(), meant), _over(exp.RowNumber(), meant)
        is_tied = flag(exp.NEQ(this=place, expression=number))
        return {"next_at": next_one, "is_tied": is_tied}

    def _gone(self) -> exp.Expr:
        """The day from which a row is no longer the last of its entity."""
        far = _date(self.family.last_asked + DAY)
        next_at = _of("next_at", self.family.meant.order_by[0])
        day = exp.Coalesce(this=self._day(next_at), expressions=[far])
        return _dated(exp.Least(this=day, expressions=[far.copy()]))

    def _still(self) -> list[exp.Expr]:
        """Conditions on scanned rows: of a log, those that are the last on some day asked for."""
        if not self.family.is_latest:
            return []
        next_at = _of("next_at", self.family.meant.order_by[0])
        is_last = exp.Is(this=next_at, expression=exp.Null())
        return [exp.or_(is_last, _not_less(next_at, "since"))]

    def _within(self) -> list[exp.Expr]:
        """Conditions that leave out rows which count on none of the days asked for."""
        meant = self.family.meant
        if self.family.is_latest:
            return [_less(meant.order_by[0], "until")]
        known = [_less(meant.known, "until")] if meant.known is not None else []
        if meant.during is not None:
            start, end = meant.during
            open_later = exp.or_(
                exp.Is(this=bracketed(end.copy()), expression=exp.Null()),
                _not_less(end, "since"),
            )
            return [*known, _less(start, "until"), open_later]
        at = _some(meant.at)
        later = [_not_less(at, "since")] if self.family.first is not None else []
        return [*known, *later, _less(at, "until")]

    def _fetch(self, tree: exp.Select, purpose: str) -> pa.Table:
        batches, count = [], 0
        with self._asked(tree, purpose) as reader:
            for batch in reader:
                batches.append(batch)
                count += batch.num_rows
                if count > MOST_GROUPS:
                    raise CannotShareError(f"more than {MOST_GROUPS:,} groups are no saving")
            return pa.Table.from_batches(batches, reader.schema)

    @contextmanager
    def _asked(
        self, tree: exp.Select, purpose: str, first: date | None = None
    ) -> Iterator[Counted]:
        """What a statement answers, batch by batch, and noted when it has come to its end."""
        question = self.asking.prepare(tree, self.family.resolved, is_asked_next=True)
        began = time.perf_counter()
        self.questions.append(question)
        values = self._values(question.parameters, first or self.family.first)
        with self.asking.batches(question, values) as reader:
            counted = Counted(reader)
            yield counted
        in_place, seconds = question.needed is None, time.perf_counter() - began
        step = Step(purpose, question.statement, in_place, shown(values), counted.rows, seconds)
        self.steps.append(step)

    def _values(self, wanted: frozenset[str], first: date | None) -> dict[str, Parameter]:
        """Where the days looked at begin and end, in each form that a time may take."""
        family, binding = self.family, self.family.binding
        lasts = family.is_state or family.is_latest
        since = family.first_asked + DAY if lasts else first or self.base
        edges = {
            "since": edge(since, binding.calendar, binding.zone),
            "until": edge(family.last_asked + DAY, binding.calendar, binding.zone),
        }
        found: dict[str, Parameter] = {}
        for name in wanted:
            which, _, form = name.partition("_")
            found[name] = getattr(edges[which], form or "naive")
        return found


@dataclass
class Counted:
    """Batches as they arrive, and how many rows that makes."""

    reader: pa.RecordBatchReader
    rows: int = 0

    @property
    def schema(self) -> pa.Schema:
        """The columns of every batch."""
        return self.reader.schema

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for batch in self.reader:
            self.rows += batch.num_rows
            yield batch


def rows_of(text: str) -> str:
    """What a scan for the rows of an argument is for."""
    return f"the rows of `{text}`"


def days(column: Any) -> Days:
    """Days as ordinals."""
    if not pa.types.is_date32(column.type):
        column = column.cast(pa.date32())
    return numpy_array(column).astype(np.int64) + date(1970, 1, 1).toordinal()


def _of_rows(outer: exp.Select, inner: exp.Select) -> exp.Select:
    """What is selected of the scanned rows, which are its own from then on."""
    return outer.from_(inner.subquery(SCANNED, copy=False), copy=False)


def _dimensions(dims: Dimensions) -> dict[str, exp.Expr]:
    flags = {name: flag(node) for name, node in dims.flags.items()}
    return {**dims.columns, **flags}


def flag(condition: exp.Expr) -> exp.Expr:
    """A condition as 1 or 0."""
    chosen = exp.Case().when(condition.copy(), exp.Literal.number(1), copy=False)
    flag = chosen.else_(exp.Literal.number(0), copy=False)
    flag.type = named("INT")
    return flag


def aggregate(name: str, part: Part, of: str) -> dict[str, exp.Expr]:
    """The columns that a part needs of the grouped scan, in which its argument is called `of`."""
    if part.form is Form.ROWS:
        return {name: exp.Count(this=exp.Star(), big_int=True)}
    assert part.argument is not None
    argument = _of(of, part.argument)
    if part.form is Form.COUNT:
        return {name: exp.Count(this=argument, big_int=True)}
    if part.form is Form.SUM:
        return {name: cast(exp.Sum(this=argument), "DOUBLE")}
    if part.form is Form.VARIANCE:
        return {
            f"{name}_count": exp.Count(this=argument, big_int=True),
            f"{name}_mean": cast(exp.Avg(this=cast(argument, "DOUBLE")), "DOUBLE"),
            f"{name}_spread": cast(exp.VariancePop(this=cast(argument, "DOUBLE")), "DOUBLE"),
        }
    best = (exp.Min if part.form is Form.LEAST else exp.Max)(this=argument)
    if kind(part.argument) is Kind.MOMENT:
        return {name: exp.AtTimeZone(this=best, zone=exp.Literal.string("UTC"))}
    return {name: best}


def _over(function: exp.Expr, meant: Meant) -> exp.Window:
    """A function over the rows of one entity, in the order in which they came."""
    ordered = [exp.Ordered(this=each.copy(), nulls_first=True) for each in meant.order_by]
    order = exp.Order(expressions=ordered)
    return exp.Window(
        this=function, partition_by=[_some(meant.per).copy()], order=order, over="OVER"
    )


def _greatest(day: exp.Expr, other: exp.Expr) -> exp.Expr:
    return _dated(exp.Greatest(this=day, expressions=[other.copy()]))


def _dated(node: exp.Expr) -> exp.Expr:
    node.type = named("DATE")
    return node


def _of(name: str, like: exp.Expr) -> exp.Column:
    """A column of the scanned rows, of the kind of what it holds."""
    column = exp.column(name, table=SCANNED)
    column.type = like.type
    return column


def _some(node: exp.Expr | None) -> exp.Expr:
    assert node is not None
    return node


def _less(node: exp.Expr, name: str) -> exp.Expr:
    return exp.LT(this=bracketed(node.copy()), expression=boundary(node, name))


def _not_less(node: exp.Expr, name: str) -> exp.Expr:
    return exp.GTE(this=bracketed(node.copy()), expression=boundary(node, name))


def _date(day: date) -> exp.Expr:
    return cast(exp.Literal.string(day.isoformat()), "DATE")


__all__: Sequence[str] = ["Scan", "days", "text_of"]
