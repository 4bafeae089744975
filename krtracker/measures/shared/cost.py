"""Whether values are had for less from a scan of their own, or asked one by one.

What things cost are milliseconds, as measured with DuckDB on a small machine: a day of one to
twelve values of ten kinds, alone and together, of tables of 1,000, 15,000 and two million rows in
the days looked at. Only how they compare matters, and that is much the same wherever the source
lies.
"""

from __future__ import annotations

SURELY_ALONE = 2
"""Up to so many values are asked one by one without another look: a value and its baseline.

Their receipts then show a query that anybody can read and try.
"""
SAMPLE = 20_000
"""How many rows are looked at to tell how full a table is, and of what."""
FULL = 1_000_000
"""How many rows a table is taken to hold in the days looked at, if it holds a whole sample."""
_QUERY, _ROWS_OF_QUERY, _ROWS_TOLD_APART = 3.5, 7.0, 5.0
"""A query; a million rows that it reads; the same that it sorts or tells apart."""
_LOOK, _ROWS_LOOKED_AT = 1.5, 25.0
"""A look at how fresh a table is, and a million rows of it; a scan of its rows tells that, too."""
_SCAN, _ROWS_OF_SCAN, _ROWS_FETCHED = 20.0, 15.0, 40.0
"""A scan, with its sample and what follows; a million rows of it; the same fetched one by one."""


def alone(values: int, of_rows: int, rows: int, *, is_looked_at: bool = True) -> float:
    """What `values` cost one by one, if `of_rows` of them are percentiles or distinct counts.

    With a look at the table, where a scan would make that needless.
    """
    millions = rows / 1_000_000
    each = values * (_QUERY + _ROWS_OF_QUERY * millions)
    look = _LOOK + _ROWS_LOOKED_AT * millions if is_looked_at else 0.0
    return each + of_rows * _ROWS_TOLD_APART * millions + look


def together(fetched: int, rows: int) -> float:
    """What a scan costs that also fetches the rows of so many columns one by one."""
    return _SCAN + (_ROWS_OF_SCAN + fetched * _ROWS_FETCHED) * rows / 1_000_000


def why_alone(
    values: int, of_rows: int, fetched: int, sampled: int | None, *, is_looked_at: bool = True
) -> str | None:
    """Why values are asked one by one, in words for the plan; None where a scan costs less.

    `sampled` is how many rows a sample of the table brought; None before there is one.

    >>> why_alone(4, 0, 0, sampled=500)
    'so few values of so few rows are as quickly asked one by one'
    >>> why_alone(4, 0, 0, sampled=SAMPLE)
    """
    if sampled is None:
        is_few = values <= SURELY_ALONE
        return "so few values are as quickly asked one by one" if is_few else None
    rows = sampled if sampled < SAMPLE else FULL
    if alone(values, of_rows, rows, is_looked_at=is_looked_at) > together(fetched, rows):
        return None
    few_rows = " of so few rows" if sampled < SAMPLE else ""
    return f"so few values{few_rows} are as quickly asked one by one"
