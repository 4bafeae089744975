"""What every shape has in common: strict values, and no field that is not known."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}")
"""What names a file or a connection: it becomes the name of a step and of a file in turn."""

ID_PATTERN = r"^[a-z][a-z0-9_]{0,62}$"


class Shape(BaseModel):
    """Fields by name; text is not taken for a number, nor a number for text."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Something to read: not blank, without the blanks around it."""

Number = Annotated[float, Field(allow_inf_nan=False)]

TOLD = {"ids": "told"}
"""The context in which a name that cannot be an id passes: it has been told as a problem."""


def _can_be_an_id(value: str, info: ValidationInfo) -> str:
    is_told = info.context == TOLD and value.strip()
    if is_told or re.fullmatch(ID_PATTERN, value):
        return value
    raise PydanticCustomError("string_pattern_mismatch", "not an id", {"pattern": ID_PATTERN})


Id = Annotated[str, AfterValidator(_can_be_an_id), Field(json_schema_extra={"pattern": ID_PATTERN})]
