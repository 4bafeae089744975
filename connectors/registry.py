"""Which kinds of source there are, what does not fit in a connection, and the way to open one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from connectors.asking.loading import BrokenError, built_in, driver_missing, loaded, own
from connectors.asking.placing import Placing
from connectors.asking.settings import Fields
from connectors.asking.source import Source
from krtracker.connector import Connector
from krtracker.domain.catalog import Connection
from krtracker.errors import ConnectorError, Problem, nearest
from krtracker.project import Project


class Registry:
    """The connectors that come with the program and those of one project: one file each.

    A file is imported when a connection uses it, and not before.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._files: dict[str, Path] = own(project.connectors) | built_in()

    def types(self) -> Sequence[str]:
        """Every `type:` that a connection may have."""
        return sorted(self._files)

    def dialect(self, type: str) -> str:
        """Sqlglot's name for the SQL of a type."""
        return self.source(type).dialect

    def evaluates(self, type: str) -> bool:
        """Whether sources of a type may evaluate fragments in place."""
        return self.source(type).evaluates

    def source(self, type: str) -> type[Source]:
        """The connector of a type.

        Raises:
            ConnectorError: there is none, or its file is at fault.
        """
        if type not in self._files:
            raise ConnectorError(f"unknown type `{type}`; {self._known(type)}")
        try:
            return loaded(type, self._files[type])
        except BrokenError as error:
            raise ConnectorError(str(error)) from error

    def problems(self, connection: Connection) -> Sequence[Problem]:
        """What does not fit in a connection's settings, placed in `connections.yaml`."""
        placing = Placing(self._project, connection)
        if connection.type not in self._files:
            hint = self._known(connection.type)
            return [placing.at("type", f"unknown type `{connection.type}`", hint=hint)]
        try:
            source = loaded(connection.type, self._files[connection.type])
        except BrokenError as error:
            return [placing.at("type", str(error), hint=error.hint)]
        if missing := driver_missing(source):
            return [placing.at("type", str(missing), hint=missing.hint)]
        try:
            self._settings(source, connection)
        except ValidationError as error:
            return placing.all(error, source.Settings)
        return []

    def open(self, connection: Connection) -> Connector:
        """Connect; raises `ConnectorError` where the source does not let us in."""
        found = self.problems(connection)
        if found:
            raise ConnectorError(found[0].message)
        source = self.source(connection.type)
        connector = source(connection, self._settings(source, connection))
        try:
            connector.open()
        except BaseException:
            connector.close()
            raise
        return connector

    def _settings(self, source: type[Source], connection: Connection) -> Fields:
        context = {"root": self._project.root}
        return source.Settings.model_validate(dict(connection.settings), context=context)

    def _known(self, type: str) -> str:
        near = nearest(type.lower(), self._files)
        listed = ", ".join(f"`{each}`" for each in self.types())
        return f"did you mean `{near}`? there are {listed}" if near else f"there are {listed}"
