"""PostgreSQL, and what speaks its protocol, through psycopg's server-side cursors."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import psycopg
from pydantic import Field, SecretStr
from sqlalchemy import URL
from sqlglot import exp

from connectors.asking import postgres_values
from connectors.asking.faults import Fault, Kind, one_line
from connectors.asking.settings import Fields, Host
from connectors.sql import CONNECT_SECONDS, READER, SqlSource
from krtracker.connector import Clock, Role
from krtracker.errors import QueryError
from krtracker.redaction import without_values

if TYPE_CHECKING:
    import pyarrow as pa

LISTED = """
    SELECT n.nspname AS schema, c.relname AS name
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
      AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
      AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
    ORDER BY 1, 2"""
TEXTS = """
    WITH RECURSIVE kinds AS (
      SELECT oid, oid AS number, typname AS kind FROM pg_catalog.pg_type WHERE typtype <> 'd'
      UNION ALL
      SELECT t.oid, k.number, k.kind FROM pg_catalog.pg_type AS t
      JOIN kinds AS k ON k.oid = t.typbasetype WHERE t.typtype = 'd')
    SELECT a.attname AS column, k.kind,
      NOT coalesce(o.collisdeterministic, true) AS is_folded
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN kinds AS k ON k.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_collation AS o ON o.oid = a.attcollation
    WHERE n.nspname = %(schema)s AND c.relname = %(table)s
      AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND (k.number <> ALL (%(plain)s) OR NOT o.collisdeterministic)"""
"""A table's columns that are text to us alone, or texts alike though their letters are not."""
PLAIN = (25, 1043, 19)
"""Its number of each type that is text to it, too: text, varchar and name."""
RIGHTS = """
    SELECT current_user::text AS name, r.rolsuper AS superuser,
      r.rolcreaterole OR r.rolcreatedb AS creates_roles,
      has_database_privilege(current_database(), 'CREATE') AS creates_schemas,
      coalesce((SELECT string_agg(nspname, ', ' ORDER BY nspname) FROM pg_catalog.pg_namespace
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
          AND has_schema_privilege(oid, 'CREATE')), '') AS creates_tables,
      coalesce((SELECT string_agg(role.rolname, ', ') FROM pg_catalog.pg_roles AS role
        WHERE role.rolname IN ('pg_read_server_files', 'pg_write_server_files',
          'pg_execute_server_program', 'pg_write_all_data', 'pg_signal_backend')
          AND pg_has_role(role.oid, 'MEMBER')), '') AS is_member,
      coalesce((SELECT string_agg(name, ', ') FROM (
        SELECT n.nspname || '.' || c.relname AS name FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname !~ '^pg_'
          AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE')
          AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
        ORDER BY 1 LIMIT 5) AS few), '') AS writes_tables
    FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user"""
NO_TABLE = re.compile(r'relation "(?:[^"]*\.)?([^".]+)"')
NO_COLUMN = re.compile(r'column "?(?:\w+\.)?([^" ]+)"?')
TRANSIENT = re.compile("08|40001|40P01|53|55P03|57P|58030")
"""Dropped lines, deadlocks, too many connections, a lock not had, a server going or coming."""
NUMERIC = 1700


@cache
def types() -> Mapping[int, pa.DataType]:
    """PostgreSQL's number of each type that is not text to us."""
    from connectors.asking.arrow import BOOLEAN, DAY, INTEGER, MOMENT, NUMBER, TIMESTAMP

    return {
        16: BOOLEAN, 20: INTEGER, 21: INTEGER, 23: INTEGER, 26: INTEGER,
        700: NUMBER, 701: NUMBER, NUMERIC: NUMBER,
        1082: DAY, 1114: TIMESTAMP, 1184: MOMENT,
    }  # fmt: skip


def _text(column: exp.Column) -> exp.Expr:
    """In its own words, what nearly all types are handed over as."""
    return exp.Cast(this=column, to=exp.DataType.build("TEXT"))


def _span(column: exp.Column) -> exp.Expr:
    """In its own words, what `Span` makes of an interval."""
    nothing = exp.Literal.string("")
    return exp.func("replace", _text(column), exp.Literal.string("+"), nothing)


