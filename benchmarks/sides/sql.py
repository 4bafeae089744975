"""The SQL that people write by hand: for one day, and for all days of one key result at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from benchmarks.questions import Form, Question
from benchmarks.workload import CYCLE_START

_NEXT = timedelta(days=1)


def of_a_day(question: Question, day: date, dialect: str = "duckdb") -> str:
    """The value as of one day."""
    template = question.of
    begins = CYCLE_START if template.back is None else day - timedelta(days=template.back)
    inside = f"{template.time} >= '{begins}' AND {template.time} < '{day + _NEXT}'"
    if template.form is Form.OPEN:
        end = f"'{day + _NEXT}'"
        inside = f"{template.time} < {end} AND (closed_at IS NULL OR closed_at >= {end})"
    narrowed = f" AND {question.where}" if question.where else ""
    aggregate = _aggregate(question, dialect)
    return f"SELECT {aggregate} FROM {question.rows} WHERE {inside}{narrowed}"


def _aggregate(question: Question, dialect: str) -> str:
    template = question.of
    top = _in(template.top, dialect)
    match template.form:
        case Form.OPEN:
            return "count(*)"
        case Form.DISTINCT:
            return f"count(DISTINCT {top})"
        case Form.QUANTILE if dialect == "duckdb":
            return f"quantile_cont({top}, {template.share})"
        case Form.QUANTILE:
            return f"percentile_cont({template.share}) WITHIN GROUP (ORDER BY {top})"
    if template.bottom is None:
        return f"coalesce(sum({top}), 0)"
    bottom = _in(template.bottom, dialect)
    return f"cast(sum({top}) AS DOUBLE PRECISION) / nullif(sum({bottom}), 0)"


def _in(expression: str, dialect: str) -> str:
    if dialect == "duckdb":
        return expression
    return expression.replace("epoch_us(", "1e6 * extract(epoch FROM ")


def of_all_days(question: Question, days: Sequence[date]) -> str:
    """The value as of every day, one scan: daily sums, then windows over them."""
    template = question.of
    back = template.back or 0
    first = (CYCLE_START if template.back is None else days[0]) - timedelta(days=back)
    narrowed = f" AND {question.where}" if question.where else ""
    inside = f"{template.time} >= '{first}' AND {template.time} < '{days[-1] + _NEXT}'{narrowed}"
    calendar = f"""calendar AS (SELECT unnest(generate_series(
      TIMESTAMP '{first}', TIMESTAMP '{days[-1]}', INTERVAL 1 DAY))::DATE AS day)"""
    shape = {
        Form.TOTAL: _totals,
        Form.DISTINCT: _distinct,
        Form.QUANTILE: _quantiles,
        Form.OPEN: _open,
    }[template.form]
    return f"WITH {calendar}, {shape(question, inside, days)} AND day <= '{days[-1]}' ORDER BY day"


def _frame(question: Question) -> str:
    back = question.of.back
    start = "UNBOUNDED" if back is None else back
    return f"(ORDER BY day ROWS BETWEEN {start} PRECEDING AND CURRENT ROW)"


def _totals(question: Question, inside: str, days: Sequence[date]) -> str:
    template = question.of
    bottom = template.bottom
    value = f"coalesce(sum(top) OVER {_frame(question)}, 0)"
    if bottom is not None:
        value = f"sum(top) OVER {_frame(question)} / nullif(sum(bottom) OVER {_frame(question)}, 0)"
    return f"""daily AS (SELECT {template.time}::DATE AS day, sum({template.top}) AS top,
        sum({bottom or 1}) AS bottom FROM {question.rows} WHERE {inside} GROUP BY 1),
      windows AS (SELECT day, {value} AS value FROM calendar LEFT JOIN daily USING (day))
      SELECT day, value FROM windows WHERE day >= '{days[0]}'"""


def _distinct(question: Question, inside: str, days: Sequence[date]) -> str:
    template = question.of
    return f"""firsts AS (SELECT {template.top}, min({template.time}::DATE) AS day
        FROM {question.rows} WHERE {inside} GROUP BY 1),
      daily AS (SELECT day, count(*) AS new FROM firsts GROUP BY 1),
      windows AS (SELECT day, coalesce(sum(new) OVER {_frame(question)}, 0) AS value
        FROM calendar LEFT JOIN daily USING (day))
      SELECT day, value FROM windows WHERE day >= '{days[0]}'"""


def _quantiles(question: Question, inside: str, days: Sequence[date]) -> str:
    template = question.of
    return f"""found AS (SELECT {template.time}::DATE AS on_day, {template.top} AS number
        FROM {question.rows} WHERE {inside}),
      windows AS (SELECT calendar.day, quantile_cont(number, {template.share}) AS value
        FROM calendar LEFT JOIN found
          ON on_day BETWEEN calendar.day - {template.back} AND calendar.day
        WHERE calendar.day >= '{days[0]}' GROUP BY 1)
      SELECT day, value FROM windows WHERE day >= '{days[0]}'"""


def _open(question: Question, inside: str, days: Sequence[date]) -> str:  # noqa: ARG001
    narrowed = f" AND {question.where}" if question.where else ""
    return f"""spans AS (SELECT greatest({question.of.time}::DATE, DATE '{days[0]}') AS begins,
        closed_at::DATE AS ends FROM {question.rows}
        WHERE (closed_at IS NULL OR closed_at >= '{days[0] + _NEXT}'){narrowed}),
      steps AS (SELECT begins AS day, 1 AS step FROM spans
        UNION ALL SELECT ends, -1 FROM spans WHERE ends IS NOT NULL),
      daily AS (SELECT day, sum(step) AS step FROM steps GROUP BY 1),
      windows AS (SELECT day, coalesce(sum(step) OVER (ORDER BY day), 0) AS value
        FROM (SELECT * FROM calendar WHERE day >= '{days[0]}') LEFT JOIN daily USING (day))
      SELECT day, value FROM windows WHERE day >= '{days[0]}'"""
