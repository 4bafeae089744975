"""The port through which every source is asked, whatever it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, TypeAlias

from sqlglot import exp

from krtracker.domain.catalog import Connection
from krtracker.errors import Problem

if TYPE_CHECKING:
    import pyarrow as pa

Parameter: TypeAlias = date | datetime | str | float | int | None
"""A value bound into a statement: dates as dates, moments as zone-free or aware timestamps."""


@dataclass(frozen=True)
class Role:
    """What the source lets us do, as far as it tells."""

    name: str
    can_write: bool
    is_superuser: bool
    details: tuple[str, ...] = ()
    """Each right too many, in words."""
    remedy: tuple[str, ...] = ()
    """The statements with which an administrator makes a role that may only read."""


@dataclass(frozen=True)
class Clock:
    """What time the source believes it is."""

    now: datetime
    """In UTC."""
    zone: str | None = None


class Connector(ABC):
    """One open source: it describes its tables and answers read-only queries in Arrow.

    Subclasses are one file each in `connectors/`; the file's name is the `type:` of a
    connection. All methods raise `ConnectorError`, or `QueryError` where the question itself
    cannot be answered; texts name what is missing and the nearest name that exists, and never
    hold a secret.
    """

    dialect: ClassVar[str]
    """sqlglot's name for the SQL it speaks."""
    evaluates: ClassVar[bool]
    """Whether it may evaluate fragments in place; else their columns are handed over."""
    connection: Connection

    def reckons(self) -> bool:
        """Whether this very source may evaluate fragments: some of a kind may, and others not."""
        return self.evaluates

    @abstractmethod
    def tables(self) -> Sequence[str]:
        """The names of the tables and views that may be asked, as a query would write them."""

    @abstractmethod
    def describe(self, table: str) -> Mapping[str, pa.DataType]:
        """The columns of a table in their order, with the types in which they arrive.

        Timestamps are microseconds, with a zone (UTC) only where the source keeps a moment;
        numbers are int64 or float64 (decimals become float64, but those without a fraction int64),
        days date32, text string. A column of which nothing tells the type, because nothing stands
        in it, is null.

        Raises:
            QueryError: no such table, or this role may not see it.
        """

    def texts(self, table: str) -> Mapping[str, exp.Expr]:
        """The text columns of a table that are something else to the source.

        Such as those in which large and small letters are alike, or which it fills up with blanks:
        measures mean the text that `columns` hands over, byte by byte. Each comes as the source's
        own SQL makes that text of it.
        """
        del table
        return {}

    def keys(self, table: str) -> Mapping[str, str]:
        """Those of its `texts` that are equal to others of a kind exactly where their texts are.

        By column the kind, such as `uuid`: two of them are compared as they are, by an index.
        """
        del table
        return {}

    def finer(self, table: str) -> Collection[str]:
        """The times of a table that the source keeps finer than the microseconds they arrive in.

        An engine may round them where it should cut: the last moment of a day becomes the next.
        """
        del table
        return ()

    def decimals(self, table: str) -> Collection[str]:
        """The whole numbers of a table that the source keeps as decimals, as `NUMBER(38, 0)`.

        They are told as `whole` says, in every statement: as doubles, neighbours would be alike.
        """
        del table
        return ()

    def whole(self, column: exp.Column) -> exp.Expr:
        """One of the `decimals` as a whole number of 64 bits; too long a one is an error."""
        if self.dialect == "mysql":
            # A cast would make the greatest there is of what is too long, without a word.
            return exp.Paren(this=exp.IntDiv(this=column, expression=exp.Literal.number(1)))
        return exp.Cast(this=column, to=exp.DataType.build("BIGINT"))

    def selected(self, table: str, names: Sequence[str]) -> list[exp.Expr]:
        """The named columns of a table as `columns` selects them."""
        decimals = self.decimals(table)
        columns = {name: exp.column(name, quoted=True) for name in names}
        return [
            exp.alias_(self.whole(column), name, quoted=True) if name in decimals else column
            for name, column in columns.items()
        ]

    @abstractmethod
    def query(
        self, tree: exp.Query, parameters: Mapping[str, Parameter] | None = None
    ) -> AbstractContextManager[pa.RecordBatchReader]:
        """Run one SELECT, rendered from its tree, and stream what it returns.

        Placeholders in the tree are `exp.Placeholder(this=name)`. It runs in a read-only
        transaction that is always rolled back, under the connection's time limit on both
        sides. Leaving the context ends the statement.
        """

    @abstractmethod
    def columns(
        self, table: str, names: Sequence[str]
    ) -> AbstractContextManager[pa.RecordBatchReader]:
        """Stream the named columns of a table, in the types that `describe` gives."""

    @abstractmethod
    def statement(self, tree: exp.Query) -> str:
        """The SQL as it would be sent."""

    def engine(self) -> Any:
        """The SQLAlchemy engine for a library that asks by itself, or None where there is none.

        Every connection of it is under the limits of `query`: read-only, rolled back, timed.
        """
        return None

    @abstractmethod
    def cancel(self) -> None:
        """End whatever is running on the source, from another thread; nothing if idle."""

    @abstractmethod
    def role(self) -> Role:
        """What the source lets us do."""

    @abstractmethod
    def clock(self) -> Clock:
        """What time the source believes it is."""

    @abstractmethod
    def close(self) -> None:
        """Let go of everything held; closing twice is harmless."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Connectors(Protocol):
    """The kinds of source there are; `connectors.registry` is the real one."""

    def types(self) -> Sequence[str]:
        """Every `type:` that a connection may have."""
        ...

    def dialect(self, type: str) -> str:
        """Sqlglot's name for the SQL of a type."""
        ...

    def problems(self, connection: Connection) -> Sequence[Problem]:
        """What does not fit in a connection's settings, placed in `connections.yaml`."""
        ...

    def open(self, connection: Connection) -> Connector:
        """Connect; raises `ConnectorError` where the source does not let us in."""
        ...