def _address(column: exp.Column) -> exp.Expr:
    """In its own words, an address as it is shown: cast to a text, it always has a netmask."""
    return exp.Anonymous(this="abbrev", expressions=[column])


WRITTEN: Mapping[str, Callable[[exp.Column], exp.Expr]] = {
    "inet": _address,
    "interval": _span,
}
"""Types of which a cast to a text is another text than the one that is handed over."""
BYTES = exp.to_identifier("C", quoted=True)
"""The collation in which texts are alike byte by byte."""


class Postgres(SqlSource):
    r"""A PostgreSQL database, 12 or newer, asked with a role that may only read.

    `check --connections` tells every right too many that the role has: a superuser's, CREATE, a
    write to any table, files of the server. Sessions are in UTC; tables of other schemas are
    written `schema.table`. `infinity`, and whatever lies before the year 1 or after 9999, is later
    or earlier than every day. What is neither a number, a truth value nor a time is the text that
    `psql` shows: a `uuid` in small letters, a `bytea` as `\x61`, a `char(n)` without the blanks
    that fill it up, an array as `{1,2}`. So is an `interval`:
    `extract(epoch from cast(took as interval)) / 3600` makes hours of it.
    """

    dialect = "postgres"
    evaluates = True
    kinds_of_keys = frozenset({"uuid"})
    driver = "psycopg"
    install = "psycopg[binary]"

    class Settings(Fields):
        """Where the server is, who asks, and which schema is meant."""

        host: Host = Field("localhost", description="The server's name or address.")
        port: int = Field(5432, ge=1, le=65535, description="The port it listens on.")
        database: str = Field(min_length=1, description="The database's name.")
        user: str = Field(min_length=1, description="A role that may only read.")
        password: SecretStr | None = Field(None, description="Its password, as `${env.NAME}`.")
        schema_: str = Field(
            "public", alias="schema", description="The schema whose tables need no prefix."
        )
        sslmode: Literal["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] = (
            Field("prefer", description="Whether the line is encrypted and the server verified.")
        )

    settings: Settings

    def url(self) -> URL:
        said = self.settings
        return URL.create(
            "postgresql+psycopg",
            username=said.user,
            password=said.password.get_secret_value() if said.password else None,
            host=said.host,
            port=said.port,
            database=said.database,
            query={"sslmode": said.sslmode},
        )

    def arguments(self) -> Mapping[str, Any]:
        return {
            "application_name": "krtracker",
            "client_encoding": "utf8",
            "connect_timeout": min(CONNECT_SECONDS, max(2, int(self.connection.timeout_seconds))),
            "keepalives_idle": 30,
            "prepare_threshold": None,  # a pooler in between may not keep prepared statements
        }

    def prepare(self, line: psycopg.Connection[Any]) -> None:
        postgres_values.register(line, known=types())

    def begin(self) -> str:
        milliseconds = int(self.connection.timeout_seconds * 1000)
        schema = self.settings.schema_.replace('"', '""').replace("'", "''")
        return f"""BEGIN READ ONLY;
            SET LOCAL statement_timeout = {milliseconds};
            SET LOCAL idle_in_transaction_session_timeout = {milliseconds + 60_000};
            SET LOCAL search_path = '{schema}';
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL DateStyle = 'ISO';
            SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL bytea_output = 'hex';
            SET LOCAL extra_float_digits = 1;
            SET LOCAL standard_conforming_strings = on"""

    @property
    def home(self) -> str:
        return self.settings.schema_

    def listed(self) -> Sequence[tuple[str, str]]:
        return [(each["schema"], each["name"]) for each in self.ask(LISTED)]

    def texts_of(self, table: exp.Table) -> Mapping[str, tuple[str, exp.Expr]]:
        found: dict[str, tuple[str, exp.Expr]] = {}
        asked = {"schema": table.db or self.home, "table": table.name}
        with suppress(QueryError):  # what only speaks the protocol may have no such catalog
            for each in self.ask(TEXTS, plain=[*types(), *PLAIN], **asked):
                column = exp.column(each["column"], quoted=True)
                text = WRITTEN.get(each["kind"], _text)(column)
                if each["is_folded"]:
                    text = exp.Collate(this=text, expression=BYTES.copy())
                found[each["column"]] = each["kind"], text
        return found

    def type_of(self, column: Any) -> pa.DataType:
        from connectors.asking.arrow import TEXT

        return types().get(column.type_code, TEXT)

    def is_whole(self, column: Any) -> bool:
        return column.type_code == NUMERIC and column.scale is not None and column.scale <= 0

    def driver_fault(self, error: Exception, *, is_cut: bool) -> Fault:
        state = getattr(error, "sqlstate", None) or ""
        said = getattr(getattr(error, "diag", None), "message_primary", None)
        text = one_line(said or str(error).split(" failed: ")[-1])
        match state:
            case "42P01":
                return Fault(Kind.NO_TABLE, name=_first(NO_TABLE, text))
            case "42703":
                return Fault(Kind.NO_COLUMN, name=_first(NO_COLUMN, text))
            case "57014":
                return Fault(Kind.STOPPED)
            case "22003" if text.startswith("bigint "):
                return Fault(Kind.TOO_LONG)
            case "25006":
                return Fault(Kind.QUERY, f"refused: {text}")
        if TRANSIENT.match(state) or (is_cut and not state) or _is_unreachable(error, state):
            return Fault(Kind.TRANSIENT, text)
        if state[:2] == "22" or isinstance(error, psycopg.DataError):
            return Fault(Kind.QUERY, without_values(text))
        return Fault(Kind.FINAL if state[:2] in ("28", "3D", "") else Kind.QUERY, text)

    def stop(self, asker: int | None = None) -> None:
        for line in self.running(asker):
            line.cancel_safe(timeout=2)

    def cut(self, asker: int | None = None) -> None:
        for line in self.running(asker):
            # Closing would not wake a thread that waits for the server; a shutdown does.
            with socket.socket(fileno=os.dup(line.fileno())) as wire:
                wire.shutdown(socket.SHUT_RDWR)

    def role(self) -> Role:
        (rights,) = self.ask(RIGHTS)
        details = {
            "is a superuser": rights["superuser"],
            "may create roles or databases": rights["creates_roles"],
            "may create schemas": rights["creates_schemas"],
            f"may create tables in {rights['creates_tables']}": rights["creates_tables"],
            f"is a member of {rights['is_member']}": rights["is_member"],
            f"may write to {rights['writes_tables']}": rights["writes_tables"],
        }
        too_many = tuple(words for words, holds in details.items() if holds)
        too_many = too_many[:1] if rights["superuser"] else too_many
        remedy = self._remedy(rights["creates_tables"]) if too_many else ()
        return Role(rights["name"], bool(too_many), rights["superuser"], too_many, remedy)

    def _remedy(self, open_schemas: str) -> tuple[str, ...]:
        """How to make a role that may only read; nobody may create tables in `open_schemas`."""
        database, schema = _quoted(self.settings.database), _quoted(self.settings.schema_)
        closing = [f"REVOKE CREATE ON SCHEMA {open_schemas} FROM PUBLIC"] if open_schemas else []
        return (
            f"CREATE ROLE {READER} LOGIN PASSWORD '...'",
            f"GRANT CONNECT ON DATABASE {database} TO {READER}",
            f"GRANT USAGE ON SCHEMA {schema} TO {READER}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {READER}",
            *closing,
        )

    def clock(self) -> Clock:
        (row,) = self.ask(
            "SELECT clock_timestamp() AS now, reset_val AS zone"
            " FROM pg_catalog.pg_settings WHERE name = 'TimeZone'"
        )
        return Clock(row["now"], row["zone"])


def _quoted(name: str) -> str:
    """A name as SQL has it: plain where it can be, else in double quotes."""
    if re.fullmatch(r"[a-z_][a-z0-9_]*", name):
        return name
    return '"' + name.replace('"', '""') + '"'


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else "?"


def _is_unreachable(error: Exception, state: str) -> bool:
    """Whether nobody answered at all; a server that answers says why it does not let us in."""
    text = str(error)
    answered = "FATAL" in text or "does not support SSL" in text
    is_busy = re.search("too many|starting up|shutting down|recovery|slots are reserved", text)
    is_connecting = isinstance(error, psycopg.OperationalError) and not state
    return is_connecting and (not answered or is_busy is not None)
