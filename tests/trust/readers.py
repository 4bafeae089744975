"""A process that reads snapshots while another publishes them."""

from __future__ import annotations

from pathlib import Path

from krtracker.ledger import Snapshot
from krtracker.project import Project
from tests.trust.scale import rounds


def read(root: Path, key_results: int, readers: int) -> tuple[int, int]:
    """Read whole snapshots, all values of which must be of one batch: how often, and how many."""
    times, versions = 0, set[str]()
    for _ in rounds(60 // readers, asked=10_000 // readers):
        with Snapshot.latest(Project(root)) as snapshot:  # type: ignore[union-attr]
            said = [each.points[-1].value for each in snapshot.facts().values() if each.points]
            versions.add(snapshot.version)
        assert len(set(said)) <= 1, said
        assert len(said) in {0, key_results}, said
        times += 1
    return times, len(versions)
