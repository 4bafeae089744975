"""`krtracker show`: where every key result stands now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

from krtracker.cli import terminal
from krtracker.cli.options import AsJson, Exclude, KnownAt, Select
from krtracker.cli.standing_table import blocks
from krtracker.domain.status import Trust

if TYPE_CHECKING:
    from krtracker.domain.standing import Facts, Standing


def show(
    context: typer.Context,
    selected: Select = None,
    excluded: Exclude = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Value, target, progress, status and trust of every key result, as last published."""
    from krtracker.cli.current import NO_KEY_RESULTS, NOTHING_YET, as_known, published
    from krtracker.cli.selection import select
    from krtracker.cli.start import start_and_report
    from krtracker.domain.standing import Facts, standings

    snapshot = published(context)
    if snapshot is None:
        begun = start_and_report(context)
        catalog, now = begun.catalog, begun.now
        facts: Mapping[str, Facts] = {}
        found: Mapping[str, Standing] = standings(catalog, facts, now)
        terminal.say(NOTHING_YET)
    else:
        snapshot, now = as_known(snapshot, known_at)
        catalog = snapshot.catalog
        facts = snapshot.facts()
        found = standings(catalog, facts, now)
    statuses = {key: each.status.value for key, each in found.items()}
    wanted = select(catalog, selected or (), excluded or (), statuses=lambda: statuses)
    if as_json:
        terminal.document(
            {
                "now": now,
                "key_results": [_entry(found[e.key], facts.get(e.key, Facts())) for e in wanted],
            }
        )
    elif wanted:
        terminal.draw(*blocks(catalog, {each.key: found[each.key] for each in wanted}))
    else:
        terminal.say(NO_KEY_RESULTS)


def _entry(standing: Standing, facts: Facts) -> dict[str, Any]:
    """One standing as part of a JSON document."""
    key_result, current = standing.key_result, standing.current
    return {
        "cycle": key_result.cycle.name,
        "kr": key_result.id,
        "title": key_result.title,
        "objective": key_result.objective,
        "unit": key_result.unit,
        "value": current.value if current else None,
        "as_of": current.as_of if current else None,
        "baseline": standing.baseline,
        "target": key_result.promise.target_in_force(standing.baseline),
        "progress": standing.progress,
        "pace": standing.pace,
        "holds": standing.holds,
        "kept_days": standing.kept_days,
        "measured_days": standing.measured_days,
        "status": standing.status.value,
        "trust": standing.trust.value,
        "is_fresh": standing.trust is Trust.TRUSTED,
        "since": standing.since,
        "why": standing.why,
        "contested_by": list(standing.contested_by),
        "change_7_days": standing.change_7_days,
        "landing": _landing(standing, facts),
    }


def _landing(standing: Standing, facts: Facts) -> dict[str, Any] | None:
    """Where it will be at the end of its cycle, as part of a JSON document."""
    from krtracker.domain.landing import landing

    found = landing(standing, facts.points)
    if found is None:
        return None
    return {
        "day": found.day,
        "value": found.value,
        "five_in_ten": list(found.likely),
        "eight_in_ten": list(found.wide),
    }
