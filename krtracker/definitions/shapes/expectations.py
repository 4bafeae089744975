"""What a reading must satisfy before it is believed: the fields of `expect` and `expectations`."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from krtracker.definitions.shapes.phrases import PercentPhrase, fault
from krtracker.definitions.shapes.shape import Number, Shape, Text
from krtracker.domain.key_result import FreeExpectation

_NAME = re.compile(r"expect_[a-z0-9_]+")

Pair = Annotated[list[Number], Field(min_length=2, max_length=2)]


class BoundsShape(Shape):
    """Inclusive limits of a number; a side left open does not bind."""

    at_least: Number | None = Field(None, description="The lowest value allowed.", examples=[30])
    at_most: Number | None = Field(None, description="The highest value allowed.", examples=[500])
    between: Pair | None = Field(
        None, description="The lowest and the highest value allowed.", examples=[[0, 500]]
    )


class ShareShape(Shape):
    """A share that may not be exceeded."""

    at_most: PercentPhrase = Field(description="The largest share allowed, in percent.")


class CountShape(Shape):
    """A count that may not be exceeded."""

    at_most: Annotated[Number, Field(ge=0)] = Field(
        description="The largest count allowed.", examples=[0]
    )


class ExpectShape(Shape):
    """Judges a reading; where one thing fails, the last believed value stays."""

    rows: BoundsShape | None = Field(None, description="How many rows entered.")
    value: BoundsShape | None = Field(None, description="The value itself.")
    jump: ShareShape | None = Field(
        None,
        description="How far the value may lie from the last accepted one.",
        examples=[{"at_most": "30 percent"}],
    )
    nulls: dict[Text, ShareShape] = Field(
        default_factory=dict,
        description="By column, the largest share of missing values among the rows that entered.",
        examples=[{"delivered_at": {"at_most": "1 percent"}}],
    )
    duplicates: dict[Text, CountShape] = Field(
        default_factory=dict,
        description="By column, how many rows may repeat a value that another row has.",
        examples=[{"order_id": {"at_most": 0}}],
    )


def free_expectation(value: Any) -> FreeExpectation:
    """One entry of `expectations`: a name with its arguments, and how much it weighs."""
    hint = "write `- expect_column_values_to_not_be_null: {column: satisfaction}`"
    if not isinstance(value, dict):
        raise fault("an expectation with its arguments", hint)
    names = [name for name in value if name != "severity"]
    if len(names) != 1 or not _NAME.fullmatch(names[0]):
        raise fault("one expectation, by Great Expectations' name for it", hint)
    arguments, severity = value[names[0]], value.get("severity", "critical")
    if not isinstance(arguments, dict):
        raise fault("a mapping of arguments", hint, at=names[0])
    if severity not in ("critical", "warning"):
        raise fault("one of `critical`, `warning`", at="severity")
    return FreeExpectation(names[0], arguments, is_critical=severity == "critical")


FreeExpectationEntry = Annotated[
    FreeExpectation,
    PlainValidator(free_expectation),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {
                "severity": {
                    "enum": ["critical", "warning"],
                    "description": "critical holds the key result, warning only tells.",
                }
            },
            "patternProperties": {"^expect_[a-z0-9_]+$": {"type": "object"}},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 2,
        }
    ),
]
