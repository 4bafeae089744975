"""How a key result is reckoned: the fields of `measure`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from krtracker.definitions.shapes.phrases import DaysPhrase, Texts, WindowPhrase, fault
from krtracker.definitions.shapes.shape import Shape, Text


def start_and_end(value: Any) -> tuple[str, str]:
    """The two moments between which a row is open."""
    if isinstance(value, list) and len(value) == 2 and all(isinstance(e, str) for e in value):
        return value[0], value[1]
    raise fault("a list of two: where a row opens and where it closes")


StartAndEnd = Annotated[
    tuple[str, str],
    PlainValidator(start_and_end),
    WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}),
]


class LatestShape(Shape):
    """An event log: as of D each entity counts once, in its last row before the end of D."""

    per: Text = Field(
        description="What names the entity: a column or a row expression.", examples=["number"]
    )
    order_by: Texts = Field(
        description="The time of a row, then what breaks ties; a tie that remains rejects the "
        "measurement rather than picking a row.",
        examples=[["sys_updated_at", "sys_mod_count"]],
    )


class MeasureShape(Shape):
    """What to reckon as of any day D, so that one definition yields the whole history."""

    from_: Text = Field(
        alias="from",
        description="The rows: a table, a join, a bracketed SELECT, or a view named in "
        "`connections.yaml`.",
        examples=["orders"],
    )
    value: Text = Field(
        description="An aggregate over the rows: count, sum, avg, min, max, count(distinct), "
        "median, percentile_cont, stddev, FILTER, and arithmetic between them. Every division is "
        "floating and null-safe. Evaluated only for rows where `where` holds.",
        examples=["avg(hours_between(ordered_at, delivered_at))"],
    )
    where: Text | None = Field(
        None, description="Which rows count.", examples=["priority = 'critical'"]
    )
    at: Text | None = Field(
        None,
        description="The moment a row counts from (event measures): a column or a row expression. "
        "Needs a `window`.",
        examples=["delivered_at"],
    )
    during: StartAndEnd | None = Field(
        None,
        description="Instead of `at` (state measures): rows open at the end of D, that is "
        "start < until and (end is null or end >= until). A row whose start is null, or whose end "
        "is not after its start, is never open.",
        examples=[["opened_at", "closed_at"]],
    )
    known: Text | None = Field(
        None,
        description="The moment from which the row may count: recorded, or decided, by the "
        "source. As of D, rows not yet known do not count.",
        examples=["recorded_at"],
    )
    window: WindowPhrase | None = Field(
        None,
        description="Which days up to D count: `last 28 days`, `last 13 weeks`, `cycle to date`, "
        "`week to date`, `month to date`, `quarter to date`, `year to date`, `all time`. Required "
        "with `at`.",
    )
    matured: DaysPhrase | None = Field(
        None,
        description="Cohort measures: moves the window's end that many days before D, so that "
        "every row has had its time. To-date windows keep their start.",
        examples=["30 days"],
    )
    latest: LatestShape | None = Field(
        None,
        description="An event log: as of D each entity counts once, in its last row before the "
        "end of D.",
    )
    growth: bool = Field(
        False,
        description="100 x (value / value of the window before - 1), for `last ...` windows; no "
        "value where the earlier window has none or is zero.",
    )
