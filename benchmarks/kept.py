"""What has been measured of this program already, so that a run may be broken off and go on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.pairs import Pairs
from benchmarks.running import HERE, Taken

ROOMS = ("benchmarks", "connectors", "krtracker", "pipelines")


class Kept:
    """Comparisons by what they compare, in a file; those of another program are forgotten."""

    def __init__(self, path: Path | None, *, is_anew: bool) -> None:
        self._path = path
        self._program = _program()
        self._found: dict[str, Pairs] = {}
        if path is None or is_anew or not path.exists():
            return
        said = json.loads(path.read_text())
        if said["program"] == self._program:
            for name, sides in said["found"].items():
                taken = {side: [Taken(**each) for each in runs] for side, runs in sides.items()}
                self._found[name] = Pairs(**taken)

    def found(self, what: str, against: str) -> Pairs | None:
        """What a comparison came to; None where it has not been made."""
        return self._found.get(f"{what}, {against}")

    def keep(self, what: str, against: str, pairs: Pairs) -> None:
        """Remember a comparison."""
        self._found[f"{what}, {against}"] = pairs
        if self._path is not None:
            found = {name: asdict(each) for name, each in self._found.items()}
            self._path.write_text(json.dumps({"program": self._program, "found": found}))


def _program() -> str:
    """Another one as soon as a line of it is."""
    files = sorted(path for room in ROOMS for path in (HERE.parent / room).rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
