"""How a value is reckoned, in the words of its definition, and with the numbers put in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from krtracker.domain.key_result import Formula, HowMeasured, Measure, RawSql

_NAME = re.compile(r"[a-z_][a-z0-9_]*", re.IGNORECASE)


def with_numbers(expression: str, parts: Mapping[str, str]) -> str:
    """A formula with the values of its parts in the place of their names.

    >>> with_numbers("pipeline / positive(2500000 - won)", {"pipeline": "8.0", "won": "5.0"})
    '8.0 / positive(2500000 - 5.0)'
    """
    return _NAME.sub(lambda found: parts.get(found[0], found[0]), expression)


def in_words(how: HowMeasured) -> str:
    """What is reckoned, on one line; SQL of one's own speaks for itself."""
    if isinstance(how, Formula):
        return how.expression
    if isinstance(how, RawSql):
        return f"sql, {_singular(str(how.window))}" if how.window else "sql"
    return ", ".join(_of_measure(how))


def _of_measure(measure: Measure) -> Iterator[str]:
    said = " ".join(measure.source_rows.split())
    yield f"{' '.join(measure.value.split())} from {said}"
    if measure.where:
        yield f"where {' '.join(measure.where.split())}"
    if measure.latest:
        yield f"the latest row per {measure.latest.per} by {', '.join(measure.latest.order_by)}"
    if measure.at:
        yield f"at {measure.at}"
    if measure.during:
        yield f"during {measure.during[0]} to {measure.during[1]}"
    if measure.known:
        yield f"known from {measure.known}"
    if measure.window:
        yield _singular(str(measure.window))
    if measure.matured_days:
        yield _singular(f"matured {measure.matured_days} days")
    if measure.growth:
        yield "growth over the window before"


def _singular(text: str) -> str:
    """A span of days whose last word agrees with its number."""
    return text.removesuffix("s") if text.endswith(" 1 days") else text
