"""Where notes are kept for good, by several writers at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from random import random
from time import monotonic, sleep
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from krtracker.domain.note import Note
from krtracker.errors import NotesError
from krtracker.notes.rows import newest, note, row, says_the_same, written
from krtracker.notes.tables import METADATA, WORDINGS
from krtracker.project import Project

LONGEST = 4000
"""How many letters a note may have; what is longer is no note of a meeting."""
WAIT_SECONDS = 10
"""How long a writer tries to get its turn among the others."""
PAUSE_SECONDS = 0.05


class Notes:
    """Notes, decisions and blockers of a project: typed once, changed only by adding.

    Every method raises `NotesError` when the store cannot be read or written.
    """

    def __init__(self, project: Project) -> None:
        self._url = project.notes_url
        self._engine: Engine | None = None

    def write(self, said: Note, *, now: datetime) -> Note:
        """Keep the wording of `said`, as the newest of its id; a new id where it has none.

        What is already the newest wording is not written again.
        """
        text = said.text.replace("\0", "").strip()[:LONGEST]
        said = replace(said, id=said.id or uuid4().hex, text=text)
        ends = monotonic() + WAIT_SECONDS
        while monotonic() < ends:
            with self._begin() as connection:
                before = self._wordings(connection, id=said.id)
                if before and says_the_same(before[-1], said):
                    return newest(before)[0]
                if not before and not said.text:
                    return said
                revision = before[-1].revision + 1 if before else 0
                try:
                    with connection.begin_nested():
                        connection.execute(
                            insert(WORDINGS), [row(said, revision=revision, now=now)]
                        )
                except IntegrityError:
                    pass  # another writer took this revision: ours comes after it
                else:
                    return newest(self._wordings(connection, id=said.id))[0]
            sleep(random() * PAUSE_SECONDS)  # who met once would meet again
        raise NotesError(f"too many write to note `{said.id}` at once")

    def all(self, *, week: date | None = None, until: datetime | None = None) -> list[Note]:
        """Every note in its newest wording, as first said; of one week where `week` is given.

        With `until`, as everything stood at that moment.
        """
        with self._begin() as connection:
            return newest(self._wordings(connection, week=week, until=until))

    def wordings(self, id: str) -> list[Note]:
        """Everything that one note ever said, the oldest first."""
        with self._begin() as connection:
            return self._wordings(connection, id=id)

    def close(self) -> None:
        """Let go of the database."""
        if self._engine is not None:
            self._engine.dispose()

    def _wordings(
        self,
        connection: Connection,
        *,
        id: str | None = None,
        week: date | None = None,
        until: datetime | None = None,
    ) -> list[Note]:
        asked = select(WORDINGS)
        if id is not None:
            asked = asked.where(WORDINGS.c.note == id)
        if week is not None:
            asked = asked.where(WORDINGS.c.week == week)
        if until is not None:
            asked = asked.where(WORDINGS.c.written_at <= written(until))
        first = func.min(WORDINGS.c.written_at).over(partition_by=WORDINGS.c.note)
        asked = asked.order_by(first, WORDINGS.c.note, WORDINGS.c.revision)
        return [note(dict(each)) for each in connection.execute(asked).mappings()]

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        """One transaction; the table is made when the store is first used."""
        try:
            if self._engine is None:
                self._engine = _engine(self._url)
            with self._engine.begin() as connection:
                yield connection
        except (ArgumentError, NoSuchModuleError) as error:
            raise NotesError(f"`KRTRACKER_NOTES_URL` names no database: {error}") from error
        except ModuleNotFoundError as error:
            raise NotesError(f"the notes need a driver: {error.msg}") from error
        except (SQLAlchemyError, OSError) as error:
            said = getattr(error, "orig", None) or error
            raise NotesError(f"the notes cannot be kept: {said}".strip()) from error


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        engine = create_engine(address, pool_pre_ping=True)
    else:
        if address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": WAIT_SECONDS})
        event.listen(engine, "connect", _write_at_once)
        event.listen(engine, "begin", _take_turns)
    _make_table(engine)
    return engine


def _make_table(engine: Engine) -> None:
    """Two who begin at once both make it; the second finds it made."""
    try:
        METADATA.create_all(engine)
    except SQLAlchemyError:
        METADATA.create_all(engine)


def _write_at_once(connection: object, _record: object) -> None:
    """Leaves transactions to us: the driver would begin them too late for two writers."""
    connection.isolation_level = None  # type: ignore[attr-defined]  # the driver's connection
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's connection
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _take_turns(connection: Connection) -> None:
    """One writer after the other; each waits for its turn instead of failing."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
