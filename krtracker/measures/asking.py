"""A tree asked of whoever reckons it: of the source in place, or at the desk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

import pyarrow as pa
from sqlglot import exp

from krtracker.columns import rows_of
from krtracker.connector import Connector, Parameter
from krtracker.errors import QueryError
from krtracker.measures.desk import Desk
from krtracker.measures.desk_names import renamed
from krtracker.measures.engines import at_desk, in_place
from krtracker.measures.plan import Pulled
from krtracker.measures.resolving import Resolved
from krtracker.measures.tables import Table, Tables
from krtracker.measures.translation import obstacle

logger = logging.getLogger(__name__)
ONE_TOO_MANY = 2
"""How many rows are looked at where one is expected."""


class Answer(NamedTuple):
    """What a statement brought."""

    columns: Sequence[str]
    rows: list[dict[str, Any]]


class Needed(NamedTuple):
    """A table of the source and the columns of it that a question needs."""

    table: Table
    columns: set[str]


@dataclass
class Question:
    """A tree made ready to be asked for one day after another."""

    make: Callable[[], exp.Query]
    """Gives the tree in the terms of whoever reckons it; made only if it is asked."""
    statement: str
    """As it is sent, or as the desk reckons it."""
    parameters: frozenset[str]
    needed: Mapping[str, Needed] | None = None
    """For the desk: the tables it needs, by the names that they have there; None in place."""
    elsewhere: Callable[[], Question] | None = None
    """The same for the desk, should the source refuse it."""
    why_here: str = ""
    """Why the desk reckons it; empty where the source does."""

    @cached_property
    def tree(self) -> exp.Query:
        """What is asked, in the terms of whoever reckons it."""
        return self.make()


class Asking:
    """Everything asked of one source in one run; each table comes to the desk at most once."""

    def __init__(self, connector: Connector, tables: Tables) -> None:
        self.connector = connector
        self.tables = tables
        self._desk = Desk(connector)
        self._columns: dict[str, set[str]] = {}

    def prepare(
        self, tree: exp.Select, resolved: Resolved, *, is_asked_next: bool = False
    ) -> Question:
        """`tree` ready to be asked where it can be reckoned.

        Everything is prepared before the first question is asked, so that the desk knows all
        the columns of a table when it brings them. What `is_asked_next` is made but once.
        """
        why_here = self.obstacle(tree)
        if why_here is not None:
            question = self._for_desk(tree, resolved, why_here)
            self._note(question)
            return question
        make = partial(self._in_place, tree, resolved)
        fallback = partial(self._for_desk, tree, resolved)
        placed = make()
        statement = self.connector.statement(placed)
        question = Question(make, statement, parameters_of(tree), elsewhere=fallback)
        if is_asked_next:
            question.tree = placed
        return question

    def _in_place(self, tree: exp.Select, resolved: Resolved) -> exp.Select:
        nodes = self.tables.nodes(tree, resolved.tables)
        told = self.tables.with_wholes(tree, resolved.tables)
        return in_place(told, nodes, self.connector.dialect)

    def obstacle(self, tree: exp.Expr) -> str | None:
        """Why the source cannot be asked a tree or a part of one; None where it can."""
        connection = self.connector.connection
        if not self.connector.reckons():
            return f"a source of type `{connection.type}` hands over columns and reckons nothing"
        return obstacle(tree, self.connector.dialect, connection.allow_functions)

    def own_words(self, tree: exp.Query) -> Question:
        """A statement in the source's own dialect, which no other engine could reckon."""
        return Question(lambda: tree, self.connector.statement(tree), parameters_of(tree))

    def ask(self, question: Question, values: Mapping[str, Parameter]) -> Answer:
        """What is answered for these parameters.

        A source that will not take a statement in place hands over its columns instead.

        Raises:
            QueryError: the question cannot be answered by anyone.
            ConnectorError: it was not answered this time.
        """
        if question.needed is not None:
            return self._at_desk(question, values)
        try:
            return self._at_source(question.tree, values)
        except QueryError as error:
            _turn_to_desk(question, error)
            return self._at_desk(question, values)

    @contextmanager
    def batches(
        self, question: Question, values: Mapping[str, Parameter]
    ) -> Iterator[pa.RecordBatchReader]:
        """What is answered, batch by batch: of many rows only one is held here at a time.

        Raises:
            ConnectorError: it was not answered.
        """
        with ExitStack() as stack:
            reader = None
            if question.needed is None:
                try:
                    reader = stack.enter_context(self.connector.query(question.tree, values))
                except QueryError as error:
                    _turn_to_desk(question, error)
            if reader is None:
                self._bring(question)
                reader = self._desk.table(question.statement, values).to_reader()
            yield reader

    def pulled(self, question: Question) -> tuple[Pulled, ...]:
        """The columns that were handed over for a question, as far as it has been asked."""
        found = map(self._desk.pulled.get, question.needed or ())
        return tuple(each for each in found if each is not None)

    def expect_to_reckon(self) -> None:
        """Make the desk ready beside what else is done: something will be reckoned at it soon."""
        self._desk.prepare()

    def reckon(self, statement: str, **tables: pa.Table) -> list[tuple[Any, ...]]:
        """What the desk makes of tables of our own."""
        return self._desk.reckon(statement, **tables)

    def close(self) -> None:
        """Clear the desk."""
        self._desk.close()

    def _for_desk(self, tree: exp.Select, resolved: Resolved, why_here: str = "") -> Question:
        here = {name: self.tables.at_desk(table) for name, table in resolved.tables.items()}
        columns = resolved.columns(tree)
        needed = {
            here[name]: Needed(table, columns[name]) for name, table in resolved.tables.items()
        }
        called = {name: table.called for name, table in resolved.tables.items()}
        placed = at_desk(renamed(tree, called, here.values()), here)
        statement = placed.sql("duckdb", comments=False, pretty=True)
        return Question(lambda: placed, statement, parameters_of(tree), needed, why_here=why_here)

    def _at_source(self, tree: exp.Query, values: Mapping[str, Parameter]) -> Answer:
        is_grouped = bool(tree.args.get("group"))
        with self.connector.query(tree, values) as reader:
            names, rows = list(reader.schema.names), []
            for batch in reader:
                rows += rows_of(batch)
                if len(rows) >= ONE_TOO_MANY and not is_grouped:
                    break
        return Answer(names, rows)

    def _at_desk(self, question: Question, values: Mapping[str, Parameter]) -> Answer:
        self._bring(question)
        return Answer(*self._desk.ask(question.statement, values))

    def _bring(self, question: Question) -> None:
        """Bring the columns that anybody needs; where one of them is at fault, only one's own."""
        self._note(question)
        for here, needed in (question.needed or {}).items():
            try:
                self._desk.bring(needed.table, self._columns[here], name=here)
            except QueryError:
                self._columns[here] = set(self._desk.held(here))
                self._desk.bring(needed.table, needed.columns | self._columns[here], name=here)
                self._columns[here] = set(self._desk.held(here))

    def _note(self, question: Question) -> None:
        for here, needed in (question.needed or {}).items():
            self._columns.setdefault(here, set()).update(needed.columns)


def parameters_of(tree: exp.Expr) -> frozenset[str]:
    """The names of the parameters that a tree uses."""
    return frozenset(node.name for node in tree.find_all(exp.Placeholder))


def _turn_to_desk(question: Question, error: QueryError) -> None:
    """Let the desk reckon what the source would not; raise where it cannot either."""
    if question.elsewhere is None:
        raise error
    logger.info("%s: its columns are fetched instead", error)
    here = question.elsewhere()
    question.tree, question.statement, question.needed = here.tree, here.statement, here.needed
    question.why_here = f"the source refused it: {error}"
