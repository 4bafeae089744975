"""What people say: notes, decisions and blockers, in a small store of their own."""

from krtracker.notes.store import Notes

__all__ = ["Notes"]
