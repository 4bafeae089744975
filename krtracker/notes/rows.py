"""How a note stands in the table, and how it is read from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from krtracker.domain.note import Note, NoteKind, NoteState, Question


def row(note: Note, *, revision: int, now: datetime) -> dict[str, Any]:
    """One wording of `note`, to be added."""
    return {
        "note": note.id,
        "revision": revision,
        "kind": note.kind.value,
        "text": note.text,
        "week": note.week,
        "key_result": note.key_result,
        "question": note.question.value if note.question else None,
        "team": note.team,
        "state": note.state.value,
        "written_at": written(now),
    }


def written(moment: datetime) -> str:
    """A moment as the table has it: such texts are in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def note(row: Mapping[str, Any]) -> Note:
    """One wording as a note."""
    written_at = datetime.fromisoformat(row["written_at"])
    return Note(
        id=row["note"],
        kind=NoteKind(row["kind"]),
        text=row["text"],
        week=row["week"],
        key_result=row["key_result"],
        question=Question(row["question"]) if row["question"] else None,
        team=row["team"],
        state=NoteState(row["state"]),
        said_at=written_at,
        changed_at=written_at,
        revision=row["revision"],
    )


def newest(wordings: Iterable[Note]) -> list[Note]:
    """Each note in its newest wording, in the order in which they were first said."""
    found: dict[str, Note] = {}
    for each in wordings:
        first = found.get(each.id)
        found[each.id] = each if first is None else replace(each, said_at=first.said_at)
    return list(found.values())


def says_the_same(left: Note, right: Note) -> bool:
    """Whether two wordings differ in nothing that a person wrote."""
    kept = [(each.text, each.team, each.state, each.kind) for each in (left, right)]
    return kept[0] == kept[1]
