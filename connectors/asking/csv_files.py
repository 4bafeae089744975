"""How a CSV file is to be read, told from all of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import duckdb
from pydantic import Field

from connectors.asking.quoting import file_name, quoted_name, quoted_text
from connectors.asking.settings import Fields
from krtracker.errors import QueryError

DELIMITERS = (",", ";", "\t", "|")
ROWS_LOOKED_AT = 1_000
NOTHING = "(empty)"
"""How DuckDB says that there is no such character."""


class CsvFields(Fields):
    """How the CSV files of a folder are written, as far as they do not tell themselves."""

    encoding: Literal["utf-8", "latin-1", "utf-16"] = Field(
        "utf-8", description="How the letters of CSV files are encoded."
    )
    decimal_comma: bool = Field(False, description="Whether CSV files write 1,5 for 1.5.")
    day_first: bool | None = Field(
        None,
        description="Whether 01/02/2026 in CSV files is the 1st of February. Unless said, days"
        " that could be read in both ways stay text.",
    )


def rows_of(engine: duckdb.DuckDBPyConnection, path: Path, writing: CsvFields) -> str:
    """The SELECT of all rows of a file; a column in which nothing stands is of no type."""
    rows = reading(engine, path, writing)
    described = engine.sql(f"SELECT * FROM {rows}")
    texts = [
        name
        for name, type in zip(described.columns, described.types, strict=True)
        if str(type) == "VARCHAR"
    ]
    for limit in (f"LIMIT {ROWS_LOOKED_AT}", ""):  # few files need the second look, at all rows
        if texts:
            counts = ", ".join(f"count({quoted_name(each)})" for each in texts)
            (found,) = engine.sql(f"SELECT {counts} FROM (FROM {rows} {limit})").fetchall()
            texts = [name for name, count in zip(texts, found, strict=True) if not count]
    empty = ", ".join(f"NULL AS {quoted_name(each)}" for each in texts)
    return f"SELECT * {f'REPLACE ({empty}) ' if empty else ''}FROM {rows}"


def reading(engine: duckdb.DuckDBPyConnection, path: Path, writing: CsvFields) -> str:
    """The `read_csv(...)` that reads a file in the types that all of its rows allow.

    The first line names the columns, always. An empty field is no value. A number with leading
    zeros is text. A day that can be read in two ways is text unless `day_first` says how.

    Raises:
        QueryError: the file is empty, or its rows differ in their number of fields.
    """
    if path.stat().st_size == 0:
        raise QueryError(f"`{path.name}` is empty")
    options = {
        "header": "true",
        "skip": "0",
        "encoding": quoted_text(writing.encoding),
        "decimal_separator": quoted_text("," if writing.decimal_comma else "."),
    }
    found = engine.sql(
        f"SELECT * FROM sniff_csv({file_name(path)}, sample_size = -1, {_said(options)})"
    )
    told = dict(zip(found.columns, found.fetchall()[0], strict=True))
    types = {each["name"]: str(each["type"]) for each in told["Columns"]}
    for option, name in (("delim", "Delimiter"), ("quote", "Quote"), ("escape", "Escape")):
        options[option] = quoted_text("" if told[name] == NOTHING else told[name])
    rows = _reading(file_name(path), options, types)
    if len(types) == 1 and told["Quote"] == NOTHING and _is_ragged(engine, rows, *types):
        raise QueryError(f"the rows of `{path.name}` differ in their number of fields")
    return _typed(engine, file_name(path), options, types, told["DateFormat"], writing.day_first)


def _is_ragged(engine: duckdb.DuckDBPyConnection, rows: str, name: str) -> bool:
    """Whether what was taken for one column is several that do not fit together.

    A delimiter in the column's name says so, or one in most of its values.
    """
    shares = ", ".join(
        f"avg(contains({quoted_name(name)}::VARCHAR, {quoted_text(each)})::INT)"
        for each in DELIMITERS
    )
    (found,) = engine.sql(f"SELECT {shares} FROM {rows}").fetchall()
    return any(each in name for each in DELIMITERS) or any((share or 0) > 0.5 for share in found)


def _typed(
    engine: duckdb.DuckDBPyConnection,
    file: str,
    options: Mapping[str, str],
    types: Mapping[str, str],
    date_format: str | None,
    day_first: bool | None,
) -> str:
    types, options = dict(types), dict(options)
    if date_format and not date_format.startswith("%Y"):
        texts = _reading(file, options, dict.fromkeys(types, "VARCHAR"))
        days = [name for name, type in types.items() if type == "DATE"]
        if all(_is_ambiguous(engine, texts, name, date_format) for name in days):
            if day_first is None:
                types |= dict.fromkeys(days, "VARCHAR")
            elif day_first != (date_format.index("%d") < date_format.index("%m")):
                date_format = _other(date_format)
        options["dateformat"] = quoted_text(date_format)
    return _reading(file, options, types)


def _is_ambiguous(
    engine: duckdb.DuckDBPyConnection, texts: str, name: str, date_format: str
) -> bool:
    """Whether every day of a column can be read with day and month exchanged."""
    column, other = quoted_name(name), quoted_text(_other(date_format))
    sql = f"SELECT bool_and(try_strptime({column}, {other}) IS NOT NULL OR {column} IS NULL)"
    ((answer,),) = engine.sql(f"{sql} FROM {texts}").fetchall()
    return bool(answer)


def _other(date_format: str) -> str:
    exchanged = {"%d": "%m", "%m": "%d"}
    return re.sub("%[dm]", lambda found: exchanged[found[0]], date_format)


def _reading(file: str, options: Mapping[str, str], types: Mapping[str, str]) -> str:
    columns = ", ".join(f"{quoted_text(name)}: {quoted_text(type)}" for name, type in types.items())
    return f"read_csv({file}, auto_detect = false, {_said(options)}, columns = {{{columns}}})"


def _said(options: Mapping[str, str]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in options.items())
