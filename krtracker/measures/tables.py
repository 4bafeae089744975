"""Which tables a source has and what is in them, asked once each."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
from sqlglot import exp

from krtracker.connector import Connector
from krtracker.errors import QueryError, nearest
from krtracker.measures.complaint import Complaint, FragmentError
from krtracker.measures.desk_names import called, told_apart
from krtracker.measures.engines import in_microseconds
from krtracker.measures.guard import written
from krtracker.measures.kinds import type_of
from krtracker.measures.origins import origins

_ONLY_SEEN = (exp.Count, exp.Is)
"""Above a column, what looks only at whether there is a value."""


@dataclass(frozen=True)
class Table:
    """One table of the source: its name as a query would write it, and its columns."""

    name: str
    columns: Mapping[str, pa.DataType]

    @cached_property
    def types(self) -> Mapping[str, exp.DataType]:
        """The types of its columns, in DuckDB's terms."""
        return {name: type_of(arrow) for name, arrow in self.columns.items()}

    @cached_property
    def called(self) -> Mapping[str, str]:
        """What its columns are called at the desk, by their own names."""
        return told_apart(self.columns)


class Tables:
    """The tables of one source, by the names that definitions write."""

    def __init__(self, connector: Connector) -> None:
        self.connector = connector
        self._described: dict[str, Table] = {}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every table's name as a query would write it, by that name without quotes."""
        return {".".join(parts): name for parts, name in self._listed.items()}

    @cached_property
    def _listed(self) -> Mapping[tuple[str, ...], str]:
        """The same by its parts: a name with a dot in it is not that of a schema and a table."""
        return {self._parts(name): name for name in self.connector.tables()}

    def find(self, asked: exp.Table) -> Table:
        """The table that a definition means.

        Raises:
            FragmentError: there is no such table, or it may not be seen.
        """
        name = self._name(asked)
        if name not in self._described:
            try:
                columns = dict(self.connector.describe(name))
            except QueryError as error:
                raise FragmentError(Complaint(str(error), word=asked.name)) from error
            self._described[name] = Table(name, columns)
        return self._described[name]

    def node(
        self, table: Table, wanted: Collection[str], told: Collection[str] | None = None
    ) -> exp.Table | exp.Subquery:
        """A table as the source's own SQL writes it, with the columns that are wanted of it.

        Its values are as they are meant (`meant`); only those of columns `told`, where the others
        serve as they are.
        """
        node, meant = exp.to_table(table.name, dialect=self.connector.dialect), self.meant(table)
        told = meant.keys() & set(wanted if told is None else told)
        if not told:
            return node
        columns = (
            exp.alias_(meant[name].copy(), name, quoted=True)
            if name in told
            else exp.column(name, quoted=True)
            for name in table.columns
            if name in wanted
        )
        return exp.select(*columns).from_(node).subquery(node.name)

    def meant(self, table: Table) -> Mapping[str, exp.Expr]:
        """The columns of a table that mean something else than they are, in the source's own SQL.

        Texts are those that would be handed over and differ by bytes, and times end with their
        microseconds.
        """
        finer = {
            name: in_microseconds(exp.column(name, quoted=True), table.types[name])
            for name in self.connector.finer(table.name)
        }
        return {**finer, **self.connector.texts(table.name)}

    def nodes(
        self, tree: exp.Select, tables: Mapping[str, Table]
    ) -> dict[str, exp.Table | exp.Subquery]:
        """The tables that a tree reads, by the names that they have there, each as its `node`."""
        if not any(map(self.meant, tables.values())):
            return {name: self.node(table, ()) for name, table in tables.items()}
        seen = {id(column): (name, column) for column, name in origins(tree, tables)}
        wanted: dict[str, set[str]] = {name: set() for name in tables}
        for name, column in seen.values():
            wanted[name].add(column.name)
        told = {name: set(columns) for name, columns in wanted.items()}
        for name, key in self._only_matched(seen, tables):
            told[name].discard(key)
        return {name: self.node(table, wanted[name], told[name]) for name, table in tables.items()}

    def _only_matched(
        self, seen: Mapping[int, tuple[str, exp.Column]], tables: Mapping[str, Table]
    ) -> set[tuple[str, str]]:
        """The keys, with their tables, that are counted or held against others of their kind alone.

        Nobody needs their texts, for which a source could use no index. One whose text somebody
        needs is told as that to all, and so is whatever it is held against.
        """
        kinds = {
            (name, column): kind
            for name, table in tables.items()
            for column, kind in self.connector.keys(table.name).items()
        }
        found, pairs = set(kinds), list[tuple[tuple[str, str], ...]]()
        for name, column in seen.values():
            key, above = (name, column.name), column.parent
            if isinstance(above, exp.EQ):
                sides = [seen.get(id(each)) for each in (above.this, above.expression)]
                pair = tuple((side[0], side[1].name) for side in sides if side is not None)
                if len(pair) == len(sides) and len({kinds.get(each) for each in pair}) == 1:
                    pairs.append(pair)
                    continue
            if not isinstance(above, (*_ONLY_SEEN, exp.Distinct)):
                found.discard(key)
        while apart := [pair for pair in pairs if 0 < len(found & set(pair)) < len(set(pair))]:
            found -= {each for pair in apart for each in pair}
        return found

    def with_wholes(self, tree: exp.Select, tables: Mapping[str, Table]) -> exp.Select:
        """`tree` with the source's decimals that are whole numbers told as such.

        `tables` are those that the tree reads, by the names that they have there.
        """
        decimals = {
            name: found
            for name, table in tables.items()
            if (found := self.connector.decimals(table.name))
        }
        if not decimals:
            return tree
        tree = tree.copy()
        told = {
            id(column): column
            for column, table in origins(tree, decimals)
            if column.name in decimals.get(table, ()) and not isinstance(column.parent, _ONLY_SEEN)
        }
        for column in told.values():
            self._tell(column)
        return tree

    def _tell(self, column: exp.Column) -> None:
        whole = self.connector.whole(column.copy())
        whole.type = column.type
        if isinstance(column.parent, exp.Select):
            whole = exp.alias_(whole, column.name, quoted=bool(column.this.args.get("quoted")))
        column.replace(whole)

    def at_desk(self, table: Table) -> str:
        """What a table is called at the desk, where no other is called alike."""
        if table.name not in self._at_desk:
            plain = ".".join(self._parts(table.name))
            self._at_desk |= called({table.name: plain}, taken=self._at_desk.values())
        return self._at_desk[table.name]

    @cached_property
    def _at_desk(self) -> dict[str, str]:
        """What tables are called at the desk, by their names as a query would write them.

        All that are listed are told apart at once, those in small letters first: what a table is
        called does not hang on what else is asked.
        """
        plain = {name: ".".join(parts) for parts, name in self._listed.items()}
        ordered = sorted(plain, key=lambda each: (each != plain[each].lower(), each))
        return called({name: plain[name] for name in ordered})

    def _parts(self, name: str) -> tuple[str, ...]:
        table = exp.to_table(name, dialect=self.connector.dialect)
        return tuple(part.name for part in table.parts)

    def _name(self, asked: exp.Table) -> str:
        wanted, parts = written(asked), tuple(part.name for part in asked.parts)
        if parts in self._listed:
            return self._listed[parts]
        if wanted in self.names:
            return self.names[wanted]
        small = wanted.lower()
        if small in self.names:
            return self.names[small]
        listed = [(plain.lower(), name) for plain, name in self.names.items()]
        same = [name for plain, name in listed if plain == small]
        ends = [name for plain, name in listed if plain.endswith(f".{small}")]
        for found in (same, ends):
            if len(found) == 1:
                return found[0]
        if asked.db and all(re.fullmatch(r"\w+", part.name) for part in asked.parts):
            # A schema that is not listed may still be one that this role can read.
            return written(asked)
        hint = nearest(wanted, self.names)
        raise FragmentError(
            Complaint(
                f"no table `{written(asked)}`",
                hint=f"did you mean `{hint}`?" if hint else None,
                word=asked.name,
            )
        )
