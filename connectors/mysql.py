"""MySQL and MariaDB, through PyMySQL's streaming cursor."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from functools import cache
from math import ceil
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import pymysql
from pydantic import Field, SecretStr
from pymysql.converters import conversions, convert_date, convert_datetime
from sqlalchemy import URL
from sqlalchemy.engine import Connection as Line
from sqlalchemy.exc import SQLAlchemyError
from sqlglot import exp

from connectors.asking.faults import Fault, Kind, one_line
from connectors.asking.mysql_words import DIALECT
from connectors.asking.settings import Fields, Host
from connectors.asking.source import Batches
from connectors.asking.statements import with_format_placeholders
from connectors.sql import CONNECT_SECONDS, READER, SqlSource
from krtracker.connector import Clock, Role
from krtracker.redaction import without_values

if TYPE_CHECKING:
    import pyarrow as pa

BIT, TIME = 16, 11
DECIMALS = (0, 246)
READING_SECONDS = 3600
"""How long the columns of a table may take to be read, however steadily they come."""


@cache
def types() -> Mapping[int, pa.DataType]:
    """MySQL's number of each type that is not text to us."""
    from connectors.asking.arrow import DAY, INTEGER, MOMENT, NUMBER, TIMESTAMP

    return {
        **dict.fromkeys(DECIMALS, NUMBER), 4: NUMBER, 5: NUMBER,
        1: INTEGER, 2: INTEGER, 3: INTEGER, 8: INTEGER, 9: INTEGER, 13: INTEGER,
        7: MOMENT, 12: TIMESTAMP, 10: DAY, 14: DAY,
    }  # fmt: skip


def _date(text: str) -> date | None:
    """A day as MySQL writes it; one that cannot be (`0000-00-00`) is no value."""
    found = convert_date(text)
    return found if isinstance(found, date) else None


def _datetime(text: str) -> datetime | None:
    """A timestamp as MySQL writes it; one that cannot be is no value."""
    found = convert_datetime(text)
    return found if isinstance(found, datetime) else None


DECODED = {
    **dict.fromkeys(DECIMALS, float),
    7: _datetime, 12: _datetime, 10: _date,
    BIT: lambda bits: int.from_bytes(bits, "big"),
    TIME: str,  # it may be longer than a day, and less than nothing
}  # fmt: skip
"""How the driver is to read what it would read otherwise."""
SQL_MODE = "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"
"""What texts mean must not hang on the server: no ANSI_QUOTES, no PIPES_AS_CONCAT."""
LISTED = """
    SELECT table_schema AS `schema`, table_name AS name FROM information_schema.tables
    WHERE table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
    ORDER BY 1, 2"""
BYTES = """
    SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = %(schema)s AND table_name = %(table)s
      AND (data_type LIKE '%%binary' OR data_type LIKE '%%blob')"""
READING = {"USAGE", "SELECT", "SHOW VIEW", "SHOW DATABASES", "PROCESS", "REPLICATION CLIENT"}
TRANSIENT = {1040, 1203, 1205, 1213, 1053, 1158, 1159, 1160, 1161, 2002, 2003, 2006, 2013, 2055}
"""Too many connections, locks not had, deadlocks, a server going, a line dropped or refused."""
REFUSED = {1044, 1045, 1049, 1129, 1130, 1698, 2005, 2026, 2059, 2061}
STOPPED = 1317
TOO_LONG = 1690
OVERDUE = {1969, 3024}
NO_SUCH = re.compile(r"'(?:[^']*\.)?([^'.]+)'")


