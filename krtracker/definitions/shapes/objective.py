"""One file of `kr_definitions/`: an aim, the team that answers for it, its key results."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Field, PlainValidator, WithJsonSchema

from krtracker.definitions.shapes.coach import CoachedShape
from krtracker.definitions.shapes.key_result import KeyResultShape
from krtracker.definitions.shapes.phrases import Texts, date, fault
from krtracker.definitions.shapes.shape import Id, Shape, Text
from krtracker.domain.calendar import Cycle


def cycle(value: Any) -> str | Cycle:
    """A cycle's name, or the cycle that two dates make."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and value.strip():
        return value
    if not isinstance(value, dict):
        raise fault("a cycle", "cycles are `2026-Q4`, `2026-H2`, `2026-10`, `2026` or {start, end}")
    if set(value) != {"start", "end"}:
        raise fault("a cycle's name or its two dates", "`{start: 2026-10-01, end: 2026-12-31}`")
    start, end = date(value["start"], at="start"), date(value["end"], at="end")
    if end < start:
        raise fault("a day after the start", at="end")
    return Cycle(f"{start}..{end}", start, end)


CycleEntry: TypeAlias = Annotated[
    str | Cycle,
    PlainValidator(cycle),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "integer"},
                {
                    "type": "object",
                    "properties": {"start": {"type": "string"}, "end": {"type": "string"}},
                    "required": ["start", "end"],
                    "additionalProperties": False,
                },
            ],
            "examples": ["2026-Q4", "2026-H2", "2026-10", "2026"],
        }
    ),
]


class ObjectiveShape(Shape):
    """One objective: qualitative, for one cycle, with key results that say when it is reached."""

    objective: Text = Field(
        description="The aim in words, without a number.",
        examples=["Deliver urgent orders in a day"],
    )
    team: Text = Field(
        description="The team that answers for it, never a person.", examples=["logistics"]
    )
    contributing_teams: list[Text] = Field(
        default_factory=list, description="Other teams whose work it needs.", examples=[["support"]]
    )
    cycle: CycleEntry = Field(
        description="The span it is set for: a year, half, quarter or month by name, a cycle of "
        "`project.yaml`, or {start, end}."
    )
    contributes_to: Texts = Field(
        default=(),
        description="Another objective, or a list of them, by file name.",
        examples=["customer_trust"],
    )
    why: Text | None = Field(None, description="Why this aim, now.")
    coach: CoachedShape | None = Field(
        None,
        description="Which questions of the coach are answered already, for the whole file.",
        examples=[{"ignore": {"orphan": "growth is an aim of its own"}}],
    )
    key_results: dict[Id, KeyResultShape] = Field(
        default_factory=dict,
        description="The outcomes promised, by id.",
        examples=[{"urgent_delivery_time": {"title": "..."}}],
    )
    health_metrics: dict[Id, KeyResultShape] = Field(
        default_factory=dict,
        description="Watched, not promised: the same fields, with `keep` instead of a target.",
    )
