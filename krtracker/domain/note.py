"""What people say of a key result when they meet: notes, decisions and blockers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum


class NoteKind(StrEnum):
    """What a person wrote down."""

    NOTE = "note"
    DECISION = "decision"
    BLOCKER = "blocker"


class NoteState(StrEnum):
    """What became of it; nothing is ever taken out of the store."""

    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Question(StrEnum):
    """The four questions of the weekly review, in the order in which they are asked."""

    LEARNED = "learned"
    RELEVANT = "relevant"
    ADJUST = "adjust"
    IN_OUR_WAY = "in our way"


@dataclass(frozen=True)
class Note:
    """One thing that was said, in its newest wording."""

    id: str
    kind: NoteKind
    text: str
    week: date
    """The first day of the week whose meeting it was said in."""
    key_result: str | None = None
    """The key result's key; None where it was said of the week as a whole."""
    question: Question | None = None
    """What it answers; decisions and blockers answer nothing."""
    team: str | None = None
    """Who is to do it or to clear it away: a team, never a person."""
    state: NoteState = NoteState.OPEN
    said_at: datetime | None = None
    """When its first wording was written."""
    changed_at: datetime | None = None
    """When the newest one was."""
    revision: int = 0
    """How many wordings came before this one."""

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to do something about it."""
        return self.kind is not NoteKind.NOTE and self.state is NoteState.OPEN

    def age_days(self, today: date) -> int:
        """How many days ago it was first said."""
        said = self.said_at.date() if self.said_at else self.week
        return max((today - said).days, 0)


def answer_id(week: date, key_result: str, question: Question) -> str:
    """The id of the one answer to a question about a key result in a week.

    Two who answer it at once write one note, the later wording over the earlier one.
    """
    return f"{week.isoformat()} {key_result} {question.value}"


def answer_to(
    notes: Iterable[Note], week: date, key_result: str, question: Question
) -> Note | None:
    """What was answered in `week`, if anything was."""
    said = (week, key_result, question)
    found = [each for each in notes if (each.week, each.key_result, each.question) == said]
    wanted = answer_id(week, key_result, question)
    return max(found, key=lambda each: each.id == wanted, default=None)


def called_now(notes: Iterable[Note], keys: Mapping[str, str]) -> list[Note]:
    """Notes by the present keys of what they are about; `keys` has them by former ones."""
    found = ((each, keys.get(each.key_result or "")) for each in notes)
    return [replace(each, key_result=key) if key else each for each, key in found]


def carried_over(notes: Iterable[Note], week: date, previous: date) -> list[Note]:
    """Earlier decisions and blockers that a meeting begins with, the oldest first.

    Those still open, and those of the `previous` meeting or settled since, done or not.
    """
    return [
        each
        for each in sorted(notes, key=lambda note: (note.kind is NoteKind.BLOCKER, note.week))
        if each.kind is not NoteKind.NOTE
        and each.week < week
        and (each.is_open or each.week >= previous or _settled_since(each, previous))
    ]


def _settled_since(note: Note, day: date) -> bool:
    return note.changed_at is not None and note.changed_at.date() >= day
