"""A project's definitions as they were at a commit, read without touching what lies on disk."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

from krtracker.domain.catalog import Catalog
from krtracker.errors import UsageError
from krtracker.project import MARK, Project

PATIENCE_SECONDS = 60


def catalog_at(project: Project, reference: str) -> Catalog:
    """Everything that the files of `project` said at a commit, a branch or a tag.

    Raises:
        UsageError: there is no such commit, no repository, or no project in it.
    """
    from krtracker.definitions import load

    with tempfile.TemporaryDirectory(prefix="krtracker-plan-") as folder:
        with tarfile.open(fileobj=io.BytesIO(_archive(project, reference))) as archive:
            archive.extractall(folder, members=_definitions(archive), filter="data")
        if not (Path(folder) / MARK).is_file():
            raise UsageError(f"`{reference}` has no `{MARK}` where the project lies")
        return load(Project(Path(folder)))


def _definitions(archive: tarfile.TarFile) -> list[tarfile.TarInfo]:
    """The files that say something; links and data stay where they are."""
    return [
        each
        for each in archive.getmembers()
        if each.isfile()
        and (each.name.startswith("kr_definitions/") or each.name.endswith(".yaml"))
    ]


def _archive(project: Project, reference: str) -> bytes:
    """What git keeps of the project's folder at a commit, as a tar file."""
    if reference.startswith("-"):
        raise UsageError(f"`{reference}` is no commit, branch or tag")
    words = ["git", "-C", str(project.root), "archive", "--format=tar", f"{reference}^{{commit}}"]
    try:
        done = subprocess.run(words, capture_output=True, check=False, timeout=PATIENCE_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError("git cannot be run here: `plan` compares with what it keeps") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0].lower()
        raise UsageError(f"`{reference}` cannot be read: {said.removeprefix('fatal: ')}")
    return done.stdout
