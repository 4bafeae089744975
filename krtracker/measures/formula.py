"""Arithmetic over other key results as of the same day."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from sqlglot import exp

from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import Formula, KeyResult
from krtracker.domain.measurement import Outcome, Reading, Unmeasured, Verdict
from krtracker.domain.standing import Point
from krtracker.errors import nearest
from krtracker.measures.asked import Asked
from krtracker.measures.complaint import Complaint, FragmentError
from krtracker.measures.functions import name_of
from krtracker.measures.language import expression
from krtracker.measures.shape import number

_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Paren, exp.Column, exp.Identifier)
POSITIVE = "positive"
"""`positive(x)` is no value at or below nought."""


def formula_outcomes(
    asked: Sequence[Asked],
    *,
    catalog: Catalog,
    points: Mapping[str, Sequence[Point]],
    now: datetime,
) -> list[Outcome]:
    """What every formula asked for says, reckoned from what its parts said on the same day.

    A formula may be a part of another: those asked for together see each other's new values.
    """
    book = Book.of(catalog, points, now)
    days = {each.key_result.key: each.days for each in asked}
    found: dict[str, list[Outcome]] = {}
    for formula in in_order((each.key_result for each in asked), catalog):
        told = found.setdefault(formula.key, [])
        for day in days[formula.key]:
            told.append(book.outcome(formula, day))
            book.keep(formula, told[-1])
    return [outcome for each in asked for outcome in found[each.key_result.key]]


def in_order(formulas: Iterable[KeyResult], catalog: Catalog) -> list[KeyResult]:
    """Formulas in an order in which each comes after those it reckons with."""
    return sorted(formulas, key=lambda each: len(_below(each, catalog)))


def parts(key_result: KeyResult, catalog: Catalog) -> dict[str, KeyResult | None]:
    """The key results that a formula names, by that name; None where there is none.

    Raises:
        FragmentError: it is no arithmetic.
    """
    tree = _tree(key_result)
    names = dict.fromkeys(column.name for column in tree.find_all(exp.Column))
    return {name: _part(name, key_result, catalog) for name in names}


def those_there(key_result: KeyResult, catalog: Catalog) -> list[KeyResult]:
    """The parts of a formula that there are; none where it is no arithmetic."""
    try:
        return [each for each in parts(key_result, catalog).values() if each is not None]
    except FragmentError:
        return []


def formula_complaints(key_result: KeyResult, catalog: Catalog) -> Iterator[Complaint]:
    """What is wrong in a formula: parts that are not there, or that reckon with it in turn."""
    try:
        found = parts(key_result, catalog)
    except FragmentError as error:
        yield error.complaint
        return
    known = [each.id for each in catalog.key_results if each.cycle.name == key_result.cycle.name]
    for name, part in found.items():
        if part is None:
            hint = nearest(name, [each for each in known if each != key_result.id])
            yield Complaint(
                f"no key result or health metric `{name}`",
                hint=f"did you mean `{hint}`?" if hint else None,
                word=name,
            )
        elif key_result.key in _below(part, catalog):
            yield Complaint(f"`{name}` reckons with `{key_result.id}` in turn", word=name)
    if not found:
        yield Complaint("a formula reckons with other key results, and this names none")


@dataclass(frozen=True)
class Book:
    """What is known of every key result on every day; formulas are added as they are reckoned."""

    catalog: Catalog
    now: datetime
    points: dict[str, dict[date, Point]]
    _parts: dict[str, dict[str, KeyResult | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, catalog: Catalog, points: Mapping[str, Sequence[Point]], now: datetime) -> Book:
        """The book that begins with what the ledger knows."""
        return cls(
            catalog, now, {key: {each.as_of: each for each in of} for key, of in points.items()}
        )

    def outcome(self, key_result: KeyResult, day: date) -> Outcome:
        """What one formula says as of one day."""
        try:
            named = self._parts_of(key_result)
        except FragmentError as error:
            return Unmeasured(key_result.key, day, str(error), is_definition_fault=True)
        values: dict[str, float | None] = {}
        rejected: list[str] = []
        for name, part in named.items():
            if part is None:
                reason = f"no key result or health metric `{name}`"
                return Unmeasured(key_result.key, day, reason, is_definition_fault=True)
            point = self.points.get(part.key, {}).get(day)
            if point is None:
                return Unmeasured(key_result.key, day, f"`{name}` is not measured as of {day}")
            if point.verdict is Verdict.REJECTED:
                rejected.append(f"`{name}` is not believed: {point.reason or 'rejected'}")
            values[name] = point.value
        reading = self._reading(key_result, day, values)
        if rejected:
            reading = reading._replace(value=None, failure="; ".join(rejected))
        return reading

    def keep(self, key_result: KeyResult, outcome: Outcome) -> None:
        """Let formulas over this one reckon with what it says now."""
        if isinstance(outcome, Reading):
            verdict = Verdict.REJECTED if outcome.failure else Verdict.ACCEPTED
            point = Point(outcome.as_of, outcome.value, verdict, outcome.failure)
            self.points.setdefault(key_result.key, {})[outcome.as_of] = point

    def _parts_of(self, key_result: KeyResult) -> dict[str, KeyResult | None]:
        if key_result.key not in self._parts:
            self._parts[key_result.key] = parts(key_result, self.catalog)
        return self._parts[key_result.key]

    def _reading(
        self, key_result: KeyResult, day: date, values: Mapping[str, float | None]
    ) -> Reading:
        value, failure = number(_reckoned(_tree(key_result), values))
        how = key_result.how
        return Reading(
            key=key_result.key,
            as_of=day,
            value=value,
            failure=failure,
            query=how.expression if isinstance(how, Formula) else "",
            parameters={
                name: "no value" if of is None else repr(of) for name, of in values.items()
            },
            is_provisional=self.catalog.settings.calendar.end_of(day) > self.now,
        )


def _tree(key_result: KeyResult) -> exp.Expr:
    """The tree of a formula, to be read and not to be changed."""
    how = key_result.how
    if not isinstance(how, Formula):
        raise FragmentError("it is not a formula")
    return _arithmetic(how.expression)


@lru_cache(maxsize=2048)
def _arithmetic(text: str) -> exp.Expr:
    """What a formula says, which is arithmetic and nothing else."""
    tree = expression(text)
    for node in tree.walk():
        is_positive = isinstance(node, exp.Anonymous) and name_of(node) == POSITIVE
        is_number = isinstance(node, exp.Literal) and not node.is_string
        if is_positive and len(node.expressions) == 1:
            continue
        if is_number or (isinstance(node, _ARITHMETIC) and not getattr(node, "table", "")):
            continue
        word = name_of(node) if isinstance(node, exp.Func) else node.sql()
        raise FragmentError(
            Complaint(
                f"`{word}` is not part of a formula",
                hint="there are names of key results, numbers, + - * / ( ) and `positive(...)`",
                word=word,
            )
        )
    return tree


def _reckoned(node: exp.Expr, values: Mapping[str, float | None]) -> float | None:
    """The value of a formula; none if a part has none, or something is divided by nought."""
    if isinstance(node, exp.Literal):
        return float(node.name)
    if isinstance(node, exp.Column):
        return values[node.name]
    if isinstance(node, exp.Paren | exp.Neg):
        inner = _reckoned(node.this, values)
        return -inner if isinstance(node, exp.Neg) and inner is not None else inner
    if isinstance(node, exp.Anonymous):
        inner = _reckoned(node.expressions[0], values)
        return inner if inner is not None and inner > 0 else None
    left, right = _reckoned(node.args["this"], values), _reckoned(node.args["expression"], values)
    if left is None or right is None:
        return None
    if isinstance(node, exp.Div):
        return left / right if right != 0 else None
    if isinstance(node, exp.Mul):
        return left * right
    return left + right if isinstance(node, exp.Add) else math.fsum((left, -right))


def _part(name: str, key_result: KeyResult, catalog: Catalog) -> KeyResult | None:
    """The key result that a name means: of the same cycle, else of the newest that has it."""
    return catalog.find(name, key_result.cycle.name) or catalog.find(name)


def _below(key_result: KeyResult, catalog: Catalog, seen: frozenset[str] = frozenset()) -> set[str]:
    """The keys of everything that a key result reckons with, itself included."""
    found = {key_result.key}
    if key_result.key in seen or not isinstance(key_result.how, Formula):
        return found
    for part in those_there(key_result, catalog):
        found |= _below(part, catalog, seen | {key_result.key})
    return found
