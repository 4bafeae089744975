"""Everything that one key result must satisfy by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from krtracker.definitions import measure_rules as measures
from krtracker.definitions import promise_rules as promises
from krtracker.definitions.draft import Draft, Finding
from krtracker.definitions.people import nobody_is_measured

Rule: TypeAlias = Callable[[Draft], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    promises.one_promise,
    promises.bounds_that_can_hold,
    promises.a_way_to_go,
    promises.nothing_beside_keep,
    promises.lines_around_the_target,
    promises.points_within_the_cycle,
    promises.no_item_twice,
    promises.changes_within_the_cycle,
    measures.one_way,
    measures.a_source_to_ask,
    measures.a_window_where_it_belongs,
    measures.a_time_that_counts,
    measures.growth_of_equal_windows,
    measures.counts_that_only_rise,
    measures.a_baseline_that_exists,
    measures.a_window_for_since,
    measures.a_past_that_can_be_told,
    nobody_is_measured,
)


def findings(draft: Draft) -> Iterator[Finding]:
    """Everything the rules find in one key result."""
    for rule in RULES:
        yield from rule(draft)
