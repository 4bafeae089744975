"""What a value says against its promise, with the numbers that progress is reckoned from."""

from __future__ import annotations

from datetime import date

from krtracker.cli.evidence import Line
from krtracker.cli.wording import number, percent
from krtracker.domain.key_result import Bounds, KeyResult, Promise
from krtracker.domain.progress import no_way, pace, progress


def promise_lines(
    key_result: KeyResult, baseline: float | None, value: float | None, day: date
) -> list[Line]:
    """Baseline, target and progress with the numbers they are reckoned from."""
    promise, unit = key_result.promise, key_result.unit
    if promise.keep is not None:
        holds = "no value" if value is None else "holds" if promise.keep.holds(value) else "broken"
        return [("keep", f"{limits(promise.keep)}: {holds}")]
    target = None if baseline is None else promise.target_from(baseline)
    said = "stated" if promise.baseline is not None else _measured(promise, day)
    known = f"{number(baseline, unit)}, {said}"
    lines = [("baseline", "not measured yet" if baseline is None else known)]
    if baseline is None or target is None:
        return lines
    aim = number(target, unit, beside=[value])
    lines.append(("target", f"{aim} by {promise.cycle.end}"))
    if why := no_way(promise, baseline):
        return [*lines, ("progress", f"none: {why}")]
    if value is None:
        return lines
    done, by_now = progress(baseline, target, value), pace(promise, baseline, target, day)
    formula = (
        f"({number(value, beside=[target])} − {number(baseline)})"
        f" / ({number(target, beside=[value])} − {number(baseline)})"
        f" = {percent(done)}; pace {percent(by_now)}"
    )
    return [*lines, ("progress", formula)]


def limits(keep: Bounds) -> str:
    """The limits to keep, in words."""
    told = [f"at least {number(keep.at_least)}"] * (keep.at_least is not None)
    told += [f"at most {number(keep.at_most)}"] * (keep.at_most is not None)
    return " and ".join(told)


def _measured(promise: Promise, day: date) -> str:
    """When a baseline is measured; before the cycle, when it was as it would be."""
    if day >= promise.cycle.eve:
        return f"measured as of {promise.cycle.eve}"
    return f"as it was on {day}; it is measured as of {promise.cycle.eve}"
