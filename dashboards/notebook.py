"""What people say on a page: read from the store of notes, and kept there at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from krtracker.domain.note import Note, called_now
from krtracker.errors import NotesError
from krtracker.project import Project, find

if TYPE_CHECKING:
    from krtracker.notes import Notes

NOT_KEPT = "not kept"
"""Under which name a session remembers what could not be kept."""


@dataclass(frozen=True)
class Notebook:
    """The notes as they are now, or why they cannot be read."""

    notes: Sequence[Note] = ()
    fault: str | None = None

    def called_now(self, keys: Mapping[str, str]) -> Notebook:
        """The same by the present keys of what the notes are about; `keys` by former ones."""
        return replace(self, notes=called_now(self.notes, keys))


def notebook(project: Project, until: datetime | None = None) -> Notebook:
    """Everything that was said (by `until`), and what could not be read or kept."""
    fault = st.session_state.pop(NOT_KEPT, None)
    try:
        return Notebook(_store(project.root, project.notes_url).all(until=until), fault)
    except NotesError as error:
        return Notebook(fault=str(error))


def keep(note: Note, now: datetime) -> None:
    """Keeps a wording; on the demo's fixed day it is said on that day."""
    project = find()
    try:
        _store(project.root, project.notes_url).write(note, now=now)
    except NotesError as error:
        st.session_state[NOT_KEPT] = f"{error}: {note.text}"


@st.cache_resource(max_entries=3, show_spinner=False)
def _store(root: Path, url: str) -> Notes:  # noqa: ARG001 (the cache's key)
    from krtracker.notes import Notes

    return Notes(Project(root))
