"""The factory as a component, for a team whose Dagster project is already there."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from krtracker.project import find
from pipelines.factory import definitions_of


class KrtrackerComponent(dg.Component, dg.Model, dg.Resolvable):
    """A krtracker project among the other definitions of a Dagster project."""

    project: str
    """Its folder, relative to the component's own."""

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """Everything that the project's definitions say."""
        return definitions_of(find(Path(context.path) / self.project))
