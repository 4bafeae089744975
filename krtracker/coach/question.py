"""One question that the coach asks, and the field at which it is asked."""

from __future__ import annotations

from typing import NamedTuple

from krtracker.domain.coaching import Rule


class Question(NamedTuple):
    """What was seen, and what a curious outsider would ask about it."""

    rule: Rule
    seen: str
    asked: str
    field: str = "title"
    """The dotted path of the field; the key result itself where it has none such."""