class MySQL(SqlSource):
    """A MySQL or MariaDB database, asked with a user who may only read.

    A TIMESTAMP is a moment, a DATETIME a zone-free timestamp. A BOOLEAN is the TINYINT(1) that
    MySQL makes of it, so 0 or 1; a BIT(1) is a boolean. `0000-00-00` is no value. Sessions are
    in UTC and in a fixed SQL mode: names in `sql:` stand in backticks, texts in either quotes.
    MariaDB reckons what it is known to reckon as DuckDB does; MySQL hands over columns.
    """

    dialect = "mysql"
    evaluates = True
    driver = "pymysql"
    # A server that asks for a local file gets a RuntimeError, and no file.
    errors: ClassVar[tuple[type[Exception], ...]] = (SQLAlchemyError, RuntimeError)

    class Settings(Fields):
        """Where the server is, who asks, and which database is meant."""

        host: Host = Field("localhost", description="The server's name or address.")
        port: int = Field(3306, ge=1, le=65535, description="The port it listens on.")
        database: str = Field(min_length=1, description="The database whose tables are meant.")
        user: str = Field(min_length=1, description="A user who may only read.")
        password: SecretStr | None = Field(None, description="Its password, as `${env.NAME}`.")
        sslmode: Literal["disable", "require", "verify-full"] = Field(
            "disable", description="Whether the line is encrypted and the server verified."
        )

    settings: Settings
    _is_mariadb = True

    def url(self) -> URL:
        said = self.settings
        return URL.create(
            "mysql+pymysql",
            username=said.user,
            password=said.password.get_secret_value() if said.password else None,
            host=said.host,
            port=said.port,
            database=said.database,
            query={"charset": "utf8mb4"},
        )

    def arguments(self) -> Mapping[str, Any]:
        return {
            "connect_timeout": CONNECT_SECONDS,
            "read_timeout": ceil(self.connection.timeout_seconds + self.grace_seconds) + 1,
            "local_infile": False,
            "ssl": _encryption(self.settings.sslmode),
            "conv": conversions | DECODED,
        }

    def prepare(self, line: Any) -> None:
        seconds = self.connection.timeout_seconds
        self._is_mariadb = "MariaDB" in line.get_server_info()
        limit = (
            f"max_statement_time = {seconds}"
            if self._is_mariadb
            else f"max_execution_time = {int(seconds * 1000)}"
        )
        with line.cursor() as cursor:
            cursor.execute(f"SET time_zone = '+00:00', sql_mode = '{SQL_MODE}', {limit}")

    @contextmanager
    def stream(
        self,
        sql: str,
        parameters: Mapping[str, Any],
        types: Sequence[pa.DataType] | None = None,
    ) -> Iterator[Batches]:
        # The server counts the time in which we read rows, too: whole columns get more of it.
        if types and self._is_mariadb:
            sql = f"SET STATEMENT max_statement_time = {READING_SECONDS} FOR {sql}"
        elif types:
            hint = f"SELECT /*+ MAX_EXECUTION_TIME({READING_SECONDS * 1000}) */"
            sql = sql.replace("SELECT", hint, 1)
        with super().stream(sql, parameters, types) as answer:
            yield answer

    def reckons(self) -> bool:
        return self._is_mariadb  # what is known to be equal is known of MariaDB alone

    def sent(self, tree: exp.Query) -> str:
        return with_format_placeholders(tree, DIALECT)

    def leave(self, line: Line) -> None:
        driver: Any = line.connection.driver_connection
        if driver._result is not None and driver._result.unbuffered_active:
            # PyMySQL would read an answer left early to its end: drop the line instead.
            driver._result.unbuffered_active = False
            _shut(driver)
            line.invalidate()

    @property
    def home(self) -> str:
        return self.settings.database

    def listed(self) -> Sequence[tuple[str, str]]:
        return [(each["schema"], each["name"]) for each in self.ask(LISTED)]

    def texts_of(self, table: exp.Table) -> Mapping[str, tuple[str, exp.Expr]]:
        found = self.ask(BYTES, schema=table.db or self.home, table=table.name)
        return {each["name"]: ("bytes", _letters(each["name"])) for each in found}

    def type_of(self, column: Sequence[Any]) -> pa.DataType:
        from connectors.asking.arrow import BOOLEAN, INTEGER, TEXT

        if column[1] == BIT:
            return BOOLEAN if column[3] == 1 else INTEGER
        return types().get(column[1], TEXT)

    def is_whole(self, column: Sequence[Any]) -> bool:
        return column[1] in DECIMALS and column[5] == 0

    def driver_fault(self, error: Exception, *, is_cut: bool) -> Fault:
        number = error.args[0] if error.args and isinstance(error.args[0], int) else 0
        text = one_line(error.args[-1] if error.args else error)
        if number == 1146:
            return Fault(Kind.NO_TABLE, name=_first(text))
        if number == 1054:
            return Fault(Kind.NO_COLUMN, name=_first(text))
        if number == TOO_LONG:
            return Fault(Kind.TOO_LONG)
        if number == STOPPED:
            return Fault(Kind.STOPPED)
        if number in OVERDUE:
            return Fault(Kind.OVERDUE)
        if number in TRANSIENT or (is_cut and not number):
            return Fault(Kind.TRANSIENT, text)
        if number in REFUSED or not number:
            return Fault(Kind.FINAL, text)
        return Fault(Kind.QUERY, without_values(text))

    def stop(self, asker: int | None = None) -> None:
        said = self.settings
        for line in self.running(asker):
            with (
                pymysql.connect(
                    host=said.host,
                    port=said.port,
                    user=said.user,
                    password=said.password.get_secret_value() if said.password else "",
                    **{**self.arguments(), "connect_timeout": 2, "read_timeout": 2},
                ) as second,
                second.cursor() as cursor,
            ):
                cursor.execute(f"KILL QUERY {int(line.thread_id())}")

    def cut(self, asker: int | None = None) -> None:
        for line in self.running(asker):
            _shut(line)

    def role(self) -> Role:
        ((name,),) = [tuple(each.values()) for each in self.ask("SELECT current_user() AS name")]
        grants = [str(*each.values()) for each in self.ask("SHOW GRANTS")]
        too_many = tuple(found for grant in grants for found in _too_many(grant))
        is_superuser = any("SUPER" in each or "ALL PRIVILEGES on *.*" in each for each in too_many)
        return Role(
            name, bool(too_many), is_superuser, too_many, self._remedy() if too_many else ()
        )

    def _remedy(self) -> tuple[str, ...]:
        database = self.settings.database.replace("`", "``")
        return (
            f"CREATE USER '{READER}'@'%' IDENTIFIED BY '...'",
            f"GRANT SELECT ON `{database}`.* TO '{READER}'@'%'",
        )

    def clock(self) -> Clock:
        (row,) = self.ask("SELECT utc_timestamp(6) AS now, @@global.time_zone AS zone")
        return Clock(row["now"].replace(tzinfo=UTC), row["zone"])


