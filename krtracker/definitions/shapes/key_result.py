"""One key result or health metric as it is written: promise, measure, expectations."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from krtracker.definitions.shapes.coach import CoachedShape
from krtracker.definitions.shapes.expectations import (
    BoundsShape,
    ExpectShape,
    FreeExpectationEntry,
)
from krtracker.definitions.shapes.measure import MeasureShape
from krtracker.definitions.shapes.phrases import ChangePhrase, DatePhrase, WindowPhrase, fault
from krtracker.definitions.shapes.shape import Id, Number, Shape, Text
from krtracker.domain.key_result import History, HistoryKind

MEASURED = "measured"


def baseline(value: Any) -> float | None:
    """The stated baseline; None where it is to be measured."""
    if value == MEASURED:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300:
        return float(value)
    raise fault("a number", "or `measured`: the value as of the day before the cycle")


def history(value: Any) -> History:
    """How much of the past the source can still tell."""
    if value in ("full", "none"):
        return History(HistoryKind(value))
    columns = value.get("overwritten") if isinstance(value, dict) and len(value) == 1 else None
    if isinstance(columns, list) and columns and all(isinstance(each, str) for each in columns):
        return History(HistoryKind.OVERWRITTEN, tuple(columns))
    raise fault("`full`, `none` or `{overwritten: [column]}`")


Baseline = Annotated[
    float | None,
    PlainValidator(baseline),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"const": MEASURED}]}),
]
HistoryEntry = Annotated[
    History,
    PlainValidator(history),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": ["full", "none"]},
                {
                    "type": "object",
                    "properties": {
                        "overwritten": {
                            "type": "array",
                            "items": {"type": "string"},
                            "minItems": 1,
                        }
                    },
                    "required": ["overwritten"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class ChangeShape(Shape):
    """One licence to change a promise or a measure in a running cycle."""

    date: DatePhrase = Field(
        description="The day from which the change holds; what is written holds at once."
    )
    by: Text = Field(description="The team that decided it.", examples=["logistics"])
    reason: Text = Field(
        description="Why; it is shown on the chart.",
        examples=["carrier B left; target moved from 24 h to 28 h"],
    )


class KeyResultShape(Shape):
    """One measurable outcome. Exactly one of `target`, `change`, `keep`."""

    title: Text = Field(
        description="The outcome in words.",
        examples=["Average delivery time of critical orders"],
    )
    why: Text | None = Field(None, description="Why this outcome matters.")
    unit: str = Field("", description="What one of it is.", examples=["h", "%", "EUR"])
    baseline: Baseline = Field(
        None,
        description="The value at the start: a number, or `measured` (the default): the value as "
        "of the day before the cycle starts.",
        examples=[48],
    )
    target: Number | None = Field(
        None,
        description="The value promised. The direction follows from baseline and target.",
        examples=[24],
    )
    change: ChangePhrase | None = Field(
        None,
        description="Instead of `target`: a distance from the baseline, in percent of it or, as a "
        "bare number, in the key result's unit.",
    )
    keep: BoundsShape | None = Field(
        None,
        description="Instead of `target`: limits to stay within, inclusive.",
        examples=[{"at_least": 62}],
    )
    stretch: Number | None = Field(None, description="A value beyond the target: an extra line.")
    commit: Number | None = Field(None, description="A value before the target: an extra line.")
    path: dict[str, Number] = Field(
        default_factory=dict,
        description="Values expected on days within the cycle, where the way is not straight.",
        examples=[{"2026-10-31": 44, "2026-11-30": 34}],
    )
    guardrails: list[Text] = Field(
        default_factory=list,
        description="Key results or health metrics that must hold while this one moves; a breach "
        "marks its progress contested.",
        examples=[["on_time_rate"]],
    )
    weight: Annotated[Number, Field(gt=0)] = Field(
        1.0, description="How much it counts in its objective's progress."
    )
    source: Text | None = Field(
        None, description="A connection of `connections.yaml`.", examples=["logistics"]
    )
    measure: MeasureShape | None = Field(
        None, description="What to reckon; exactly one of `measure`, `sql`, `formula`."
    )
    sql: Text | None = Field(
        None,
        description="Any one read-only SELECT in the source's own SQL, with one row and a `value` "
        "column. It may use `:as_of`, `:until`, `:since`, `:cycle_start`, `:cycle_end`.",
    )
    window: WindowPhrase | None = Field(
        None, description="With `sql`: which days lie between `:since` and `:until`."
    )
    formula: Text | None = Field(
        None,
        description="Arithmetic over other key results or health metrics as of the same day; "
        "`positive(x)` is no value at or below 0.",
        examples=["pipeline / positive(2500000 - won)"],
    )
    cadence: Literal["hourly", "daily", "weekly", "monthly"] = Field(
        "daily",
        description="How often it is measured: the last closed day, week or month; `hourly` adds "
        "a provisional value of today.",
    )
    history: HistoryEntry = Field(
        default=History(),
        description="How much of the past the source can tell: `full` (default), `none` (only the "
        "present, so it is never back-filled), or the columns that only know today's values.",
        json_schema_extra={"default": "full"},
        examples=[{"overwritten": ["order_status"]}],
    )
    expect: ExpectShape | None = Field(
        None, description="What a reading must satisfy before it is believed."
    )
    expectations: list[FreeExpectationEntry] = Field(
        default_factory=list,
        description="Anything else, in Great Expectations' own vocabulary.",
    )
    split_by: Annotated[list[Text], Field(max_length=5)] = Field(
        default_factory=list,
        description="Up to five columns over which a change is divided: what moved it.",
        examples=[["region", "carrier"]],
    )
    changes: list[ChangeShape] = Field(
        default_factory=list,
        description="Why promise or measure changed in a running cycle; one entry licenses one "
        "change.",
    )
    formerly: Id | None = Field(None, description="The id it had before it was renamed.")
    coach: CoachedShape | None = Field(
        None,
        description="Which questions of the coach are answered already, with the reason.",
        examples=[{"ignore": {"no_guardrail": "satisfaction is asked after every ticket"}}],
    )
