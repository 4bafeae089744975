"""What is wrong with a measure before any query runs, and where it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from sqlglot import exp

from krtracker.domain.catalog import Catalog, Connection
from krtracker.domain.key_result import Formula, KeyResult, Measure, RawSql
from krtracker.errors import Place, Problem, Severity
from krtracker.measures.complaint import Complaint, FragmentError
from krtracker.measures.formula import formula_complaints
from krtracker.measures.functions import AGGREGATES, CLOCKS, name_of
from krtracker.measures.guard import complaints
from krtracker.measures.language import Fragment, Role, fragments, parse
from krtracker.measures.raw import statement
from krtracker.measures.views import written_view


def faults(
    key_result: KeyResult,
    *,
    connection: Connection | None,
    dialect: str | None,
    catalog: Catalog,
) -> list[Problem]:
    """Every problem of one key result's measure that can be told without asking its source."""
    how = key_result.how
    if isinstance(how, Formula):
        found = formula_complaints(key_result, catalog)
        return [_problem(key_result, "formula", how.expression, each) for each in found]
    if isinstance(how, RawSql):
        if connection is None or dialect is None:
            return []
        try:
            statement(how, connection, dialect)
        except FragmentError as error:
            return [_problem(key_result, "sql", how.sql, error.complaint)]
        return []
    return list(_of_measure(key_result, how, connection))


def _of_measure(
    key_result: KeyResult, measure: Measure, connection: Connection | None
) -> Iterator[Problem]:
    expect = key_result.expectations
    said = list(fragments(measure))
    said += [Fragment(f"expect.nulls.{name}", name, Role.ROW) for name in expect.nulls_at_most]
    said += [
        Fragment(f"expect.duplicates.{name}", name, Role.ROW) for name in expect.duplicates_at_most
    ]
    for fragment in said:
        for complaint in _of_fragment(fragment, measure, connection):
            yield _problem(key_result, fragment.path, fragment.text, complaint)
        if connection is not None and connection.views:
            yield from _of_views(fragment, connection)


def _of_views(fragment: Fragment, connection: Connection) -> Iterator[Problem]:
    """What is wrong in the views of the connection that a fragment names, by themselves."""
    try:
        tree = parse(fragment)
    except FragmentError:
        return
    for table in tree.find_all(exp.Table):
        text = connection.views.get(table.name)
        try:
            if text is not None and not table.db:
                written_view(table.name, text)
        except FragmentError as error:
            place = connection.places.get(f"views.{table.name}") or connection.place
            yield Problem(str(error), place)


def _of_fragment(
    fragment: Fragment, measure: Measure, connection: Connection | None
) -> Sequence[Complaint]:
    allowed = connection.allow_tables if connection is not None else None
    views = tuple(connection.views) if connection is not None else ()
    return _looked_at(
        fragment,
        has_time=bool(measure.at or measure.during or measure.known or measure.latest),
        has_window=measure.window is not None,
        allow_functions=connection.allow_functions if connection is not None else None,
        allow_tables=None if allowed is None else (*allowed, *views),
    )


@lru_cache(maxsize=4096)
def _looked_at(
    fragment: Fragment,
    *,
    has_time: bool,
    has_window: bool,
    allow_functions: tuple[str, ...] | None,
    allow_tables: tuple[str, ...] | None,
) -> tuple[Complaint, ...]:
    """What is wrong with a fragment; the same words recur from key result to key result.

    Which functions are allowed may not be known (None), as the connection is not.
    """
    try:
        tree = parse(fragment)
    except FragmentError as error:
        return (error.complaint,)
    role = fragment.role
    if allow_functions is None:
        allow_functions = tuple({name_of(each) for each in tree.find_all(exp.Func)} - CLOCKS)
    found = [*complaints(tree, role, allow_functions=allow_functions, allow_tables=allow_tables)]
    if not has_window and "since" in fragment.text and _uses(tree, "since"):
        message = "`:since` is the start of a window, and there is none"
        found.append(Complaint(message, "such as `window: last 28 days`", "since"))
    return tuple(found) or tuple(_advice(tree, fragment, has_time))


def _advice(tree: exp.Expr, fragment: Fragment, has_time: bool) -> Iterator[Complaint]:
    """What is right and yet not as it could be."""
    inside = list(tree.find_all(exp.Placeholder))
    if fragment.role is Role.ROWS and not (has_time or inside) and _is_ranked(tree):
        yield Complaint(
            "the rows are ranked or aggregated, and no time is left to hold against a day",
            hint="expose a time and name it with `at`, `known` or `latest`",
            severity=Severity.WARNING,
        )
    if fragment.role is Role.VALUE:
        aggregates = (*AGGREGATES, exp.WithinGroup, exp.Filter)
        inside = [node for node in inside if node.find_ancestor(*aggregates)]
    is_row = fragment.path == "measure.where" or fragment.role is Role.VALUE
    for node in inside if is_row else ():
        if node.name in {"as_of", "until"} and node.find_ancestor(exp.LT, exp.LTE, exp.GT, exp.GTE):
            yield Complaint(
                f"`:{node.name}` here is bound anew for every day, so no scan can be shared",
                hint="`during: [start, end]` or `known: time` say the same, where they do",
                word=node.name,
                severity=Severity.WARNING,
            )
            return


def _uses(tree: exp.Expr, parameter: str) -> bool:
    return any(each.name == parameter for each in tree.find_all(exp.Placeholder))


def _is_ranked(tree: exp.Expr) -> bool:
    inner = [query for query in tree.find_all(exp.Select) if query is not tree]
    return any(
        query.args.get("group") or query.find(exp.Window) or query.args.get("distinct")
        for query in inner
    )


def _problem(key_result: KeyResult, path: str, text: str, complaint: Complaint) -> Problem:
    """A complaint as a problem of the file, at the word at fault where its place is known."""
    place = key_result.place_of(path)
    offset = complaint.position(text) if path in key_result.places else None
    width = 1
    if place is not None and offset is not None:
        before = text[:offset].split("\n")
        place = Place(place.file, place.line + len(before) - 1, place.column + len(before[-1]))
        width = len(complaint.word or " ")
    return Problem(
        f"`{_field(path)}`: {complaint.message}",
        place,
        hint=complaint.hint,
        severity=complaint.severity,
        width=width,
        subject=key_result.id,
    )


def _field(path: str) -> str:
    return ".".join(part for part in path.split(".") if not part.isdigit())
