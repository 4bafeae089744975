"""From which day on a target stands reached."""

from __future__ import annotations

from datetime import date

from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Facts, Standing
from krtracker.domain.status import Status


def reached_on(standing: Standing, facts: Facts) -> date | None:
    """The first day of its cycle from which on every believed value is at the target or beyond.

    None where the target does not stand reached: what was reached and lost again is not.
    """
    baseline, target = standing.baseline, standing.target
    if standing.status is not Status.ACHIEVED or baseline is None or target is None:
        return None
    sign = 1 if target > baseline else -1
    since = None
    for each in reversed(facts.within(standing.key_result.cycle)):
        if each.verdict is Verdict.REJECTED or each.value is None:
            continue
        if sign * (each.value - target) < 0:
            break
        since = each.as_of
    return since
