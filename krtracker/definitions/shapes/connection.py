"""One source of `connections.yaml`: the fields that every kind of source has."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from krtracker.definitions.shapes.expectations import BoundsShape
from krtracker.definitions.shapes.phrases import DaysPhrase, SecondsPhrase, ZonePhrase
from krtracker.definitions.shapes.shape import Shape, Text


class TableShape(Shape):
    """When a table's data counts as fresh and complete."""

    updated: Text | None = Field(
        None,
        description="The column that says when a row arrived or changed.",
        examples=["created_at"],
    )
    fresh_within: SecondsPhrase | None = Field(
        None,
        description="How old its newest row may be; readings from an older table are rejected.",
    )
    rows_per_day: BoundsShape | None = Field(
        None, description="How many rows a day must bring.", examples=[{"at_least": 100}]
    )


class ConnectionShape(Shape):
    """A named source; fields beside these belong to its type (host, path, user, ...)."""

    model_config = ConfigDict(extra="allow")

    type: Text = Field(
        description="The kind of source.",
        examples=["postgres", "mysql", "sqlite", "duckdb", "files"],
    )
    timezone: ZonePhrase = Field(
        default="UTC",
        validate_default=True,
        description="The zone of its zone-free timestamps.",
    )
    look_back: DaysPhrase = Field(
        default="7 days",
        validate_default=True,
        description="How long its past may still change: days inside are measured again.",
    )
    timeout: SecondsPhrase = Field(
        default="60 s", validate_default=True, description="How long one query may take."
    )
    max_parallel: Annotated[int, Field(ge=1, le=64)] = Field(
        2, description="How many queries it is asked at once."
    )
    tables: dict[Text, TableShape] = Field(
        default_factory=dict,
        description="By table, when its data counts as fresh and complete.",
        examples=[{"orders": {"updated": "created_at", "fresh_within": "24 h"}}],
    )
    views: dict[Text, Text] = Field(
        default_factory=dict,
        description="Named SELECTs that a `from` may use.",
        examples=[{"last_events": "SELECT ..."}],
    )
    allow_tables: list[Text] | None = Field(
        None, description="The only tables that may be asked; without it, all that the role sees."
    )
    allow_functions: list[Text] = Field(
        default_factory=list,
        description="Functions allowed beside those known to be harmless; "
        "one of a schema by its whole name.",
    )
    i_know_this_role_can_write: bool = Field(
        False, description="Accept a role that could write, although nothing here ever does."
    )
