"""What is to be asked by the coach, and what not, with the reason."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, create_model

from krtracker.definitions.shapes.shape import Shape, Text
from krtracker.domain.coaching import ASKS, Rule

Weight = Literal["off", "warning", "error"]


def _a_field_for_each_rule(says: str, of: Any) -> dict[str, Any]:
    return {
        rule.value: (of | None, Field(None, description=f"{ASKS[rule]} {says}")) for rule in Rule
    }


class _Rules(Shape):
    def written(self) -> dict[str, str]:
        """What is said, by rule."""
        return {name: said for name, said in self if said is not None}


CoachShape = create_model(
    "CoachShape",
    __base__=_Rules,
    __doc__="What the coach makes of each of its rules; a warning where nothing is said.",
    **_a_field_for_each_rule("`off`, `warning` (default) or `error`.", Weight),
)
IgnoreShape = create_model(
    "IgnoreShape",
    __base__=_Rules,
    __doc__="Rules of the coach that are not to be asked here, each with the reason.",
    **_a_field_for_each_rule("The reason for which it is not asked here.", Text),
)


class CoachedShape(Shape):
    """What the coach is to leave alone here."""

    ignore: IgnoreShape = Field(
        default_factory=IgnoreShape,
        description="Rules that are not to be asked, each with its reason.",
        examples=[{"no_guardrail": "satisfaction is asked after every ticket"}],
    )
