"""The three databases as files: made anew, whole, and put in place in one step."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from krtracker.demo import crm, logistics, support
from krtracker.demo.clients import accounts, clients
from krtracker.demo.clock import move_to, today, tomorrow
from krtracker.demo.rows import Column, start_of
from krtracker.errors import UsageError
from krtracker.project import Project

FOLDER = "demo"
"""Where in a project the databases lie."""
UNFINISHED = ".unfinished-"
Tables = Mapping[str, pa.Table]
Progress = Callable[[str], None]
"""Told the name of each database when it is in place."""


def silent(name: str) -> None:
    """Tell nobody."""


def generate(project: Project, *, on_progress: Progress = silent) -> None:
    """Make the three databases as they are at the start of the project's day.

    Whatever was there is replaced: the same day gives the same rows. A reader that has a file
    open keeps the old one until it opens it again.

    Raises:
        UsageError: the project is no demo, or its folder cannot be written to.
    """
    _make(project, today(project), on_progress)


def next_day(project: Project, *, on_progress: Progress = silent) -> date:
    """Let a day pass: its rows arrive, and the late ones of days before; says which day it is now.

    Raises:
        UsageError: the story is told to its end, or as for `generate`.
    """
    day = tomorrow(project)
    _make(project, day, on_progress)
    move_to(project, day)  # last: stopped in between, the same day passes again
    return day


def _make(project: Project, day: date, on_progress: Progress) -> None:
    """Write all three databases aside, then put them in place."""
    folder = project.root / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        _sweep(folder)
        with TemporaryDirectory(prefix=UNFINISHED, dir=folder) as aside:
            names = []
            for name, tables in databases(day).items():
                write = to_duckdb if name.endswith(".duckdb") else to_sqlite
                write(tables, Path(aside) / name)
                names.append(name)
            for name in names:
                (Path(aside) / name).replace(folder / name)
                on_progress(name)
    except (OSError, sqlite3.Error, duckdb.Error) as error:
        raise UsageError(f"the demo's databases cannot be written to {folder}: {error}") from error


def _sweep(folder: Path) -> None:
    """Remove what a run left that was killed more than an hour ago."""
    for left in folder.glob(f"{UNFINISHED}*"):
        if time.time() - left.stat().st_mtime > 3600:
            shutil.rmtree(left, ignore_errors=True)


def databases(day: date) -> dict[str, Tables]:
    """What each database holds when `day` begins, by file name."""
    until, ours = start_of(day), clients()
    return {
        "logistics.duckdb": {"orders": logistics.orders(ours, until)},
        "support.sqlite": {"tickets": support.tickets(until), "messages": support.messages(until)},
        "crm.sqlite": {
            "accounts": accounts(ours, until),
            "leads": crm.leads(until),
            "deal_events": crm.deal_events(until),
            "surveys": crm.surveys(ours, until),
            "staff_pulse": crm.staff_pulse(until),
        },
    }


def to_duckdb(tables: Tables, path: Path) -> None:
    """Write a DuckDB database, one table each."""
    with duckdb.connect(str(path)) as database:
        for name, table in tables.items():
            database.register("incoming", table)
            database.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
            database.unregister("incoming")


def to_sqlite(tables: Tables, path: Path) -> None:
    """Write a SQLite database: times and days as text, under columns declared for what they are."""
    database = sqlite3.connect(path)
    try:
        database.execute("PRAGMA journal_mode = off")
        for name, table in tables.items():
            declared = ", ".join(
                f'"{field.name}" {_declared(field.type)}' for field in table.schema
            )
            database.execute(f'CREATE TABLE "{name}" ({declared})')
            marks = ", ".join("?" * table.num_columns)
            rows = zip(*(_plain(column) for column in table.columns), strict=True)
            database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
        database.commit()
    finally:
        database.close()


def _declared(type: pa.DataType) -> str:
    if pa.types.is_timestamp(type):
        return "TIMESTAMP"
    if pa.types.is_date(type):
        return "DATE"
    if pa.types.is_floating(type):
        return "REAL"
    return "INTEGER" if pa.types.is_integer(type) else "TEXT"


def _plain(column: Column) -> list[object]:
    """A column as SQLite keeps it."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("s"))
    if pa.types.is_temporal(column.type):
        column = column.cast(pa.string())
    return list(column.to_pylist())
