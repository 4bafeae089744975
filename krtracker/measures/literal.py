"""One query for one key result: the tree into which any day's boundaries are bound."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from krtracker.domain.calendar import WindowKind
from krtracker.domain.key_result import Measure
from krtracker.measures.halves import Halves
from krtracker.measures.instants import bracketed, cast, parameter
from krtracker.measures.kinds import Kind, kind
from krtracker.measures.meant import Meant

LAST_ROWS = "last_rows"
_FORMS = {
    Kind.DAY: ("_day", "DATE"),
    Kind.NAIVE: ("", "TIMESTAMP"),
    Kind.MOMENT: ("_moment", "TIMESTAMPTZ"),
}


def literal(measure: Measure, meant: Meant) -> exp.Select:
    """The query whose one row is the reading as of a day.

    Columns: `value`; `entered`, how many rows did; `newest`, the newest time among them;
    `tied`, how many rows share the last place with another; and for every column that is
    expected something `missing_N` and `repeated_N`.
    """
    now = _reading(measure, meant, "since", _end(measure), _selected(meant))
    if not measure.growth:
        return now
    before = _reading(measure, meant, "since_before", "since", _selected(meant))
    return _growth(now, before)


def divided(measure: Measure, meant: Meant, by: exp.Expr, halves: Halves) -> exp.Select:
    """The query with one row for each value of `by`: what the rows that have it bring to a day.

    Columns: `piece`, the value of `by`; `entered`, how many rows have it; `above` and `below`
    the line; and `tied` as in `literal`.
    """
    selected = [
        exp.alias_(by.copy(), "piece"),
        exp.alias_(_count(exp.Star()), "entered"),
        exp.alias_(halves.above.copy(), "above"),
        *([exp.alias_(halves.below.copy(), "below")] if halves.below is not None else []),
    ]
    query = _reading(measure, meant, "since", _end(measure), selected)
    return query.group_by(query.expressions[0].this.copy(), copy=False)


def boundary(node: exp.Expr, name: str) -> exp.Expr:
    """The boundary called `name`, in the form that it is held against `node`."""
    ending, type_ = _FORMS[kind(node)]
    return parameter(f"{name}{ending}", type_)


def _end(measure: Measure) -> str:
    return "window_end" if measure.matured_days else "until"


def _reading(
    measure: Measure, meant: Meant, since: str, end: str, selected: Sequence[exp.Expr]
) -> exp.Select:
    """What is `selected` of the rows that a day looks at."""
    conditions = [*_in_time(measure, meant, since, end)]
    if meant.where is not None:
        conditions.append(meant.where)
    if meant.per is None:
        rows = meant.rows.copy()
        known = [_before(meant.known, "until")] if meant.known is not None else []
        return _where(rows.select(*selected, append=False, copy=False), [*known, *conditions])
    return _of_last_rows(meant, conditions, selected)


def _in_time(measure: Measure, meant: Meant, since: str, end: str) -> list[exp.Expr]:
    """Which rows the day looks at: those in its window, or those open at its end."""
    if meant.at is not None:
        window = measure.window
        is_open = window is None or window.kind is WindowKind.ALL_TIME
        begins = [] if is_open else [_not_before(meant.at, since)]
        return [*begins, _before(meant.at, end)]
    if meant.during is not None:
        start, finish = meant.during
        still = exp.or_(
            exp.Is(this=bracketed(finish.copy()), expression=exp.Null()),
            _not_before(finish, "until"),
            copy=False,
        )
        return [_before(start, "until"), still]
    return []


def _selected(meant: Meant) -> list[exp.Expr]:
    newest = [exp.Max(this=each.copy()) for each in meant.times[:1]]
    measured = [
        exp.alias_(meant.value.copy(), "value", copy=False),
        exp.alias_(_count(exp.Star()), "entered"),
        *(exp.alias_(_as_utc(each, meant.times[0]), "newest") for each in newest),
    ]
    for number, column in enumerate(meant.expected.values()):
        present = _count(column.copy())
        distinct = _count(exp.Distinct(expressions=[column.copy()]))
        missing = exp.Sub(this=_count(exp.Star()), expression=present)
        measured.append(exp.alias_(missing, f"missing_{number}"))
        repeated = exp.Sub(this=present.copy(), expression=distinct)
        measured.append(exp.alias_(repeated, f"repeated_{number}"))
    return measured


def _count(what: exp.Expr) -> exp.Expr:
    return exp.Count(this=what, big_int=True)


def _as_utc(newest: exp.Expr, time: exp.Expr) -> exp.Expr:
    """The newest time as engines hand it over without a zone of the session's."""
    if kind(time) is not Kind.MOMENT:
        return newest
    return exp.AtTimeZone(this=newest, zone=exp.Literal.string("UTC"))


