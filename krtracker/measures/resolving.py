"""Every name in a measure made to stand for one column of one table, with its type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sqlglot import exp
from sqlglot.errors import OptimizeError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope
from sqlglot.schema import MappingSchema

from krtracker.errors import nearest
from krtracker.measures.complaint import Complaint, FragmentError
from krtracker.measures.functions import UDF_KINDS
from krtracker.measures.guard import is_named_above
from krtracker.measures.kinds import with_shared_types
from krtracker.measures.language import DIALECT
from krtracker.measures.meaning import with_parameters
from krtracker.measures.origins import origins
from krtracker.measures.tables import Table
from krtracker.measures.typing_rules import RULES
from krtracker.measures.views import written_view

FindTable = Callable[[exp.Table], Table]


@dataclass
class Resolved:
    """A SELECT in which every column has a table and a type.

    Its tables are called by stand-in names, so that the same tree can be asked of the source
    and of the desk; `tables` says what each stands for.
    """

    tree: exp.Select
    tables: Mapping[str, Table] = field(default_factory=dict)

    def columns(self, tree: exp.Expr | None = None) -> dict[str, set[str]]:
        """The columns of each table, by stand-in name, that are needed."""
        needed: dict[str, set[str]] = {name: set() for name in self.tables}
        for column, table in origins(tree or self.tree, needed):
            needed[table].add(column.name)
        return needed


def resolve(tree: exp.Select, find: FindTable, views: Mapping[str, str]) -> Resolved:
    """Put views, tables and columns in the place of the names that `tree` writes.

    Raises:
        FragmentError: a name means nothing here, or more than one thing.
    """
    _put_views(tree, views)
    tables = _stand_in(tree, find)
    _spell(tree, tables.values())
    schema = _schema(tables)
    try:
        tree = qualify(
            tree,
            dialect=DIALECT,
            schema=schema,
            quote_identifiers=False,
            validate_qualify_columns=False,
        )
    except OptimizeError as error:
        raise FragmentError(_unresolved(tree, tables, str(error))) from error
    _check(tree, tables)
    if any(tree.find_all(exp.Subquery, exp.CTE)):
        tree = pushdown_projections(tree)
    return Resolved(annotate(tree, schema), tables)


def annotate(tree: exp.Select, schema: MappingSchema) -> exp.Select:
    """Every part of `tree` with its type, as DuckDB would have it."""
    return with_shared_types(annotate_types(tree, schema=schema, expression_metadata=RULES))


def _put_views(tree: exp.Expr, views: Mapping[str, str], seen: tuple[str, ...] = ()) -> None:
    """Write each view of the connection in full, where its name stands."""
    for table in list(tree.find_all(exp.Table)):
        name = table.name
        if table.db or name not in views or is_named_above(table):
            continue
        if name in seen:
            raise FragmentError(Complaint(f"the view `{name}` is made of itself", word=name))
        body = with_parameters(written_view(name, views[name]))
        _put_views(body, views, (*seen, name))
        alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name))
        table.replace(exp.Subquery(this=body, alias=alias))


def _stand_in(tree: exp.Expr, find: FindTable) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    names: dict[str, str] = {}
    for table in list(tree.find_all(exp.Table)):
        if is_named_above(table):
            continue
        found = find(table)
        name = names.setdefault(found.name, f"table_{len(names)}")
        tables[name] = found
        alias = table.args.get("alias") or exp.TableAlias(this=_identifier(table.name))
        replacement = exp.Table(this=exp.to_identifier(name), alias=alias)
        for part in ("joins", "laterals"):
            replacement.set(part, table.args.get(part))
        table.replace(replacement)
    for number, rows in enumerate(list(tree.find_all(exp.Subquery))):
        if isinstance(rows.parent, exp.From | exp.Join) and not rows.alias:
            rows.set("alias", exp.TableAlias(this=exp.to_identifier(f"rows_{number + 1}")))
    return tables


def _spell(tree: exp.Expr, tables: Iterable[Table]) -> None:
    """Write columns as the source does: unquoted names mean it whatever their case."""
    known = {name for table in tables for name in table.columns}
    by_small = {name.lower(): name for name in known}
    for alias in tree.find_all(exp.Alias):
        name = alias.args["alias"]
        if isinstance(name, exp.Identifier) and not name.quoted:
            alias.set("alias", _identifier(by_small.get(name.name.lower(), name.name.lower())))
    for column in tree.find_all(exp.Column):
        name = column.this
        if isinstance(name, exp.Identifier) and not name.quoted:
            small = name.name.lower()
            spelt = small if small in known else by_small.get(small, small)
            column.set("this", _identifier(spelt, meta=name.meta))
    for join in tree.find_all(exp.Join):
        using = [each.name.lower() for each in join.args.get("using") or ()]
        if using:
            join.set("using", [_identifier(by_small.get(name, name)) for name in using])


def _identifier(name: str, meta: Mapping[str, object] | None = None) -> exp.Identifier:
    """A name that keeps its case: quoted where folding would change it."""
    identifier = exp.to_identifier(name, quoted=name != name.lower() or None)
    identifier.meta.update(meta or {})
    return identifier


def _schema(tables: Mapping[str, Table]) -> MappingSchema:
    columns: dict[str, object] = {name: dict(table.types) for name, table in tables.items()}
    return MappingSchema(columns, dialect="duckdb", normalize=False, udf_mapping=dict(UDF_KINDS))


def _check(tree: exp.Expr, tables: Mapping[str, Table]) -> None:
    """Every column has found its table, and is in it."""
    for scope in traverse_scope(tree):
        for column in scope.columns:
            if not column.table and not _is_alias(column, scope.expression):
                raise FragmentError(_unresolved(tree, tables, "", column))
            source = scope.sources.get(column.table)
            if isinstance(source, exp.Table) and source.name in tables:
                if column.name not in tables[source.name].columns:
                    raise FragmentError(_unresolved(tree, tables, "", column))
            elif column.table and source is None and column.table not in _aliases(tree):
                raise FragmentError(_unresolved(tree, tables, "", column))


def _is_alias(column: exp.Column, query: exp.Expr) -> bool:
    names = query.named_selects if isinstance(query, exp.Query) else []
    return column.name in names


def _aliases(tree: exp.Expr) -> set[str]:
    return {each.alias_or_name for each in tree.find_all(exp.Table, exp.DerivedTable, exp.CTE)}


def _unresolved(
    tree: exp.Expr, tables: Mapping[str, Table], said: str, column: exp.Column | None = None
) -> Complaint:
    """Which name could not be resolved, and which one may have been meant."""
    known = {name for table in tables.values() for name in table.columns}
    known |= {each.alias for each in tree.find_all(exp.Alias)}
    known |= {name.name for each in tree.find_all(exp.TableAlias) for name in each.columns}
    column = column or next(
        (each for each in tree.find_all(exp.Column) if each.name not in known), None
    )
    if column is None:
        ambiguous = said.partition(".")[0].replace("Column ", "").strip()
        return Complaint(f"{ambiguous[:1].lower()}{ambiguous[1:]}; say of which table")
    holders = [table.name for table in tables.values() if column.name in table.columns]
    if not column.table and holders:
        listed = " and ".join(f"`{name}`" for name in holders)
        where = f"is in {listed}: say in which" if len(holders) > 1 else "is not among these rows"
        hint = None if len(holders) > 1 else "select it inside the brackets"
        return Complaint(f"the column `{column.name}` {where}", hint, column.name)
    if column.table and column.table not in _aliases(tree):
        hint = nearest(column.table, _aliases(tree))
        message = f"`from` has no table called `{column.table}`"
        return Complaint(message, f"did you mean `{hint}`?" if hint else None, column.table)
    names = ", ".join(f"`{table.name}`" for table in tables.values())
    hint = nearest(column.name, known)
    return Complaint(
        f"no column `{column.name}` in {names}",
        hint=f"did you mean `{hint}`?" if hint else None,
        word=column.name,
    )
