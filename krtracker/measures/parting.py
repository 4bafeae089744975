"""A measure's `where` understood apart from the rest: each once for all that share it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlglot import exp

from krtracker.domain.key_result import Measure
from krtracker.measures.asking import Asking, Question, parameters_of
from krtracker.measures.drift import columns_of
from krtracker.measures.literal import literal
from krtracker.measures.meant import Meant
from krtracker.measures.ready import Ready

MARK = "'krtracker where' = ''"
"""A condition that stands for any other, and that nobody writes."""
_AFTER_MARK = re.compile(rf"{re.escape(MARK)}\s+AND (.+)", re.DOTALL)
_TO_MARK = re.compile(rf"(\s+)AND {re.escape(MARK)}")
_BELOW = (exp.Subquery, exp.CTE, exp.Exists, exp.Query)


def marked(measure: Measure) -> Measure | None:
    """The measure with a mark for its `where`; None where the two cannot be told apart."""
    is_windowed = measure.at is not None or measure.during is not None
    if not is_windowed or measure.growth or measure.latest is not None:
        return None
    return replace(measure, where=MARK)


def alone(measure: Measure) -> Measure:
    """The `where` of a measure as one of its own."""
    return Measure(measure.source_rows, "count(*)", measure.where)


@dataclass(frozen=True)
class Condition:
    """A `where` with its every name resolved, and as it is said to the source."""

    where: exp.Expr
    said: str


def condition(meant: Meant, asking: Asking) -> Condition | None:
    """What a measure looks for; None where the source would not be asked it as it is."""
    where, rows = meant.where, meant.rows
    if where is None or where.find(*_BELOW) is not None or _is_nested(rows):
        return None
    mark = exp.EQ(this=exp.Literal.string("krtracker where"), expression=exp.Literal.string(""))
    tree = rows.copy().select("1", append=False, copy=False).where(mark, where.copy(), copy=False)
    question = asking.prepare(tree, meant.resolved)
    found = _AFTER_MARK.search(question.statement)
    return Condition(where, found[1]) if found and question.needed is None else None


def is_open(ready: Ready) -> bool:
    """Whether any condition may take the place of the mark, which stands nowhere else."""
    question, meant = ready.question, ready.meant
    if question.needed is not None or meant is None or _is_nested(meant.rows):
        return False
    if any(map(ready.asking.tables.meant, meant.resolved.tables.values())):
        return False  # how a table is written hangs on the columns that are looked at
    return question.statement.count(MARK) == len(_TO_MARK.findall(question.statement)) == 1


def together(measure: Measure, ready: Ready, condition: Condition | None) -> Ready:
    """A measure made ready of what is true of all that share the rest, and of its own `where`."""
    assert ready.meant is not None
    before, gap, after = _TO_MARK.split(ready.question.statement)
    said, where, parameters = "", None, ready.question.parameters
    if condition is not None:
        said, where = f"{gap}AND {condition.said}", condition.where
        parameters |= parameters_of(where)
    meant = replace(ready.meant, where=where)
    whole = _Whole(ready.asking, measure, meant)
    question = Question(whole.tree, f"{before}{said}{after}", parameters, elsewhere=whole.elsewhere)
    found = replace(ready, question=question, meant=meant)
    return replace(found, columns=columns_of(found))


@dataclass(frozen=True)
class _Whole:
    """The question with everything in it, made only if it is asked."""

    asking: Asking
    measure: Measure
    meant: Meant

    def tree(self) -> exp.Query:
        return self._prepared().tree

    def elsewhere(self) -> Question:
        make: Callable[[], Question] | None = self._prepared().elsewhere
        assert make is not None  # it was to be asked in place
        return make()

    def _prepared(self) -> Question:
        return self.asking.prepare(literal(self.measure, self.meant), self.meant.resolved)


def _is_nested(rows: exp.Select) -> bool:
    """Whether rows are made of other queries, which hand over no more columns than are used."""
    return any(each is not rows for each in rows.find_all(*_BELOW))
