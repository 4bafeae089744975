"""What the tests of one soak have said so far: kept on disk, so that it can be interrupted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Outcome:
    """How one test ended and what it has shown."""

    test: str
    outcome: str
    seconds: float
    shown: tuple[tuple[str, str], ...] = ()
    """Rows of the catalogue, each with the figure."""


@dataclass(frozen=True)
class Soak:
    """A folder with one file per test that has ended."""

    folder: Path

    def keep(self, outcome: Outcome) -> None:
        """Write down how a test ended; what it said before is replaced."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(outcome.test.encode()).hexdigest()[:16]
        (self.folder / f"{name}.json").write_text(json.dumps(asdict(outcome)), "utf-8")

    def outcomes(self) -> Iterator[Outcome]:
        """Every test that has ended."""
        for path in sorted(self.folder.glob("*.json")):
            said = json.loads(path.read_text("utf-8"))
            shown = tuple((row, figure) for row, figure in said.pop("shown"))
            yield Outcome(**said, shown=shown)

    def passed(self) -> frozenset[str]:
        """The tests that need not run again."""
        return frozenset(each.test for each in self.outcomes() if each.outcome == "passed")
