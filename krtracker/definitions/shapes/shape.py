"""What every shape has in common: strict values, and no field that is not known."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}")
"""What names a file or a connection: it becomes the name of a step and of a file in turn."""

ID_PATTERN = r"^[a-z][a-z0-9_]{0,62}$"


class Shape(BaseModel):
    """Fields by name; text is not taken for a number, nor a number for text."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Something to read: not blank, without the blanks around it."""

Number = Annotated[float, Field(allow_inf_nan=False)]

Id = Annotated[str, Field(pattern=ID_PATTERN)]
