"""One measure understood: its rows, its conditions and its value as trees with types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sqlglot import exp

from krtracker.domain.key_result import Measure
from krtracker.measures.complaint import Complaint, FragmentError
from krtracker.measures.guard import complaints
from krtracker.measures.instants import Zones, cast
from krtracker.measures.kinds import TIMES, Kind, kind
from krtracker.measures.language import Fragment, Role, fragments, parse
from krtracker.measures.meaning import Meaning, as_truth, nothing_is_nought, with_parameters
from krtracker.measures.resolving import FindTable, Resolved, resolve
from krtracker.measures.sheltering import in_turn, sheltered


@dataclass(frozen=True)
class Meant:
    """What a measure says, every name resolved and every part typed.

    It knows no source's dialect and no day: boundaries are parameters, tables stand-ins.
    """

    rows: exp.Select
    """What `from` says: `SELECT * FROM ...`, joins included."""
    value: exp.Expr
    where: exp.Expr | None = None
    at: exp.Expr | None = None
    during: tuple[exp.Expr, exp.Expr] | None = None
    known: exp.Expr | None = None
    per: exp.Expr | None = None
    order_by: tuple[exp.Expr, ...] = ()
    expected: Mapping[str, exp.Expr] = field(default_factory=dict)
    """The columns that expectations look at, by the name that they use."""
    resolved: Resolved = field(default_factory=lambda: Resolved(exp.Select()))

    @property
    def times(self) -> tuple[exp.Expr, ...]:
        """The measure's own times: what tells how new a row is."""
        if self.per is not None:
            return self.order_by[:1]
        if self.at is not None:
            return (self.at,)
        return self.during or ()


class FieldError(FragmentError):
    """A fragment at fault, with the field of the definition that holds it."""

    def __init__(self, complaint: Complaint, path: str) -> None:
        super().__init__(complaint)
        self.path = path


@dataclass(frozen=True)
class Surroundings:
    """What a measure is understood against: tables, views, zones, and what is allowed."""

    find: FindTable
    zones: Zones
    views: Mapping[str, str] = field(default_factory=dict)
    """The SELECT of each view of the connection, as it is written there."""
    allow_functions: tuple[str, ...] = ()
    allow_tables: tuple[str, ...] | None = None


def understand(measure: Measure, around: Surroundings, expected: Iterable[str] = ()) -> Meant:
    """The measure as trees.

    Raises:
        FieldError: a fragment cannot be read, asks for what is not allowed, or names
            something that is not there.
    """
    said = [*fragments(measure), *_of_expectations(expected)]
    draft = _draft({each.path: _tree(each, around) for each in said})
    try:
        resolved = resolve(draft, around.find, around.views)
        tree = Meaning(around.zones).of(resolved.tree)
    except FragmentError as error:
        raise FieldError(error.complaint, _holder(error.complaint, said)) from error
    found = {each.alias: each.this.pop() for each in tree.expressions}
    parts = {path: found.get(_alias(number)) for number, path in enumerate(_paths(said))}
    tree.set("expressions", [exp.Star()])
    return _meant(parts, tree, resolved)


def _meant(parts: Mapping[str, exp.Expr | None], rows: exp.Select, resolved: Resolved) -> Meant:
    where = parts.get("measure.where")
    where = None if where is None else in_turn(as_truth(where))

    def time(path: str) -> exp.Expr | None:
        node = parts.get(path)
        return None if node is None else sheltered(_time(node, path), where)

    value = parts["measure.value"]
    start, end = time("measure.during.0"), time("measure.during.1")
    by = "measure.latest.order_by."
    order = [each for path, each in parts.items() if path.startswith(by) and each is not None]
    if order:
        order[0] = _time(order[0], f"{by}0")
    known = parts.get("measure.known")
    names = [path for path in parts if path.startswith("expect.")]
    return Meant(
        rows=rows,
        value=nothing_is_nought(value) if value is not None else exp.Null(),
        where=where,
        at=time("measure.at"),
        during=(start, end) if start is not None and end is not None else None,
        known=None if known is None else _time(known, "measure.known"),
        per=parts.get("measure.latest.per"),
        order_by=tuple(order),
        expected={name.removeprefix("expect."): each for name in names if (each := parts[name])},
        resolved=resolved,
    )


def _of_expectations(columns: Iterable[str]) -> list[Fragment]:
    return [Fragment(f"expect.{column}", column, Role.ROW) for column in columns]


def _tree(fragment: Fragment, around: Surroundings) -> exp.Expr:
    """A fragment's tree, fit to be asked, the caller's to change."""
    allowed = _with_views(around)
    return _fit(fragment, around.allow_functions, allowed).copy()


@lru_cache(maxsize=4096)
def _fit(
    fragment: Fragment, allow_functions: tuple[str, ...], allow_tables: tuple[str, ...] | None
) -> exp.Expr:
    """The same words recur from key result to key result, and are looked at once."""
    try:
        tree = parse(fragment).copy()
    except FragmentError as error:
        raise FieldError(error.complaint, fragment.path) from error
    role = fragment.role
    found = complaints(tree, role, allow_functions=allow_functions, allow_tables=allow_tables)
    for complaint in found:
        raise FieldError(complaint, fragment.path)
    return with_parameters(tree)


def _with_views(around: Surroundings) -> tuple[str, ...] | None:
    return None if around.allow_tables is None else (*around.allow_tables, *around.views)


def _draft(trees: Mapping[str, exp.Expr]) -> exp.Select:
    """One SELECT of every fragment, so that all are resolved against the same rows."""
    rows = trees["measure.from"]
    assert isinstance(rows, exp.Select)
    selected = [
        exp.alias_(tree, _alias(number), copy=False)
        for number, tree in enumerate(
            tree for path, tree in trees.items() if path != "measure.from"
        )
    ]
    return rows.select(*selected, append=False, copy=False)


def _paths(said: Iterable[Fragment]) -> list[str]:
    return [each.path for each in said if each.path != "measure.from"]


def _alias(number: int) -> str:
    return f"part_{number}_"


def _time(node: exp.Expr, path: str) -> exp.Expr:
    """A part that is held against a day: it must be a time, or there is nothing to hold."""
    what = kind(node)
    if what in TIMES:
        return node
    if what is Kind.UNKNOWN:
        return cast(node, "TIMESTAMP")
    written = node.name if isinstance(node, exp.Column) else "(...)"
    hint = None
    if what is Kind.TEXT:
        hint = f"write `{written}::timestamp`"
    elif what in (Kind.INTEGER, Kind.NUMBER):
        hint = f"write `to_timestamp({written})` where it counts seconds since 1970"
    message = f"{what.value} where a date or a timestamp is meant"
    raise FieldError(Complaint(message, hint=hint), path)


def _holder(complaint: Complaint, said: Iterable[Fragment]) -> str:
    """The field that holds the word at fault."""
    held = (
        each.path for each in said if complaint.word and complaint.position(each.text) is not None
    )
    return next(held, "measure.from")
