"""What a driver's error means: whose fault it is, and whether asking again may help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """The kinds of fault that call for different words or for different action."""

    TRANSIENT = auto()
    """The source may answer when asked again in a moment."""
    FINAL = auto()
    """The source refuses us: wrong password, no such database."""
    QUERY = auto()
    """The source understood, and this query cannot be."""
    UNTOLD = auto()
    """The driver does not tell; a query that names what is not there is the likeliest."""
    TOO_LONG = auto()
    """A whole number needs more than 64 bits."""
    NO_TABLE = auto()
    NO_COLUMN = auto()
    STOPPED = auto()
    """The statement was cancelled, by a time limit or by us."""
    OVERDUE = auto()
    """The source's own time limit ended the statement."""


@dataclass(frozen=True)
class Fault:
    """A driver's error, understood: its kind, its words, and the name it stumbled over."""

    kind: Kind
    text: str = ""
    name: str = ""


def one_line(error: object) -> str:
    r"""The first line of a driver's message, as our own messages are written.

    >>> one_line("FATAL: No such role.\n\nHINT: look")
    'no such role'
    """
    text = str(error).strip().split("\n", 1)[0].strip()
    text = re.sub(r"^(?:[A-Z]{3,}|\w+ Error):\s+", "", text).rstrip(".")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
