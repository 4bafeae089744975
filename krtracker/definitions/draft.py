"""One key result as it was written, before the rules have had their say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from krtracker.definitions.document import Document, Part, Path
from krtracker.definitions.fields import fields_at
from krtracker.definitions.hints import meant
from krtracker.definitions.person_words import People
from krtracker.definitions.shapes.key_result import KeyResultShape
from krtracker.domain.calendar import Cycle
from krtracker.errors import Severity


class Finding(NamedTuple):
    """What a rule found: where within the key result, what, and one thing to try."""

    path: Path
    message: str
    hint: str | None = None
    part: Part = Part.VALUE
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class Draft:
    """One entry of `key_results` or `health_metrics`, in its shape and as it was written."""

    document: Document
    section: str
    id: str
    shape: KeyResultShape
    cycle: Cycle
    people: People = field(default_factory=People)

    @property
    def path(self) -> Path:
        """The way to it from the root of its file."""
        return self.section, self.id

    @property
    def is_health_metric(self) -> bool:
        """Whether it is only watched."""
        return self.section == "health_metrics"

    @property
    def written(self) -> Mapping[str, Any]:
        """Its fields as they stand in the file, those at fault included."""
        found = self.document.at(self.path)
        return found if isinstance(found, dict) else {}

    def has(self, *path: str) -> bool:
        """Whether the field stands in the file, be it at fault or not."""
        return (*self.path, *path) in self.document.marks

    def misspells(self, *names: str, below: str | None = None) -> bool:
        """Whether an unknown field, here or in `below`, was probably meant to be one of `names`.

        Then that field is the mistake, and the missing one needs no problem of its own.
        """
        written = self.written
        known = fields_at(KeyResultShape, (below,) if below else ())
        here = fields_at(KeyResultShape, ())
        unknown = [key for key in written if key not in here]
        inside = written.get(below) if below else None
        unknown += [key for key in inside if key not in known] if isinstance(inside, dict) else []
        return any(key in names or meant(key, known) in names for key in unknown)

    def note(self, finding: Finding) -> None:
        """Make a finding a problem of the file."""
        self.document.problem(
            (*self.path, *finding.path),
            finding.message,
            hint=finding.hint,
            part=finding.part,
            severity=finding.severity,
        )
