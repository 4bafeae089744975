"""What every source shares, so that a connector says only what is its own."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from importlib import import_module
from threading import get_ident
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from sqlglot import exp

from connectors.asking.faults import Fault, Kind
from connectors.asking.limits import Watch, capped
from connectors.asking.names import Names, missing
from connectors.asking.settings import Fields
from connectors.asking.statements import bound_to, rendered
from connectors.asking.wording import in_words
from krtracker.connector import Connector, Parameter
from krtracker.domain.catalog import Connection
from krtracker.errors import ConnectorError

if TYPE_CHECKING:
    import pyarrow as pa


class Batches(NamedTuple):
    """What comes back: the columns, and their values batch by batch."""

    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]
    kept: Mapping[str, pa.DataType] = MappingProxyType({})
    """Of the columns, those that the source keeps otherwise than they arrive, as it keeps them.

    Whole numbers that are decimals there are `arrow.WHOLE`, times may be finer than microseconds.
    """


class Source(Connector):
    """A source behind the port: subclasses connect, list, stream, cancel and explain errors.

    What is the same everywhere lives here: one SELECT and nothing else, bound parameters, the
    time limit and the caps, faults in our own words with the nearest name that exists.
    """

    Settings: ClassVar[type[Fields]]
    """The fields of `connections.yaml` that it understands."""
    driver: ClassVar[str] = ""
    """The module it needs, when that need not be installed."""
    install: ClassVar[str] = ""
    """What to install to have it."""
    errors: ClassVar[tuple[type[Exception], ...]]
    """What the driver raises; anything else is our own mistake."""
    grace_seconds: ClassVar[float] = 1.0
    """How much later than the source's own limit ours ends a statement."""
    rows_at_most: ClassVar[int] = 50_000_000
    megabytes_at_most: ClassVar[int] = 8_192

    def __init__(self, connection: Connection, settings: Fields) -> None:
        self.connection = connection
        self.settings: Any = settings
        self._names: Names | None = None
        self._described: dict[str, Mapping[str, pa.DataType]] = {}
        self._decimals: dict[str, frozenset[str]] = {}
        self._finer: dict[str, frozenset[str]] = {}
        self._is_cancelled = False

    @abstractmethod
    def connect(self) -> None:
        """Reach the source for the first time; raises the driver's own errors."""

    @abstractmethod
    def listed(self) -> Sequence[tuple[str, str]]:
        """Schema and name of every table and view that may be asked; ours is the schema ``."""

    @abstractmethod
    def stream(
        self,
        sql: str,
        parameters: Mapping[str, Any],
        types: Sequence[pa.DataType] | None = None,
    ) -> AbstractContextManager[Batches]:
        """Run one SELECT and stream its answer, in `types` where they are known beforehand.

        It raises the driver's own errors.
        """

    @abstractmethod
    def fault(self, error: Exception) -> Fault:
        """What an error of the driver means."""

    @abstractmethod
    def stop(self, asker: int | None = None) -> None:
        """Ask the source to end what runs for a thread, or for all, from another thread."""

    def cut(self, asker: int | None = None) -> None:
        """Drop the line to the source, from another thread, when it did not stop when asked."""
        self.stop(asker)

    @property
    def home(self) -> str:
        """The schema whose tables are named without it."""
        return ""

    @property
    def where(self) -> str:
        """What the connection leads to, in words without a secret."""
        return self.connection.type

    def described(self, table: exp.Table) -> Mapping[str, pa.DataType]:
        """The columns of a table that exists as the source keeps them, by an empty answer."""
        with self.stream(self.sent(exp.select("*").from_(table).limit(0)), {}) as answer:
            types = dict(zip(answer.schema.names, answer.schema.types, strict=True))
            return {**types, **answer.kept}

    def sent(self, tree: exp.Query) -> str:
        """The SQL as the driver takes it, placeholders in its own style."""
        return rendered(tree, self.dialect)

    def open(self) -> None:
        """Connect, or say in words why that cannot be."""
        import_module("connectors.asking.arrow")  # a quarter of a second that no answer is to pay
        with self.limited():
            self.connect()

    def tables(self) -> Sequence[str]:
        return self.names.written

    @property
    def names(self) -> Names:
        """The names of the tables there are, asked once."""
        if self._names is None:
            with self.limited():
                self._names = Names(self.listed(), home=self.home, dialect=self.dialect)
        return self._names

    def describe(self, table: str) -> Mapping[str, pa.DataType]:
        if table not in self._described:
            node = self.names.find(table)
            with self.limited():
                self._keep(table, self.described(node))
        return self._described[table]

    def _keep(self, table: str, described: Mapping[str, pa.DataType]) -> None:
        from connectors.asking.arrow import INTEGER, is_finer, is_whole, normal

        decimals = frozenset(name for name, type in described.items() if is_whole(type))
        finer = frozenset(name for name, type in described.items() if is_finer(type))
        self._decimals[table], self._finer[table] = decimals, finer
        self._described[table] = {
            **described,
            **dict.fromkeys(decimals, INTEGER),
            **{name: normal(described[name]) for name in finer},
        }

    def decimals(self, table: str) -> Collection[str]:
        self.describe(table)
        return self._decimals[table]

    def finer(self, table: str) -> Collection[str]:
        self.describe(table)
        return self._finer[table]

    def query(
        self, tree: exp.Query, parameters: Mapping[str, Parameter] | None = None
    ) -> AbstractContextManager[pa.RecordBatchReader]:
        bound = bound_to(tree, parameters or {})
        return self.asked(tree, self.stream(self.sent(tree), bound))

    def columns(
        self, table: str, names: Sequence[str]
    ) -> AbstractContextManager[pa.RecordBatchReader]:
        tree, known = self.selection(table, names), self.describe(table)
        types = [known[name] for name in names]
        return self.asked(tree, self.stream(self.sent(tree), {}, types))

    def selection(self, table: str, names: Sequence[str]) -> exp.Select:
        """The SELECT of named columns, each of which the table has."""
        known = self.describe(table)
        for name in names:
            if name not in known:
                raise missing("column", name, known, of=table)
        return exp.select(*self.selected(table, names)).from_(self.names.find(table))

    def statement(self, tree: exp.Query) -> str:
        return rendered(tree, self.dialect, pretty=True)

    def cancel(self) -> None:
        self._is_cancelled = True
        self.stop()

    def ask(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a small question of our own, about the source itself."""
        import pyarrow as pa

        with self.limited(), self.stream(sql, parameters) as answer:
            return pa.Table.from_batches(answer.batches, answer.schema).to_pylist()

    @contextmanager
    def limited(self, tree: exp.Query | None = None) -> Iterator[Watch]:
        """Time is limited inside, and a driver's error leaves in our own words."""
        with self._watch() as watch:
            try:
                yield watch
            except self.errors as error:
                raise self._worded(error, tree, watch) from error

    @contextmanager
    def asked(
        self, tree: exp.Query, stream: AbstractContextManager[Batches]
    ) -> Iterator[pa.RecordBatchReader]:
        """A stream's batches as a reader, with all limits, for as long as the context is open."""
        import pyarrow as pa

        with ExitStack() as stack:
            watch = stack.enter_context(self._watch())
            try:
                answer = stack.enter_context(stream)
            except self.errors as error:
                raise self._worded(error, tree, watch) from error
            faults: list[ConnectorError] = []
            batches = self._guarded(answer.batches, tree, watch, faults)
            try:
                yield pa.RecordBatchReader.from_batches(answer.schema, batches)
            except Exception as error:
                # An engine that reads the batches wraps what they raise in an error of its own.
                if faults and error is not faults[0]:
                    raise faults[0] from error
                raise

    def _watch(self) -> Watch:
        self._is_cancelled = False
        seconds = self.connection.timeout_seconds + self.grace_seconds
        asker = get_ident()
        return Watch(seconds, cancel=partial(self.stop, asker), cut=partial(self.cut, asker))

    def _guarded(
        self,
        batches: Iterator[pa.RecordBatch],
        tree: exp.Query,
        watch: Watch,
        faults: list[ConnectorError],
    ) -> Iterator[pa.RecordBatch]:
        try:
            for batch in capped(batches, rows=self.rows_at_most, megabytes=self.megabytes_at_most):
                with watch.resting():
                    yield batch
        except ConnectorError as error:
            faults.append(error)
            raise
        except self.errors as error:
            faults.append(self._worded(error, tree, watch))
            raise faults[-1] from error

    def _worded(self, error: Exception, tree: exp.Query | None, watch: Watch) -> ConnectorError:
        seconds = self.connection.timeout_seconds
        fault = self.fault(error)
        if fault.kind is Kind.STOPPED and watch.elapsed >= seconds * 0.95:
            fault = Fault(Kind.OVERDUE)
        if watch.is_over or fault.kind is Kind.OVERDUE:
            limit = "1 second" if seconds == 1 else f"{seconds:g} seconds"
            return ConnectorError(f"no answer within {limit}", transient=True)
        if self._is_cancelled:
            return ConnectorError("the statement was cancelled")
        return in_words(fault, self, tree)
