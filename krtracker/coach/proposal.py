"""A measure to pick, and which way of it is better."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Better(StrEnum):
    """Which way is better, as far as the form of a measure tells."""

    MORE = "more"
    LESS = "less"


@dataclass(frozen=True)
class Proposal:
    """A measure to pick: what it says, and how it is reckoned."""

    id: str
    title: str
    unit: str
    table: str
    value: str
    at: str | None = None
    during: tuple[str, str] | None = None
    known: str | None = None
    where: str | None = None
    matured: str | None = None
    overwritten: str | None = None
    """A column whose past states are not kept: past days are told with those of today."""
    better: Better = Better.MORE
