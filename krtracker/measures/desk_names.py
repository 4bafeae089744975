"""What tables and columns are called at the desk, to which capitals and small letters are one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlglot import exp

from krtracker.measures.origins import origins


def told_apart(names: Iterable[str]) -> dict[str, str]:
    """Each name as it is called at the desk: as it is, or numbered where another is called alike.

    >>> told_apart(["orders", "Orders", "day"])
    {'orders': 'orders', 'Orders': 'Orders_2', 'day': 'day'}
    """
    return called({name: name for name in names})


def called(wanted: Mapping[str, str], taken: Iterable[str] = ()) -> dict[str, str]:
    """What several things are called that would be called as `wanted`, those first that come first.

    >>> called({"shop.orders": "shop.orders", '"shop.orders"': "shop.orders"})
    {'shop.orders': 'shop.orders', '"shop.orders"': 'shop.orders_2'}
    """
    used = {each.lower() for each in taken}
    found: dict[str, str] = {}
    for thing, name in wanted.items():
        here, number = name, 1
        while here.lower() in used:
            number += 1
            here = f"{name}_{number}"
        used.add(here.lower())
        found[thing] = here
    return found


def renamed(
    tree: exp.Select, columns: Mapping[str, Mapping[str, str]], tables: Collection[str]
) -> exp.Select:
    """`tree` with every name that it gives or uses as the desk tells it from all others.

    `columns` says by stand-in name what the columns of a table are called there, `tables` what the
    tables are. The names of what is answered stay.
    """
    names = {each.name for each in tree.find_all(exp.Identifier)}
    is_plain = len({each.lower() for each in (*names, *tables)}) == len(names | set(tables))
    if is_plain and all(old == new for of in columns.values() for old, new in of.items()):
        return tree
    tree = tree.copy()
    read = {id(column): (column, columns[table]) for column, table in origins(tree, columns)}
    of_tables = [(column, called[column.name]) for column, called in read.values()]
    _rename_results(tree, of_tables)
    for column, name in of_tables:
        _rename_column(column, name)
    _rename_rows(tree)
    _rename_with(tree, columns, tables)
    return tree


def _rename_column(column: exp.Column, name: str) -> None:
    """Call a column otherwise; what it is selected as stays."""
    was = column.name
    if name == was:
        return
    column.set("this", exp.to_identifier(name))
    if isinstance(column.parent, exp.Select) and column.arg_key == "expressions":
        column.replace(exp.alias_(column.copy(), was))


def _rename_results(tree: exp.Select, of_tables: Iterable[tuple[exp.Column, str]]) -> None:
    """Tell apart what inner queries select; the outermost, which are our own, come first."""
    inner = (name for each in tree.find_all(exp.Select) for name in each.named_selects)
    lists = (name.name for each in tree.find_all(exp.TableAlias) for name in each.columns)
    names = told_apart([*tree.named_selects, *inner, *lists])
    physical = {id(column) for column, _ in of_tables}
    for alias in tree.find_all(exp.Alias):
        alias.set("alias", exp.to_identifier(names.get(alias.alias, alias.alias)))
    for each in tree.find_all(exp.TableAlias):
        each.set("columns", [exp.to_identifier(names[name.name]) for name in each.columns])
    for column in tree.find_all(exp.Column):
        if id(column) not in physical and column.name in names:
            column.set("this", exp.to_identifier(names[column.name]))


def _rename_rows(tree: exp.Select) -> None:
    """Tell apart by what name the columns of a table, or of a bracketed SELECT, are meant."""
    given = [each.args["alias"] for each in tree.find_all(exp.Table, exp.Subquery) if each.alias]
    names = told_apart(each.name for each in given)
    for alias in given:
        alias.set("this", exp.to_identifier(names[alias.name]))
    for column in tree.find_all(exp.Column):
        if column.table in names:
            column.set("table", exp.to_identifier(names[column.table]))


def _rename_with(
    tree: exp.Select, columns: Mapping[str, Mapping[str, str]], tables: Collection[str]
) -> None:
    """Tell WITH queries from one another and from all tables."""
    given = list(tree.find_all(exp.CTE))
    names = called({each.alias: each.alias for each in given}, taken=tables)
    for each in given:
        each.args["alias"].set("this", exp.to_identifier(names[each.alias]))
    for table in tree.find_all(exp.Table):
        if not table.db and table.name not in columns and table.name in names:
            if not table.alias:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
            table.set("this", exp.to_identifier(names[table.name]))