def _of_last_rows(
    meant: Meant, conditions: Sequence[exp.Expr], selected: Sequence[exp.Expr]
) -> exp.Select:
    """The query over an event log: each entity once, in its last row before the end of the day."""
    time = meant.order_by[0]
    wanted = _where(
        meant.rows.copy(),
        [
            *([_before(meant.known, "until")] if meant.known is not None else []),
            _before(time, "until"),
        ],
    )
    outer = exp.Tuple(expressions=[*selected, *(each.copy() for each in conditions)])
    projected = _project(outer)
    order = [exp.Ordered(this=each.copy(), desc=True, nulls_first=False) for each in meant.order_by]
    assert meant.per is not None
    ranks = [
        exp.alias_(_over(function, meant.per, order), name)
        for function, name in ((exp.Rank(), "place_"), (exp.RowNumber(), "number_"))
    ]
    inner = wanted.select(*projected, *ranks, append=False, copy=False)
    is_last = exp.EQ(this=_of("place_"), expression=exp.Literal.number(1))
    tied = (
        exp.select(exp.Count(this=exp.Star(), big_int=True))
        .from_(LAST_ROWS)
        .where(is_last.copy(), exp.GT(this=_of("number_"), expression=exp.Literal.number(1)))
    )
    count = len(selected)
    asked, held = outer.expressions[:count], outer.expressions[count:]
    answer = exp.select(*asked, exp.alias_(exp.Subquery(this=tied), "tied")).from_(LAST_ROWS)
    return _where(answer, [is_last, *held]).with_(LAST_ROWS, as_=inner, copy=False)


def _project(outer: exp.Tuple) -> list[exp.Expr]:
    """The columns that the outer query needs, each under a name of its own; `outer` uses those."""
    names: dict[str, exp.Expr] = {}
    aliases: dict[str, str] = {}
    for column in list(outer.find_all(exp.Column)):
        if _is_of_inner_query(column):
            continue
        key = column.sql("duckdb")
        if key not in aliases:
            taken = column.name in names
            aliases[key] = f"{column.table}_{column.name}_{len(names)}" if taken else column.name
            names[aliases[key]] = exp.alias_(column.copy(), aliases[key], quoted=_keeps(column))
        renamed = exp.column(aliases[key], table=LAST_ROWS, quoted=_keeps(column))
        renamed.type = column.type
        column.replace(renamed)
    return list(names.values())


def _is_of_inner_query(column: exp.Column) -> bool:
    """Whether a column belongs to a subquery's own tables, not to the rows of the measure."""
    query = column.find_ancestor(exp.Select)
    while query is not None:
        sources = query.find_all(exp.Table, exp.Subquery)
        if any(each.alias_or_name == column.table for each in sources):
            return True
        query = query.find_ancestor(exp.Select)
    return False


def _keeps(column: exp.Column) -> bool:
    return bool(column.this.args.get("quoted"))


def _of(name: str) -> exp.Column:
    return exp.column(name, table=LAST_ROWS)


def _over(function: exp.Expr, per: exp.Expr, order: Sequence[exp.Expr]) -> exp.Window:
    ordered = exp.Order(expressions=[each.copy() for each in order])
    return exp.Window(this=function, partition_by=[per.copy()], order=ordered, over="OVER")


def _growth(now: exp.Select, before: exp.Select) -> exp.Select:
    """How much the value has grown against the window before, in percent."""
    this, earlier = "this_window", "window_before"
    ratio = exp.Div(
        this=cast(exp.column("value", table=this), "DOUBLE"),
        expression=exp.Nullif(
            this=exp.column("value", table=earlier), expression=exp.Literal.number(0)
        ),
    )
    less_one = exp.Paren(this=exp.Sub(this=ratio, expression=exp.Literal.number(1)))
    grown = exp.Mul(this=exp.Literal.number(100), expression=less_one)
    others = [
        exp.column(each.alias, table=this) for each in now.expressions if each.alias != "value"
    ]
    return (
        exp.select(exp.alias_(grown, "value"), *others)
        .from_(now.subquery(this, copy=False), copy=False)
        .join(before.subquery(earlier, copy=False), join_type="cross", copy=False)
    )


def _before(node: exp.Expr, name: str) -> exp.Expr:
    return exp.LT(this=bracketed(node.copy()), expression=boundary(node, name))


def _not_before(node: exp.Expr, name: str) -> exp.Expr:
    return exp.GTE(this=bracketed(node.copy()), expression=boundary(node, name))


def _where(query: exp.Select, conditions: Sequence[exp.Expr]) -> exp.Select:
    if not conditions:
        return query
    return query.where(*(each.copy() for each in conditions), copy=False)
