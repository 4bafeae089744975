"""A run killed outright, at any moment and at every step: nothing lost, nothing twice."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from krtracker.ledger import Ledger, Snapshot
from krtracker.project import Project
from tests.end_to_end.shop import a_shop
from tests.trust.conftest import Figure
from tests.trust.contents import Content, content, faults
from tests.trust.scale import many, rounds
from tests.trust.warm import Step, Warm, killed_run, surveyed_run, warm, whole_run

PER_LEDGER = 4
"""So many runs are killed before one is let through; each finds what the others left."""
A_FEW_STEPS = 4


class Undisturbed(NamedTuple):
    """A project that nobody has tracked, and what the ledger holds when nobody disturbs."""

    template: Path
    content: Content
    seconds: float
    steps: list[Step]

    def again(self, root: Path) -> Project:
        return Project(Path(shutil.copytree(self.template, root)))


@pytest.fixture(scope="module")
def runs() -> Iterator[Warm]:
    with warm() as process:
        yield process


@pytest.fixture(scope="module")
def undisturbed(runs: Warm, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    root = tmp_path_factory.mktemp("undisturbed")
    template = root / "template"
    template.mkdir()
    a_shop(template, sources=("orders", "desk"))
    for name, work, more in (
        ("surveyed", surveyed_run, [root / "steps"]),
        ("whole", whole_run, []),
    ):
        shutil.copytree(template, root / name)
        began = time.monotonic()
        runs.start(work, root / name, *more)
        assert runs.ended() == 0
        seconds = time.monotonic() - began
    steps = [Step(*line.split()) for line in (root / "steps").read_text().splitlines()]
    return Undisturbed(template, content(Project(root / "whole")), seconds, steps)


def test_a_killed_run_loses_nothing(
    runs: Warm, undisturbed: Undisturbed, tmp_path: Path, figure: Figure
) -> None:
    chance, kills, wanted = random.Random(), 0, many(PER_LEDGER, asked=1000)
    for number in rounds(1, asked=wanted):  # some end before they are killed
        project = undisturbed.again(tmp_path / f"killed_{number}")
        for _ in range(PER_LEDGER):
            process = runs.start(whole_run, project.root)
            time.sleep(chance.uniform(0, undisturbed.seconds))
            kills += _killed(runs, process)
            assert faults(project) == []
        _let_through(runs, project, undisturbed)
        if kills >= wanted:
            break
    assert kills
    figure("T-A01", f"{kills:,} kills: 0 rows lost, 0 written twice, 0 ledgers that would not open")


def test_a_run_killed_at_a_step_ends_well_when_run_again(
    runs: Warm, undisturbed: Undisturbed, tmp_path: Path, figure: Figure
) -> None:
    every = undisturbed.steps
    mixed, chosen = random.Random(2).sample(every, len(every)), 0
    for number, step in zip(rounds(A_FEW_STEPS, asked=len(every)), mixed, strict=False):
        chosen += 1
        project = undisturbed.again(tmp_path / f"killed_{number}")
        runs.start(killed_run, project.root, step)

        assert runs.ended() == -signal.SIGKILL, step
        assert faults(project) == [], step
        _let_through(runs, project, undisturbed)
    figure(
        "T-A02",
        f"{chosen} of {len(every)} step boundaries: killed there and run again, the ledger is "
        "that of a run that nobody disturbed",
    )


def _killed(runs: Warm, process: int) -> bool:
    """Kill a run, and tell whether it was still at work."""
    ended = runs.ended(0)
    if ended is None:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        ended = runs.ended()
    return ended == -signal.SIGKILL


def _let_through(runs: Warm, project: Project, undisturbed: Undisturbed) -> None:
    """Run once more, undisturbed; everything is there, once, and published."""
    runs.start(whole_run, project.root)
    assert runs.ended() == 0
    assert content(project) == undisturbed.content
    assert Ledger(project).prove() == Ledger(project).head()
    with Snapshot.latest(project) as snapshot:  # type: ignore[union-attr]
        assert len(snapshot.measurements()) == len(undisturbed.content["measurements"])
    shutil.rmtree(project.root)
