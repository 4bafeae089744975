"""`project.yaml`: whose calendar, which words, which limits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from krtracker.definitions.shapes.coach import CoachShape
from krtracker.definitions.shapes.phrases import DatePhrase, TimePhrase, ZonePhrase
from krtracker.definitions.shapes.shape import Number, Shape, Text

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Month = Literal[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
CycleName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$")]
Share = Annotated[Number, Field(gt=0, le=1)]
Limit = Annotated[int, Field(ge=1)]


class SpanShape(Shape):
    """First and last day of a cycle, both included."""

    start: DatePhrase = Field(description="The first day.")
    end: DatePhrase = Field(description="The last day.")


class LimitsShape(Shape):
    """How much a team may promise at once."""

    objectives_per_team: Limit = Field(3, description="Objectives of one team in one cycle.")
    key_results_per_objective: Limit = Field(3, description="Key results of one objective.")
    severity: Literal["warning", "error"] = Field(
        "warning", description="Whether going beyond is a warning or an error."
    )


class StatusShape(Shape):
    """From which share of pace a key result counts as what."""

    on_track: Share = Field(0.9, description="On track from this share of pace.")
    at_risk: Share = Field(0.6, description="At risk from this share of pace, below it off track.")


class PeopleShape(Shape):
    """Which words mean one person, so that no key result is about one.

    Common ones are known in English and French (`agent`, `employee`, `vendeur`, `opened_by`);
    here a project adds its own, and says which of them mean nobody.
    """

    also: list[Text] = Field(
        default_factory=list,
        description="Words, or whole names of columns or teams, that mean one person here.",
        examples=[["rider", "case_handler"]],
    )
    exceptions: dict[Text, Text] = Field(
        default_factory=dict,
        description="Words, or whole names, that mean nobody here, each with the reason.",
        examples=[{"driver": "programs that drive a printer"}],
    )


class TermShape(Shape):
    """What one of a thing is called, and many of it."""

    one: Text = Field(description="One of them.", examples=["Indicateur de changement"])
    many: Text = Field(description="Several of them.", examples=["Indicateurs de changement"])


class ProjectShape(Shape):
    """Settings of the whole project; every field may be left out."""

    name: Text = Field("krtracker", description="The name on the pages.", examples=["Food & Co"])
    timezone: ZonePhrase = Field(
        default="UTC",
        validate_default=True,
        description="The zone in which a day begins and ends.",
    )
    week_starts: Weekday = Field("monday", description="The first day of a week.")
    measure_at: TimePhrase = Field(
        default="06:00",
        validate_default=True,
        description="The time of day at which the day before is measured.",
    )
    language: Literal["en", "fr"] = Field("en", description="The language of the pages.")
    fiscal_year_starts: Month = Field(
        "january", description="The month in which years, halves and quarters begin."
    )
    cycles: dict[CycleName, SpanShape] = Field(
        default_factory=dict,
        description="Cycles of the project's own, by name.",
        examples=[{"pilot": {"start": "2026-09-15", "end": "2026-12-15"}}],
    )
    limits: LimitsShape = Field(
        default_factory=LimitsShape,
        description="How many objectives and key results are too many.",
    )
    status: StatusShape = Field(
        default_factory=StatusShape, description="From which share of pace a status holds."
    )
    coach: CoachShape = Field(
        default_factory=CoachShape,
        description="What each rule of the coach is: `off`, `warning` (default) or `error`.",
        examples=[{"no_guardrail": "off", "task": "error"}],
    )
    people: PeopleShape = Field(
        default_factory=PeopleShape,
        description="Which words mean one person, beside those known in English and French.",
    )
    vocabulary: dict[Text, Text | TermShape] = Field(
        default_factory=dict,
        description="The project's own words on the pages; `one` and `many` where both are said.",
        examples=[{"objective": {"one": "Finalité", "many": "Finalités"}}],
    )
    clock: DatePhrase | None = Field(
        None, description="A fixed today, for a demo; pages show a banner."
    )
