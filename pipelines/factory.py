"""Everything Dagster is told of a project, from its definitions."""

from __future__ import annotations

import dagster as dg

from krtracker.project import Project
from pipelines.assets import faulty
from pipelines.schedules import catching_up, everything, schedules_of
from pipelines.steps import steps_of
from pipelines.tracker import Tracker, tracker_of


def definitions_of(project: Project) -> dg.Definitions:
    """Assets, checks, schedules and the sensor of the project that lies at `project`."""
    return built(tracker_of(project))


def built(tracker: Tracker) -> dg.Definitions:
    """The same from a project that has been read."""
    job = everything(tracker)
    return dg.Definitions(
        assets=[*steps_of(tracker), *faulty(tracker)],
        jobs=[job],
        schedules=schedules_of(tracker),
        sensors=[catching_up(tracker, job)],
    )
