"""What the sources say: every key result's value as of any day, and what cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from krtracker.measures.asked import Asked
from krtracker.measures.faults import faults
from krtracker.measures.fingerprint import fingerprint
from krtracker.measures.following import following, outrun
from krtracker.measures.formula import formula_outcomes
from krtracker.measures.plan import Entry, Plan, Step

if TYPE_CHECKING:
    from krtracker.measures.measuring import measure

__all__ = [
    "Asked",
    "Entry",
    "Plan",
    "Step",
    "faults",
    "fingerprint",
    "following",
    "formula_outcomes",
    "measure",
    "outrun",
]


def __getattr__(name: str) -> Any:
    """`measure`, imported when it is first asked for: it brings an engine that `check` spares."""
    if name == "measure":
        from krtracker.measures.measuring import measure

        return measure
    raise AttributeError(f"module `{__name__}` has no `{name}`")
