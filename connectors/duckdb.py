"""A DuckDB file, opened for reading only."""

from __future__ import annotations

import duckdb
from pydantic import Field

from connectors.asking.engine import Engine, EngineFields
from connectors.asking.faults import Fault, Kind
from connectors.asking.settings import ProjectPath
from krtracker.errors import ConnectorError


class DuckDB(Engine):
    """A DuckDB database in one file, opened for reading only.

    It runs in an engine that reaches no other file, no network, no extension and no variable of
    this program. While another program writes to the file, it is tried again a moment later.
    """

    evaluates = True

    class Settings(EngineFields):
        """Where the file lies, and what reading it may take."""

        path: ProjectPath = Field(description="The file, from the project's root.")

    settings: Settings

    @property
    def where(self) -> str:
        return f"`{self.connection.settings['path']}`"

    def connect(self) -> None:
        path = self.settings.path
        if not path.is_file():
            raise ConnectorError(f"there is no file {self.where}; looked for {self.settings.path}")
        self.lock(duckdb.connect(path, read_only=True, config=self.limits()))

    def fault(self, error: Exception) -> Fault:
        text = str(error)
        if "Could not set lock" in text:
            return Fault(Kind.TRANSIENT, "another program is writing to it")
        if "different configuration" in text:
            return Fault(Kind.TRANSIENT, "this program is writing to it or has it open otherwise")
        if "not a valid DuckDB database" in text:
            return Fault(Kind.FINAL, "this is no DuckDB file")
        return super().fault(error)
