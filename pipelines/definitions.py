"""The Dagster code location of one project: `dagster dev -m pipelines.definitions`."""

from __future__ import annotations

import dagster as dg

from krtracker.project import find
from pipelines.factory import definitions_of


@dg.definitions
def definitions() -> dg.Definitions:
    """What the project says that `KRTRACKER_PROJECT` names, else the one around the folder."""
    return definitions_of(find())
