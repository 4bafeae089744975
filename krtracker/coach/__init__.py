"""Is it a promise worth making? Naive questions, asked before a cycle is lost."""

from krtracker.coach.coaching import coached

__all__ = ["coached"]
