"""The one table of the notes: every wording that anything ever had."""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, MetaData, String, Table, Text

METADATA = MetaData()
WORDINGS = Table(
    "wordings",
    METADATA,
    Column("note", String(255), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("week", Date, nullable=False, index=True),
    Column("key_result", String(200)),
    Column("question", String(20)),
    Column("team", String(200)),
    Column("state", String(20), nullable=False),
    Column("written_at", String(32), nullable=False),
)
"""Rows are only added: what is changed is written again under the next revision.

Moments are text in ISO form, in UTC, because SQLite keeps no zone.
"""
