"""What a connection's own fields may say, and how a path among them is meant."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo
from pydantic_core import PydanticCustomError


class Fields(BaseModel):
    """The fields that only one type of connection understands; an unknown field is a problem.

    Never a raw URL and never free options: what is not a field here cannot be set.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _from_root(path: Path, info: ValidationInfo) -> Path:
    root = (info.context or {}).get("root", Path())
    return Path(root) / path.expanduser()


def _one_host(name: str) -> str:
    if not re.fullmatch(r"(::)?[A-Za-z0-9][A-Za-z0-9._:-]*", name):
        raise PydanticCustomError(
            "phrase", "wanted", {"wanted": "one server's name or address, no socket and no list"}
        )
    return name


Host: TypeAlias = Annotated[str, AfterValidator(_one_host)]
"""One server's name or address: no list of them, and no path of a socket."""
ProjectPath: TypeAlias = Annotated[Path, AfterValidator(_from_root)]
"""A path that is meant from the project's root unless it is absolute."""
