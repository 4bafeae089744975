"""Whether a tree may be asked at all: only what is allowed by name, never what is not forbidden."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlglot import exp

from krtracker.errors import nearest
from krtracker.measures.complaint import Complaint
from krtracker.measures.functions import (
    AGGREGATES,
    CLOCK_WORDS,
    OURS,
    PLAIN,
    RANKINGS,
    SCALARS,
    called,
    is_clock,
    name_of,
    said,
)
from krtracker.measures.language import PARAMETERS, Role

_NAMED = (exp.Day, exp.Anonymous)
"""Functions told by their name: ours, and those that a connection allows."""
_NOT_CALLED = (exp.And, exp.Case, exp.Cast, exp.Exists, exp.If, exp.Or)
_KNOWN = sorted({*OURS, *map(called, {*AGGREGATES, *RANKINGS, *SCALARS}.difference(_NOT_CALLED))})
"""What may have been meant by a name that is not known."""
_TIMES = {exp.DType.DATE, exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ, exp.DType.TIME}
_SYSTEM_SCHEMAS = {
    "pg_catalog",
    "pg_toast",
    "information_schema",
    "mysql",
    "performance_schema",
    "sys",
}
_PARTS = (*PLAIN, *AGGREGATES, *RANKINGS, *SCALARS)
"""What nodes of a fragment may be."""
_OF_FILES = re.compile(
    r"[/\\]|\.(csv|tsv|txt|parquet|jsonl?|ndjson|xlsx|arrow|avro|orc|db|duckdb|sqlite)"
    r"(\.(gz|zst|bz2|xz))?$",
    re.IGNORECASE,
)
"""What the name of a file looks like: some engines take such a name for a table."""
_SYSTEM_TABLES = ("pg_", "sqlite_", "duckdb_", "pragma_", "dbstat")
_OWN_SCHEMAS = {"main", "temp", "system"}
"""What SQLite and DuckDB call the place of everything, the system's own tables included."""


def complaints(
    tree: exp.Expr,
    role: Role,
    *,
    allow_functions: Collection[str] = (),
    allow_tables: Collection[str] | None = None,
) -> Iterator[Complaint]:
    """Everything in a fragment's tree that may not stand there."""
    allowed = {name.lower() for name in allow_functions}
    nodes = list(tree.walk())
    unknown = [each for node in nodes for each in _of_node(node, allowed)]
    yield from unknown
    yield from placeholders(nodes, PARAMETERS)
    for table in nodes:
        if isinstance(table, exp.Table) and not isinstance(table.this, exp.Identifier):
            yield Complaint(f"`{table.this.sql()}` is not a table", word=name_of(table.this))
    yield from tables(nodes, allow_tables)
    if not unknown:  # what is not known may have been meant as the aggregate: one mistake
        yield from _of_aggregates(nodes, role)


def placeholders(nodes: Iterable[exp.Expr], known: Collection[str]) -> Iterator[Complaint]:
    """Parameters that a day does not have."""
    for node in nodes:
        if not isinstance(node, exp.Placeholder | exp.Parameter):
            continue
        name = node.name
        if isinstance(node, exp.Parameter) or name not in known:
            hint = nearest(name, known)
            yield Complaint(
                f"unknown parameter `:{name}`",
                hint=f"did you mean `:{hint}`?" if hint else _listed(f":{each}" for each in known),
                word=name,
            )


def tables(nodes: Iterable[exp.Expr], allow_tables: Collection[str] | None) -> Iterator[Complaint]:
    """Tables that belong to the system, or are not among those allowed."""
    allowed = None if allow_tables is None else {name.lower() for name in allow_tables}
    for table in nodes:
        if not (isinstance(table, exp.Table) and isinstance(table.this, exp.Identifier)):
            continue
        name = written(table)
        if any(_OF_FILES.search(part.name) for part in table.parts):
            yield Complaint(f"`{name}` is a file, not a table", word=table.name)
        if table.args.get("sample"):
            yield Complaint("a sample of a table says something else each time", word=table.name)
        elif _is_of_the_system(table):
            yield Complaint(f"`{name}` belongs to the system", word=table.name)
        elif allowed is not None and name.lower() not in allowed and not is_named_above(table):
            yield Complaint(
                f"`{name}` is not among the tables that may be asked",
                hint=f"`allow_tables` of the connection has {', '.join(sorted(allowed))}",
                word=table.name,
            )


def _is_of_the_system(table: exp.Table) -> bool:
    above = {part.name.lower() for part in table.parts[:-1]}
    is_named_so = above <= _OWN_SCHEMAS and table.name.lower().startswith(_SYSTEM_TABLES)
    return bool(above & _SYSTEM_SCHEMAS) or is_named_so


def written(table: exp.Table) -> str:
    """A table's name as the definition writes it."""
    return ".".join(part.name for part in table.parts)


