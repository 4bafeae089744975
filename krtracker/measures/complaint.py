"""What is wrong with one fragment, said so that its author can mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from krtracker.errors import Severity, TrackerError


@dataclass(frozen=True)
class Complaint:
    """One fault of a fragment, with the word at fault and one thing to try."""

    message: str
    hint: str | None = None
    word: str | None = None
    """The word at fault as it stands in the fragment, if it is one."""
    offset: int | None = None
    """Where in the fragment it stands, counted from nought, where that is known."""
    severity: Severity = Severity.ERROR

    def position(self, text: str) -> int | None:
        """Where in `text` the word at fault begins; None where that cannot be told."""
        if self.offset is not None or self.word is None:
            return self.offset
        found = re.search(rf"(?<!\w){re.escape(self.word)}(?!\w)", text, re.IGNORECASE)
        return found.start() if found else None


class FragmentError(TrackerError):
    """A fragment or a statement of a definition cannot be what it says; its author can mend it."""

    def __init__(self, complaint: Complaint | str) -> None:
        self.complaint = Complaint(complaint) if isinstance(complaint, str) else complaint
        said = (self.complaint.message, self.complaint.hint)
        super().__init__("; ".join(each for each in said if each))
