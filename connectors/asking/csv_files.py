"""How a CSV file is to be read, told from all of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import duckdb
from pydantic import Field

from connectors.asking.quoting import file_name, quoted_name, quoted_text
from connectors.asking.settings import Fields
from connectors.asking.written_days import patterns_of, read_by
from krtracker.errors import QueryError

DELIMITERS = (",", ";", "\t", "|")
ROWS_LOOKED_AT = 1_000
NOTHING = "(empty)"
"""How DuckDB says that there is no such character."""
MAYBE_DAYS = ("VARCHAR", "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE")
TOO_LONG = ("HUGEINT", "BIGNUM")
"""The types in which DuckDB finds whole numbers that only it can tell apart."""
NUMBERS = ("BIGINT", "DOUBLE", *TOO_LONG)
YEAR = re.compile(r"\s*\d{4}")


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
    """The SELECT of all rows of a file in the types that all of them allow.

    The first line names the columns, always. An empty field is no value; a column in which nothing
    stands is of no type. A number with leading zeros is text; so are whole numbers too long for 64
    bits, unless one of the column has a point or an exponent, and numbers of which one is written
    as 0x1F. A day or time that can be read in two ways is text unless `day_first` says how.

    Raises:
        QueryError: the file is empty, or its rows differ in their number of fields.
    """
    options, types = _sniffed(engine, path, writing)
    file = file_name(path)
    texts = _reading(file, options, dict.fromkeys(types, "VARCHAR"))
    examples = _examples(engine, texts, [name for name in types if types[name] in MAYBE_DAYS])
    there = {name: text for name, text in examples.items() if text is not None}
    patterns = patterns_of(engine, texts, there, writing.day_first)
    for name, text in there.items():
        if not YEAR.match(text):  # DuckDB alone would take 26 for the year 26
            types[name] = "VARCHAR"
    instead = dict.fromkeys(examples.keys() - there.keys(), "NULL")
    instead |= {name: read_by(name, pattern) for name, pattern in patterns.items()}
    replaced = ", ".join(f"{sql} AS {quoted_name(name)}" for name, sql in instead.items())
    rows = _reading(file, options, types)
    return f"SELECT * {f'REPLACE ({replaced}) ' if replaced else ''}FROM {rows}"


def _sniffed(
    engine: duckdb.DuckDBPyConnection, path: Path, writing: CsvFields
) -> tuple[dict[str, str], dict[str, str]]:
    """The options that a file is read with, and the types of its columns as DuckDB finds them."""
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
    types |= dict.fromkeys(_codes(engine, path, options, types), "VARCHAR")
    rows = _reading(file_name(path), options, types)
    if len(types) == 1 and told["Quote"] == NOTHING and _is_ragged(engine, rows, *types):
        raise QueryError(f"the rows of `{path.name}` differ in their number of fields")
    return options, types


def _codes(
    engine: duckdb.DuckDBPyConnection,
    path: Path,
    options: Mapping[str, str],
    types: Mapping[str, str],
) -> list[str]:
    """The columns whose numbers name things rather than measure them: no double tells them apart.

    DuckDB reads 0x10 and 0b11 as numbers, so that they would be the same as 16 and 3.
    """
    long = [name for name, type in types.items() if type in TOO_LONG]
    short = [name for name, type in types.items() if type in NUMBERS and type not in TOO_LONG]
    if not short:
        return long
    texts = _reading(file_name(path), options, dict.fromkeys(types, "VARCHAR"))
    asked = ", ".join(f"bool_or(regexp_matches({quoted_name(each)}, '0[xXbB]'))" for each in short)
    (found,) = engine.sql(f"SELECT {asked} FROM {texts}").fetchall()
    return [*long, *(name for name, is_code in zip(short, found, strict=True) if is_code)]


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


def _examples(
    engine: duckdb.DuckDBPyConnection, texts: str, names: Sequence[str]
) -> dict[str, str | None]:
    """A text out of each column, if something stands in it."""
    examples: dict[str, str | None] = dict.fromkeys(names)
    for limit in (f"LIMIT {ROWS_LOOKED_AT}", ""):  # few files need the second look, at all rows
        absent = [name for name in names if examples[name] is None]
        if absent:
            asked = ", ".join(f"any_value({quoted_name(each)})" for each in absent)
            (found,) = engine.sql(f"SELECT {asked} FROM (FROM {texts} {limit})").fetchall()
            examples |= zip(absent, found, strict=True)
    return examples


def _reading(file: str, options: Mapping[str, str], types: Mapping[str, str]) -> str:
    columns = ", ".join(f"{quoted_text(name)}: {quoted_text(type)}" for name, type in types.items())
    return f"read_csv({file}, auto_detect = false, {_said(options)}, columns = {{{columns}}})"


def _said(options: Mapping[str, str]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in options.items())
