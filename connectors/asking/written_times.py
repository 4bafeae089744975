"""Days and moments that a source keeps as text, and which of its columns are such."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from connectors.asking.arrow import (
    BOOLEAN,
    DAY,
    INTEGER,
    MOMENT,
    NUMBER,
    TEXT,
    TIMESTAMP,
    array,
    inferred,
    misfit,
)

TIMES = (DAY, TIMESTAMP, MOMENT)
BOOLEANS = {"true": True, "false": False, "t": True, "f": False, "1": True, "0": False, "": None}
_WHOLE = re.compile(r"(?:NUM|DEC)\w*\s*\(\s*\d+\s*(?:,\s*0\s*)?\)")
"""Declared with digits, and none of them behind the point."""
SHORTEST_TIMESTAMP = len("2026-01-31 10:00")


def column_type(declared: str, values: Sequence[Any]) -> pa.DataType:
    """The type of a column, from what its table declares and from values that are not null.

    What is declared says that a text is a time; the form of the texts says which: a day, a
    zone-free timestamp or a moment with a zone. Texts that are all times of one form are
    times even when only TEXT is declared. An empty text among times or numbers is no value. A
    column of texts in which nothing stands is of no type: whatever comes may yet be a time.

    >>> column_type("TEXT", ["2026-01-31", "2026-02-01"])
    DataType(date32[day])
    """
    declared = declared.upper()
    is_free = not declared or _is_textual(declared)
    if not is_free or all(each == "" for each in values):
        values = [each for each in values if each != ""]
    found = inferred(values)
    if found == TEXT and all(isinstance(each, str) for each in values):
        found = _form(values) or TEXT
    if "DATE" in declared or "TIMESTAMP" in declared:
        return _declared_time(declared, found, values)
    if "BOOL" in declared:
        return BOOLEAN if all(_is_boolean(each) for each in values) else found
    if "INT" in declared:
        return INTEGER if found in (pa.null(), BOOLEAN) else found
    if _WHOLE.search(declared):
        return INTEGER if found == pa.null() else found
    if any(word in declared for word in ("REAL", "FLOA", "DOUB", "NUM", "DEC")):
        return NUMBER if found in (pa.null(), INTEGER) else found
    return TEXT if found == pa.null() and not is_free else found


def times(values: Sequence[Any], field: pa.Field[Any]) -> pa.Array[Any]:
    """Values in the type of their column, texts read as the times that they write.

    Raises:
        QueryError: a value of another form; it names the column.
    """
    if field.type == BOOLEAN:
        return array([BOOLEANS.get(str(each).lower(), each) for each in values], field)
    if field.type == TEXT:
        return array(values, field)
    if field.type not in TIMES:
        # Programs that import files into SQLite leave empty texts where numbers are missing.
        return array([None if each == "" else each for each in values], field)
    if field.type != DAY:
        with suppress(pa.ArrowException):
            texts = pa.array(values, TEXT)
            shortest = pc.min(pc.binary_length(texts)).as_py()
            if shortest is None or shortest >= SHORTEST_TIMESTAMP:
                cast: pa.Array[Any] = texts.cast(field.type)
                return cast
    return array([_fitting(each, field) for each in values], field)


def read(text: str) -> date | datetime | None:
    """The day or moment that an ISO 8601 text writes; None where it writes neither.

    >>> read("2026-01-31"), read("2026-01-31 3:15"), read("31/01/2026")
    (datetime.date(2026, 1, 31), datetime.datetime(2026, 1, 31, 3, 15), None)
    """
    text = text.strip()
    if len(text) < 10 or text[4] != "-" or text[7] != "-":
        return None
    with suppress(ValueError):
        if len(text) == 10:
            return date.fromisoformat(text)
        clock = text[11:].replace(" UTC", "Z").replace(" ", "")
        clock = clock if clock[1:2] != ":" else f"0{clock}"
        if text[10] in "T " and len(clock) >= 5:
            return datetime.fromisoformat(f"{text[:10]}T{clock}")
    return None


def _form(values: Sequence[str]) -> pa.DataType | None:
    """The form most texts have when all are times, whatever their form; else None."""
    forms: Counter[pa.DataType] = Counter()
    for value in values:
        if value.strip():
            found = read(value)
            if found is None:
                return None
            forms[inferred([found])] += 1
    return forms.most_common(1)[0][0] if forms else None


def _declared_time(declared: str, found: pa.DataType, values: Sequence[Any]) -> pa.DataType:
    if found in (TIMESTAMP, DAY) and declared == "DATE" and _are_midnights(values):
        return DAY
    if found in (*TIMES, INTEGER, NUMBER):
        return found
    if declared == "DATE":
        return DAY
    return MOMENT if "ZONE" in declared or declared.endswith("TZ") else TIMESTAMP


def _are_midnights(values: Sequence[Any]) -> bool:
    found = [read(each) for each in values if each.strip()]
    return all(not isinstance(each, datetime) or each.time() == time() for each in found)


def _fitting(value: Any, field: pa.Field[Any]) -> date | datetime | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    found = read(value) if isinstance(value, str) else value
    if field.type == DAY and isinstance(found, datetime):
        is_day = found.time() == time() and found.tzinfo is None
        found = found.date() if is_day else None
    elif inferred([found]) != field.type:
        found = None
    if found is None:
        raise misfit(field)
    return found


def _is_textual(declared: str) -> bool:
    return any(word in declared for word in ("CHAR", "TEXT", "CLOB"))


def _is_boolean(value: Any) -> bool:
    return str(value).lower() in BOOLEANS
