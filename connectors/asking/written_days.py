"""Days and times that do not begin with the four digits of their year, such as 31/01/26 10:00."""

from __future__ import annotations

import re
from collections.abc import Mapping

import duckdb

from connectors.asking.quoting import quoted_name, quoted_text

WRITTEN = re.compile(
    r"\s*\d{1,2}([-/. ])\d{1,2}\1(?P<year>\d{4}|\d\d)"
    r"(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?P<half> [AaPp][Mm])?)?\s*"
)
DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "dmy", "mdy", "ymd"
ORDERS = {4: (DAY_FIRST, MONTH_FIRST), 2: (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)}
"""Those to try, by the number of digits of the year."""


def patterns_of(
    engine: duckdb.DuckDBPyConnection,
    texts: str,
    examples: Mapping[str, str],
    day_first: bool | None,
) -> dict[str, str]:
    """How each column of such days or times is written; one that stays text is left out.

    A column that can be read in one way alone tells it, for itself and for those of the file that
    can be read in two. Where none tells, `day_first` does. Two digits of a year are looked for at
    the end; at the beginning only where nothing else fits or, between hyphens, where what stands
    there changes less from row to row than what stands at the end.
    """
    patterns = {
        name: {order: _pattern(found, order) for order in ORDERS[len(found["year"])]}
        for name, example in examples.items()
        if (found := WRITTEN.fullmatch(example))
    }
    ways = _ways(engine, texts, patterns)
    told = {each[0] for each in ways.values() if len(each) == 1} - {YEAR_FIRST}
    if len(told) != 1:
        told = {None: set(), True: {DAY_FIRST}, False: {MONTH_FIRST}}[day_first]
    chosen = {name: each if len(each) == 1 else told for name, each in ways.items() if each}
    return {name: patterns[name][order] for name, orders in chosen.items() for order in orders}


def read_by(name: str, pattern: str) -> str:
    """The SQL that reads a text written in a pattern as what it is: a day, or a day and a time."""
    moment = f"strptime({quoted_name(name)}, {quoted_text(pattern)})"
    return moment if "%M" in pattern else f"{moment}::DATE"


def _pattern(found: re.Match[str], order: str) -> str:
    """The text with the mark of strptime for each number."""
    marks = {"d": "%d", "m": "%m", "y": "%Y" if len(found["year"]) == 4 else "%y"}
    hour = "%I" if found["half"] else "%H"
    each = iter([*(marks[part] for part in order), hour, "%M", "%S", "%f"])
    text = found[0].strip()
    return re.sub(r"\d+|[AaPp][Mm]", lambda it: next(each) if it[0].isdigit() else "%p", text)


def _ways(
    engine: duckdb.DuckDBPyConnection, texts: str, patterns: Mapping[str, Mapping[str, str]]
) -> dict[str, list[str]]:
    """The orders in which all rows of a column can be read; the year seldom comes first.

    Two digits where the others have four are not a year of antiquity: such a column is not read.
    """
    if not patterns:
        return {}
    begins_alike = [
        f"count(DISTINCT regexp_extract({quoted_name(name)}, '\\d+')) < "
        f"count(DISTINCT regexp_extract({quoted_name(name)}, '\\d+-\\d+-(\\d+)', 1))"
        for name in patterns
    ]
    asked = [
        f"count({quoted_name(name)}) = count_if("
        f"try_strptime({quoted_name(name)}, {quoted_text(pattern)}) >= TIMESTAMP '1000-01-01')"
        for name, orders in patterns.items()
        for pattern in orders.values()
    ]
    (found,) = engine.sql(f"SELECT {', '.join([*begins_alike, *asked])} FROM {texts}").fetchall()
    answers = iter(found)
    is_year_first = {name: next(answers) for name in patterns}
    fitting = {
        name: [order for order in orders if next(answers)] for name, orders in patterns.items()
    }
    return {
        name: [YEAR_FIRST]
        if YEAR_FIRST in orders and is_year_first[name]
        else [order for order in orders if order != YEAR_FIRST] or orders
        for name, orders in fitting.items()
    }
