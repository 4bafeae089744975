"""What was promised on the first day of the cycle, before one promise was changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from krtracker.definitions import load
from krtracker.demo.story import FIRST_TARGETS, PROMISED_AT, ZONE
from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import KeyResult
from krtracker.ledger import Ledger
from krtracker.project import Project


def remember(project: Project) -> None:
    """Record, in a project that has no ledger yet, what was promised when the cycle began.

    So the ledger knows the line that the definitions left behind, as it would after two months.
    """
    if not project.ledger_file.exists():
        promised_at = datetime.fromisoformat(PROMISED_AT).replace(tzinfo=ZONE)
        Ledger(project).adopt(as_first_promised(load(project)), now=promised_at, run="demo")


def as_first_promised(catalog: Catalog) -> Catalog:
    """The catalog with the targets of the first day, and nothing changed since."""
    objectives = tuple(
        replace(each, key_results=tuple(map(_as_first_promised, each.key_results)))
        for each in catalog.objectives
    )
    return replace(catalog, objectives=objectives)


def _as_first_promised(key_result: KeyResult) -> KeyResult:
    target = FIRST_TARGETS.get(key_result.id, key_result.promise.target)
    return replace(key_result, promise=replace(key_result.promise, target=target), changes=())