def _letters(name: str) -> exp.Expr:
    """In its own words, what bytes are handed over as: letters in UTF-8, or hexadecimal digits."""
    column = exp.column(name, quoted=True)
    letters: exp.Expr = column
    for encoding in ("utf8mb4", "utf16", "utf8mb4"):  # to it, half a pair is a letter of the first
        wide = exp.DataType(this=exp.DType.CHARACTER_SET, kind=exp.var(encoding))
        letters = exp.Cast(this=letters.copy(), to=wide)
    again = exp.Cast(this=letters, to=exp.DataType.build("BINARY"))
    digits = exp.Lower(this=exp.Anonymous(this="HEX", expressions=[column.copy()]))
    return exp.If(this=again.eq(column), true=letters.copy(), false=digits)


def _shut(line: Any) -> None:
    # Closing would not wake a thread that waits for the server; a shutdown of the wire does.
    with suppress(OSError, AttributeError):
        line._sock.shutdown(socket.SHUT_RDWR)


def _first(text: str) -> str:
    found = NO_SUCH.search(text)
    return found[1] if found else "?"


def _too_many(grant: str) -> list[str]:
    """The rights in one line of SHOW GRANTS that are more than reading, in its own words."""
    found = re.match(r"GRANT (.+?) ON (.+?) TO ", grant)
    if found is None:
        return []  # a role that is granted; its rights stand on lines of their own
    rights = [each.strip() for each in re.sub(r"\([^)]*\)", "", found[1]).split(",")]
    return [f"{right} on {found[2]}".replace("`", "") for right in rights if right not in READING]


def _encryption(mode: str) -> ssl.SSLContext | None:
    if mode == "disable":
        return None
    context = ssl.create_default_context()
    if mode == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
