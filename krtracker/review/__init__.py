"""The weekly review: from the ledger and the notes to an agenda, and from it to a summary."""

from krtracker.review.gathering import agenda_of, promise_changes, told_of, with_carried

__all__ = ["agenda_of", "promise_changes", "told_of", "with_carried"]