def is_named_above(table: exp.Table) -> bool:
    """Whether a table is really a WITH query of its own statement."""
    if table.db:
        return False
    inside: exp.Expr = table
    while inside.parent is not None:
        above = inside.parent
        with_ = above.args.get("with_")
        for each in with_.expressions if isinstance(with_, exp.With) else ():
            if each is inside:
                break
            if each.alias.lower() == table.name.lower():
                return True
        if isinstance(above, exp.With):
            # A WITH query sees those before it, itself only if recursive: else that name is
            # the real table.
            for each in above.expressions:
                if each is inside and not above.args.get("recursive"):
                    break
                if each.alias.lower() == table.name.lower():
                    return True
                if each is inside:
                    break
            above = above.parent or above
            inside = above
            continue
        inside = above
    return False


def _of_node(node: exp.Expr, allowed: Collection[str]) -> Iterator[Complaint]:
    is_table = isinstance(node.parent, exp.Table)  # a table that is none is told as such
    if isinstance(node, exp.Func) and (name_of(node) in allowed or is_table):
        return
    if is_clock(node):
        yield Complaint(
            f"`{said(node)}` asks for the present",
            hint="a measure holds for any day: use `:as_of` (the day) or `:until` (its end)",
            word=said(node),
        )
    elif isinstance(node, exp.Cast) and _is_clock_word(node):
        yield Complaint(f"`{node.this.sql()}` means the present", word=node.name)
    elif isinstance(node, exp.With) and node.args.get("recursive"):
        yield Complaint("a recursive query is refused", word="recursive")
    elif isinstance(node, _NAMED):
        if name_of(node) not in OURS:
            yield _unknown(node)
        else:
            yield from _of_ours(node)
    elif isinstance(node, exp.PercentileCont | exp.PercentileDisc):
        yield from _of_percentile(node)
    elif isinstance(node, exp.Column) and isinstance(node.this, exp.Star):
        if not isinstance(node.parent, exp.Select):
            hint = "write `count(*)` for rows, `count(column)` for rows that have one"
            yield Complaint(f"`{node.sql()}` is no value", hint, node.table)
    elif not isinstance(node, _PARTS):
        yield _unknown(node)


def _of_ours(node: exp.Expr) -> Iterator[Complaint]:
    name = name_of(node)
    wanted = 1 if name == "day" else 2
    given = 1 if isinstance(node, exp.Day) else len(node.expressions)
    if given != wanted:
        times = "one time" if wanted == 1 else "two times, `(from, to)`"
        yield Complaint(f"`{name}` takes {times}", word=name)


def _of_percentile(node: exp.PercentileCont | exp.PercentileDisc) -> Iterator[Complaint]:
    share = node.this
    is_number = isinstance(share, exp.Literal) and not share.is_string
    if not is_number or not 0 <= float(share.name) <= 1:
        yield Complaint(
            f"`{name_of(node)}` takes a number from 0 to 1",
            hint="such as `percentile_cont(0.9) within group (order by ...)`",
            word=name_of(node),
        )
    elif not isinstance(node.parent, exp.WithinGroup):
        hint = f"write `{name_of(node)}({share.name}) within group (order by ...)`"
        yield Complaint(f"`{name_of(node)}` does not say of what", hint, name_of(node))


def _is_clock_word(cast: exp.Cast) -> bool:
    text = cast.this
    return (
        isinstance(text, exp.Literal)
        and text.name.strip().lower() in CLOCK_WORDS
        and cast.to.this in _TIMES
    )


def _unknown(node: exp.Expr) -> Complaint:
    if not isinstance(node, exp.Func):
        return Complaint(f"`{node.sql()}` is not part of the language", word=node.name or None)
    name = said(node)
    hint = nearest(name, _KNOWN)
    return Complaint(
        f"the function `{name}` is not allowed",
        hint=f"did you mean `{hint}`?" if hint else "`allow_functions` of the connection adds it",
        word=name,
    )


def _of_aggregates(nodes: Sequence[exp.Expr], role: Role) -> Iterator[Complaint]:
    """A value is reckoned over rows; everything else holds for one row."""
    if role is Role.ROWS:
        return
    mine = [
        node for node in nodes if isinstance(node, AGGREGATES) and not node.find_ancestor(exp.Query)
    ]
    if role is Role.VALUE:
        if not mine:
            yield Complaint(
                "a value is reckoned over the rows: it needs an aggregate",
                hint="such as `count(*)`, `sum(...)` or `avg(...)`",
            )
            return
        for node in mine:
            if node.find_ancestor(*AGGREGATES):
                yield Complaint(f"`{name_of(node)}` stands inside an aggregate", word=name_of(node))
        for column in nodes:
            if isinstance(column, exp.Column) and not column.find_ancestor(
                exp.Query, exp.WithinGroup, exp.Filter, *AGGREGATES
            ):
                yield Complaint(
                    f"`{column.sql()}` stands outside an aggregate: it has a value per row",
                    hint="aggregate it, such as `avg(...)`",
                    word=column.name,
                )
        for window in nodes:
            if isinstance(window, exp.Window) and not window.find_ancestor(exp.Query):
                yield Complaint(
                    "a window stands in a value", hint="rank inside a bracketed SELECT", word="over"
                )
        return
    for node in mine:
        yield Complaint(
            f"the aggregate `{name_of(node)}` stands where one row is meant",
            hint="aggregate in `value`, or inside a bracketed SELECT of `from`",
            word=name_of(node),
        )


def _listed(words: Iterator[str]) -> str:
    return "there are " + ", ".join(f"`{each}`" for each in words)
