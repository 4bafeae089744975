"""Each key result as Dagster shows it: its key, group, owner, and the line that defines it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from warnings import catch_warnings, simplefilter

import dagster as dg

from krtracker.domain.key_result import KeyResult
from krtracker.domain.objective import Objective
from pipelines.tracker import Tracker

FINEST = 200
"""Above so many key results of one source an asset is an objective: events cost 60-90 ms each."""

BELIEVED = "believed"
"""The name of the check that each asset carries."""

SNAPSHOT = dg.AssetKey(["snapshot"])
FORMULAS = dg.AssetKey(["formulas"])


def source_key(source: str | None) -> dg.AssetKey:
    """The asset that stands for one asking of a source, or of all formulas."""
    return FORMULAS if source is None else dg.AssetKey(["sources", source])


@dataclass(frozen=True)
class Unit:
    """One asset: a key result, or where there are very many, an objective's of one source."""

    key: dg.AssetKey
    objective: Objective
    key_results: tuple[KeyResult, ...]

    def spec(self, tracker: Tracker, upstream: Iterable[dg.AssetKey] = ()) -> dg.AssetSpec:
        """What Dagster is told of it; no setting of a connection is in it."""
        first = self.key_results[0]
        alone = len(self.key_results) == 1
        return dg.AssetSpec(
            self.key,
            deps=list(upstream),
            description=first.title if alone else self.objective.title,
            group_name=identifier(self.objective.id),
            owners=[f"team:{self.objective.team}"] if self.objective.team else [],
            metadata={
                "objective": self.objective.title,
                "cycle": self.objective.cycle.name,
                "key_results": ", ".join(each.id for each in self.key_results),
                **_said_in(first, tracker),
            },
            tags={"krtracker/cycle": identifier(self.objective.cycle.name)},
            skippable=True,
        )

    def check_spec(self) -> dg.AssetCheckSpec:
        """The one check it carries."""
        return dg.AssetCheckSpec(
            BELIEVED,
            asset=self.key,
            description="whether every expectation on its newest reading holds",
        )


def units_of(
    tracker: Tracker, *, source: str | None, key_results: Sequence[KeyResult] | None = None
) -> list[Unit]:
    """The assets measured from one source (None: by formula), in the order of the files."""
    catalog = tracker.catalog
    chosen = list(catalog.sound) if key_results is None else list(key_results)
    wanted = {each.key for each in chosen if each.source == source}
    is_fine = len(wanted) <= FINEST
    named = Counter(identifier(each.id) for each in catalog.objectives)
    found: list[Unit] = []
    for objective in catalog.objectives:
        own = {each.key: each for each in objective if each.key in wanted}
        wanted -= own.keys()  # a key named twice is the first one's
        prefix = _prefix(objective, named)
        if own and not is_fine:
            key = dg.AssetKey([*prefix, source or "formulas"])
            found.append(Unit(key, objective, tuple(own.values())))
        else:
            found += [
                Unit(dg.AssetKey([*prefix, each.id]), objective, (each,)) for each in own.values()
            ]
    return found


def faulty(tracker: Tracker) -> list[dg.AssetSpec]:
    """The key results at fault: seen, with the reason, and never computed."""
    catalog = tracker.catalog
    at_fault = [each for each in catalog.key_results if each.key in catalog.faults]
    sources = list({each.source: None for each in at_fault})
    units = [
        unit
        for source in sources
        for unit in units_of(tracker, source=source, key_results=at_fault)
    ]
    specs: dict[dg.AssetKey, dg.AssetSpec] = {}
    for unit in units:
        reasons = "; ".join(catalog.faults[each.key] for each in unit.key_results)
        fault = f"definition at fault: {reasons}"
        specs[unit.key] = unit.spec(tracker).replace_attributes(description=fault, skippable=False)
    return list(specs.values())


def identifier(name: str) -> str:
    """A name as Dagster allows it for groups, steps and tags."""
    return re.sub(r"\W", "_", name, flags=re.ASCII)


def _prefix(objective: Objective, named: Mapping[str, int]) -> list[str]:
    """The objective's id; with its cycle before it where the next cycle's file has the same id."""
    is_alone = named[identifier(objective.id)] == 1 and objective.id != "sources"
    own = [objective.id] if is_alone else [objective.cycle.name, objective.id]
    return [re.sub(r"[^\w.-]", "_", part, flags=re.ASCII) for part in own]


def _said_in(key_result: KeyResult, tracker: Tracker) -> dict[str, object]:
    """The line of YAML that defines it, for Dagster's link to the code."""
    if key_result.place is None:
        return {}
    with catch_warnings():
        simplefilter("ignore", category=dg.BetaWarning)  # one for each key result, at each load
        reference = dg.LocalFileCodeReference(
            file_path=str(tracker.project.root / key_result.place.file),
            line_number=key_result.place.line,
            label=str(key_result.place),
        )
        value = dg.CodeReferencesMetadataValue(code_references=[reference])
    return {"dagster/code_references": value}
